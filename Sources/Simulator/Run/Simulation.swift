import BeaconChain
import EventEngine
import Scenario
import Staking

/// One replica of a scenario at the `duties` resolution: nodes go dark and come back as events; at the end of each
/// epoch the duties of its slots are settled by the protocol's own arithmetic.
struct Simulation: EventHandler {
    var world: World
    let causes: Causes
    var lifeCycles: [NodeLifeCycle]
    var ledger: Ledger
    var flawless: FlawlessAccounts
    var series = RunSeries()
    var sampler: DutySampler
    var transition = EpochTransition()
    /// Rises when somebody's effective balance or activity changes.
    var registryChanged = true
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
    var evidence: [SigningConflict] = []
    /// When second machines sign with keys of others.
    var backups: BackupRoster
    /// Leaking transitions in a row, up to the last one.
    var leakEpochs = 0
    /// Tells of progress; false = stop.
    let progress: (Int, Int) -> Bool
    var replays: [ReplayedOutage]
    /// Per node, the first of its spans that may still touch an epoch to come.
    var firstOpenSpan: [Int]

    init(_ world: World, progress: @escaping (Int, Int) -> Bool) throws(SimulationError) {
        self.world = world
        self.progress = progress
        causes = Causes(outages: world.scenario.outages)
        lifeCycles = Array(repeating: NodeLifeCycle(), count: world.nodes.count)
        firstOpenSpan = Array(repeating: 0, count: world.nodes.count)
        entityOfNode = world.nodes.map { Int32($0.entity) }
        startBalances = world.state.registry.balances
        ledger = Ledger(
            entities: world.entities.count, causes: causes.count, rows: world.population.rowCount)
        flawless = FlawlessAccounts(
            rows: world.population.rowCount, highestIncrements: Int(UInt16.max))
        active = ActiveSet(world.population, world.state.registry, epoch: world.state.currentEpoch)
        sampler = DutySampler(world)
        transition.drawsDuties = false
        backups = BackupRoster(world.keyCopies)
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

    /// Runs to the end.
    mutating func run() throws(SimulationError) -> TraceDigest {
        var scheduler = Scheduler<WorldEvent>()
        for (index, strike) in world.strikes.enumerated() {
            scheduler.schedule(.strikeBegins(UInt32(index)), at: SimulatedTime(nanoseconds: strike.start))
        }
        scheduler.schedule(.epochEnds(0), at: SimulatedTime(nanoseconds: world.grid(ofEpoch: 0).end))
        try scheduler.run(&self)
        return scheduler.digest
    }

    mutating func handle(
        _ event: WorldEvent, in scheduler: inout Scheduler<WorldEvent>
    ) throws(SimulationError) {
        let now = scheduler.now.nanoseconds
        switch event {
        case .strikeBegins(let index):
            let strike = world.strikes[Int(index)]
            let outage = world.scenario.outages[strike.outage]
            for node in strike.nodes {
                lifeCycles[node].begin(
                    outage: strike.outage, at: now, losses: outage.databaseLoss, restarts: outage.kind.restartsClients,
                    keepsTheChain: outage.kind.keepsTheChain)
            }
            scheduler.schedule(.strikeEnds(index), at: SimulatedTime(nanoseconds: strike.end))
        case .strikeEnds(let index):
            for node in world.strikes[Int(index)].nodes { release(node, from: Int(index), &scheduler) }
        case .recovered(let node, let generation):
            _ = lifeCycles[Int(node)].recovered(generation: generation)
        case .epochEnds(let offset):
            try settleEpoch(Int(offset), digest: &scheduler.digest)
            if !progress(Int(offset) + 1, world.epochs) { throw .interrupted }
            if Int(offset) + 1 < world.epochs {
                scheduler.schedule(
                    .epochEnds(offset + 1),
                    at: SimulatedTime(nanoseconds: world.grid(ofEpoch: Int(offset) + 1).end))
            } else {
                scheduler.stop()
            }
        }
    }

    private mutating func release(_ node: Int, from index: Int, _ scheduler: inout Scheduler<WorldEvent>) {
        let now = scheduler.now.nanoseconds
        let position = world.strikes[index].outage
        guard let damage = lifeCycles[node].end(outage: position, at: now) else { return }
        let (cause, steps) = recovery(of: node, from: damage)
        if steps == nil {
            series.note(
                "\(world.nodes[node].name) never reaches the head again: its clients import more slowly than the "
                    + "chain grows")
        }
        if let back = lifeCycles[node].recover(outage: cause, from: now, steps: steps) {
            scheduler.schedule(
                .recovered(node: UInt32(node), generation: lifeCycles[node].generation),
                at: SimulatedTime(nanoseconds: back))
        }
    }

    /// The longest recovery that one of the outages asks for, and which of them: a later one that needs none does not
    /// mend what an earlier one broke. Of equal ones, that of the outage which let go last.
    private func recovery(of node: Int, from damage: NodeLifeCycle.Damage) -> (outage: Int, steps: [RecoveryStep]?) {
        func steps(_ outage: Int) -> [RecoveryStep]? {
            world.recovery.recovery(
                of: world.nodes[node], plan: world.scenario.outages[outage].recoveryPlan(after: damage),
                away: damage.away, slot: world.slotLength, restarts: damage.mustRestart)
        }
        func length(_ steps: [RecoveryStep]?) -> Int64 {
            guard let steps else { return .max }
            return steps.reduce(0) { sum, step in
                let (longer, overflow) = sum.addingReportingOverflow(step.duration)
                return overflow ? .max : longer
            }
        }
        var found = (outage: damage.outage, steps: steps(damage.outage))
        for outage in damage.outages {
            let other = steps(outage)
            if length(other) > length(found.steps) { found = (outage, other) }
        }
        return found
    }
}

/// What is kept of an epoch until its attestations are settled, one epoch later.
struct EpochRecordOfDuties: Sendable {
    var epoch: Epoch
    var absences: EpochAbsences
    var blocks: BlockPresence
    var active: ActiveSet
    var assignment: SlotAssignment?
    /// Increments offline through replayed chain data, by cause.
    var replayed: [ReplayedOutage.Offline]
}
