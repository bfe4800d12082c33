import BeaconChain
import DistributedValidators
import Staking

/// Members of a cluster that sign two values for one duty: shares that run on two machines, or that are used twice on
/// purpose.
struct MemberEquivocation: Sendable {
    /// Bit = position among the members.
    var members: UInt64
    /// Position of the outage by which they do so.
    var outage: Int
    /// Nanoseconds from the start of the run.
    var start: Int64
    var end: Int64
}

/// Slots of an epoch in which a cluster's key has signed two values.
struct DoubleSigning: Sendable {
    /// The node that stands for the cluster.
    var node: Int
    var outage: Int
    var attests: UInt64
    var proposes: UInt64
}

extension ClusterSite {
    /// The outage by which both values of a duty get enough partial signatures; nil where one of them does not.
    ///
    /// Whoever keeps to the rules signs one value only. With h of those and e that sign both, two values can have
    /// m signatures each where h + 2e ≥ 2m; with all n members up, where e ≥ 2m − n.
    ///
    /// - Parameter members: as the slot finds them.
    func outageOfDoubleSignature(_ members: [DutyMember], slotStart: Int64) -> Int? {
        var twice: UInt64 = 0
        var outage: Int?
        for one in equivocations where one.start <= slotStart && one.end > slotStart {
            twice |= one.members
            outage = outage ?? one.outage
        }
        guard let outage else { return nil }
        var signatures = 0
        for (place, member) in members.enumerated() where member.isUp && member.signs {
            signatures += twice >> UInt64(place) & 1 == 1 ? 2 : 1
        }
        return signatures >= 2 * rules.threshold ? outage : nil
    }

    /// Slots of an epoch in which both a vote and a block are signed twice.
    func doubleSignings(
        _ touched: [[NodeLifeCycle.Span]], grid: EpochGrid
    ) -> [(outage: Int, slots: UInt64)] {
        guard equivocations.contains(where: { $0.start < grid.end && $0.end > grid.start }) else { return [] }
        var result: [(outage: Int, slots: UInt64)] = []
        for place in 0..<grid.slots {
            let time = grid.start + Int64(place) * grid.slot
            guard let outage = outageOfDoubleSignature(members(touched, slotStart: time), slotStart: time) else {
                continue
            }
            let known = result.firstIndex { $0.outage == outage } ?? result.count
            if known == result.count { result.append((outage, 0)) }
            result[known].slots |= 1 << UInt64(place)
        }
        return result
    }
}

extension MessageSimulation {
    /// Clusters of which too many members sign both of two values do so, and everybody hears it.
    mutating func signPartialsTwice(_ slot: Slot, at now: Int64, _ found: [SlotVotes]) {
        let start = start(ofSlot: Int(slot - live.startSlot))
        for (site, cluster) in clusters.sites.enumerated() where !cluster.equivocations.isEmpty {
            guard let outage = cluster.outageOfDoubleSignature(members(of: site, slot: slot), slotStart: start) else {
                continue
            }
            let actor = hosts.count + site
            guard let votes = found.first(where: { $0.kindOfActor[actor] != SlotVotes.none }) else { continue }
            let voters = votes.committees.members(slot: votes.slotInEpoch)
                .map { Int(votes.committees.shuffled[$0]) }
                .filter { Int(hosts.actorOfValidator[$0]) == actor }
            if !voters.isEmpty { live.accuse(voters, .attestation, slot: slot, outage: outage) }
            let proposer = votes.committees.proposers[votes.slotInEpoch]
            if Int(hosts.actorOfValidator[proposer]) == actor {
                live.accuse([proposer], .proposal, slot: slot, outage: outage)
            }
        }
    }
}
