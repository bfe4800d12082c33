/// The message network: how many nodes there are, how they are connected, how blocks leave.
///
/// Only the `messages` resolution reads it, and clusters for the ways between their members.
public struct Network: Sendable, Equatable {
    /// Nodes in the whole network, those of entities and clusters included.
    public var nodes: Int
    /// Blobs that each block carries.
    public var blobs: Int
    /// Bytes of a block on the wire, without blobs.
    public var blockBytes: Int
    /// From the start of the slot until a block leaves its proposer.
    public var publish: Outage.Duration
    /// Peers of a node in the gossip mesh: aim and bounds.
    public var mesh: Mesh
    /// Kinds of connection of the rest's nodes; shares sum to 1,000,000. Empty = the shipped default mix.
    public var links: [ClientMix.Share]
    /// Table of latencies between regions, its path resolved against the scenario's folder; nil = the shipped one.
    public var regionsFile: DataFile?
    /// Table of kinds of connection; nil = the shipped one.
    public var classesFile: DataFile?
    /// Whether quiet epochs, in which every message is certain to be in time, are settled as a whole.
    public var switching: Bool
    /// Where the file describes it.
    public var location: SourceLocation

    /// A network of given parts; nothing is checked.
    public init(
        nodes: Int = 1_000, blobs: Int = 6, blockBytes: Int = 100_000,
        publish: Outage.Duration = .median(600_000_000, p95: 1_500_000_000), mesh: Mesh = Mesh(),
        links: [ClientMix.Share] = [], regionsFile: DataFile? = nil, classesFile: DataFile? = nil,
        switching: Bool = true, location: SourceLocation
    ) {
        self.nodes = nodes
        self.blobs = blobs
        self.blockBytes = blockBytes
        self.publish = publish
        self.mesh = mesh
        self.links = links
        self.regionsFile = regionsFile
        self.classesFile = classesFile
        self.switching = switching
        self.location = location
    }

    /// Number of peers.
    public struct Mesh: Sendable, Equatable {
        /// What a node aims at.
        public var degree: Int
        /// The fewest.
        public var low: Int
        /// The most.
        public var high: Int

        /// Ethereum's figures (consensus-specs, `p2p-interface.md`).
        public init(degree: Int = 8, low: Int = 6, high: Int = 12) {
            self.degree = degree
            self.low = low
            self.high = high
        }
    }

    /// A file that the scenario names, as read.
    public struct DataFile: Sendable, Equatable {
        /// Path as given, for messages.
        public var name: String
        /// What is in it.
        public var text: String
        /// Where the scenario names it.
        public var location: SourceLocation

        /// A file's name and text.
        public init(name: String, text: String, location: SourceLocation) {
            self.name = name
            self.text = text
            self.location = location
        }
    }
}

/// What a fault of the message network or of a client does; beside `Outage.Kind`.
public enum Fault: Sendable, Equatable {
    /// `kind: partition`: groups that do not hear each other. Nodes of no group hear everybody.
    case partition(groups: [Group], oneWay: Bool)
    /// `kind: slow-link`: each copy takes `latency` nanoseconds longer at this end; bandwidth is capped (bits per second).
    case slowLink(latency: Int64, bitsPerSecond: Int64?)
    /// `kind: slow-machine`: validation takes `percent` of its usual time.
    case slowMachine(percent: Int)
    /// `kind: clock-skew`: the node's clock is ahead by so many nanoseconds (negative: behind).
    case clockSkew(Int64)
    /// `kind: client-bug`.
    case clientBug(Bug)
    /// `kind: byzantine`: what the proposers among those hit do.
    case byzantine(Misdeed)
    /// `kind: double-keys`: a second machine signs with the same keys.
    case doubleKeys(DoubleKeys)

    /// One side of a partition.
    public struct Group: Sendable, Equatable {
        /// For reports.
        public var name: String
        /// Who; `partsPerMillion` of a share is dealt out so that the groups stay apart.
        public var members: Selector
        /// Everybody whom no other group takes; `members` is then without meaning.
        public var takesOthers: Bool

        /// A side of a partition.
        public init(name: String, members: Selector = Selector(), takesOthers: Bool = false) {
            self.name = name
            self.members = members
            self.takesOthers = takesOthers
        }
    }

    /// What a client gets wrong.
    public enum Bug: Sendable, Equatable {
        /// It stops at the block of the moment at which the outage starts, until the outage ends.
        case crash
        /// It refuses the valid block of that moment and what is built on it.
        case rejectValid
        /// Its proposers make an invalid block at that moment, and it accepts what others refuse.
        case acceptInvalid
        /// It takes so much longer over each block, nanoseconds.
        case stall(Int64)
        /// It votes for the parent of the head.
        case wrongHead
        /// It is busy replaying old states: a share of its duties (parts per million) is not done.
        case replayOverload(partsPerMillion: Int)
    }

    /// What a dishonest proposer does.
    public enum Misdeed: Sendable, Equatable {
        /// Two blocks for one slot, to two halves of the network.
        case equivocate
        /// No block at all, though it could.
        case withhold
        /// Its block leaves so many nanoseconds after the start of the slot.
        case late(Int64)
        /// Its partial signatures in clusters are wrong; it proposes as it should.
        case wrongPartials
        /// It signs two values for each duty of its clusters; it proposes as it should.
        case equivocatePartials
    }

    /// A backup that signs with keys which somebody else uses as well.
    public struct DoubleKeys: Sendable, Equatable {
        /// Name of the node or entity that holds the second copy.
        public var backup: String
        /// Whether the two share one slashing protection database, have one each, or the backup's was wiped.
        public var protection: Protection
        /// Whether the backup listens two epochs before it signs.
        public var doppelganger: Bool

        /// Ways of protecting against double signing.
        public enum Protection: String, Sendable, CaseIterable {
            case shared, separate, wiped
        }

        /// A backup of given parts; nothing is checked.
        public init(backup: String, protection: Protection = .separate, doppelganger: Bool = false) {
            self.backup = backup
            self.protection = protection
            self.doppelganger = doppelganger
        }
    }
}

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

/// The same scenario with other choices, under the same luck.
public struct Variant: Sendable, Equatable {
    /// Unlike every other variant's.
    public var name: String
    /// Settings as `--set` takes them: a path and a value in YAML.
    public var settings: [Setting]
    /// Where the file describes it.
    public var location: SourceLocation

    /// A variant of given parts; nothing is checked.
    public init(name: String, settings: [Setting], location: SourceLocation) {
        self.name = name
        self.settings = settings
        self.location = location
    }

    /// One change.
    public struct Setting: Sendable, Equatable {
        /// Path to what changes (`entities.me.validators`).
        public var path: String
        /// New value as YAML; nil removes what the path leads to.
        public var value: String?

        /// A change.
        public init(path: String, value: String?) {
            self.path = path
            self.value = value
        }
    }
}
