/// Members that share validator keys, m of n.
public struct Cluster: Sendable, Equatable {
    /// Unlike every other cluster's and entity's; it is a subject of `expect` like an entity.
    public var name: String
    /// Whose rules it follows.
    public var flavour: Flavour
    /// Names of nodes (`me`, `coinbase/2`), in the order of their share indices.
    public var members: [String]
    /// Signatures that are enough.
    public var threshold: Int
    /// Validators in all.
    public var validators: Int
    /// Clusters of this kind that stand for one entry (operators that serve many); 1 = itself.
    public var count: Int
    /// Whether partial signatures are really made.
    public var signing: Signing
    /// Charon's check of the leader's source and target (`chain_split_halt`).
    public var chainSplitHalt: Bool
    /// Charon's round timer; SSV has its own.
    public var timer: Timer
    /// From when the rounds of an SSV block's consensus count.
    public var blockRounds = BlockRounds.instance
    /// What an SSV member does with the proof of a decision in a round that it has left.
    public var lateProofs = LateProofs.taken
    /// Whether an SSV member that has restarted listens for its own keys before it signs again.
    public var doppelganger = false
    /// How blob work is shared among the members.
    public var blobWork: BlobWork
    /// Balance of each validator at the start, Gwei.
    public var balance: UInt64
    /// 0x02 credentials.
    public var compounding: Bool
    /// Who builds its blocks.
    public var builds: BlockBuilding
    /// An Obol lock or SSV key shares that say flavour, threshold and validators; resolved against the scenario's folder.
    /// Whoever runs the scenario reads it.
    public var file: String?
    /// A member that hands its share on during the run.
    public var reshare: Reshare?
    /// Members of each of the `count` clusters, where these differ; empty = `members` for all.
    public var rosters: [[String]] = []
    /// The members' operator ids at SSV, ascending, at which their shares are evaluated; empty = 1 to n.
    public var operatorIDs: [UInt64] = []
    /// The same for each of `rosters`.
    public var rosterIDs: [[UInt64]] = []
    /// What each of the `count` clusters pays; empty = nothing.
    public var accounts: [ClusterAccount] = []
    /// Members that cannot be called from outside (Obol): two of them talk through the relay.
    public var unreachable: [String] = []
    /// The node that is the relay; nil = one that stands nowhere and never fails.
    public var relay: String?
    /// Where the file describes it.
    public var location: SourceLocation

    /// A cluster of given parts; nothing is checked.
    public init(
        name: String, flavour: Flavour, members: [String], threshold: Int, validators: Int, count: Int = 1,
        signing: Signing = .modelled, chainSplitHalt: Bool = false, timer: Timer = .eagerDoubleLinear,
        blobWork: BlobWork = .everyMember, balance: UInt64 = 32_000_000_000, compounding: Bool = false,
        builds: BlockBuilding = .builder, file: String? = nil, location: SourceLocation
    ) {
        self.name = name
        self.flavour = flavour
        self.members = members
        self.threshold = threshold
        self.validators = validators
        self.count = count
        self.signing = signing
        self.chainSplitHalt = chainSplitHalt
        self.timer = timer
        self.blobWork = blobWork
        self.balance = balance
        self.compounding = compounding
        self.builds = builds
        self.file = file
        self.location = location
    }

    /// One member for another by new shares of the same key.
    public struct Reshare: Sendable, Equatable {
        /// When the old shares stop, nanoseconds from the start of the run.
        public var at: Int64
        /// The member that goes, as named among `members`.
        public var outgoing: String
        /// The node that comes in its place.
        public var incoming: String
        /// Time after `at` for which nobody signs, nanoseconds.
        public var grace: Int64

        /// A replacement of given parts; nothing is checked.
        public init(at: Int64, outgoing: String, incoming: String, grace: Int64) {
            self.at = at
            self.outgoing = outgoing
            self.incoming = incoming
            self.grace = grace
        }
    }

    /// A project's rules.
    public enum Flavour: String, Sendable, CaseIterable {
        case obol, ssv
    }

    /// Whether signatures are real.
    public enum Signing: String, Sendable, CaseIterable {
        case real, modelled
    }

    /// Charon's round timers.
    public enum Timer: String, Sendable, CaseIterable {
        case eagerDoubleLinear = "eager-double-linear"
        case increasing, linear
    }

    /// Where the clock of an SSV block's rounds starts.
    public enum BlockRounds: String, Sendable, CaseIterable {
        /// When the member begins, with randao and block at hand, as in the Go client.
        case instance
        /// With the slot, as in Anchor (sigp/anchor#758).
        case slot
    }

    /// What becomes of proofs of earlier rounds.
    public enum LateProofs: String, Sendable, CaseIterable {
        case taken
        /// As Anchor did until sigp/anchor#981.
        case refused
    }

    /// Who does the work of blobs.
    public enum BlobWork: String, Sendable, CaseIterable {
        /// Each member carries everything.
        case everyMember = "every-member"
        /// Proofs of blobs (rows) are dealt to the members.
        case rows
        /// Columns are dealt to the members.
        case columns
    }
}

/// Where a proposer's blocks come from.
public enum BlockBuilding: String, Sendable, CaseIterable {
    /// It makes them itself, cell proofs of their blobs included.
    case local
    /// A builder makes them, and their blobs' proofs.
    case builder
}
