import Scenario
import Simulator
import Testing

@Suite("Faults between a cluster's members")
struct ClusterFaultTests {
    private func misses(_ outage: String, flavour: String = "obol") throws -> [String] {
        try ClusterScenario(
            flavour: flavour, resolution: "messages", validators: 64, run: "5 epochs", outages: [outage]
        ).outcome().clusterMisses.filter { $0.hasPrefix("attestation") }
    }

    @Test("a cluster that a partition cuts in two halves agrees on nothing", arguments: ["obol", "ssv"])
    func halves(flavour: String) throws {
        let found = try misses(
            "name: cut, kind: partition, groups: { n: { power: north }, s: others }, at: 1 epochs, for: 2 epochs",
            flavour: flavour)
        #expect(found.contains { $0.hasPrefix("attestation missed no_consensus") }, "\(found)")
    }

    @Test("a link of ten seconds to one member costs nothing, to two members everything")
    func slowLinks() throws {
        let one = try misses(
            "name: slow, kind: slow-link, latency: 10 s, hits: { entity: d }, at: 1 epochs, for: 2 epochs")
        #expect(one.filter { $0.hasPrefix("attestation missed") } == [])
        let two = try misses(
            "name: slow, kind: slow-link, latency: 10 s, hits: { power: south }, at: 1 epochs, for: 2 epochs")
        #expect(two != [])
    }
}
