import BeaconChain
import EventEngine
import Scenario
import Staking

/// Everything that exists at the start of a run: the chain's state, the nodes, and who operates which validators.
struct World: Sendable {
    var scenario: Scenario
    var spec: ChainSpec
    var nodes: [Node]
    /// Entities in file order; the rest is the last.
    var entities: [Owner]
    var population: Population
    var state: BeaconState
    var recovery: RecoveryTable
    var strikes: [Strike]
    /// Second machines with the keys of others.
    var keyCopies: [KeyCopy]
    /// Connections between machines that one side holds for broken.
    var halfOpenPeers: [HalfOpenPeer]
    /// When members of clusters sign wrong or twice.
    var misdeeds: [Strike]
    var random: RandomSource
    /// Nodes that are never online.
    var abandonedNodes: [Int]
    /// Part of the rest that has no duties in a real state.
    var nodeWithoutDuties: Int?
    /// Epochs to simulate.
    var epochs: Int
    /// Nanoseconds.
    var slotLength: Int64
    /// Remarks for the reader that hold before the run begins.
    var notes: [String]
    /// Distributed validators.
    var clusters: [ClusterSite]
    /// Validators that others' nodes and clusters operate.
    var operated: [OperatedNode]
    /// By node: the part of the rest that it is; nil for named nodes.
    var restGroups: [RestGroup?]
    /// How often votes and blocks are late at the `duties` resolution; nil = never.
    var calibration: NetworkCalibration?

    /// Somebody with validators.
    struct Owner: Sendable {
        var name: String
        var isRest: Bool
        var nodes: [Int]
        var validators: Int
    }

    var slotsPerEpoch: Int { Int(spec.slotsPerEpoch) }

    func grid(ofEpoch offset: Int) -> EpochGrid {
        let slots = slotsPerEpoch
        return EpochGrid(
            start: Int64(offset) * Int64(slots) * slotLength, slots: slots, slot: slotLength,
            attestationDue: slotLength * Int64(spec.attestationDueBasisPoints) / 10_000)
    }
}

/// Builds the world that a scenario describes.
struct WorldBuilder {
    var scenario: Scenario
    /// The real beacon state that the run starts from, if it does.
    let startState: BeaconState?

    /// The preset by which the scenario's epochs and slots were read.
    private let givenPreset: String

    /// - Parameter state: what the scenario's state file holds; the chain is then that state's.
    init(scenario: Scenario, state: BeaconState?) {
        self.scenario = scenario
        startState = state
        givenPreset = scenario.chain.preset
        guard let state else { return }
        self.scenario.chain.fork = state.fork.rawValue
        self.scenario.chain.preset = state.spec.preset.rawValue
        self.scenario.chain.startEpoch = state.currentEpoch
        self.scenario.chain.validators = state.registry.count
        self.scenario.detail = .individual
    }

    func build() throws(SimulationError) -> World {
        if let preset = startState?.spec.preset.rawValue, preset != givenPreset {
            throw .badState(
                file: scenario.chain.stateFile ?? "the state",
                why: "it is of the \(preset) preset, the scenario's epochs are of \(givenPreset): "
                    + "write 'preset: \(preset)' under 'chain'")
        }
        let spec = try chainSpec()
        let slotLength = Int64(spec.slotDurationMilliseconds) * 1_000_000
        let epochLength = slotLength * Int64(spec.slotsPerEpoch)
        let epochs = Int((scenario.run.nanoseconds + epochLength - 1) / epochLength)

        var nodes: [Node] = []
        var owners: [World.Owner] = []
        for (position, entity) in scenario.entities.enumerated() {
            let own = namedNodes(of: entity, position: position)
            owners.append(
                World.Owner(
                    name: entity.name, isRest: false, nodes: Array(nodes.count..<(nodes.count + own.count)),
                    validators: entity.validators))
            nodes += own
        }
        for (position, cluster) in scenario.clusters.enumerated() {
            let stands = (0..<cluster.count).map { index in
                var node = Node(
                    name: cluster.count == 1 ? cluster.name : "\(cluster.name)/\(index + 1)", entity: owners.count,
                    isPopulation: false,
                    validators: cluster.validators / cluster.count
                        + (index < cluster.validators % cluster.count ? 1 : 0))
                node.cluster = position
                node.buildsLocally = cluster.builds == .local
                return node
            }
            owners.append(
                World.Owner(
                    name: cluster.name, isRest: false, nodes: Array(nodes.count..<(nodes.count + stands.count)),
                    validators: cluster.validators))
            nodes += stands
        }
        let named = owners.reduce(0) { $0 + $1.validators }
        let total = scenario.chain.validators ?? 0
        guard total > 0, named <= total else {
            throw .badChain("\(named) validators are named, but the network has \(total)")
        }
        var clients = scenario.rest.clients
        if clients.consensus.isEmpty { clients.consensus = ClientShares.shipped.mix(.consensus) }
        if clients.execution.isEmpty { clients.execution = ClientShares.shipped.mix(.execution) }
        let idle = startState.map(Self.withoutDuties) ?? 0
        guard named <= total - idle else {
            throw .badChain(
                "\(named) validators are named, but only \(total - idle) of the state's are active and not slashed")
        }
        let partition = RestPartition(
            validators: total - named - idle, withoutDuties: idle, rest: scenario.rest, clients: clients,
            outages: scenario.outages)
        let firstPopulation = nodes.count
        for group in partition.groups {
            var node = Node(
                name: group.label, entity: owners.count, isPopulation: true, validators: group.validators)
            node.consensusClient = group.consensusClient
            node.executionClient = group.executionClient
            node.region = group.region
            node.provider = group.provider
            nodes.append(node)
        }
        owners.append(
            World.Owner(
                name: "the rest", isRest: true, nodes: Array(firstPopulation..<nodes.count),
                validators: total - named))

        var population = Population(nodes: nodes.count)
        var registry = Registry()
        if let startState {
            settle(nodes, rest: firstPopulation..<nodes.count, in: startState, &population)
        }
        for index in firstPopulation..<nodes.count where startState == nil {
            populate(
                &population, &registry, node: index, count: nodes[index].validators, balance: scenario.rest.balance,
                compounding: scenario.rest.balance > spec.minActivationBalance, asCohort: scenario.detail == .cohorts,
                spec)
        }
        for (position, cluster) in scenario.clusters.enumerated().reversed() where startState == nil {
            for index in owners[scenario.entities.count + position].nodes {
                populate(
                    &population, &registry, node: index, count: nodes[index].validators, balance: cluster.balance,
                    compounding: cluster.compounding, asCohort: false, spec)
            }
        }
        for (position, entity) in scenario.entities.enumerated().reversed() where startState == nil {
            for index in owners[position].nodes {
                populate(
                    &population, &registry, node: index, count: nodes[index].validators, balance: entity.balance,
                    compounding: entity.compounding, asCohort: entity.cohort, spec)
            }
        }
        if !population.cohortRows.isEmpty { registry.multiplicity = population.members.map(UInt32.init) }

        let random = RandomSource(seed: scenario.seed)
        let plan = OutagePlan(
            scenario: scenario, nodes: nodes, random: random, end: Int64(epochs) * epochLength,
            isDrawnPopulation: { partition.groups[$1 - firstPopulation].drawnFor.contains($0) },
            matchesPopulation: { outage, node in
                let group = partition.groups[node - firstPopulation]
                return !group.isAbandoned && !group.isWithoutDuties && scenario.outages[outage].hits.matches(group)
            }, firstNodes: owners.map { $0.nodes.first ?? nodes.count })
        var keyCopies: [KeyCopy] = []
        for strike in try plan.strikes(of: { $0.kind == .doubleKeys }) {
            guard case .doubleKeys(let keys) = scenario.outages[strike.outage].fault else { continue }
            keyCopies.append(try KeyCopy.of(strike, keys, in: scenario, nodes: nodes))
        }
        let strikes = try plan.strikes(of: \.silencesNodes)
        let misdeeds = try plan.strikes(of: { outage in
            outage.fault == .byzantine(.wrongPartials) || outage.fault == .byzantine(.equivocatePartials)
        })
        let halfOpen = HalfOpenPeer.of(
            try plan.strikes(of: { $0.kind == .halfOpen }), restartedBy: strikes, in: scenario, nodes: nodes)
        return World(
            scenario: scenario, spec: spec, nodes: nodes, entities: owners, population: population,
            state: startState.map { resumed($0, spec) } ?? flawlessState(spec, registry), recovery: recoveryTable(),
            strikes: strikes, keyCopies: keyCopies, halfOpenPeers: halfOpen, misdeeds: misdeeds, random: random,
            abandonedNodes: (firstPopulation..<nodes.count).filter {
                partition.groups[$0 - firstPopulation].isAbandoned
            }, nodeWithoutDuties: idle > 0 ? nodes.count - 1 : nil,
            epochs: epochs, slotLength: slotLength, notes: notes(startState),
            clusters: try clusterSites(nodes, spec, halfOpen, misdeeds), operated: try operatedNodes(nodes),
            restGroups: nodes.indices.map { $0 < firstPopulation ? nil : partition.groups[$0 - firstPopulation] },
            calibration: try (scenario.resolution == .duties ? scenario.calibration : scenario.network?.quietFile).map {
                file throws(SimulationError) in try NetworkCalibration(file)
            })
    }

    func chainSpec() throws(SimulationError) -> ChainSpec {
        guard let fork = Fork(rawValue: scenario.chain.fork) else {
            throw .badChain("unknown fork '\(scenario.chain.fork)'")
        }
        guard let preset = Preset(rawValue: scenario.chain.preset) else {
            throw .badChain("unknown preset '\(scenario.chain.preset)'")
        }
        var spec = ChainSpec(preset: preset, fork: fork)
        for setting in scenario.chain.config where !spec.set(setting.name, to: setting.value) {
            throw .unknownSetting(name: setting.name, location: setting.location)
        }
        guard spec.slotsPerEpoch > 0, spec.slotsPerEpoch <= 64, spec.slotDurationMilliseconds > 0 else {
            throw .badChain("an epoch needs 1 to 64 slots of some length")
        }
        let highest = max(
            scenario.rest.balance, scenario.entities.lazy.map(\.balance).max() ?? 0)
        guard highest / spec.effectiveBalanceIncrement <= UInt64(UInt16.max) else {
            throw .badChain(
                "a balance of \(highest) gwei is more than \(UInt16.max) increments of "
                    + "\(spec.effectiveBalanceIncrement) gwei: raise EFFECTIVE_BALANCE_INCREMENT")
        }
        return spec
    }

    private func namedNodes(of entity: Entity, position: Int) -> [Node] {
        let places = entity.places.compactMap { name in scenario.places.first { $0.name == name } }
        let consensus = Self.deal(entity.clients.consensus, or: .consensus, to: entity.nodes)
        let execution = Self.deal(entity.clients.execution, or: .execution, to: entity.nodes)
        return (0..<entity.nodes).map { index in
            var node = Node(
                name: entity.nodes == 1 ? entity.name : "\(entity.name)/\(index + 1)", entity: position,
                isPopulation: false,
                validators: entity.validators / entity.nodes + (index < entity.validators % entity.nodes ? 1 : 0))
            if !places.isEmpty {
                let place = places[index % places.count]
                node.place = place.name
                node.region = place.region
                node.powerZone = place.power
                node.provider = place.provider
            }
            node.isOperated = !entity.shifts.isEmpty
            node.nodeOperator = entity.nodeOperator
            node.buildsLocally = entity.builds == .local
            node.link = entity.link
            node.disk = Disk(rawValue: entity.disk) ?? .nvme
            node.megabitsPerSecond = entity.megabitsPerSecond
            node.consensusClient = consensus[index]
            node.executionClient = execution[index]
            return node
        }
    }

    /// One name for each node, in proportion to the shares; those of the shipped survey where none are given.
    private static func deal(
        _ given: [ClientMix.Share], or layer: RecoveryTable.Layer, to nodes: Int
    ) -> [String] {
        let shares = given.isEmpty ? ClientShares.shipped.mix(layer) : given
        let counts = LargestRemainder.deal(nodes, by: shares.map(\.partsPerMillion))
        return zip(shares, counts).flatMap { share, count in Array(repeating: share.name, count: count) }
    }

    private func populate(
        _ population: inout Population, _ registry: inout Registry, node: Int, count: Int, balance: Gwei,
        compounding: Bool, asCohort: Bool, _ spec: ChainSpec
    ) {
        let before = population.rowCount
        population.append(node: node, count: count, asCohort: asCohort)
        let rows = population.rowCount - before
        let cap = compounding ? spec.maxEffectiveBalance : spec.minActivationBalance
        let effective = min(balance - balance % spec.effectiveBalanceIncrement, cap)
        registry.effectiveIncrements += repeatElement(
            UInt16(clamping: effective / spec.effectiveBalanceIncrement), count: rows)
        registry.balances += repeatElement(balance, count: rows)
        registry.slashed += repeatElement(false, count: rows)
        registry.activationEligibilityEpochs += repeatElement(CompactEpoch(bits: 0), count: rows)
        registry.activationEpochs += repeatElement(CompactEpoch(bits: 0), count: rows)
        registry.exitEpochs += repeatElement(.farFuture, count: rows)
        registry.withdrawableEpochs += repeatElement(.farFuture, count: rows)
        registry.inactivityScores += repeatElement(0, count: rows)
        registry.previousParticipation += repeatElement(7, count: rows)
        registry.currentParticipation += repeatElement(7, count: rows)
        registry.credentialPrefixes += repeatElement(compounding ? 2 : 1, count: rows)
    }

    /// A chain that has finalized without a hitch until the run begins.
    private func flawlessState(_ spec: ChainSpec, _ registry: Registry) -> BeaconState {
        let epoch = scenario.chain.startEpoch
        var state = BeaconState(spec: spec, slot: epoch * spec.slotsPerEpoch, registry: registry)
        state.justificationBits = 0b1111
        state.currentJustified.epoch = epoch > 0 ? epoch - 1 : 0
        state.previousJustified.epoch = epoch > 1 ? epoch - 2 : 0
        state.finalized.epoch = epoch > 1 ? epoch - 2 : 0
        state.slashings = Array(repeating: 0, count: Int(spec.epochsPerSlashingsVector))
        return state
    }

    private func recoveryTable() -> RecoveryTable {
        var table = RecoveryTable.shipped
        // Versions of a client begin with what holds for the client, wherever it stands in the file.
        let isVersion = { (change: ResyncOverride) in ClientName(change.client).version != nil }
        for change in scenario.resync.filter({ !isVersion($0) }) + scenario.resync.filter(isVersion) {
            table.override(client: change.client) { parameters in
                if let rate = change.catchUpPerSecond {
                    // More than a million million blocks a second is no time at all.
                    parameters.catchUpPerThousandSeconds = Int64(min(rate, 1e12) * 1_000)
                }
                if let snapshot = change.snapshot { parameters.snapshot = snapshot }
                if let full = change.full { parameters.full = full }
                if let restart = change.restart { parameters.restart = restart }
            }
        }
        return table
    }
}
