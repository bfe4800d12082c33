import Scenario
import Simulator
import Testing

@Suite("Clocks of members and beacon nodes that come back, in runs")
struct ClusterClockTests {
    private func run(_ flavour: String, _ outages: [String]) throws -> RunOutcome {
        try ClusterScenario(
            flavour: flavour, resolution: "messages", validators: 64, run: "5 epochs", outages: outages
        ).outcome()
    }

    private func missed(_ flavour: String, _ outages: [String]) throws -> [String] {
        try run(flavour, outages).clusterMisses.filter { $0.hasPrefix("attestation missed") }
    }

    private static let dark = "name: dark, kind: network, hits: { entity: d }, at: 1 epochs, for: 3 epochs"

    private func skew(_ by: String, _ hits: String = "entity: c") -> String {
        "name: wrong clock, kind: clock-skew, by: \(by), hits: { \(hits) }, at: 1 epochs, for: 3 epochs"
    }

    @Test(
        "a clock that is wrong costs nothing while three others are right", arguments: ["obol", "ssv"],
        ["-15 min", "15 min", "-5 s"])
    func alone(flavour: String, by: String) throws { #expect(try missed(flavour, [skew(by)]) == []) }

    @Test("a clock a little behind costs no attestation even where all three are needed", arguments: ["obol", "ssv"])
    func little(flavour: String) throws { #expect(try missed(flavour, [skew("-300 ms"), Self.dark]) == []) }

    @Test(
        "a clock a quarter of an hour from right costs every attestation where all three are needed",
        arguments: ["obol", "ssv"], ["-15 min", "15 min"])
    func farOff(flavour: String, by: String) throws {
        let outcome = try run(flavour, [skew(by), Self.dark])
        let found = outcome.clusterMisses.filter { $0.hasPrefix("attestation missed") }
        #expect(found == ["attestation missed no_consensus: \(3 * 64)"])
        let causes = Set(
            outcome.missRows.filter { $0.reason == "no_consensus" }.map { outcome.causeRows[$0.cause].label })
        #expect(causes == ["wrong clock"])
    }

    @Test("clocks that are wrong by the same work together")
    func together() throws { #expect(try missed("obol", [skew("-300 ms", "entity: [a, b, c, d]")]) == []) }

    @Test("a member whose resync ends within a slot takes part in it from then on", arguments: ["obol", "ssv"])
    func back(flavour: String) throws {
        // Dark for one slot, then away for 12.1 s: 100 ms into a slot two of four are back, before attestations are due.
        func outcome(_ resync: String) throws -> [String] {
            try ClusterScenario(
                flavour: flavour, validators: 640, run: "3 epochs",
                outages: ["name: cut, kind: power, hits: { power: north }, at: 1 epochs, for: 12 s, resync: \(resync)"]
            ).outcome().clusterMisses.filter { $0.hasPrefix("attestation missed") }
        }
        #expect(try outcome("12100 ms") == outcome("12 s"))
        #expect(try outcome("17 s") != outcome("12 s"))
    }
}
