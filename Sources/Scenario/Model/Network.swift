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
    /// What blocks that builders make wait for beside; nil = nothing.
    public var relay: Relay?
    /// Peers of a node in the gossip mesh: aim and bounds.
    public var mesh: Mesh
    /// Kinds of connection of the rest's nodes; shares sum to 1,000,000. Empty = the shipped default mix.
    public var links: [ClientMix.Share]
    /// How the rest's stake is spread over its nodes.
    public var stakeSpread: StakeSpread
    /// Table of latencies between regions, its path resolved against the scenario's folder; nil = the shipped one.
    public var regionsFile: DataFile?
    /// Table of kinds of connection; nil = the shipped one.
    public var classesFile: DataFile?
    /// Whether blocks that are certain to be everywhere in time are not followed on their way.
    public var switching: Bool
    /// Table of lateness by which quiet epochs are settled as a whole; nil = they are followed like the others.
    public var quietFile: DataFile?
    /// Where the file describes it.
    public var location: SourceLocation

    /// A network of given parts; nothing is checked.
    public init(
        nodes: Int = 1_000, blobs: Int = 6, blockBytes: Int = 100_000,
        publish: Outage.Duration = .median(600_000_000, p95: 1_500_000_000), relay: Relay? = nil, mesh: Mesh = Mesh(),
        links: [ClientMix.Share] = [], stakeSpread: StakeSpread = .heavyTailed, regionsFile: DataFile? = nil,
        classesFile: DataFile? = nil, switching: Bool = true, quietFile: DataFile? = nil,
        location: SourceLocation
    ) {
        self.nodes = nodes
        self.blobs = blobs
        self.blockBytes = blockBytes
        self.publish = publish
        self.relay = relay
        self.mesh = mesh
        self.links = links
        self.stakeSpread = stakeSpread
        self.regionsFile = regionsFile
        self.classesFile = classesFile
        self.switching = switching
        self.quietFile = quietFile
        self.location = location
    }

    /// Blocks that come through a relay (MEV-boost).
    public struct Relay: Sendable, Equatable {
        /// Share of the blocks of those who do not build their own, parts per million.
        public var partsPerMillion: Int
        /// How much later than others these blocks leave their proposers.
        public var delay: Outage.Duration

        /// A relay's share and delay.
        public init(partsPerMillion: Int = 950_000, delay: Outage.Duration) {
            self.partsPerMillion = partsPerMillion
            self.delay = delay
        }
    }

    /// From the start of the slot until most blocks leave, nanoseconds: without what chance adds.
    ///
    /// - Parameter buildsLocally: whether the proposer makes its blocks itself.
    public func usualPublication(buildsLocally: Bool) -> Int64 {
        guard let relay, !buildsLocally, relay.partsPerMillion >= 500_000 else { return publish.usual }
        return publish.usual + relay.delay.usual
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

    /// How much of a population's stake each of its nodes holds.
    public enum StakeSpread: String, Sendable, CaseIterable {
        /// A few large nodes in data centres hold most of it; those of small operators share a small part.
        case heavyTailed = "heavy-tailed"
        /// Every node holds the same.
        case even
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
