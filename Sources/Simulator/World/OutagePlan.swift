import EventEngine
import Scenario
import Staking

/// One time that an outage takes some nodes.
struct Strike: Sendable {
    var outage: Int
    /// Nanoseconds from the start of the run.
    var start: Int64
    var end: Int64
    var nodes: [Int]
}

/// Draws when each outage strikes whom.
///
/// Streams are keyed by the names of the outage and of the struck unit (a power zone as one, otherwise an entity and the
/// node's number in it), so a further outage, entity or node changes nobody else's luck.
struct OutagePlan {
    let scenario: Scenario
    let nodes: [Node]
    let random: RandomSource
    /// End of the run, nanoseconds.
    let end: Int64
    /// Nodes (of populations) that the random share of an outage takes, from the rest's partition.
    let isDrawnPopulation: (_ outage: Int, _ node: Int) -> Bool
    let matchesPopulation: (_ outage: Int, _ node: Int) -> Bool
    /// By entity, the rest last: position of its first node.
    let firstNodes: [Int]

    /// Every strike of the chosen outages in the run, by outage, then time.
    func strikes(of isChosen: (Outage) -> Bool) throws(SimulationError) -> [Strike] {
        var result: [Strike] = []
        for (position, outage) in scenario.outages.enumerated() where outage.kind != .replay && isChosen(outage) {
            let targets = targets(of: position)
            if targets.isEmpty {
                throw SimulationError.noTarget(outage: outage.name, location: outage.location)
            }
            switch outage.timing {
            case .once(let at, let duration):
                for (unit, members) in units(of: outage, targets) {
                    var stream = stream(.outageTiming, outage, unit)
                    let length = try draw(duration, &stream, outage)
                    merge(
                        Strike(outage: position, start: at, end: Self.later(at, length), nodes: members), into: &result)
                }
            case .intervals(let spans):
                for span in spans where span.start < end {
                    result.append(Strike(outage: position, start: span.start, end: span.end, nodes: targets))
                }
            case .recurring(let every, let duration):
                if let population = targets.first(where: { nodes[$0].isPopulation }) {
                    throw SimulationError.recurringOutageOfTheRest(
                        outage: outage.name, population: nodes[population].name, location: outage.location)
                }
                for (unit, members) in units(of: outage, targets) {
                    var stream = stream(.outageTiming, outage, unit)
                    var now = outage.firstStart ?? 0
                    if outage.firstStart == nil, case .mean(let gap) = every {
                        now = try exponential(mean: gap, &stream, outage)
                    }
                    while now < end {
                        let length = try draw(duration, &stream, outage)
                        result.append(
                            Strike(outage: position, start: now, end: Self.later(now, length), nodes: members))
                        switch every {
                        case .exactly(let gap): now = Self.later(now, max(gap, 1))
                        case .mean(let gap):
                            now = Self.later(Self.later(now, length), try exponential(mean: gap, &stream, outage))
                        }
                    }
                }
            case .offlineBalances:
                break
            }
        }
        return result
    }

    /// A time after another; draws that lead beyond the end of time end there.
    private static func later(_ time: Int64, _ length: Int64) -> Int64 {
        let (sum, overflow) = time.addingReportingOverflow(length)
        return overflow ? .max : sum
    }

    /// Nodes that the selector takes, its random share drawn.
    private func targets(of position: Int) -> [Int] {
        let outage = scenario.outages[position]
        let hits = outage.hits
        var result: [Int] = []
        for (index, node) in nodes.enumerated() {
            if node.isPopulation {
                guard matchesPopulation(position, index) else { continue }
                if hits.partsPerMillion == 1_000_000 || isDrawnPopulation(position, index) { result.append(index) }
            } else {
                guard hits.matches(node, scenario: scenario) else { continue }
                if hits.partsPerMillion < 1_000_000 {
                    var stream = stream(.outageTarget, scenario.outages[position], unitName(index))
                    if stream.next(below: 1_000_000) >= hits.partsPerMillion { continue }
                }
                result.append(index)
            }
        }
        return result
    }

    /// What fails as one: the nodes of a power zone in a power cut, all targets of an outage with a fixed time
    /// and length, otherwise each node by itself.
    private func units(of outage: Outage, _ targets: [Int]) -> [(String, [Int])] {
        if case .once(_, .exactly) = outage.timing { return [("everyone", targets)] }
        var result: [(key: String?, unit: String, nodes: [Int])] = []
        for index in targets {
            let zone: String? =
                switch outage.kind {
                case .power: nodes[index].powerZone
                case .dataCentre: nodes[index].provider
                default: nil
                }
            if let zone, let known = result.firstIndex(where: { $0.key == zone }) {
                result[known].nodes.append(index)
            } else {
                result.append((zone, zone.map { "zone " + $0 } ?? unitName(index), [index]))
            }
        }
        return result.map { ($0.unit, $0.nodes) }
    }

    /// A node by its entity and its number in it; a part of the rest by its position among them.
    private func unitName(_ index: Int) -> String {
        let owner = nodes[index].entity
        let first = firstNodes[owner]
        return owner < scenario.entities.count
            ? "node \(scenario.entities[owner].name)/\(index - first + 1)"
            : nodes[index].cluster != nil ? "cluster \(nodes[index].name)" : "part \(index - first + 1) of the rest"
    }

    private func stream(_ domain: StreamDomain, _ outage: Outage, _ unit: String) -> RandomStream {
        random.stream(domain, entity: StableHash.fnv1a([outage.name, unit]))
    }

    private func merge(_ strike: Strike, into result: inout [Strike]) {
        if let last = result.indices.last, result[last].outage == strike.outage, result[last].start == strike.start,
            result[last].end == strike.end
        {
            result[last].nodes += strike.nodes
        } else {
            result.append(strike)
        }
    }

    private func draw(
        _ duration: Outage.Duration, _ stream: inout RandomStream, _ outage: Outage
    ) throws(SimulationError) -> Int64 {
        do {
            switch duration {
            case .exactly(let length): return length
            case .mean(let mean): return try exponential(mean: mean, &stream, outage)
            case .median(let median, let p95):
                let distribution = try DelayDistribution.logNormal(
                    median: SimulatedTime(nanoseconds: median), p95: SimulatedTime(nanoseconds: p95))
                return max(1, distribution.sample(&stream).nanoseconds)
            }
        } catch let error as SimulationError {
            throw error
        } catch {
            throw SimulationError.badDistribution(outage: outage.name, why: "\(error)", location: outage.location)
        }
    }

    private func exponential(
        mean: Int64, _ stream: inout RandomStream, _ outage: Outage
    ) throws(SimulationError) -> Int64 {
        do {
            let distribution = try DelayDistribution.exponential(mean: SimulatedTime(nanoseconds: mean))
            return max(1, distribution.sample(&stream).nanoseconds)
        } catch {
            throw SimulationError.badDistribution(outage: outage.name, why: "\(error)", location: outage.location)
        }
    }
}

/// Names as numbers, the same on every machine and in every process (unlike `Hasher`).
enum StableHash {
    /// FNV-1a, 64 bits, of the names with a nought behind each.
    static func fnv1a(_ names: [String]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for name in names {
            for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = hash &* 0x100_0000_01b3
        }
        return hash
    }
}

extension Selector {
    /// Whether a named node meets the conditions, the random share aside.
    func matches(_ node: Node, scenario: Scenario) -> Bool {
        if onlyRest { return false }
        if node.isOperated { return false }
        if let cluster = node.cluster {
            return clusters.contains(scenario.clusters[cluster].name) && meets(nodes, node.name)
        }
        if !clusters.isEmpty { return false }
        // The only node of an entity is called by the entity's name, and may be written with its number all the same.
        let isNamed = meets(nodes, node.name) || meets(nodes, node.name + "/1")
        return isNamed && meets(entities, scenario.entities[node.entity].name)
            && meets(regions, node.region) && meets(powerZones, node.powerZone) && meets(providers, node.provider)
            && meets(operators, node.nodeOperator) && meets(links, node.link)
            && isMet(consensusClients, byClient: node.consensusClient)
            && isMet(executionClients, byClient: node.executionClient)
            && placesMatch(node, scenario)
    }

    private func placesMatch(_ node: Node, _ scenario: Scenario) -> Bool {
        places.isEmpty || node.place.map(places.contains) ?? false
    }
}
