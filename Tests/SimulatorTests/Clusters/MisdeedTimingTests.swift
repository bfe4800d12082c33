import Scenario
import Simulator
import Testing

/// What members do to their cluster has every timing that outages have, and stands in the report.
@Suite("When members do wrong")
struct MisdeedTimingTests {
    private static func outcome(_ misdeed: String, _ timing: String) throws -> RunOutcome {
        try Running.run(
            Running.text(
                run: "24 epochs", entities: "a: { validators: 1 }, b: { validators: 1 }, c: {}, d: {}",
                outages: ["name: x, kind: byzantine, proposers: \(misdeed), hits: { entity: [a, b] }, \(timing)"],
                more: "clusters: { ours: { members: [a, b, c, d], validators: 80 } }"))
    }

    @Test(
        "two of four that lie cost every duty while they lie, whenever that is",
        arguments: [
            ("at: 480 s, for: 96 s", [10, 11], 1),
            ("intervals: [{ at: 480 s, for: 48 s }, { at: 960 s, for: 48 s }]", [10, 20], 2),
        ])
    func lies(timing: String, epochs: [Int], strikes: Int) throws {
        let outcome = try Self.outcome("wrong-partials", timing)
        #expect(
            outcome.missed("attestation").filter { $0.hasPrefix("ours") }
                == epochs.map { "ours epoch 5000\($0): 80 (x)" })
        #expect(outcome.strikeRows.count == strikes)
        #expect(outcome.strikeRows.allSatisfy { $0.nodes == 2 })
    }

    @Test(
        "drawn lengths and recurring lies strike member by member",
        arguments: ["at: 480 s, for: { mean: 200 s }", "every: { mean: 200 s }, for: 90 s"])
    func drawn(timing: String) throws {
        let outcome = try Self.outcome("wrong-partials", timing)
        #expect(outcome.strikeRows.count >= 2)
        #expect(outcome.strikeRows.allSatisfy { $0.nodes == 1 })
        #expect(try outcome.whole("ours", .missedAttestations) > 0)
    }

    @Test("members that sign both of two values get the key slashed at any timing")
    func twice() throws {
        let outcome = try Self.outcome("equivocate-partials", "intervals: [{ at: 480 s, for: 48 s }]")
        #expect(try outcome.whole("ours", .slashed) > 0)
        #expect(outcome.strikeRows.count == 1)
    }
}
