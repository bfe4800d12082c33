import DistributedValidators
import Scenario
import Staking

extension ClusterSite {
    /// Whether all members are up, honest and within reach all through a stretch of time.
    ///
    /// - Parameters:
    ///   - touched: by member, its stretches without duties in it.
    ///   - relay: stretches without duties of the relay.
    func isHealthy(
        _ touched: [[NodeLifeCycle.Span]], relay: [NodeLifeCycle.Span], from start: Int64, to end: Int64
    ) -> Bool {
        touched.allSatisfy(\.isEmpty) && !liars.contains { $0.start < end && $0.end > start }
            && !connections.isHalfOpen(from: start, to: end)
            && !relay.contains { $0.isDark && $0.start < end && $0.end > start }
    }

    /// Whether the members would do without so many of them, so that a failure has another cause.
    func isEnough(without away: Int) -> Bool {
        rules.members - away >= max(rules.sizes.quorum, rules.threshold)
    }

    /// The outage behind a connection that is cut in a slot.
    ///
    /// - Parameters:
    ///   - time: start of the slot.
    ///   - relay: stretches without duties of the relay.
    func outageOfConnections(at time: Int64, relay: [NodeLifeCycle.Span]) -> Int? {
        if let pair = connections.halfOpen.first(where: { $0.holds(at: time) }) { return pair.outage }
        guard connections.relay?.pairs.contains(true) == true else { return nil }
        return relay.first { $0.isDark && $0.start <= time && $0.end > time }?.outage
    }

    /// The ways between members in a slot where they are not as usual; nil where nothing is cut.
    ///
    /// - Parameters:
    ///   - time: start of the slot.
    ///   - members: as the slot finds them.
    ///   - relay: stretches without duties of the relay.
    func ways(at time: Int64, _ members: [DutyMember], relay: [NodeLifeCycle.Span]) -> [Int64]? {
        var conditions = MemberConnections.Conditions()
        conditions.isRelayUp = !relay.contains { $0.isDark && $0.start <= time && $0.end > time }
        guard !conditions.isRelayUp || connections.isHalfOpen(from: time, to: time + 1) else { return nil }
        return connections.ways(at: time, conditions) { members[$0].isUpAllTheWhile }
    }
}

extension DutyMember {
    /// Whether it runs from before the slot to after it.
    var isUpAllTheWhile: Bool { isUp && upFrom <= 0 && upUntil == .max }
}

extension WorldBuilder {
    /// How a cluster's members reach each other, half-open connections between them included.
    ///
    /// - Throws: `SimulationError` for a relay that is no node, and for places that the tables do not have.
    func connections(
        _ members: [Int], of cluster: Cluster, _ nodes: [Node], _ distances: MemberLatency, _ halfOpen: [HalfOpenPeer]
    ) throws(SimulationError) -> MemberConnections {
        let relay = try cluster.relay.map { name throws(SimulationError) in
            try self.members([name], of: cluster, among: nodes)[0]
        }
        var connections = try distances.connections(
            members.map { nodes[$0] }, relay: relay.map { ($0, nodes[$0]) }, of: cluster)
        for peer in halfOpen {
            guard let from = members.firstIndex(of: peer.from), let to = members.firstIndex(of: peer.to) else {
                continue
            }
            connections.halfOpen.append(
                MemberConnections.HalfOpen(
                    from: from, to: to, outage: peer.outage, start: peer.start, end: peer.end))
        }
        return connections
    }

    /// Whoever takes another for down has it for a fellow member somewhere.
    func checkHalfOpen(_ halfOpen: [HalfOpenPeer], between sites: [ClusterSite]) throws(SimulationError) {
        var checked = -1
        for peer in halfOpen where peer.outage != checked {
            checked = peer.outage
            let isBetweenMembers = sites.contains { site in
                site.connections.halfOpen.contains { $0.outage == peer.outage }
                    || site.successors?.connections.halfOpen.contains { $0.outage == peer.outage } == true
            }
            if isBetweenMembers { continue }
            let outage = scenario.outages[peer.outage]
            throw .badCluster(
                "outage '\(outage.name)': nobody whom it hits is in a cluster with its 'peer': hit a fellow member of it",
                location: outage.location)
        }
    }
}
