import ResultStore
import Scenario
import Simulator
import Studies
import Testing

@Suite struct BooksTests {
    /// Shares of everything: clients, regions, abandoned keys, several people, compounding, a leak with ragged edges.
    static func richText(fork: String, detail: String) -> String {
        let compounds = fork == "fulu" || fork == "electra"
        return Running.text(
            fork: fork, run: "30 epochs", detail: detail,
            entities: "me: { validators: 12 }, "
                + (compounds ? "whale: { validators: 3, balance: 700 ETH, compounding: true }, " : "")
                + "fleet: { nodes: 4, validators: 40, cohort: true }",
            rest: CohortEquivalenceTests.mixedRest + ", offline: 3 %",
            outages: [
                LeakTests.raggedLeak, CohortEquivalenceTests.homeCut,
                "name: bug, kind: client-crash, hits: { rest: true, consensus: prysm }, at: 300 s, for: 91 s",
                "name: fleet, kind: bad-config, hits: { entity: fleet }, at: 500 s, for: 123 s",
            ])
    }

    @Test(
        "causes sum to components, validators to entities, and everything to the change of balances",
        arguments: ["altair", "deneb", "electra", "fulu"], ["cohorts", "individual"])
    func sums(fork: String, detail: String) throws {
        let outcome = try Running.run(Self.richText(fork: fork, detail: detail))
        let entities = outcome.entityRows
        for (entity, row) in entities.enumerated() {
            for component in outcome.componentRows where component.entity == entity {
                let parts = outcome.ledgerRows.filter { $0.entity == entity && $0.component == component.component }
                #expect(parts.reduce(0) { $0 + $1.missed } == component.missed)
                #expect(parts.reduce(0) { $0 + $1.penalties } == component.penalties)
            }
            let validators = outcome.validatorRows.filter { $0.entity == entity }
            guard validators.count == row.validators, !validators.isEmpty else { continue }
            let components = outcome.componentRows.filter { $0.entity == entity }
            #expect(validators.reduce(0) { $0 + $1.ideal } == components.reduce(0) { $0 + $1.ideal })
            #expect(validators.reduce(0) { $0 + $1.missed } == components.reduce(0) { $0 + $1.missed })
            #expect(validators.reduce(0) { $0 + $1.penalties } == components.reduce(0) { $0 + $1.penalties })
        }
        for validator in outcome.validatorRows {
            let change = validator.endBalance - validator.startBalance
            #expect(change == validator.ideal - validator.missed - validator.penalties)
        }
        if detail == "individual" {
            // 'cohort: true' keeps the fleet together; everybody else is by himself.
            #expect(outcome.validatorRows.count == 600 - 40)
        }
        let earned = outcome.componentRows.reduce(0) { $0 + $1.ideal - $1.missed - $1.penalties }
        let balances = try outcome.value("network", .balance)
        let before = fork == "fulu" || fork == "electra" ? 597 * 32.0 + 3 * 700 : 600 * 32.0
        #expect(abs(balances.value * 600 - before * 1e9 - Double(earned)) < 1)
    }

    @Test("what one cause costs is asked by the outage's name, and the causes make up the loss")
    func scopes() throws {
        let outcome = try Running.run(Self.richText(fork: "fulu", detail: "cohorts"))
        for subject in ["me", "fleet", "whale", "rest", "network"] {
            let scoped = try ["dark", "cut", "bug", "fleet"].reduce(0) {
                try $0 + outcome.whole(subject, .penalties, during: $1)
            }
            let index = outcome.entityRows.firstIndex { $0.name == subject || ($0.isRest && subject == "rest") }
            let unscoped = outcome.ledgerRows.filter {
                (index == nil || $0.entity == index) && outcome.causeRows[$0.cause].outage == nil
            }.reduce(0) { $0 + $1.penalties }
            #expect(try outcome.whole(subject, .penalties) == scoped + unscoped)
            let kept = try outcome.whole(subject, .ideal) - outcome.whole(subject, .loss)
            #expect(try outcome.whole(subject, .earned) == kept)
        }
    }

    @Test("a record whose books were touched is refused")
    func wrongBooks() throws {
        let text = Self.richText(fork: "fulu", detail: "cohorts")
        let record = try StudyRun.execute(
            scenario: Running.scenario(text), text: text, file: "test.yaml", overrides: [], version: "test",
            progress: { _, _ in true })
        try record.checkBalance()
        let changes: [(inout RunRecord) -> Void] = [
            { $0.ledger[0].missed += 1 }, { $0.ledger[0].penalties -= 1 }, { $0.components[2].ideal += 1 },
            { $0.validators[3].earned += 1 }, { $0.validators[0].missed += 1 },
        ]
        for (index, change) in changes.enumerated() {
            var wrong = record
            change(&wrong)
            #expect(throws: (any Error).self, "change \(index)") { try wrong.checkBalance() }
        }
    }
}
