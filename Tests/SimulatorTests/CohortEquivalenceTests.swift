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
            name: "more dark than are followed one by one", size: "validators: 12_000", run: "6 epochs",
            outages: ["name: dark, kind: power, hits: { rest: true, share: 45 % }, at: 40 s, for: 100 s, resync: none"]
        ),
        Case(
            name: "whole epochs of a leak and its end", run: "40 epochs",
            outages: [
                "name: dark, kind: power, hits: { rest: true, share: 40 % }, at: 0 s, for: 20 epochs, resync: none",
                homeCut,
            ]),
    ]

    /// Fast sampling deals a cohort's members evenly to the slots, and each single validator by a draw of its own; so
    /// it is another number of the rest whose votes were late or who were dark in a part of an epoch. Who proposes,
    /// sits in the sync committee and misses what is the same.
    @Test("with fast sampling the details differ by others' late votes alone", arguments: [1, 2, 3])
    func fast(seed: Int) throws {
        let outcomes = try ["cohorts", "individual"].map { detail in
            try Running.run(
                Running.text(
                    seed: seed, chain: "sampling: fast", detail: detail, entities: Case.people,
                    outages: [
                        Self.homeCut,
                        "name: dark, kind: power, hits: { rest: true, share: 21 % }, at: 10 s, for: 400 s, resync: none",
                    ]))
        }
        for subject in ["me", "them"] {
            for metric in [Metric.missedAttestations, .proposalsAssigned, .proposalsMissed, .penaltiesSync] {
                let values = try outcomes.map { try $0.whole(subject, metric) }
                #expect(values[0] == values[1], "\(subject).\(metric): \(values)")
            }
            let earned = try outcomes.map { try $0.whole(subject, .earned) }
            #expect(abs(earned[0] - earned[1]) <= abs(earned[1]) / 50, "\(subject): \(earned)")
        }
    }

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
