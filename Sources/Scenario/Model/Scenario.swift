/// A question asked of the simulator: a chain, the people on it, what goes dark, and what should come out.
///
/// Values are checked: every name that another part refers to exists, every quantity is in range. Durations that the
/// file gives in slots or epochs are already nanoseconds of the chosen preset.
public struct Scenario: Sendable, Equatable {
    /// Short name, shown as the report's title.
    public var name: String
    /// One or two sentences for the reader of a report.
    public var about: String
    /// Root of all chance in the run.
    public var seed: UInt64
    /// Rules, size and start of the chain.
    public var chain: Chain
    /// How far it goes.
    public var run: RunLength
    /// Files beside its own that it reads: tables of the network, traces, a state, clusters. As given, in the order of
    /// their keys, each once.
    public var filesRead: [String] {
        var files = [chain.stateFile]
        files += [network?.regionsFile, network?.classesFile, network?.quietFile, calibration].map { $0?.name }
        files += clusters.map(\.file)
        for outage in outages {
            guard case .offlineBalances(let trace) = outage.timing else { continue }
            files.append(trace.file)
        }
        var unique: [String] = []
        for case let file? in files where !unique.contains(file) { unique.append(file) }
        return unique
    }

    /// How finely the network is simulated.
    public var resolution: Resolution
    /// How the rest is carried.
    public var detail: Detail
    /// Places by name, in file order.
    public var places: [Place]
    /// Entities by name, in file order.
    public var entities: [Entity]
    /// Everyone whom `entities` does not name.
    public var rest: Rest
    /// What goes dark, in file order.
    public var outages: [Outage]
    /// Figures that must come out, in file order.
    public var expectations: [Expectation]
    /// Recovery parameters that replace those of the shipped data file, by client name.
    public var resync: [ResyncOverride]
    /// The message network; nil = the shipped defaults.
    public var network: Network?
    /// How often the network is late, where no messages show it (`blackout calibrate`); nil = never.
    public var calibration: Network.DataFile?
    /// Distributed validators, in file order.
    public var clusters: [Cluster]
    /// Other choices under the same luck, in file order.
    public var variants: [Variant]
    /// What stood out while the file was read.
    public var warnings: [ScenarioWarning] = []

    /// A scenario of given parts; nothing is checked.
    public init(
        name: String, about: String = "", seed: UInt64 = 1, chain: Chain, run: RunLength,
        resolution: Resolution = .duties, detail: Detail = .cohorts, places: [Place] = [], entities: [Entity] = [],
        rest: Rest = Rest(), outages: [Outage] = [], expectations: [Expectation] = [], resync: [ResyncOverride] = [],
        network: Network? = nil, calibration: Network.DataFile? = nil, clusters: [Cluster] = [],
        variants: [Variant] = []
    ) {
        self.name = name
        self.about = about
        self.seed = seed
        self.chain = chain
        self.run = run
        self.resolution = resolution
        self.detail = detail
        self.places = places
        self.entities = entities
        self.rest = rest
        self.outages = outages
        self.expectations = expectations
        self.resync = resync
        self.network = network
        self.calibration = calibration
        self.clusters = clusters
        self.variants = variants
    }

    /// How far the run goes.
    public struct RunLength: Sendable, Equatable {
        /// Nanoseconds from the start of the first simulated epoch; a whole number of epochs, rounded up.
        public var nanoseconds: Int64

        /// A length in nanoseconds.
        public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    }

    /// How finely the network is simulated.
    public enum Resolution: String, Sendable, CaseIterable {
        /// No message events; whether a duty is in time follows from who is up.
        case duties
        /// Blocks, aggregates and votes are messages.
        case messages
    }

    /// How the validators whom no entity names are carried.
    public enum Detail: String, Sendable, CaseIterable {
        /// Validators with one history share one set of values and a count.
        case cohorts
        /// Every validator by itself.
        case individual
    }
}

/// The chain's rules and its state at the start.
public struct Chain: Sendable, Equatable {
    /// Name of the fork whose rules hold, in the spec's spelling (`fulu`).
    public var fork: String
    /// `mainnet` or `minimal`.
    public var preset: String
    /// Validators in the whole network, named ones included; nil when the start is a real state.
    public var validators: Int?
    /// First simulated epoch; without meaning when `stateFile` is given, for then the state says it.
    public var startEpoch: UInt64
    /// File of a real beacon state (`.ssz` or `.ssz_snappy`), resolved against the scenario's folder.
    public var stateFile: String?
    /// Configuration constants that differ from the preset's, by the spec's name, in file order.
    public var config: [ConfigOverride]
    /// How proposers and sync committees are drawn.
    public var sampling: Sampling

    /// A chain of given parts; nothing is checked.
    public init(
        fork: String = "fulu", preset: String = "mainnet", validators: Int? = 1_000_000, startEpoch: UInt64 = 411_392,
        stateFile: String? = nil, config: [ConfigOverride] = [], sampling: Sampling = .spec
    ) {
        self.fork = fork
        self.preset = preset
        self.validators = validators
        self.startEpoch = startEpoch
        self.stateFile = stateFile
        self.config = config
        self.sampling = sampling
    }

    /// A constant of the spec with another value.
    public struct ConfigOverride: Sendable, Equatable {
        /// Name in the spec, without the suffix of a fork.
        public var name: String
        /// Gwei, epochs, slots or a plain number, as in the spec.
        public var value: UInt64
        /// Where the file gives it.
        public var location: SourceLocation

        /// A constant's new value and where it was given.
        public init(name: String, value: UInt64, location: SourceLocation) {
            self.name = name
            self.value = value
            self.location = location
        }
    }

    /// Ways to draw proposers and sync committees.
    public enum Sampling: String, Sendable, CaseIterable {
        /// The spec's own functions and its shuffle.
        case spec
        /// Uniform draws from the run's own streams: cheaper over months, the same distribution.
        case fast
    }
}

/// A failure domain that things stand in.
public struct Place: Sendable, Equatable {
    /// Unlike every other place's.
    public var name: String
    /// Region of the world.
    public var region: String
    /// Power zone: what goes dark together.
    public var power: String?
    /// Hosting provider.
    public var provider: String?

    /// A place of given parts; nothing is checked.
    public init(name: String, region: String, power: String? = nil, provider: String? = nil) {
        self.name = name
        self.region = region
        self.power = power
        self.provider = provider
    }
}

/// Somebody with nodes and validators.
public struct Entity: Sendable, Equatable {
    /// Unlike every other entity's.
    public var name: String
    /// Machines, at least one.
    public var nodes: Int
    /// Validators of the whole entity, spread evenly over its nodes (the first nodes get one more).
    public var validators: Int
    /// Names of places, dealt to the nodes in turn; empty = nowhere in particular.
    public var places: [String]
    /// Clients of its nodes.
    public var clients: ClientMix
    /// Kind of connection to the internet.
    public var link: String?
    /// What the clients' databases lie on: `nvme` or `sata`.
    public var disk: String
    /// Download bandwidth of each node, megabits per second.
    public var megabitsPerSecond: Int
    /// Who runs the nodes, where that is not the entity itself.
    public var nodeOperator: String?
    /// Balance and effective balance of each validator at the start, Gwei.
    public var balance: UInt64
    /// 0x02 credentials: rewards compound up to 2,048 ETH.
    public var compounding: Bool
    /// True: validators of this entity with one history are carried together; false: each by itself.
    public var cohort: Bool
    /// Who operates the validators when, where that is not the entity's own node: it has none then. In order of time.
    public var shifts: [Shift] = []
    /// Who builds its blocks.
    public var builds: BlockBuilding
    /// Where the file describes it.
    public var location: SourceLocation

    /// An entity of given parts; nothing is checked.
    public init(
        name: String, nodes: Int = 1, validators: Int = 0, places: [String] = [],
        clients: ClientMix = ClientMix(), link: String? = nil, disk: String = "nvme", megabitsPerSecond: Int = 100,
        nodeOperator: String? = nil,
        balance: UInt64 = 32_000_000_000, compounding: Bool = false, cohort: Bool = false,
        builds: BlockBuilding = .builder, location: SourceLocation
    ) {
        self.name = name
        self.nodes = nodes
        self.validators = validators
        self.places = places
        self.clients = clients
        self.link = link
        self.disk = disk
        self.megabitsPerSecond = megabitsPerSecond
        self.nodeOperator = nodeOperator
        self.balance = balance
        self.compounding = compounding
        self.cohort = cohort
        self.builds = builds
        self.location = location
    }
}

extension Entity {
    /// A stretch of a run in which somebody else's node or cluster operates an entity's validators.
    public struct Shift: Sendable, Equatable {
        /// Name of a node or a cluster.
        public var by: String
        /// From when on, nanoseconds from the start of the run.
        public var from: Int64
        /// For so long after `from` nobody signs, so that the last operator's votes cannot meet the new one's, nanoseconds.
        public var grace: Int64
        /// Where the file says so.
        public var location: SourceLocation

        /// A stretch of given parts; nothing is checked.
        public init(by: String, from: Int64, grace: Int64, location: SourceLocation) {
            self.by = by
            self.from = from
            self.grace = grace
            self.location = location
        }
    }
}

/// Shares of client names; shares are parts per million and sum to 1,000,000. Empty = the shipped default mix.
public struct ClientMix: Sendable, Equatable {
    /// Shares of consensus clients.
    public var consensus: [Share]
    /// Shares of execution clients.
    public var execution: [Share]

    /// A mix of given shares; nothing is checked.
    public init(consensus: [Share] = [], execution: [Share] = []) {
        self.consensus = consensus
        self.execution = execution
    }

    /// A name's part of the whole.
    public struct Share: Sendable, Equatable {
        /// What the share belongs to.
        public var name: String
        /// Up to 1,000,000.
        public var partsPerMillion: Int

        /// A name and its share.
        public init(name: String, partsPerMillion: Int) {
            self.name = name
            self.partsPerMillion = partsPerMillion
        }
    }
}

/// The validators whom no entity names.
public struct Rest: Sendable, Equatable {
    /// Clients of the rest.
    public var clients: ClientMix
    /// Share of the rest in each region; empty = one unnamed region.
    public var regions: [ClientMix.Share]
    /// Share of the rest at each hosting provider; what is missing to the whole is at none.
    public var providers: [ClientMix.Share]
    /// Share that is offline the whole time (abandoned keys), parts per million.
    public var offlinePartsPerMillion: Int
    /// Effective balance of each validator of the rest, Gwei.
    public var balance: UInt64

    /// A rest of given parts; nothing is checked.
    public init(
        clients: ClientMix = ClientMix(), regions: [ClientMix.Share] = [], providers: [ClientMix.Share] = [],
        offlinePartsPerMillion: Int = 0, balance: UInt64 = 32_000_000_000
    ) {
        self.clients = clients
        self.regions = regions
        self.providers = providers
        self.offlinePartsPerMillion = offlinePartsPerMillion
        self.balance = balance
    }
}
