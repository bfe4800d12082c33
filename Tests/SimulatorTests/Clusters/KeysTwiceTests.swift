import Scenario
import Simulator
import Testing

/// Clusters whose keys sign twice: members that sign two values, and whole clusters that exist twice.
@Suite struct KeysTwiceTests {
    static func run(
        _ clusters: String, entities: String, outage: String, resolution: String = "duties", run: String = "6 epochs"
    ) throws -> RunOutcome {
        try RunOutcome.of(
            Running.scenario(
                """
                name: test
                seed: 7
                resolution: \(resolution)
                chain: { preset: minimal, fork: fulu, validators: 800, start: { epoch: 500_000 } }
                time: { run: \(run) }
                network: { nodes: 60, blobs: 0, publish: 10 ms }
                entities: { \(entities) }
                clusters: { \(clusters) }
                outages: [{ name: twice, \(outage) }]
                """))
    }

    /// Two values with m signatures each need n + e ≥ 2m.
    static let sizes = [(3, 1), (4, 2), (5, 3), (6, 2), (7, 3), (10, 4), (13, 5)]
    static let cases = sizes.flatMap { size, enough in
        [enough - 1, enough].filter { $0 > 0 }.map { (size, $0, $0 == enough) }
    }

    @Test(
        "a key is slashed where 2m − n members sign both of two values, and with one fewer nothing happens",
        arguments: cases, ["duties", "messages"])
    func members(_ given: (size: Int, twice: Int, isSlashed: Bool), resolution: String) throws {
        let names = (1...given.size).map { "ops/\($0)" }
        let outcome = try Self.run(
            "ours: { members: [\(names.joined(separator: ", "))], validators: 5 }",
            entities: "ops: { nodes: \(given.size) }, me: { validators: 20 }",
            outage: "kind: byzantine, proposers: equivocate-partials, "
                + "hits: { node: [\(names.prefix(given.twice).joined(separator: ", "))] }, at: 48 s, for: until the end",
            resolution: resolution)
        let slashed = try outcome.whole("ours", .slashed)
        #expect(slashed == (given.isSlashed ? 5 : 0))
        #expect(try outcome.whole("network", .slashed) == slashed)
        // 32 ETH / 4,096 at once.
        #expect(try outcome.whole("ours", .penaltiesSlashing, during: "twice") == slashed * 7_812_500)
        if !given.isSlashed { #expect(try outcome.whole("ours", .missedAttestations) == 0) }
    }

    @Test("members that are down have nothing to sign twice: three of seven are too few while two others are away")
    func down() throws {
        let text = Running.text(
            size: "validators: 800", run: "6 epochs", entities: "ops: { nodes: 7 }",
            outages: [
                "name: twice, kind: byzantine, proposers: equivocate-partials, hits: { node: [ops/1, ops/2, ops/3] }, "
                    + "at: 48 s, for: until the end",
                "name: cut, kind: power, hits: { node: [ops/6, ops/7] }, at: 0 s, for: until the end",
            ],
            more: "clusters: { ours: { members: [ops/1, ops/2, ops/3, ops/4, ops/5, ops/6, ops/7], validators: 5 } }")
        #expect(try Running.run(text).whole("ours", .slashed) == 0)
    }

    static let people = "a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {}, h: {}, twin: {}"
    static let two = "old: { members: [a, b, c, d], validators: 60 }, new: { members: [e, f, g, h], validators: 1 }"

    @Test(
        "a cluster that still signs after its keys went elsewhere gets them slashed; listening first saves them",
        arguments: [
            ("new", "separate", false, true), ("new", "wiped", false, true), ("new", "separate", true, false),
            ("twin", "separate", false, true), ("twin", "separate", true, false), ("twin", "shared", false, false),
        ])
    func migration(backup: String, protection: String, listens: Bool, isSlashed: Bool) throws {
        let outcome = try Self.run(
            Self.two, entities: Self.people,
            outage: "kind: double-keys, hits: { cluster: old }, backup: \(backup), protection: \(protection), "
                + "doppelganger: \(listens), at: 0 s, for: until the end", run: "60 epochs")
        let slashed = try outcome.whole("old", .slashed)
        #expect((slashed > 0) == isSlashed)
        #expect(try outcome.whole("network", .slashed) == slashed)
        if !isSlashed { #expect(try outcome.whole("old", .missedAttestations) == 0) }
    }

    @Test("a second cluster with the keys carries on where the first is down", arguments: ["duties", "messages"])
    func relief(resolution: String) throws {
        func missed(_ outages: String) throws -> Int64 {
            try Self.run(
                Self.two, entities: Self.people,
                outage: "kind: power, hits: { entity: [a, b] }, at: 48 s, for: 192 s, resync: none }\(outages), "
                    + "{ name: later, kind: power, hits: { entity: h }, at: 48 s, for: 48 s", resolution: resolution
            ).whole("old", .missedAttestations)
        }
        #expect(try missed("") == 60 * 4)
        let relieved = try missed(
            ", { name: keys, kind: double-keys, hits: { cluster: old }, backup: new, at: 48 s, for: 192 s }")
        #expect(relieved == 0)
    }
}
