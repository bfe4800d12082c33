import Foundation
import Scenario
import Simulator
import Testing

/// Clusters of a market in a run.
@Suite struct MarketRunTests {
    static let catalogue = """
        id,name,region,provider,consensus,execution,link,uptime_percent,fee_eth_per_year
        1,ann,us-east,aws,prysm,geth,data-centre,50,0.25
        2,bob,us-west,ovh,teku,besu,data-centre,50,0.25
        3,cem,eu-west,gcp,nimbus,reth,data-centre,50,0.25
        4,dot,oceania,azure,lodestar,erigon,data-centre,50,0.25

        """

    static func run(_ keys: String, run: String, outages: [String] = [], resolution: String = "duties") throws
        -> RunOutcome
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("blackout-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(catalogue.utf8).write(to: folder.appendingPathComponent("ops.csv"))
        let text = Running.text(
            run: run, entities: "me: { validators: 20 }", outages: outages,
            more: "market: { catalogue: ops.csv, \(keys) }\nnetwork: { nodes: 24, blobs: 0, publish: 10 ms }")
        let chosen = text.replacingOccurrences(of: "resolution: duties", with: "resolution: \(resolution)")
        return try RunOutcome.of(Running.scenario(chosen, folder: folder.path))
    }

    /// 4 validators burn 4 ETH in 365 days; the minimal preset's epoch is 48 s.
    @Test(
        "a liquidated cluster stops when its balance is used up, until the end, and only it",
        arguments: ["duties", "messages"])
    func liquidation(resolution: String) throws {
        // 480 s, ten epochs, cost 4 ETH · 480/31,536,000 = 60,883 gwei, rounded up.
        let outcome = try Self.run(
            "clusters: 2, validators: 7, balance: 60_884 gwei", run: "13 epochs", resolution: resolution)
        // The other cluster has three validators and three quarters of the costs: it lasts 13.3 epochs. The votes of the
        // last epoch are not settled any more.
        #expect(try outcome.whole("market", .missedAttestations) == 4 * 2)
        #expect(try outcome.whole("me", .missedAttestations) == 0)
    }

    @Test("members that are down while their cluster is liquidated are counted once")
    func both() throws {
        let cut = "name: cut, kind: power, hits: { provider: [aws, ovh] }, at: 384 s, for: 192 s, resync: none"
        let outcome = try Self.run(
            "clusters: 1, validators: 4, balance: 60_884 gwei", run: "14 epochs", outages: [cut])
        // Epochs 8 to 11 are the cut's, 10 to 13 the liquidation's; the last one's votes are not settled any more.
        #expect(try outcome.whole("market", .missedAttestations) == 4 * 5)
        #expect(abs(try outcome.value("market", .uptime).value - 8.0 / 14) < 1e-9)
    }
}
