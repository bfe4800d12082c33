public import BeaconChain
import EventEngine
public import Scenario
import Staking

/// A finished run: everything that was recorded, with the books closed.
public struct RunOutcome: Sendable {
    let world: World
    let causes: Causes
    let ledger: Ledger
    let series: RunSeries
    let lifeCycles: [NodeLifeCycle]
    /// Per node that stands for a cluster, nanoseconds in which it could not attest.
    let clusterDark: [Int64]
    let replays: [ReplayedOutage]
    /// By row, Gwei.
    let startBalances: [UInt64]
    /// Of all validators, Gwei.
    let startTotal: Int64
    /// Digest of the event trace and of each epoch's state, hexadecimal.
    public let digest: String
    /// Samples of the event trace, in order; of a short run every event.
    public let ladder: [TracedEvent]

    /// Runs one replica of a scenario to its end.
    ///
    /// - Parameters:
    ///   - state: the real beacon state that the scenario starts from; nil where it describes its chain by itself.
    ///   - threads: how many share the work of real signatures; nothing but time depends on it.
    ///   - progress: told of epochs done and in all; false stops the run with `SimulationError.interrupted`.
    /// - Throws: `SimulationError` where the scenario cannot be run or the books do not balance.
    public static func of(
        _ scenario: Scenario, state: BeaconState? = nil, threads: Int = 1,
        progress: @escaping (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
    ) throws(SimulationError) -> RunOutcome {
        let world = try WorldBuilder(scenario: scenario, state: state).build()
        if scenario.resolution == .messages {
            var simulation = try MessageSimulation(world, threads: threads, progress: progress)
            let (branch, digest, ladder) = try simulation.run()
            let outcome = RunOutcome(
                branch, simulation.nodes, digest: digest,
                ladder: ladder.rungsToTheEnd.map { TracedEvent($0, in: world) })
            try outcome.checkBooks()
            return outcome
        }
        var simulation = try Simulation(world, threads: threads, progress: progress)
        let (digest, ladder) = try simulation.run()
        let outcome = RunOutcome(
            simulation.branch, simulation.nodes, digest: digest,
            ladder: ladder.rungsToTheEnd.map { TracedEvent($0, in: world) })
        try outcome.checkBooks()
        return outcome
    }

    /// Closes the books of the branch that counts.
    init(_ branch: Branch, _ nodes: NodeLifeCycles, digest: TraceDigest, ladder: [TracedEvent]) {
        var ledger = branch.ledger
        var flawless = branch.flawless
        flawless.close(&ledger)
        self.ledger = ledger
        world = branch.world
        causes = branch.causes
        series = branch.series
        lifeCycles = nodes.cycles
        clusterDark = nodes.clusterDark
        replays = branch.replays
        startBalances = branch.startBalances
        startTotal = branch.startTotal
        self.digest = digest.value.description
        self.ladder = ladder
    }

    /// Length of the run, nanoseconds.
    var end: Int64 { world.grid(ofEpoch: world.epochs - 1).end }

    /// Compares each validator's account with its balance, and the entities' accounts with the sum of all balances.
    private func checkBooks() throws(SimulationError) {
        let registry = world.state.registry
        var rows: Int64 = 0
        for row in startBalances.indices where !world.population.isCohort(row) {
            let change = Int64(registry.balances[row]) - Int64(startBalances[row])
            guard change == ledger.ofRow[row].earned else {
                throw .ledgerDoesNotBalance(
                    "validator \(world.population.virtualStart[row]): balance moved by \(change) gwei, the ledger "
                        + "says \(ledger.ofRow[row].earned)")
            }
        }
        for row in 0..<world.population.rowCount {
            rows +=
                Int64(registry.balances[row]) * Int64(world.population.members[row])
                + (world.population.balanceAside[row] ?? 0)
        }
        guard rows - startTotal == ledger.earnedInAll else {
            throw .ledgerDoesNotBalance(
                "all balances moved by \(rows - startTotal) gwei, the ledger says \(ledger.earnedInAll)")
        }
    }
}
