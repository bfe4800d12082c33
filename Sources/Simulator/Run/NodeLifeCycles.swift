import DistributedValidators
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
            world.clusters, world.random,
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
        Self.causeOfAbsence(cycles[node].spans, at: time, causes)
    }

    private static func causeOfAbsence(_ spans: [NodeLifeCycle.Span], at time: Int64, _ causes: Causes) -> Int? {
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

    /// Exchanges the clusters that are played without messages for others, with what those have come to so far.
    mutating func exchangeClusters(_ others: inout ClusterDuties) { swap(&clusters, &others) }

    /// A node that stands for a cluster could not attest in a slot.
    mutating func addClusterDark(_ node: Int) { clusterDark[node] += slotLength }

    private mutating func playClusters(_ grid: EpochGrid, first: UInt64, into absences: inout EpochAbsences) {
        let (cycles, causes) = (cycles, causes)
        clusters.add(
            to: &absences, grid: grid, first: first, spans: { cycles[$0].spans },
            cause: { causes.absence(outage: $0.outage, isDark: $0.isDark) },
            strike: { causes.absence(outage: $0, isDark: true) })
        for site in clusters.sites {
            guard let attests = absences[site.node]?.attests else { continue }
            let missing = (SlotAvailability.mask(grid.slots) & ~attests).nonzeroBitCount
            clusterDark[site.node] += Int64(missing) * grid.slot
        }
    }

    // MARK: Aggregators

    /// Clusters carry out what their aggregators have to do in an epoch that is over.
    ///
    /// Whose turn it is is drawn with the spec's chance for each validator and epoch, and so is the slot: following the
    /// shuffle for every validator of every cluster would cost more than the rest of the epoch.
    ///
    /// - Returns: whose turn it was.
    /// - Complexity: O(validators of clusters + seats · slots), and a few messages for each slot with a turn.
    mutating func aggregateOfClusters(
        _ record: EpochRecordOfDuties, _ offset: Int, _ world: World
    ) -> ClusterAggregators {
        let grid = world.grid(ofEpoch: offset)
        let first = record.epoch * UInt64(grid.slots)
        let turns = turns(record, first: first, grid: grid, epoch: offset, world)
        clusters.aggregations.begin(first, slots: grid.slots)
        let (cycles, causes) = (cycles, causes)
        for group in clusters.groups.indices {
            let sites = clusters.groups[group]
            var open = turns.places(of: sites)
            if open == 0 { continue }
            let site = clusters.sites[sites.lowerBound]
            let touched = site.memberSpans { cycles[$0].spans }.map { spans in
                spans.filter { $0.start < grid.end && $0.end > grid.start }
            }
            let relay = (site.connections.relay.map { cycles[$0.node].spans } ?? [])
                .filter { $0.start < grid.end && $0.end > grid.start }
            let isHealthy = site.isHealthy(touched, relay: relay, from: grid.start, to: grid.end)
            while open != 0 {
                let place = open.trailingZeroBitCount
                open &= open - 1
                let time = grid.start + Int64(place) * grid.slot
                let members = isHealthy ? nil : site.members(touched, slotStart: time)
                clusters.aggregate(
                    group: group, slot: first + UInt64(place), epoch: offset,
                    due: { turns.sites($0, among: sites, place: place) }, members: members,
                    ways: members.flatMap { site.ways(at: time, $0, relay: relay) },
                    cause: {
                        site.causeOfFailure(
                            touched, at: time, relay: relay,
                            cause: { causes.absence(outage: $0.outage, isDark: $0.isDark) },
                            strike: { causes.absence(outage: $0, isDark: true) })
                    })
            }
        }
        return turns
    }

    /// Whose turn it is in an epoch; what keeps a whole cluster away is booked.
    private mutating func turns(
        _ record: EpochRecordOfDuties, first: UInt64, grid: EpochGrid, epoch: Int, _ world: World
    ) -> ClusterAggregators {
        let draws = AggregatorDraws(world.random)
        let population = world.population
        var found = ClusterAggregators(sites: clusters.sites.count)
        let modulo = AggregatorDraws.modulo(active: record.active.count, world.spec)
        func add(_ node: Int, _ site: (_ place: Int) -> Int?) {
            for row in population.rowsOfNode[node].joined() {
                let validator = population.virtualStart[row]
                guard
                    let place = draws.aggregates(validator, first: first, slots: grid.slots, modulo: modulo),
                    record.active.contains(validator), let site = site(place)
                else { continue }
                found.add(.aggregate, ClusterAggregators.Turn(validator: validator, site: site, place: place))
            }
        }
        for (site, cluster) in clusters.sites.enumerated() { add(cluster.node) { _ in site } }
        for one in operated {
            add(one.node) { place in
                let by = one.operatorNode(at: grid.start + Int64(place) * grid.slot)
                return clusters.sites.firstIndex { $0.node == by }
            }
        }
        let seats = record.syncCommittee.map { validator -> Int? in
            let node = Int(population.nodeOfRow[population.row(of: validator)])
            guard world.nodes[node].cluster != nil else { return nil }
            return clusters.sites.firstIndex { $0.node == node }
        }
        if seats.contains(where: { $0 != nil }) {
            for place in 0..<grid.slots {
                found.addContributors(
                    record.syncCommittee, draws, slot: first + UInt64(place), place: place, site: { seats[$0] })
            }
        }
        let due = clusters.sites.first?.rules.aggregationDue.nanoseconds(of: grid.slot) ?? 0
        let (cycles, causes) = (cycles, causes)
        let stands = clusters.sites.map(\.node)
        let struck = found.remove { turn in
            Self.causeOfAbsence(
                cycles[stands[turn.site]].spans, at: grid.start + Int64(turn.place) * grid.slot + due, causes)
        }
        for one in struck { clusters.miss(one.kind, one.turn.site, epoch: epoch, cause: one.cause) }
        return found
    }
}
