import EventEngine
import PeerNetwork
import Testing

@Suite("Delays on topics")
struct TopicDelaysTests {
    @Test(
        "each delay is the first arrival of an event-by-event flood of that message, both ways",
        arguments: [(9, false), (60, true), (150, false)])
    func equalsFlood(nodes: Int, trouble: Bool) throws {
        for seed in UInt64(1)...3 {
            let network = try FloodTests.network(nodes: nodes, seed: seed, cut: false)
            let conditions =
                trouble
                ? BlockPropagationTests.trouble(nodes: nodes, seed: seed, sparing: 3) : LinkConditions(nodes: nodes)
            var topic = TopicDelays(network: network, hop: .milliseconds(7), domain: .linkJitter)
            // Uploads that take no time; all with the number of one slot, hence the same luck on each link.
            let floods = try (0..<nodes).map { origin in
                let message = FloodedMessage(
                    number: 77, origin: origin, published: .seconds(5), bytes: 0, validation: .milliseconds(7))
                return try Flood.run([message], through: network, under: conditions, resolution: .everyCopy).arrivals
                    .map { $0 == .max ? $0 : $0 - 5_000_000_000 }
            }
            var (inward, outward): ([Int64], [Int64]) = ([], [])
            for node in [3, nodes / 2, nodes - 1] {
                topic.toReceiver(node, number: 77, at: .seconds(5), conditions, into: &inward)
                topic.fromSender(node, number: 77, at: .seconds(5), conditions, into: &outward)
                #expect(inward == floods.map { $0[node] })
                #expect(outward == floods[node])
            }
        }
    }

    @Test("a one-way cut stops what goes its way while it lasts, and sizes cost time")
    func cutsAndSizes() throws {
        let cut = try Partition(
            name: "cable", start: .seconds(10), heal: .seconds(20), groups: [[0, 1], [2, 3]],
            ways: [.init(from: 0, to: 1)], nodes: 4)
        let network = try FloodTests.line(partitions: [cut])
        let conditions = LinkConditions(nodes: 4)
        var topic = TopicDelays(network: network, hop: .milliseconds(3), bytes: 1_000)
        var delays: [Int64] = []
        topic.toReceiver(3, number: 1, at: .seconds(12), conditions, into: &delays)
        let ms: Int64 = 1_000_000
        #expect(delays == [.max, .max, 13 * ms, 0])
        topic.fromSender(3, number: 1, at: .seconds(12), conditions, into: &delays)
        // 1,000 bytes take 1 ms at 8 Mbit/s, 2 ms into the slow node; ways of 7, 52 and 11 ms, checks of 3 ms.
        #expect(delays == [79 * ms, 68 * ms, 12 * ms, 0])
        topic.toReceiver(3, number: 1, at: .seconds(20), conditions, into: &delays)
        #expect(delays == [80 * ms, 69 * ms, 13 * ms, 0])
    }
}

@Suite("Attestation subnets")
struct AttestationSubnetsTests {
    @Test("each node follows two neighbouring subnets, all subnets about equally")
    func followers() throws {
        let nodes = 3_200
        let network = try FloodTests.network(nodes: nodes, seed: 1, cut: false)
        let subnets = CommitteeSubnets.attestation(network, hop: .milliseconds(5))
        var followed = Array(repeating: [Int](), count: nodes)
        for subnet in 0..<64 {
            let followers = subnets.followers(of: subnet)
            // 100 each, give or take five standard deviations.
            #expect((50...150).contains(followers.count))
            for node in followers { followed[node].append(subnet) }
        }
        for own in followed {
            #expect(own.count == 2)
            #expect(own[1] - own[0] == 1 || own == [0, 63])
        }
    }

    @Test(
        "each delay is the first arrival of an event-by-event flood of that attestation",
        arguments: [(12, false), (90, true), (600, false), (600, true)])
    func equalsFlood(nodes: Int, trouble: Bool) throws {
        for seed in UInt64(1)...2 {
            let network = try FloodTests.network(nodes: nodes, seed: seed, cut: true)
            let conditions =
                trouble
                ? BlockPropagationTests.trouble(nodes: nodes, seed: seed, sparing: 3) : LinkConditions(nodes: nodes)
            var subnets = CommitteeSubnets.attestation(network, hop: .milliseconds(5))
            let aggregators = [3, 0, nodes - 1, nodes / 2]
            let publishers = Array(stride(from: 0, to: nodes, by: 5)) + [3]
            var delays: [Int64] = []
            for (subnet, time) in [(0, 200), (17, 5_000), (63, 650)] as [(Int, Int64)] {
                subnets.delays(
                    subnet: subnet, number: 9, at: .milliseconds(time), aggregators: aggregators,
                    publishers: publishers, conditions, into: &delays)
                for (column, publisher) in publishers.enumerated() {
                    let arrivals = Self.flood(
                        publisher, subnet, &subnets, network, aggregators, conditions, at: .milliseconds(time))
                    for (row, aggregator) in aggregators.enumerated() {
                        let arrival = conditions.isDown[publisher] ? nil : arrivals[aggregator]
                        #expect(delays[row * publishers.count + column] == arrival ?? .max)
                    }
                }
                #expect(delays[publishers.count - 1] == 0)
                #expect(delays.count { $0 != .max } > publishers.count / 3)
            }
        }
    }

    /// First arrivals by node of one attestation, copy by copy.
    static func flood(
        _ publisher: Int, _ subnet: Int, _ subnets: inout CommitteeSubnets, _ network: GossipNetwork,
        _ aggregators: [Int], _ conditions: LinkConditions, at time: SimulatedTime
    ) -> [Int: Int64] {
        let mesh = subnets.mesh(subnet: subnet, aggregators: aggregators, conditions)
        let entries = subnets.entries(of: publisher, subnet: subnet, aggregators: aggregators, conditions)
        var arrivals: [Int: Int64] = [publisher: 0]
        var queue = EventQueue<UInt32>()
        func send(to peer: Int, from node: Int, at leaves: Int64, _ queue: inout EventQueue<UInt32>) {
            let cut = network.isStopped(from: node, to: mesh.nodes[peer], at: time.nanoseconds)
            if cut || conditions.isDown[node] || conditions.isDown[mesh.nodes[peer]] { return }
            let widths = [
                network.classes[network.classOfNode[node]].uploadBitsPerSecond, conditions.bitsPerSecondCap[node],
                network.classes[network.classOfNode[mesh.nodes[peer]]].downloadBitsPerSecond,
                conditions.bitsPerSecondCap[mesh.nodes[peer]],
            ]
            let narrowest = widths.reduce(.max, min)
            let flight = network.flight(
                message: 9 * 64 + UInt64(subnet), from: node, to: mesh.nodes[peer], under: conditions,
                domain: .subnetJitter)
            queue.push(
                UInt32(peer), at: .nanoseconds(leaves + (300 * 8_000_000_000 + narrowest - 1) / narrowest + flight))
        }
        if let own = mesh.nodes.firstIndex(of: publisher) {
            for peer in mesh.peers[own] { send(to: peer, from: publisher, at: 0, &queue) }
        } else {
            for peer in entries { send(to: peer, from: publisher, at: 0, &queue) }
        }
        while let event = queue.popFirst() {
            let place = Int(event.payload)
            let node = mesh.nodes[place]
            guard arrivals[node] == nil else { continue }
            arrivals[node] = event.time.nanoseconds
            for peer in mesh.peers[place] { send(to: peer, from: node, at: event.time.nanoseconds + 5_000_000, &queue) }
        }
        return arrivals
    }
}
