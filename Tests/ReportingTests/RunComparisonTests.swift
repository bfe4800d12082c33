import MadeUpRuns
import Reporting
import ResultStore
import Testing

@Suite struct RunComparisonTests {
    static let comparison = RunComparison(
        MadeUpRun.homePowerCut(), named: "a.sqlite", MadeUpRun.homePowerCut(seed: 2, darkEpochs: 10), named: "b.sqlite")

    @Test("two runs side by side read as they should")
    func golden() throws {
        let verdicts = try ["loss > +5 %", "me.penalties > 1000 gwei"].map {
            try FailCondition(parsing: $0).verdict(on: Self.comparison)
        }
        try Golden.expect(Self.comparison.text(verdicts: verdicts), "compare.txt")
        try Golden.expect(Self.comparison.markdown(verdicts: verdicts), "compare.md")
        try Golden.expect(Self.comparison.json(verdicts: verdicts), "compare.json")
    }
}

extension RunComparisonTests {
    @Test("differences are B − A, changes are relative to A, and parts add up")
    func arithmetic() throws {
        let me = try #require(Self.comparison.parties.first)
        #expect(me.figures.map(\.name) == ["uptime", "earned", "missed", "penalties", "loss"])
        #expect(me.figures[3].a == .money(196_620) && me.figures[3].b == .money(74_580))
        for (a, b) in [(me.a, me.b)] {
            #expect(a?.causes.reduce(0) { $0 + $1.amounts.loss } == a?.total.loss)
            #expect(b?.components.reduce(0) { $0 + $1.amounts.earned } == b?.total.earned)
        }
        let json = Self.comparison.json()
        #expect(json.contains("\"change_ratio\": -0.6206896551724138"))
        #expect(json.contains("\"difference\": -122040"))
    }

    @Test("runs that do not face the same luck or the same chain are warned of")
    func warnings() {
        var other = MadeUpRun.homePowerCut(seed: 9)
        other.run.blackoutVersion = "0.2.0"
        other.run.fork = "electra"
        other.run.epochs = 450
        other.entities[0].name = "you"
        let comparison = RunComparison(MadeUpRun.homePowerCut(), named: "a", other, named: "b")
        let warnings = comparison.warnings.joined(separator: "\n")
        for part in [
            "the seed differs (1, 9)", "version of blackout differs (0.1.0, 0.2.0)", "the fork differs (fulu, electra)",
            "count of epochs differs (225, 450)", "'me' is in A only", "'you' is in B only",
        ] {
            #expect(warnings.contains(part), "\(warnings)")
        }
        #expect(comparison.parties.map(\.name) == ["me", "the rest", "you"])
        #expect(comparison.text().contains("warning: the seed differs"))
        #expect(comparison.markdown().contains("warning: the seed differs"))
    }

    @Test("an entity that one run lacks has no difference")
    func oneSided() throws {
        var other = MadeUpRun.homePowerCut()
        other.entities[0].name = "you"
        let comparison = RunComparison(MadeUpRun.homePowerCut(), named: "a", other, named: "b")
        let me = try #require(comparison.parties.first { $0.name == "me" })
        #expect(me.b == nil && me.figures.allSatisfy { $0.b == nil })
        #expect(comparison.json().contains("\"is_in_b\": false"))
    }
}
