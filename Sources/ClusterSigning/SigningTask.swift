public import BeaconChain

/// Some members of a cluster: bit `i` is the member at position `i` of its committee.
public struct MemberSet: Hashable, Sendable, OptionSet {
    /// The bits.
    public let rawValue: UInt64

    /// The most members that a set can hold.
    public static let capacity = 64

    /// The members whose bits are set.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// One member; empty for positions outside 0 ..< 64.
    public init(position: Int) {
        rawValue = (0..<MemberSet.capacity).contains(position) ? 1 << UInt64(position) : 0
    }

    /// The first `count` members.
    public init(first count: Int) {
        rawValue = count >= MemberSet.capacity ? .max : (1 << UInt64(max(0, count))) - 1
    }

    /// The positions of the members, ascending.
    public var positions: [Int] {
        var positions: [Int] = []
        var rest = rawValue
        while rest != 0 {
            positions.append(rest.trailingZeroBitCount)
            rest &= rest - 1
        }
        return positions
    }

    /// How many members.
    public var count: Int { rawValue.nonzeroBitCount }
}

/// One duty to be signed: who signs what, and who cheats.
public struct SigningTask: Hashable, Sendable {
    /// The cluster, by its position among the batch's.
    public var cluster: Int
    /// The validator, by its position in the cluster.
    public var validator: Int
    /// The members that send a partial signature.
    public var signers: MemberSet
    /// The signers whose partial signature is over another root.
    public var liars: MemberSet
    /// The signers whose partial signature is made with a key that is not their share.
    public var wrongKeys: MemberSet
    /// What is signed.
    public var signingRoot: Root

    /// A task of given parts.
    public init(
        cluster: Int, validator: Int, signers: MemberSet, liars: MemberSet = [], wrongKeys: MemberSet = [],
        signingRoot: Root
    ) {
        self.cluster = cluster
        self.validator = validator
        self.signers = signers
        self.liars = liars
        self.wrongKeys = wrongKeys
        self.signingRoot = signingRoot
    }
}

/// What came of a task.
public struct SigningResult: Hashable, Sendable {
    /// Whether enough partial signatures were right, and the signature combined of them verifies with the validator's key.
    public var isSigned: Bool
    /// The signers whose partial signature does not verify with their share key.
    public var caught: MemberSet

    /// A result of given parts.
    public init(isSigned: Bool, caught: MemberSet) {
        self.isSigned = isSigned
        self.caught = caught
    }
}

/// How much was signed and checked. A signature that is looked at again in the search for a culprit counts once.
public struct SigningCounts: Hashable, Sendable {
    /// Partial signatures made.
    public var partials = 0
    /// Signatures combined of them.
    public var combinations = 0
    /// Partial and combined signatures verified.
    public var verifications = 0

    /// Nothing yet.
    public init() {}

    /// The sums.
    public static func += (total: inout SigningCounts, part: SigningCounts) {
        total.partials += part.partials
        total.combinations += part.combinations
        total.verifications += part.verifications
    }
}
