/// A message of a duty that was traced. Times are nanoseconds from the start of the slot.
public struct TracedMessage: Hashable, Sendable {
    /// What is sent between members.
    public enum Kind: String, Sendable, CaseIterable {
        /// A partial signature that is needed before there is anything to agree on.
        case preConsensusPartial = "PRE-CONSENSUS PARTIAL"
        /// The leader's proposal.
        case proposal = "PRE-PREPARE"
        /// A first vote.
        case prepare = "PREPARE"
        /// A second vote.
        case commit = "COMMIT"
        /// The wish for a later round.
        case roundChange = "ROUND-CHANGE"
        /// A proof of the decision.
        case decided = "DECIDED"
        /// A partial signature over what was agreed on.
        case partial = "PARTIAL SIGNATURE"
    }

    /// When it was sent.
    public var sentAt: Int64
    /// When it was handled, or would have been.
    public var arrivesAt: Int64
    /// The sender.
    public var from: Int
    /// The receiver.
    public var to: Int
    /// What it is.
    public var kind: Kind
    /// The round it belongs to; zero for partial signatures.
    public var round: Int
    /// Whether the receiver was down when it came.
    public var isLost: Bool
}
