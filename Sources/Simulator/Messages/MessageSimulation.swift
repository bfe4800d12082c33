import BeaconChain
import EventEngine
import PeerNetwork
import Scenario
import Staking

/// One replica of a scenario at the `messages` resolution: blocks flood the network, hosts vote for what they have seen,
/// proposers include the votes that have reached them, and the protocol's arithmetic settles each branch.
struct MessageSimulation: EventHandler {
    let world: World
    let causes: Causes
    let settings: Network
    let hosts: Hosts
    let faults: [NetworkFault]
    /// Clusters and hosts: who can hold validators.
    let actors: Int
    /// Nanoseconds.
    let slotLength: Int64
    /// Genesis to the start of the run, nanoseconds.
    let genesisOffset: UInt64

    var nodes: NodeLifeCycles
    /// Who signs with the keys of others.
    var watch: KeyWatch
    /// Double proposals that some branch has not punished yet.
    var doubleProposals: [DoubleProposal] = []
    /// Distributed validators; actor `hosts.count + k` is the k-th of them.
    var clusters: ClusterDuties
    /// Signs for clusters whose signatures are real.
    var signer: ClusterSigner?
    var live: LiveChain
    var views: [NetworkView]
    /// Per host, the view that it shares.
    var viewOfHost: [Int]
    var sides: PartitionSides
    /// Rises when sides get new numbers.
    var era: Int32 = 0
    var conditions: LinkConditions
    /// By side of the partitions in force.
    var propagation: [BlockPropagation]
    /// By side: how votes and aggregates travel.
    var travel: [VoteTravel]
    /// Who was up and heard whom when votes were due last.
    var conditionsOfVotes: LinkConditions
    var sidesOfVotes: PartitionSides
    /// The same network without its partitions, for bounds.
    let wholeNetwork: BlockPropagation
    /// By side: how long a block takes at the very most; nil where that is not known, `stale` where it must be worked out.
    var bounds: [ArrivalBound]
    let publication: DelayDistribution
    /// What a relay adds; nil where there is none.
    let relayDelay: DelayDistribution?
    /// Per host, since when it has had the chain without a break, nanoseconds.
    var upSince: [Int64]
    /// By block: when each host can vote for it. Dropped when no decision depends on it any more.
    var seenAt: [[Int64]] = [[]]
    /// Blocks that wait for each host's processor.
    var queues: BlockQueues
    /// Per host, the last fault that made it take longer over blocks, by position among `faults`; −1 where none did that a
    /// block still waits for.
    var slowedBy: [Int32]
    /// Hosts of which `slowedBy` knows a fault.
    var slowedHosts: [Int] = []
    /// Hosts that are behind.
    var openBacklogs: [OpenBacklog] = []
    /// By block: whether everybody who is up and hears its proposer has it by the deadline for certain.
    var isSeenByAll = [true]
    /// By block: when it left its proposer.
    var publishedAt: [Int64] = [0]
    /// Blocks that no view has to tell apart any more are below this number.
    var firstRecent = 1
    /// Per host, the highest source epoch and the highest target epoch that it has voted for.
    var highestSource: [Epoch]
    var highestTarget: [Epoch]
    /// Faults that have met their block, by position among `faults`.
    var metBlock: [Bool]
    var figures = NetworkFigures()
    /// Votes by kind of connection, where a calibration asks for them.
    var linkVotes: LinkVotes?
    /// Blocks of the branch that counts, once the run is over, from the last one back.
    private(set) var chainAtEnd: [BlockID] = []
    /// Tells of progress; false = stop.
    let progress: (Int, Int) -> Bool

    init(
        _ world: World, threads: Int, progress: @escaping (Int, Int) -> Bool
    ) throws(SimulationError) {
        let location = world.scenario.network?.location ?? SourceLocation(file: "", line: 0, column: 0)
        let settings = world.scenario.network ?? Network(location: location)
        guard world.scenario.chain.startEpoch >= 2 else {
            throw .badChain("'resolution: messages' needs a start at epoch 2 or later: set chain.start.epoch")
        }
        self.world = world
        self.settings = settings
        self.progress = progress
        let branch = try Branch(world)
        causes = branch.causes
        hosts = try Hosts(world, settings)
        actors = hosts.count + world.nodes.count { !$0.isMachine }
        slotLength = world.slotLength
        let plan = FaultPlan(
            scenario: world.scenario, nodes: world.nodes, restGroups: world.restGroups, hosts: hosts,
            random: world.random,
            end: Int64(world.epochs) * Int64(world.slotsPerEpoch) * world.slotLength)
        faults = try plan.faults()
        metBlock = faults.map { _ in false }
        nodes = NodeLifeCycles(world, causes: causes)
        watch = KeyWatch(world.keyCopies, hosts: hosts.count)
        clusters = ClusterDuties(world.clusters, world.random)
        signer = try ClusterSigner.make(world, threads: threads)
        live = try LiveChain(branch, actorOfValidator: hosts.actorOfValidator)
        genesisOffset = live.startSlot * world.spec.slotDurationMilliseconds * 1_000_000
        let lane = live.lane(0)
        views = [
            NetworkView(
                side: 0, bugs: 0,
                chain: ChainView(
                    anchorOf: live.tree, slot: live.startSlot - 1, weights: lane.weights,
                    voters: world.population.total, spec: world.spec), anchor: live.anchor)
        ]
        viewOfHost = Array(repeating: 0, count: hosts.count)
        sides = PartitionSides(hosts: hosts.count, [])
        conditions = LinkConditions(nodes: hosts.count)
        (conditionsOfVotes, sidesOfVotes) = (conditions, sides)
        upSince = Array(repeating: .min, count: hosts.count)
        queues = BlockQueues(hosts: hosts.count)
        slowedBy = Array(repeating: -1, count: hosts.count)
        highestSource = Array(repeating: 0, count: hosts.count)
        highestTarget = highestSource
        do {
            let degree = try GossipMesh.Degree(
                aim: settings.mesh.degree, low: settings.mesh.low, high: settings.mesh.high)
            // Where nobody is the rest, there are only the nodes that have names.
            let mesh =
                hosts.count > degree.aim
                ? try GossipMesh(nodes: hosts.count, degree: degree, source: world.random)
                : try GossipMesh(fitting: hosts.count, source: world.random)
            let hosts = hosts
            func network(_ partitions: [Partition]) throws(NetworkDataError) -> GossipNetwork {
                try GossipNetwork(
                    regions: hosts.regions, classes: hosts.classes, regionOfNode: hosts.regionOfHost,
                    classOfNode: hosts.classOfHost, mesh: mesh, partitions: partitions, source: world.random)
            }
            let columns =
                settings.blobs > 0
                ? try ColumnCustody(
                    stakeIncrementsOfNode: hosts.stake, hasValidators: hosts.stake.map { $0 > 0 }, source: world.random)
                : nil
            let cutNetwork = try network(plan.partitions(faults))
            propagation = [BlockPropagation(network: cutNetwork, columns: columns, lazyGossip: try LazyGossip())]
            travel = [VoteTravel(cutNetwork)]
            wholeNetwork = BlockPropagation(network: try network([]), columns: columns)
            bounds = [.stale]
            publication = try Self.distribution(settings.publish)
            relayDelay = try (settings.relay?.delay).map(Self.distribution)
        } catch let error as SimulationError {
            throw error
        } catch {
            throw .badNetwork("\(error)", location: settings.location)
        }
        refreshConditions(at: 0)
    }

    private static func distribution(_ duration: Outage.Duration) throws -> DelayDistribution {
        switch duration {
        case .exactly(let span): try .constant(SimulatedTime(nanoseconds: span))
        case .mean(let mean): try .exponential(mean: SimulatedTime(nanoseconds: mean))
        case .median(let median, let p95):
            try .logNormal(median: SimulatedTime(nanoseconds: median), p95: SimulatedTime(nanoseconds: p95))
        }
    }

    var slots: Int { world.slotsPerEpoch }

    /// Slots of the whole run.
    var allSlots: Int { world.epochs * slots }

    /// Into the slot, nanoseconds.
    func due(_ basisPoints: UInt64) -> Int64 { slotLength * Int64(basisPoints) / 10_000 }

    /// When a slot of the run begins, nanoseconds from the start of the run.
    func start(ofSlot offset: Int) -> Int64 { Int64(offset) * slotLength }

    // MARK: Run

    /// Runs to the end and settles the branch that most of the stake follows.
    mutating func run() throws(SimulationError) -> (
        branch: Branch, digest: TraceDigest, ladder: TraceLadder<MessageEvent>
    ) {
        var scheduler = schedule()
        var ladder = TraceLadder<MessageEvent>(capacity: TracedEvent.mostKept)
        try scheduler.run(&self, keeping: &ladder)
        let end = live.startEpoch + UInt64(world.epochs)
        let view = mainView
        views[view].tick(to: genesisOffset + UInt64(start(ofSlot: allSlots)), in: live.tree)
        try receiveRecent(view, at: start(ofSlot: allSlots))
        try views[view].adoptWeights(live)
        let head = try views[view].head(without: [], boosted: nil, live)
        let lane = try live.lane(epoch: end, tip: head)
        var branch = live.lane(lane).branch
        chainAtEnd = chain(of: head)
        figures.orphans += live.records.count - chainAtEnd.count
        figures.strikes = faults.map { fault in
            let isHit = fault.groupOfHost.isEmpty ? fault.hits : fault.groupOfHost.map { $0 != 0 }
            return (
                fault.outage, fault.start, fault.end, isHit.count { $0 },
                hosts.validators.indices.reduce(0) { $0 + (isHit[$1] ? hosts.validators[$1] : 0) }
            )
        }
        closeAllBacklogs(at: start(ofSlot: allSlots))
        for note in figures.notes { branch.series.note(note) }
        if let note = noteOfQuietEpochs { branch.series.note(note) }
        for note in figures.notesOfBacklogs({ $0.map { world.scenario.outages[$0].name } }) { branch.series.note(note) }
        if let summary = figures.summary { branch.series.note(summary) }
        if let summary = figures.summaryOfVotes { branch.series.note(summary) }
        branch.series.add(clusters, signer, world)
        branch.series.network = figures
        branch.absorb(into: &scheduler.digest)
        return (branch, scheduler.digest, ladder)
    }

    /// What is certain to happen when the run begins.
    func schedule() -> Scheduler<MessageEvent> {
        var scheduler = Scheduler<MessageEvent>()
        for (index, strike) in world.strikes.enumerated() {
            scheduler.schedule(.strikeBegins(UInt32(index)), at: SimulatedTime(nanoseconds: strike.start))
        }
        for (index, fault) in faults.enumerated() {
            scheduler.schedule(.faultBegins(UInt32(index)), at: SimulatedTime(nanoseconds: fault.start))
        }
        scheduler.schedule(.slotBegins(0), at: .zero)
        return scheduler
    }

    /// The blocks of a head's branch, from it back to the anchor.
    func chain(of head: BlockID) -> [BlockID] {
        var chain = [head]
        while let last = chain.last, let parent = live.parent(of: last) { chain.append(parent) }
        return chain
    }

    /// The view that most stake shares.
    var mainView: Int {
        var stake = Array(repeating: UInt64(0), count: views.count)
        for host in 0..<hosts.count { stake[viewOfHost[host]] += hosts.stake[host] }
        return stake.indices.max { stake[$0] < stake[$1] } ?? 0
    }

    mutating func handle(
        _ event: MessageEvent, in scheduler: inout Scheduler<MessageEvent>
    ) throws(SimulationError) {
        let now = scheduler.now.nanoseconds
        switch event {
        case .strikeBegins(let index):
            nodes.begin(strike: Int(index), at: now)
            refreshConditions(at: now)
            scheduler.schedule(
                .strikeEnds(index), at: SimulatedTime(nanoseconds: world.strikes[Int(index)].end))
        case .strikeEnds(let index):
            for coming in nodes.end(strike: Int(index), at: now, peers: upload(forReturnOf: Int(index))) {
                guard let back = coming.back else {
                    figures.note(nodes.noteOfFallingBehind(coming.node))
                    continue
                }
                scheduler.schedule(
                    .recovered(node: UInt32(coming.node), generation: coming.generation),
                    at: SimulatedTime(nanoseconds: back))
            }
            refreshConditions(at: now)
        case .recovered(let node, let generation):
            if nodes.recovered(node: Int(node), generation: generation) { refreshConditions(at: now) }
        case .faultBegins(let index):
            try begin(fault: Int(index), at: now)
            scheduler.schedule(
                .faultEnds(index), at: SimulatedTime(nanoseconds: faults[Int(index)].end))
        case .faultEnds(let index):
            try end(fault: Int(index), at: now)
        case .slotBegins(let offset):
            try beginSlot(Int(offset), at: now, &scheduler)
        case .blockLeaves(let number):
            publish(Int(number), at: now, &scheduler.digest)
        case .votesDue(let offset):
            try vote(Int(offset), at: now, &scheduler.digest)
            scheduler.schedule(
                .aggregatesDue(offset),
                at: SimulatedTime(
                    nanoseconds: start(ofSlot: Int(offset)) + due(world.spec.aggregateDueBasisPoints)))
        case .aggregatesDue(let offset):
            aggregateOfClusters(Int(offset), at: now)
            aggregate(Int(offset), at: now)
        }
    }

    private mutating func beginSlot(
        _ offset: Int, at now: Int64, _ scheduler: inout Scheduler<MessageEvent>
    ) throws(SimulationError) {
        if offset > 0, offset % slots == 0, live.firstEpoch < live.startEpoch + UInt64(offset / slots) {
            try closeEpoch(offset: offset / slots - 1)
            if !progress(offset / slots, world.epochs) { throw .interrupted }
        }
        if offset == allSlots {
            scheduler.stop()
            return
        }
        if offset % slots == 0 {
            let epochs = offset / slots..<(offset / slots + quietEpochs(from: offset / slots))
            if !epochs.isEmpty, try settle(quiet: epochs, &scheduler.digest) {
                scheduler.schedule(
                    .slotBegins(UInt32(epochs.upperBound * slots)),
                    at: SimulatedTime(nanoseconds: start(ofSlot: epochs.upperBound * slots)))
                return
            }
        }
        for view in views.indices {
            views[view].tick(to: genesisOffset + UInt64(now), in: live.tree)
            try views[view].adoptWeights(live)
            try receiveRecent(view, at: now)
            try views[view].countArrived(live)
        }
        noteBacklogs(at: now)
        try propose(offset, at: now, &scheduler)
        scheduler.schedule(
            .votesDue(UInt32(offset)),
            at: SimulatedTime(nanoseconds: now + due(world.spec.attestationDueBasisPoints)))
        scheduler.schedule(.slotBegins(UInt32(offset + 1)), at: SimulatedTime(nanoseconds: now + slotLength))
    }

    /// Keeps who was away in an epoch that is over, and forgets what nobody needs any more.
    private mutating func closeEpoch(offset: Int) throws(SimulationError) {
        live.addAbsences(nodes.absences(in: world.grid(ofEpoch: offset), first: nil))
        try signer?.run()
        var heads: [BlockID] = []
        for view in views.indices {
            try views[view].adoptWeights(live)
            heads.append(try views[view].head(without: [], boosted: nil, live))
            let end = live.startSlot + UInt64((offset + 1) * slots)
            views[view].dropDeadTips(before: end - min(end, 2 * UInt64(slots)), live)
        }
        let epoch = live.startEpoch + UInt64(offset) + 1
        figures.branches = max(figures.branches, Set(heads).count)
        live.prune(
            heads: heads, currentEpoch: epoch,
            finalized: views.map(\.chain.finalized).min { $0.epoch < $1.epoch } ?? Checkpoint(epoch: 0, root: .zero))
    }

    /// Takes over what a change of who is up, slow or cut off means for the network.
    mutating func refreshConditions(at now: Int64) {
        for side in bounds.indices { bounds[side] = .stale }
        for node in world.nodes.indices {
            let isDown = world.abandonedNodes.contains(node) || nodes.causeOfAbsence(of: node, at: now) != nil
            for host in hosts.hostsOfNode[node] {
                if conditions.isDown[host], !isDown { upSince[host] = now }
                if isDown { queues.clear(host, at: now) }
                conditions.isDown[host] = isDown
                conditions.extraLatency[host] = 0
                conditions.bitsPerSecondCap[host] = .max
            }
        }
        for fault in faults where fault.holds(at: now) {
            guard case .slowLink(let latency, let cap) = fault.fault else { continue }
            for host in 0..<hosts.count where fault.hits[host] {
                conditions.extraLatency[host] += latency
                if let cap { conditions.bitsPerSecondCap[host] = min(conditions.bitsPerSecondCap[host], cap) }
            }
        }
    }

    /// Share of their uploads that nodes give to others' catching up, per cent. Assumption: no published figure.
    private static let uploadForSync: Int64 = 50

    /// What the nodes that are up can send to those that a strike lets go.
    private func upload(forReturnOf strike: Int) -> PeerUpload {
        var askers: Int64 = 0
        for node in world.strikes[strike].nodes { askers += Int64(hosts.hostsOfNode[node].count) }
        var bits: Int64 = 0
        for host in 0..<hosts.count where !conditions.isDown[host] {
            bits += min(
                hosts.classes[hosts.classOfHost[host]].uploadBitsPerSecond, conditions.bitsPerSecondCap[host])
        }
        let columns = settings.blobs > 0 ? 8 * ColumnCustody.bytes(blobs: settings.blobs) : 0
        return PeerUpload(
            bitsPerSecond: bits / 100 * Self.uploadForSync, askers: askers,
            bytesPerSlot: Int64(settings.blockBytes + columns), slot: slotLength)
    }
}

/// What is known of how long a block takes at the very most.
enum ArrivalBound {
    case stale
    /// Nanoseconds; nil where there is no bound.
    case known(Int64?)
}
