import BeaconChain
import EventEngine
import PeerNetwork
import Scenario

// How sync messages come into blocks: over the subnet of their subcommittee to its aggregators, in a contribution to the
// next proposer.
extension MessageSimulation {
    /// What of a slot's sync messages comes to one proposer.
    private struct SyncWay {
        let votes: SlotVotes
        /// What the block will sign for: its parent.
        let head: BlockID
        let proposer: Int
        /// When the block is built, and when messages and contributions of the slot before were due, nanoseconds.
        let built: Int64
        let votesDue: Int64
        let contributionsDue: Int64
        /// By side of the time when votes were due; and for what comes to the proposer.
        let reaches: [LinkConditions]
        let reachesOfProposer: [LinkConditions]
    }

    /// Somebody whose seats in a subcommittee have signed for the block's parent.
    private struct Signer {
        var actor: Int
        var seats: [Int]
        var publisher: VotePublisher
    }

    /// Seats that have signed for a block's parent, and whose signatures the block lacks nevertheless: they are in no
    /// contribution that came to its proposer, or not in the best.
    ///
    /// Spec: Altair, `validator.md`: an aggregator collects what has come by two thirds of the slot for the head that it has
    /// signed itself; of each subcommittee the proposer takes the one contribution with most signatures. As with votes,
    /// who was up and heard whom when messages were due counts for their whole way.
    ///
    /// - Parameter lane: on whose state the block is built.
    /// - Complexity: O(seats), and for each contribution that is looked at O(followers of the subnet).
    mutating func lateSeats(
        ofBlockIn slot: Slot, on parent: BlockID, lane: Int, by proposer: Int, at now: Int64
    ) -> SeatSet {
        var missing = SeatSet()
        guard slot > live.startSlot else { return missing }
        let (committees, before) = (live.lane(lane).committees, live.lane(lane).before)
        let isFirst = slot % world.spec.slotsPerEpoch == 0
        guard let cast = isFirst ? before : committees, let votes = live.votes(of: slot - 1, cast) else {
            return missing
        }
        let start = start(ofSlot: Int(slot - 1 - live.startSlot))
        let reaches = reachesOfVotes()
        let way = SyncWay(
            votes: votes, head: parent, proposer: proposer, built: now,
            votesDue: start + due(world.spec.attestationDueBasisPoints),
            contributionsDue: start + due(world.spec.aggregateDueBasisPoints),
            reaches: reaches, reachesOfProposer: reaches.map { welcoming(proposer, in: $0) })
        let seats = committees.syncCommittee
        let size = max(1, seats.count / CommitteeSubnets.syncSubnetCount)
        for index in travel.indices {
            travel[index].seat(committees) { [self] in
                hostsFollowing(Int(hosts.actorOfValidator[seats[$0]]), at: way.contributionsDue)
            }
        }
        for first in stride(from: 0, to: seats.count, by: size) {
            let own = first..<min(first + size, seats.count)
            for seat in lateSeats(subcommittee: first / size, own, of: seats, way) { missing.insert(seat) }
        }
        figures.lateSyncMessages += missing.count
        return missing
    }

    /// The machines that follow a sync subnet for an actor with a seat: of a cluster all members'.
    private func hostsFollowing(_ actor: Int, at time: Int64) -> [Int] {
        guard let acting = operatingActor(of: actor, at: time) else { return [] }
        return acting < hosts.count ? [acting] : memberHosts(of: acting - hosts.count)
    }

    private mutating func lateSeats(
        subcommittee: Int, _ own: Range<Int>, of seats: [Int], _ way: SyncWay
    ) -> [Int] {
        let signers = signers(own, of: seats, way)
        guard !signers.isEmpty else { return [] }
        let contributors = contributors(subcommittee, own, of: seats, way)
        let all = signers.reduce(0) { $0 + $1.seats.count }
        // Whoever sends after all have closed is in nobody's contribution.
        let closing = contributors.map(\.closes).max() ?? .min
        let possible = signers.reduce(0) { $0 + ($1.publisher.leaves <= closing ? $1.seats.count : 0) }
        var best = signers.indices.flatMap { signers[$0].seats }
        for contributor in contributors where best.count > all - possible {
            let late = late(signers, for: contributor, subcommittee, way)
            let lost = late.reduce(0) { $0 + signers[$1].seats.count }
            if lost < best.count { best = late.flatMap { signers[$0].seats } }
        }
        return best
    }

    /// Who has signed for the block's parent, in the order of seats.
    private func signers(_ own: Range<Int>, of seats: [Int], _ way: SyncWay) -> [Signer] {
        var signers: [Signer] = []
        for seat in own {
            let actor = Int(hosts.actorOfValidator[seats[seat]])
            if let known = signers.firstIndex(where: { $0.actor == actor }) {
                signers[known].seats.append(seat)
                continue
            }
            guard hasSigned(actor, way) else { continue }
            signers.append(
                Signer(
                    actor: actor, seats: [seat],
                    publisher: VotePublisher(
                        node: host(of: actor, at: way.votesDue), leaves: way.votes.leavesOfSyncMessage(actor))))
        }
        return signers
    }

    private func hasSigned(_ actor: Int, _ way: SyncWay) -> Bool {
        let kind = way.votes.syncMessage(of: actor).kind
        return kind != SlotVotes.none && way.votes.kinds[Int(kind)].head == way.head
    }

    /// Aggregators of a subcommittee whose contributions come to the proposer in time. Spec: `is_sync_committee_aggregator`.
    private mutating func contributors(
        _ subcommittee: Int, _ own: Range<Int>, of seats: [Int], _ way: SyncWay
    ) -> [CollectingAggregator] {
        let draws = AggregatorDraws(world.random)
        let modulo = AggregatorDraws.modulo(syncCommittee: seats.count)
        var result: [CollectingAggregator] = []
        let slot = way.votes.slot
        for seat in own
        where draws.contributes(seats[seat], subcommittee: subcommittee, slot: slot, modulo: modulo) {
            let actor = Int(hosts.actorOfValidator[seats[seat]])
            guard hasSigned(actor, way), operatingActor(of: actor, at: way.contributionsDue) != nil else { continue }
            var host = host(of: actor, at: way.contributionsDue)
            let closes = way.contributionsDue - clockSkew(of: host, at: way.contributionsDue)
            var publishes = closes
            if let site = site(of: actor, at: way.contributionsDue) {
                guard let made = aggregationOfCluster(.contribution, site, slot: slot, at: way.contributionsDue) else {
                    continue
                }
                (host, publishes) = made
            }
            if conditionsOfVotes.isDown[host] || result.contains(where: { $0.node == host }) { continue }
            let side = sidesOfVotes.sideOfHost[host]
            guard sidesOfVotes.hears(from: side, at: sidesOfVotes.sideOfHost[way.proposer]) else { continue }
            let delay = travel[wayOfVotes(side)].delay(
                from: host, toProposer: way.proposer, number: slot, side: side,
                at: SimulatedTime(nanoseconds: way.contributionsDue), way.reachesOfProposer[Int(side)])
            guard delay != .max, publishes + delay <= way.built else { continue }
            result.append(CollectingAggregator(node: host, closes: closes))
        }
        return result
    }

    /// Which signers a contributor lacks when it closes: places among them.
    private mutating func late(
        _ signers: [Signer], for contributor: CollectingAggregator, _ subcommittee: Int, _ way: SyncWay
    ) -> [Int] {
        let sides = sidesOfVotes
        let ear = sides.sideOfHost[contributor.node]
        var result: [Int] = []
        var late: [Int] = []
        for side in 0..<UInt8(clamping: sides.count) {
            let places = signers.indices.filter { sides.sideOfHost[signers[$0].publisher.node] == side }
            guard !places.isEmpty else { continue }
            guard sides.hears(from: side, at: ear) else {
                result += places
                continue
            }
            travel[wayOfVotes(side)].lateSyncMessages(
                subnet: subcommittee, number: way.votes.slot, at: SimulatedTime(nanoseconds: way.votesDue),
                aggregator: contributor, publishers: places.map { signers[$0].publisher }, way.reaches[Int(side)],
                into: &late)
            result += late.map { places[$0] }
        }
        return result
    }
}
