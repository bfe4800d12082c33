import BeaconChain
import Scenario
import Simulator
import Staking
import Testing

/// Figures that can be worked out on paper.
@Suite struct ClosedFormTests {
    static func mainnet(
        stake: String = "35_632_000 ETH", run: String, entities: String, outages: [String] = [], seed: Int = 1,
        sampling: String = "spec", fork: String = "fulu"
    ) throws -> RunOutcome {
        try Running.run(
            Running.text(
                fork: fork, preset: "mainnet", size: "stake: \(stake)", seed: seed, epoch: 411_500,
                chain: "sampling: \(sampling)", run: run, entities: entities, outages: outages))
    }

    /// Attestations that each of an entity's one-validator nodes missed.
    static func missed(_ outcome: RunOutcome) -> [Int: Int] {
        var result: [Int: Int] = [:]
        for (node, row) in outcome.nodeRows.enumerated() where !row.node.isPopulation { result[node] = 0 }
        for miss in outcome.missRows where miss.duty == "attestation" && result[miss.node] != nil {
            result[miss.node]! += miss.count
        }
        return result
    }

    /// 900 slots are 28 epochs and 4 slots. From the first slot of an epoch they take 28 attestations, and a 29th from
    /// those who vote in the first four slots. From elsewhere, the two halves of an epoch can hold none or both: 27 to
    /// 30.
    @Test(
        "three hours without power take 28 attestations, 29 from one in eight; each costs 20 base rewards",
        arguments: [(0, 28...29), (2, 28...29), (160, 27...29), (200, 27...29), (380, 28...30)], [1, 2])
    func threeHours(start: (seconds: Int, range: ClosedRange<Int>), seed: Int) throws {
        let outcome = try Self.mainnet(
            run: "36 epochs", entities: "me: { nodes: 200, validators: 200 }",
            outages: [
                "name: cut, kind: power, hits: { entity: me }, at: \(768 + start.seconds) s, for: 3 h, resync: none"
            ], seed: seed)
        let missed = Self.missed(outcome)
        #expect(missed.count == 200)
        #expect(missed.values.allSatisfy { start.range.contains($0) }, "\(missed.values.sorted())")
        let all = Int64(missed.values.reduce(0, +))
        #expect(try outcome.whole("me", .missedAttestations) == all)
        #expect(try outcome.whole("me", .penaltiesAttestation, during: "cut") == all * 20 * 339)
        // 28.125 on average; no single one is further than 2 from it, and 200 are rather near.
        #expect(abs(Double(all) / 200 - 28.125) < 0.2, "\(Double(all) / 200)")
    }

    @Test("a day off takes 224 to 226 attestations", arguments: [0, 5, 200, 383])
    func oneDay(start: Int) throws {
        let outcome = try Self.mainnet(
            run: "230 epochs", entities: "me: { nodes: 50, validators: 50 }",
            outages: [
                "name: off, kind: power, hits: { entity: me }, at: \(384 + start) s, for: 1 day, resync: none"
            ], sampling: "fast")
        let missed = Self.missed(outcome)
        #expect(missed.values.allSatisfy { (224...226).contains($0) }, "\(missed.values.sorted())")
        let all = Int64(missed.values.reduce(0, +))
        #expect(try outcome.whole("me", .penaltiesAttestation) == all * 20 * 339)
        if start == 0 { #expect(all == 225 * 50) }
    }

    @Test(
        "the base reward of an increment is the published one",
        arguments: [
            ("16_000_000 ETH", 505), ("18_130_000 ETH", 475), ("27_500_000 ETH", 385), ("28_980_000 ETH", 375),
            ("35_632_000 ETH", 339), ("40_700_000 ETH", 317),
        ])
    func baseReward(stake: String, published: Int64) throws {
        let outcome = try Self.mainnet(
            stake: stake, run: "2 epochs", entities: "me: { validators: 1 }", sampling: "fast")
        #expect(try outcome.whole("network", .baseRewardPerIncrement) == published)
        #expect(try outcome.whole("me", .missedRewards) == 0)
        #expect(outcome.earned(0, "source") == 2 * (32 * published * 14 / 64))
    }

    @Test("the break-even uptime of attestations is 42.5 %", arguments: [(17, 23), (16, 24), (18, 22), (30, 10)])
    func breakEven(up: Int, down: Int) throws {
        let outcome = try Self.mainnet(
            run: "81 epochs", entities: "me: { validators: 1 }",
            outages: [
                "name: off, kind: network, hits: { entity: me }, every: { exactly: 40 epochs }, at: 0 s, "
                    + "for: \(down) epochs, resync: none"
            ], sampling: "fast")
        // The first transition pays the epoch before the run; then 40 epochs twice.
        let net = try outcome.whole("me", .netAttestation) - 27 * 339
        #expect(abs(net - Int64(2 * 339 * (27 * up - 20 * down))) <= 3 * 2 * 40)
    }

    /// Book: *Upgrading Ethereum*, rewards, at 500,000 validators. The simulator counts the proposer's part of the
    /// sync reward as the spec does, rounded down for each seat (2,201 gwei), where the book rounds the sum.
    @Test("500,000 flawless validators earn the book's rewards", arguments: ["spec", "fast"])
    func fullNetwork(sampling: String) throws {
        let epochs: Int64 = 4
        let outcome = try Self.mainnet(
            stake: "16_000_000 ETH", run: "4 epochs", entities: "me: { validators: 1000 }", sampling: sampling,
            fork: "capella")
        func network(_ component: String) -> Int64 {
            outcome.entityRows.indices.reduce(0) { $0 + outcome.earned($1, component) }
        }
        let attestations = network("source") + network("target") + network("head")
        #expect(attestations == epochs * 500_000 * 13_635)
        #expect(network("sync") == epochs * 32 * 512 * 15_411)
        // The first block of the run has no votes of the slot before it: nobody knows them.
        #expect(network("proposal") == epochs * 32 * (30_435_267 + 512 * 2_201) - 30_435_267)
        #expect(abs(512 * 2_201 - 1_127_204) < 512)
        let perEpoch = (attestations + network("sync") + network("proposal")) / epochs
        #expect(abs(perEpoch - 8_080_000_000) < 16_000_000, "\(perEpoch): 8.080 ETH published")
        #expect(outcome.losses(ofRest: true).isEmpty)
        #expect(outcome.losses(ofRest: false).isEmpty)
    }

    /// 4 standard deviations of the binomial.
    @Test(
        "proposals fall to stake in proportion", arguments: ["spec", "fast"],
        ["me: { validators: 120 }", "me: { validators: 2, balance: 2048 ETH, compounding: true }"])
    func proposals(sampling: String, entities: String) throws {
        for fork in ["deneb", "electra", "fulu"] where fork != "deneb" || !entities.contains("compounding") {
            var assigned = 0.0
            var expected = 0.0
            var variance = 0.0
            for seed in 1...4 {
                let outcome = try Running.run(
                    Running.text(
                        fork: fork, seed: seed, chain: "sampling: \(sampling)", run: "100 epochs", entities: entities,
                        outages: [
                            "name: off, kind: network, hits: { entity: me }, at: 0 s, for: 50 epochs, resync: none"
                        ]
                    ))
                let stake = entities.contains("2048") ? 4096.0 / (4096 + 598 * 32) : 0.2
                assigned += try outcome.value("me", .proposalsAssigned).value
                expected += 800 * stake
                variance += 800 * stake * (1 - stake)
                let dark = try outcome.value("me", .proposalsMissedExpected).value
                #expect(abs(dark - 400 * stake) < 400 * stake * 0.01, "\(dark)")
            }
            #expect(abs(assigned - expected) < 4 * variance.squareRoot(), "\(fork): \(assigned) of \(expected)")
        }
    }

    @Test("the leak costs B·t(t+1)/(2·2^24) while the effective balance stays", arguments: [10, 50, 100])
    func leak(epochs: Int) throws {
        let outcome = try Running.run(
            Running.text(
                preset: "mainnet", size: "validators: 20_000", epoch: 411_500,
                chain: "config: { BASE_REWARD_FACTOR: 0 }, sampling: fast", run: "\(epochs + 4) epochs",
                entities: "me: { validators: 1 }",
                outages: [
                    "name: dark, kind: network, hits: { everyone: true, share: 60 % }, at: 0 s, for: until the end",
                    "name: me, kind: network, hits: { entity: me }, at: 3 epochs, for: until the end",
                ]))
        #expect(try outcome.whole("network", .leakEpochs) == Int64(epochs))
        let form = 32_000_000_000 * Int64(epochs * (epochs + 1)) / (2 << 24)
        let leaked = try outcome.whole("me", .penaltiesLeak)
        #expect((form - Int64(epochs)...form).contains(leaked), "\(leaked), by the form \(form)")
    }
}
