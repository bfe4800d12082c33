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
/// Streams are keyed by outage and by the struck unit (a power zone as one, otherwise a node's position), so a further
/// outage or node changes nobody else's luck.
struct OutagePlan {
    let scenario: Scenario
    let nodes: [Node]
    let random: RandomSource
    /// End of the run, nanoseconds.
    let end: Int64
    /// Nodes (of populations) that the random share of an outage takes, from the rest's partition.
    let isDrawnPopulation: (_ outage: Int, _ node: Int) -> Bool
    let matchesPopulation: (_ outage: Int, _ node: Int) -> Bool

    /// Every strike of the run, by outage, then time.
    func strikes() throws(SimulationError) -> [Strike] {
        var result: [Strike] = []
        for (position, outage) in scenario.outages.enumerated() where outage.kind != .replay {
            let targets = targets(of: position)
            if targets.isEmpty {
                throw SimulationError.noTarget(outage: outage.name, location: outage.location)
            }
            switch outage.timing {
            case .once(let at, let duration):
                for (unit, members) in units(of: outage, targets) {
                    var stream = random.stream(.outageTiming, entity: UInt32(position), unit)
                    let length = try draw(duration, &stream, outage)
                    merge(Strike(outage: position, start: at, end: at + length, nodes: members), into: &result)
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
                    var stream = random.stream(.outageTiming, entity: UInt32(position), unit)
                    var now = outage.firstStart ?? 0
                    if outage.firstStart == nil, case .mean(let gap) = every {
                        now = try exponential(mean: gap, &stream, outage)
                    }
                    while now < end {
                        let length = try draw(duration, &stream, outage)
                        result.append(Strike(outage: position, start: now, end: now + length, nodes: members))
                        switch every {
                        case .exactly(let gap): now += max(gap, 1)
                        case .mean(let gap): now += try length + exponential(mean: gap, &stream, outage)
                        }
                    }
                }
            case .offlineBalances:
                break
            }
        }
        return result
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
                    var stream = random.stream(.outageTarget, entity: UInt32(position), UInt32(index))
                    if stream.next(below: 1_000_000) >= hits.partsPerMillion { continue }
                }
                result.append(index)
            }
        }
        return result
    }

    /// What fails as one: the nodes of a power zone in a power cut, all targets of an outage with a fixed time
    /// and length, otherwise each node by itself.
    private func units(of outage: Outage, _ targets: [Int]) -> [(UInt32, [Int])] {
        if case .once(_, .exactly) = outage.timing { return [(0, targets)] }
        var result: [(key: String?, unit: UInt32, nodes: [Int])] = []
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
                result.append((zone, UInt32(index), [index]))
            }
        }
        return result.map { ($0.unit, $0.nodes) }
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

extension Selector {
    /// Whether a named node meets the conditions, the random share aside.
    func matches(_ node: Node, scenario: Scenario) -> Bool {
        if onlyRest { return false }
        return meets(entities, scenario.entities[node.entity].name) && meets(nodes, node.name)
            && meets(regions, node.region) && meets(powerZones, node.powerZone) && meets(providers, node.provider)
            && meets(operators, node.nodeOperator) && meets(links, node.link)
            && meets(consensusClients, node.consensusClient) && meets(executionClients, node.executionClient)
            && placesMatch(node, scenario)
    }

    private func placesMatch(_ node: Node, _ scenario: Scenario) -> Bool {
        places.isEmpty || node.place.map(places.contains) ?? false
    }
}
