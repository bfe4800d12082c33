import EventEngine
import PeerNetwork
import Testing

@Suite("Bound on arrivals")
struct ArrivalBoundTests {
    @Test(
        "no block, from any node, at any number, comes later than the bound",
        arguments: [(20, 0, false), (60, 6, false), (60, 21, true)])
    func holds(nodes: Int, blobs: Int, trouble: Bool) throws {
        for seed in UInt64(1)...3 {
            let network = try FloodTests.network(nodes: nodes, seed: seed, cut: false)
            let custody = try BlockPropagationTests.custody(nodes: nodes, seed: seed)
            let conditions =
                trouble
                ? BlockPropagationTests.trouble(nodes: nodes, seed: seed, sparing: 0) : LinkConditions(nodes: nodes)
            var propagation = BlockPropagation(network: network, columns: custody)
            let bound = try #require(
                propagation.worstArrival(
                    bytes: 100_000, blobs: blobs, forwardDelay: .milliseconds(10), at: .zero, conditions))
            var arrivals = BlockArrivals()
            var last: Int64 = 0
            for origin in 0..<nodes where !conditions.isDown[origin] {
                propagation.publish(
                    PublishedBlock(
                        number: UInt64(origin), origin: origin, published: .zero, bytes: 100_000, blobs: blobs),
                    conditions, into: &arrivals)
                for node in 0..<nodes where !conditions.isDown[node] { last = max(last, arrivals.complete[node]) }
            }
            #expect(last <= bound.nanoseconds)
            #expect(last > bound.nanoseconds / 100, "the bound has some worth")
        }
    }

    @Test("by hand: the line's two farthest nodes, each hop at its worst")
    func byHand() throws {
        let propagation = BlockPropagation(network: try FloodTests.line(), columns: nil)
        let bound = propagation.worstArrival(
            bytes: 1_000, blobs: 0, forwardDelay: .milliseconds(3), at: .zero, LinkConditions(nodes: 4))
        // The hub is node 0. From node 3 to it and back: checks of 3 ms; uploads of 1, 2 or 1 copies of 1 ms each way;
        // downloads of 0.1 ms, or 2 ms into the slow node; latencies of 11, 52 and 7 ms.
        let inward = 3 * 3.0 + (1 + 2 + 2) + 3 * 0.1 + 70
        let outward = 3 * 3.0 + (1 + 2 + 2) + 2 * 0.1 + 2 + 70
        #expect(bound == SimulatedTime(roundingNanoseconds: (inward + outward) * 1e6))
    }

    @Test("there is no bound across a cut, now or soon, or where the mesh has fallen apart")
    func none() throws {
        let cut = try Partition(
            name: "cable", start: .seconds(10), heal: .seconds(20), groups: [[0, 1], [2, 3]], nodes: 4)
        let propagation = BlockPropagation(network: try FloodTests.line(partitions: [cut]), columns: nil)
        func bound(_ time: SimulatedTime, _ conditions: LinkConditions = LinkConditions(nodes: 4)) -> SimulatedTime? {
            propagation.worstArrival(bytes: 1_000, blobs: 0, forwardDelay: .milliseconds(3), at: time, conditions)
        }
        #expect(bound(.seconds(9)) != nil && bound(.seconds(20)) != nil)
        #expect(bound(.milliseconds(9_990)) == nil && bound(.seconds(15)) == nil)
        var everyone = LinkConditions(nodes: 4)
        everyone.isDown = [false, true, true, true]
        #expect(bound(.zero, everyone) == .zero)
        everyone.isDown = [false, true, true, false]
        #expect(bound(.zero, everyone) != nil, "the mesh heals around nodes that are down")
    }
}
