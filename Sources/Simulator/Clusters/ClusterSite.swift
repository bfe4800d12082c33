import BeaconChain
import DistributedValidators
import EventEngine
import PeerNetwork
import Scenario
import Staking

/// A cluster of the scenario among the world's nodes: it stands for its validators like a node, and works through its
/// members.
struct ClusterSite: Sendable {
    /// Position in the scenario's list.
    var cluster: Int
    /// The world's node that stands for it.
    var node: Int
    /// The world's nodes that are its members, in the order of their shares.
    var members: [Int]
    /// The members' operator ids, where the cluster is SSV's and has such; else empty, and shares are numbered from 1.
    var operatorIDs: [UInt64] = []
    var rules: ClusterRules
    /// How members reach each other.
    var connections: MemberConnections
    /// Members (bit = position) whose partial signatures are wrong, and by which outage.
    var liars: [(members: UInt64, outage: Int, start: Int64, end: Int64)] = []

    /// Members that sign two values for one duty.
    var equivocations: [MemberEquivocation] = []

    /// Who is to hold the shares later.
    var successors: Successors?

    /// How long members listen after a restart; nil where they sign at once.
    var doppelganger: DoppelgangerRule?

    /// Members of a time to come.
    struct Successors: Sendable {
        /// From when on, nanoseconds from the start of the run.
        var from: Int64
        var members: [Int]
        var connections: MemberConnections
        var liars: [(members: UInt64, outage: Int, start: Int64, end: Int64)]
        var equivocations: [MemberEquivocation]
    }

    /// Lets those take over who hold the shares by now.
    ///
    /// - Returns: whether anybody did.
    mutating func handOver(by time: Int64) -> Bool {
        guard let next = successors, next.from <= time else { return false }
        (members, connections, liars, equivocations) = (
            next.members, next.connections, next.liars, next.equivocations
        )
        successors = nil
        return true
    }

    /// Some members by name, with their operator ids where they have such: `b (operator 17), c (operator 42)`.
    ///
    /// - Parameter bits: bit = position among the members.
    func names(_ bits: UInt64, among nodes: [Node]) -> String {
        members.indices.filter { bits >> UInt64($0) & 1 == 1 }.map { place in
            let name = nodes[members[place]].name
            return operatorIDs.isEmpty ? name : "\(name) (operator \(operatorIDs[place]))"
        }.joined(separator: ", ")
    }

    /// The members as a slot finds them: dark ones are off, those that resync run without data and do not sign, those that
    /// listen for their own keys do not sign. Whose resync ends in the slot has its beacon node from then on.
    ///
    /// - Parameter touched: by member, its stretches without duties near the slot.
    func members(_ touched: [[NodeLifeCycle.Span]], slotStart: Int64) -> [DutyMember] {
        touched.enumerated().map { place, spans in
            var member = DutyMember()
            for span in spans where span.start < slotStart + rules.slot && span.end > slotStart {
                let until = span.end == .max ? Int64.max : span.end - slotStart
                guard !span.isListening else {
                    member.signs = false
                    continue
                }
                guard span.isDark else {
                    if until < rules.slot {
                        member.beaconAwayUntil = max(member.beaconAwayUntil, until)
                    } else {
                        member.beaconReady = .max
                        member.signs = false
                    }
                    continue
                }
                if span.start > slotStart {
                    member.upUntil = min(member.upUntil, span.start - slotStart)
                } else if until >= rules.slot {
                    member.isUp = false
                } else {
                    member.upFrom = max(member.upFrom, until)
                }
            }
            for lie in liars
            where lie.members >> UInt64(place) & 1 == 1 && lie.start <= slotStart && lie.end > slotStart {
                member.conduct = .wrongPartial
            }
            return member
        }
    }

    /// What stands behind a failure: where enough members are up, a connection or a lie; else the outage of the first member
    /// that is away.
    ///
    /// - Parameters:
    ///   - time: start of the slot.
    ///   - relay: stretches without duties of the relay.
    ///   - cause: of a stretch.
    ///   - strike: the cause of an outage that takes nobody off duty.
    func causeOfFailure(
        _ touched: [[NodeLifeCycle.Span]], at time: Int64, relay: [NodeLifeCycle.Span],
        cause: (NodeLifeCycle.Span) -> Int, strike: (Int) -> Int
    ) -> Int {
        let end = time + rules.slot
        let away = touched.count { spans in spans.contains { $0.start < end && $0.end > time } }
        let lie = liars.first { $0.start < end && $0.end > time }.map(\.outage)
        if isEnough(without: away), let outage = outageOfConnections(at: time, relay: relay) ?? lie {
            return strike(outage)
        }
        for spans in touched {
            if let span = spans.first(where: { $0.start < end && $0.end > time }) { return cause(span) }
        }
        return lie.map(strike) ?? Causes.clusterTiming
    }
}

extension Cluster {
    /// The rules that the file's choices make.
    ///
    /// - Parameter publish: from the request for a block until it is there, nanoseconds.
    /// - Throws: `SimulationError` where the numbers make no cluster.
    func rules(_ spec: ChainSpec, publish: Int64) throws(SimulationError) -> ClusterRules {
        var rules: ClusterRules
        do {
            switch flavour {
            case .obol: rules = try .charon(members: members.count, threshold: threshold)
            case .ssv: rules = try .ssv(members: members.count, threshold: threshold)
            }
        } catch {
            throw .badCluster("cluster '\(name)': \(error)", location: location)
        }
        if flavour == .obol {
            let chosen: RoundTimer =
                switch timer {
                case .eagerDoubleLinear: .eagerDoubleLinear
                case .increasing: .increasing
                case .linear: .linear
                }
            rules.proposerTimer = chosen
            // Charon's linear timer is for blocks alone.
            rules.roundTimer = timer == .linear ? .eagerDoubleLinear : chosen
        }
        if flavour == .ssv {
            rules.proposerTimer = .ssv(.init(isProposerAnchoredAtSlot: blockRounds == .slot))
            rules.acceptsPastDecisions = lateProofs == .taken
        }
        rules.isChainSplitHalted = chainSplitHalt
        rules.slot = Int64(spec.slotDurationMilliseconds) * 1_000_000
        rules.attestationDue = SlotFraction(Int64(spec.attestationDueBasisPoints), of: 10_000)
        rules.aggregationDue = SlotFraction(Int64(spec.aggregateDueBasisPoints), of: 10_000)
        rules.signingDelay = Self.signingDelay
        rules.blockDelay = publish
        return rules
    }

    /// Nanoseconds that a validator client takes to sign and hand over. Assumption: no published figure.
    private static let signingDelay: Int64 = 20_000_000
}

extension WorldBuilder {
    /// The clusters' members, rules and distances.
    ///
    /// - Throws: `SimulationError` for members that are no nodes, numbers that make no cluster, and connections that no
    ///   cluster has.
    func clusterSites(
        _ nodes: [Node], _ spec: ChainSpec, _ halfOpen: [HalfOpenPeer], _ misdeeds: [Strike]
    ) throws(SimulationError) -> [ClusterSite] {
        guard !scenario.clusters.isEmpty else { return [] }
        let distances = try MemberLatency(scenario.network)
        var sites: [ClusterSite] = []
        var standsOfCluster = Array(repeating: 0, count: scenario.clusters.count)
        for (node, stand) in nodes.enumerated() {
            guard let position = stand.cluster else { continue }
            let cluster = scenario.clusters[position]
            let roster = cluster.rosters.isEmpty ? cluster.members : cluster.rosters[standsOfCluster[position]]
            standsOfCluster[position] += 1
            let members = try members(roster, of: cluster, among: nodes)
            var site = ClusterSite(
                cluster: position, node: node, members: members,
                operatorIDs: cluster.rosterIDs.isEmpty
                    ? cluster.operatorIDs : cluster.rosterIDs[standsOfCluster[position] - 1],
                rules: try cluster.rules(
                    spec,
                    publish: scenario.network?.usualPublication(buildsLocally: cluster.builds == .local)
                        ?? Self.usualPublication),
                connections: try connections(members, of: cluster, nodes, distances, halfOpen),
                liars: liars(among: members, misdeeds),
                equivocations: strikes(of: .equivocatePartials, on: members, misdeeds))
            if cluster.doppelganger {
                site.doppelganger = DoppelgangerRule(
                    epoch: site.rules.slot * Int64(spec.slotsPerEpoch),
                    restarts: scenario.outages.map(\.kind.restartsClients))
            }
            if let reshare = cluster.reshare {
                let names = roster.map { $0 == reshare.outgoing ? reshare.incoming : $0 }
                let next = try self.members(names, of: cluster, among: nodes)
                site.successors = ClusterSite.Successors(
                    from: reshare.at, members: next,
                    connections: try connections(next, of: cluster, nodes, distances, halfOpen),
                    liars: liars(among: next, misdeeds),
                    equivocations: strikes(of: .equivocatePartials, on: next, misdeeds))
            }
            sites.append(site)
        }
        try checkHalfOpen(halfOpen, between: sites)
        return sites
    }

    /// From the request for a block until it leaves, nanoseconds, where no network says otherwise. Assumption.
    private static let usualPublication: Int64 = 600_000_000

    /// The world's nodes of these names.
    func members(
        _ names: [String], of cluster: Cluster, among nodes: [Node]
    ) throws(SimulationError) -> [Int] {
        var members: [Int] = []
        for name in names {
            let found = nodes.firstIndex { $0.isCalled(name) }
            guard let found else {
                throw .badCluster(
                    "cluster '\(cluster.name)': no node is called '\(name)': name an entity with one node, or "
                        + "ENTITY/NUMBER", location: cluster.location)
            }
            members.append(found)
        }
        return members
    }

    /// Members whose partial signatures are wrong.
    private func liars(
        among members: [Int], _ misdeeds: [Strike]
    ) -> [(members: UInt64, outage: Int, start: Int64, end: Int64)] {
        strikes(of: .wrongPartials, on: members, misdeeds).map { ($0.members, $0.outage, $0.start, $0.end) }
    }

    /// Members that an outage makes do something wrong.
    private func strikes(
        of misdeed: Fault.Misdeed, on members: [Int], _ misdeeds: [Strike]
    ) -> [MemberEquivocation] {
        misdeeds.compactMap { strike in
            guard scenario.outages[strike.outage].fault == .byzantine(misdeed) else { return nil }
            var bits: UInt64 = 0
            for (place, member) in members.enumerated() where strike.nodes.contains(member) {
                bits |= 1 << UInt64(place)
            }
            guard bits != 0 else { return nil }
            return MemberEquivocation(members: bits, outage: strike.outage, start: strike.start, end: strike.end)
        }
    }
}
