import Scenario
import Simulator
import Testing

@Suite struct CohortEquivalenceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var fork = "fulu"
        var size = "validators: 600"
        var run = "24 epochs"
        var entities = Case.people
        var rest = ""
        var outages: [String] = []
        var seed = 7

        var testDescription: String { name }

        static let people =
            "me: { validators: 20 }, them: { nodes: 3, validators: 31, clients: { consensus: teku, execution: geth } }"

        func outcome(_ detail: String) throws -> RunOutcome {
            try Running.run(
                Running.text(
                    fork: fork, size: size, seed: seed, run: run, detail: detail, entities: entities, rest: rest,
                    outages: outages))
        }
    }

    static let mixedRest =
        "clients: { consensus: { prysm: 30 %, teku: 70 % }, execution: { geth: 60 %, besu: 40 % } }, "
        + "regions: { us-east: 40 %, eu-central: 60 % }"

    /// Inside an epoch at both ends: the minimal preset's epochs last 48 s.
    static let homeCut = "name: cut, kind: power, hits: { entity: me }, at: 61 s, for: 307 s, resync: 100 s"

    static let agreeing: [Case] = [
        Case(name: "no outage"),
        Case(name: "home cut", outages: [homeCut]),
        Case(name: "the same on altair", fork: "altair", outages: [homeCut]),
        Case(name: "the same on bellatrix", fork: "bellatrix", outages: [homeCut]),
        Case(name: "the same on deneb", fork: "deneb", outages: [homeCut]),
        Case(name: "the same on electra", fork: "electra", outages: [homeCut]),
        Case(
            name: "a client's share of the rest, with edges inside epochs", rest: mixedRest,
            outages: ["name: bug, kind: client-crash, hits: { consensus: prysm }, at: 100 s, for: 333 s, resync: none"]
        ),
        Case(
            name: "a region and those of it who are named", rest: mixedRest,
            outages: [
                "name: gone, kind: network, hits: { region: us-east }, at: 100 s, for: 200 s, resync: 31 s", homeCut,
            ]),
        Case(
            name: "a random share of the rest",
            outages: ["name: dark, kind: power, hits: { rest: true, share: 21 % }, at: 10 s, for: 400 s, resync: none"]
        ),
        Case(
            name: "two shares that overlap on altair", fork: "altair", rest: mixedRest,
            outages: [
                "name: one, kind: power, hits: { everyone: true, share: 15 % }, at: 10 s, for: 250 s, resync: none",
                "name: two, kind: network, hits: { client: geth, share: 30 % }, at: 130 s, for: 250 s, resync: 9 s",
            ]),
        Case(name: "abandoned keys", rest: "offline: 7 %"),
        Case(name: "abandoned keys and a cut on deneb", fork: "deneb", rest: "offline: 12 %", outages: [homeCut]),
        Case(
            name: "most blocks missing", rest: "offline: 30 %",
            outages: ["name: bug, kind: power, hits: { rest: true, share: 40 % }, at: 3 s, for: 140 s, resync: none"]),
        Case(
            name: "compounding validators",
            entities: "me: { validators: 5, balance: 512 ETH, compounding: true }, them: { validators: 3 }",
            outages: [homeCut]),
        Case(
            name: "a compounding rest", size: "validators: 90", entities: "me: { validators: 8 }",
            rest: "balance: 200 ETH",
            outages: ["name: dark, kind: power, hits: { rest: true, share: 25 % }, at: 40 s, for: 100 s, resync: none"]
        ),
        Case(
            name: "whole epochs of a leak and its end", run: "40 epochs",
            outages: [
                "name: dark, kind: power, hits: { rest: true, share: 40 % }, at: 0 s, for: 20 epochs, resync: none",
                homeCut,
            ]),
    ]

    @Test("a run with cohorts and one with every validator by itself give the same ledger", arguments: agreeing)
    func agree(_ one: Case) throws {
        let cohorts = try one.outcome("cohorts")
        let individual = try one.outcome("individual")
        for ofRest in [false, true] {
            #expect(cohorts.losses(ofRest: ofRest) == individual.losses(ofRest: ofRest))
            #expect(cohorts.ideals(ofRest: ofRest) == individual.ideals(ofRest: ofRest))
        }
        let named = cohorts.validatorRows
        let indices = Set(named.map(\.index))
        #expect(!named.isEmpty)
        #expect(
            named.map(\.endBalance)
                == individual.validatorRows.filter { indices.contains($0.index) }.map(\.endBalance))
        #expect(cohorts.notes == individual.notes)
    }
}
