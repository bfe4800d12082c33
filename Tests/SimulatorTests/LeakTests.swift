import BeaconChain
import Scenario
import Simulator
import Testing

@Suite struct LeakTests {
    /// A leak into which and out of which the rest goes in the midst of an epoch, so that a cohort's members part.
    static let raggedLeak =
        "name: dark, kind: power, hits: { rest: true, share: 45 % }, at: 100 s, for: 733 s, resync: none"

    /// Members of a cohort who vote in other slots than their fellows leave with another inactivity score. Cohorts
    /// keep how many have which score, not who: in the next epoch that only a part of them misses, the simulator
    /// cannot pair score and slot. That moves leak penalties within the rest, and nothing else.
    @Test(
        "a cohort that parts in a leak moves leak penalties within the rest alone",
        arguments: ["fulu", "electra", "deneb", "altair"], [3, 7, 11])
    func ragged(fork: String, seed: Int) throws {
        func outcome(_ detail: String) throws -> RunOutcome {
            try Running.run(
                Running.text(
                    fork: fork, seed: seed, run: "40 epochs", detail: detail,
                    entities: "me: { validators: 30 }, them: { nodes: 2, validators: 21 }",
                    outages: [
                        Self.raggedLeak,
                        "name: late, kind: network, hits: { entity: them }, at: 400 s, for: 77 s, resync: none",
                    ]))
        }
        let cohorts = try outcome("cohorts")
        let individual = try outcome("individual")
        #expect(cohorts.epochPoints.contains { $0.isLeaking })
        #expect(cohorts.losses(ofRest: false) == individual.losses(ofRest: false))
        #expect(cohorts.ideals(ofRest: false) == individual.ideals(ofRest: false))
        #expect(
            cohorts.losses(ofRest: true).filter { $0.component != "leak" }
                == individual.losses(ofRest: true).filter { $0.component != "leak" })
        let leaked = try (cohorts.whole("rest", .penaltiesLeak), individual.whole("rest", .penaltiesLeak))
        #expect(leaked.1 > 0)
        #expect(abs(leaked.0 - leaked.1) <= leaked.1 / 50, "\(leaked)")
    }

    /// Members of a cohort share one balance for the effective balance's sake; single ones differ by their seats in
    /// sync committees. So the epochs in which effective balances fall, and who leaves when, differ a little.
    @Test("a leak until ejection costs a cohort what it costs its members", arguments: ["fulu", "deneb"])
    func ejection(fork: String) throws {
        func outcome(_ detail: String) throws -> RunOutcome {
            try Running.run(
                Running.text(
                    fork: fork, size: "validators: 400", chain: "config: { INACTIVITY_PENALTY_QUOTIENT: 20_000 }",
                    run: "190 epochs", detail: detail, entities: "me: { validators: 20 }, gone: { validators: 5 }",
                    outages: [
                        "name: dark, kind: power, hits: { rest: true, share: 70 % }, at: 0 s, for: until the end",
                        "name: too, kind: power, hits: { entity: gone }, at: 0 s, for: until the end",
                    ]))
        }
        let cohorts = try outcome("cohorts")
        let individual = try outcome("individual")
        for outcome in [cohorts, individual] {
            #expect(try outcome.whole("gone", .exited) == 5)
            #expect(try outcome.whole("rest", .exited) == 263)
            #expect(try outcome.whole("me", .exited) == 0)
        }
        for component in ["source", "target", "head", "leak"] {
            for entity in 0..<3 {
                let pair = (cohorts.earned(entity, component), individual.earned(entity, component))
                #expect(abs(pair.0 - pair.1) <= abs(pair.1) / 50, "\(entity) \(component): \(pair)")
            }
        }
        let ends = try (
            cohorts.whole("network", .finalityReturnedAfter), individual.whole("network", .finalityReturnedAfter)
        )
        #expect(abs(ends.0 - ends.1) <= 2, "\(ends)")
    }

    @Test("an always-offline validator's balance follows the spec's loop to its ejection")
    func trajectory() throws {
        let samples = stride(from: 50, through: 4_450, by: 200).map {
            "- { that: gone.balance at \($0) epochs, at_least: 0 gwei, source: none }"
        }
        let outcome = try Running.run(
            Running.text(
                preset: "mainnet", size: "stake: 35_632_000 ETH", epoch: 411_500, chain: "sampling: fast",
                run: "4_690 epochs", entities: "gone: { validators: 1 }",
                outages: [
                    "name: dark, kind: network, hits: { everyone: true, share: 60 % }, at: 0 s, for: until the end",
                    "name: gone, kind: network, hits: { entity: gone }, at: 0 s, for: until the end",
                ], more: "expect:\n  " + samples.joined(separator: "\n  ")))
        #expect(try outcome.whole("gone", .penaltiesSync) == 0)
        var balance: UInt64 = 32_000_000_000
        var effective: UInt64 = 32
        var score: UInt64 = 0
        var leaking = 0
        var ejectedAfter: Int?
        var ejectedBalance: UInt64 = 0
        var checked = 0
        for (index, point) in outcome.epochPoints.enumerated() {
            if point.isLeaking { leaking += 1 }
            let base = 64_000_000_000 / UInt64(Double(point.activeBalance).squareRoot())
            // The epoch before the run was flawless: it is settled by the first transition.
            if index > 0 {
                score += 4
                if !point.isLeaking { score -= min(16, score) }
                balance -= effective * base * 14 / 64
                balance -= effective * base * 26 / 64
                balance -= effective * 1_000_000_000 * score / (4 << 24)
            } else {
                for weight: UInt64 in [14, 26, 14] { balance += effective * base * weight / 64 }
            }
            if effective <= 16, ejectedAfter == nil {
                ejectedAfter = leaking
                break
            }
            ejectedBalance = balance
            if balance + 250_000_000 < effective * 1_000_000_000 || effective * 1_000_000_000 + 1_250_000_000 < balance
            {
                effective = min(32, balance / 1_000_000_000)
            }
            if let sample = try? outcome.value("gone", .balance, at: Int64(index + 1) * 384_000_000_000) {
                #expect(sample.integer == Int64(balance), "after \(index + 1) epochs")
                checked += 1
            }
        }
        #expect(checked >= 20)
        #expect(try outcome.whole("gone", .ejectedAfterLeakEpochs) == ejectedAfter.map(Int64.init))
        #expect(try outcome.whole("gone", .ejectedBalance) == Int64(ejectedBalance))
    }
}
