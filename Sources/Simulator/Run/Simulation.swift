import BeaconChain
import EventEngine
import Scenario
import Staking

/// One replica of a scenario at the `duties` resolution: nodes go dark and come back as events; at the end of each
/// epoch the duties of its slots are settled by the protocol's own arithmetic.
struct Simulation: EventHandler {
    var branch: Branch
    var nodes: NodeLifeCycles
    /// Signs for clusters whose signatures are real.
    var signer: ClusterSigner?
    /// Tells of progress; false = stop.
    let progress: (Int, Int) -> Bool

    init(
        _ world: World, threads: Int, progress: @escaping (Int, Int) -> Bool
    ) throws(SimulationError) {
        self.progress = progress
        branch = try Branch(world)
        nodes = NodeLifeCycles(world, causes: branch.causes)
        signer = try ClusterSigner.make(world, threads: threads)
    }

    /// Runs to the end.
    mutating func run() throws(SimulationError) -> (digest: TraceDigest, ladder: TraceLadder<WorldEvent>) {
        var scheduler = schedule()
        var ladder = TraceLadder<WorldEvent>(capacity: TracedEvent.mostKept)
        try scheduler.run(&self, keeping: &ladder)
        branch.series.add(nodes.clusters, signer, branch.world)
        return (scheduler.digest, ladder)
    }

    /// What is certain to happen when the run begins.
    func schedule() -> Scheduler<WorldEvent> {
        var scheduler = Scheduler<WorldEvent>()
        for (index, strike) in branch.world.strikes.enumerated() {
            scheduler.schedule(.strikeBegins(UInt32(index)), at: SimulatedTime(nanoseconds: strike.start))
        }
        scheduler.schedule(.epochEnds(0), at: SimulatedTime(nanoseconds: branch.world.grid(ofEpoch: 0).end))
        return scheduler
    }

    mutating func handle(
        _ event: WorldEvent, in scheduler: inout Scheduler<WorldEvent>
    ) throws(SimulationError) {
        let now = scheduler.now.nanoseconds
        switch event {
        case .strikeBegins(let index):
            nodes.begin(strike: Int(index), at: now)
            scheduler.schedule(
                .strikeEnds(index), at: SimulatedTime(nanoseconds: branch.world.strikes[Int(index)].end))
        case .strikeEnds(let index):
            for coming in nodes.end(strike: Int(index), at: now) {
                guard let back = coming.back else {
                    branch.series.note(nodes.noteOfFallingBehind(coming.node))
                    continue
                }
                scheduler.schedule(
                    .recovered(node: UInt32(coming.node), generation: coming.generation),
                    at: SimulatedTime(nanoseconds: back))
            }
        case .recovered(let node, let generation):
            _ = nodes.recovered(node: Int(node), generation: generation)
        case .epochEnds(let offset):
            let absences = nodes.absences(
                in: branch.world.grid(ofEpoch: Int(offset)),
                first: (branch.world.scenario.chain.startEpoch + UInt64(offset)) * branch.world.spec.slotsPerEpoch)
            try branch.settleEpoch(
                Int(offset), absences: absences, backups: nodes.backups, doubles: nodes.clusters.doubleSignings)
            if let record = branch.previous, !nodes.clusters.sites.isEmpty {
                let turns = nodes.aggregateOfClusters(record, Int(offset), branch.world)
                signer?.sign(record, nodes.clusters, branch)
                signer?.sign(turns, nodes.clusters, first: record.epoch * branch.world.spec.slotsPerEpoch)
            }
            try signer?.run()
            branch.absorb(into: &scheduler.digest)
            if !progress(Int(offset) + 1, branch.world.epochs) { throw .interrupted }
            if Int(offset) + 1 < branch.world.epochs {
                scheduler.schedule(
                    .epochEnds(offset + 1),
                    at: SimulatedTime(nanoseconds: branch.world.grid(ofEpoch: Int(offset) + 1).end))
            } else {
                scheduler.stop()
            }
        }
    }
}
