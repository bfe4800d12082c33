import EventEngine
import Scenario
import Staking

/// What becomes of all nodes as outages strike and let go, whichever branch of the chain they follow.
struct NodeLifeCycles: Sendable {
    private(set) var cycles: [NodeLifeCycle]
    /// When second machines sign with keys of others.
    private(set) var backups: BackupRoster
    private let nodes: [Node]
    private let outages: [Outage]
    private let strikes: [Strike]
    private let recovery: RecoveryTable
    private let abandonedNodes: [Int]
    private let slotLength: Int64
    private let causes: Causes
    /// Validators that others' nodes and clusters operate.
    private let operated: [OperatedNode]
    /// The clusters, played slot by slot where no messages are.
    private(set) var clusters: ClusterDuties
    /// Per node that stands for a cluster, nanoseconds in which it could not attest.
    private(set) var clusterDark: [Int64]
    /// Per node, the first of its spans that may still touch an epoch to come.
    private var firstOpenSpan: [Int]

    init(_ world: World, causes: Causes) {
        nodes = world.nodes
        outages = world.scenario.outages
        strikes = world.strikes
        recovery = world.recovery
        abandonedNodes = world.abandonedNodes
        slotLength = world.slotLength
        self.causes = causes
        backups = BackupRoster(world.keyCopies)
        cycles = Array(repeating: NodeLifeCycle(), count: world.nodes.count)
        firstOpenSpan = Array(repeating: 0, count: world.nodes.count)
        clusters = ClusterDuties(
            world.clusters,
            keeping: Set(world.scenario.clusters.indices.filter { world.scenario.clusters[$0].signing == .real }))
        operated = world.operated
        clusterDark = Array(repeating: 0, count: world.nodes.count)
    }

    /// A node that starts to recover.
    struct Return: Sendable {
        var node: Int
        /// When it is back on duty, nanoseconds from the start of the run; nil if never.
        var back: Int64?
        /// Tells this recovery's end from that of an earlier one.
        var generation: UInt32
    }

    /// A strike of the plan takes its nodes.
    mutating func begin(strike index: Int, at now: Int64) {
        let strike = strikes[index]
        let outage = outages[strike.outage]
        for node in strike.nodes {
            cycles[node].begin(
                outage: strike.outage, at: now, losses: outage.databaseLoss, restarts: outage.kind.restartsClients,
                keepsTheChain: outage.kind.keepsTheChain)
        }
    }

    /// A strike lets go of its nodes.
    ///
    /// - Parameter peers: what the other nodes can send to those that come back; nil = as much as they ask for.
    mutating func end(strike index: Int, at now: Int64, peers: PeerUpload? = nil) -> [Return] {
        let position = strikes[index].outage
        var returns: [Return] = []
        for node in strikes[index].nodes {
            guard let damage = cycles[node].end(outage: position, at: now) else { continue }
            let (cause, steps) = recovery(of: node, from: damage)
            let throttled = steps.flatMap { found in peers.map { $0.slow(found, away: damage.away) } ?? found }
            returns.append(
                Return(
                    node: node, back: cycles[node].recover(outage: cause, from: now, steps: throttled),
                    generation: cycles[node].generation))
        }
        return returns
    }

    /// A node is back on duty, unless something came between.
    mutating func recovered(node: Int, generation: UInt32) -> Bool { cycles[node].recovered(generation: generation) }

    /// For the reader: a node that never reaches the head again.
    func noteOfFallingBehind(_ node: Int) -> String {
        "\(nodes[node].name) never reaches the head again: its clients import more slowly than the chain grows"
    }

    /// The longest recovery that one of the outages asks for, and which of them: a later one that needs none does not
    /// mend what an earlier one broke. Of equal ones, that of the outage which let go last.
    private func recovery(of node: Int, from damage: NodeLifeCycle.Damage) -> (outage: Int, steps: [RecoveryStep]?) {
        func steps(_ outage: Int) -> [RecoveryStep]? {
            recovery.recovery(
                of: nodes[node], plan: outages[outage].recoveryPlan(after: damage),
                away: damage.away, slot: slotLength, restarts: damage.mustRestart)
        }
        func length(_ steps: [RecoveryStep]?) -> Int64 {
            guard let steps else { return .max }
            return steps.reduce(0) { sum, step in
                let (longer, overflow) = sum.addingReportingOverflow(step.duration)
                return overflow ? .max : longer
            }
        }
        var found = (outage: damage.outage, steps: steps(damage.outage))
        for outage in damage.outages {
            let other = steps(outage)
            if length(other) > length(found.steps) { found = (outage, other) }
        }
        return found
    }

    /// Why a node is not on duty at an instant; nil if it is.
    func causeOfAbsence(of node: Int, at time: Int64) -> Int? {
        let spans = cycles[node].spans
        var index = spans.count - 1
        while index >= 0, spans[index].start > time { index -= 1 }
        guard index >= 0, spans[index].end > time else { return nil }
        return causes.absence(outage: spans[index].outage, isDark: spans[index].isDark)
    }

    /// Who was away in an epoch, from the stretches without duties that touch it, and was relieved by no backup.
    ///
    /// Epochs come in order.
    ///
    /// - Parameter first: the epoch's first slot on the chain, where clusters are to be played; nil where messages do that.
    /// - Complexity: O(nodes), and a few messages for each cluster and slot.
    mutating func absences(in grid: EpochGrid, first: UInt64?) -> EpochAbsences {
        let everything = SlotAvailability.mask(grid.slots)
        var result = EpochAbsences(nodeCount: nodes.count)
        var abandoned = abandonedNodes[...]
        for node in nodes.indices {
            if node == abandoned.first {
                abandoned = abandoned.dropFirst()
                result.append(
                    NodeAbsence(
                        node: node, attests: 0, proposes: 0,
                        reasons: [.init(cause: Causes.abandoned, attests: everything, proposes: everything)]))
                continue
            }
            let spans = cycles[node].spans
            var first = min(firstOpenSpan[node], spans.count)
            while first < spans.count, spans[first].end <= grid.start { first += 1 }
            firstOpenSpan[node] = first
            if first == spans.count { continue }
            let availability = grid.availability(spans[first...])
            if availability.absences.isEmpty { continue }
            result.append(
                NodeAbsence(
                    node: node, attests: availability.attests, proposes: availability.proposes,
                    reasons: availability.absences.map {
                        .init(
                            cause: causes.absence(outage: $0.outage, isDark: $0.isDark), attests: $0.attests,
                            proposes: $0.proposes)
                    }))
        }
        if let first, !clusters.sites.isEmpty { playClusters(grid, first: first, into: &result) }
        for node in operated {
            guard let absence = node.absence(in: grid, result) else { continue }
            result.append(absence)
            let missing = (SlotAvailability.mask(grid.slots) & ~absence.attests).nonzeroBitCount
            clusterDark[node.node] += Int64(missing) * grid.slot
        }
        if backups.copies.isEmpty { return result }
        backups.advance(to: grid, absences: result)
        return backups.healed(result, nodeCount: nodes.count)
    }

    /// A node that stands for a cluster could not attest in a slot.
    mutating func addClusterDark(_ node: Int) { clusterDark[node] += slotLength }

    private mutating func playClusters(_ grid: EpochGrid, first: UInt64, into absences: inout EpochAbsences) {
        let (cycles, causes) = (cycles, causes)
        clusters.add(
            to: &absences, grid: grid, first: first, spans: { cycles[$0].spans },
            cause: { causes.absence(outage: $0.outage, isDark: $0.isDark) },
            lie: { causes.absence(outage: $0, isDark: true) })
        for site in clusters.sites {
            guard let attests = absences[site.node]?.attests else { continue }
            let missing = (SlotAvailability.mask(grid.slots) & ~attests).nonzeroBitCount
            clusterDark[site.node] += Int64(missing) * grid.slot
        }
    }
}
