import BeaconChain
import EventEngine
import PeerNetwork
import Scenario

extension MessageSimulation {
    /// Attestations and sync messages of a slot are due: each host that is up votes for what it has seen.
    ///
    /// - Complexity: O(hosts + members of the slot's committees).
    mutating func vote(_ offset: Int, at now: Int64, _ digest: inout TraceDigest) throws(SimulationError) {
        let slot = live.startSlot + UInt64(offset)
        let epoch = slot / world.spec.slotsPerEpoch
        (conditionsOfVotes, sidesOfVotes) = (conditions, sides)
        var found: [SlotVotes] = []
        for view in views.indices {
            views[view].tick(to: genesisOffset + UInt64(now), in: live.tree)
            try receiveRecent(view, at: now)
            try votesOfView(view, slot: slot, epoch: epoch, at: now, into: &found)
        }
        try voteOfClusters(slot, at: now, in: found)
        voteOfOperated(at: now, in: found)
        try signTwice(slot, at: now, found)
        signVotes(of: slot, found)
        // On every branch that is alive somebody has a duty, whether or not its view has hosts that are up.
        for votes in found {
            for actor in 0..<actors where votes.kindOfActor[actor] == SlotVotes.none && votes.causeOfActor[actor] < 0 {
                votes.miss(by: actor, cause: causeOfSilence(of: actor, at: now))
            }
        }
        var fold: UInt64 = 0
        for votes in found {
            let lane = live.lanes.last { $0.committees === votes.committees }
            guard let lane else { continue }
            let voters = votes.tally(actorOfValidator: hosts.actorOfValidator, stake: lane.stake)
            if linkVotes != nil {
                let kinds = (0..<actors).map { hosts.classOfHost[host(of: $0, at: now)] }
                linkVotes?.add(votes, voters: voters, kindOfActor: kinds, actorOfValidator: hosts.actorOfValidator)
            }
            votes.aggregated = Array(repeating: 0, count: votes.kinds.count)
            for (kind, who) in voters.enumerated() where !who.isEmpty {
                let said = votes.kinds[kind]
                fold = (fold ^ UInt64(who.count) ^ UInt64(said.head.number) << 32) &* 0x100_0000_01b3
                for view in views.indices where hears(said.side, view) {
                    views[view].arriving.append((who, said.head, epoch))
                }
            }
            count(votes, of: slot)
        }
        digest.absorb(3, fold, 0, 0)
        live.add(found)
        forgetRecent(at: now)
    }

    private func hears(_ side: UInt8, _ view: Int) -> Bool {
        sides.hears(from: side, at: views[view].side)
    }

    /// One answer of a host: what it takes for the head, and which kind of vote that makes.
    private struct Answer {
        var mask: UInt64
        var kind: UInt8
        var votes: Int
        var source: Epoch
        /// Whether it lacks a block of the slot.
        var isLate: Bool
    }

    /// When a host has a block of the slot and what it stands on, so that it votes at once; `Int64.max` where it never has,
    /// or where nobody followed the block.
    ///
    /// Spec: `validator.md`, attesting: when the slot's block has come or the deadline has, whichever is first.
    private func earliestVote(of host: Int, for lines: [[BlockID]]) -> Int64 {
        var earliest = Int64.max
        for line in lines {
            let ready = line.reduce(Int64.min) { max($0, seen(host, $1)) }
            if ready > .min { earliest = min(earliest, ready) }
        }
        return earliest
    }

    private mutating func votesOfView(
        _ view: Int, slot: Slot, epoch: Epoch, at now: Int64, into found: inout [SlotVotes]
    ) throws(SimulationError) {
        // What nobody has checked yet need not be told apart.
        let told = views[view].recent.filter { views[view].chain.hasSeen($0) || live.record($0).slot == slot }
        let recent = Array(told.suffix(63))
        let current = recent.filter { live.record($0).slot == slot }
        var line = ChainLine(head: views[view].tips[0])
        var isLineKnown = false
        // Each block of the slot with those before it that somebody may lack.
        let lines = current.map { id in
            var line = [id]
            while let last = line.last, let parent = live.parent(of: last), recent.contains(parent) {
                line.append(parent)
            }
            return line
        }
        let slotStart = start(ofSlot: Int(slot - live.startSlot))
        var answers: [Answer] = []
        let side = views[view].side
        let hasFaults = faults.contains { $0.holds(at: now) }
        for host in 0..<hosts.count where viewOfHost[host] == view && !conditions.isDown[host] {
            var skew: Int64 = 0
            var bug: Fault.Bug?
            var ownCause = -1
            if hasFaults {
                for fault in faults where fault.holds(at: now) && (fault.hits[host] || !fault.groupOfHost.isEmpty) {
                    switch fault.fault {
                    case .clockSkew(let span): skew += span
                    case .clientBug(let found): bug = found
                    case .partition: if fault.groupOfHost[host] == 0 { continue }
                    case .byzantine: continue
                    default: break
                    }
                    ownCause = causes.absence(outage: fault.outage, isDark: true)
                }
            }
            // By its own clock: no block of a slot that has not begun.
            let decision = min(now - skew, max(earliestVote(of: host, for: lines), slotStart - skew))
            if queues.isBusy(host, at: decision) {
                if !isLineKnown {
                    line = ChainLine(head: try views[view].head(without: [], boosted: nil, live))
                    isLineKnown = true
                }
                if let backlog = backlog(of: host, slot: slot, recent: recent, line: &line, at: decision) {
                    try vote(
                        behind: backlog, host: host, head: line.head, slot: slot, side: side, at: decision, now: now,
                        into: &found)
                    continue
                }
            }
            var mask: UInt64 = 0
            for (bit, id) in recent.enumerated() where !hasSeen(host, id, at: decision) { mask |= 1 << UInt64(bit) }
            let isWrong = bug == .wrongHead
            let key = mask | (isWrong ? 1 << 63 : 0)
            var known = answers.firstIndex { $0.mask == key }
            if known == nil {
                answers.append(
                    try answer(
                        view: view, recent: recent, mask: mask, isWrong: isWrong, key: key, slot: slot, epoch: epoch,
                        side: side, current: current, into: &found))
                known = answers.count - 1
            }
            guard let known else { continue }
            let answer = answers[known]
            let votes = found[answer.votes]
            if let fault = faultOfDuty(host, slot: slot, isProposal: false, at: now) {
                votes.miss(by: host, cause: fault)
                continue
            }
            // EIP-3076: no vote whose source lies before that of an earlier one, which it could surround.
            if answer.source < highestSource[host] || epoch < highestTarget[host] {
                votes.miss(by: host, cause: Causes.slashingProtection)
                continue
            }
            highestSource[host] = answer.source
            highestTarget[host] = epoch
            if ownCause < 0, answer.isLate { ownCause = causeOfLateness(current) }
            votes.cast(answer.kind, by: host, at: decision, cause: ownCause)
            noteSource(of: host, answer.source, target: epoch, side: side, in: votes)
        }
    }

    /// Different votes in a slot from which on another head of somebody who is behind is not told apart any more: kinds of
    /// votes are few.
    private static let mostKindsOfBehind = 100

    /// A host that is behind votes for the head that it has got to, on the branch of its view's head.
    private mutating func vote(
        behind backlog: Backlog, host: Int, head: BlockID, slot: Slot, side: UInt8, at decision: Int64, now: Int64,
        into found: inout [SlotVotes]
    ) throws(SimulationError) {
        let epoch = slot / world.spec.slotsPerEpoch
        let number = try live.lane(epoch: epoch, tip: tip(of: head, before: epoch))
        let lane = live.lane(number)
        let votes = found[place(of: lane.committees, slot: slot, in: &found)]
        let kind = voteKind(on: backlog.head, epoch: epoch, lane: lane, side: side)
        guard !backlog.isSyncing, let kind,
            votes.kinds.count < Self.mostKindsOfBehind || votes.kinds.contains(kind)
        else {
            votes.miss(by: host, cause: backlog.cause)
            return
        }
        if let fault = faultOfDuty(host, slot: slot, isProposal: false, at: now) {
            votes.miss(by: host, cause: fault)
            return
        }
        if kind.source.epoch < highestSource[host] || epoch < highestTarget[host] {
            votes.miss(by: host, cause: Causes.slashingProtection)
            return
        }
        guard let known = votes.number(of: kind) else {
            throw .badChain("more than 254 different votes in slot \(slot)")
        }
        highestSource[host] = kind.source.epoch
        highestTarget[host] = epoch
        votes.cast(known, by: host, at: decision, cause: backlog.cause)
        noteSource(of: host, kind.source.epoch, target: epoch, side: side, in: votes)
    }

    /// The votes of a slot with a set of committees, which are added where they are new.
    private func place(of committees: EpochCommittees, slot: Slot, in found: inout [SlotVotes]) -> Int {
        if let known = found.firstIndex(where: { $0.committees === committees }) { return known }
        found.append(SlotVotes(slot: slot, committees: committees, actors: actors))
        return found.count - 1
    }

    /// Why somebody lacked the block of a slot.
    private func causeOfLateness(_ current: [BlockID]) -> Int {
        current.first.map { live.record($0).cause } ?? Causes.lateBlock
    }

    private mutating func answer(
        view: Int, recent: [BlockID], mask: UInt64, isWrong: Bool, key: UInt64, slot: Slot, epoch: Epoch,
        side: UInt8, current: [BlockID], into found: inout [SlotVotes]
    ) throws(SimulationError) -> Answer {
        let missing = recent.enumerated().filter { mask >> UInt64($0.offset) & 1 == 1 }.map(\.element)
        // What a host has by its deadline came in time and is boosted.
        let boosted = current.first { !missing.contains($0) && views[view].chain.hasSeen($0) }
        var head = try views[view].head(without: missing, boosted: boosted, live)
        if isWrong, let parent = live.tree.parent(of: head) { head = parent }
        let lane = try live.lane(epoch: epoch, tip: tip(of: head, before: epoch))
        let state = live.lane(lane)
        let place = place(of: state.committees, slot: slot, in: &found)
        let source = state.branch.world.state.currentJustified
        let kind = found[place].number(
            of: VoteKind(
                head: head, target: live.checkpointBlock(epoch, of: head), source: source, side: side, era: era))
        guard let kind else { throw .badChain("more than 254 different votes in slot \(slot)") }
        return Answer(
            mask: key, kind: kind, votes: place, source: source.epoch,
            isLate: current.contains { missing.contains($0) })
    }

    /// Keeps which share of a slot's votes its block got.
    private mutating func count(_ votes: SlotVotes, of slot: Slot) {
        let perSlot = votes.committees.committeesPerSlot
        var all = 0
        var byHead: [(head: BlockID, count: Int)] = []
        for kind in votes.kinds.indices {
            let sum = (0..<perSlot).reduce(0) { $0 + votes.members(kind: kind, committee: $1) }
            all += sum
            byHead.append((votes.kinds[kind].head, sum))
        }
        for entry in byHead where live.record(entry.head).slot == slot {
            figures.countVotes(
                forBlock: Int(entry.head.number), votes: all,
                headVotes: byHead.reduce(0) { $0 + ($1.head == entry.head ? $1.count : 0) })
        }
        if byHead.allSatisfy({ live.record($0.head).slot != slot }) {
            figures.countVotes(ofSlot: slot, votes: all)
        }
    }

    // MARK: Actors

    /// A machine that acts for a host or a cluster: of a cluster the first member that is up.
    func host(of actor: Int, at now: Int64) -> Int {
        let actor = operatingActor(of: actor, at: now) ?? actor
        guard actor >= hosts.count, actor < hosts.count + clusters.sites.count else {
            return min(actor, hosts.count - 1)
        }
        let members = memberHosts(of: actor - hosts.count)
        return members.first { !conditions.isDown[$0] } ?? members[0]
    }

    /// Why an actor is silent.
    func causeOfSilence(of actor: Int, at now: Int64) -> Int {
        guard let actor = operatingActor(of: actor, at: now) else { return Causes.changingHands }
        guard actor < hosts.count else { return causeOfClusterFailure(actor - hosts.count, at: now) }
        let host = actor
        let node = Int(hosts.nodeOfHost[host])
        if world.abandonedNodes.contains(node) { return Causes.abandoned }
        return nodes.causeOfAbsence(of: node, at: now) ?? causeOfSeparation(of: host, at: now)
    }

    /// Why a host that is up follows another branch: the partition or bug that holds it there.
    func causeOfSeparation(of host: Int, at now: Int64) -> Int {
        for fault in faults where fault.start <= now {
            switch fault.fault {
            case .partition where fault.groupOfHost[host] != 0, .clientBug where fault.hits[host]:
                if fault.holds(at: now) { return causes.absence(outage: fault.outage, isDark: true) }
            default: continue
            }
        }
        for fault in faults where fault.holds(at: now) {
            switch fault.fault {
            case .partition, .clientBug: return causes.absence(outage: fault.outage, isDark: true)
            default: continue
            }
        }
        return Causes.otherBranch
    }

    /// The cause for which a host that is up leaves a duty undone; nil where it does it.
    func faultOfDuty(_ host: Int, slot: Slot, isProposal: Bool, at now: Int64) -> Int? {
        for fault in faults where fault.holds(at: now) && fault.hits[host] {
            let cause = causes.absence(outage: fault.outage, isDark: true)
            switch fault.fault {
            case .clientBug(.replayOverload(let share)):
                let salt = UInt32(truncatingIfNeeded: slot) << 1 | (isProposal ? 1 : 0)
                var stream = world.random.stream(.overload, entity: UInt32(host), salt)
                if stream.next(below: 1_000_000) < share { return cause }
            case .byzantine(.withhold) where isProposal: return cause
            default: continue
            }
        }
        return nil
    }
}
