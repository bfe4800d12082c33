import EventEngine
import PeerNetwork
import Testing

/// Networks in which most nodes take all columns, so that many arrivals lie within the shortest latency of each other and
/// are passed on together.
@Suite("Heavy custody")
struct HeavyCustodyTests {
    /// Three nodes in four take every column, the others at least eight.
    static func custody(nodes: Int, seed: UInt64) throws -> ColumnCustody {
        try ColumnCustody(
            stakeIncrementsOfNode: (0..<nodes).map { $0 % 4 == 3 ? UInt64($0 % 8) * 96 : 4_096 + UInt64($0) },
            hasValidators: (0..<nodes).map { $0 % 4 != 3 || $0 % 8 == 7 }, source: RandomSource(seed: seed))
    }

    @Test(
        "columns passed on together arrive as one after the other",
        arguments: [(40, 6, false, false), (70, 14, false, true), (70, 6, true, false), (90, 1, true, true)])
    func equalsEveryCopy(nodes: Int, blobs: Int, cut: Bool, trouble: Bool) throws {
        let seed = UInt64(nodes + blobs)
        let network = try FloodTests.network(nodes: nodes, seed: seed, cut: cut)
        let custody = try Self.custody(nodes: nodes, seed: seed)
        var propagation = BlockPropagation(network: network, columns: custody)
        for (index, message) in FloodTests.traffic(nodes: nodes, count: 2, seed: seed).enumerated() {
            let conditions =
                trouble
                ? BlockPropagationTests.trouble(nodes: nodes, seed: message.number, sparing: message.origin)
                : LinkConditions(nodes: nodes)
            let block = PublishedBlock(
                number: message.number, origin: message.origin, published: message.published, bytes: message.bytes,
                blobs: blobs, forwardDelay: message.validation, blobPoolPercent: index * 30)
            try expectEveryCopy(block, network, &propagation, conditions, seed: seed)
        }
    }

    /// With a latency of nothing no two arrivals may be passed on together, with one of a nanosecond those of equal time.
    @Test("links without latency", arguments: [0, 0.000_001, 0.000_004], [0, 1_000])
    func noLatency(milliseconds: Double, bytes: Int) throws {
        let nodes = 30
        let source = RandomSource(seed: 4)
        let network = try GossipNetwork(
            regions: RegionMap(parsing: "region,here\nhere,\(milliseconds)", file: "test.csv"),
            classes: NodeClass.parse(
                "class,access_ms,jitter_ms,upload_mbit_s,download_mbit_s,loss_per_million\nfast,0,0,1000000,1000000,0",
                file: "test.csv"),
            regionOfNode: Array(repeating: 0, count: nodes), classOfNode: Array(repeating: 0, count: nodes),
            mesh: GossipMesh(nodes: nodes, degree: .ethereum, source: source), source: source)
        var propagation = BlockPropagation(network: network, columns: try Self.custody(nodes: nodes, seed: 4))
        var block = PublishedBlock(
            number: 1, origin: 3, published: .seconds(1), bytes: bytes, blobs: 1, forwardDelay: .zero,
            blobPoolPercent: 50)
        block.columnForwardDelay = .zero
        block.columnBuild = .zero
        try expectEveryCopy(block, network, &propagation, LinkConditions(nodes: nodes), seed: 4)
    }

    private func expectEveryCopy(
        _ block: PublishedBlock, _ network: GossipNetwork, _ propagation: inout BlockPropagation,
        _ conditions: LinkConditions, seed: UInt64
    ) throws {
        var arrivals = BlockArrivals()
        propagation.publish(block, conditions, into: &arrivals)
        let custody = try Self.custody(nodes: conditions.nodeCount, seed: seed)
        let reference = EveryCopy(
            block, network, custody, conditions, source: RandomSource(seed: seed))
        #expect(arrivals.block == reference.blockArrivals)
        #expect(arrivals.complete == reference.complete)
        #expect(arrivals.copies == reference.copies && arrivals.duplicates == reference.duplicates)
        #expect(arrivals.bytes == reference.bytes)
        #expect(arrivals.columnCopies > 300 * conditions.isDown.count { !$0 }, "heavy")
    }
}
