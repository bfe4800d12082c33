import Scenario
import Simulator
import Testing

@Suite("Clusters that really sign")
struct RealSigningTests {
    @Test(
        "real signatures change nothing but a note",
        arguments: ["duties", "messages"], ["obol", "ssv"])
    func sameAsModelled(resolution: String, flavour: String) throws {
        var scenario = ClusterScenario(
            flavour: flavour, resolution: resolution, validators: 12,
            outages: [
                "name: cut, kind: power, hits: { entity: a }, at: 8 min, for: 5 min",
                "name: zone, kind: power, hits: { power: south }, at: 14 min, for: 3 min",
            ])
        let modelled = try scenario.outcome()
        scenario.signing = "real"
        let real = try scenario.outcome()
        #expect(real.everything == modelled.everything)
        #expect(real.notes.dropLast() == modelled.notes[...])
        let note = try #require(real.notes.last)
        #expect(note.hasPrefix("clusters signed for real: "))
        // 12 attestations an epoch, but for those of the stretch with two members, blocks and sync messages beside.
        let figures = note.split(separator: " ").compactMap { Int($0) }
        #expect(figures.count == 3 && figures[1] > 30 && figures[0] >= 3 * figures[1])
        #expect(figures.count == 3 && figures[2] == figures[0] + figures[1])
    }

    @Test("how many threads sign cannot be seen")
    func threads() throws {
        let scenario = ClusterScenario(signing: "real", validators: 65, run: "2 epochs")
        let one = try scenario.outcome(threads: 1)
        let three = try scenario.outcome(threads: 3)
        #expect(one.everything == three.everything)
        #expect(one.notes == three.notes)
    }

    @Test(
        "a member with wrong partial signatures is caught and named, whether or not they are made",
        arguments: ["real", "modelled"])
    func liar(signing: String) throws {
        let scenario = ClusterScenario(
            signing: signing, resolution: "messages", validators: 4,
            outages: [
                "name: lies, kind: byzantine, proposers: wrong-partials, hits: { entity: b }, at: 2 min, for: 20 min"
            ])
        let outcome = try scenario.outcome()
        #expect(outcome.notes.contains("ours: wrong partial signatures of b were caught"))
        // Three honest members are enough.
        #expect(outcome.clusterMisses.filter { $0.hasPrefix("attestation missed") }.isEmpty)
    }
}
