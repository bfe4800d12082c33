import Scenario
import Simulator
import Testing

/// Two variants of a scenario face the same luck.
@Suite struct LuckTests {
    static let people =
        "me: { nodes: 5, validators: 20, at: home }, them: { nodes: 4, validators: 12, at: [home, away] }"
    static let places = "places: { home: { region: eu, power: grid }, away: { region: us, power: other } }"
    static let often =
        "name: often, kind: network, hits: { entity: me }, every: { mean: 200 s }, for: { mean: 40 s }, resync: none"
    static let zone =
        "name: zone, kind: power, hits: { power: grid }, every: { mean: 500 s }, for: { median: 30 s, p95: 90 s }, "
        + "resync: none"
    static let share =
        "name: share, kind: network, hits: { entity: [me, them], share: 50 % }, at: 10 s, for: { mean: 60 s }, "
        + "resync: none"

    static func outcome(
        seed: Int = 7, entities: String = people, rest: String = "", sampling: String = "spec",
        outages: [String] = [often, zone, share]
    ) throws -> RunOutcome {
        try Running.run(
            Running.text(
                seed: seed, chain: "sampling: \(sampling)", run: "40 epochs", entities: entities, rest: rest,
                outages: outages, more: places))
    }

    /// `outage node start` of every dark stretch that began with the outage.
    static func strikes(_ outcome: RunOutcome, of outages: Set<String>) -> [String] {
        let names = outcome.scenario.outages.map(\.name)
        return outcome.strikeRows.filter { outages.contains(names[$0.outage]) }.map {
            "\(names[$0.outage]) \($0.start) \($0.end) \($0.nodes)"
        }.sorted()
    }

    static func assigned(_ outcome: RunOutcome) throws -> [Int64] {
        try ["me", "them"].map { try outcome.whole($0, .proposalsAssigned) }
    }

    @Test("one seed gives one digest, another seed another", arguments: ["spec", "fast"])
    func digest(sampling: String) throws {
        let first = try Self.outcome(sampling: sampling)
        let second = try Self.outcome(sampling: sampling)
        #expect(first.digest == second.digest)
        #expect(first.losses(ofRest: false) == second.losses(ofRest: false))
        let other = try Self.outcome(seed: 8, sampling: sampling)
        #expect(first.digest != other.digest)
        #expect(Self.strikes(first, of: ["often"]) != Self.strikes(other, of: ["often"]))
    }

    static let additions: [(name: String, entities: String, rest: String, outages: [String])] = [
        (
            "an outage behind", people, "",
            [often, zone, share, "name: x, kind: network, hits: { entity: them }, every: { mean: 99 s }, for: 9 s"]
        ),
        (
            "an outage in front", people, "",
            ["name: x, kind: network, hits: { entity: them }, every: { mean: 99 s }, for: 9 s", often, zone, share]
        ),
        (
            "an outage of nobody's duties", people + ", idle: { nodes: 3, validators: 0 }", "",
            ["name: x, kind: power, hits: { entity: idle }, at: 0 s, for: 100 s", often, zone, share]
        ),
        ("another entity behind", people + ", more: { nodes: 2, validators: 40 }", "", [often, zone, share]),
        (
            "an outage of a part of the rest", people, CohortEquivalenceTests.mixedRest,
            [often, zone, share, "name: x, kind: client-crash, hits: { consensus: prysm }, at: 0 s, for: 100 s"]
        ),
    ]

    @Test("what is added moves nobody else's luck", arguments: additions.indices, ["spec", "fast"])
    func common(index: Int, sampling: String) throws {
        let addition = Self.additions[index]
        let plain = try Self.outcome(sampling: sampling)
        let more = try Self.outcome(
            entities: addition.entities, rest: addition.rest, sampling: sampling, outages: addition.outages)
        let known: Set = ["often", "zone", "share"]
        #expect(Self.strikes(plain, of: known).count > 20)
        #expect(Self.strikes(plain, of: known) == Self.strikes(more, of: known), "\(addition.name)")
        #expect(try Self.assigned(plain) == Self.assigned(more), "\(addition.name)")
        #expect(try Self.assigned(plain).allSatisfy { $0 > 0 })
    }

    @Test("an entity in front moves nobody's strikes")
    func entityInFront() throws {
        let plain = try Self.outcome()
        let more = try Self.outcome(entities: "first: { nodes: 2, validators: 6 }, " + Self.people)
        #expect(
            Self.strikes(plain, of: ["often", "zone", "share"]) == Self.strikes(more, of: ["often", "zone", "share"]))
    }
}
