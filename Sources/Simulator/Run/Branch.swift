import BeaconChain
import EventEngine
import Scenario
import Staking

/// One chain's state with everybody's books: who earned, missed and lost what on it, and why.
///
/// A value: a copy is another branch with the same history, and shares memory with it until they differ.
struct Branch: Sendable {
    var world: World
    let causes: Causes
    var ledger: Ledger
    var flawless: FlawlessAccounts
    var series = RunSeries()
    var sampler: DutySampler
    var transition = EpochTransition()
    /// Rises when somebody's effective balance or activity changes.
    var registryChanged = true
    /// True when somebody's effective balance or activity has changed since the weights of votes were last worked out.
    var weightsChanged = true
    var active: ActiveSet
    let entityOfNode: [Int32]
    let startBalances: [Gwei]
    /// Of all validators, Gwei.
    let startTotal: Int64
    /// The epoch before the one that is being settled.
    var previous: EpochRecordOfDuties?
    /// Sum of the rows' balances times their members, Gwei: what lies beside cohorts is not in it.
    var balanceInRows: Int64
    /// Somebody has an exit epoch or waits for activation.
    var hasExits: Bool
    /// Somebody is slashed.
    var hasSlashed: Bool
    /// By row that was slashed in the run. Looked up, never walked through.
    var causeOfSlashing: [Int: Int] = [:]
    /// Double signatures that no block holds yet, in the order in which they were made.
    var openConflicts: [SigningConflict] = []
    /// Double proposals whose evidence has come to the branch, by the second block.
    var knownEvidence: [UInt32] = []
    /// Leaking transitions in a row, up to the last one.
    var leakEpochs = 0
    var replays: [ReplayedOutage]

    init(_ world: World) throws(SimulationError) {
        self.world = world
        causes = Causes(outages: world.scenario.outages)
        entityOfNode = world.nodes.map { Int32($0.entity) }
        startBalances = world.state.registry.balances
        ledger = Ledger(
            entities: world.entities.count, causes: causes.count, rows: world.population.rowCount)
        flawless = FlawlessAccounts(
            rows: world.population.rowCount, highestIncrements: Int(UInt16.max))
        active = ActiveSet(world.population, world.state.registry, epoch: world.state.currentEpoch)
        sampler = DutySampler(world)
        transition.drawsDuties = false
        hasSlashed = world.state.registry.slashed.contains(true)
        hasExits =
            world.state.registry.exitEpochs.contains { $0 != .farFuture }
            || world.state.registry.activationEpochs.contains { $0.epoch > world.state.currentEpoch }
        startTotal = world.totalBalanceInRows
        balanceInRows = startTotal
        series.open(entities: world.entities.count)
        for note in world.notes { series.note(note) }
        replays = try ReplayedOutage.all(in: world, causes: causes)
    }
}

/// What is kept of an epoch until its attestations are settled, one epoch later.
struct EpochRecordOfDuties: Sendable {
    var epoch: Epoch
    var absences: EpochAbsences
    var blocks: BlockPresence
    var active: ActiveSet
    /// Virtual index of each slot's proposer.
    var proposers: [Int]
    /// Virtual indices of the sync committee in office, with repeats.
    var syncCommittee: [Int]
    var assignment: SlotAssignment?
    /// Increments offline through replayed chain data, by cause.
    var replayed: [ReplayedOutage.Offline]
}
