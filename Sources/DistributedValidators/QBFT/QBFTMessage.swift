/// A message of Charon's QBFT.
///
/// A value is known by its number, as on the wire by its hash; zero is no value. Signatures are not modelled here: a
/// message is taken to come from its source.
public struct QBFTMessage: Hashable, Sendable {
    /// What a message says; the raw value is the wire's.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// The leader proposes.
        case prePrepare = 1
        /// A member has seen the proposal.
        case prepare = 2
        /// A member has seen a quorum of prepares.
        case commit = 3
        /// A member has given up on a round.
        case roundChange = 4
        /// A member hands on a quorum of commits.
        case decided = 5
    }

    /// What it says.
    public var kind: Kind
    /// The sender's number.
    public var source: Int
    /// The round it belongs to, from 1.
    public var round: Int
    /// The value it is about; zero in a round change.
    public var value: UInt64
    /// In a round change, the last round in which the sender saw a quorum of prepares; zero for none.
    public var preparedRound: Int
    /// The value of that quorum; zero for none.
    public var preparedValue: UInt64
    /// What makes the message believable; never nested.
    public var justification: [QBFTMessage]

    /// A message of given parts; nothing is checked.
    public init(
        _ kind: Kind, source: Int, round: Int, value: UInt64 = 0, preparedRound: Int = 0, preparedValue: UInt64 = 0,
        justification: [QBFTMessage] = []
    ) {
        self.kind = kind
        self.source = source
        self.round = round
        self.value = value
        self.preparedRound = preparedRound
        self.preparedValue = preparedValue
        self.justification = justification
    }
}

/// A set of members, by number from 0 to 63.
public struct MemberSet: Hashable, Sendable, BitwiseCopyable {
    /// Bit *i* is member *i*.
    public var bits: UInt64

    /// The set of those bits.
    @inlinable public init(bits: UInt64 = 0) { self.bits = bits }

    /// How many.
    @inlinable public var count: Int { bits.nonzeroBitCount }

    /// Whether nobody is in it.
    @inlinable public var isEmpty: Bool { bits == 0 }

    /// Whether a number can be in a set at all.
    @inlinable
    public static func holds(_ member: Int) -> Bool { member >= 0 && member < 64 }

    /// Whether the member is in it.
    @inlinable
    public func contains(_ member: Int) -> Bool { Self.holds(member) && bits >> UInt64(member) & 1 == 1 }

    /// Takes a member in; numbers outside 0 to 63 are left out.
    @inlinable
    public mutating func insert(_ member: Int) {
        if Self.holds(member) { bits |= 1 << UInt64(member) }
    }

    /// The members, ascending.
    public var members: [Int] { (0..<64).filter(contains) }
}
