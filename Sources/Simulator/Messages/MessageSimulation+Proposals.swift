import BeaconChain
import DistributedValidators
import EventEngine
import PeerNetwork
import Scenario
import Staking

extension MessageSimulation {
    /// Lets the slot's proposers build, on every branch that somebody follows.
    mutating func propose(
        _ offset: Int, at now: Int64, _ scheduler: inout Scheduler<MessageEvent>
    ) throws(SimulationError) {
        let slot = live.startSlot + UInt64(offset)
        let epoch = slot / world.spec.slotsPerEpoch
        let place = Int(slot % world.spec.slotsPerEpoch)
        for view in views.indices {
            let head = try views[view].head(without: [], boosted: nil, live)
            let lane = try live.lane(epoch: epoch, tip: tip(of: head, before: epoch))
            let proposer = live.lane(lane).committees.proposers[place]
            guard let actor = operatingActor(of: Int(hosts.actorOfValidator[proposer]), at: now) else {
                skip(slot, view: view, lane: lane, head: head, cause: Causes.changingHands)
                continue
            }
            let host: Int
            var delay: Int64?
            if actor >= hosts.count {
                let found = try proposalOfCluster(actor - hosts.count, slot: slot, proposer: proposer, at: now)
                if let made = found.made {
                    (host, delay) = made
                } else if let second = backup(for: actor, at: now) {
                    host = second
                } else {
                    skip(
                        slot, view: view, lane: lane, head: head,
                        cause: causeOfClusterFailure(actor - hosts.count, at: now), failure: found.failure)
                    continue
                }
            } else {
                guard let machine = conditions.isDown[actor] ? backup(for: actor, at: now) : actor else {
                    skip(slot, view: view, lane: lane, head: head, cause: causeOfSilence(of: actor, at: now))
                    continue
                }
                host = machine
            }
            guard viewOfHost[host] == view else {
                skip(slot, view: view, lane: lane, head: head, cause: causeOfSeparation(of: host, at: now))
                continue
            }
            if live.lane(lane).stake(proposer) == 0 {
                let branch = live.lane(lane).branch
                let cause = branch.slashingCause(branch.world.population.row(of: proposer))
                skip(slot, view: view, lane: lane, head: head, cause: cause)
                continue
            }
            if let fault = faultOfDuty(host, slot: slot, isProposal: true, at: now) {
                skip(slot, view: view, lane: lane, head: head, cause: fault)
                continue
            }
            let backlog = try backlog(of: host, slot: slot, at: now)
            if let backlog, backlog.isSyncing || !canBuild(on: backlog.head, in: slot) {
                skip(slot, view: view, lane: lane, head: head, cause: backlog.cause)
                continue
            }
            try build(
                slot, by: host, proposer: proposer, view: view, behind: backlog, after: delay, at: now, &scheduler)
        }
    }

    /// The last block of a branch before an epoch.
    func tip(of head: BlockID, before epoch: Epoch) -> BlockID {
        live.ancestor(of: head, at: epoch * world.spec.slotsPerEpoch - 1)
    }

    /// Nobody proposes on a view's branch: keeps why, and what the block would have earned.
    private mutating func skip(
        _ slot: Slot, view: Int, lane: Int, head: BlockID, cause: Int, failure: DutyFailure? = nil
    ) {
        let reward = live.packed(
            on: head, slot: slot, lane: lane, available: aggregatesAvailable(to: view, slot: slot)
        ).reward
        live.miss(lane: lane, slot: slot, MissedProposal(cause: cause, attestationReward: reward, failure: failure))
    }

    /// Which votes come to a view's hosts.
    func hearing(_ view: Int) -> (VoteKind) -> Bool {
        let (sides, era, own) = (sides, era, views[view].side)
        let chain = views[view].chain
        return { kind in
            (kind.era != era || sides.hears(from: kind.side, at: own)) && chain.hasSeen(kind.head)
        }
    }

    private mutating func build(
        _ slot: Slot, by host: Int, proposer: Int, view: Int, behind backlog: Backlog?, after given: Int64?,
        at now: Int64, _ scheduler: inout Scheduler<MessageEvent>
    ) throws(SimulationError) {
        let epoch = slot / world.spec.slotsPerEpoch
        let missing = views[view].recent.filter { !hasSeen(host, $0, at: now) }
        let head: BlockID
        if let backlog {
            head = backlog.head
        } else {
            head = try views[view].head(without: missing, boosted: nil, live)
        }
        let parent = try parentOfProposal(on: head, slot: slot, host: host, view: view)
        let lane = try live.lane(epoch: epoch, tip: tip(of: parent, before: epoch))
        let offset = Int(slot - live.startSlot)
        let node = world.nodes[Int(hosts.nodeOfHost[host])]
        var delay =
            given
            ?? (publicationDelay(ofSlot: offset, buildsLocally: node.buildsLocally) + proofTime(of: host, slot: slot))
        var cause = backlog?.cause ?? Causes.lateBlock
        var twinOutage: Int?
        for fault in faults where fault.holds(at: now) && fault.hits[host] {
            guard case .byzantine(let misdeed) = fault.fault else { continue }
            cause = causes.absence(outage: fault.outage, isDark: true)
            switch misdeed {
            case .late(let span): delay = span
            case .equivocate: twinOutage = fault.outage
            case .withhold, .wrongPartials, .equivocatePartials: break
            }
        }
        accuseProposers(in: slot, view: view, lane: lane)
        try settleTravel(to: host, slot: slot, at: now, &scheduler.digest)
        let available = aggregatesAvailable(to: view, slot: slot)
        let lateSeats = lateSeats(ofBlockIn: slot, on: parent, lane: lane, by: host, at: now)
        scheduler.digest.absorb(5, lateSeats.fold, 0, 0)
        var ids: [BlockID] = []
        for twin in 0..<(twinOutage == nil ? 1 : 2) {
            let id = try live.insert(
                on: parent, slot: slot, lane: lane, proposer: proposer, published: now + delay, cause: cause,
                available: available)
            mark(id, host: host, at: now)
            seenAt.append([])
            isSeenByAll.append(false)
            publishedAt.append(now + delay)
            live.change(id) {
                $0.host = host
                $0.lateSeats = lateSeats
                $0.twin = twinOutage == nil ? nil : twin
            }
            ids.append(id)
            scheduler.schedule(.blockLeaves(id.number), at: SimulatedTime(nanoseconds: now + delay))
        }
        if let twinOutage {
            doubleProposals.append(DoubleProposal(proposer: proposer, blocks: (ids[0], ids[1]), outage: twinOutage))
        }
    }

    /// From the start of a slot until its block is ready to leave, nanoseconds: what it takes to make it, and what the
    /// relay adds through which it may come.
    func publicationDelay(ofSlot offset: Int, buildsLocally: Bool) -> Int64 {
        var stream = world.random.stream(.publication, entity: UInt64(offset))
        let made = publication.sample(&stream).nanoseconds
        guard let relay = settings.relay, let relayDelay, !buildsLocally else { return made }
        var draw = world.random.stream(.relay, entity: UInt64(offset))
        guard draw.next(below: 1_000_000) < relay.partsPerMillion else { return made }
        return min(made, .max / 4) + min(relayDelay.sample(&draw).nanoseconds, .max / 4)
    }

    /// The head, or its parent where the head came late to the proposer and has few votes. Spec: `get_proposer_head`.
    private mutating func parentOfProposal(
        on head: BlockID, slot: Slot, host: Int, view: Int
    ) throws(SimulationError) -> BlockID {
        let record = live.record(head)
        guard record.slot + 1 == slot, head.number > 0, record.slot >= live.startSlot else { return head }
        let deadline = start(ofSlot: Int(record.slot - live.startSlot)) + due(world.spec.attestationDueBasisPoints)
        let isTimely = seen(host, head) <= deadline
        if isTimely, record.twin == nil { return head }
        do {
            return try views[view].chain.proposerHead(
                head, slot: slot, discountedWeight: discountedWeight(of: head, view: view), isTimely: isTimely,
                in: live.tree)
        } catch {
            throw .badChain("\(error)")
        }
    }

    /// Blocks that a client bug takes otherwise than the rules.
    private mutating func mark(_ id: BlockID, host: Int, at now: Int64) {
        for (index, fault) in faults.enumerated() where fault.holds(at: now) && !metBlock[index] {
            guard case .clientBug(let bug) = fault.fault else { continue }
            switch bug {
            case .acceptInvalid where fault.hits[host]:
                live.change(id) { $0.invalidBut = fault.outage }
                metBlock[index] = true
            case .rejectValid where !fault.hits[host]:
                live.change(id) { $0.refusedBy = fault.outage }
                metBlock[index] = true
            default: break
            }
        }
    }

    // MARK: Publishing

    /// A block leaves its proposer: works out when every host can vote for it.
    mutating func publish(_ number: Int, at now: Int64, _ digest: inout TraceDigest) {
        let record = live.record(number)
        let origin = record.host
        guard !conditions.isDown[origin] else {
            // It went dark between building and sending.
            seenAt[number] = Array(repeating: .max, count: hosts.count)
            return
        }
        var block = PublishedBlock(
            number: live.numberInRun(number), origin: origin, published: SimulatedTime(nanoseconds: now),
            bytes: settings.blockBytes, blobs: settings.blobs, blobPoolPercent: 90)
        if let twin = record.twin { block.firstPeers = twin == 0 ? 0..<50 : 50..<100 }
        if record.invalidBut != nil || record.refusedBy != nil {
            block.forwards = (0..<hosts.count).map { views[viewOfHost[$0]].accepts(record) }
        }
        let originSide = sides.sideOfHost[origin]
        let slotStart = start(ofSlot: Int(record.slot - live.startSlot))
        if isCertain(block, record, by: slotStart + due(world.spec.attestationDueBasisPoints), side: originSide) {
            // Everybody who is up has it in time, whatever chance may bring: no need to know when exactly.
            seenAt[number] = []
            isSeenByAll[number] = true
            figures.certainBlocks += 1
            digest.absorb(2, UInt64(number), 0, 1)
        } else {
            let fold = flood(block, number: number, side: originSide, slotStart: slotStart, slot: record.slot)
            digest.absorb(2, fold, 0, 0)
        }
        for view in views.indices where sides.hears(from: originSide, at: views[view].side) {
            if views[view].accepts(record) { views[view].recent.append(record.id) }
        }
    }

    /// Floods a block and keeps when each host can vote for it.
    ///
    /// - Returns: a number that any other arrival would make another.
    private mutating func flood(
        _ block: PublishedBlock, number: Int, side: UInt8, slotStart: Int64, slot: Slot
    ) -> UInt64 {
        let now = block.published.nanoseconds
        let origin = block.origin
        closeBacklogs(at: now)
        var arrivals = BlockArrivals()
        var changes: [BlockQueues.Change] = []
        propagation[Int(side)].publish(block, reach(of: side), into: &arrivals)
        figures.copies += arrivals.copies
        figures.duplicates += arrivals.duplicates
        figures.bytes += arrivals.bytes
        var seen = [Int64](repeating: .max, count: hosts.count)
        var fold: UInt64 = 0
        var reached: [Int64] = []
        for host in 0..<hosts.count where !conditions.isDown[host] {
            guard sides.hears(from: side, at: sides.sideOfHost[host]) else { continue }
            var arrival = arrivals.complete[host]
            if arrival == .max {
                // Whoever hears of a block that it lacks asks for it.
                arrival = now + slotLength
            } else {
                figures.arrived(after: arrival - now)
            }
            reached.append(arrival)
            fold = (fold ^ UInt64(bitPattern: arrival)) &* 0x100_0000_01b3
            if host == origin {
                seen[host] = now
                continue
            }
            seen[host] = queues.add(
                number, arrival: arrival, work: hosts.validation(of: block.number, at: host, world.random), to: host,
                at: now, changes: &changes)
        }
        seenAt[number] = seen
        apply(changes)
        reached.sort()
        figures.add(
            NetworkFigures.BlockFigures(
                number: number, slot: slot, published: now - slotStart,
                medianArrival: reached.isEmpty ? 0 : reached[reached.count / 2] - slotStart))
        return fold
    }

    /// The network as a side of the partitions in force can use it: who does not hear the side is as good as down.
    func reach(of side: UInt8) -> LinkConditions { reach(of: side, conditions, sides) }

    /// The same at a time with other conditions and sides.
    func reach(of side: UInt8, _ conditions: LinkConditions, _ sides: PartitionSides) -> LinkConditions {
        guard sides.count > 1 else { return conditions }
        var reach = conditions
        for host in 0..<hosts.count where !sides.hears(from: side, at: sides.sideOfHost[host]) {
            reach.isDown[host] = true
        }
        return reach
    }

    /// Whether everybody who is up has a block in time to vote for it, at the worst that chance can bring.
    private mutating func isCertain(
        _ block: PublishedBlock, _ record: BlockRecord, by deadline: Int64, side: UInt8
    ) -> Bool {
        let now = block.published.nanoseconds
        guard settings.switching, record.twin == nil, record.invalidBut == nil, record.refusedBy == nil, now < deadline,
            isQuiet(from: now, to: deadline), isAlone(record, until: deadline, side: side)
        else { return false }
        if case .stale = bounds[Int(side)] {
            let bound = wholeNetwork.worstArrival(
                bytes: block.bytes, blobs: block.blobs, forwardDelay: block.forwardDelay, at: block.published,
                reach(of: side))
            bounds[Int(side)] = .known(bound?.nanoseconds)
        }
        guard case .known(let bound?) = bounds[Int(side)], now + bound < deadline else { return false }
        for host in 0..<hosts.count where !conditions.isDown[host] {
            let work = hosts.validation(of: block.number, at: host, world.random)
            if max(now + bound, queues.idle(host)) + queues.duration(of: work, at: host) > deadline { return false }
        }
        return true
    }

    /// Whether no other block leaves until a time that somebody could get beside a block: the two would wait for each
    /// other.
    private func isAlone(_ record: BlockRecord, until deadline: Int64, side: UInt8) -> Bool {
        // Whatever has not left yet is among the recent ones.
        for number in firstRecent..<seenAt.count where number != Int(record.id.number) {
            let other = live.record(number)
            guard publishedAt[number] >= record.published, publishedAt[number] <= deadline, other.host >= 0 else {
                continue
            }
            if sides.meet(side, sides.sideOfHost[other.host]) { return false }
        }
        return true
    }

    /// Whether nothing begins or ends, and no link or clock is out of order, in a stretch of time.
    private func isQuiet(from start: Int64, to end: Int64) -> Bool {
        for fault in faults where fault.start < end && fault.end > start {
            switch fault.fault {
            case .partition(_, let oneWay): if oneWay || fault.groupOfHost.contains(0) { return false }
            case .clientBug(.stall), .clientBug(.crash), .slowLink, .slowMachine, .clockSkew, .byzantine: return false
            case .clientBug, .doubleKeys, .halfOpen: break
            }
            if fault.start > start || fault.end < end { return false }
        }
        return !world.strikes.contains { strike in
            (strike.start > start && strike.start < end) || (strike.end > start && strike.end < end)
        }
    }

    // MARK: Seeing

    /// When a host can build on or vote for a block; `Int64.max` if it cannot.
    func seen(_ host: Int, _ id: BlockID) -> Int64 {
        let number = Int(id.number)
        guard number >= firstRecent, number < seenAt.count, !isSeenByAll[number] else { return .min }
        guard !seenAt[number].isEmpty else { return .max }
        // Who came back later has fetched it with the rest of the chain.
        return upSince[host] > publishedAt[number] ? min(seenAt[number][host], upSince[host]) : seenAt[number][host]
    }

    func hasSeen(_ host: Int, _ id: BlockID, at time: Int64) -> Bool { seen(host, id) <= time }

    /// Hands a view the blocks that one of its hosts has by now.
    mutating func receiveRecent(_ view: Int, at now: Int64) throws(SimulationError) {
        for id in views[view].recent where !views[view].chain.hasSeen(id) {
            guard let parent = live.parent(of: id), views[view].chain.hasSeen(parent) else { continue }
            var isHere = false
            for host in 0..<hosts.count where viewOfHost[host] == view && !conditions.isDown[host] {
                if hasSeen(host, id, at: now) {
                    isHere = true
                    break
                }
            }
            if isHere { try views[view].receive(live.record(id), in: live) }
        }
    }

    /// Forgets who lacks a block once it is two slots old, and the block once nobody will have it any more.
    ///
    /// Those who are behind know themselves what they lack (`backlog(of:)`).
    mutating func forgetRecent(at now: Int64) {
        for view in views.indices {
            let chain = views[view].chain
            let records = views[view].recent.map { live.record($0) }
            views[view].recent = records.filter { record in
                now <= record.published + (chain.hasSeen(record.id) ? 2 : 4) * slotLength
                    || !chain.hasSeen(record.id) && isAwaited(record.id, in: view, at: now)
            }.map(\.id)
        }
        let oldest = views.compactMap { $0.recent.first?.number }.min() ?? UInt32(seenAt.count)
        while firstRecent < seenAt.count, firstRecent < Int(oldest),
            live.record(firstRecent).published + 2 * slotLength < now
        {
            seenAt[firstRecent] = []
            firstRecent += 1
        }
    }

    /// Whether some host of a view is still going to check a block within the run.
    private func isAwaited(_ id: BlockID, in view: Int, at now: Int64) -> Bool {
        let number = Int(id.number)
        guard number >= firstRecent, !seenAt[number].isEmpty else { return false }
        let end = start(ofSlot: allSlots)
        return (0..<hosts.count).contains { host in
            viewOfHost[host] == view && !conditions.isDown[host] && seenAt[number][host] > now
                && seenAt[number][host] < end
        }
    }
}
