import Foundation
import Scenario
import Simulator
import Testing

/// Clusters of a market in a run.
@Suite struct MarketRunTests {
    static let catalogue = """
        id,name,region,provider,consensus,execution,link,uptime_percent,fee_eth_per_year
        10,ann,us-east,aws,prysm,geth,data-centre,50,0.25
        20,bob,us-west,ovh,teku,besu,data-centre,50,0.25
        30,cem,eu-west,gcp,nimbus,reth,data-centre,50,0.25
        40,dot,oceania,azure,lodestar,erigon,data-centre,50,0.25

        """

    static func run(
        _ keys: String, run: String, outages: [String] = [], resolution: String = "duties", fee: String = "0.25"
    ) throws -> RunOutcome {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("blackout-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let rows = catalogue.replacingOccurrences(of: ",0.25", with: "," + fee)
        try Data(rows.utf8).write(to: folder.appendingPathComponent("ops.csv"))
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

    @Test("a market's operators sign under the ids of the catalogue")
    func signing() throws {
        let lie = "name: lies, kind: byzantine, proposers: wrong-partials, hits: { entity: bob }, at: 0 s, for: 96 s"
        let modelled = try Self.run("clusters: 1, validators: 4", run: "4 epochs", outages: [lie])
        let real = try Self.run("clusters: 1, validators: 4, signing: real", run: "4 epochs", outages: [lie])
        #expect(real.digest == modelled.digest)
        #expect(real.notes.contains("market: wrong partial signatures of bob (operator 20) were caught"))
        #expect(real.notes.last?.hasPrefix("clusters signed for real: ") == true)
    }

    /// 0.2628 ETH a year are 100 gwei for each of the 2,628,000 blocks of 12 s in 365 days.
    @Test("a cluster pays rate × blocks × operators for each validator, and what it does not pay is left")
    func fees() throws {
        let blocks: Int64 = 13 * 48 / 12
        let outcome = try Self.run(
            "clusters: 2, validators: 5, balance: 1 ETH, network_fee: 0.02628 ETH", run: "13 epochs", fee: "0.2628")
        let rows = outcome.feeRows
        #expect(rows.map(\.operators) == [3, 2].map { 100 * blocks * 4 * $0 })
        #expect(rows.map(\.network) == [3, 2].map { 10 * blocks * $0 })
        #expect(rows.map(\.left) == rows.map { 1_000_000_000 - $0.operators - $0.network })
        #expect(try outcome.whole("market", .feesPaid) == 410 * blocks * 5)
        #expect(try outcome.whole("market", .feesLeft) == 2_000_000_000 - 410 * blocks * 5)
        // 1,230 gwei a block for the first: 10⁹/1,230 blocks of 12 s.
        #expect(rows.first?.runsOut == 9_756_097_560_975_609)
        #expect(try outcome.whole("market", .liquidated) == 0)
        #expect(try outcome.whole("me", .feesPaid) == 0 && outcome.whole("network", .feesPaid) == 410 * blocks * 5)
    }

    @Test("a liquidated cluster has paid all that was paid in, and no more afterwards")
    func feesOfLiquidated() throws {
        let outcome = try Self.run("clusters: 2, validators: 7, balance: 60_884 gwei", run: "13 epochs")
        #expect(outcome.feeRows.map { $0.operators + $0.network } == [60_884, 3 * 1_000_000_000 * 624 / 31_536_000])
        for row in outcome.feeRows { #expect(row.deposit == row.operators + row.network + (row.left ?? -1)) }
        #expect(outcome.feeRows.map(\.left).first == 0)
        #expect(try outcome.whole("market", .liquidated) == 1)
    }

    @Test("fees come out of what was paid in, not out of validators' balances")
    func apart() throws {
        let cheap = try Self.run("validators: 4", run: "6 epochs", fee: "0")
        let dear = try Self.run("validators: 4, balance: 1 ETH", run: "6 epochs", fee: "90")
        #expect(cheap.everything == dear.everything)
        #expect(try cheap.whole("market", .feesPaid) == 0 && dear.whole("market", .feesPaid) > 0)
        // Whoever pays whatever it takes has nothing that could be left.
        #expect(throws: SimulationError.self) { try cheap.whole("market", .feesLeft) }
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
