import EventEngine
import PeerNetwork
import Testing

@Suite("Votes and the aggregators' deadline")
struct VoteDeadlineTests {
    @Test(
        "the late votes are those whose delay to every aggregator passes its closing time",
        arguments: [(12, false), (90, true), (600, false), (600, true)])
    func equalsDelays(nodes: Int, trouble: Bool) throws {
        var (found, all) = (0, 0)
        for seed in UInt64(1)...3 {
            let network = try FloodTests.network(nodes: nodes, seed: seed, cut: true)
            let conditions =
                trouble
                ? BlockPropagationTests.trouble(nodes: nodes, seed: seed, sparing: 3) : LinkConditions(nodes: nodes)
            var subnets = CommitteeSubnets.attestation(network, hop: .milliseconds(5))
            var stream = RandomSource(seed: seed).stream(StreamDomain(rawValue: 0x7f01), entity: UInt64(nodes))
            let aggregators = [3, 0, nodes - 1, nodes / 2].map {
                CollectingAggregator(node: $0, closes: 400_000_000 + stream.next(in: -60_000_000...20_000_000))
            }
            let publishers = (Array(stride(from: 0, to: nodes, by: 3)) + [nodes - 1]).map {
                VotePublisher(node: $0, leaves: 250_000_000 + stream.next(in: 0...160_000_000))
            }
            var delays: [Int64] = []
            var late: [Int] = []
            for (subnet, time) in [(0, 200), (17, 5_000), (40, 900), (63, 650)] as [(Int, Int64)] {
                subnets.late(
                    subnet: subnet, number: 9, at: .milliseconds(time), aggregators: aggregators,
                    publishers: publishers, conditions, into: &late)
                subnets.delays(
                    subnet: subnet, number: 9, at: .milliseconds(time), aggregators: aggregators.map(\.node),
                    publishers: publishers.map(\.node), conditions, into: &delays)
                let expected = publishers.indices.filter { place in
                    aggregators.indices.allSatisfy { row in
                        let delay = delays[row * publishers.count + place]
                        return delay == .max || publishers[place].leaves + delay > aggregators[row].closes
                    }
                }
                #expect(late == expected)
                found += expected.count
                all += publishers.count
            }
        }
        // Neither nobody nor everybody, so that both answers are tried.
        #expect(found > all / 50)
        #expect(found < all * 49 / 50)
    }

    @Test("without an aggregator that is up every vote is late")
    func nobodyCollects() throws {
        let network = try FloodTests.network(nodes: 40, seed: 1, cut: false)
        var subnets = CommitteeSubnets.attestation(network, hop: .milliseconds(5))
        var conditions = LinkConditions(nodes: 40)
        conditions.isDown[7] = true
        let publishers = [1, 2, 7].map { VotePublisher(node: $0, leaves: 0) }
        var late: [Int] = []
        for aggregators in [[], [CollectingAggregator(node: 7, closes: .max / 4)]] {
            subnets.late(
                subnet: 5, number: 1, at: .zero, aggregators: aggregators, publishers: publishers, conditions,
                into: &late)
            #expect(late == [0, 1, 2])
        }
    }
}
