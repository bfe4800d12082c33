/// Something goes dark.
public struct Outage: Sendable, Equatable {
    public var name: String
    public var kind: Kind
    public var hits: Selector
    public var timing: Timing
    /// What the outage destroys beside time.
    public var loses: Loss
    /// How the nodes come back; nil = what the resync data file says for the client.
    public var resync: ResyncPlan?
    public var location: SourceLocation

    public enum Kind: String, Sendable, CaseIterable {
        case power
        case network
        case dataCentre = "data-centre"
        case badConfig = "bad-config"
        case clientCrash = "client-crash"
        case diskLoss = "disk-loss"
        /// Offline balance epoch by epoch, from chain data.
        case replay
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

    public struct Span: Sendable, Equatable {
        public var start: Int64
        public var end: Int64
        public init(start: Int64, end: Int64) {
            self.start = start
            self.end = end
        }
    }

    /// Time between the end of one outage and the start of the next.
    public enum Interval: Sendable, Equatable {
        case exactly(Int64)
        /// Exponentially distributed.
        case mean(Int64)
    }

    public enum Duration: Sendable, Equatable {
        case exactly(Int64)
        /// Exponentially distributed.
        case mean(Int64)
        /// Log-normally distributed.
        case median(Int64, p95: Int64)
    }

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
    public var places: [String] = []
    public var regions: [String] = []
    public var powerZones: [String] = []
    public var providers: [String] = []
    public var operators: [String] = []
    public var links: [String] = []
    public var consensusClients: [String] = []
    public var executionClients: [String] = []
    /// True when the validators whom no entity names can be hit (a selector that names an entity or node cannot).
    public var reachesRest: Bool = true
    /// Only `rest: true` was asked for: nobody named is hit.
    public var onlyRest: Bool = false
    /// Random share of what the conditions select, parts per million.
    public var partsPerMillion: Int = 1_000_000

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
    public var client: String
    /// Slots (consensus) or blocks (execution) caught up per second.
    public var catchUpPerSecond: Double?
    /// Duration of a checkpoint sync (consensus) or snap sync (execution), nanoseconds.
    public var snapshot: Int64?
    /// Duration of a sync from genesis, nanoseconds.
    public var full: Int64?
    /// Start of the process until it is ready to sync, nanoseconds.
    public var restart: Int64?
}

/// Offline balance of a real network, epoch by epoch.
public struct OfflineTrace: Sendable, Equatable {
    /// Path as given, for reports.
    public var file: String
    public var rows: [Row]

    public struct Row: Sendable, Equatable {
        public var epoch: UInt64
        /// What the source calls this part of the offline balance (`silent`, `chronic`…).
        public var bucket: String
        /// Gwei.
        public var offline: UInt64
        public init(epoch: UInt64, bucket: String, offline: UInt64) {
            self.epoch = epoch
            self.bucket = bucket
            self.offline = offline
        }
    }
}
