internal import EventEngine
internal import Foundation
internal import PeerNetwork

/// The propagation of blocks with their data columns over the built-in regions and classes, on one core.
struct BlockPropagationBenchmark {
    var nodes: [Int]
    var blobs: [Int]
    var repetitions = 20

    func run() throws {
        print("block propagation with jitter, losses, uploads and data columns; 100 kB blocks, one core")
        print("  nodes  blobs    ms/block   M copies/s    copies  duplicates     MB sent  complete at 50 %, 95 % (s)")
        for nodes in nodes {
            let network = try Self.network(nodes: nodes)
            let custody = try Self.custody(nodes: nodes)
            for blobs in blobs { try measure(network, custody, blobs: blobs) }
        }
        print("a third of the nodes goes down, and the meshes heal around them")
        print("  nodes    ms, then with a 14-blob block")
        for nodes in nodes { try measureHealing(Self.network(nodes: nodes), Self.custody(nodes: nodes)) }
        print("small messages of a slot, milliseconds of CPU")
        print("  nodes  to one of all nodes  64 subnets, 16 aggregators and 488 publishers each")
        for nodes in nodes { try measureTopics(Self.network(nodes: nodes)) }
    }

    private func measureHealing(_ network: GossipNetwork, _ custody: ColumnCustody) throws {
        let nodes = network.mesh.nodeCount
        var conditions = LinkConditions(nodes: nodes)
        var propagation = BlockPropagation(network: network, columns: custody)
        var arrivals = BlockArrivals()
        func seconds() -> Double {
            let start = Measurement.cpuSeconds()
            propagation.publish(
                PublishedBlock(number: 1, origin: 0, published: .zero, bytes: 100_000, blobs: 14), conditions,
                into: &arrivals)
            return Measurement.cpuSeconds() - start
        }
        _ = seconds()
        for node in 0..<nodes where node % 3 == 1 { conditions.isDown[node] = true }
        // The first block with columns heals all meshes.
        let first = seconds()
        let later = seconds()
        print(
            Timing.column("\(nodes)", 7), Timing.column(Timing.text((first - later) * 1e3, decimals: 1), 11),
            Timing.column(Timing.text(later * 1e3, decimals: 1), 11))
    }

    private func measureTopics(_ network: GossipNetwork) throws {
        let nodes = network.mesh.nodeCount
        let conditions = LinkConditions(nodes: nodes)
        var topic = TopicDelays(network: network, hop: .milliseconds(5), bytes: 500)
        var subnets = CommitteeSubnets.attestation(network, hop: .milliseconds(5))
        var delays: [Int64] = []
        var stream = RandomStream(seed: 2, domain: .benchmark)
        topic.toReceiver(0, number: 0, at: .zero, conditions, into: &delays)
        var start = Measurement.cpuSeconds()
        for number in 1...UInt64(repetitions) {
            topic.toReceiver(stream.next(below: nodes), number: number, at: .zero, conditions, into: &delays)
        }
        let toOne = (Measurement.cpuSeconds() - start) / Double(repetitions)
        let rounds = 3
        start = Measurement.cpuSeconds()
        for number in 0..<UInt64(rounds) {
            for subnet in 0..<CommitteeSubnets.attestationSubnetCount {
                subnets.delays(
                    subnet: subnet, number: number, at: .zero, aggregators: stream.sample(16, of: nodes),
                    publishers: stream.sample(488, of: nodes), conditions, into: &delays)
            }
        }
        let all = (Measurement.cpuSeconds() - start) / Double(rounds)
        print(
            [
                Timing.column("\(nodes)", 7), Timing.column(Timing.text(toOne * 1e3, decimals: 2), 20),
                Timing.column(Timing.text(all * 1e3, decimals: 1), 20),
            ].joined(separator: " "))
    }

    private func measure(_ network: GossipNetwork, _ custody: ColumnCustody, blobs: Int) throws {
        let nodes = network.mesh.nodeCount
        let conditions = LinkConditions(nodes: nodes)
        var propagation = BlockPropagation(network: network, columns: custody)
        var arrivals = BlockArrivals()
        var number: UInt64 = 0
        func block() -> PublishedBlock {
            number += 1
            // Professional nodes propose; home stakers' uploads are a study of their own.
            var origin = Int(number * 7_919) % nodes
            while network.classes[network.classOfNode[origin]].name != "data-centre" { origin = (origin + 1) % nodes }
            return PublishedBlock(
                number: number, origin: origin, published: .seconds(12 * Int64(number)), bytes: 100_000, blobs: blobs)
        }
        propagation.publish(block(), conditions, into: &arrivals)
        var spans: [Int64] = []
        var copies = 0
        var seconds = 0.0
        for _ in 0..<repetitions {
            let next = block()
            let start = Measurement.cpuSeconds()
            propagation.publish(next, conditions, into: &arrivals)
            seconds += Measurement.cpuSeconds() - start
            copies += arrivals.copies
            spans += arrivals.complete.filter { $0 != .max }.map { $0 - next.published.nanoseconds }
        }
        spans.sort()
        func share(_ percent: Int) -> String {
            spans.isEmpty ? "-" : Timing.text(Double(spans[(spans.count - 1) * percent / 100]) / 1e9, decimals: 2)
        }
        print(
            [
                Timing.column("\(nodes)", 7), Timing.column("\(blobs)", 6),
                Timing.column(Timing.text(seconds * 1e3 / Double(repetitions), decimals: 2), 11),
                Timing.column(Timing.text(Double(copies) / seconds / 1e6, decimals: 1), 12),
                Timing.column("\(arrivals.copies)", 9), Timing.column("\(arrivals.duplicates)", 11),
                Timing.column("\(arrivals.bytes / 1_000_000)", 11), "  \(share(50)), \(share(95))",
            ].joined(separator: " "))
    }

    /// Sixty of a hundred nodes in data centres, thirty-six at home, the others laggy or constrained.
    static func network(nodes: Int) throws -> GossipNetwork {
        let source = RandomSource(seed: 1)
        var stream = source.stream(.benchmark)
        let regions = try RegionMap.builtIn()
        return try GossipNetwork(
            regions: regions, classes: NodeClass.builtIn(),
            regionOfNode: (0..<nodes).map { _ in stream.next(below: regions.names.count) },
            classOfNode: (0..<nodes).map { _ in stream.pick(weights: [60, 36, 2, 2]) ?? 0 },
            mesh: GossipMesh(nodes: nodes, degree: .ethereum, source: source), source: source)
    }

    /// One node in twenty operates 500 validators, two in five a few, the others none.
    static func custody(nodes: Int) throws -> ColumnCustody {
        try ColumnCustody(
            stakeIncrementsOfNode: (0..<nodes).map { $0 % 20 == 0 ? 16_000 : $0 % 5 < 2 ? 96 : 0 },
            hasValidators: (0..<nodes).map { $0 % 20 == 0 || $0 % 5 < 2 }, source: RandomSource(seed: 1))
    }
}
