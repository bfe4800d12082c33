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
    public var chain: Chain
    public var run: RunLength
    public var resolution: Resolution
    public var detail: Detail
    /// Places by name, in file order.
    public var places: [Place]
    /// Entities by name, in file order.
    public var entities: [Entity]
    /// Everyone whom `entities` does not name.
    public var rest: Rest
    public var outages: [Outage]
    public var expectations: [Expectation]
    /// Recovery parameters that replace those of the shipped data file, by client name.
    public var resync: [ResyncOverride]

    /// How far the run goes.
    public struct RunLength: Sendable, Equatable {
        /// Nanoseconds from the start of the first simulated epoch; a whole number of epochs, rounded up.
        public var nanoseconds: Int64
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
    /// First simulated epoch.
    public var startEpoch: UInt64
    /// File of a real beacon state (`.ssz` or `.ssz_snappy`), resolved against the scenario's folder.
    public var stateFile: String?
    /// Configuration constants that differ from the preset's, by the spec's name, in file order.
    public var config: [ConfigOverride]
    /// How proposers and sync committees are drawn.
    public var sampling: Sampling

    public struct ConfigOverride: Sendable, Equatable {
        public var name: String
        public var value: UInt64
        public var location: SourceLocation
    }

    public enum Sampling: String, Sendable, CaseIterable {
        /// The spec's own functions and its shuffle.
        case spec
        /// Uniform draws from the run's own streams: cheaper over months, the same distribution.
        case fast
    }
}

/// A failure domain that things stand in.
public struct Place: Sendable, Equatable {
    public var name: String
    public var region: String
    /// Power zone: what goes dark together.
    public var power: String?
    /// Hosting provider.
    public var provider: String?
}

/// Somebody with nodes and validators.
public struct Entity: Sendable, Equatable {
    public var name: String
    public var nodes: Int
    /// Validators of the whole entity, spread evenly over its nodes (the first nodes get one more).
    public var validators: Int
    /// Names of places, dealt to the nodes in turn; empty = nowhere in particular.
    public var places: [String]
    public var clients: ClientMix
    public var link: String?
    /// Who runs the nodes, where that is not the entity itself.
    public var nodeOperator: String?
    /// Balance and effective balance of each validator at the start, Gwei.
    public var balance: UInt64
    /// 0x02 credentials: rewards compound up to 2,048 ETH.
    public var compounding: Bool
    /// True: validators of this entity with one history are carried together; false: each by itself.
    public var cohort: Bool
    public var location: SourceLocation
}

/// Shares of client names; shares are parts per million and sum to 1,000,000.
public struct ClientMix: Sendable, Equatable {
    public var consensus: [Share]
    public var execution: [Share]

    public struct Share: Sendable, Equatable {
        public var name: String
        public var partsPerMillion: Int
    }
}

/// The validators whom no entity names.
public struct Rest: Sendable, Equatable {
    public var clients: ClientMix
    /// Share of the rest in each region; empty = one unnamed region.
    public var regions: [ClientMix.Share]
    /// Share of the rest at each hosting provider; what is missing to the whole is at none.
    public var providers: [ClientMix.Share]
    /// Share that is offline the whole time (abandoned keys), parts per million.
    public var offlinePartsPerMillion: Int
    /// Effective balance of each validator of the rest, Gwei.
    public var balance: UInt64
}
