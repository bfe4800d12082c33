import DistributedValidators

/// The chain's figures of an epoch whose attestations are settled. Balances are Gwei.
package struct EpochPoint: Sendable {
    package var epoch: UInt64
    package var activeBalance: UInt64
    package var baseRewardPerIncrement: UInt64
    package var source: UInt64
    package var target: UInt64
    package var head: UInt64
    package var blocksProposed: Int
    package var blocksMissed: Int
    package var justified: UInt64
    package var finalized: UInt64
    package var isLeaking: Bool
    /// Leaking transitions in a row, this one included.
    package var leakEpochs: Int
    /// The epoch at whose end this was settled.
    package var transition: UInt64
    /// Share of stake online in replayed chain data.
    package var reference: Double?
    /// Digest of the run up to that transition, hexadecimal.
    package var digest = ""
}

/// What a run records as it goes.
struct RunSeries: Sendable {
    var epochs: [EpochPoint] = []
    private(set) var missed = DutyMisses()
    var ejections: [Ejection] = []
    var samples: [BalanceSample] = []
    /// Sum over slots of the chance that a dark validator was to propose, by entity.
    var expectedMissedProposals: [Double] = []
    var assignedProposals: [Int] = []
    var assignedAttestations: [Int] = []
    /// What a run of the message network measured.
    var network: NetworkFigures?
    /// What the clusters of each entry did, by its position in the scenario.
    var clusterFigures: [(cluster: Int, figures: ClusterFigures)] = []
    private(set) var notes: [String] = []

    /// Duties that went wrong.
    var misses: [DutyMisses.Miss] { missed.all }

    struct Ejection: Sendable {
        var entity: Int
        var epoch: UInt64
        /// Epochs that the chain had leaked, the ejecting transition included.
        var leakEpochs: Int
        /// Gwei, before the ejecting transition.
        var balance: UInt64
        var members: Int
    }

    /// State of an entity's validators after so many epochs.
    struct BalanceSample: Sendable {
        var entity: Int
        var epochs: Int
        /// Sum, Gwei.
        var balance: Int64 = 0
        /// Sum, Gwei.
        var effectiveBalance: Int64 = 0
        var validators = 0
        var highestScore: UInt32 = 0

        init(entity: Int, epochs: Int) {
            self.entity = entity
            self.epochs = epochs
        }
    }

    /// Makes room for the entities' counts.
    mutating func open(entities: Int) {
        expectedMissedProposals = Array(repeating: 0, count: entities)
        assignedProposals = Array(repeating: 0, count: entities)
        assignedAttestations = assignedProposals
    }

    /// Adds a remark for the reader, once.
    mutating func note(_ text: String) {
        if !notes.contains(text) { notes.append(text) }
    }

    /// Counts duties that went wrong.
    mutating func miss(
        _ duty: DutyMisses.Duty, _ outcome: DutyMisses.Outcome, node: Int, epoch: Int, cause: Int,
        failure: DutyFailure? = nil, count: Int
    ) {
        missed.add(
            DutyMisses.Miss(
                node: node, epoch: epoch, duty: duty, outcome: outcome, cause: cause, failure: failure, count: count))
    }

    /// Counts duties that went wrong elsewhere.
    mutating func add(_ misses: DutyMisses) {
        for miss in misses.all { missed.add(miss) }
    }
}
