import BeaconChain
import DistributedValidators
package import Scenario
package import Staking

// What a run leaves behind, as tables for whoever stores or shows it.
extension RunOutcome {
    package struct EntityRow: Sendable {
        package var name: String
        package var isRest: Bool
        package var nodes: Int
        package var validators: Int
        /// Validator-nanoseconds without duty, and in all.
        package var dark: Double
        package var whole: Double
    }

    package struct NodeRow: Sendable {
        package var node: Node
        package var darkNanoseconds: Int64
    }

    package struct ValidatorRow: Sendable {
        package var index: Int
        package var entity: Int
        package var node: Int
        package var startBalance: Int64
        package var endBalance: Int64
        package var endEffectiveBalance: Int64
        package var ideal: Int64
        package var missed: Int64
        package var penalties: Int64
        package var slashed: Bool
        package var exitEpoch: UInt64?
    }

    package struct LedgerRow: Sendable {
        package var entity: Int
        package var cause: Int
        package var component: String
        package var missed: Int64
        package var penalties: Int64
    }

    package struct ComponentRow: Sendable {
        package var entity: Int
        package var component: String
        package var ideal: Int64
        package var missed: Int64
        package var penalties: Int64
    }

    package struct StrikeRow: Sendable {
        package var outage: Int
        package var start: Int64
        package var end: Int64
        package var nodes: Int
        package var validators: Int
    }

    package struct StateRow: Sendable {
        package var node: Int
        package var state: String
        package var start: Int64
        package var end: Int64
        package var outage: Int
        package var detail: String
    }

    package struct MissRow: Sendable {
        package var node: Int
        package var entity: Int
        package var epoch: UInt64
        package var duty: String
        package var outcome: String
        package var cause: Int
        package var count: Int
        /// Charon's word for what went wrong in a cluster.
        package var reason: String?
    }

    package struct ClusterRow: Sendable {
        package var entity: Int
        package var flavour: String
        package var threshold: Int
        package var members: Int
        package var clusters: Int
        package var played: Int
        package var late: Int
        package var firstRound: Int
        package var laterRounds: Int
        package var highestRound: Int
        package var messages: Int
        package var aggregates: Int
        package var contributions: Int
    }

    package struct ClusterMemberRow: Sendable {
        package var cluster: Int
        package var number: Int
        package var node: Int
        package var operatorID: UInt64?
    }

    package var scenario: Scenario { world.scenario }
    package var epochCount: Int { world.epochs }
    package var slotsPerEpoch: Int { world.slotsPerEpoch }
    package var slotMilliseconds: Int { Int(world.spec.slotDurationMilliseconds) }
    package var validatorCount: Int { world.population.total }
    package var notes: [String] { series.notes }
    package var epochPoints: [EpochPoint] { series.epochs }
    /// What the message network measured; nil at other resolutions.
    package var networkFigures: NetworkFigures? { series.network }

    /// Kind, outage and label of every cause.
    package var causeRows: [(kind: String, outage: Int?, label: String)] {
        causes.all.map { ($0.kind.rawValue, $0.outage, $0.label) }
    }

    package var entityRows: [EntityRow] {
        world.entities.map { owner in
            EntityRow(
                name: owner.name, isRest: owner.isRest, nodes: owner.nodes.count, validators: owner.validators,
                dark: owner.nodes.reduce(0) { $0 + darkValidatorNanoseconds($1) },
                whole: owner.nodes.reduce(0) {
                    $0 + ($1 == world.nodeWithoutDuties ? 0 : Double(world.nodes[$1].validators) * Double(end))
                })
        }
    }

    package var nodeRows: [NodeRow] {
        world.nodes.indices.map { NodeRow(node: world.nodes[$0], darkNanoseconds: darkNanoseconds($0)) }
    }

    /// Validators that were carried by themselves, by index.
    package var validatorRows: [ValidatorRow] {
        let registry = world.state.registry
        let increment = Int64(world.spec.effectiveBalanceIncrement)
        return startBalances.indices.filter { !world.population.isCohort($0) }.map { row in
            let node = Int(world.population.nodeOfRow[row])
            let account = ledger.ofRow[row]
            return ValidatorRow(
                index: world.population.virtualStart[row], entity: world.nodes[node].entity, node: node,
                startBalance: Int64(startBalances[row]), endBalance: Int64(registry.balances[row]),
                endEffectiveBalance: Int64(registry.effectiveIncrements[row]) * increment, ideal: account.ideal,
                missed: account.missed, penalties: account.penalties, slashed: registry.slashed[row],
                exitEpoch: registry.exitEpochs[row] == .farFuture ? nil : registry.exitEpochs[row].epoch)
        }
    }

    package var componentRows: [ComponentRow] {
        world.entities.indices.flatMap { entity in
            Component.allCases.map { component in
                ComponentRow(
                    entity: entity, component: component.name,
                    ideal: ledger.ideal(entity: entity, component: component),
                    missed: (0..<causes.count).reduce(0) {
                        $0 + ledger.missed(entity: entity, cause: $1, component: component)
                    },
                    penalties: (0..<causes.count).reduce(0) {
                        $0 + ledger.penalties(entity: entity, cause: $1, component: component)
                    })
            }
        }
    }

    /// Losses other than nought.
    package var ledgerRows: [LedgerRow] {
        var rows: [LedgerRow] = []
        for entity in world.entities.indices {
            for cause in 0..<causes.count {
                for component in Component.allCases {
                    let missed = ledger.missed(entity: entity, cause: cause, component: component)
                    let penalties = ledger.penalties(entity: entity, cause: cause, component: component)
                    if missed != 0 || penalties != 0 {
                        rows.append(
                            LedgerRow(
                                entity: entity, cause: cause, component: component.name, missed: missed,
                                penalties: penalties))
                    }
                }
            }
        }
        return rows
    }

    package var strikeRows: [StrikeRow] {
        (world.strikes + world.misdeeds).map { strike in
            StrikeRow(
                outage: strike.outage, start: strike.start, end: strike.end, nodes: strike.nodes.count,
                validators: strike.nodes.reduce(0) { $0 + world.nodes[$1].validators })
        }
            + world.keyCopies.map { copy in
                StrikeRow(
                    outage: copy.outage, start: copy.start, end: copy.end, nodes: copy.owners.count,
                    validators: copy.owners.reduce(0) { $0 + world.nodes[$1].validators })
            }
            + world.halfOpenPeers.map { peer in
                StrikeRow(
                    outage: peer.outage, start: peer.start, end: min(peer.end, end), nodes: 1,
                    validators: world.nodes[peer.from].validators)
            }
            + (series.network?.strikes ?? []).map { strike in
                StrikeRow(
                    outage: strike.outage, start: strike.start, end: min(strike.end, end), nodes: strike.hosts,
                    validators: strike.validators)
            }
            + replays.compactMap { replay in
                guard let span = replay.span(from: world.scenario.chain.startEpoch, epochs: world.epochs) else {
                    return nil
                }
                return StrikeRow(
                    outage: replay.outage, start: world.grid(ofEpoch: span.lowerBound).start,
                    end: world.grid(ofEpoch: span.upperBound).end, nodes: 1, validators: replay.mostMembers)
            }
    }

    /// Stretches without duties, cut at the end of the run.
    package var stateRows: [StateRow] {
        lifeCycles.indices.flatMap { node in
            lifeCycles[node].spans.filter { $0.start < end }.map { span in
                StateRow(
                    node: node, state: span.state, start: span.start, end: min(span.end, end), outage: span.outage,
                    detail: span.detail)
            }
        }
    }

    package var missRows: [MissRow] {
        series.misses.map { miss in
            MissRow(
                node: miss.node, entity: world.nodes[miss.node].entity,
                epoch: world.scenario.chain.startEpoch + UInt64(max(0, miss.epoch)), duty: miss.duty.rawValue,
                outcome: miss.outcome.rawValue, cause: miss.cause, count: miss.count, reason: miss.failure?.rawValue)
        }
    }

    /// By row of `clusterRows`, by cluster and in the order of shares; clusters of one entry with the same members once.
    package var clusterMemberRows: [ClusterMemberRow] {
        series.clusterFigures.enumerated().flatMap { row, entry in
            let sites = world.clusters.filter { $0.cluster == entry.cluster }
            let isVaried = !world.scenario.clusters[entry.cluster].rosters.isEmpty
            return sites.prefix(isVaried ? sites.count : 1).enumerated().flatMap { number, site in
                site.members.enumerated().map { place, node in
                    ClusterMemberRow(
                        cluster: row, number: number + 1, node: node,
                        operatorID: site.operatorIDs.isEmpty ? nil : site.operatorIDs[place])
                }
            }
        }
    }

    package var clusterRows: [ClusterRow] {
        series.clusterFigures.map { position, figures in
            let cluster = world.scenario.clusters[position]
            let decided = figures.decisions.reduce(0, +)
            return ClusterRow(
                entity: world.scenario.entities.count + position, flavour: cluster.flavour.rawValue,
                threshold: cluster.threshold, members: cluster.members.count, clusters: cluster.count,
                played: figures.duties, late: figures.late, firstRound: figures.decisions.first ?? 0,
                laterRounds: decided - (figures.decisions.first ?? 0), highestRound: figures.decisions.count,
                messages: figures.messages, aggregates: figures.aggregates, contributions: figures.contributions)
        }
    }
}
