/// What an instance wants done.
public enum QBFTAction: Sendable, Equatable {
    /// Send to every member, the sender first.
    case broadcast(QBFTMessage)
    /// Start the timer of a round; a restart replaces what ran.
    case startTimer(round: Int, isRestart: Bool)
    /// The instance is done; its timer stops.
    case decide(value: UInt64, round: Int)
}

/// One member's part in one of Charon's QBFT instances: a state machine without clock, network or chance.
///
/// Source of the rules: Charon e628470, core/qbft/qbft.go, and distributed-validator-specs 406c832. Each rule fires at
/// most once per message round, and afresh after a round change. Votes for a later round are kept, but do not decide
/// when the round is reached; a copy that comes then does, or a decided message.
public struct QBFTInstance: Sendable {
    /// What does not change during an instance.
    public struct Settings: Sendable {
        /// Quorum and faults.
        public var sizes: QuorumSizes
        /// Who may propose.
        public var rotation: LeaderRotation
        /// This member's number.
        public var process: Int
        /// The bits in which a proposal must equal the own value (Charon's `chain_split_halt`); zero compares nothing.
        public var comparedBits: UInt64
        /// Messages kept of each member.
        public var messageLimit: Int

        /// The settings of a member.
        public init(
            sizes: QuorumSizes, rotation: LeaderRotation, process: Int, comparedBits: UInt64 = 0,
            messageLimit: Int = 100
        ) {
            self.sizes = sizes
            self.rotation = rotation
            self.process = process
            self.comparedBits = comparedBits
            self.messageLimit = messageLimit
        }
    }

    private enum Rule: UInt8 {
        case proposal, prepares, commits, laggingBehind, roundChanges, unprovenRoundChanges
    }

    /// The settings.
    public private(set) var settings: Settings
    private var justification: QBFTJustification
    /// The current round, from 1; zero before the start.
    public private(set) var round = 0
    /// The value that was decided.
    public private(set) var decidedValue: UInt64?
    /// The round of the decision; zero before.
    public private(set) var decidedRound = 0
    /// Whose commits make the decision.
    public private(set) var deciders = MemberSet()
    /// The last round with a quorum of prepares; zero for none.
    public private(set) var preparedRound = 0
    /// The value of that quorum; zero for none.
    public private(set) var preparedValue: UInt64 = 0

    private var preparers = MemberSet()
    private var input: UInt64 = 0
    /// What the leader may propose with, as soon as it has a value.
    private var waitingJustification: [QBFTMessage]?
    /// A proposal to be compared as soon as there is a value of one's own.
    private var uncompared: (round: Int, value: UInt64)?
    private var failedComparison: Int?
    private var fired: [(rule: Rule, round: Int)] = []
    private var log: VoteLog
    private var resends = DecidedResends()

    /// An instance that has not started.
    public init(_ settings: Settings) {
        self.settings = settings
        justification = QBFTJustification(sizes: settings.sizes, rotation: settings.rotation)
        log = VoteLog(limit: settings.messageLimit)
    }

    /// Makes it an instance that has not started, keeping its memory.
    public mutating func reset(_ settings: Settings) {
        self.settings = settings
        justification = QBFTJustification(sizes: settings.sizes, rotation: settings.rotation)
        (round, decidedValue, decidedRound, deciders) = (0, nil, 0, MemberSet())
        (preparedRound, preparedValue, preparers, input) = (0, 0, MemberSet(), 0)
        (waitingJustification, uncompared, failedComparison) = (nil, nil, nil)
        fired.removeAll(keepingCapacity: true)
        log.removeAll()
        resends.reset()
    }

    // MARK: - Events

    /// Joins round 1; the leader proposes if it has a value.
    public mutating func start(_ actions: inout [QBFTAction]) {
        guard round == 0 else { return }
        round = 1
        actions.append(.startTimer(round: 1, isRestart: false))
        if isLeader(round) { proposeOwn([], &actions) }
    }

    /// The member's own value has come; a leader that waited for it proposes. Zero and later values are ignored.
    public mutating func provide(_ value: UInt64, _ actions: inout [QBFTAction]) {
        guard input == 0, value != 0 else { return }
        input = value
        guard decidedValue == nil else { return }
        if let waiting = waitingJustification {
            waitingJustification = nil
            propose(value, waiting, &actions)
        }
        if let proposal = uncompared {
            uncompared = nil
            if proposal.round == round { prepareUnlessDifferent(proposal.value, &actions) }
        }
    }

    /// The timer of a round has run out; timers of rounds that are over do nothing.
    public mutating func timeOut(_ timedRound: Int, _ actions: inout [QBFTAction]) {
        guard decidedValue == nil, round > 0, round < .max, timedRound == round else { return }
        enter(round + 1)
        actions.append(.startTimer(round: round, isRestart: false))
        broadcastRoundChange(&actions)
    }

    /// Takes a message in. O(messages kept) for round changes, O(different votes) otherwise.
    public mutating func receive(_ message: QBFTMessage, _ actions: inout [QBFTAction]) {
        guard round > 0 else { return }
        if let value = decidedValue {
            guard message.kind == .roundChange, message.source != settings.process,
                resends.answers(source: message.source, round: message.round)
            else { return }
            actions.append(.broadcast(decidedMessage(value)))
            return
        }
        guard justification.holds(message, failedComparison: failedComparison) else { return }
        log.append(message)
        switch message.kind {
        case .prePrepare: receiveProposal(message, &actions)
        case .prepare: receivePrepare(message, &actions)
        case .commit: receiveCommit(message, &actions)
        case .roundChange: receiveRoundChange(message, &actions)
        case .decided:
            let voters = justification.signers(
                of: .commit, message.round, message.value, in: message.justification)
            decide(message.value, round: message.round, voters, &actions)
        }
    }

    // MARK: - Rules

    private mutating func receiveProposal(_ message: QBFTMessage, _ actions: inout [QBFTAction]) {
        guard message.round >= round, fires(.proposal, message.round) else { return }
        let isRestart = message.round == round
        enter(message.round)
        // Entering the round of a fired rule forgets it; it must stay fired.
        if !isRestart { fired.append((.proposal, message.round)) }
        actions.append(.startTimer(round: round, isRestart: isRestart))
        prepareUnlessDifferent(message.value, &actions)
    }

    private mutating func prepareUnlessDifferent(_ value: UInt64, _ actions: inout [QBFTAction]) {
        if settings.comparedBits != 0 {
            guard input != 0 else {
                uncompared = (round, value)
                return
            }
            guard (input ^ value) & settings.comparedBits == 0 else {
                failedComparison = round
                return
            }
        }
        actions.append(.broadcast(QBFTMessage(.prepare, source: settings.process, round: round, value: value)))
    }

    private mutating func receivePrepare(_ message: QBFTMessage, _ actions: inout [QBFTAction]) {
        guard message.round == round else { return }
        let voters = log.voters(.prepare, round: round, value: message.value)
        guard voters.count >= settings.sizes.quorum, fires(.prepares, round) else { return }
        (preparedRound, preparedValue, preparers) = (round, message.value, voters)
        actions.append(
            .broadcast(QBFTMessage(.commit, source: settings.process, round: round, value: message.value)))
    }

    private mutating func receiveCommit(_ message: QBFTMessage, _ actions: inout [QBFTAction]) {
        guard message.round == round else { return }
        let voters = log.voters(.commit, round: round, value: message.value)
        guard voters.count >= settings.sizes.quorum, fires(.commits, round) else { return }
        decide(message.value, round: round, voters, &actions)
    }

    private mutating func receiveRoundChange(_ message: QBFTMessage, _ actions: inout [QBFTAction]) {
        guard message.round >= round else { return }
        if message.round > round {
            guard let next = log.leastHigherRound(than: round, members: settings.sizes.partialQuorum),
                fires(.laggingBehind, message.round)
            else { return }
            enter(next)
            actions.append(.startTimer(round: round, isRestart: false))
            broadcastRoundChange(&actions)
            return
        }
        let changes = log.roundChanges(round)
        guard changes.count >= settings.sizes.quorum, isLeader(round) else { return }
        guard let proof = proof(changes) else {
            _ = fires(.unprovenRoundChanges, round)
            return
        }
        guard fires(.roundChanges, round) else { return }
        if let prepared = justification.singlePrepared(in: proof) {
            propose(prepared.value, proof, &actions)
        } else {
            proposeOwn(proof, &actions)
        }
    }

    /// A quorum of round changes that prepared nothing (J1), or one whose highest prepared round is proven by prepares
    /// that are appended (J2).
    private func proof(_ changes: [QBFTMessage]) -> [QBFTMessage]? {
        let quorum = settings.sizes.quorum
        let empty = changes.filter { $0.preparedRound == 0 && $0.preparedValue == 0 }
        if empty.count >= quorum { return empty.map(Self.withoutJustification) }
        for prepared in log.preparedQuorums(quorum, before: round) {
            let fitting = changes.filter { $0.preparedRound <= prepared.round }
            guard fitting.count >= quorum,
                fitting.contains(where: {
                    $0.preparedRound == prepared.round && $0.preparedValue == prepared.value
                })
            else { continue }
            return fitting.map(Self.withoutJustification)
                + votes(.prepare, round: prepared.round, value: prepared.value, prepared.voters)
        }
        return nil
    }

    private static func withoutJustification(_ message: QBFTMessage) -> QBFTMessage {
        var bare = message
        bare.justification = []
        return bare
    }

    private func votes(
        _ kind: QBFTMessage.Kind, round: Int, value: UInt64, _ voters: MemberSet
    ) -> [QBFTMessage] {
        voters.members.map { QBFTMessage(kind, source: $0, round: round, value: value) }
    }

    // MARK: - Steps

    private func isLeader(_ round: Int) -> Bool { settings.rotation.leader(round: round) == settings.process }

    private mutating func fires(_ rule: Rule, _ messageRound: Int) -> Bool {
        if fired.contains(where: { $0.rule == rule && $0.round == messageRound }) { return false }
        fired.append((rule, messageRound))
        return true
    }

    private mutating func enter(_ newRound: Int) {
        guard newRound != round else { return }
        round = newRound
        fired.removeAll(keepingCapacity: true)
        waitingJustification = nil
        uncompared = nil
    }

    private mutating func proposeOwn(_ proof: [QBFTMessage], _ actions: inout [QBFTAction]) {
        if input == 0 {
            waitingJustification = proof
        } else {
            propose(input, proof, &actions)
        }
    }

    private func propose(_ value: UInt64, _ proof: [QBFTMessage], _ actions: inout [QBFTAction]) {
        actions.append(
            .broadcast(
                QBFTMessage(
                    .prePrepare, source: settings.process, round: round, value: value, justification: proof)))
    }

    private func broadcastRoundChange(_ actions: inout [QBFTAction]) {
        let proof =
            preparedRound == 0 ? [] : votes(.prepare, round: preparedRound, value: preparedValue, preparers)
        actions.append(
            .broadcast(
                QBFTMessage(
                    .roundChange, source: settings.process, round: round, preparedRound: preparedRound,
                    preparedValue: preparedValue, justification: proof)))
    }

    private mutating func decide(
        _ value: UInt64, round decided: Int, _ voters: MemberSet, _ actions: inout [QBFTAction]
    ) {
        enter(decided)
        (decidedValue, decidedRound, deciders) = (value, decided, voters)
        actions.append(.decide(value: value, round: decided))
    }

    private func decidedMessage(_ value: UInt64) -> QBFTMessage {
        QBFTMessage(
            .decided, source: settings.process, round: decidedRound, value: value,
            justification: votes(.commit, round: decidedRound, value: value, deciders))
    }
}
