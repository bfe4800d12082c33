import Scenario
import Simulator
import Testing

@Suite("What members' absence costs a cluster")
struct ClusterAvailabilityTests {
    /// Attestations that the cluster was to make, and missed.
    private func attestations(_ outcome: RunOutcome) -> (missed: Int, reasons: [String]) {
        let rows = outcome.missRows.filter {
            outcome.entityRows[$0.entity].name == "ours" && $0.duty == "attestation" && $0.outcome == "missed"
        }
        return (rows.reduce(0) { $0 + $1.count }, rows.compactMap(\.reason))
    }

    /// Members are dark in turn through all combinations, each of them for the same number of epochs.
    ///
    /// Of the 2⁴ combinations those with at least m members of n up are Σ C(n, k), k ≥ m: the binomial law at one half.
    @Test(
        "a cluster performs in just those combinations of members in which m of n are up",
        arguments: [(threshold: 3, able: 5), (4, 1)])
    func everyCombination(threshold: Int, able: Int) throws {
        var outages: [String] = []
        for (bit, member) in ["a", "b", "c", "d"].enumerated() {
            for phase in 0..<16 where phase >> bit & 1 == 1 {
                // Ten epochs a phase; the first is left to those that come back.
                outages.append(
                    "name: \(member)\(phase), kind: network, hits: { entity: \(member) }, at: \(phase * 10) epochs, "
                        + "for: 10 epochs")
            }
        }
        let scenario = ClusterScenario(
            validators: 32, run: "160 epochs", cluster: "threshold: \(threshold)", outages: outages)
        let outcome = try scenario.outcome()
        let missed = outcome.missRows.filter {
            outcome.entityRows[$0.entity].name == "ours" && $0.duty == "attestation" && $0.outcome == "missed"
        }
        var byPhase = Array(repeating: 0, count: 16)
        let start = outcome.scenario.chain.startEpoch
        for miss in missed where (miss.epoch - start) % 10 != 0 { byPhase[Int(miss.epoch - start) / 10] += miss.count }
        for phase in 0..<16 {
            let isAble = 4 - phase.nonzeroBitCount >= threshold
            // The last epoch of a run is not settled in it.
            let epochs = phase == 15 ? 8 : 9
            #expect(byPhase[phase] == (isAble ? 0 : 32 * epochs), "phase \(phase)")
        }
        #expect(byPhase.count { $0 == 0 } == able)
    }

    @Test("with members that fail by themselves, availability follows the binomial law")
    func binomial() throws {
        let members = ["a", "b", "c", "d"]
        let scenario = ClusterScenario(
            seed: 11, validators: 32, run: "3000 epochs",
            outages: members.map {
                "name: \($0)s, kind: network, hits: { entity: \($0) }, every: { mean: 60 epochs }, for: { mean: 10 epochs }"
            })
        let outcome = try scenario.outcome()
        let end = Double(outcome.epochCount) * 32 * 12
        let down = outcome.nodeRows.prefix(4).map { Double($0.darkNanoseconds) / 1e9 / end }
        // At least two of four down.
        let none = down.reduce(1) { $0 * (1 - $1) }
        let one = down.indices.reduce(0) { sum, index in
            sum + down.indices.reduce(down[index]) { $1 == index ? $0 : $0 * (1 - down[$1]) }
        }
        let expected = 1 - none - one
        let found = Double(attestations(outcome).missed) / (32 * Double(outcome.epochCount - 1))
        // Some 120 overlaps: three standard errors are little more than a quarter.
        #expect(expected > 0.05 && abs(found - expected) < 0.28 * expected, "\(found) instead of \(expected)")
    }

    @Test("one dead member of four costs no vote, whoever leads", arguments: ["obol", "ssv"], ["a", "b", "c", "d"])
    func leaderDown(flavour: String, member: String) throws {
        let scenario = ClusterScenario(
            flavour: flavour, validators: 64, run: "10 epochs",
            outages: ["name: dead, kind: network, hits: { entity: \(member) }, at: 0 s, for: until the end"])
        let outcome = try scenario.outcome()
        #expect(outcome.clusterMisses.filter { $0.hasPrefix("attestation") || $0.hasPrefix("head") } == [])
        let rounds = try #require(outcome.clusterRows.first)
        #expect(rounds.laterRounds > 0)
    }

    @Test(
        "two dead members of four stop everything, with Charon's reason",
        arguments: ["obol", "ssv"], ["duties", "messages"])
    func twoDead(flavour: String, resolution: String) throws {
        let scenario = ClusterScenario(
            flavour: flavour, resolution: resolution, validators: 64, run: "6 epochs",
            outages: ["name: dead, kind: network, hits: { power: north }, at: 0 s, for: until the end"])
        let outcome = try scenario.outcome()
        let (missed, reasons) = attestations(outcome)
        #expect(missed == 64 * 5)
        #expect(!reasons.isEmpty && reasons.allSatisfy { $0 == "no_consensus" })
        let causes = Set(outcome.missRows.filter { $0.reason != nil }.map { outcome.causeRows[$0.cause].label })
        #expect(causes == ["dead"])
    }

    @Test("members that resync agree but do not sign")
    func resync() throws {
        let scenario = ClusterScenario(
            validators: 64, run: "12 epochs",
            outages: [
                "name: dead, kind: power, hits: { power: north }, at: 2 epochs, for: 1 epochs, resync: 4 epochs"
            ])
        let outcome = try scenario.outcome()
        let found = outcome.missRows.filter { $0.duty == "attestation" && $0.outcome == "missed" && $0.reason != nil }
        let resyncing = found.filter { outcome.causeRows[$0.cause].label == "resync after dead" }
        #expect(resyncing.reduce(0) { $0 + $1.count } >= 64 * 3)
        #expect(resyncing.allSatisfy { $0.reason == "insufficient_peer_signatures" })
    }

    @Test("a power zone takes a cluster with two homes in it, and leaves one with a single home there alone")
    func zones() throws {
        func missed(_ entities: String) throws -> Int {
            let scenario = ClusterScenario(
                validators: 64, run: "8 epochs", entities: "neighbour: { at: north }, " + entities,
                outages: ["name: zone, kind: network, hits: { power: north }, at: 2 epochs, for: 3 epochs"])
            return attestations(try scenario.outcome()).missed
        }
        #expect(try missed("a: { at: north }, b: { at: north }, c: { at: south }, d: { at: south }") >= 64 * 3)
        #expect(try missed("a: { at: north }, b: { at: south }, c: { at: south }, d: { at: south }") == 0)
        #expect(try missed("a: { at: south }, b: { at: south }, c: { at: south }, d: { at: south }") == 0)
    }

    @Test("clusters of one entry do what clusters of entries of their own do")
    func count() throws {
        let outage = "name: zone, kind: network, hits: { power: north }, at: 2 epochs, for: 3 epochs"
        let whole = try ClusterScenario(
            validators: 12, run: "8 epochs", cluster: "count: 3", outages: [outage]
        ).outcome()
        let one = try ClusterScenario(validators: 12, run: "8 epochs", outages: [outage]).outcome()
        #expect(whole.losses(ofRest: false) == one.losses(ofRest: false))
        #expect(whole.digest == one.digest)
        // Clusters aggregate only where a validator of theirs has its turn, and each has a third of them.
        func inEverySlot(_ outcome: RunOutcome) -> Int? {
            outcome.clusterRows.first.map { $0.played - $0.aggregates - $0.contributions }
        }
        #expect(inEverySlot(whole) == inEverySlot(one).map { 3 * $0 })
    }
}
