import BeaconChain
import EventEngine
import PeerNetwork
import Scenario

// How votes come into blocks: over the subnet of their committee to its aggregators, in an aggregate to the next proposer.
extension MessageSimulation {
    /// Aggregates of a slot are due: what no aggregator can publish no block will include.
    ///
    /// A member of a committee aggregates with a chance of 16 in its size (`is_aggregator`). One that is up and hears the
    /// side where a vote was cast is enough: clients aggregate whatever valid votes they have seen.
    ///
    /// - Complexity: O(members of the slot's committees).
    mutating func aggregate(_ offset: Int, at now: Int64) {
        for votes in live.votes(of: live.startSlot + UInt64(offset)) {
            votes.aggregators = aggregators(of: votes, at: now)
            votes.aggregated = votes.kinds.indices.map { kind in
                let said = votes.kinds[kind]
                var committees: UInt64 = 0
                for aggregator in votes.aggregators where committees >> UInt64(aggregator.committee) & 1 == 0 {
                    guard votes.members(kind: kind, committee: aggregator.committee) > 0,
                        said.era != era
                            || sides.hears(from: said.side, at: sides.sideOfHost[aggregator.host]),
                        views[viewOfHost[aggregator.host]].chain.hasSeen(said.head)
                    else { continue }
                    committees |= 1 << UInt64(aggregator.committee)
                }
                return committees
            }
        }
    }

    /// Machines that aggregate, each once in a committee. Spec: `is_aggregator`, with chance in place of the selection
    /// proof's hash.
    private func aggregators(of votes: SlotVotes, at now: Int64) -> [SlotAggregator] {
        let draws = AggregatorDraws(world.random)
        var result: [SlotAggregator] = []
        for committee in 0..<votes.committees.committeesPerSlot {
            let members = votes.committees.members(slot: votes.slotInEpoch, committee: committee)
            let modulo = AggregatorDraws.modulo(committee: members.count)
            let first = result.count
            for member in members {
                let validator = Int(votes.committees.shuffled[member])
                guard draws.aggregates(validator, slot: votes.slot, modulo: modulo) else { continue }
                let actor = Int(hosts.actorOfValidator[validator])
                // Between two operators nobody aggregates for it.
                guard operatingActor(of: actor, at: now) != nil else { continue }
                var host = host(of: actor, at: now)
                let closes = now - clockSkew(of: host, at: now)
                var publishes = closes
                if let site = site(of: actor, at: now) {
                    guard let published = aggregationOfCluster(.aggregate, site, slot: votes.slot, at: now) else {
                        continue
                    }
                    (host, publishes) = published
                }
                if conditions.isDown[host] || isBehind(host, at: now)
                    || result[first...].contains(where: { $0.host == host })
                {
                    continue
                }
                result.append(
                    SlotAggregator(host: host, committee: committee, closes: closes, publishes: publishes))
            }
        }
        return result
    }

    /// How far a host's clock is ahead, nanoseconds; negative where it is behind.
    func clockSkew(of host: Int, at now: Int64) -> Int64 {
        var skew: Int64 = 0
        for fault in faults where fault.holds(at: now) && fault.hits[host] {
            guard case .clockSkew(let span) = fault.fault else { continue }
            skew += span
        }
        return skew
    }

    // MARK: On the way

    /// Parts the votes of the slot before that come to a proposer in no aggregate in time: they went over the subnet of
    /// their committee too slowly, or the aggregates that hold them over the network.
    ///
    /// The first proposer that hears a side settles it for that side's votes.
    ///
    /// - Complexity: O(members of a slot's committees + committees · links of a subnet's mesh + hosts · links).
    mutating func settleTravel(
        to proposer: Int, slot: Slot, at now: Int64, _ digest: inout TraceDigest
    ) throws(SimulationError) {
        guard slot > live.startSlot else { return }
        var fold: UInt64 = 0
        for votes in live.votes(of: slot - 1) {
            let open = (0..<UInt8(clamping: sidesOfVotes.count)).filter {
                !votes.settledSides.contains($0) && hearsVotes(of: $0, at: proposer)
            }
            guard !open.isEmpty else { continue }
            votes.settledSides += open
            let hasLate = try postponeLate(in: votes, sides: open, to: proposer, at: now, &fold)
            if hasLate, let lane = live.lanes.last(where: { $0.committees === votes.committees }) {
                _ = votes.tally(actorOfValidator: hosts.actorOfValidator, stake: lane.stake)
            }
        }
        digest.absorb(4, fold, 0, 0)
    }

    /// Whether a host hears what was said on a side of the time when votes were due.
    private func hearsVotes(of side: UInt8, at host: Int) -> Bool {
        sidesOfVotes.hears(from: side, at: sidesOfVotes.sideOfHost[host])
    }

    /// - Parameter sides: of the partitions in force, on which voters stand.
    /// - Returns: whether any vote is late.
    private mutating func postponeLate(
        in votes: SlotVotes, sides open: [UInt8], to proposer: Int, at now: Int64, _ fold: inout UInt64
    ) throws(SimulationError) -> Bool {
        let sides = sidesOfVotes
        let start = start(ofSlot: Int(votes.slot - live.startSlot))
        let votesDue = SimulatedTime(nanoseconds: start + due(world.spec.attestationDueBasisPoints))
        let reaches = reachesOfVotes()
        let arrived = aggregatesArrived(votes, at: proposer, reaches.map { welcoming(proposer, in: $0) }, now)
        let perSlot = votes.committees.committeesPerSlot
        var isAny = false
        var next = 0
        var publishers: [(actor: Int, publisher: VotePublisher)] = []
        var wasAsked = Array(repeating: Int32(-1), count: actors)
        var late: [Int] = []
        let (shuffled, actorOfValidator) = (votes.committees.shuffled, hosts.actorOfValidator)
        let (kindOfActor, leavesOfActor) = (votes.kindOfActor, votes.leavesOfActor)
        let isLate = votes.kinds.map(\.isLate)
        for committee in 0..<perSlot {
            var collecting: [CollectingAggregator] = []
            while next < arrived.count, arrived[next].committee == committee {
                collecting.append(CollectingAggregator(node: arrived[next].host, closes: arrived[next].closes))
                next += 1
            }
            publishers.removeAll(keepingCapacity: true)
            for place in votes.committees.members(slot: votes.slotInEpoch, committee: committee) {
                let actor = Int(actorOfValidator[Int(shuffled[place])])
                guard wasAsked[actor] != Int32(committee) else { continue }
                wasAsked[actor] = Int32(committee)
                let kind = kindOfActor[actor]
                guard kind != SlotVotes.none, !isLate[Int(kind)] else { continue }
                let publisher = VotePublisher(
                    node: host(of: actor, at: votesDue.nanoseconds), leaves: leavesOfActor[actor])
                if open.contains(sides.sideOfHost[publisher.node]) { publishers.append((actor, publisher)) }
            }
            let subnet = subnet(of: committee, votes)
            for side in open {
                let own =
                    sides.count == 1 ? publishers : publishers.filter { sides.sideOfHost[$0.publisher.node] == side }
                guard !own.isEmpty else { continue }
                let (way, reach) = (wayOfVotes(side), reaches[Int(side)])
                travel[way].subnets.late(
                    subnet: subnet, number: votes.slot, at: votesDue, aggregators: collecting,
                    publishers: own.map(\.publisher), reach, into: &late)
                for place in late {
                    guard votes.postpone(own[place].actor, committee: committee) else {
                        throw .badChain("more than 254 different votes in slot \(votes.slot)")
                    }
                    isAny = true
                    figures.lateVotes += 1
                    fold = (fold ^ UInt64(own[place].actor) << 8 ^ UInt64(committee)) &* 0x100_0000_01b3
                }
                if committee == Int(votes.slot % UInt64(perSlot)), let first = collecting.first {
                    measure(
                        own.map(\.publisher), to: first.node, subnet: subnet, way: way, slot: votes.slot, votesDue,
                        reach)
                }
            }
        }
        return isAny
    }

    /// The aggregators whose aggregates have come to a host by a time, in the order of committees.
    private mutating func aggregatesArrived(
        _ votes: SlotVotes, at host: Int, _ reaches: [LinkConditions], _ now: Int64
    ) -> [SlotAggregator] {
        let published = start(ofSlot: Int(votes.slot - live.startSlot)) + due(world.spec.aggregateDueBasisPoints)
        let sides = sidesOfVotes
        return votes.aggregators.filter { aggregator in
            let side = sides.sideOfHost[aggregator.host]
            guard hearsVotes(of: side, at: host) else { return false }
            let delay = travel[wayOfVotes(side)].delay(
                from: aggregator.host, toProposer: host, number: votes.slot, side: side,
                at: SimulatedTime(nanoseconds: published), reaches[Int(side)])
            return delay != .max && aggregator.publishes + delay <= now
        }
    }

    /// By side, what it reached when votes were due.
    func reachesOfVotes() -> [LinkConditions] {
        (0..<sidesOfVotes.count).map { reach(of: UInt8($0), conditionsOfVotes, sidesOfVotes) }
    }

    /// The same for a proposer that has come back since: it catches up on aggregates as on blocks.
    func welcoming(_ proposer: Int, in reach: LinkConditions) -> LinkConditions {
        guard reach.isDown[proposer], conditionsOfVotes.isDown[proposer] else { return reach }
        var reach = reach
        reach.isDown[proposer] = false
        return reach
    }

    /// Which of `travel` serves a side of the time when votes were due; sides may have become fewer since.
    func wayOfVotes(_ side: UInt8) -> Int { min(Int(side), travel.count - 1) }

    /// Spec: `compute_subnet_for_attestation`.
    private func subnet(of committee: Int, _ votes: SlotVotes) -> Int {
        (votes.committees.committeesPerSlot * votes.slotInEpoch + committee) % CommitteeSubnets.attestationSubnetCount
    }

    /// Keeps how long a committee's votes take to one of its aggregators.
    private mutating func measure(
        _ publishers: [VotePublisher], to aggregator: Int, subnet: Int, way: Int, slot: Slot, _ time: SimulatedTime,
        _ reach: LinkConditions
    ) {
        var delays: [Int64] = []
        travel[way].subnets.delays(
            subnet: subnet, number: slot, at: time, aggregators: [aggregator], publishers: publishers.map(\.node),
            reach,
            into: &delays)
        for delay in delays where delay != .max { figures.voteArrived(after: delay) }
    }

    /// Of which committees the hosts of a view have an aggregate with a kind of votes when a slot begins; bit = committee.
    func aggregatesAvailable(to view: Int, slot: Slot) -> (SlotVotes, _ kind: Int) -> UInt64 {
        let hears = hearing(view)
        return { votes, kind in
            let said = votes.kinds[kind]
            return hears(said) && !(said.isLate && votes.slot + 1 == slot) ? votes.aggregated[kind] : 0
        }
    }
}
