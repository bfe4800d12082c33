/// What an SSV instance wants done.
public enum SSVAction: Sendable, Equatable {
    /// Send to every member, the sender included.
    case broadcast(SSVMessage)
    /// Start the timer of a round; what ran before is void.
    case startTimer(round: Int)
    /// A quorum of commits is there; the message proves it to others.
    case decide(SSVMessage)
}

/// One operator's part in one instance of SSV's QBFT: a state machine without clock, network or chance.
///
/// Source: ssv-spec 5d11f26, qbft. Unlike Charon's, an instance takes votes only for the proposal that it has accepted in
/// its current round, refuses what belongs to past rounds, and stops at a last round.
public struct SSVInstance: Sendable {
    /// What does not change during an instance.
    public struct Settings: Sendable {
        /// Operator ids, ascending.
        public var committee: [UInt64]
        /// Quorum and faults.
        public var sizes: QuorumSizes
        /// This operator.
        public var operatorID: UInt64
        /// The controller that its messages are for.
        public var identifier: UInt64
        /// The first round in which nothing is done any more.
        public var cutOffRound: Int
        /// Who proposes.
        public var proposer: SSVProposer
        /// Which values may be signed.
        public var rule: SSVValueRule

        /// The settings of an operator.
        public init(
            committee: [UInt64], sizes: QuorumSizes, operatorID: UInt64, identifier: UInt64 = 0, cutOffRound: Int = 12,
            proposer: SSVProposer = .rotating(isEpochAware: true), rule: SSVValueRule = SSVValueRule()
        ) {
            self.committee = committee
            self.sizes = sizes
            self.operatorID = operatorID
            self.identifier = identifier
            self.cutOffRound = cutOffRound
            self.proposer = proposer
            self.rule = rule
        }
    }

    /// What an instance knows, as the specification names it.
    public struct State: Sendable {
        /// The instance: the slot of its duty.
        public var height: UInt64
        /// From 1.
        public var round = 1
        /// The last round with a quorum of prepares; zero for none.
        public var lastPreparedRound = 0
        /// The value of that quorum.
        public var lastPreparedValue: UInt64?
        /// The proposal that was accepted in the current round.
        public var acceptedProposal: SSVMessage?
        /// Whether a value is decided.
        public var isDecided = false
        /// That value.
        public var decidedValue: UInt64?
        /// Proposals taken in.
        public var proposals = SSVMessageStore()
        /// Prepares taken in.
        public var prepares = SSVMessageStore()
        /// Commits taken in.
        public var commits = SSVMessageStore()
        /// Round changes taken in.
        public var roundChanges = SSVMessageStore()

        /// A state before the start.
        public init(height: UInt64) { self.height = height }

        mutating func reset(height: UInt64) {
            self.height = height
            (round, lastPreparedRound, lastPreparedValue, acceptedProposal) = (1, 0, nil, nil)
            (isDecided, decidedValue) = (false, nil)
            proposals.removeAll()
            prepares.removeAll()
            commits.removeAll()
            roundChanges.removeAll()
        }
    }

    /// The settings.
    public var settings: Settings
    /// What it knows.
    public var state: State
    /// The own value, to propose when leading.
    public var startValue: UInt64?
    /// Whether the controller has stopped it.
    public private(set) var isStopped = false

    /// An instance that has not started.
    public init(_ settings: Settings, height: UInt64) {
        self.settings = settings
        state = State(height: height)
    }

    /// Makes it an instance that has not started, keeping its memory.
    public mutating func reset(_ settings: Settings, height: UInt64) {
        self.settings = settings
        state.reset(height: height)
        startValue = nil
        isStopped = false
    }

    /// Makes it take no more messages.
    public mutating func forceStop() { isStopped = true }

    /// Whether it still takes messages.
    public var canProcess: Bool { !isStopped && state.round < settings.cutOffRound }

    /// Begins round 1 with the own value; the proposer proposes it.
    public mutating func start(_ value: UInt64?, _ actions: inout [SSVAction]) {
        startValue = value
        state.round = 1
        actions.append(.startTimer(round: 1))
        if proposer(1) == settings.operatorID { propose(value, [], [], &actions) }
    }

    /// The timer of the current round has run out.
    /// - Throws: ``SSVFault/timeoutAfterStop`` where nothing is done any more.
    public mutating func timeOut(_ actions: inout [SSVAction]) throws(SSVFault) {
        guard canProcess else { throw .timeoutAfterStop }
        let next = state.round + 1
        actions.append(.broadcast(roundChange(next)))
        state.round = next
        state.acceptedProposal = nil
        actions.append(.startTimer(round: next))
    }

    /// Takes a message in.
    /// - Throws: why it is refused; the state is then as before.
    public mutating func receive(_ message: SSVMessage, _ actions: inout [SSVAction]) throws(SSVFault) {
        guard canProcess else { throw .stopped }
        try message.checkSigners()
        guard message.round >= state.round else { throw .pastRound }
        switch message.kind {
        case .proposal:
            try checkProposal(message)
            accept(message, &actions)
        case .prepare:
            guard let proposal = state.acceptedProposal else { throw .noProposal }
            try checkPrepare(message, round: state.round, root: proposal.root)
            prepare(message, proposal, &actions)
        case .commit:
            guard let proposal = state.acceptedProposal else { throw .noProposal }
            try checkCommit(message, proposal)
            commit(message, proposal, &actions)
        case .roundChange:
            try checkRoundChange(message, round: message.round, fullData: message.fullData)
            changeRound(message, &actions)
        }
    }

    func proposer(_ round: Int) -> UInt64 {
        settings.proposer.leader(height: state.height, round: round, committee: settings.committee)
    }

    func isMember(_ signers: SSVMessage.Signers) -> Bool {
        switch signers {
        case .one(let id): settings.committee.contains(id)
        case .list(let ids): ids.allSatisfy(settings.committee.contains)
        }
    }

    // MARK: - Steps

    private mutating func accept(_ message: SSVMessage, _ actions: inout [SSVAction]) {
        guard state.proposals.appendFirst(message) else { return }
        state.acceptedProposal = message
        if message.round > state.round { actions.append(.startTimer(round: message.round)) }
        state.round = message.round
        broadcast(own(.prepare, round: message.round, root: message.root), &actions)
    }

    private mutating func prepare(
        _ message: SSVMessage, _ proposal: SSVMessage, _ actions: inout [SSVAction]
    ) {
        let quorum = settings.sizes.quorum
        let hadQuorum = state.prepares.signerCount(round: state.round) >= quorum
        guard state.prepares.appendFirst(message), !hadQuorum,
            state.prepares.signerCount(round: state.round) >= quorum
        else { return }
        state.lastPreparedValue = proposal.fullData
        state.lastPreparedRound = state.round
        broadcast(own(.commit, round: state.round, root: proposal.root), &actions)
    }

    private mutating func commit(
        _ message: SSVMessage, _ proposal: SSVMessage, _ actions: inout [SSVAction]
    ) {
        guard state.commits.appendFirst(message),
            state.commits.signerCount(round: message.round, root: message.root) >= settings.sizes.quorum
        else { return }
        let votes = state.commits.disjointMessages(round: message.round, root: message.root)
        guard votes.signers.count >= settings.sizes.quorum else { return }
        state.isDecided = true
        state.decidedValue = proposal.fullData
        var proof = message
        proof.signers = .list(votes.signers.sorted())
        proof.signatureCount = votes.signers.count
        proof.fullData = proposal.fullData
        actions.append(.decide(proof))
    }

    private mutating func changeRound(_ message: SSVMessage, _ actions: inout [SSVAction]) {
        let hadQuorum = state.roundChanges.signerCount(round: message.round) >= settings.sizes.quorum
        guard state.roundChanges.appendFirst(message), !hadQuorum else { return }
        if let (value, prepares) = proposalFor(message.round) {
            propose(value, state.roundChanges.of(round: state.round), prepares, &actions)
        } else if state.roundChanges.signerCount(after: state.round) >= settings.sizes.partialQuorum {
            var next = Int.max
            for change in state.roundChanges.messages where change.round > state.round {
                next = min(next, change.round)
            }
            state.round = next
            state.acceptedProposal = nil
            actions.append(.startTimer(round: next))
            broadcast(roundChange(next), &actions)
        }
    }

    /// The value that this operator may propose in a round by the round changes it holds, with the prepares that prove it.
    private func proposalFor(_ round: Int) -> (value: UInt64?, prepares: [SSVMessage])? {
        let changes = state.roundChanges.of(round: round)
        guard SSVMessageStore.signerCount(changes) >= settings.sizes.quorum,
            proposer(round) == settings.operatorID,
            round > state.round || (round == state.round && state.acceptedProposal == nil)
        else { return nil }
        // Each is tried, so that one bad round change, even the last one, cannot keep the round from beginning.
        for change in changes {
            let value = change.isPrepared ? change.fullData : startValue
            do throws(SSVFault) {
                try checkJustification(
                    roundChanges: changes, prepares: change.roundChanges, round: round, fullData: value)
                return (value, change.roundChanges)
            } catch {
                continue
            }
        }
        return nil
    }

    // MARK: - Own messages

    private func own(_ kind: SSVMessage.Kind, round: Int, root: UInt64) -> SSVMessage {
        SSVMessage(
            kind, signers: .one(settings.operatorID), height: state.height, round: round, root: root,
            identifier: settings.identifier)
    }

    private func propose(
        _ value: UInt64?, _ roundChanges: [SSVMessage], _ prepares: [SSVMessage], _ actions: inout [SSVAction]
    ) {
        broadcast(
            SSVMessage(
                .proposal, signers: .one(settings.operatorID), height: state.height, round: state.round,
                root: value ?? 0, fullData: value, roundChanges: roundChanges.map(\.withoutFullData),
                prepares: prepares.map(\.withoutFullData), identifier: settings.identifier), &actions)
    }

    private func roundChange(_ round: Int) -> SSVMessage {
        guard state.lastPreparedRound != 0, let value = state.lastPreparedValue else {
            return own(.roundChange, round: round, root: 0)
        }
        let votes = state.prepares.of(round: state.lastPreparedRound).filter { $0.root == value }
        let isProven = SSVMessageStore.signerCount(votes) >= settings.sizes.quorum
        return SSVMessage(
            .roundChange, signers: .one(settings.operatorID), height: state.height, round: round, root: value,
            fullData: value, preparedRound: state.lastPreparedRound,
            roundChanges: isProven ? votes.map(\.withoutFullData) : [], identifier: settings.identifier)
    }

    /// Sends nothing any more from the last round on.
    private func broadcast(_ message: SSVMessage, _ actions: inout [SSVAction]) {
        if canProcess { actions.append(.broadcast(message)) }
    }
}
