import BeaconChain
import Scenario
import Simulator
import Testing

/// Constants and rates at the ends of what a scenario may say.
@Suite struct HostileSettingTests {
    static let names = ChainSpec.settings.map(\.name)

    /// Values that the reader may accept; it refuses the others.
    static func values(_ name: String) -> [UInt64] {
        let highest: [UInt64] = name == "BASE_REWARD_FACTOR" ? [1_048_576] : []
        return [0, 1, 3, 64, 4_096, 65_536, 1_099_511_627_776, 1_000_000_000_000_000] + highest
    }

    @Test("a run with any constant that the reader accepts ends in balanced books or in an error", arguments: names)
    func constants(name: String) throws {
        for value in Self.values(name) {
            for fork in ["altair", "fulu"] {
                let text = Running.text(
                    fork: fork, size: "validators: 80", chain: "config: { \(name): \(value) }", run: "8 epochs",
                    entities: "me: { validators: 5 }",
                    outages: [
                        "name: x, kind: power, hits: { rest: true, share: 40 % }, at: 10 s, for: until the end",
                        "name: y, kind: power, hits: { entity: me }, at: 20 s, for: 50 s",
                    ])
                let scenario: Scenario
                do { scenario = try Running.scenario(text) } catch { continue }
                do {
                    _ = try RunOutcome.of(scenario)
                } catch {
                    if case .ledgerDoesNotBalance = error { Issue.record("\(name) = \(value): \(error)") }
                }
            }
        }
    }

    @Test(
        "lengths at the end of the clock are drawn without a trap",
        arguments: ["{ mean: 36_500 days }", "{ median: 1 s, p95: 36_500 days }", "{ mean: 100_000_000 days }"])
    func lengths(length: String) throws {
        for every in ["at: 0 s", "every: { mean: 36_500 days }", "every: { mean: 1 s }"] {
            let text = Running.text(
                run: "4 epochs", entities: "me: { nodes: 50, validators: 5 }",
                outages: ["name: x, kind: network, hits: { entity: me }, \(every), for: \(length), resync: none"])
            let scenario: Scenario
            do { scenario = try Running.scenario(text) } catch { continue }
            #expect(try RunOutcome.of(scenario).epochCount == 4)
        }
    }

    @Test(
        "recovery parameters at their ends",
        arguments: [
            "catch_up: 1 slots per s", "catch_up: 0.17 slots per s", "catch_up: 1_000_000 slots per s",
            "catch_up: 9_000_000_000_000_000 slots per s", "full: 36_500 days", "checkpoint: 36_500 days",
            "restart: 36_500 days",
        ])
    func recovery(change: String) throws {
        for resync in ["catch-up", "checkpoint", "snap", "full", "36_500 days"] {
            let text = Running.text(
                run: "4 epochs",
                entities: "me: { validators: 5, clients: { consensus: lighthouse, execution: geth }, disk: sata }",
                outages: ["name: x, kind: power, hits: { entity: me }, at: 3 s, for: 9 s, resync: \(resync)"],
                more: "resync: { lighthouse: { \(change) } }")
            let scenario: Scenario
            do { scenario = try Running.scenario(text) } catch { continue }
            #expect(try RunOutcome.of(scenario).epochCount == 4)
        }
    }

    @Test("an increment so small that balances do not fit is refused, not cut")
    func smallIncrement() throws {
        let text = Running.text(chain: "config: { EFFECTIVE_BALANCE_INCREMENT: 100_000 }", run: "2 epochs")
        guard case .badChain? = try Running.failure(text) else {
            Issue.record("no error")
            return
        }
    }
}
