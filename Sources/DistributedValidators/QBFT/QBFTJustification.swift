/// When a message of Charon's QBFT may be believed.
///
/// Source: Charon e628470, core/qbft/qbft.go; the two ways of a proposal are J1 and J2 of Moniz, "The Istanbul BFT
/// Consensus Algorithm" (arXiv 2002.03613), algorithm 4.
public struct QBFTJustification: Sendable {
    /// How many votes carry a step.
    public let sizes: QuorumSizes
    /// Who may propose.
    public let rotation: LeaderRotation

    /// The rules of one instance.
    public init(sizes: QuorumSizes, rotation: LeaderRotation) {
        self.sizes = sizes
        self.rotation = rotation
    }

    /// Whether the message may be believed at all. O(length of its justification).
    ///
    /// - Parameter failedComparison: the last round whose proposal the receiver refused for its content; the next
    ///   round's proposal is believed without round changes.
    public func holds(_ message: QBFTMessage, failedComparison: Int? = nil) -> Bool {
        guard MemberSet.holds(message.source) else { return false }
        switch message.kind {
        case .prepare, .commit: return true
        case .prePrepare: return isJustifiedProposal(message, failedComparison)
        case .roundChange: return isJustifiedRoundChange(message)
        case .decided:
            return signers(of: .commit, message.round, message.value, in: message.justification).count >= sizes.quorum
        }
    }

    private func isJustifiedProposal(_ message: QBFTMessage, _ failedComparison: Int?) -> Bool {
        guard rotation.leader(round: message.round) == message.source, message.value != 0 else { return false }
        if message.round == 1 { return true }
        if let failedComparison, message.round == failedComparison &+ 1 { return true }
        switch provenValue(of: message.justification, round: message.round) {
        case .nothing: return false
        case .any: return true
        case .only(let value): return message.value == value
        }
    }

    /// A round change either claims nothing or brings the quorum of prepares that it claims.
    private func isJustifiedRoundChange(_ message: QBFTMessage) -> Bool {
        guard !message.justification.isEmpty else { return message.preparedRound == 0 && message.preparedValue == 0 }
        for vote in message.justification
        where vote.kind != .prepare || vote.round != message.preparedRound || vote.value != message.preparedValue {
            return false
        }
        return signers(of: .prepare, message.preparedRound, message.preparedValue, in: message.justification).count
            >= sizes.quorum
    }

    /// What a list of round changes and prepares lets a leader propose.
    enum Proof: Equatable {
        case nothing
        case any
        case only(UInt64)
    }

    func provenValue(of justification: [QBFTMessage], round: Int) -> Proof {
        let changes = Self.roundChanges(in: justification, round: round)
        guard changes.count >= sizes.quorum else { return .nothing }
        if changes.allSatisfy({ $0.preparedRound == 0 && $0.preparedValue == 0 }) { return .any }
        guard let (preparedRound, value) = singlePrepared(in: justification) else { return .nothing }
        var isClaimed = false
        for change in changes {
            if change.preparedRound > preparedRound { return .nothing }
            if change.preparedRound == preparedRound, change.preparedValue == value { isClaimed = true }
        }
        return isClaimed ? .only(value) : .nothing
    }

    /// The one round and value that all prepares of the list are for, if they are a quorum.
    func singlePrepared(in justification: [QBFTMessage]) -> (round: Int, value: UInt64)? {
        var voters = MemberSet()
        var single: (round: Int, value: UInt64)?
        for vote in justification where vote.kind == .prepare && !voters.contains(vote.source) {
            voters.insert(vote.source)
            if let known = single {
                guard known == (vote.round, vote.value) else { return nil }
            } else {
                single = (vote.round, vote.value)
            }
        }
        return voters.count >= sizes.quorum ? single : nil
    }

    /// The first round change of each member for the round, in order.
    static func roundChanges(in messages: [QBFTMessage], round: Int) -> [QBFTMessage] {
        var seen = MemberSet()
        var changes: [QBFTMessage] = []
        for message in messages
        where message.kind == .roundChange && message.round == round && !seen.contains(message.source) {
            seen.insert(message.source)
            changes.append(message)
        }
        return changes
    }

    /// Who sent a vote of the kind for the round and value.
    func signers(of kind: QBFTMessage.Kind, _ round: Int, _ value: UInt64, in messages: [QBFTMessage]) -> MemberSet {
        var voters = MemberSet()
        for message in messages where message.kind == kind && message.round == round && message.value == value {
            voters.insert(message.source)
        }
        return voters
    }
}
