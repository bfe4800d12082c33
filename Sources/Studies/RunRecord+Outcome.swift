import ResultStore
import Scenario
import Simulator
import Staking

extension RunRecord {
    /// Entities, nodes and the validators that were carried by themselves.
    mutating func add(people outcome: RunOutcome) {
        entities = outcome.entityRows.map {
            EntityRecord(
                name: $0.name, isRest: $0.isRest, nodes: $0.nodes, validators: $0.validators,
                validatorSeconds: $0.whole / 1e9, darkValidatorSeconds: $0.dark / 1e9)
        }
        nodes = outcome.nodeRows.map { row in
            NodeRecord(
                entity: row.node.entity, name: row.node.name, isPopulation: row.node.isPopulation,
                region: row.node.region, power: row.node.powerZone, provider: row.node.provider,
                nodeOperator: row.node.nodeOperator, link: row.node.link, consensusClient: row.node.consensusClient,
                executionClient: row.node.executionClient, validators: row.node.validators,
                darkSeconds: Double(row.darkNanoseconds) / 1e9)
        }
        validators = outcome.validatorRows.map {
            ValidatorRecord(
                index: $0.index, entity: $0.entity, node: $0.node, startBalance: $0.startBalance,
                endBalance: $0.endBalance, endEffectiveBalance: $0.endEffectiveBalance, ideal: $0.ideal,
                missed: $0.missed, penalties: $0.penalties, earned: $0.ideal - $0.missed - $0.penalties,
                slashed: $0.slashed, exitEpoch: $0.exitEpoch)
        }
    }

    /// Causes, components and losses.
    mutating func add(books outcome: RunOutcome) {
        causes = outcome.causeRows.map { CauseRecord(kind: $0.kind, outage: $0.outage, label: $0.label) }
        components = outcome.componentRows.map {
            EntityComponentRecord(
                entity: $0.entity, component: $0.component, ideal: $0.ideal, missed: $0.missed,
                penalties: $0.penalties, earned: $0.ideal - $0.missed - $0.penalties)
        }
        ledger = outcome.ledgerRows.map {
            LedgerRecord(
                entity: $0.entity, cause: $0.cause, component: $0.component, missed: $0.missed,
                penalties: $0.penalties)
        }
    }

    /// Outages, node states, epochs, the event trace and missed duties.
    mutating func add(history outcome: RunOutcome) {
        outages = outcome.scenario.outages.map {
            OutageRecord(name: $0.name, kind: $0.kind.rawValue, target: $0.target)
        }
        outageIntervals = outcome.strikeRows.map {
            OutageIntervalRecord(
                outage: $0.outage, start: $0.start, end: $0.end, nodesHit: $0.nodes, validatorsHit: $0.validators)
        }
        nodeStates = outcome.stateRows.map {
            NodeStateRecord(
                node: $0.node, state: $0.state, start: $0.start, end: $0.end, outage: $0.outage, detail: $0.detail)
        }
        epochs = outcome.epochPoints.map {
            EpochRecord(
                epoch: $0.epoch, activeBalance: Int64($0.activeBalance),
                baseRewardPerIncrement: Int64($0.baseRewardPerIncrement), sourceBalance: Int64($0.source),
                targetBalance: Int64($0.target), headBalance: Int64($0.head), blocksProposed: $0.blocksProposed,
                blocksMissed: $0.blocksMissed, justifiedEpoch: $0.justified, finalizedEpoch: $0.finalized,
                isLeaking: $0.isLeaking, referenceParticipation: $0.reference, digest: $0.digest)
        }
        trace = outcome.ladder.map(TraceEventRecord.init)
        dutyMisses = outcome.missRows.map {
            DutyMissRecord(
                entity: $0.entity, node: $0.node, epoch: $0.epoch, duty: $0.duty, outcome: $0.outcome,
                cause: $0.cause, count: $0.count, reason: $0.reason)
        }
        clusters = outcome.clusterRows.map {
            ClusterRecord(
                entity: $0.entity, flavour: $0.flavour, threshold: $0.threshold, members: $0.members,
                clusters: $0.clusters, played: $0.played, late: $0.late, firstRound: $0.firstRound,
                laterRounds: $0.laterRounds, highestRound: $0.highestRound, messages: $0.messages,
                aggregates: $0.aggregates, contributions: $0.contributions)
        }
        clusterMembers = outcome.clusterMemberRows.map {
            ClusterMemberRecord(cluster: $0.cluster, number: $0.number, node: $0.node, operatorID: $0.operatorID)
        }
        clusterAccounts = outcome.feeRows.map {
            ClusterAccountRecord(
                cluster: $0.cluster, number: $0.number, validators: $0.validators, deposit: $0.deposit,
                operatorFees: $0.operators, networkFees: $0.network, left: $0.left, runsOut: $0.runsOut)
        }
    }
}

extension Outage {
    /// Whom it hits, and of a half-open connection whom it keeps out of touch: `entity: b, peer: a`.
    fileprivate var target: String {
        guard case .halfOpen(let peer)? = fault else { return hits.summary }
        return "\(hits.summary), peer: \(peer)"
    }
}

extension Selector {
    /// What it aims at, as a scenario would write it: `power: sce, share: 22 %`.
    var summary: String {
        var parts: [String] = []
        for (key, names) in [
            ("entity", entities), ("node", nodes), ("place", places), ("region", regions), ("power", powerZones),
            ("provider", providers), ("operator", operators), ("link", links), ("consensus", consensusClients),
            ("execution", executionClients),
        ] where !names.isEmpty {
            parts.append("\(key): \(names.joined(separator: ", "))")
        }
        if onlyRest { parts.append("rest") }
        if partsPerMillion < 1_000_000 { parts.append("share: \(Double(partsPerMillion) / 10_000) %") }
        return parts.isEmpty ? "everyone" : parts.joined(separator: ", ")
    }
}
