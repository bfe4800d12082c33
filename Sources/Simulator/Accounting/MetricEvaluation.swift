import BeaconChain
public import Scenario
import Staking

extension RunOutcome {
    /// The value of a metric in this run.
    ///
    /// - Throws: `SimulationError.badExpectation` where the metric has no value in this run.
    public func value(
        of path: MetricPath, location: SourceLocation
    ) throws(SimulationError) -> Quantity {
        let entities = try subject(path.subject, location)
        let scope = try scope(path.during, location)
        switch path.metric {
        case .earned: return gwei(sum(entities) { ledger.ideal(entity: $0, component: $1) } - lost(entities, nil))
        case .ideal: return gwei(sum(entities) { ledger.ideal(entity: $0, component: $1) })
        case .penalties: return gwei(penalties(entities, Component.allCases, scope))
        case .penaltiesSource: return gwei(penalties(entities, [.source], scope))
        case .penaltiesTarget: return gwei(penalties(entities, [.target], scope))
        case .penaltiesAttestation: return gwei(penalties(entities, [.source, .target], scope))
        case .penaltiesSync: return gwei(penalties(entities, [.sync], scope))
        case .penaltiesLeak: return gwei(penalties(entities, [.leak], scope))
        case .penaltiesSlashing: return gwei(penalties(entities, [.slashing], scope))
        case .missedRewards: return gwei(missed(entities, Component.allCases, scope))
        case .missedRewardsAttestation: return gwei(missed(entities, [.source, .target, .head], scope))
        case .missedRewardsSource: return gwei(missed(entities, [.source], scope))
        case .missedRewardsTarget: return gwei(missed(entities, [.target], scope))
        case .missedRewardsHead: return gwei(missed(entities, [.head], scope))
        case .missedRewardsSync: return gwei(missed(entities, [.sync], scope))
        case .missedRewardsProposal: return gwei(missed(entities, [.proposal], scope))
        case .loss: return gwei(lost(entities, scope))
        case .netAttestation:
            let parts: [Component] = [.source, .target, .head, .leak]
            return gwei(
                parts.reduce(0) { sum, part in
                    sum + entities.reduce(0) { $0 + ledger.ideal(entity: $1, component: part) }
                } - missed(entities, parts, scope) - penalties(entities, parts, scope))
        case .balance, .effectiveBalance, .inactivityScore: return try sampled(path, entities, location)
        case .ejectedAfterLeakEpochs, .ejectedBalance:
            guard let first = series.ejections.first(where: { entities.contains($0.entity) }) else {
                throw .badExpectation("nobody of '\(path.subject)' was ejected in this run", location: location)
            }
            return path.metric == .ejectedBalance
                ? gwei(Int64(first.balance)) : whole(Int64(first.leakEpochs), .epochs)
        case .missedAttestations: return count(misses(.attestation, entities, scope))
        case .assignedAttestations: return count(entities.reduce(0) { $0 + series.assignedAttestations[$1] })
        case .proposalsMissed: return count(misses(.proposal, entities, scope))
        case .proposalsAssigned: return count(entities.reduce(0) { $0 + series.assignedProposals[$1] })
        case .proposalsMissedExpected:
            return Quantity(
                value: entities.reduce(0) { $0 + series.expectedMissedProposals[$1] }, unit: .count, integer: nil)
        case .uptime: return Quantity(value: uptime(entities), unit: .ratio, integer: nil)
        case .recoveryLongest: return whole(longest(entities, scope, recoveryOnly: false), .nanoseconds)
        case .resyncLongest: return whole(longest(entities, scope, recoveryOnly: true), .nanoseconds)
        case .blocksBehindMax:
            _ = try network(path, location)
            return count(backlogs(entities, scope).reduce(0) { max($0, $1.most) })
        case .feesPaid, .feesLeft, .liquidated: return try fees(path, entities, location)
        case .slashed: return count(rows(entities) { world.state.registry.slashed[$0] })
        case .exited: return count(rows(entities) { world.state.registry.exitEpochs[$0] != .farFuture })
        case .finalityDelayMax:
            return whole(
                series.epochs.reduce(0) { max($0, Int64($1.transition) - 1 - Int64($1.finalized)) }, .epochs)
        case .leakEpochs: return whole(Int64(series.epochs.count { $0.isLeaking }), .epochs)
        case .finalityReturnedAfter:
            guard let last = series.epochs.lastIndex(where: { $0.isLeaking }), last + 1 < series.epochs.count else {
                throw .badExpectation(
                    "the chain either never leaked in this run or still leaks at its end", location: location)
            }
            return whole(Int64(series.epochs[last].leakEpochs), .epochs)
        case .blocksMissed: return count(series.epochs.reduce(0) { $0 + $1.blocksMissed })
        case .participationMin: return Quantity(value: participation.min()?.share ?? 0, unit: .ratio, integer: nil)
        case .participationMinEpoch: return whole(Int64(participation.min()?.epoch ?? 0), .epochs)
        case .participationMean:
            let shares = participation.map(\.share)
            return Quantity(
                value: shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count), unit: .ratio, integer: nil)
        case .lateAttestations: return count(misses(.headVote, entities, scope))
        case .dutiesMissed: return Quantity(value: missedShare(entities, scope), unit: .ratio, integer: nil)
        case .headVotes:
            let cast =
                entities.reduce(0) { $0 + series.assignedAttestations[$1] } - misses(.attestation, entities, nil)
            let late = misses(.headVote, entities, nil)
            return Quantity(value: cast > 0 ? 1 - Double(late) / Double(cast) : 0, unit: .ratio, integer: nil)
        case .headVotesMin:
            let shares = series.epochs.filter { $0.epoch >= world.scenario.chain.startEpoch }.map {
                Double($0.head) / Double(max(1, max($0.source, $0.target)))
            }
            return Quantity(value: shares.min() ?? 0, unit: .ratio, integer: nil)
        case .blocksReorged: return count(try network(path, location).orphans)
        case .branchesMax: return count(try network(path, location).branches)
        case .propagationMedian, .voteTravelMedian: return try delay(0.5, path, location)
        case .propagationP95, .voteTravelP95: return try delay(0.95, path, location)
        case .baseRewardPerIncrement: return gwei(Int64(series.epochs.last?.baseRewardPerIncrement ?? 0))
        }
    }

    /// What the message network measured.
    private func network(_ path: MetricPath, _ location: SourceLocation) throws(SimulationError) -> NetworkFigures {
        guard let found = series.network else {
            throw .badExpectation(
                "'\(path.metric.rawValue)' is measured at 'resolution: messages' only", location: location)
        }
        return found
    }

    private func delay(
        _ share: Double, _ path: MetricPath, _ location: SourceLocation
    ) throws(SimulationError) -> Quantity {
        let figures = try network(path, location)
        let isOfBlocks = path.metric == .propagationMedian || path.metric == .propagationP95
        guard let delay = (isOfBlocks ? figures.arrivals : figures.voteArrivals).quantile(share) else {
            throw .badExpectation(
                "no \(isOfBlocks ? "block" : "vote") was followed through the network in this run", location: location)
        }
        return whole(delay, .nanoseconds)
    }

    /// Share of attestations and proposals that were not performed; for the time of an outage, of those that fell into
    /// it on average.
    private func missedShare(_ entities: [Int], _ outage: Int?) -> Double {
        let missed = Double(misses(.attestation, entities, outage) + misses(.proposal, entities, outage))
        guard let outage else {
            let assigned = entities.reduce(0) { $0 + series.assignedAttestations[$1] + series.assignedProposals[$1] }
            return assigned > 0 ? missed / Double(assigned) : 0
        }
        let epoch = Double(world.slotLength) * Double(world.slotsPerEpoch)
        let span = strikeRows.reduce(0.0) { sum, strike in
            strike.outage == outage ? sum + Double(max(0, min(strike.end, end) - strike.start)) : sum
        }
        let validators = entities.reduce(0) { $0 + world.entities[$1].validators }
        return span > 0 && validators > 0 ? missed / (span / epoch * Double(validators)) : 0
    }

    private func gwei(_ amount: Int64) -> Quantity { Quantity(value: Double(amount), unit: .gwei, integer: amount) }
    private func count(_ count: Int) -> Quantity { whole(Int64(count), .count) }
    private func whole(_ value: Int64, _ unit: Quantity.Unit) -> Quantity {
        Quantity(value: Double(value), unit: unit, integer: value)
    }

    private func subject(_ name: String, _ location: SourceLocation) throws(SimulationError) -> [Int] {
        if name == "network" { return Array(world.entities.indices) }
        if name == "rest" { return [world.entities.count - 1] }
        guard let entity = world.entities.firstIndex(where: { $0.name == name && !$0.isRest }) else {
            throw .badExpectation("unknown subject '\(name)'", location: location)
        }
        return [entity]
    }

    /// Causes that an outage stands behind; nil = all.
    private func scope(_ outage: String?, _ location: SourceLocation) throws(SimulationError) -> Int? {
        guard let outage else { return nil }
        guard let position = world.scenario.outages.firstIndex(where: { $0.name == outage }) else {
            throw .badExpectation("unknown outage '\(outage)'", location: location)
        }
        return position
    }

    private func inScope(_ cause: Int, _ outage: Int?) -> Bool {
        outage == nil || causes.all[cause].outage == outage
    }

    private func sum(_ entities: [Int], _ amount: (Int, Component) -> Int64) -> Int64 {
        entities.reduce(0) { sum, entity in sum + Component.allCases.reduce(0) { $0 + amount(entity, $1) } }
    }

    private func penalties(_ entities: [Int], _ components: [Component], _ outage: Int?) -> Int64 {
        total(entities, components, outage) { ledger.penalties(entity: $0, cause: $1, component: $2) }
    }

    /// Rewards that were missed; those that everybody missed through other people's votes count only without a scope.
    private func missed(_ entities: [Int], _ components: [Component], _ outage: Int?) -> Int64 {
        total(entities, components, outage) { ledger.missed(entity: $0, cause: $1, component: $2) }
    }

    /// Duties that were not performed.
    private func misses(_ duty: DutyMisses.Duty, _ entities: [Int], _ outage: Int?) -> Int {
        series.misses.reduce(0) { sum, miss in
            miss.duty == duty && entities.contains(world.nodes[miss.node].entity) && inScope(miss.cause, outage)
                ? sum + miss.count : sum
        }
    }

    private func lost(_ entities: [Int], _ outage: Int?) -> Int64 {
        missed(entities, Component.allCases, outage) + penalties(entities, Component.allCases, outage)
    }

    private func total(
        _ entities: [Int], _ components: [Component], _ outage: Int?, _ amount: (Int, Int, Component) -> Int64
    ) -> Int64 {
        var sum: Int64 = 0
        for entity in entities {
            for cause in 0..<causes.count where inScope(cause, outage) {
                for component in components { sum += amount(entity, cause, component) }
            }
        }
        return sum
    }

    private func sampled(
        _ path: MetricPath, _ entities: [Int], _ location: SourceLocation
    ) throws(SimulationError) -> Quantity {
        let epochLength = world.slotLength * Int64(world.slotsPerEpoch)
        let epochs = path.at.map { Int($0 / epochLength) } ?? world.epochs
        let samples = series.samples.filter { $0.epochs == epochs && entities.contains($0.entity) }
        let validators = samples.reduce(0) { $0 + $1.validators }
        guard validators > 0 else {
            throw .badExpectation("no validators of '\(path.subject)' after \(epochs) epochs", location: location)
        }
        switch path.metric {
        case .inactivityScore: return count(Int(samples.map(\.highestScore).max() ?? 0))
        case .effectiveBalance: return mean(samples.reduce(0) { $0 + $1.effectiveBalance }, validators)
        default: return mean(samples.reduce(0) { $0 + $1.balance }, validators)
        }
    }

    private func mean(_ sum: Int64, _ count: Int) -> Quantity {
        Quantity(
            value: Double(sum) / Double(count), unit: .gwei,
            integer: sum % Int64(count) == 0 ? sum / Int64(count) : nil)
    }

    private func rows(_ entities: [Int], _ claim: (Int) -> Bool) -> Int {
        var sum = 0
        for entity in entities {
            for node in world.entities[entity].nodes {
                for rows in world.population.rowsOfNode[node] {
                    for row in rows where claim(row) { sum += world.population.members[row] }
                }
            }
        }
        return sum
    }

    private struct Participation: Comparable {
        var share: Double
        var epoch: UInt64
        static func < (a: Self, b: Self) -> Bool { (a.share, a.epoch) < (b.share, b.epoch) }
    }

    /// Share of stake with a timely target, epoch by epoch within the run.
    private var participation: [Participation] {
        series.epochs.filter { $0.epoch >= world.scenario.chain.startEpoch && $0.activeBalance > 0 }.map {
            Participation(share: Double($0.target) / Double($0.activeBalance), epoch: $0.epoch)
        }
    }

    private func uptime(_ entities: [Int]) -> Double {
        var whole = 0.0
        var dark = 0.0
        for entity in entities {
            for node in world.entities[entity].nodes where node != world.nodeWithoutDuties {
                whole += Double(world.nodes[node].validators) * Double(end)
                dark += darkValidatorNanoseconds(node)
            }
        }
        return whole == 0 ? 1 : 1 - dark / whole
    }

    /// Validator-nanoseconds in the run in which a node's validators could not perform; replayed balances count by epoch.
    func darkValidatorNanoseconds(_ node: Int) -> Double {
        let epoch = Double(world.slotLength) * Double(world.slotsPerEpoch)
        let replayed = replays.filter { Int(world.population.nodeOfRow[$0.row]) == node }.reduce(0) {
            $0 + $1.members(from: world.scenario.chain.startEpoch, epochs: world.epochs)
        }
        return Double(world.nodes[node].validators) * Double(darkNanoseconds(node)) + Double(replayed) * epoch
    }

    /// Time in the run in which a node could not perform, nanoseconds.
    func darkNanoseconds(_ node: Int) -> Int64 {
        if world.abandonedNodes.contains(node) { return end }
        if !world.nodes[node].isMachine { return clusterDark[node] }
        return lifeCycles[node].spans.reduce(0) { $0 + max(0, min($1.end, end) - $1.start) }
    }

    private func longest(_ entities: [Int], _ outage: Int?, recoveryOnly: Bool) -> Int64 {
        var longest: Int64 = 0
        for entity in entities {
            for node in world.entities[entity].nodes {
                var current: Int64 = 0
                var lastEnd: Int64 = -1
                for span in lifeCycles[node].spans where outage == nil || span.outage == outage {
                    if recoveryOnly && span.isDark { continue }
                    let length = max(0, min(span.end, end) - span.start)
                    current = span.start == lastEnd ? current + length : length
                    lastEnd = span.end
                    longest = max(longest, current)
                }
            }
        }
        let backlogs = backlogs(entities, outage).filter { $0.outage != nil }
        return backlogs.reduce(longest) { max($0, recoveryOnly ? $1.recovery : $1.whole) }
    }

    /// How far nodes fell behind the blocks that came.
    private func backlogs(_ entities: [Int], _ outage: Int?) -> [NetworkFigures.Backlog] {
        (series.network?.backlogs ?? []).filter {
            entities.contains(world.nodes[$0.node].entity) && (outage == nil || $0.outage == outage)
        }
    }
}
