/// Everything that a finished run leaves behind: the content of one result file.
///
/// Money is Gwei, times are nanoseconds from the start of the run unless a name says otherwise. Identifiers are
/// positions in the arrays of this record.
public struct RunRecord: Sendable, Equatable {
    /// What was run.
    public var run: RunHeader
    /// Those with validators, in the scenario's order, the rest last.
    public var entities: [EntityRecord]
    /// Machines and populations of machines.
    public var nodes: [NodeRecord]
    /// Validators that were carried one by one.
    public var validators: [ValidatorRecord]
    /// Why something was lost.
    public var causes: [CauseRecord]
    /// Money by entity and component.
    public var components: [EntityComponentRecord]
    /// Losses by entity, cause and component.
    public var ledger: [LedgerRecord]
    /// The chain, epoch by epoch, ascending.
    public var epochs: [EpochRecord]
    /// Outages of the scenario.
    public var outages: [OutageRecord]
    /// Times that they struck.
    public var outageIntervals: [OutageIntervalRecord]
    /// Stretches in which nodes could not perform.
    public var nodeStates: [NodeStateRecord]
    /// Duties that were not performed, or badly.
    public var dutyMisses: [DutyMissRecord]
    /// Distributed validators, by entry of the scenario.
    public var clusters: [ClusterRecord]
    /// Their members, by cluster and in the order of shares.
    public var clusterMembers: [ClusterMemberRecord]
    /// What clusters of SSV's market paid.
    public var clusterAccounts: [ClusterAccountRecord]
    /// Published figures beside the simulated ones.
    public var expectations: [ExpectationRecord]
    /// Remarks for the reader of a report.
    public var notes: [String]
    /// Samples of the event trace, ascending; of a short run every event.
    public var trace: [TraceEventRecord]

    /// A record of a run without content.
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
        clusters = []
        clusterMembers = []
        clusterAccounts = []
        expectations = []
        notes = []
        trace = []
    }
}

/// What was run.
public struct RunHeader: Sendable, Equatable {
    /// Title of the scenario.
    public var name: String
    /// What the scenario is about.
    public var about: String
    /// The scenario file as it was read.
    public var scenarioText: String
    /// Path of the scenario as given.
    public var scenarioFile: String
    /// `key=value` as given on the command line, in order.
    public var overrides: [String]
    /// Root of all chance.
    public var seed: UInt64
    /// Version of the program.
    public var blackoutVersion: String
    /// Digest of the event trace and of each epoch's state, hexadecimal.
    public var digest: String
    /// Fork whose rules held, in the spec's spelling.
    public var fork: String
    /// `mainnet` or `minimal`.
    public var preset: String
    /// How finely the network was simulated.
    public var resolution: String
    /// How validators were carried.
    public var detail: String
    /// First simulated epoch.
    public var startEpoch: UInt64
    /// Epochs simulated.
    public var epochs: Int
    /// Slots in an epoch.
    public var slotsPerEpoch: Int
    /// Length of a slot.
    public var slotMilliseconds: Int
    /// Validators of the whole network.
    public var validators: Int

    /// Makes a record of its parts.
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
    /// Name in the scenario, unique.
    public var name: String
    /// True for everyone whom the scenario does not name.
    public var isRest: Bool
    /// Machines.
    public var nodes: Int
    /// Validators.
    public var validators: Int
    /// Validator-seconds in the run, and those of them in which no duty could be performed.
    public var validatorSeconds: Double
    /// Part of `validatorSeconds` in which no duty could be performed.
    public var darkValidatorSeconds: Double

    /// Makes a record of its parts.
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
    /// Its owner.
    public var entity: Int
    /// `me/1`.
    public var name: String
    /// True for many machines with the same properties.
    public var isPopulation: Bool
    /// Region it stands in.
    public var region: String?
    /// Power zone it stands in.
    public var power: String?
    /// Hosting provider.
    public var provider: String?
    /// Who runs it, where that is not the entity.
    public var nodeOperator: String?
    /// Network link it hangs on.
    public var link: String?
    /// Consensus client.
    public var consensusClient: String?
    /// Execution client.
    public var executionClient: String?
    /// Validators that it operates.
    public var validators: Int
    /// Seconds in the run in which duties could not be performed.
    public var darkSeconds: Double

    /// Makes a record of its parts.
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
    /// Index on the chain.
    public var index: Int
    /// Its owner.
    public var entity: Int
    /// Nil where it belongs to no node.
    public var node: Int?
    /// Balance at the start.
    public var startBalance: Int64
    /// Balance at the end.
    public var endBalance: Int64
    /// Effective balance at the end.
    public var endEffectiveBalance: Int64
    /// What a perfect performance would have earned.
    public var ideal: Int64
    /// Rewards forgone.
    public var missed: Int64
    /// Balance taken.
    public var penalties: Int64
    /// `ideal − missed − penalties`.
    public var earned: Int64
    /// True if it was slashed.
    public var slashed: Bool
    /// Epoch of its exit; nil if it stays.
    public var exitEpoch: UInt64?

    /// Makes a record of its parts.
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

    /// Makes a record of its parts.
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
    /// Whose money.
    public var entity: Int
    /// Which component.
    public var component: String
    /// What a perfect performance would have earned.
    public var ideal: Int64
    /// Rewards forgone.
    public var missed: Int64
    /// Balance taken.
    public var penalties: Int64
    /// `ideal − missed − penalties`.
    public var earned: Int64

    /// Makes a record of its parts.
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
    /// Who lost.
    public var entity: Int
    /// Why.
    public var cause: Int
    /// Which component.
    public var component: String
    /// Rewards forgone.
    public var missed: Int64
    /// Balance taken.
    public var penalties: Int64

    /// Makes a record of its parts.
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
    /// Number on the chain.
    public var epoch: UInt64
    /// Effective balance of all active validators.
    public var activeBalance: Int64
    /// The spec's figure, Gwei.
    public var baseRewardPerIncrement: Int64
    /// Balance with the timely flag for attestations of this epoch, Gwei.
    public var sourceBalance: Int64
    /// Balance with the timely target flag, Gwei.
    public var targetBalance: Int64
    /// Balance with the timely head flag, Gwei.
    public var headBalance: Int64
    /// Slots with a block.
    public var blocksProposed: Int
    /// Slots without a block.
    public var blocksMissed: Int
    /// Justified checkpoint.
    public var justifiedEpoch: UInt64
    /// Finalized checkpoint.
    public var finalizedEpoch: UInt64
    /// True during the inactivity leak.
    public var isLeaking: Bool
    /// Share of stake with a timely target that the replayed chain data shows, where there is such data.
    public var referenceParticipation: Double?
    /// Digest of the run up to the transition that settled this epoch, hexadecimal; empty where none was taken.
    public var digest: String

    /// Makes a record of its parts.
    public init(
        epoch: UInt64, activeBalance: Int64, baseRewardPerIncrement: Int64, sourceBalance: Int64, targetBalance: Int64,
        headBalance: Int64, blocksProposed: Int, blocksMissed: Int, justifiedEpoch: UInt64, finalizedEpoch: UInt64,
        isLeaking: Bool, referenceParticipation: Double?, digest: String = ""
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
        self.digest = digest
    }
}

/// A stretch in which a node could not perform.
public struct NodeStateRecord: Sendable, Equatable {
    /// Which node.
    public var node: Int
    /// `dark`, `restarting`, `consensus catch-up`, `execution snap sync`…
    public var state: String
    /// Its start.
    public var start: Int64
    /// Its end.
    public var end: Int64
    /// The outage behind it.
    public var outage: Int
    /// For a reader: `lighthouse 900 slots, geth`.
    public var detail: String

    /// Makes a record of its parts.
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
    /// Whose duties.
    public var entity: Int
    /// Which node; nil where they belong to none.
    public var node: Int?
    /// In which epoch.
    public var epoch: UInt64
    /// `attestation`, `head vote`, `proposal`, `sync`.
    public var duty: String
    /// `missed`, `late`, `wrong`.
    public var outcome: String
    /// Why.
    public var cause: Int
    /// How many.
    public var count: Int
    /// What went wrong in a cluster, in Charon's words: `no_consensus`, `insufficient_peer_signatures`…
    public var reason: String?

    /// Makes a record of its parts.
    public init(
        entity: Int, node: Int?, epoch: UInt64, duty: String, outcome: String, cause: Int, count: Int,
        reason: String? = nil
    ) {
        self.entity = entity
        self.node = node
        self.epoch = epoch
        self.duty = duty
        self.outcome = outcome
        self.cause = cause
        self.count = count
        self.reason = reason
    }
}

/// A published figure beside the simulated one.
public struct ExpectationRecord: Sendable, Equatable {
    /// As written: `me.penalties is 189_840 gwei or 196_620 gwei`.
    public var text: String
    /// The metric: `me.penalties`.
    public var metric: String
    /// For a reader: `189,840 / 196,620 gwei`.
    public var published: String
    /// For a reader: `196,620 gwei`.
    public var simulated: String
    /// In the metric's unit.
    public var simulatedValue: Double
    /// Unit of `simulatedValue`.
    public var unit: String
    /// True if the simulated figure is as published.
    public var isMet: Bool
    /// Where the figure was published.
    public var source: String
    /// `file:line:column` of the expectation.
    public var location: String

    /// Makes a record of its parts.
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
