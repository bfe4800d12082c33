import Scenario
import Testing

@Suite("Overrides")
struct OverrideTests {
    static let text = """
        name: t
        time: { run: 30 days }
        chain: { stake: 35_632_000 ETH }
        entities:
          me: { validators: 1, clients: { consensus: lighthouse } }
          v1.2: { validators: 1 }
        outages:
          - { name: power cut, kind: power, hits: { entity: me }, at: 6 h, for: 3 h }
          - { name: v1.2 bug, kind: power, hits: { entity: me }, at: 6 h, for: { mean: 3 h } }
        """.replacing("  v1.2: { validators: 1 }\n", with: "")

    @Test("a value deep down is replaced")
    func replaced() throws {
        let scenario = try read(
            Self.text,
            overrides: [
                "seed=5", "time.run=40 days", "entities.me.validators=10", "outages.power cut.for=6 h",
                "outages.2.at=12 h", "outages.v1.2 bug.for.mean=1 h", "entities.me.clients.execution=geth",
                "name=  a name = with signs", "rest.offline=1 %", "chain.config.BASE_REWARD_FACTOR=0",
                "outages.power cut.hits={ everyone: true }",
                "entities.me.clients.consensus={ teku: 50 %, prysm: 50 % }",
            ])
        #expect(scenario.seed == 5)
        #expect(scenario.name == "a name = with signs")
        #expect(scenario.run.nanoseconds == 9000 * 384_000_000_000)
        #expect(scenario.entities[0].validators == 10)
        #expect(scenario.entities[0].clients.execution.map(\.name) == ["geth"])
        #expect(scenario.entities[0].clients.consensus.map(\.name) == ["teku", "prysm"])
        #expect(
            scenario.outages[0].timing
                == .once(at: 21_600_000_000_000, duration: .exactly(21_600_000_000_000)))
        #expect(scenario.outages[0].hits.reachesRest)
        #expect(
            scenario.outages[1].timing == .once(at: 43_200_000_000_000, duration: .mean(3_600_000_000_000)))
        #expect(scenario.rest.offlinePartsPerMillion == 10_000)
        #expect(scenario.chain.config.map(\.value) == [0])
    }

    @Test("a key takes the place of those that cannot stand beside it")
    func rivals() throws {
        #expect(try read(Self.text, overrides: ["chain.validators=2_000"]).chain.validators == 2000)
        let scenario = try read(Self.text, overrides: ["outages.power cut.intervals=[{ at: 1 h, for: 1 h }]"])
        #expect(
            scenario.outages[0].timing
                == .intervals([Outage.Span(start: 3_600_000_000_000, end: 7_200_000_000_000)]))
    }

    @Test(
        "an error points at the override",
        arguments: [
            ("time.rnu=2 days", "unknown key 'rnu' in 'time'; did you mean 'run'?"),
            ("tme.run=2 days", "unknown key 'tme'; did you mean 'time'?"),
            ("time.run=2", "'run': '2' has no unit; write 2 with one of ms, s, min, h, days, weeks, slots or epochs"),
            ("time.run=", "'run' has no value; it is a duration such as 90 s, 3 h 30 min or 5 epochs"),
            ("entities.mee.validators=1", "'entities' has no 'mee'; did you mean 'me'?"),
            ("outages.powr cut.for=1 h", "'outages' has no 'powr cut'; did you mean 'power cut'?"),
            ("outages.3.for=1 h", "'outages' has no '3'; it has: power cut, v1.2 bug"),
            ("seed.x=1", "'seed' has no keys, so 'x' cannot be set in it; it is a whole number such as 1_000"),
            ("seed", "'seed' is not of the form key=value; write time.run=2 days"),
            ("=5", "'=5' is not of the form key=value; write time.run=2 days"),
            ("time..run=5", "'time..run' has an empty key; write keys with a '.' between: time.run"),
            (
                "outages.power cut.hits={ entity: mee }", "there is no entity 'mee' here; did you mean 'me'?"
            ),
            (
                "outages.power cut.hits={ entity: ",
                "not YAML: did not find expected node content while parsing a flow node"
            ),
            ("expect.1.is=3", "'expect' is empty, so nothing in it can be set"),
            (
                "chain.config.BASE_REWARD_FACTR=0",
                "unknown key 'BASE_REWARD_FACTR' in 'chain.config'; did you mean 'BASE_REWARD_FACTOR'?"
            ),
        ])
    func wrong(override: String, message: String) {
        #expect(findings(Self.text, overrides: [override]) == ["--set \(override): \(message)"])
    }
}
