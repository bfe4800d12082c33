import Scenario
import Simulator
import Testing

@Suite("Validators alone and in a cluster")
struct SoloOrClusterTests {
    /// Four homes with eight validators, in a cluster or one by one.
    private func outcome(_ form: String, resolution: String, outages: [String] = []) throws -> RunOutcome {
        let members = ["a", "b", "c", "d"]
        let own = form == "solo" ? 2 : 0
        let entities = members.map { "\($0): { validators: \(own), at: \($0 < "c" ? "north" : "south") }" }
        let clusters =
            form == "solo"
            ? "" : "clusters: { ours: { flavour: \(form), members: [a, b, c, d], validators: 8 } }"
        return try RunOutcome.of(
            Running.scenario(
                """
                name: solo or cluster
                seed: 9
                chain: { validators: 640 }
                time: { run: 6 epochs }
                places: { north: { region: us-west, power: north }, south: { region: us-west, power: south } }
                entities: { \(entities.joined(separator: ", ")) }
                \(clusters)
                outages: [\(outages.map { "{ \($0) }" }.joined(separator: ", "))]
                resolution: \(resolution)
                \(resolution == "messages" ? "network: { nodes: 24 }" : "")
                """))
    }

    private func indices(_ outcome: RunOutcome) -> [Int] { outcome.validatorRows.map(\.index).sorted() }

    @Test("the validators have the same indices, and with nobody away they earn the same", arguments: ["obol", "ssv"])
    func sameLuck(form: String) throws {
        let solo = try outcome("solo", resolution: "duties")
        let cluster = try outcome(form, resolution: "duties")
        #expect(indices(solo) == indices(cluster) && indices(solo).count == 8)
        #expect(
            solo.validatorRows.map { [$0.index: $0.ideal - $0.missed - $0.penalties] }.merged
                == cluster.validatorRows.map { [$0.index: $0.ideal - $0.missed - $0.penalties] }.merged)
    }

    @Test("a home that goes dark costs its own validators, and a cluster's nothing", arguments: ["duties", "messages"])
    func oneHome(resolution: String) throws {
        let outage = "name: home, kind: network, hits: { entity: a }, at: 1 epochs, for: 3 epochs"
        let solo = try outcome("solo", resolution: resolution, outages: [outage])
        let cluster = try outcome("obol", resolution: resolution, outages: [outage])
        func missed(_ outcome: RunOutcome) -> Int {
            outcome.missRows.reduce(0) {
                $0 + (!outcome.entityRows[$1.entity].isRest && $1.duty == "attestation" ? $1.count : 0)
            }
        }
        #expect(missed(solo) >= 2 * 3)
        #expect(missed(cluster) == 0)
    }

    @Test("a run with clusters comes out the same twice", arguments: ["duties", "messages"])
    func deterministic(resolution: String) throws {
        let outage = "name: zone, kind: power, hits: { power: north }, at: 1 epochs, for: 1 epochs"
        let first = try outcome("obol", resolution: resolution, outages: [outage])
        let second = try outcome("obol", resolution: resolution, outages: [outage])
        #expect(first.everything == second.everything && first.notes == second.notes)
    }
}

extension [[Int: Int64]] {
    fileprivate var merged: [Int: Int64] { reduce(into: [:]) { $0.merge($1) { $0 + $1 } } }
}
