import Scenario
import Simulator
import Testing

@Suite("Clusters that anything may happen to")
struct MadeUpConnectionTests {
    private static func scenario(_ seed: Int, _ flavour: String, _ resolution: String) -> ClusterScenario {
        var dice = RandomScenarioTests.Dice(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
        let isObol = flavour == "obol"
        var kinds = [
            "kind: half-open, peer: a, hits: { entity: b }", "kind: half-open, peer: d, hits: { entity: [a, c] }",
            "kind: power, hits: { entity: b }", "kind: network, hits: { power: south }",
            "kind: power, hits: { entity: r }",
            "kind: network, hits: { entity: d }, resync: \(dice.roll(30_000)) ms",
        ]
        if resolution == "messages" {
            kinds += [
                "kind: clock-skew, by: \(dice.pick(["-1000 days", "1000 days", "-7 s", "-80 ms", "2 s", "5 min"])), "
                    + "hits: { entity: \(dice.pick(["a", "c"])) }",
                "kind: partition, groups: { one: { entity: a }, other: { entity: [b, c] } }",
                "kind: slow-link, latency: \(1 + dice.roll(3_000)) ms, hits: { entity: r }",
            ]
        }
        let outages = (0..<2 + dice.roll(4)).map { index in
            "name: o\(index), at: \(dice.roll(1_000)) s, for: \(1 + dice.roll(900)) s, " + dice.pick(kinds)
        }
        return ClusterScenario(
            seed: seed, flavour: flavour, resolution: resolution, validators: 64, run: "5 epochs",
            cluster: isObol
                ? dice.pick(["", "relay: r", "unreachable: [a, b]", "relay: r, unreachable: [a, b, d]"]) : "",
            entities: "a: { at: north }, b: { at: north }, c: { at: south }, d: { at: south }, r: { at: north }",
            outages: outages)
    }

    @Test(
        "books balance, and the same comes of the same", arguments: ["obol", "ssv"], ["duties", "messages"])
    func balance(flavour: String, resolution: String) throws {
        for seed in 1...12 {
            let scenario = Self.scenario(seed, flavour, resolution)
            // A run whose books do not balance is an error.
            let outcome = try scenario.outcome()
            if seed <= 3 { #expect(try scenario.outcome().everything == outcome.everything, "\(scenario.text)") }
        }
    }
}
