import EventEngine
import PeerNetwork
import Testing

@Suite("Lazy gossip")
struct LazyGossipTests {
    /// Messages without weight: a copy that is asked for delays no other in the upload.
    static func light(nodes: Int, seed: UInt64) -> [FloodedMessage] {
        FloodTests.traffic(nodes: nodes, count: 20, seed: seed).map {
            FloodedMessage(
                number: $0.number, origin: $0.origin, published: $0.published, bytes: 0, validation: $0.validation)
        }
    }

    @Test("a message alone never comes later for it, and what it adds is announced, asked for and counted")
    func neverLater() throws {
        for (nodes, seed) in [(12, 1), (60, 2), (200, 3)] as [(Int, UInt64)] {
            let network = try FloodTests.network(nodes: nodes, seed: seed, cut: false)
            for message in Self.light(nodes: nodes, seed: seed) {
                let plain = try Flood.run([message], through: network, resolution: .everyCopy)
                let lazy = try Flood.run([message], through: network, lazyGossip: LazyGossip(), resolution: .everyCopy)
                #expect(zip(lazy.arrivals, plain.arrivals).allSatisfy { $0 <= $1 })
                #expect(plain.announcements == [0] && plain.requested == [0])
                #expect((1...nodes * 6 * 3).contains(lazy.announcements[0]))
                #expect(lazy.duplicates[0] == lazy.copies[0] - (nodes - 1))
                #expect(lazy.copies[0] >= plain.copies[0])
                // Who has it from a node that is no peer sends it to all its peers.
                #expect(lazy.copies[0] <= plain.copies[0] + 2 * lazy.requested[0])
            }
        }
    }

    @Test("the fast way agrees with the reference in every arrival, sender and count")
    func equivalence() throws {
        for seed in UInt64(1)...3 {
            let network = try FloodTests.network(nodes: 80, seed: seed, cut: true)
            let messages = FloodTests.traffic(nodes: 80, count: 30, seed: seed)
            let reference = try Flood.run(
                messages, through: network, lazyGossip: LazyGossip(), resolution: .everyCopy)
            #expect(try Flood.run(messages, through: network, lazyGossip: LazyGossip()) == reference)
            #expect(reference.requested.contains { $0 > 0 })
        }
    }

    @Test(
        "the block of a run's network comes when the reference has it come, with all that is asked for",
        arguments: [(12, false), (80, true), (300, true)])
    func blocks(nodes: Int, cut: Bool) throws {
        var asked = 0
        for seed in UInt64(1)...4 {
            let network = try FloodTests.network(nodes: nodes, seed: seed, cut: cut)
            var propagation = BlockPropagation(network: network, columns: nil, lazyGossip: try LazyGossip())
            var arrivals = BlockArrivals()
            for message in FloodTests.traffic(nodes: nodes, count: 15, seed: seed) {
                let conditions = BlockPropagationTests.trouble(
                    nodes: nodes, seed: message.number, sparing: message.origin)
                let flood = try Flood.run(
                    [message], through: network, under: conditions, lazyGossip: LazyGossip(), resolution: .everyCopy)
                propagation.publish(
                    PublishedBlock(
                        number: message.number, origin: message.origin, published: message.published,
                        bytes: message.bytes, forwardDelay: message.validation), conditions, into: &arrivals)
                #expect(arrivals.block == flood.arrivals)
                #expect(arrivals.copies == flood.copies[0])
                asked += flood.requested[0]
            }
        }
        #expect(asked > 0)
    }

    @Test("it brings a message across a cut that has healed, where the mesh alone does not")
    func afterACut() throws {
        let nodes = 40
        let source = RandomSource(seed: 1)
        let halves = [Array(0..<20), Array(20..<40)]
        let cut = try Partition(
            name: "cable", start: .zero, heal: .milliseconds(1_500), groups: halves, nodes: nodes)
        let network = try GossipNetwork(
            regions: RegionMap(parsing: "region,here\nhere,10", file: "test.csv"),
            classes: NodeClass.parse(FloodTests.quietClasses, file: "test.csv"),
            regionOfNode: Array(repeating: 0, count: nodes), classOfNode: Array(repeating: 0, count: nodes),
            mesh: GossipMesh(nodes: nodes, degree: .init(), source: source), partitions: [cut], source: source)
        func reached(_ lazyGossip: LazyGossip?, at time: SimulatedTime) throws -> Int {
            try Flood.run([FloodTests.block(1, at: time)], through: network, lazyGossip: lazyGossip)
                .arrivals.count { $0 != .max }
        }
        #expect(try reached(nil, at: .seconds(1)) == 20)
        #expect(try reached(LazyGossip(), at: .seconds(1)) == 40)
        #expect(try reached(LazyGossip(announcedBeats: 0), at: .seconds(1)) == 20)
        #expect(try reached(LazyGossip(fanout: 0), at: .seconds(1)) == 20)
    }

    @Test("figures that make no sense are refused")
    func bad() {
        for bad in [(SimulatedTime.zero, 6, 3, 6), (.seconds(1), -1, 3, 6), (.seconds(1), 6, 51, 6)] {
            #expect(throws: NetworkDataError.self) {
                try LazyGossip(heartbeat: bad.0, fanout: bad.1, announcedBeats: bad.2, keptBeats: bad.3)
            }
        }
    }
}
