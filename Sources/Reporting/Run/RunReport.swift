public import ResultStore

/// What a reader wants to know of a run, worked out from its record alone.
public struct RunReport: Sendable {
    /// The stored run.
    public let record: RunRecord
    /// One result per entity, in the scenario's order.
    public let entities: [EntityResult]
    /// All entities together.
    public let network: EntityResult
    /// What the chain went through.
    public let chain: ChainResult

    /// Works a report out.
    ///
    /// - Complexity: one pass over the components, the ledger and the epochs.
    public init(_ record: RunRecord) {
        self.record = record
        var entities = record.entities.map { entity in
            EntityResult(
                name: entity.name, isRest: entity.isRest, nodes: entity.nodes, validators: entity.validators,
                seconds: entity.validatorSeconds, darkSeconds: entity.darkValidatorSeconds)
        }
        var network = EntityResult(
            name: "network", isRest: false, nodes: entities.reduce(0) { $0 + $1.nodes },
            validators: record.run.validators, seconds: entities.reduce(0) { $0 + $1.seconds },
            darkSeconds: entities.reduce(0) { $0 + $1.darkSeconds })
        for row in record.components where entities.indices ~= row.entity {
            let amounts = Amounts(ideal: row.ideal, missed: row.missed, penalties: row.penalties)
            entities[row.entity].add(amounts, component: row.component)
            network.add(amounts, component: row.component)
        }
        for row in record.ledger where entities.indices ~= row.entity && record.causes.indices ~= row.cause {
            let cause = record.causes[row.cause]
            let amounts = Amounts(ideal: 0, missed: row.missed, penalties: row.penalties)
            entities[row.entity].add(amounts, cause: cause)
            network.add(amounts, cause: cause)
        }
        self.entities = entities
        self.network = network
        chain = ChainResult(record.epochs)
    }

    /// Expectations that were not met.
    public var brokenExpectations: [ExpectationRecord] { record.expectations.filter { !$0.isMet } }

    /// Nanoseconds from the start to the end of the run.
    var length: Double {
        Double(record.run.epochs) * Double(record.run.slotsPerEpoch) * Double(record.run.slotMilliseconds) * 1e6
    }
}

/// Money of one party, Gwei.
public struct Amounts: Sendable, Equatable {
    /// What a perfect performance would have earned.
    public var ideal: Int64 = 0
    /// Rewards forgone.
    public var missed: Int64 = 0
    /// Balance taken.
    public var penalties: Int64 = 0

    /// `ideal − missed − penalties`.
    public var earned: Int64 { ideal - missed - penalties }
    /// Missed rewards and penalties together.
    public var loss: Int64 { missed + penalties }

    mutating func add(_ other: Amounts) {
        ideal += other.ideal
        missed += other.missed
        penalties += other.penalties
    }
}

/// What one entity went through.
public struct EntityResult: Sendable, Equatable {
    /// A component of the rewards, or a cause of losses, with its money.
    public struct Part: Sendable, Equatable {
        /// Name of the component, label of the cause.
        public var name: String
        /// Kind of the cause; empty for a component.
        public var kind: String
        /// Its money.
        public var amounts: Amounts
    }

    /// Name in the scenario.
    public var name: String
    /// True for everyone whom the scenario does not name.
    public var isRest: Bool
    /// Machines.
    public var nodes: Int
    /// Validators.
    public var validators: Int
    /// Money over all components.
    public private(set) var total = Amounts()
    /// In the run's order.
    public private(set) var components: [Part] = []
    /// In the run's order; causes with one label are one.
    public private(set) var causes: [Part] = []
    var seconds: Double
    var darkSeconds: Double

    init(name: String, isRest: Bool, nodes: Int, validators: Int, seconds: Double, darkSeconds: Double) {
        self.name = name
        self.isRest = isRest
        self.nodes = nodes
        self.validators = validators
        self.seconds = seconds
        self.darkSeconds = darkSeconds
    }

    /// Share of validator-time in which duties could be performed; nil without validators.
    public var uptime: Double? { seconds > 0 ? 1 - darkSeconds / seconds : nil }

    /// Causes with a loss, the greatest first.
    public var causesByLoss: [Part] {
        causes.enumerated().filter { $0.element.amounts.loss != 0 }
            .sorted { ($1.element.amounts.loss, $0.offset) < ($0.element.amounts.loss, $1.offset) }
            .map(\.element)
    }

    mutating func add(_ amounts: Amounts, component: String) {
        total.add(amounts)
        EntityResult.add(amounts, name: component, kind: "", to: &components)
    }

    mutating func add(_ amounts: Amounts, cause: CauseRecord) {
        EntityResult.add(amounts, name: cause.label, kind: cause.kind, to: &causes)
    }

    private static func add(_ amounts: Amounts, name: String, kind: String, to parts: inout [Part]) {
        if let position = parts.firstIndex(where: { $0.name == name && $0.kind == kind }) {
            parts[position].amounts.add(amounts)
        } else {
            parts.append(Part(name: name, kind: kind, amounts: amounts))
        }
    }
}

/// What the chain went through.
public struct ChainResult: Sendable, Equatable {
    /// Most epochs by which finality was late: from the finalized epoch to the one whose attestations were settled
    /// with it (`finality.delay.max` of a scenario); 0 or 1 when all is well, a leak begins beyond 4.
    public private(set) var finalityDelayMax: UInt64 = 0
    /// First epoch in which that was.
    public private(set) var finalityDelayMaxEpoch: UInt64?
    /// Epochs that leaked.
    public private(set) var leakEpochs = 0
    /// First of them.
    public private(set) var firstLeakEpoch: UInt64?
    /// Lowest share of stake with a timely target.
    public private(set) var participationMin: Double?
    /// First epoch in which that was.
    public private(set) var participationMinEpoch: UInt64?
    /// Mean over the epochs.
    public private(set) var participationMean: Double?
    /// Blocks proposed.
    public private(set) var blocksProposed = 0
    /// Slots without a block.
    public private(set) var blocksMissed = 0

    init(_ epochs: [EpochRecord]) {
        var sum = 0.0
        var counted = 0
        for epoch in epochs {
            let delay = epoch.epoch > epoch.finalizedEpoch ? epoch.epoch - epoch.finalizedEpoch : 0
            if delay > finalityDelayMax {
                finalityDelayMax = delay
                finalityDelayMaxEpoch = epoch.epoch
            }
            if epoch.isLeaking {
                leakEpochs += 1
                firstLeakEpoch = firstLeakEpoch ?? epoch.epoch
            }
            blocksProposed += epoch.blocksProposed
            blocksMissed += epoch.blocksMissed
            guard let participation = epoch.targetParticipation else { continue }
            sum += participation
            counted += 1
            if participation < participationMin ?? .infinity {
                participationMin = participation
                participationMinEpoch = epoch.epoch
            }
        }
        participationMean = counted > 0 ? sum / Double(counted) : nil
    }
}

extension EpochRecord {
    /// Share of the active balance with a timely target.
    var targetParticipation: Double? { share(targetBalance) }

    func share(_ balance: Int64) -> Double? {
        activeBalance > 0 ? Double(balance) / Double(activeBalance) : nil
    }
}

/// Part of a report that can be asked for by itself.
public enum ReportSection: String, Sendable, CaseIterable {
    case summary
    case timeline
    case entities
    case components
    case clusters
    case chain
    case participation
    case published
    case notes
    case ledger
    case epochs

    /// What a report shows when nothing else is asked for.
    public static let usual: [ReportSection] = [
        .summary, .timeline, .entities, .components, .clusters, .chain, .participation, .published, .notes,
    ]
}
