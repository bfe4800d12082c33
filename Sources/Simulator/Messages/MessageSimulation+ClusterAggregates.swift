import BeaconChain
import DistributedValidators
import Staking

// Aggregators that are clusters: whose turn it is, and whether the cluster publishes in time.
extension MessageSimulation {
    /// Clusters carry out what their aggregators and contributors have to do in a slot.
    ///
    /// - Complexity: O(members of the slot's committees), and a few messages for each cluster with a turn.
    mutating func aggregateOfClusters(_ offset: Int, at now: Int64) {
        guard !clusters.sites.isEmpty else { return }
        let slot = live.startSlot + UInt64(offset)
        clusters.aggregations.begin(slot, slots: 1)
        var found = ClusterAggregators(sites: clusters.sites.count)
        // Where branches differ in their committees, a validator may have a turn on each.
        for votes in live.votes(of: slot) { addTurns(votes, slot, at: now, to: &found) }
        let epoch = offset / slots
        for one in found.remove(where: { nodes.causeOfAbsence(of: clusters.sites[$0.site].node, at: now) }) {
            clusters.miss(one.kind, one.turn.site, epoch: epoch, cause: one.cause)
        }
        for group in clusters.groups.indices where found.places(of: clusters.groups[group]) != 0 {
            let sites = clusters.groups[group]
            let (members, ways) = aggregatingMembers(of: sites.lowerBound, slot: slot)
            let cause = members == nil ? 0 : causeOfClusterFailure(sites.lowerBound, at: now)
            clusters.aggregate(
                group: group, slot: slot, epoch: epoch, due: { found.sites($0, among: sites) }, members: members,
                ways: ways, cause: { members == nil ? Causes.clusterTiming : cause })
        }
        signer?.sign(found, clusters, first: slot)
    }

    private func addTurns(
        _ votes: SlotVotes, _ slot: Slot, at now: Int64, to found: inout ClusterAggregators
    ) {
        let draws = AggregatorDraws(world.random)
        let committees = votes.committees
        for committee in 0..<committees.committeesPerSlot {
            let places = committees.members(slot: votes.slotInEpoch, committee: committee)
            let modulo = AggregatorDraws.modulo(committee: places.count)
            for place in places {
                let validator = Int(committees.shuffled[place])
                guard let site = siteActing(for: validator, at: now),
                    draws.aggregates(validator, slot: slot, modulo: modulo),
                    !found.turns(.aggregate).contains(where: { $0.validator == validator })
                else { continue }
                found.add(.aggregate, ClusterAggregators.Turn(validator: validator, site: site, place: 0))
            }
        }
        // One branch's sync committee is every branch's but for deep forks.
        guard found.turns(.contribution).isEmpty else { return }
        found.addContributors(committees.syncCommittee, draws, slot: slot) {
            siteActing(for: committees.syncCommittee[$0], at: now)
        }
    }

    /// The cluster that acts for a validator; nil where a machine does.
    private func siteActing(for validator: Int, at now: Int64) -> Int? {
        let actor = Int(hosts.actorOfValidator[validator])
        return actor < hosts.count ? nil : site(of: actor, at: now)
    }

    /// The cluster that an actor is, or that operates it; nil where a machine does.
    func site(of actor: Int, at now: Int64) -> Int? {
        guard actor >= hosts.count, let acting = operatingActor(of: actor, at: now) else { return nil }
        let site = acting - hosts.count
        return clusters.sites.indices.contains(site) ? site : nil
    }

    /// A cluster's members in a slot and the ways between them; nil for members that are all up, honest and within reach.
    private func aggregatingMembers(of site: Int, slot: Slot) -> (members: [DutyMember]?, ways: [Int64]?) {
        let cluster = clusters.sites[site]
        let start = start(ofSlot: Int(slot - live.startSlot))
        let ways = ways(of: site, slot: slot)
        let isHealthy =
            ways == nil && !cluster.liars.contains { $0.start <= start && $0.end > start }
            && !isAnyAway(from: site, at: start)
            && cluster.members.allSatisfy { clockSkew(of: hosts.hostsOfNode[$0].lowerBound, at: start) == 0 }
        return isHealthy ? (nil, nil) : (members(of: site, slot: slot), ways)
    }

    /// Which machine publishes a cluster's aggregates or contributions of a slot, and when, nanoseconds from the start of
    /// the run; nil where the cluster does not bring them about in time.
    ///
    /// Comes after the slot's `aggregateOfClusters`. Whatever number of its validators aggregate, the members do so
    /// together, once in a slot.
    func aggregationOfCluster(
        _ kind: Aggregation, _ site: Int, slot: Slot, at now: Int64
    ) -> (host: Int, time: Int64)? {
        guard nodes.causeOfAbsence(of: clusters.sites[site].node, at: now) == nil else { return nil }
        let group = clusters.group(of: site)
        guard let done = clusters.aggregations[kind, group: group, slot: slot],
            clusters.timeliness(done.duty, kind.duty, group: group) == .inTime
        else { return nil }
        let machines = memberHosts(of: site)
        let host = machines.indices.contains(done.duty.broadcaster) ? machines[done.duty.broadcaster] : machines[0]
        return (host, start(ofSlot: Int(slot - live.startSlot)) + done.duty.completedAt)
    }
}
