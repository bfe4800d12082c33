/// How many of a cluster's members must agree, and how many may fail.
public struct QuorumSizes: Hashable, Sendable {
    /// Members, n.
    public let members: Int
    /// Distinct members whose equal votes carry a step.
    public let quorum: Int
    /// Members that may behave arbitrarily, f: so many round changes prove nothing, one more proves an honest one.
    public let faulty: Int

    /// Charon: quorum ⌈2n/3⌉, f = ⌊(n−1)/3⌋.
    ///
    /// Source: Charon e628470, core/qbft/qbft.go; any n from 1 on. The signing threshold's default is the quorum.
    public static func charon(_ members: Int) -> QuorumSizes {
        QuorumSizes(members: members, quorum: (2 * members + 2) / 3, faulty: (members - 1) / 3)
    }

    /// SSV: n = 3f + 1, quorum 2f + 1.
    ///
    /// Source: ssv-spec 5d11f26, types/operator.go. Where n is no 3f + 1, which SSV does not form, f is rounded down and
    /// the quorum is the least that still makes two quorums share an honest member.
    public static func ssv(_ members: Int) -> QuorumSizes {
        let faulty = (members - 1) / 3
        return QuorumSizes(members: members, quorum: (members + faulty) / 2 + 1, faulty: faulty)
    }

    /// Distinct members of which at least one is honest: f + 1.
    public var partialQuorum: Int { faulty + 1 }
}
