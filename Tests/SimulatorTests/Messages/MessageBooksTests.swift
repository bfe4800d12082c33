import ResultStore
import Scenario
import Simulator
import Studies
import Testing

/// Whatever happens in the network: the books of the branch that counts balance, and nothing traps.
@Suite struct MessageBooksTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var fork = "fulu"
        var preset = "minimal"
        var size = "validators: 640"
        var run = "12 epochs"
        var entities = "me: { validators: 20 }, them: { nodes: 3, validators: 31 }"
        var rest = ""
        var outages: [String] = []
        var network = "nodes: 24, blobs: 0"
        var chain = ""
        var more = ""
        /// Of a cohort nobody in particular is slashed, so another member's duties end.
        var slashesCohorts = false

        var testDescription: String { name }

        var text: String {
            MessageRunning.text(
                fork: fork, preset: preset, size: size, chain: chain, run: run, entities: entities, rest: rest,
                outages: outages, network: network, more: more)
        }
    }

    static let mixedRest =
        "clients: { consensus: { prysm: 30 %, teku: 70 % }, execution: { geth: 60 %, besu: 40 % } }"

    static func fault(_ what: String, hits: String = "{ rest: true, share: 40 % }") -> String {
        "name: fault, \(what), hits: \(hits), at: 100 s, for: 150 s"
    }

    static func partition(_ groups: String, oneWay: Bool = false) -> String {
        "name: cut, kind: partition, groups: { \(groups) }\(oneWay ? ", one_way: true" : ""), at: 100 s, for: 250 s"
    }

    static let cases: [Case] = [
        Case(name: "quiet"),
        Case(
            name: "a power cut",
            outages: ["name: cut, kind: power, hits: { entity: me }, at: 61 s, for: 307 s, resync: 100 s"]),
        Case(
            name: "a share of the rest is dark",
            outages: ["name: dark, kind: power, hits: { rest: true, share: 40 % }, at: 61 s, for: 200 s, resync: none"]),
        Case(name: "abandoned keys", rest: "offline: 8 %"),
        Case(name: "two halves", outages: [partition("a: { share: 50 % }, b: others")]),
        Case(name: "two thirds and one", outages: [partition("a: { share: 33 % }, b: others")]),
        Case(name: "one way", outages: [partition("a: { share: 40 % }, b: others", oneWay: true)]),
        Case(
            name: "a third group hears both",
            outages: [partition("a: { share: 40 % }, b: { share: 40 % }")]),
        Case(name: "me against all", outages: [partition("a: { entity: me }, b: others")]),
        Case(
            name: "two partitions at once",
            outages: [
                partition("a: { share: 40 % }, b: others"),
                "name: other, kind: partition, groups: { c: { entity: them }, d: others }, at: 150 s, for: 250 s",
            ]),
        Case(
            name: "a partition until the end",
            outages: [
                "name: cut, kind: partition, groups: { a: { share: 45 % }, b: others }, at: 70 s, for: until the end"
            ]),
        Case(
            name: "a crash", rest: mixedRest,
            outages: ["name: bug, kind: client-bug, bug: crash, hits: { consensus: prysm }, at: 100 s, for: 100 s"]),
        Case(
            name: "a valid block refused", rest: mixedRest,
            outages: [
                "name: bug, kind: client-bug, bug: reject-valid, hits: { consensus: prysm }, at: 100 s, for: 150 s"
            ]),
        Case(
            name: "an invalid block accepted by few", rest: mixedRest,
            outages: [
                "name: bug, kind: client-bug, bug: accept-invalid, hits: { consensus: prysm }, at: 100 s, for: 150 s"
            ]),
        Case(
            name: "an invalid block accepted by most", rest: mixedRest,
            outages: [
                "name: bug, kind: client-bug, bug: accept-invalid, hits: { consensus: teku }, at: 100 s, for: 250 s"
            ]),
        Case(
            name: "a stall", rest: mixedRest,
            outages: [
                "name: bug, kind: client-bug, bug: stall, by: 3 s, hits: { execution: geth }, at: 100 s, for: 150 s"
            ]),
        Case(
            name: "wrong heads", rest: mixedRest,
            outages: ["name: bug, kind: client-bug, bug: wrong-head, hits: { execution: besu }, at: 100 s, for: 150 s"]),
        Case(
            name: "a replay overload", rest: mixedRest,
            outages: [
                "name: bug, kind: client-bug, bug: replay-overload, share_of_duties: 50 %, hits: { execution: geth }, at: 100 s, for: 150 s"
            ]),
        Case(
            name: "proposers equivocate",
            outages: [fault("kind: byzantine, proposers: equivocate", hits: "{ entity: them }")]),
        Case(
            name: "proposers of the rest equivocate", outages: [fault("kind: byzantine, proposers: equivocate")],
            slashesCohorts: true),
        Case(name: "proposers withhold", outages: [fault("kind: byzantine, proposers: withhold")]),
        Case(name: "proposers are late", outages: [fault("kind: byzantine, proposers: late, by: 3 s")]),
        Case(name: "blocks leave after their slot", outages: [fault("kind: byzantine, proposers: late, by: 9 s")]),
        Case(name: "slow links", outages: [fault("kind: slow-link, latency: 2 s, bandwidth: 1 Mbit/s")]),
        Case(name: "slow machines", outages: [fault("kind: slow-machine, factor: 1_000 %")]),
        Case(name: "machines that fall behind", outages: [fault("kind: slow-machine, factor: 10_000 %")]),
        Case(
            name: "everybody falls behind, with clusters",
            entities: "a: {}, b: {}, c: {}, d: {}, me: { validators: 20 }",
            outages: [fault("kind: slow-machine, factor: 4_000 %", hits: "{ everyone: true }")],
            more: "clusters: { us: { members: [a, b, c, d], validators: 9 } }"),
        Case(name: "clocks ahead", outages: [fault("kind: clock-skew, by: 1900 ms")]),
        Case(name: "clocks behind", outages: [fault("kind: clock-skew, by: -1900 ms")]),
        Case(name: "clocks ahead by slots", outages: [fault("kind: clock-skew, by: 20 s")]),
        Case(
            name: "one validator to a slot, so few aggregators", size: "validators: 64",
            entities: "me: { validators: 2 }"),
        Case(name: "six blobs", network: "nodes: 24, blobs: 6"),
        Case(name: "twenty-one blobs", network: "nodes: 24, blobs: 21"),
        Case(name: "capella", fork: "capella", outages: [partition("a: { share: 50 % }, b: others")]),
        Case(name: "altair", fork: "altair", outages: [partition("a: { share: 50 % }, b: others")]),
        Case(name: "electra", fork: "electra", outages: [partition("a: { share: 50 % }, b: others")]),
        Case(
            name: "the mainnet preset", preset: "mainnet", size: "validators: 4_096", run: "4 epochs",
            outages: ["name: cut, kind: partition, groups: { a: { share: 50 % }, b: others }, at: 300 s, for: 700 s"]),
        Case(
            name: "compounding validators of several sizes",
            entities: "me: { validators: 20 }, whale: { validators: 2, balance: 900 ETH, compounding: true }",
            outages: [partition("a: { share: 50 % }, b: others")]),
        Case(
            name: "a leak that ejects nobody yet", run: "30 epochs",
            outages: ["name: cut, kind: partition, groups: { a: { share: 50 % }, b: others }, at: 100 s, for: 900 s"]),
        Case(
            name: "everything at once", run: "16 epochs", rest: mixedRest + ", offline: 3 %",
            outages: [
                partition("a: { share: 30 % }, b: others"),
                "name: bug, kind: client-bug, bug: reject-valid, hits: { consensus: prysm }, at: 150 s, for: 150 s",
                "name: two, kind: byzantine, proposers: equivocate, hits: { entity: them }, at: 50 s, for: 500 s",
                "name: power, kind: power, hits: { entity: me }, at: 120 s, for: 200 s, resync: 30 s",
                "name: slow, kind: slow-link, latency: 900 ms, hits: { rest: true, share: 20 % }, at: 80 s, for: 400 s",
            ]),
    ]

    @Test("causes make up components, components the change of balances, and the record is whole", arguments: cases)
    func balance(_ one: Case) throws {
        let outcome = try Running.run(one.text)
        let earned = outcome.componentRows.reduce(0) { $0 + $1.ideal - $1.missed - $1.penalties }
        #expect(try outcome.whole("network", .earned) == earned)
        for (entity, _) in outcome.entityRows.enumerated() {
            for component in outcome.componentRows where component.entity == entity {
                let parts = outcome.ledgerRows.filter { $0.entity == entity && $0.component == component.component }
                #expect(parts.reduce(0) { $0 + $1.missed } == component.missed)
                #expect(parts.reduce(0) { $0 + $1.penalties } == component.penalties)
            }
        }
        for validator in outcome.validatorRows {
            let change = validator.endBalance - validator.startBalance
            #expect(change == validator.ideal - validator.missed - validator.penalties)
        }
        let record = try StudyRun.execute(
            scenario: Running.scenario(one.text), text: one.text, file: "test.yaml", overrides: [], version: "test",
            progress: { _, _ in true })
        try record.checkBalance()
    }

    @Test(
        "cohorts and single validators give the same books, entity by entity",
        arguments: cases.filter { !$0.slashesCohorts })
    func cohorts(_ one: Case) throws {
        var texts: [String] = []
        for detail in ["cohorts", "individual"] {
            texts.append(one.text.replacing("detail: cohorts", with: "detail: \(detail)"))
        }
        let outcomes = try texts.map(Running.run)
        #expect(outcomes[0].accounts == outcomes[1].accounts)
        #expect(outcomes[0].allLosses == outcomes[1].allLosses)
    }
}
