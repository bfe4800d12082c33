import BeaconChain
import EventEngine
import PeerNetwork
import Scenario
import Staking

/// The machines of the message network: each named node is one, and a population of the rest is dealt to many.
///
/// A host stands in a region, has a kind of connection and clients, and operates a stretch of its population's
/// validators. What a scenario leaves open is drawn from streams keyed by the host's number.
struct Hosts: Sendable {
    /// Per host, the world's node behind it.
    private(set) var nodeOfHost: [Int32] = []
    private(set) var regionOfHost: [Int] = []
    private(set) var classOfHost: [Int] = []
    /// Per host, how long its two clients take over a block.
    private(set) var consensusTimes: [Int32] = []
    private(set) var executionTimes: [Int32] = []
    /// The distributions that the two columns above refer to.
    private(set) var distributions: [DelayDistribution] = []
    /// Per host, its clients; empty where nobody asks.
    private(set) var consensusClient: [String] = []
    private(set) var executionClient: [String] = []
    /// Per host, how many slots its head may lie behind the clock before its consensus client serves no duties.
    private(set) var syncTolerance: [UInt64] = []
    /// Per host, effective balance that it operates, in increments.
    private(set) var stake: [UInt64] = []
    /// Per host, validators that it operates.
    private(set) var validators: [Int] = []
    /// By virtual index, the host that operates the validator, or the number of hosts and more for a cluster, and then
    /// for those whom others operate.
    private(set) var actorOfValidator: [Int32]
    /// Per world node, its hosts.
    private(set) var hostsOfNode: [Range<Int>]
    /// How much longer execution and consensus clients take over a block of this network than over one of reference size.
    private let executionFactor: ValidationBySize.Factor
    private let consensusFactor: ValidationBySize.Factor
    let regions: RegionMap
    let classes: [NodeClass]

    var count: Int { nodeOfHost.count }

    /// Share of the stake that small operators at home hold, parts per million: 6.5 %, end of 2022
    /// (blog.rated.network, "Solo stakers"). Their nodes share it; those in data centres share the rest.
    private static let homeStake = 65_000
    /// Kinds of connection of the rest's nodes. Assumption: no survey of kinds was found; 36 % of execution nodes stood
    /// at one cloud provider alone in October 2025.
    private static let defaultLinks = [
        ClientMix.Share(name: "data-centre", partsPerMillion: 650_000),
        ClientMix.Share(name: "home", partsPerMillion: 300_000),
        ClientMix.Share(name: "laggy", partsPerMillion: 25_000),
        ClientMix.Share(name: "constrained", partsPerMillion: 25_000),
    ]

    init(_ world: World, _ network: Network) throws(SimulationError) {
        do {
            regions =
                try network.regionsFile.map { try RegionMap(parsing: $0.text, file: $0.name) } ?? RegionMap.builtIn()
            classes =
                try network.classesFile.map { try NodeClass.parse($0.text, file: $0.name) } ?? NodeClass.builtIn()
        } catch {
            throw .badNetwork("\(error)", location: network.location)
        }
        executionFactor = ValidationBySize.shipped.factor(.execution, bytes: network.blockBytes)
        consensusFactor = ValidationBySize.shipped.factor(.consensus, bytes: network.blockBytes)
        actorOfValidator = Array(repeating: 0, count: world.population.total)
        hostsOfNode = Array(repeating: 0..<0, count: world.nodes.count)
        let counts = try Self.deal(world, network)
        for (index, node) in world.nodes.enumerated() {
            let first = count
            for _ in 0..<counts[index] { try addHost(of: index, node, world, network) }
            hostsOfNode[index] = first..<count
        }
        operate(world, network.stakeSpread)
    }

    /// Hosts of each node of the world.
    private static func deal(_ world: World, _ network: Network) throws(SimulationError) -> [Int] {
        let named = world.nodes.count { !$0.isPopulation && $0.isMachine }
        let populations = world.nodes.indices.filter { world.nodes[$0].isPopulation }
        guard network.nodes >= named + populations.count, network.nodes > 1 else {
            throw .badNetwork(
                "\(named) nodes are named and the rest has \(populations.count) parts, but the network has only "
                    + "\(network.nodes) nodes: raise network.nodes", location: network.location)
        }
        var counts = world.nodes.map { $0.isPopulation || !$0.isMachine ? 0 : 1 }
        let left = LargestRemainder.deal(
            network.nodes - named - populations.count, by: populations.map { world.nodes[$0].validators })
        for (position, index) in populations.enumerated() { counts[index] = 1 + left[position] }
        return counts
    }

    private mutating func addHost(
        of index: Int, _ node: Node, _ world: World, _ network: Network
    ) throws(SimulationError) {
        let host = count
        var stream = world.random.stream(.hostProperties, entity: UInt64(host))
        /// One of the names by their shares, but for those that a part of the rest of its own has.
        func pick(
            _ shares: [ClientMix.Share], _ stream: inout RandomStream, taken: KeyPath<Node, String?>? = nil
        ) -> String? {
            let left = shares.filter { share in
                guard let taken else { return true }
                return !world.nodes.contains { $0.isPopulation && $0[keyPath: taken] == share.name }
            }
            let candidates = left.isEmpty ? shares : left
            var draw = stream.next(below: max(1, candidates.reduce(0) { $0 + $1.partsPerMillion }))
            for share in candidates {
                if draw < share.partsPerMillion { return share.name }
                draw -= share.partsPerMillion
            }
            return candidates.last?.name
        }
        let rest = world.scenario.rest
        let drawnRegion =
            rest.regions.isEmpty
            ? pick(
                RegionShares.shipped.map { ClientMix.Share(name: $0.region, partsPerMillion: $0.partsPerMillion) },
                &stream, taken: \.region) : pick(rest.regions, &stream, taken: \.region)
        let drawnLink = pick(network.links.isEmpty ? Self.defaultLinks : network.links, &stream)
        let drawnConsensus = pick(
            rest.clients.consensus.isEmpty ? ClientShares.shipped.mix(.consensus) : rest.clients.consensus, &stream,
            taken: \.consensusClient)
        let drawnExecution = pick(
            rest.clients.execution.isEmpty ? ClientShares.shipped.mix(.execution) : rest.clients.execution, &stream,
            taken: \.executionClient)

        let regionName = node.region ?? (node.isPopulation ? drawnRegion : regions.names.first) ?? ""
        let linkName =
            node.link ?? (node.isPopulation ? drawnLink : node.provider == nil ? "home" : "data-centre") ?? ""
        let region: Int
        do {
            region = try regions.region(named: regionName)
        } catch {
            guard node.region == nil else {
                throw .badNetwork("node \(node.name): \(error)", location: network.location)
            }
            // The shares of the shipped survey name regions that a map of the user's own may not have.
            region = stream.next(below: regions.names.count)
        }
        // The shipped mix names kinds that a table of the user's own may not have.
        let isChosen = node.link != nil || node.isPopulation && !network.links.isEmpty
        guard let kind = classes.firstIndex(where: { $0.name == linkName }) ?? (isChosen ? nil : 0) else {
            throw .badNetwork(
                "\(node.name): unknown link '\(linkName)': use one of "
                    + classes.map(\.name).joined(separator: ", "), location: network.location)
        }
        nodeOfHost.append(Int32(index))
        regionOfHost.append(region)
        classOfHost.append(kind)
        let consensus = node.consensusClient ?? drawnConsensus
        let execution = node.executionClient ?? drawnExecution
        consensusClient.append(consensus ?? "")
        executionClient.append(execution ?? "")
        syncTolerance.append(
            SyncTolerance.shipped.slots(client: consensus, slotsPerEpoch: UInt64(world.slotsPerEpoch)))
        consensusTimes.append(number(of: ValidationTimes.shipped.distribution(.consensus, client: consensus)))
        executionTimes.append(number(of: ValidationTimes.shipped.distribution(.execution, client: execution)))
    }

    private mutating func number(of distribution: DelayDistribution) -> Int32 {
        if let known = distributions.firstIndex(of: distribution) { return Int32(known) }
        distributions.append(distribution)
        return Int32(distributions.count - 1)
    }

    /// Deals each node's validators to its hosts, a stretch to each.
    private mutating func operate(_ world: World, _ spread: Network.StakeSpread) {
        stake = Array(repeating: 0, count: count)
        validators = Array(repeating: 0, count: count)
        var cluster = count
        var operated = count + world.clusters.count
        for (index, node) in world.nodes.enumerated() {
            let hosts = hostsOfNode[index]
            let weights = spread == .even ? hosts.map { _ in 1 } : weights(of: hosts)
            let parts = node.isMachine ? LargestRemainder.deal(node.validators, by: weights) : []
            var host = hosts.lowerBound
            var left = parts.first ?? 0
            for rows in world.population.rowsOfNode[index] {
                for row in rows {
                    let start = world.population.virtualStart[row]
                    let increments = UInt64(world.state.registry.effectiveIncrements[row])
                    for validator in start..<(start + world.population.members[row]) {
                        if !node.isMachine {
                            actorOfValidator[validator] = Int32(node.isOperated ? operated : cluster)
                            continue
                        }
                        while left == 0, host + 1 < hosts.upperBound {
                            host += 1
                            left = parts[host - hosts.lowerBound]
                        }
                        left -= 1
                        actorOfValidator[validator] = Int32(host)
                        stake[host] += increments
                        validators[host] += 1
                    }
                }
            }
            if node.cluster != nil { cluster += 1 }
            if node.isOperated { operated += 1 }
        }
    }

    /// Heavy-tailed weights: in a population home nodes share the stake of small operators alike. The others share what is left unevenly:
    /// the k-th largest holds a part in proportion to 1/(k + 10). Assumption: how validators are spread over nodes is not
    /// published; that a few large nodes hold most of them is.
    private func weights(of hosts: Range<Int>) -> [Int] {
        let isLarge = hosts.map { classes[classOfHost[$0]].name == "data-centre" }
        let large = isLarge.count { $0 }
        let small = hosts.count - large
        guard large > 0, small > 0 else { return hosts.map { _ in 1 } }
        var rank = 0
        let shares = isLarge.map { isLarge -> Int in
            guard isLarge else { return 0 }
            rank += 1
            return 1_000_000_000 / (rank + 9)
        }
        let sum = shares.reduce(0, +)
        // Of what the large ones leave, each small one has the same.
        let each = sum / (1_000_000 - Self.homeStake) * Self.homeStake / small
        return zip(isLarge, shares).map { $0 ? $1 : max(1, each) }
    }

    /// How long a host takes over a block at its usual speed, nanoseconds: a pure function of both.
    func validation(of block: UInt64, at host: Int, _ random: RandomSource) -> Int64 {
        var stream = random.stream(.validation, entity: UInt64(host))
        stream.position = 2 * block
        let consensus = consensusFactor.of(distributions[Int(consensusTimes[host])].sample(&stream).nanoseconds)
        let execution = executionFactor.of(distributions[Int(executionTimes[host])].sample(&stream).nanoseconds)
        let (both, overflow) = consensus.addingReportingOverflow(execution)
        return overflow ? .max : both
    }
}
