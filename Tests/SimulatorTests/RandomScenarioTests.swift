import Scenario
import Simulator
import Testing

/// Scenarios that nobody wrote: whatever they are, books balance and cohorts agree with single validators.
@Suite struct RandomScenarioTests {
    /// Repeatable choices.
    struct Dice {
        var state: UInt64
        mutating func roll(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        mutating func pick(_ choices: [String]) -> String { choices[roll(choices.count)] }
    }

    static func text(_ seed: Int, detail: String) -> String {
        var dice = Dice(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
        let fork = dice.pick(["altair", "bellatrix", "capella", "deneb", "electra", "fulu"])
        let compounds = fork == "electra" || fork == "fulu"
        var entities = "me: { validators: \(1 + dice.roll(9)), clients: { consensus: teku, execution: geth } }"
        entities += ", them: { nodes: \(1 + dice.roll(4)), validators: \(dice.roll(30)), at: [here, there] }"
        if dice.roll(2) == 0 { entities += ", fleet: { nodes: 2, validators: \(1 + dice.roll(20)), cohort: true }" }
        if compounds, dice.roll(2) == 0 {
            entities += ", whale: { validators: 2, balance: \(33 + dice.roll(2_000)) ETH, compounding: true }"
        }
        var rest = CohortEquivalenceTests.mixedRest
        if dice.roll(3) == 0 { rest += ", offline: \(dice.roll(40)) %" }
        if dice.roll(4) == 0 { rest += ", balance: \(compounds ? 20 + dice.roll(60) : 17 + dice.roll(16)) ETH" }
        let outages = (0..<dice.roll(5)).map { index in
            let hits = dice.pick([
                "entity: me", "entity: them", "power: grid", "rest: true", "everyone: true", "consensus: prysm",
                "region: us-east", "client: geth", "node: them/1", "rest: true, execution: besu", "entity: [me, them]",
            ])
            let isShared = !hits.contains("entity") && !hits.contains("node") && dice.roll(2) == 0
            let share = isShared ? ", share: \(1 + dice.roll(99)) %" : ""
            // Beyond what a median draws here the run has ended.
            let length = dice.pick([
                "\(1 + dice.roll(500)) s", "\(1 + dice.roll(8)) epochs", "{ mean: 90 s }",
                "{ median: 60 s, p95: 200 s }",
                "until the end",
            ])
            let kind = dice.pick(["power", "network", "bad-config", "data-centre", "disk-loss"])
            let resync = dice.pick(
                ["", ", resync: none", ", resync: 77 s", ", resync: full"].filter {
                    kind != "disk-loss" || $0 != ", resync: none"
                })
            return
                "name: o\(index), kind: \(kind), hits: { \(hits)\(share) }, at: \(dice.roll(700)) s, for: \(length)\(resync)"
        }
        return Running.text(
            fork: fork, size: "validators: \(80 + dice.roll(500))", seed: seed, run: "\(15 + dice.roll(12)) epochs",
            detail: detail, entities: entities, rest: rest, outages: outages,
            more: "places: { here: { region: us-east, power: grid }, there: { region: eu-central } }")
    }

    @Test("most made-up scenarios can be run, and many leak")
    func worth() throws {
        var ran = 0
        var leaked = 0
        for seed in 1...150 {
            guard let scenario = try? Running.scenario(Self.text(seed, detail: "cohorts")),
                let outcome = try Self.outcome(of: scenario)
            else { continue }
            ran += 1
            leaked += outcome.epochPoints.contains { $0.isLeaking } ? 1 : 0
        }
        #expect(ran > 60 && leaked > 10, "\(ran) ran, \(leaked) leaked")
    }

    /// Nil where an outage hits nobody.
    static func outcome(of scenario: Scenario) throws -> RunOutcome? {
        do {
            return try RunOutcome.of(scenario)
        } catch {
            if case .noTarget = error { return nil }
            throw error
        }
    }

    @Test("a made-up scenario runs, balances, and costs named people the same in either detail", arguments: 1...150)
    func agree(seed: Int) throws {
        // Dice can throw what is refused, such as an outage that outlasts the run.
        guard let scenario = try? Running.scenario(Self.text(seed, detail: "cohorts")),
            let cohorts = try Self.outcome(of: scenario)
        else { return }
        let individual = try Running.run(Self.text(seed, detail: "individual"))
        #expect(cohorts.losses(ofRest: false) == individual.losses(ofRest: false))
        #expect(cohorts.ideals(ofRest: false) == individual.ideals(ofRest: false))
        #expect(cohorts.ideals(ofRest: true) == individual.ideals(ofRest: true))
        let isLeak: (Loss) -> Bool = { $0.component == "leak" }
        #expect(
            cohorts.losses(ofRest: true).filter { !isLeak($0) }
                == individual.losses(ofRest: true).filter { !isLeak($0) })
        let leaked = [cohorts, individual].map {
            $0.losses(ofRest: true).reduce(0) { $0 + (isLeak($1) ? $1.penalties : 0) }
        }
        #expect(abs(leaked[0] - leaked[1]) <= max(leaked[0], leaked[1]) / 10, "\(leaked)")
    }
}
