import EventEngine
import PeerNetwork
import Testing

@Suite("Block propagation")
struct BlockPropagationTests {
    /// Conditions with everything in them: a fifth of the nodes down, some slow, some squeezed.
    static func trouble(nodes: Int, seed: UInt64, sparing origin: Int) -> LinkConditions {
        var stream = RandomStream(seed: seed, domain: .benchmark, entity: 1)
        var conditions = LinkConditions(nodes: nodes)
        for node in 0..<nodes {
            conditions.isDown[node] = node != origin && stream.next(below: 5) == 0
            if stream.next(below: 4) == 0 { conditions.extraLatency[node] = stream.next(in: 0...90_000_000) }
            if stream.next(below: 4) == 0 { conditions.bitsPerSecondCap[node] = stream.next(in: 900_000...9_000_000) }
        }
        return conditions
    }

    static func custody(nodes: Int, seed: UInt64) throws -> ColumnCustody {
        try ColumnCustody(
            stakeIncrementsOfNode: (0..<nodes).map { $0 % 7 == 0 ? 6_000 : $0 % 3 == 0 ? 64 : 0 },
            hasValidators: (0..<nodes).map { $0 % 7 == 0 || $0 % 3 == 0 }, source: RandomSource(seed: seed))
    }

    @Test(
        "a block alone agrees with the flood of every copy in arrivals and counts",
        arguments: [(9, false, false), (30, true, false), (120, false, true), (300, true, true)])
    func equalsFlood(nodes: Int, cut: Bool, trouble: Bool) throws {
        for seed in UInt64(1)...4 {
            let network = try FloodTests.network(nodes: nodes, seed: seed, cut: cut)
            var propagation = BlockPropagation(network: network, columns: nil)
            var arrivals = BlockArrivals()
            for message in FloodTests.traffic(nodes: nodes, count: 25, seed: seed) {
                let conditions =
                    trouble
                    ? Self.trouble(nodes: nodes, seed: message.number, sparing: message.origin)
                    : LinkConditions(nodes: nodes)
                let flood = try Flood.run([message], through: network, under: conditions, resolution: .everyCopy)
                propagation.publish(
                    PublishedBlock(
                        number: message.number, origin: message.origin, published: message.published,
                        bytes: message.bytes, forwardDelay: message.validation), conditions, into: &arrivals)
                #expect(arrivals.block == flood.arrivals)
                #expect(arrivals.complete == flood.arrivals)
                #expect(arrivals.copies == flood.copies[0] && arrivals.duplicates == flood.duplicates[0])
                #expect(arrivals.bytes == flood.bytesSent.reduce(0, +))
                #expect(arrivals.columnCopies == 0)
            }
        }
    }

    @Test(
        "block and columns agree with the flood of every copy in arrivals and counts",
        arguments: [(10, 1, false), (40, 3, true), (150, 14, false), (150, 21, true)])
    func equalsEveryCopy(nodes: Int, blobs: Int, cut: Bool) throws {
        for seed in UInt64(1)...3 {
            let source = RandomSource(seed: seed)
            let network = try FloodTests.network(nodes: nodes, seed: seed, cut: cut)
            let custody = try Self.custody(nodes: nodes, seed: seed)
            var propagation = BlockPropagation(network: network, columns: custody)
            var arrivals = BlockArrivals()
            for (variant, message) in FloodTests.traffic(nodes: nodes, count: 6, seed: seed).enumerated() {
                var block = PublishedBlock(
                    number: message.number, origin: message.origin, published: message.published,
                    bytes: message.bytes, blobs: blobs, forwardDelay: message.validation)
                var conditions = LinkConditions(nodes: nodes)
                switch variant {
                case 1: conditions = Self.trouble(nodes: nodes, seed: message.number, sparing: message.origin)
                case 2: block.blobPoolPercent = 40
                case 3: block.firstPeers = 0..<50
                case 4:
                    block.alsoAt = [(block.origin + 3) % nodes]
                    block.forwards = (0..<nodes).map { $0 % 4 != 1 }
                case 5:
                    block.withholdsColumns = true
                    block.blobPoolPercent = 100
                default: break
                }
                propagation.publish(block, conditions, into: &arrivals)
                let reference = EveryCopy(block, network, custody, conditions, source: source)
                #expect(arrivals.block == reference.blockArrivals, "variant \(variant)")
                #expect(arrivals.complete == reference.complete, "variant \(variant)")
                #expect(arrivals.copies == reference.copies && arrivals.duplicates == reference.duplicates)
                #expect(arrivals.bytes == reference.bytes)
                #expect(arrivals.columnCopies > 0)
                if !cut, variant < 3 {
                    #expect(
                        zip(arrivals.complete, conditions.isDown).allSatisfy { ($0 == .max) == $1 }, "all have all")
                }
            }
        }
    }

    @Test("equal times are settled alike by both ways")
    func ties() throws {
        let nodes = 60
        let source = RandomSource(seed: 9)
        let network = try GossipNetwork(
            regions: RegionMap(parsing: "region,here\nhere,10", file: "test.csv"),
            classes: NodeClass.parse(FloodTests.quietClasses, file: "test.csv"),
            regionOfNode: Array(repeating: 0, count: nodes), classOfNode: Array(repeating: 0, count: nodes),
            mesh: GossipMesh(nodes: nodes, degree: .ethereum, source: source), source: source)
        let custody = try Self.custody(nodes: nodes, seed: 9)
        var propagation = BlockPropagation(network: network, columns: custody)
        var arrivals = BlockArrivals()
        for number in UInt64(0)..<6 {
            var block = PublishedBlock(
                number: number, origin: 7, published: .zero, bytes: number < 3 ? 0 : 2_480, blobs: 1,
                forwardDelay: .zero, blobPoolPercent: Int(number % 2) * 50)
            block.columnForwardDelay = .zero
            block.columnBuild = .zero
            propagation.publish(block, LinkConditions(nodes: nodes), into: &arrivals)
            let reference = EveryCopy(block, network, custody, LinkConditions(nodes: nodes), source: source)
            #expect(arrivals.complete == reference.complete)
            #expect(arrivals.copies == reference.copies && arrivals.duplicates == reference.duplicates)
            #expect(arrivals.block == reference.blockArrivals)
            #expect(number >= 3 || Set(arrivals.block).count < nodes / 2, "many at once")
        }
    }

    @Test("columns cost time and bytes, and more of them cost more")
    func blobsCost() throws {
        let nodes = 200
        let network = try FloodTests.network(nodes: nodes, seed: 2, cut: false)
        let custody = try Self.custody(nodes: nodes, seed: 2)
        var propagation = BlockPropagation(network: network, columns: custody)
        var last = (time: Int64(0), bytes: 0)
        for blobs in [0, 6, 21] {
            var arrivals = BlockArrivals()
            propagation.publish(
                PublishedBlock(number: 1, origin: 3, published: .zero, bytes: 100_000, blobs: blobs),
                LinkConditions(nodes: nodes), into: &arrivals)
            let time = arrivals.complete.reduce(0, max)
            #expect(time > last.time && arrivals.bytes > last.bytes)
            #expect(zip(arrivals.block, arrivals.complete).allSatisfy { $0 <= $1 })
            last = (time, arrivals.bytes)
        }
    }

    @Test("twins sent to one half of the peers each reach everyone, neither before the whole block")
    func equivocation() throws {
        let nodes = 100
        let network = try FloodTests.network(nodes: nodes, seed: 5, cut: false)
        var propagation = BlockPropagation(network: network, columns: nil)
        let conditions = LinkConditions(nodes: nodes)
        var block = PublishedBlock(number: 1, origin: 3, published: .zero, bytes: 0)
        var (whole, first, second) = (BlockArrivals(), BlockArrivals(), BlockArrivals())
        propagation.publish(block, conditions, into: &whole)
        block.firstPeers = 0..<50
        propagation.publish(block, conditions, into: &first)
        block.firstPeers = 50..<100
        propagation.publish(block, conditions, into: &second)
        for node in 0..<nodes {
            #expect(min(first.block[node], second.block[node]) == whole.block[node])
        }
        #expect(first != second)
    }

    @Test("a block that nobody may pass on stays with the origin's peers")
    func invalidBlock() throws {
        let network = try FloodTests.network(nodes: 50, seed: 1, cut: false)
        var block = PublishedBlock(number: 1, origin: 7, published: .zero, bytes: 1_000)
        block.forwards = Array(repeating: false, count: 50)
        var propagation = BlockPropagation(network: network, columns: nil)
        var arrivals = BlockArrivals()
        propagation.publish(block, LinkConditions(nodes: 50), into: &arrivals)
        let peers = network.mesh.starts[8] - network.mesh.starts[7]
        #expect(arrivals.block.count { $0 != .max } == peers + 1 && arrivals.copies == peers)
    }

    @Test("who is up still gets every block while two thirds are down, and the mesh is the old one afterwards")
    func healing() throws {
        let nodes = 400
        let network = try FloodTests.network(nodes: nodes, seed: 4, cut: false)
        let custody = try Self.custody(nodes: nodes, seed: 4)
        var propagation = BlockPropagation(network: network, columns: custody)
        let block = PublishedBlock(number: 1, origin: 0, published: .zero, bytes: 50_000, blobs: 6)
        var (before, during, after) = (BlockArrivals(), BlockArrivals(), BlockArrivals())
        var dark = LinkConditions(nodes: nodes)
        for node in 0..<nodes where node % 3 != 0 { dark.isDown[node] = true }
        propagation.publish(block, LinkConditions(nodes: nodes), into: &before)
        propagation.publish(block, dark, into: &during)
        propagation.publish(block, LinkConditions(nodes: nodes), into: &after)
        #expect(before == after)
        for node in 0..<nodes { #expect((during.complete[node] == .max) == dark.isDown[node]) }
        for node in stride(from: 0, to: nodes, by: 3) {
            let up = network.peers(of: node, isDown: dark.isDown).count { !dark.isDown[$0] }
            #expect((6...12).contains(up) || up >= network.mesh.starts[node + 1] - network.mesh.starts[node])
        }
    }

    @Test("nothing comes from a node that is down, and no cap or delay overflows")
    func extremes() throws {
        let nodes = 60
        let network = try FloodTests.network(nodes: nodes, seed: 4, cut: false)
        let custody = try Self.custody(nodes: nodes, seed: 4)
        var propagation = BlockPropagation(network: network, columns: custody)
        var arrivals = BlockArrivals()
        var conditions = LinkConditions(nodes: nodes)
        conditions.isDown[9] = true
        var heavy = PublishedBlock(
            number: .max, origin: 9, published: .zero, bytes: 100_000_000, blobs: 4_096, blobPoolPercent: 100)
        propagation.publish(heavy, conditions, into: &arrivals)
        #expect(arrivals.block.allSatisfy { $0 == .max } && arrivals.copies == 0)
        conditions = LinkConditions(nodes: nodes)
        conditions.bitsPerSecondCap = Array(repeating: -5, count: nodes)
        conditions.extraLatency = Array(repeating: .max, count: nodes)
        heavy.forwardDelay = .distantFuture
        heavy.columnBuild = .nanoseconds(-1)
        propagation.publish(heavy, conditions, into: &arrivals)
        #expect(arrivals.block.allSatisfy { $0 != .max })
        #expect(arrivals.complete.allSatisfy { $0 != .max })
        let bound = propagation.worstArrival(
            bytes: 100_000_000, blobs: 4_096, forwardDelay: .distantFuture, at: .zero, conditions)
        let last = arrivals.complete.reduce(0, max)
        #expect(bound.map { last <= $0.nanoseconds } == true)
    }
}
