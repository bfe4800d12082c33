/// Everything that a finished run leaves behind: the content of one result file.
///
/// Money is Gwei, times are nanoseconds from the start of the run unless a name says otherwise. Identifiers are
/// positions in the arrays of this record.
public struct RunRecord: Sendable, Equatable {
    public var run: RunHeader
    public var entities: [EntityRecord]
    public var nodes: [NodeRecord]
    public var validators: [ValidatorRecord]
    public var causes: [CauseRecord]
    public var components: [EntityComponentRecord]
    public var ledger: [LedgerRecord]
    public var epochs: [EpochRecord]
    public var outages: [OutageRecord]
    public var outageIntervals: [OutageIntervalRecord]
    public var nodeStates: [NodeStateRecord]
    public var dutyMisses: [DutyMissRecord]
    public var expectations: [ExpectationRecord]
    public var notes: [String]

    public init(run: RunHeader) {
        self.run = run
        entities = []
        nodes = []
        validators = []
        causes = []
        components = []
        ledger = []
        epochs = []
        outages = []
        outageIntervals = []
        nodeStates = []
        dutyMisses = []
        expectations = []
        notes = []
    }
}

/// What was run.
public struct RunHeader: Sendable, Equatable {
    public var name: String
    public var about: String
    /// The scenario file as it was read.
    public var scenarioText: String
    public var scenarioFile: String
    /// `key=value` as given on the command line, in order.
    public var overrides: [String]
    public var seed: UInt64
    public var blackoutVersion: String
    /// Digest of the event trace and of each epoch's state, hexadecimal.
    public var digest: String
    public var fork: String
    public var preset: String
    public var resolution: String
    public var detail: String
    public var startEpoch: UInt64
    public var epochs: Int
    public var slotsPerEpoch: Int
    public var slotMilliseconds: Int
    public var validators: Int

    public init(
        name: String, about: String, scenarioText: String, scenarioFile: String, overrides: [String], seed: UInt64,
        blackoutVersion: String, digest: String, fork: String, preset: String, resolution: String, detail: String,
        startEpoch: UInt64, epochs: Int, slotsPerEpoch: Int, slotMilliseconds: Int, validators: Int
    ) {
        self.name = name
        self.about = about
        self.scenarioText = scenarioText
        self.scenarioFile = scenarioFile
        self.overrides = overrides
        self.seed = seed
        self.blackoutVersion = blackoutVersion
        self.digest = digest
        self.fork = fork
        self.preset = preset
        self.resolution = resolution
        self.detail = detail
        self.startEpoch = startEpoch
        self.epochs = epochs
        self.slotsPerEpoch = slotsPerEpoch
        self.slotMilliseconds = slotMilliseconds
        self.validators = validators
    }
}

/// Somebody with validators, or the rest.
public struct EntityRecord: Sendable, Equatable {
    public var name: String
    public var isRest: Bool
    public var nodes: Int
    public var validators: Int
    /// Validator-seconds in the run, and those of them in which no duty could be performed.
    public var validatorSeconds: Double
    public var darkValidatorSeconds: Double

    public init(
        name: String, isRest: Bool, nodes: Int, validators: Int, validatorSeconds: Double, darkValidatorSeconds: Double
    ) {
        self.name = name
        self.isRest = isRest
        self.nodes = nodes
        self.validators = validators
        self.validatorSeconds = validatorSeconds
        self.darkValidatorSeconds = darkValidatorSeconds
    }
}

/// A machine, or for the rest a population of machines with the same properties.
public struct NodeRecord: Sendable, Equatable {
    public var entity: Int
    public var name: String
    public var isPopulation: Bool
    public var region: String?
    public var power: String?
    public var provider: String?
    public var nodeOperator: String?
    public var link: String?
    public var consensusClient: String?
    public var executionClient: String?
    public var validators: Int
    /// Seconds in the run in which duties could not be performed.
    public var darkSeconds: Double

    public init(
        entity: Int, name: String, isPopulation: Bool, region: String?, power: String?, provider: String?,
        nodeOperator: String?, link: String?, consensusClient: String?, executionClient: String?, validators: Int,
        darkSeconds: Double
    ) {
        self.entity = entity
        self.name = name
        self.isPopulation = isPopulation
        self.region = region
        self.power = power
        self.provider = provider
        self.nodeOperator = nodeOperator
        self.link = link
        self.consensusClient = consensusClient
        self.executionClient = executionClient
        self.validators = validators
        self.darkSeconds = darkSeconds
    }
}

/// One validator that was carried by itself. `earned = ideal − missed − penalties`.
public struct ValidatorRecord: Sendable, Equatable {
    public var index: Int
    public var entity: Int
    /// Nil where it belongs to no node.
    public var node: Int?
    public var startBalance: Int64
    public var endBalance: Int64
    public var endEffectiveBalance: Int64
    public var ideal: Int64
    public var missed: Int64
    public var penalties: Int64
    public var earned: Int64
    public var slashed: Bool
    public var exitEpoch: UInt64?

    public init(
        index: Int, entity: Int, node: Int?, startBalance: Int64, endBalance: Int64, endEffectiveBalance: Int64,
        ideal: Int64, missed: Int64, penalties: Int64, earned: Int64, slashed: Bool, exitEpoch: UInt64?
    ) {
        self.index = index
        self.entity = entity
        self.node = node
        self.startBalance = startBalance
        self.endBalance = endBalance
        self.endEffectiveBalance = endEffectiveBalance
        self.ideal = ideal
        self.missed = missed
        self.penalties = penalties
        self.earned = earned
        self.slashed = slashed
        self.exitEpoch = exitEpoch
    }
}

/// Why something was lost.
public struct CauseRecord: Sendable, Equatable {
    /// `outage`, `resync`, `missing-block`, `others-votes`, `leak`, `slashing`, `exit`, `baseline`.
    public var kind: String
    /// The outage behind it.
    public var outage: Int?
    /// As shown to a reader: `power cut`, `resync after power cut`.
    public var label: String

    public init(kind: String, outage: Int?, label: String) {
        self.kind = kind
        self.outage = outage
        self.label = label
    }
}

/// What a perfect performance would have earned an entity, and what it earned, by component.
///
/// Components: `source`, `target`, `head`, `sync`, `proposal`, `leak`, `slashing`.
public struct EntityComponentRecord: Sendable, Equatable {
    public var entity: Int
    public var component: String
    public var ideal: Int64
    public var missed: Int64
    public var penalties: Int64
    /// `ideal − missed − penalties`.
    public var earned: Int64

    public init(entity: Int, component: String, ideal: Int64, missed: Int64, penalties: Int64, earned: Int64) {
        self.entity = entity
        self.component = component
        self.ideal = ideal
        self.missed = missed
        self.penalties = penalties
        self.earned = earned
    }
}

/// One loss: who, why, which component.
public struct LedgerRecord: Sendable, Equatable {
    public var entity: Int
    public var cause: Int
    public var component: String
    /// Rewards forgone.
    public var missed: Int64
    /// Balance taken.
    public var penalties: Int64

    public init(entity: Int, cause: Int, component: String, missed: Int64, penalties: Int64) {
        self.entity = entity
        self.cause = cause
        self.component = component
        self.missed = missed
        self.penalties = penalties
    }
}

/// The chain at the end of one epoch.
public struct EpochRecord: Sendable, Equatable {
    public var epoch: UInt64
    public var activeBalance: Int64
    public var baseRewardPerIncrement: Int64
    /// Balance with the timely flag for attestations of this epoch, Gwei.
    public var sourceBalance: Int64
    public var targetBalance: Int64
    public var headBalance: Int64
    public var blocksProposed: Int
    public var blocksMissed: Int
    public var justifiedEpoch: UInt64
    public var finalizedEpoch: UInt64
    public var isLeaking: Bool
    /// Share of stake with a timely target that the replayed chain data shows, where there is such data.
    public var referenceParticipation: Double?

    public init(
        epoch: UInt64, activeBalance: Int64, baseRewardPerIncrement: Int64, sourceBalance: Int64, targetBalance: Int64,
        headBalance: Int64, blocksProposed: Int, blocksMissed: Int, justifiedEpoch: UInt64, finalizedEpoch: UInt64,
        isLeaking: Bool, referenceParticipation: Double?
    ) {
        self.epoch = epoch
        self.activeBalance = activeBalance
        self.baseRewardPerIncrement = baseRewardPerIncrement
        self.sourceBalance = sourceBalance
        self.targetBalance = targetBalance
        self.headBalance = headBalance
        self.blocksProposed = blocksProposed
        self.blocksMissed = blocksMissed
        self.justifiedEpoch = justifiedEpoch
        self.finalizedEpoch = finalizedEpoch
        self.isLeaking = isLeaking
        self.referenceParticipation = referenceParticipation
    }
}

/// An outage of the scenario.
public struct OutageRecord: Sendable, Equatable {
    public var name: String
    public var kind: String
    /// What it aims at, as written: `power: sce`.
    public var target: String

    public init(name: String, kind: String, target: String) {
        self.name = name
        self.kind = kind
        self.target = target
    }
}

/// One time that an outage struck.
public struct OutageIntervalRecord: Sendable, Equatable {
    public var outage: Int
    public var start: Int64
    public var end: Int64
    public var nodesHit: Int
    public var validatorsHit: Int

    public init(outage: Int, start: Int64, end: Int64, nodesHit: Int, validatorsHit: Int) {
        self.outage = outage
        self.start = start
        self.end = end
        self.nodesHit = nodesHit
        self.validatorsHit = validatorsHit
    }
}

/// A stretch in which a node could not perform.
public struct NodeStateRecord: Sendable, Equatable {
    public var node: Int
    /// `dark`, `restarting`, `consensus catch-up`, `execution snap sync`…
    public var state: String
    public var start: Int64
    public var end: Int64
    public var outage: Int
    /// For a reader: `lighthouse 900 slots, geth`.
    public var detail: String

    public init(node: Int, state: String, start: Int64, end: Int64, outage: Int, detail: String) {
        self.node = node
        self.state = state
        self.start = start
        self.end = end
        self.outage = outage
        self.detail = detail
    }
}

/// Duties of one node that were not performed or performed badly in one epoch.
public struct DutyMissRecord: Sendable, Equatable {
    public var entity: Int
    public var node: Int?
    public var epoch: UInt64
    /// `attestation`, `head vote`, `proposal`, `sync`.
    public var duty: String
    /// `missed`, `late`, `wrong`.
    public var outcome: String
    public var cause: Int
    public var count: Int

    public init(entity: Int, node: Int?, epoch: UInt64, duty: String, outcome: String, cause: Int, count: Int) {
        self.entity = entity
        self.node = node
        self.epoch = epoch
        self.duty = duty
        self.outcome = outcome
        self.cause = cause
        self.count = count
    }
}

/// A published figure beside the simulated one.
public struct ExpectationRecord: Sendable, Equatable {
    /// As written: `me.penalties is 189_840 gwei or 196_620 gwei`.
    public var text: String
    public var metric: String
    /// For a reader: `189,840 / 196,620 gwei`.
    public var published: String
    /// For a reader: `196,620 gwei`.
    public var simulated: String
    /// In the metric's unit.
    public var simulatedValue: Double
    public var unit: String
    public var isMet: Bool
    public var source: String
    /// `file:line:column` of the expectation.
    public var location: String

    public init(
        text: String, metric: String, published: String, simulated: String, simulatedValue: Double, unit: String,
        isMet: Bool, source: String, location: String
    ) {
        self.text = text
        self.metric = metric
        self.published = published
        self.simulated = simulated
        self.simulatedValue = simulatedValue
        self.unit = unit
        self.isMet = isMet
        self.source = source
        self.location = location
    }
}
