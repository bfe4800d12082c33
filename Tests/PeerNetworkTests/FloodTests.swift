import EventEngine
import PeerNetwork
import Testing

@Suite("Flood")
struct FloodTests {
    static let quietClasses = """
        class,access_ms,jitter_ms,upload_mbit_s,download_mbit_s,loss_per_million
        fast,1,0,8,80,0
        slow,5,0,8,4,0
        """

    /// A line of four nodes in two regions: 0 and 1 here, 2 and 3 there, the last one slow.
    static func line(partitions: [Partition] = []) throws -> GossipNetwork {
        try GossipNetwork(
            regions: RegionMap(parsing: "region,here,there\nhere,10,100\nthere,100,10", file: "test.csv"),
            classes: NodeClass.parse(quietClasses, file: "test.csv"), regionOfNode: [0, 0, 1, 1],
            classOfNode: [0, 0, 0, 1], mesh: GossipMesh(adjacent: [[1], [0, 2], [1, 3], [2]]),
            partitions: partitions, source: RandomSource(seed: 1))
    }

    static func block(_ number: UInt64, at time: SimulatedTime, from origin: Int = 0) -> FloodedMessage {
        FloodedMessage(number: number, origin: origin, published: time, bytes: 1_000, validation: .milliseconds(3))
    }

    @Test("a copy takes upload, access, backbone and the narrower download, and is checked before it goes on")
    func byHand() throws {
        // 1,000 bytes at 8 Mbit/s take 1 ms; at the slow download of 4 Mbit/s, 2 ms.
        for resolution in Flood.Resolution.allCases {
            let result = try Flood.run([Self.block(1, at: .seconds(1))], through: Self.line(), resolution: resolution)
            let milliseconds = (0..<4).map { (result.arrival(message: 0, node: $0) ?? .zero) - .seconds(1) }
            #expect(milliseconds[0] == .zero)
            #expect(milliseconds[1] == .milliseconds(1 + 1 + 5 + 1))
            #expect(milliseconds[2] == milliseconds[1] + .milliseconds(3 + 1 + 1 + 50 + 1))
            #expect(milliseconds[3] == milliseconds[2] + .milliseconds(3 + 1 + 1 + 1 + 5 + 5))
            #expect(result.senders == [.max, 0, 1, 2])
            #expect(result.copies == [3] && result.duplicates == [0])
            #expect(result.bytesSent == [1_000, 1_000, 1_000, 0])
        }
    }

    @Test("a second message waits until the upload is free")
    func uploadQueue() throws {
        let network = try Self.line()
        let result = try Flood.run(
            [Self.block(1, at: .seconds(1)), Self.block(2, at: .seconds(1))], through: network)
        #expect(result.arrival(message: 0, node: 1) == .milliseconds(1_008))
        #expect(result.arrival(message: 1, node: 1) == .milliseconds(1_009))
    }

    @Test("a cut stops copies that would leave during it, one way if so asked, and nothing before or after")
    func partition() throws {
        func reached(_ ways: [Partition.Way]?, origin: Int, at time: SimulatedTime) throws -> [Bool] {
            let cut = try Partition(
                name: "cable", start: .seconds(10), heal: .seconds(20), groups: [[0, 1], [2, 3]], ways: ways, nodes: 4)
            var results: [Flood.Result] = []
            for resolution in Flood.Resolution.allCases {
                results.append(
                    try Flood.run(
                        [Self.block(1, at: time, from: origin)], through: Self.line(partitions: [cut]),
                        resolution: resolution))
            }
            #expect(results[0] == results[1])
            return (0..<4).map { results[0].arrival(message: 0, node: $0) != nil }
        }
        let outward = [Partition.Way(from: 0, to: 1)]
        #expect(try reached(nil, origin: 0, at: .seconds(12)) == [true, true, false, false])
        #expect(try reached(nil, origin: 3, at: .seconds(12)) == [false, false, true, true])
        #expect(try reached(outward, origin: 0, at: .seconds(12)) == [true, true, false, false])
        #expect(try reached(outward, origin: 3, at: .seconds(12)) == [true, true, true, true])
        #expect(try reached(nil, origin: 0, at: .seconds(20)) == [true, true, true, true])
        // Node 1 has the message at 9.998 s and would send it on at 10.001 s.
        #expect(try reached(nil, origin: 0, at: .milliseconds(9_990)) == [true, true, false, false])
        #expect(try reached(nil, origin: 0, at: .milliseconds(9_988)) == [true, true, true, true])
    }

    @Test("partitions that make no sense are refused")
    func badPartitions() throws {
        func partition(_ groups: [[Int]], ways: [Partition.Way]? = nil, heal: SimulatedTime = .seconds(2)) throws {
            _ = try Partition(name: "p", start: .seconds(1), heal: heal, groups: groups, ways: ways, nodes: 4)
        }
        try partition([[0], [1]])
        for groups in [[], [[0, 1]], [[0, 1], []], [[0, 1], [1, 2]], [[0], [4]], [[0], [-1]], [[0, 0], [1]]] {
            #expect(throws: NetworkDataError.self) { try partition(groups) }
        }
        #expect(throws: NetworkDataError.self) { try partition([[0], [1]], heal: .seconds(1)) }
        #expect(throws: NetworkDataError.self) { try partition([[0], [1]], ways: []) }
        #expect(throws: NetworkDataError.self) { try partition([[0], [1]], ways: [.init(from: 0, to: 0)]) }
        #expect(throws: NetworkDataError.self) { try partition([[0], [1]], ways: [.init(from: 0, to: 2)]) }
        let small = try Partition(name: "p", start: .zero, heal: .seconds(1), groups: [[0], [1]], nodes: 2)
        #expect(throws: NetworkDataError.self) { try Self.line(partitions: [small]) }
    }

    /// A network of the built-in regions and classes with everything random in it.
    static func network(nodes: Int, seed: UInt64, cut: Bool) throws -> GossipNetwork {
        let source = RandomSource(seed: seed)
        var stream = source.stream(.unspecified)
        let regions = try RegionMap.builtIn()
        let classes = try NodeClass.builtIn()
        var partitions: [Partition] = []
        if cut {
            let east = (0..<nodes).filter { $0 % 3 == 0 }
            let west = (0..<nodes).filter { $0 % 3 == 1 }
            partitions = try [
                Partition(
                    name: "one way", start: .milliseconds(100), heal: .milliseconds(700), groups: [east, west],
                    ways: [.init(from: 0, to: 1)], nodes: nodes),
                Partition(
                    name: "all ways", start: .milliseconds(600), heal: .milliseconds(1_500), groups: [west, east],
                    nodes: nodes),
            ]
        }
        return try GossipNetwork(
            regions: regions, classes: classes,
            regionOfNode: (0..<nodes).map { _ in stream.next(below: regions.names.count) },
            classOfNode: (0..<nodes).map { _ in stream.next(below: classes.count) },
            mesh: GossipMesh(nodes: nodes, degree: .init(), source: source), partitions: partitions, source: source)
    }

    static func traffic(nodes: Int, count: Int, seed: UInt64) -> [FloodedMessage] {
        var stream = RandomStream(seed: seed, domain: .benchmark)
        return (0..<count).map { index in
            FloodedMessage(
                number: UInt64(index) * 7 + 1, origin: stream.next(below: nodes),
                published: .milliseconds(stream.next(in: 0...1_200)), bytes: Int(stream.next(in: 0...200_000)),
                validation: .milliseconds(stream.next(in: 0...20)))
        }
    }

    @Test(
        "the fast way agrees with the reference in every arrival, sender and count",
        arguments: [(9, false), (30, true), (120, false), (120, true), (600, true)])
    func equivalence(nodes: Int, cut: Bool) throws {
        for seed in UInt64(1)...4 {
            let network = try Self.network(nodes: nodes, seed: seed, cut: cut)
            // Many at once, so that they wait for each other in the uploads.
            let messages = Self.traffic(nodes: nodes, count: 40, seed: seed)
            let reference = try Flood.run(messages, through: network, resolution: .everyCopy)
            let fast = try Flood.run(messages, through: network, resolution: .firstArrivals)
            #expect(fast == reference)
            #expect(reference.copies.reduce(0, +) > 0)
            if !cut {
                #expect(!reference.arrivals.contains(.max))
                // Each node sends to all its peers but the one that it heard from.
                let copies = network.mesh.peers.count - (nodes - 1)
                #expect(reference.copies.allSatisfy { $0 == copies })
                #expect(reference.duplicates.allSatisfy { $0 == copies - (nodes - 1) })
            }
        }
    }

    @Test("equal times are settled alike by both ways")
    func ties() throws {
        let nodes = 200
        let source = RandomSource(seed: 9)
        let network = try GossipNetwork(
            regions: RegionMap(parsing: "region,here\nhere,10", file: "test.csv"),
            classes: NodeClass.parse(Self.quietClasses, file: "test.csv"),
            regionOfNode: Array(repeating: 0, count: nodes), classOfNode: Array(repeating: 0, count: nodes),
            mesh: GossipMesh(nodes: nodes, degree: .init(), source: source), source: source)
        let messages = (0..<50).map { index in
            FloodedMessage(
                number: UInt64(index), origin: index % 7, published: .milliseconds(Int64(index % 3)),
                bytes: index % 2 * 1_000, validation: .zero)
        }
        let reference = try Flood.run(messages, through: network, resolution: .everyCopy)
        #expect(try Flood.run(messages, through: network) == reference)
    }

    @Test("a message alone arrives along shortest paths when copies take no time to upload")
    func shortestPaths() throws {
        let nodes = 60
        let source = RandomSource(seed: 3)
        var stream = source.stream(.unspecified)
        let regions = try RegionMap.builtIn()
        let place = (0..<nodes).map { _ in stream.next(below: regions.names.count) }
        let network = try GossipNetwork(
            regions: regions, classes: NodeClass.parse(Self.quietClasses, file: "test.csv"), regionOfNode: place,
            classOfNode: Array(repeating: 0, count: nodes),
            mesh: GossipMesh(nodes: nodes, degree: .init(), source: source), source: source)
        let message = FloodedMessage(number: 0, origin: 4, published: .zero, bytes: 0, validation: .milliseconds(2))
        let result = try Flood.run([message], through: network)
        // Bellman–Ford, by the definition.
        var distance = [Int: SimulatedTime]()
        distance[4] = .zero
        for _ in 0..<nodes {
            for node in 0..<nodes {
                guard let here = distance[node] else { continue }
                for peer in network.mesh.peers[network.mesh.starts[node]..<network.mesh.starts[node + 1]] {
                    let hop = regions.latency(from: place[node], to: place[Int(peer)]) + .milliseconds(2)
                    let there = here + hop + (node == 4 ? .zero : .milliseconds(2))
                    if there < distance[Int(peer)] ?? .distantFuture { distance[Int(peer)] = there }
                }
            }
        }
        for node in 0..<nodes { #expect(result.arrival(message: 0, node: node) == distance[node]) }
    }

    @Test("messages that make no sense are refused, and no size or backlog overflows")
    func extremes() throws {
        let network = try Self.line()
        let good = Self.block(1, at: .seconds(1))
        func message(
            number: UInt64 = 1, origin: Int = 0, published: SimulatedTime = .zero, bytes: Int = 1,
            validation: SimulatedTime = .zero
        ) -> FloodedMessage {
            FloodedMessage(
                number: number, origin: origin, published: published, bytes: bytes, validation: validation)
        }
        let bad = [
            message(number: .max), message(origin: 4), message(origin: -1), message(published: .nanoseconds(-1)),
            message(published: .distantFuture), message(bytes: -1), message(bytes: .max),
            message(validation: .nanoseconds(-1)), message(validation: .distantFuture),
        ]
        for bad in bad {
            let error = #expect(throws: NetworkDataError.self) { try Flood.run([good, bad], through: network) }
            #expect(error?.description.hasPrefix("message 1: ") == true)
        }
        let heavy = (0..<3_000).map { message(number: UInt64($0), bytes: 100_000_000) }
        let result = try Flood.run(heavy, through: network)
        #expect(!result.arrivals.contains(.max))
        #expect(try Flood.run([], through: network).arrivals.isEmpty)
    }

    @Test("a new node elsewhere, or another message, changes no flight")
    func commonLuck() throws {
        let network = try Self.network(nodes: 50, seed: 1, cut: false)
        let messages = Self.traffic(nodes: 50, count: 2, seed: 1)
        let spaced = messages.enumerated().map { index, message in
            FloodedMessage(
                number: message.number, origin: message.origin, published: .seconds(Int64(index) * 1_000),
                bytes: message.bytes, validation: message.validation)
        }
        let both = try Flood.run(spaced, through: network)
        let alone = try Flood.run([spaced[1]], through: network)
        #expect(Array(both.arrivals[50...]) == alone.arrivals)
    }
}
