import EventEngine
import PeerNetwork
import Scenario
import Staking

/// A fault of the network or of a client, with the hosts that it hits.
struct NetworkFault: Sendable {
    /// Position of the outage in the scenario.
    var outage: Int
    var fault: Fault
    /// Nanoseconds from the start of the run.
    var start: Int64
    var end: Int64
    /// Per host, whether it is hit.
    var hits: [Bool]
    /// For a partition, per host, its group from 1 on; 0 hears everybody.
    var groupOfHost: [UInt8] = []

    /// Whether it is in force.
    func holds(at time: Int64) -> Bool { time >= start && time < end }

    /// Whether it makes hosts take longer over blocks.
    var slowsMachines: Bool {
        switch fault {
        case .slowMachine, .clientBug(.stall): true
        default: false
        }
    }
}

/// Works out whom the scenario's faults hit, and when.
struct FaultPlan {
    let scenario: Scenario
    let nodes: [Node]
    /// By node: the part of the rest that it is.
    let restGroups: [RestGroup?]
    let hosts: Hosts
    let random: RandomSource
    /// End of the run, nanoseconds.
    let end: Int64

    func faults() throws(SimulationError) -> [NetworkFault] {
        var result: [NetworkFault] = []
        for (position, outage) in scenario.outages.enumerated() {
            guard let fault = outage.fault, !outage.silencesNodes else { continue }
            switch fault {
            case .doubleKeys, .halfOpen: continue
            default: break
            }
            if fault == .byzantine(.wrongPartials) || fault == .byzantine(.equivocatePartials) { continue }
            for span in try spans(of: outage) {
                var found = NetworkFault(
                    outage: position, fault: fault, start: span.start, end: span.end,
                    hits: hit(outage.hits, position: position, salt: outage.name))
                if case .partition(let groups, _) = fault {
                    found.groupOfHost = try sides(groups, position: position, outage)
                } else if !found.hits.contains(true) {
                    throw .noTarget(outage: outage.name, location: outage.location)
                }
                result.append(found)
            }
        }
        return result
    }

    private func spans(of outage: Outage) throws(SimulationError) -> [Outage.Span] {
        switch outage.timing {
        case .once(let at, .exactly(let length)):
            let (last, overflow) = at.addingReportingOverflow(length)
            return [Outage.Span(start: at, end: overflow ? .max : last)]
        case .intervals(let spans): return spans.filter { $0.start < end }
        case .once, .recurring, .offlineBalances:
            throw .badNetwork(
                "outage '\(outage.name)': a fault of the network needs a fixed time: write 'at' and 'for', or 'intervals'",
                location: outage.location)
        }
    }

    /// Who meets the conditions, the random share drawn for each host by itself.
    private func hit(_ selector: Selector, position: Int, salt: String) -> [Bool] {
        let name = StableHash.fnv1a([salt])
        return hosts.nodeOfHost.indices.map { host in
            guard meets(selector, host) else { return false }
            if selector.partsPerMillion == 1_000_000 { return true }
            if let part = restGroups[Int(hosts.nodeOfHost[host])] { return part.drawnFor.contains(position) }
            var stream = random.stream(.partitionSide, entity: name ^ UInt64(host))
            return stream.next(below: 1_000_000) < selector.partsPerMillion
        }
    }

    private func meets(_ selector: Selector, _ host: Int) -> Bool {
        var node = nodes[Int(hosts.nodeOfHost[host])]
        node.region = hosts.regions.names[hosts.regionOfHost[host]]
        node.link = hosts.classes[hosts.classOfHost[host]].name
        node.consensusClient = hosts.consensusClient[host]
        node.executionClient = hosts.executionClient[host]
        if !node.isPopulation { return selector.matches(node, scenario: scenario) }
        guard selector.reachesRest, selector.entities.isEmpty, selector.nodes.isEmpty, selector.places.isEmpty,
            selector.powerZones.isEmpty, selector.operators.isEmpty
        else { return false }
        return selector.meets(selector.regions, node.region) && selector.meets(selector.providers, node.provider)
            && selector.meets(selector.links, node.link)
            && selector.isMet(selector.consensusClients, byClient: node.consensusClient)
            && selector.isMet(selector.executionClients, byClient: node.executionClient)
    }

    /// Deals the hosts to the groups of a partition.
    ///
    /// Groups that ask for shares of the same hosts get neighbouring parts of one drawn order, so that they stay apart.
    private func sides(
        _ groups: [Fault.Group], position: Int, _ outage: Outage
    ) throws(SimulationError) -> [UInt8] {
        var side = [UInt8](repeating: 0, count: hosts.count)
        let name = StableHash.fnv1a([outage.name])
        for host in 0..<hosts.count {
            let part = restGroups[Int(hosts.nodeOfHost[host])]
            if let known = part?.sides.first(where: { $0.outage == position }) {
                side[host] = UInt8(known.group + 1)
                continue
            }
            var stream = random.stream(.partitionSide, entity: name ^ UInt64(host))
            var draw = stream.next(below: 1_000_000)
            for (index, group) in groups.enumerated() where !group.takesOthers && meets(group.members, host) {
                let share = group.members.partsPerMillion
                // Shares of the rest are dealt by parts, above.
                if part != nil, share < 1_000_000 { continue }
                if draw < share {
                    side[host] = UInt8(index + 1)
                    break
                }
                if share < 1_000_000 { draw -= share }
            }
            if side[host] == 0, let others = groups.firstIndex(where: \.takesOthers) { side[host] = UInt8(others + 1) }
        }
        for (index, group) in groups.enumerated() where !side.contains(UInt8(index + 1)) {
            throw .badNetwork(
                "partition '\(outage.name)': nobody is in group '\(group.name)': choose other conditions or a larger "
                    + "share", location: outage.location)
        }
        return side
    }

    /// Partitions for the network that floods.
    func partitions(_ faults: [NetworkFault]) throws(SimulationError) -> [Partition] {
        var result: [Partition] = []
        for fault in faults {
            guard case .partition(let groups, let oneWay) = fault.fault else { continue }
            let members = groups.indices.map { group in
                fault.groupOfHost.indices.filter { fault.groupOfHost[$0] == UInt8(group + 1) }
            }
            do {
                result.append(
                    try Partition(
                        name: scenario.outages[fault.outage].name, start: SimulatedTime(nanoseconds: fault.start),
                        heal: SimulatedTime(nanoseconds: fault.end), groups: members,
                        ways: oneWay ? (1..<groups.count).map { Partition.Way(from: 0, to: $0) } : nil,
                        nodes: hosts.count))
            } catch {
                throw .badNetwork("\(error)", location: scenario.outages[fault.outage].location)
            }
        }
        return result
    }
}

/// Which hosts hear which while partitions are in force: sides by number, and who hears whom, if only through others.
struct PartitionSides: Sendable {
    private(set) var sideOfHost: [UInt8]
    private(set) var count: Int
    private var heard: [Bool]
    /// The same without the help of others.
    private var heardStraight: [Bool]

    /// - Parameter faults: the partitions in force.
    init(hosts: Int, _ faults: [NetworkFault]) {
        var keys: [[UInt8]] = []
        var sides = [UInt8](repeating: 0, count: hosts)
        for host in 0..<hosts {
            let key = faults.map { $0.groupOfHost[host] }
            if let known = keys.firstIndex(of: key) {
                sides[host] = UInt8(known)
            } else {
                sides[host] = UInt8(keys.count)
                keys.append(key)
            }
        }
        sideOfHost = sides
        count = max(1, keys.count)
        heard = Array(repeating: false, count: count * count)
        heardStraight = []
        for from in 0..<count {
            for to in 0..<count {
                heard[from * count + to] =
                    from == to
                    || faults.indices.allSatisfy { index in
                        let (a, b) = (keys[from][index], keys[to][index])
                        guard a != 0, b != 0, a != b else { return true }
                        guard case .partition(_, let oneWay) = faults[index].fault, oneWay else { return false }
                        return a != 1
                    }
            }
        }
        heardStraight = heard
        for through in 0..<count {
            for from in 0..<count where heard[from * count + through] {
                for to in 0..<count where heard[through * count + to] { heard[from * count + to] = true }
            }
        }
    }

    /// Whether what one side sends comes to another.
    func hears(from sender: UInt8, at receiver: UInt8) -> Bool { heard[Int(sender) * count + Int(receiver)] }

    /// Whether it does so straight, nobody passing it on.
    func hearsStraight(from sender: UInt8, at receiver: UInt8) -> Bool {
        heardStraight[Int(sender) * count + Int(receiver)]
    }

    /// Whether somebody hears two sides.
    func meet(_ a: UInt8, _ b: UInt8) -> Bool {
        (0..<UInt8(count)).contains { hears(from: a, at: $0) && hears(from: b, at: $0) }
    }

    /// Sides that hear each other both ways have one number: the lowest of them.
    func circle(of side: UInt8) -> UInt8 {
        for other in 0..<UInt8(count) where hears(from: other, at: side) && hears(from: side, at: other) {
            return other
        }
        return side
    }
}
