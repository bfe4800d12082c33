/// Something goes dark.
public struct Outage: Sendable, Equatable {
    /// Unlike every other outage's.
    public var name: String
    /// What happens.
    public var kind: Kind
    /// Who is hit.
    public var hits: Selector
    /// When, and for how long.
    public var timing: Timing
    /// What the outage destroys beside time.
    public var loses: Loss
    /// How the nodes come back; nil = what the resync data file says for the client.
    public var resync: ResyncPlan?
    /// Where the file describes it.
    public var location: SourceLocation
    /// Start of the first strike of a recurring outage, nanoseconds from the start of the run; nil = 0 where the
    /// interval is exact, drawn where it is a mean.
    public var firstStart: Int64?
    /// What a fault of the network, of a client or of keys does; nil for outages that only silence nodes.
    public var fault: Fault?

    /// An outage of given parts; nothing is checked.
    public init(
        name: String, kind: Kind, hits: Selector = Selector(), timing: Timing, loses: Loss = .nothing,
        resync: ResyncPlan? = nil, firstStart: Int64? = nil, fault: Fault? = nil, location: SourceLocation
    ) {
        self.name = name
        self.kind = kind
        self.hits = hits
        self.timing = timing
        self.loses = loses
        self.resync = resync
        self.firstStart = firstStart
        self.fault = fault
        self.location = location
    }

    /// What can happen.
    public enum Kind: String, Sendable, CaseIterable {
        case power
        case network
        case dataCentre = "data-centre"
        case badConfig = "bad-config"
        case clientCrash = "client-crash"
        case diskLoss = "disk-loss"
        /// Offline balance epoch by epoch, from chain data.
        case replay
        case partition
        case slowLink = "slow-link"
        case slowMachine = "slow-machine"
        case clockSkew = "clock-skew"
        case clientBug = "client-bug"
        case byzantine
        case doubleKeys = "double-keys"
        case halfOpen = "half-open"
    }

    /// When it strikes and for how long. Times are nanoseconds from the start of the run.
    public enum Timing: Sendable, Equatable {
        case once(at: Int64, duration: Duration)
        /// Every target (a power zone as one, otherwise each node) fails by itself, again and again.
        case recurring(every: Interval, duration: Duration)
        /// Fixed intervals, `(start, end)`, ascending and apart; from the file or a CSV trace.
        case intervals([Span])
        /// For `replay`: rows of a CSV file.
        case offlineBalances(OfflineTrace)
    }

    /// One interval, nanoseconds from the start of the run.
    public struct Span: Sendable, Equatable {
        /// First nanosecond of darkness.
        public var start: Int64
        /// First nanosecond after it.
        public var end: Int64
        /// An interval.
        public init(start: Int64, end: Int64) {
            self.start = start
            self.end = end
        }
    }

    /// How often a recurring outage strikes, nanoseconds.
    public enum Interval: Sendable, Equatable {
        /// From start to start.
        case exactly(Int64)
        /// From the end of one to the start of the next, exponentially distributed.
        case mean(Int64)
    }

    /// Length of one strike, nanoseconds.
    public enum Duration: Sendable, Equatable {
        case exactly(Int64)
        /// Exponentially distributed.
        case mean(Int64)
        /// Log-normally distributed.
        case median(Int64, p95: Int64)

        /// What it is where nothing is drawn: the length, the mean or the median, nanoseconds.
        public var usual: Int64 {
            switch self {
            case .exactly(let span), .mean(let span), .median(let span, _): span
            }
        }
    }

    /// Databases that are destroyed.
    public enum Loss: String, Sendable, CaseIterable {
        case nothing
        case consensusDatabase = "consensus-db"
        case executionDatabase = "execution-db"
        case everything
    }
}

/// Who is hit: all conditions that are given must hold; empty = everyone.
public struct Selector: Sendable, Equatable {
    /// Entity names.
    public var entities: [String] = []
    /// Node names (`me/1`).
    public var nodes: [String] = []
    /// Names of places.
    public var places: [String] = []
    /// Names of regions.
    public var regions: [String] = []
    /// Names of power zones.
    public var powerZones: [String] = []
    /// Names of hosting providers.
    public var providers: [String] = []
    /// Names of operators; an entity without one operates its nodes itself.
    public var operators: [String] = []
    /// Kinds of connection.
    public var links: [String] = []
    /// Names of consensus clients.
    public var consensusClients: [String] = []
    /// Names of execution clients.
    public var executionClients: [String] = []
    /// Names of clusters; only where keys are used twice.
    public var clusters: [String] = []
    /// True when the validators whom no entity names can be hit (a selector that names an entity or node cannot).
    public var reachesRest: Bool = true
    /// Only `rest: true` was asked for: nobody named is hit.
    public var onlyRest: Bool = false
    /// Random share of what the conditions select, parts per million.
    public var partsPerMillion: Int = 1_000_000

    /// Everyone.
    public init() {}
}

/// How a node comes back from an outage.
public enum ResyncPlan: Sendable, Equatable {
    /// Back to duty at once.
    case none
    /// Back to duty after a fixed time, nanoseconds.
    case fixed(Int64)
    /// Consensus catch-up block by block and execution catch-up.
    case catchUp
    /// Consensus checkpoint sync and execution catch-up.
    case checkpoint
    /// Consensus checkpoint sync and execution snap sync.
    case snap
    /// Everything from genesis.
    case full
}

/// Recovery parameters of one client that the scenario replaces; nil fields stay as in the data file.
public struct ResyncOverride: Sendable, Equatable {
    /// Name of the client.
    public var client: String
    /// Slots (consensus) or blocks (execution) caught up per second.
    public var catchUpPerSecond: Double?
    /// Duration of a checkpoint sync (consensus) or snap sync (execution), nanoseconds.
    public var snapshot: Int64?
    /// Duration of a sync from genesis, nanoseconds.
    public var full: Int64?
    /// Start of the process until it is ready to sync, nanoseconds.
    public var restart: Int64?

    /// An override of given parts; nothing is checked.
    public init(
        client: String, catchUpPerSecond: Double? = nil, snapshot: Int64? = nil, full: Int64? = nil,
        restart: Int64? = nil
    ) {
        self.client = client
        self.catchUpPerSecond = catchUpPerSecond
        self.snapshot = snapshot
        self.full = full
        self.restart = restart
    }
}

/// Offline balance of a real network, epoch by epoch.
public struct OfflineTrace: Sendable, Equatable {
    /// Path as given, for reports.
    public var file: String
    /// In order of epochs; an epoch has a row for each bucket.
    public var rows: [Row]

    /// A trace of given rows; nothing is checked.
    public init(file: String, rows: [Row]) {
        self.file = file
        self.rows = rows
    }

    /// What a bucket of the offline balance held in an epoch.
    public struct Row: Sendable, Equatable {
        /// Number of the epoch on the real chain.
        public var epoch: UInt64
        /// What the source calls this part of the offline balance (`silent`, `chronic`…).
        public var bucket: String
        /// Gwei.
        public var offline: UInt64
        /// A row.
        public init(epoch: UInt64, bucket: String, offline: UInt64) {
            self.epoch = epoch
            self.bucket = bucket
            self.offline = offline
        }
    }
}
