/// What a cluster is and by which project's rules it works: data, the same for all its duties.
public struct ClusterRules: Hashable, Sendable {
    /// The project whose flow a cluster follows.
    public enum Flavour: String, Sendable, CaseIterable {
        /// Obol's Charon: a member takes part before it has data of its own, and does not look into the leader's.
        case charon
        /// SSV: a member begins with its own data and refuses checkpoints that are not its own.
        case ssv
    }

    /// Why rules make no cluster.
    public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// More or fewer members than a cluster can have.
        case members(Int)
        /// A threshold that no set of members can reach, or none.
        case threshold(Int, members: Int)

        /// What is wrong and what mends it.
        public var description: String {
            switch self {
            case .members(let count): "a cluster of \(count) members is not possible: give it 1 to 64"
            case .threshold(let count, let members):
                "a threshold of \(count) among \(members) members is not possible: give it 1 to \(members)"
            }
        }
    }

    /// Whose flow.
    public var flavour: Flavour
    /// Members, n.
    public let members: Int
    /// Valid partial signatures that make a signature, m.
    public let threshold: Int
    /// Quorum of the consensus; by the flavour's formula, whatever the threshold.
    public var sizes: QuorumSizes
    /// When rounds of blocks are given up.
    public var proposerTimer: RoundTimer
    /// When rounds of all other duties are given up.
    public var roundTimer: RoundTimer
    /// Whether a member of a Charon cluster withholds its vote from a leader whose source or target is not its own
    /// (alpha feature `chain_split_halt`). SSV always does.
    public var isChainSplitHalted = false
    /// Nanoseconds of a slot.
    public var slot: Int64 = 12_000_000_000
    /// When attestations and sync messages are due.
    public var attestationDue = SlotFraction.third
    /// When aggregates and contributions are due.
    public var aggregationDue = SlotFraction.twoThirds
    /// Nanoseconds that a validator client takes to sign.
    public var signingDelay: Int64 = 0
    /// Nanoseconds from the request for a block to the block.
    public var blockDelay: Int64 = 0
    /// Nanoseconds from a duty's start after which nobody waits any more, where the duty's own deadline is later.
    public var patience: Int64 = 48_000_000_000
    /// The most that chance adds to a message's way, nanoseconds, evenly spread.
    public var jitter: Int64 = 0
    /// The round in which an SSV instance stops.
    public var cutOffRound = 12
    /// Whether an SSV member takes a proof of an earlier round's decision. Anchor did not before sigp/anchor#981.
    public var acceptsPastDecisions = true
    /// Whether SSV's leaders shift with the epoch (Boole fork).
    public var isLeaderEpochAware = true

    private init(
        _ flavour: Flavour, members: Int, threshold: Int, sizes: QuorumSizes, timer: RoundTimer
    ) throws(Fault) {
        guard (1...64).contains(members) else { throw .members(members) }
        guard (1...members).contains(threshold) else { throw .threshold(threshold, members: members) }
        self.flavour = flavour
        self.members = members
        self.threshold = threshold
        self.sizes = sizes
        proposerTimer = timer
        roundTimer = timer
    }

    /// A Charon cluster as it is by default.
    /// - Parameter threshold: ⌈2n/3⌉ if nil.
    /// - Throws: where the numbers make no cluster.
    public static func charon(members: Int, threshold: Int? = nil) throws(Fault) -> ClusterRules {
        guard (1...64).contains(members) else { throw .members(members) }
        let sizes = QuorumSizes.charon(members)
        return try ClusterRules(
            .charon, members: members, threshold: threshold ?? sizes.quorum, sizes: sizes, timer: .eagerDoubleLinear)
    }

    /// An SSV cluster as the Go client runs it.
    /// - Parameter threshold: 2f + 1 if nil.
    /// - Throws: where the numbers make no cluster.
    public static func ssv(members: Int, threshold: Int? = nil) throws(Fault) -> ClusterRules {
        guard (1...64).contains(members) else { throw .members(members) }
        let sizes = QuorumSizes.ssv(members)
        return try ClusterRules(
            .ssv, members: members, threshold: threshold ?? sizes.quorum, sizes: sizes, timer: .ssv())
    }
}
