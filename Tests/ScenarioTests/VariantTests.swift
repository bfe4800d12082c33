import Foundation
import Scenario
import Testing

private let hour: Int64 = 3_600_000_000_000

@Suite("Variants")
struct VariantTests {
    static let friends = """
        name: you, me, WenMoon and Coinbase
        seed: 7
        chain: { fork: fulu, stake: 35_632_000 ETH }
        time: { run: 7 days }
        network: { nodes: 1_000, blobs: 14 }
        places:
          socal:  { region: us-west, power: sce }
          berlin: { region: eu-central, power: stromnetz-berlin }
        entities:
          me:       { at: socal, link: home, clients: { consensus: lighthouse, execution: geth } }
          you:      { at: berlin, link: home, clients: { consensus: nimbus, execution: nethermind } }
          wenmoon:  { link: home }
          coinbase: { link: data-centre }
        clusters:
          friends: { flavour: obol, members: [me, you, wenmoon, coinbase], threshold: 3, validators: 2, signing: real }
        outages:
          - { name: Southern California dark, kind: power, hits: { power: sce }, at: 2 days, for: 180 min }
          - { name: everyday life, kind: power, hits: { link: home }, every: { mean: 40 days }, for: { median: 50 min, p95: 6 h } }
        compare:
          VARIANTS
        expect:
          - { that: friends.duties.missed during "Southern California dark", at_most: 1 %, source: three of four are up }
          - { that: friends.slashed, is: 0, source: common sense }

        """

    /// The scenario with one variant, `v`, of which the keys are given.
    static func with(_ keys: String) -> String { friends.replacing("VARIANTS", with: "v: { \(keys) }") }

    private func variants(_ text: String, overrides: [String] = []) throws -> [(name: String, scenario: Scenario)] {
        try Scenario.variants(text: text, file: "s.yaml", baseDirectory: "/nowhere", overrides: overrides)
    }

    private func variant(_ keys: String, overrides: [String] = []) throws -> Scenario {
        let scenarios = try variants(Self.with(keys), overrides: overrides)
        return try #require(scenarios.first).scenario
    }

    @Test("the cluster's validators alone, and two homes in one power zone")
    func soloAndNeighbours() throws {
        let text = Self.friends.replacing(
            "VARIANTS",
            with: "solo: { remove: clusters, me: { validators: 2 } }\n  two at socal: { you: { at: socal } }")
        let base = try read(text)
        #expect(base.variants.map(\.name) == ["solo", "two at socal"])
        #expect(
            base.variants.map(\.settings) == [
                [.init(path: "clusters", value: nil), .init(path: "entities.me.validators", value: "2")],
                [.init(path: "entities.you.at", value: "socal")],
            ])
        #expect(base.variants[1].location == SourceLocation(file: "s.yaml", line: 21, column: 3))
        #expect(base.clusters.count == 1 && base.expectations.count == 2)

        let scenarios = try variants(text)
        #expect(scenarios.map(\.name) == ["solo", "two at socal"])
        let solo = scenarios[0].scenario
        #expect(solo.clusters.isEmpty && solo.entities[0].validators == 2)
        #expect(solo.entities[0].clients == base.entities[0].clients)
        #expect(solo.seed == base.seed && solo.chain == base.chain && solo.outages == base.outages)
        #expect(solo.expectations.isEmpty && solo.variants.isEmpty)
        #expect(scenarios[1].scenario.entities[1].places == ["socal"])
        #expect(scenarios[1].scenario.clusters == base.clusters)
    }

    @Test("a scenario without variants has none")
    func none() throws {
        #expect(try variants("name: t\ntime: { run: 1 h }\n").isEmpty)
        #expect(try variants("name: t\ntime: { run: 1 h }\ncompare: {}\n").isEmpty)
    }

    @Test("a mapping changes what it names, and what is one thing changes as a whole")
    func flattened() throws {
        let scenario = try variant(
            """
            me: { clients: { consensus: { teku: 60 %, prysm: 40 % } }, validators: 3 }, friends: { threshold: 4 },
            network: { blobs: 21, mesh: { degree: 6 } }, chain: { validators: 2_000 },
            outages: { Southern California dark: { hits: { entity: you }, for: { mean: 2 h } }, everyday life: { every: { exactly: 1 day } } },
            expect: [{ that: me.slashed, is: 0, source: x }]
            """)
        #expect(scenario.entities[0].clients.consensus.map(\.name) == ["teku", "prysm"])
        #expect(scenario.entities[0].clients.execution.map(\.name) == ["geth"])
        #expect(scenario.entities[0].validators == 3 && scenario.entities[0].link == "home")
        #expect(scenario.clusters[0].threshold == 4 && scenario.clusters[0].validators == 2)
        #expect(scenario.network?.blobs == 21 && scenario.network?.mesh.degree == 6)
        #expect(scenario.chain.validators == 2_000)
        #expect(scenario.outages[0].hits.entities == ["you"] && scenario.outages[0].hits.powerZones.isEmpty)
        #expect(scenario.outages[0].timing == .once(at: 48 * hour, duration: .mean(2 * hour)))
        #expect(
            scenario.outages[1].timing
                == .recurring(every: .exactly(24 * hour), duration: .median(3_000_000_000_000, p95: 6 * hour)))
        #expect(scenario.expectations.map(\.metric.subject) == ["me"])
    }

    @Test("what is not there is added where its whole description is given")
    func added() throws {
        let scenario = try variant(
            """
            entities: { her: { nodes: 2, validators: 5 } }, places.cloud: { region: us-east },
            clusters: { others: { members: [me, you, her/1] } },
            outages: { second cut: { kind: network, hits: { entity: her }, at: 1 h, for: 1 h } }
            """)
        #expect(scenario.entities.map(\.name) == ["me", "you", "wenmoon", "coinbase", "her"])
        #expect(scenario.places.map(\.name) == ["socal", "berlin", "cloud"])
        #expect(scenario.clusters.map(\.name) == ["friends", "others"])
        #expect(scenario.outages.map(\.name).last == "second cut")
    }

    @Test("whole parts, single keys and items of lists can be left out")
    func removed() throws {
        let scenario = try variant("remove: [clusters.friends, outages.everyday life, me.link, network]")
        #expect(scenario.clusters.isEmpty && scenario.network == nil)
        #expect(scenario.outages.map(\.name) == ["Southern California dark"])
        #expect(scenario.entities[0].link == nil && scenario.entities[1].link == "home")
    }

    @Test("a variant comes after the overrides")
    func overrides() throws {
        let overrides = ["time.run=8 days", "entities.me.validators=9"]
        let scenario = try variant("me.validators: 4", overrides: overrides)
        #expect(scenario.entities[0].validators == 4)
        #expect(scenario.run.nanoseconds == 1_800 * 384_000_000_000)
    }

    @Test(
        "a setting's text makes the same scenario as an override",
        arguments: [
            "me: { validators: 2, at: [socal, berlin] }", "name: '[a] \"b\"'", "about: \"two\\nlines\"",
            "time.run: 8 days",
            "me.clients: { consensus: { teku: 1/3, prysm: 2/3 } }", "chain.validators: 2_000",
            "outages.everyday life.hits: { entity: [me, you], share: 50 % }",
            "clusters: { x: { members: [me, you, wenmoon] } }",
            "places: { 'a, b': { region: us-east, power: 'x: \"y' } }",
            "about: 'null'", "about: '  # no comment'",
        ])
    func asOverride(keys: String) throws {
        let settings = try #require(try read(Self.with(keys)).variants.first).settings
        let overrides = settings.compactMap { setting in setting.value.map { "\(setting.path)=\($0)" } }
        var overridden = try read(
            Self.with("seed").replacing("compare:\n  v: { seed }\n", with: ""), overrides: overrides)
        var variant = try variant(keys)
        #expect(overridden.variants.isEmpty)
        // Places in the file differ, and the variant has no figures of the whole.
        overridden.expectations = []
        for index in overridden.outages.indices { overridden.outages[index].location = variant.outages[index].location }
        for index in variant.clusters.indices { overridden.clusters[index].location = variant.clusters[index].location }
        for index in variant.entities.indices { overridden.entities[index].location = variant.entities[index].location }
        overridden.network?.location = try #require(variant.network).location
        variant.warnings = overridden.warnings
        #expect(overridden == variant)
    }

    static let wrong: [(String, [String])] = [
        ("", ["20:3: variant 'v' changes nothing; write a setting, for example entities.me.validators: 2"]),
        ("mee: { validators: 2 }", ["20:8: variant 'v': there is no setting 'mee'; did you mean 'me'?"]),
        (
            "zebra: 2",
            [
                "20:8: variant 'v': there is no setting 'zebra'; a setting begins with a key of the scenario, or the "
                    + "name of an entity or cluster"
            ]
        ),
        (
            "me.validatrs: 2",
            ["20:8: variant 'v': unknown key 'validatrs' in 'entities.me'; did you mean 'validators'?"]
        ),
        (
            "me: { validatrs: 2 }",
            ["20:14: variant 'v': unknown key 'validatrs' in 'entities.me'; did you mean 'validators'?"]
        ),
        (
            "me: { validators: x }",
            ["20:26: variant 'v': 'validators': expected a whole number such as 1_000, found 'x'"]
        ),
        (
            "me: { validators: }",
            [
                "20:14: variant 'v': 'validators' has no value; it is a whole number such as 1_000; leave the key out if you do not need it"
            ]
        ),
        (
            "entities.her.validators: 2",
            ["20:8: variant 'v': 'entities' has no 'her'; it has: me, you, wenmoon, coinbase"]
        ),
        (
            "seed: 8",
            [
                "20:8: variant 'v': a variant cannot change 'seed'; another seed is another luck; write --seed to change it for all"
            ]
        ),
        (
            "compare: { a: { me.validators: 2 } }",
            ["20:8: variant 'v': a variant cannot change 'compare'; a variant has no variants of its own"]
        ),
        ("remove: clustrs", ["20:16: variant 'v': there is no setting 'clustrs'; did you mean 'clusters'?"]),
        ("remove: rest", ["20:16: variant 'v': there is no 'rest' to remove; leave it out"]),
        (
            "remove: { clusters: true }",
            [
                "20:8: variant 'v': 'remove' must be a path or a list of paths, found a mapping; for example remove: clusters"
            ]
        ),
        (
            "remove: outages.evryday life",
            ["20:16: variant 'v': 'outages' has no 'evryday life'; did you mean 'everyday life'?"]
        ),
        ("remove: time", ["1:1: variant 'v': the scenario needs the key 'time'; it is a mapping with 'run'"]),
        // What a change breaks elsewhere is told where it stands.
        ("remove: places.berlin", ["11:19: variant 'v': there is no place 'berlin'; the places are: socal"]),
        (
            "you: { nodes: 2 }",
            ["15:43: variant 'v': 'you' has 2 nodes, so it is not one member; write which: you/1"]
        ),
        (
            "me..validators: 2",
            ["20:8: variant 'v': 'entities.me..validators' has an empty key; write keys with a '.' between: time.run"]
        ),
    ]

    @Test("what is wrong with a variant is told with its name, at its place", arguments: wrong)
    func told(keys: String, expected: [String]) {
        #expect(findings(Self.with(keys)) == expected)
    }

    @Test("a list of variants, or a variant that is no mapping, is refused")
    func shape() {
        #expect(
            findings("name: t\ntime: { run: 1 h }\ncompare: { a: 2 }\n") == [
                "3:15: 'a' must be a mapping from settings to their values, found '2'"
            ])
        #expect(
            findings("name: t\ntime: { run: 1 h }\ncompare: [{ name: a }]\n") == [
                "3:10: 'compare' must be a mapping from the name of a variant to its description, found a list"
            ])
    }

    @Test("variants are limited in number")
    func most() {
        func text(_ count: Int) -> String {
            "name: t\ntime: { run: 1 h }\ncompare: { "
                + (1...count).map { "v\($0): { chain.validators: \($0)_000 }" }.joined(separator: ", ") + " }\n"
        }
        #expect(findings(text(32)) == [])
        #expect(findings(text(33)) == ["3:10: 'compare' has 33 variants, more than 32; leave some out"])
    }

    @Test("a warning of a variant has its name")
    func warning() throws {
        let scenario = try read(Self.with("friends: { members: [me, you, wenmoon], threshold: 2 }"))
        #expect(
            scenario.warnings.map(\.description) == [
                "s.yaml:20:59: warning: variant 'v': one dishonest member is enough to sign twice with 2 of 3; write "
                    + "threshold: 3"
            ])
    }
}
