import Scenario
import Simulator
import Testing

/// SSV's members hold the shares of their operator ids.
@Suite("Members that sign under operator ids")
struct OperatorIDTests {
    private static let ids = "operator_ids: [5, 17, 42, 103]"

    @Test(
        "shares at operator ids verify and combine, and change nothing but a note",
        arguments: ["duties", "messages"])
    func sameAsModelled(resolution: String) throws {
        // The run stops where a combined signature does not verify.
        var scenario = ClusterScenario(
            flavour: "ssv", resolution: resolution, validators: 12, cluster: Self.ids,
            outages: ["name: cut, kind: power, hits: { entity: a }, at: 8 min, for: 5 min"])
        let modelled = try scenario.outcome()
        scenario.signing = "real"
        let real = try scenario.outcome()
        #expect(real.everything == modelled.everything)
        #expect(real.notes.last?.hasPrefix("clusters signed for real: ") == true)
    }

    @Test("a member that lies is named with its id", arguments: ["real", "modelled"])
    func liar(signing: String) throws {
        let scenario = ClusterScenario(
            flavour: "ssv", signing: signing, resolution: "messages", validators: 4, cluster: Self.ids,
            outages: [
                "name: lies, kind: byzantine, proposers: wrong-partials, hits: { entity: b }, at: 2 min, for: 20 min"
            ])
        #expect(
            try scenario.outcome().notes.contains("ours: wrong partial signatures of b (operator 17) were caught"))
    }

    @Test("a committee is in the order of its ids, as SSV has it, and without ids in the order of the file")
    func order() throws {
        let given = try Running.scenario(
            ClusterScenario(flavour: "ssv", cluster: "operator_ids: [42, 5, 103, 17]").text)
        #expect(given.clusters.map(\.members) == [["b", "d", "a", "c"]])
        #expect(given.clusters.map(\.operatorIDs) == [[5, 17, 42, 103]])
        let plain = try Running.scenario(ClusterScenario(flavour: "ssv").text)
        #expect(plain.clusters.map(\.members) == [["a", "b", "c", "d"]] && plain.clusters.map(\.operatorIDs) == [[]])
    }
}
