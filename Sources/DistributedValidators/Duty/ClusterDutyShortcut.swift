/// A duty in which nothing goes wrong in round 1, worked out from the latencies alone.
///
/// When the members that are up stay up, are honest, keep time and agree, and the first leader has data, each step of a member ends
/// with the *k*-th message to reach it, which is an order statistic of known times. The outcome is that of the message by
/// message run to the nanosecond; wherever that is not certain, there is no answer. O(n²) per duty for the few members of
/// a cluster (sorting by insertion), without allocation.
struct ClusterDutyShortcut: Sendable {
    private let rules: ClusterRules
    private let count: Int
    /// When a member joined, had data, got the proposal, and took each further step; by member.
    private var joined: [Int64]
    private var ready: [Int64]
    private var proposed: [Int64]
    private var prepared: [Int64]
    private var committed: [Int64]
    private var decided: [Int64]
    private var proven: [Int64]
    private var signed: [Int64]
    private var proving: [Int64]
    private var randao: [Int64]
    private var arrivals: [Int64]
    private var isUp: [Bool]

    private static let never = Int64.max

    init(_ rules: ClusterRules) {
        self.rules = rules
        count = rules.members
        let times = [Int64](repeating: 0, count: count)
        (joined, ready, proposed, prepared, committed) = (times, times, times, times, times)
        (decided, proven, signed, proving, randao) = (times, times, times, times, times)
        arrivals = []
        arrivals.reserveCapacity(count)
        isUp = Array(repeating: false, count: count)
    }

    /// The outcome, or nil where messages have to be played.
    mutating func outcome(
        _ kind: ClusterDutyKind, slot: UInt64, members: [DutyMember], latency: [Int64]
    ) -> ClusterDutyOutcome? {
        let deadline = kind.deadline(rules)
        let start = kind.start(rules)
        var up = 0
        for member in 0..<count {
            let one = members[member]
            guard one.conduct == .honest else { return nil }
            isUp[member] = one.isUp
            guard one.isUp else { continue }
            guard one.upFrom <= start, one.upUntil > deadline else { return nil }
            guard one.clock == 0, one.beaconAwayUntil <= start else { return nil }
            up += 1
        }
        guard up >= rules.threshold else { return nil }
        let network = Network(members: members, latency: latency)
        guard kind.needsConsensus(rules.flavour) else { return thresholdOnly(kind, start, deadline, network) }
        guard up >= rules.sizes.quorum else { return nil }

        let leader = leader(kind, slot)
        guard isUp[leader], members[leader].hasBeacon else { return nil }
        guard begin(kind, start, network) else { return nil }
        guard agree(kind, leader, start, network) else { return nil }
        guard decisionsCameLast, let first = decided.min(), first != Self.never,
            var outcome = complete(network, deadline, waitsForDecision: rules.flavour == .ssv)
        else { return nil }

        // Nobody's first round may have ended before it had decided or the duty was done.
        let timer = kind == .proposer ? rules.proposerTimer : rules.roundTimer
        for member in 0..<count where isUp[member] && joined[member] != Self.never {
            let end = timer.deadline(
                round: 1, role: kind == .proposer ? .proposer : .other, dutyStart: start,
                instanceStart: joined[member], now: joined[member])
            guard max(end, joined[member]) > min(decided[member], outcome.completedAt) else { return nil }
        }
        outcome.decidedAt = first
        outcome.round = 1
        outcome.value = members[leader].value
        outcome.targetValue = members[leader].targetValue & 0x3FFF_FFFF
        outcome.messages = messagesSent(by: outcome.completedAt, leader, kind)
        return outcome
    }

    /// Messages' ways.
    private struct Network {
        let members: [DutyMember]
        let latency: [Int64]

        func arrival(_ time: Int64, from: Int, to: Int) -> Int64 {
            if time == never || from == to { return time }
            let way = latency[from * members.count + to]
            return way == never ? never : time &+ way &+ members[to].processing
        }
    }

    private func leader(_ kind: ClusterDutyKind, _ slot: UInt64) -> Int {
        switch rules.flavour {
        case .charon:
            LeaderRotation.charon(slot: slot, dutyType: kind.charon.rawValue, members: count).leader(round: 1)
        case .ssv:
            LeaderRotation.ssv(height: slot, members: count, isEpochAware: rules.isLeaderEpochAware).leader(round: 1)
        }
    }

    /// When members have data and join. False where a member that comes late could change the course.
    private mutating func begin(_ kind: ClusterDutyKind, _ start: Int64, _ network: Network) -> Bool {
        let isPrepared = kind.needsPreConsensus(rules.flavour)
        let joinsEarly = rules.flavour == .charon && kind.isJoinedEarly
        for member in 0..<count {
            randao[member] =
                isUp[member] && isPrepared && network.members[member].signs ? start &+ rules.signingDelay : Self.never
        }
        for member in 0..<count where isUp[member] {
            var from = start
            if isPrepared {
                from = arrival(rules.threshold, at: member, of: randao, network)
                guard from != Self.never else { return false }
                if kind == .proposer { from = max(from, network.members[member].beaconReady) }
            }
            let one = network.members[member]
            ready[member] = !one.hasBeacon ? Self.never : max(from, one.beaconReady)
            if kind == .proposer, ready[member] != Self.never { ready[member] &+= rules.blockDelay }
            joined[member] = joinsEarly ? start : ready[member]
        }
        return true
    }

    /// Works the first round out. False where members do not agree.
    private mutating func agree(
        _ kind: ClusterDutyKind, _ leader: Int, _ start: Int64, _ network: Network
    ) -> Bool {
        let isSSV = rules.flavour == .ssv
        let compares = kind.hasCheckpoints && (isSSV || rules.isChainSplitHalted)
        for member in 0..<count where isUp[member] {
            let one = network.members[member]
            if compares, joined[member] != Self.never || !isSSV {
                guard one.hasBeacon,
                    (one.targetValue ^ network.members[leader].targetValue) & 0x3FFF_FFFF == 0
                else { return false }
            }
            let came = network.arrival(ready[leader], from: leader, to: member)
            proposed[member] = joined[member] == Self.never ? Self.never : max(came, joined[member])
            prepared[member] = compares && !isSSV ? max(proposed[member], ready[member]) : proposed[member]
        }
        for member in 0..<count where !isUp[member] {
            (joined[member], proposed[member], prepared[member]) = (Self.never, Self.never, Self.never)
        }
        let quorum = rules.sizes.quorum
        for member in 0..<count {
            committed[member] = step(quorum, at: member, of: prepared, network, isSSV)
        }
        for member in 0..<count {
            decided[member] = step(quorum, at: member, of: committed, network, isSSV)
        }
        if isSSV { spreadProofs(network) }
        return true
    }

    /// Whether every vote went out before its sender decided; one that decides first sends none.
    private var decisionsCameLast: Bool {
        (0..<count).allSatisfy { member in
            decided[member] == Self.never
                || (prepared[member] < decided[member] && committed[member] < decided[member])
        }
    }

    /// When the `needed`-th vote has reached a member that could take votes.
    private mutating func step(
        _ needed: Int, at member: Int, of votes: [Int64], _ network: Network, _ isSSV: Bool
    ) -> Int64 {
        // SSV takes votes only once it has accepted the proposal.
        let from = isSSV ? proposed[member] : joined[member]
        guard from != Self.never else { return Self.never }
        let came = arrival(needed, at: member, of: votes, network)
        return came == Self.never ? came : max(came, from)
    }

    /// SSV members that decide by their own quorum send the proof to all; whoever gets it first decides by it.
    private mutating func spreadProofs(_ network: Network) {
        for member in 0..<count { proven[member] = Self.never }
        var remaining = MemberSet()
        for member in 0..<count where decided[member] != Self.never { remaining.insert(member) }
        while !remaining.isEmpty {
            var first = -1
            for member in 0..<count
            where remaining.contains(member) && (first < 0 || decided[member] < decided[first]) { first = member }
            remaining.bits &= ~(1 << UInt64(first))
            guard decided[first] <= proven[first] else { continue }
            for member in 0..<count where member != first && joined[member] != Self.never {
                let came = max(network.arrival(decided[first], from: first, to: member), joined[member])
                proven[member] = min(proven[member], came)
            }
        }
        for member in 0..<count { proving[member] = decided[member] <= proven[member] ? decided[member] : Self.never }
        for member in 0..<count { decided[member] = min(decided[member], proven[member]) }
    }

    /// When somebody has enough parts, and whose; nil where nobody has in time.
    private mutating func complete(
        _ network: Network, _ deadline: Int64, waitsForDecision: Bool
    ) -> ClusterDutyOutcome? {
        var outcome = ClusterDutyOutcome()
        for member in 0..<count {
            let signs = network.members[member].signs && decided[member] != Self.never
            signed[member] = signs ? decided[member] &+ rules.signingDelay : Self.never
        }
        for member in 0..<count where isUp[member] && network.members[member].hasBeacon {
            var came = arrival(rules.threshold, at: member, of: signed, network)
            if waitsForDecision { came = max(came, decided[member]) }
            if came != Self.never, outcome.broadcaster < 0 || came < outcome.completedAt {
                outcome.completedAt = came
                outcome.broadcaster = member
            }
        }
        guard outcome.broadcaster >= 0, outcome.completedAt <= deadline else { return nil }
        for member in 0..<count
        where network.arrival(signed[member], from: member, to: outcome.broadcaster) <= outcome.completedAt {
            outcome.firstSigners.insert(member)
        }
        return outcome
    }

    /// Duties that need no agreement; where views differ, messages are played.
    private mutating func thresholdOnly(
        _ kind: ClusterDutyKind, _ start: Int64, _ deadline: Int64, _ network: Network
    ) -> ClusterDutyOutcome? {
        var value: UInt64?
        for member in 0..<count {
            let one = network.members[member]
            let view = kind.isSignedByView ? one.beaconReady : start
            decided[member] = isUp[member] && view != Self.never ? max(start, view) : Self.never
            guard decided[member] != Self.never, one.signs, kind.isSignedByView else { continue }
            guard value == nil || value == one.proposal else { return nil }
            value = one.proposal
        }
        guard var outcome = complete(network, deadline, waitsForDecision: false) else { return nil }
        outcome.value = UInt32(truncatingIfNeeded: value ?? 0)
        outcome.targetValue = UInt32(truncatingIfNeeded: ((value ?? 0) & DutyMember.comparedBits) >> 32)
        outcome.messages = signed.count { $0 <= outcome.completedAt } * (count - 1)
        return outcome
    }

    /// When the `needed`-th of the messages sent at `times` reaches a member.
    private mutating func arrival(_ needed: Int, at member: Int, of times: [Int64], _ network: Network) -> Int64 {
        arrivals.removeAll(keepingCapacity: true)
        for sender in 0..<count where times[sender] != Self.never {
            let came = network.arrival(times[sender], from: sender, to: member)
            guard came != Self.never else { continue }
            var place = arrivals.count
            arrivals.append(came)
            while place > 0, arrivals[place - 1] > came {
                arrivals[place] = arrivals[place - 1]
                place -= 1
            }
            arrivals[place] = came
        }
        return needed <= arrivals.count ? arrivals[needed - 1] : Self.never
    }

    private func messagesSent(by time: Int64, _ leader: Int, _ kind: ClusterDutyKind) -> Int {
        var steps = ready[leader] <= time ? 1 : 0
        for member in 0..<count where isUp[member] {
            if prepared[member] <= time { steps += 1 }
            if committed[member] <= time { steps += 1 }
            if signed[member] <= time { steps += 1 }
            if rules.flavour == .ssv, proving[member] <= time { steps += 1 }
        }
        steps += randao.count { $0 <= time }
        return steps * (count - 1)
    }
}
