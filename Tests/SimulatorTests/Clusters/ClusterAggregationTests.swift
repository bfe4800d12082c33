import Foundation
import Scenario
import Simulator
import Testing

/// What clusters do as aggregators of committees and contributors of sync subcommittees.
@Suite("Clusters that aggregate")
struct ClusterAggregationTests {
    private static let dead = "name: dead, kind: network, hits: { power: north }, at: 0 s, for: until the end"

    /// Aggregates or contributions that were not published, by outcome and reason.
    private static func misses(_ outcome: RunOutcome, _ duty: String) -> [String: Int] {
        outcome.missRows.filter { $0.duty == duty }.reduce(into: [:]) { sums, miss in
            let cause = outcome.causeRows[miss.cause].label
            sums["\(miss.outcome) \(miss.reason ?? "-") (\(cause))", default: 0] += miss.count
        }
    }

    /// 800 validators in committees of 25 on the minimal preset: fewer than 32, so that everybody aggregates.
    private static func everybody(_ flavour: String, _ resolution: String, _ more: String = "") throws -> Scenario {
        try Running.scenario(
            Running.text(
                size: "validators: 800", run: "12 epochs", resolution: resolution,
                entities: "a: {}, b: {}, c: {}, d: {}",
                more: """
                    clusters: { ours: { flavour: \(flavour), members: [a, b, c, d]\(more) } }
                    network: { nodes: 24, blobs: 0, publish: 10 ms }
                    """))
    }

    @Test(
        "where everybody aggregates, a validator does so once an epoch: two duties under Charon, one under SSV",
        arguments: ["duties", "messages"], [("obol", 2), ("ssv", 1)])
    func once(resolution: String, expected: (flavour: String, duties: Int)) throws {
        let outcome = try RunOutcome.of(Self.everybody(expected.flavour, resolution))
        let row = try #require(outcome.clusterRows.first)
        #expect(row.aggregates == 12 * expected.duties)
        // A seat of 32 among 800 validators would contribute in every slot.
        #expect(row.contributions % (12 * 8 * expected.duties) == 0)
        #expect(Self.misses(outcome, "aggregate").isEmpty && Self.misses(outcome, "contribution").isEmpty)
    }

    @Test(
        "whoever aggregates signs a proof and an aggregate, whoever contributes a proof and a contribution",
        arguments: ["duties", "messages"], [("obol", 2), ("ssv", 1)])
    func signed(resolution: String, expected: (flavour: String, duties: Int)) throws {
        let outcome = try RunOutcome.of(Self.everybody(expected.flavour, resolution, ", signing: real"))
        let row = try #require(outcome.clusterRows.first)
        let note = try #require(outcome.notes.last)
        let figures = note.split(separator: " ").compactMap { Int($0) }
        try #require(figures.count == 3, "\(note)")
        // 12 attestations with their aggregates; blocks with their randao; in each slot of a seat three signatures.
        let blocks = Int(try outcome.whole("ours", .proposalsAssigned))
        let seatSlots = row.contributions / expected.duties
        #expect(figures[1] == 12 * 3 + 2 * blocks + 3 * seatSlots)
    }

    @Test("the forecast of signatures counts aggregates and contributions with their proofs")
    func forecast() throws {
        let scenario = try Self.everybody("obol", "duties", ", signing: real, validators: 20")
        let forecast = try #require(SigningForecast(scenario, threads: 1) { _ in 1 })
        // 240 attestations of three signatures each; for each of 96 slots 20 of 800 × (2 of a block, 32 seats × 3).
        #expect(forecast.text.contains(" \(240 * 3 + 235) combined"), "\(forecast.text)")
    }

    @Test(
        "of a committee of 128 one in eight aggregates, and of a sync subcommittee of 128 too",
        arguments: ["duties", "messages"])
    func chance(resolution: String) throws {
        let scenario = ClusterScenario(
            flavour: "ssv", resolution: resolution, validators: 1_000, run: "6 epochs", cluster: "count: 100")
        let text = scenario.text.replacingOccurrences(of: "validators: 640", with: "validators: 20_480")
        let row = try #require(try RunOutcome.of(Running.scenario(text)).clusterRows.first)
        // 6,000 turns of one in eight are 750, of which two in a hundred fall on a cluster that has another one in the slot.
        #expect((735 - 110...735 + 110).contains(row.aggregates), "\(row.aggregates)")
        // Some 25 seats, in each of 192 slots one in eight: 600, or fewer where one duty does both.
        #expect((300...850).contains(row.contributions), "\(row.contributions)")
    }

    @Test(
        "with too few members for the selection proofs nothing is aggregated, and the outage behind it is told",
        arguments: ["duties", "messages"], ["obol", "ssv"])
    func twoDead(resolution: String, flavour: String) throws {
        let scenario = ClusterScenario(
            flavour: flavour, resolution: resolution, validators: 8, run: "5 epochs", outages: [Self.dead])
        let outcome = try scenario.outcome()
        let missed = Self.misses(outcome, "aggregate")
        #expect(Array(missed.keys) == ["missed insufficient_aggregator_selections (dead)"])
        // Committees of 20 have nobody who does not aggregate.
        #expect((missed.values.first ?? 0) > 20)
        #expect(Array(Self.misses(outcome, "contribution").keys) == ["missed sync_contribution_few_prepares (dead)"])
        // Money knows nothing of it.
        #expect(try outcome.whole("ours", .missedAttestations) == 8 * 4)
    }

    @Test("a cluster that is itself struck aggregates nothing, and why", arguments: ["duties", "messages"])
    func struck(resolution: String) throws {
        let scenario = ClusterScenario(
            resolution: resolution, validators: 8, run: "6 epochs",
            cluster: "reshare: { at: 2 epochs, out: a, in: e, grace: 2 epochs }",
            entities: "a: { at: north }, b: { at: north }, c: { at: south }, d: { at: south }, e: { at: south }")
        let outcome = try scenario.outcome()
        #expect(Array(Self.misses(outcome, "aggregate").keys) == ["missed - (resharing of ours)"])
    }

    @Test("a dead leader of an aggregate's first round costs a round, and no aggregate", arguments: ["obol", "ssv"])
    func leaderDown(flavour: String) throws {
        let scenario = ClusterScenario(
            flavour: flavour, validators: 64, run: "4 epochs",
            outages: ["name: gone, kind: network, hits: { entity: a }, at: 0 s, for: until the end"])
        let outcome = try scenario.outcome()
        #expect(Self.misses(outcome, "aggregate").isEmpty && Self.misses(outcome, "contribution").isEmpty)
        let row = try #require(outcome.clusterRows.first)
        #expect(row.aggregates > 0 && row.laterRounds > 0)
    }

    @Test("an aggregate that takes a second round over slow links comes after the slot's end: late")
    func late() throws {
        let scenario = ClusterScenario(
            flavour: "ssv", resolution: "messages", validators: 64, run: "3 epochs",
            outages: [
                "name: gone, kind: network, hits: { entity: a }, at: 0 s, for: until the end",
                "name: slow, kind: slow-link, hits: { entity: [b, c, d] }, latency: 230 ms, at: 0 s, for: until the end",
            ])
        // Where a leads: 2 s to the second round, from 10 s on four ways of 0.46 s and more.
        #expect(Array(Self.misses(try scenario.outcome(), "aggregate").keys) == ["late - (gone)"])
    }

    /// All but 60 validators of a slot's committee of 160 belong to a cluster, one in ten of them aggregates.
    private static func others(dead: String) throws -> (missed: Int64, assigned: Int64) {
        let text = """
            name: others
            seed: 5
            chain: { validators: 5_120, sampling: spec }
            time: { run: 4 epochs }
            places: { north: { region: us-west, power: north }, south: { region: us-west, power: south } }
            entities:
              { a: { at: south }, b: { at: north }, c: { at: north }, d: { at: north }, me: { validators: 60 } }
            clusters: { ours: { members: [a, b, c, d], validators: 5_000 } }
            outages: [\(dead)]
            resolution: messages
            network: { nodes: 24, publish: 10 ms }
            """
        let outcome = try RunOutcome.of(Running.scenario(text))
        return (try outcome.whole("me", .missedAttestations), try outcome.whole("me", .assignedAttestations))
    }

    @Test("votes of others are in no block where the aggregators are a cluster that cannot agree")
    func othersVotes() throws {
        #expect(try Self.others(dead: "").missed == 0)
        // One member is up: it sees the votes, but its signature alone is no aggregator's.
        let alone = try Self.others(dead: "{ \(Self.dead) }")
        #expect(alone.missed > alone.assigned / 4)
    }
}
