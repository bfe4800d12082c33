public import EventEngine

/// Plays one duty of one cluster, message by message, in simulated time.
///
/// A run is a pure function of its arguments; the runner only keeps memory for the next one, so that no duty allocates
/// once the first of its kind has run. Where nothing can go wrong, ``ClusterDutyShortcut`` says the same without messages.
public struct ClusterDutyRunner: Sendable {
    struct Event: BitwiseCopyable, Sendable {
        enum Kind: UInt8, Sendable {
            case join, value, timer, consensus, sign, partial, broadcast
        }

        var kind: Kind
        /// Whether a signature is that before the consensus.
        var isPreConsensus = false
        /// Whether a message tells an equivocating member's other story.
        var isOtherStory = false
        var member: UInt8
        var from: UInt8 = 0
        var round: Int32 = 0
        /// A timer's generation, or a message's place.
        var index: Int32 = 0
        var value: UInt64 = 0
    }

    /// What a member has come to.
    struct Progress: Sendable {
        var hasJoined = false
        var isDecided = false
        var hasPreConsensus = false
        /// Whether its validator client takes part.
        var signs = false
        /// Whether it waits for its beacon node with a signature to broadcast.
        var isBroadcasting = false
        var timerGeneration: Int32 = 0
        var joinedAt: Int64 = 0
        /// When its round ends, by its own clock.
        var deadline: Int64 = 0
    }

    /// The cluster.
    public let rules: ClusterRules
    /// Whether messages are written down, and a duty played to its end.
    public var isTracing = false
    /// The messages of the last run, if it was traced, in the order in which they were sent.
    public internal(set) var trace: [TracedMessage] = []
    /// Whether ``ClusterDutyShortcut`` may answer; switched off to test it.
    public var usesShortcut = true

    /// Where the waits between a member's attempts at its beacon node are drawn from, by slot and member.
    public var retries = RandomSource(seed: 0)

    /// Duties that the shortcut has answered since the runner was made.
    public private(set) var shortcutAnswers = 0

    var shortcut: ClusterDutyShortcut
    var queue = DutyEventQueue()
    var charon: [QBFTInstance] = []
    var ssv: [SSVInstance] = []
    var charonMessages: [QBFTMessage] = []
    var ssvMessages: [SSVMessage] = []
    var charonActions: [QBFTAction] = []
    var ssvActions: [SSVAction] = []
    var progress: [Progress] = []
    /// Messages that came before their receiver could take them: receiver and event.
    var held: [Event] = []
    var partials: PartialSignatures
    var randaos: PartialSignatures

    // The run's own.
    var kind = ClusterDutyKind.attester
    var height: UInt64 = 0
    var members: [DutyMember] = []
    var latency: [Int64] = []
    var jitterStream: RandomStream?
    var now: Int64 = 0
    var start: Int64 = 0
    var outcome = ClusterDutyOutcome()
    var hasData = false
    var isSkewed = false
    var sent = 0
    var completedValue: UInt64 = 0

    /// A runner for the duties of clusters of these rules.
    public init(_ rules: ClusterRules) {
        self.rules = rules
        shortcut = ClusterDutyShortcut(rules)
        partials = PartialSignatures(members: rules.members)
        randaos = PartialSignatures(members: rules.members)
        progress = Array(repeating: Progress(), count: rules.members)
    }

    /// Plays a duty. O(messages · log messages), and O(n²) where the shortcut answers.
    ///
    /// - Parameters:
    ///   - kind: the duty.
    ///   - slot: its slot, which says who leads.
    ///   - members: one for each member of the cluster.
    ///   - latency: nanoseconds one way, from member *i* to member *j* at *i*·n + *j*; `Int64.max` where no message
    ///     comes through, be it in one direction only.
    ///   - jitter: where the rules' jitter is drawn from; nil for none.
    /// - Precondition: `members` and `latency` have n and n² elements.
    public mutating func run(
        _ kind: ClusterDutyKind, slot: UInt64, members: [DutyMember], latency: [Int64], jitter: RandomStream? = nil
    ) -> ClusterDutyOutcome {
        precondition(members.count == rules.members, "one DutyMember for each member of the cluster")
        precondition(latency.count == rules.members * rules.members, "one latency for each pair of members")
        let isJittered = jitter != nil && rules.jitter > 0
        if usesShortcut, !isTracing, !isJittered,
            let outcome = shortcut.outcome(kind, slot: slot, members: members, latency: latency)
        {
            shortcutAnswers += 1
            return outcome
        }
        prepare(kind, slot, members, latency, isJittered ? jitter : nil)
        if rules.sizes.quorum > members.count(where: \.isUp), kind.needsConsensus(rules.flavour) {
            return hopeless()
        }
        schedule()
        play()
        if outcome.completedAt < 0 {
            outcome.failure = failure()
            outcome.messages = sent
        }
        return outcome
    }

    /// What members have decided in the last run that was played, in a form that only tells values apart.
    public func decisions(of members: [Int]) -> [UInt64] {
        members.compactMap { member in
            guard progress.indices.contains(member), progress[member].isDecided else { return nil }
            return switch rules.flavour {
            case .charon: charon[member].decidedValue
            case .ssv: ssv[member].state.decidedValue
            }
        }
    }

    private mutating func prepare(
        _ kind: ClusterDutyKind, _ slot: UInt64, _ members: [DutyMember], _ latency: [Int64], _ jitter: RandomStream?
    ) {
        self.kind = kind
        height = slot
        self.members = members
        self.latency = latency
        jitterStream = jitter
        start = kind.start(rules)
        now = start
        outcome = ClusterDutyOutcome()
        hasData = false
        isSkewed = members.contains { $0.clock != 0 }
        sent = 0
        queue.removeAll()
        charonMessages.removeAll(keepingCapacity: true)
        ssvMessages.removeAll(keepingCapacity: true)
        held.removeAll(keepingCapacity: true)
        trace.removeAll(keepingCapacity: true)
        partials.removeAll()
        randaos.removeAll()
        for member in progress.indices { progress[member] = Progress() }
        if kind.needsConsensus(rules.flavour) { resetInstances() }
    }

    /// Fewer members than a quorum ever run: nothing can be agreed on, whatever is sent.
    private func hopeless() -> ClusterDutyOutcome {
        let signers = members.count { $0.isUp && $0.signs(dutyDue: start) && $0.conduct != .wrongPartial }
        guard kind.needsPreConsensus(rules.flavour), signers < rules.threshold else {
            return ClusterDutyOutcome(failure: .noConsensus)
        }
        return ClusterDutyOutcome(failure: preConsensusFailure(signers))
    }

    /// What is said where no member holds enough of the signatures that come before a consensus.
    ///
    /// - Parameter best: the most that a member holds.
    private func preConsensusFailure(_ best: Int) -> DutyFailure {
        switch kind {
        case .proposer:
            best == 0 ? .proposerZeroRandaos : best == 1 ? .proposerNoExternalRandaos : .proposerInsufficientRandaos
        case .syncContribution: .contributionFewPrepares
        default: .insufficientAggregatorSelections
        }
    }

    // MARK: - The duty's own events

    private mutating func schedule() {
        let isAgreed = kind.needsConsensus(rules.flavour)
        let isPrepared = kind.needsPreConsensus(rules.flavour)
        let joinsEarly = rules.flavour == .charon && kind.isJoinedEarly
        for member in members.indices where members[member].isUp {
            let begin = members[member].begin(start)
            progress[member].signs = members[member].signs(dutyDue: start)
            if isAgreed, joinsEarly { push(.join, member, at: begin) }
            if isPrepared {
                if progress[member].signs { push(.sign, member, at: begin &+ rules.signingDelay, isPreConsensus: true) }
            } else if isAgreed {
                provideData(member, from: begin)
            } else if progress[member].signs {
                let ready = kind.isSignedByView ? members[member].beaconReady : begin
                if ready != .max { push(.sign, member, at: max(begin, ready) &+ rules.signingDelay) }
            }
        }
    }

    /// The member's beacon node gives data as soon as it can after a moment.
    mutating func provideData(_ member: Int, from time: Int64, delay: Int64 = 0) {
        guard members[member].hasBeacon,
            let answered = answer(of: member, asked: max(time, members[member].beaconReady), isBroadcast: false)
        else { return }
        push(.value, member, at: answered &+ delay)
    }

    /// When the beacon node of a member that asks it for data, or hands it a signature, does what it is asked; nil if not
    /// before the duty is over.
    func answer(of member: Int, asked time: Int64, isBroadcast: Bool) -> Int64? {
        let back = members[member].beaconAwayUntil
        guard time < back else { return time }
        switch rules.flavour {
        case .charon:
            var chance = retries.stream(
                .beaconRetry, entity: height &* 128 &+ UInt64(2 * member + (isBroadcast ? 1 : 0)))
            return BeaconRetries.charon.attempt(notBefore: back, asked: time, limit: lastMoment(member), &chance)
        case .ssv:
            // No schedule is published: data come once they are there, and nothing is handed over a second time.
            return isBroadcast ? nil : back
        }
    }

    /// The last moment at which a member works on the duty: its own clock says when the project's deadline has come.
    private func lastMoment(_ member: Int) -> Int64 {
        let (moment, isEndless) = kind.expiry(rules).subtractingReportingOverflow(members[member].clock)
        return min(isEndless ? .max : moment, start &+ rules.patience)
    }

    mutating func push(_ kind: Event.Kind, _ member: Int, at time: Int64, isPreConsensus: Bool = false) {
        queue.push(
            Event(kind: kind, isPreConsensus: isPreConsensus, member: UInt8(truncatingIfNeeded: member)),
            at: time)
    }

    private mutating func play() {
        var deadline = kind.deadline(rules)
        for member in members.indices where members[member].clock < 0 { deadline = max(deadline, lastMoment(member)) }
        let playsOn = isTracing || members.contains { $0.conduct != .honest }
        while true {
            // What comes in the moment of completion still belongs to it.
            let isDone = outcome.completedAt >= 0 && !playsOn
            let limit = isDone ? outcome.completedAt : deadline
            guard let next = queue.popFirst(notAfter: limit) else { break }
            if next.time > now { sealFirstSigners() }
            now = next.time
            guard members[Int(next.event.member)].isUp(at: now), !isDropped(next.event, at: now) else { continue }
            handle(next.event)
        }
        sealFirstSigners()
    }

    /// Whether a member's own clock makes it pass over what comes at a moment: a duty that has expired, or a message that
    /// its project's limits refuse.
    func isDropped(_ event: Event, at time: Int64) -> Bool {
        let reading = time &+ members[Int(event.member)].clock
        let isMessage = event.kind == .consensus || event.kind == .partial
        switch rules.flavour {
        case .charon:
            guard isSkewed else { return false }
            guard isMessage else { return reading > kind.expiry(rules) }
            return (try? DutyGate.check(kind.charon, slot: height, at: reading, slotLength: rules.slot)) == nil
        case .ssv:
            guard isMessage else { return false }
            do throws(SSVMessageLimits.Refusal) {
                try SSVMessageLimits.checkTime(kind.ssvRole, at: reading, slotLength: rules.slot)
                if event.kind == .consensus {
                    let round = ssvMessages[Int(event.index)].round
                    try SSVMessageLimits.checkRound(round, kind.ssvRole, at: reading)
                }
                return false
            } catch {
                return true
            }
        }
    }

    private mutating func handle(_ event: Event) {
        let member = Int(event.member)
        switch event.kind {
        case .join: join(member)
        case .value:
            hasData = true
            if !progress[member].hasJoined { join(member) }
            if rules.flavour == .charon {
                let value = members[member].proposal
                charon[member].provide(value, &charonActions)
                carryOutCharon(member)
            }
        case .timer:
            if event.index == progress[member].timerGeneration, !progress[member].isDecided {
                timeOut(member, round: Int(event.round))
            }
        case .consensus: receive(event, member)
        case .sign: sign(member, event.isPreConsensus)
        case .partial: receivePartial(event, member)
        case .broadcast: finish(event.value, by: member)
        }
    }

    /// The duty's failure, from what was missing.
    private func failure() -> DutyFailure {
        let up = members.filter(\.isUp)
        if kind.needsPreConsensus(rules.flavour), !progress.contains(where: \.hasPreConsensus) {
            return preConsensusFailure(randaos.largestCount)
        }
        if kind.needsConsensus(rules.flavour), outcome.decidedAt < 0 {
            return hasData || up.isEmpty ? .noConsensus : .fetchBeaconError
        }
        let best = partials.largestCount
        if best >= rules.threshold { return .broadcastBeaconError }
        if best == 0 {
            return kind.isSignedByView && !up.contains(where: \.hasBeacon) ? .fetchBeaconError : .noLocalSignature
        }
        if kind.isSignedByView, partials.signers.count >= rules.threshold { return .inconsistentSyncMessages }
        return best == 1 && partials.signers.count == 1 ? .noPeerSignatures : .insufficientPeerSignatures
    }
}
