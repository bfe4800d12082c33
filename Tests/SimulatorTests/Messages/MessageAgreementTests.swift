import Scenario
import Simulator
import Testing

/// Where messages leave nothing to chance, they say what the `duties` resolution says; and no short cut shows.
@Suite struct MessageAgreementTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var fork = "fulu"
        var preset = "minimal"
        var size = "validators: 640"
        var run = "14 epochs"
        var entities = "me: { validators: 20, \(quick) }, them: { nodes: 3, validators: 31, \(quick) }"
        var rest = quickRest
        var outages: [String] = []
        var network = MessageRunning.certain

        var testDescription: String { name }

        func outcome(_ resolution: String, switching: Bool = true) throws -> RunOutcome {
            try MessageRunning.runCertain(
                MessageRunning.text(
                    fork: fork, preset: preset, size: size, run: run, resolution: resolution, entities: entities,
                    rest: rest, outages: outages, network: network + ", switching: \(switching)"))
        }
    }

    /// Clients that check each block well before the deadline.
    static let quick = "clients: { consensus: lighthouse, execution: reth }"
    static let quickRest = "clients: { consensus: { lighthouse: 100 % }, execution: { reth: 100 % } }"

    static func cut(at: String, lasting: String, hits: String = "{ entity: me }", resync: String = "none") -> String {
        "name: cut, kind: power, hits: \(hits), at: \(at), for: \(lasting), resync: \(resync)"
    }

    /// The minimal preset: slots of six seconds, epochs of 48, votes due after 1,999.8 ms (3,333 basis points).
    static let cases: [Case] = [
        Case(name: "quiet"),
        Case(name: "quiet on altair", fork: "altair"),
        Case(name: "quiet on deneb", fork: "deneb"),
        Case(name: "quiet on electra", fork: "electra"),
        Case(name: "quiet on the mainnet preset", preset: "mainnet", size: "validators: 4_096", run: "4 epochs"),
        Case(name: "abandoned keys", rest: quickRest + ", offline: 8 %"),
        Case(name: "a cut from epoch to epoch", outages: [cut(at: "96 s", lasting: "144 s")]),
        Case(name: "a cut of whole slots", outages: [cut(at: "102 s", lasting: "150 s")]),
        Case(name: "from before a deadline", outages: [cut(at: "97999 ms", lasting: "150 s")]),
        Case(name: "from after a deadline", outages: [cut(at: "98001 ms", lasting: "150 s")]),
        Case(name: "a blink at the slot's start", outages: [cut(at: "95999 ms", lasting: "2 ms")]),
        Case(name: "a blink at the deadline", outages: [cut(at: "97990 ms", lasting: "20 ms")]),
        Case(name: "a blink between duties", outages: [cut(at: "99 s", lasting: "2 s")]),
        Case(name: "a cut with a resync", outages: [cut(at: "61 s", lasting: "200 s", resync: "77 s")]),
        Case(name: "from the start", outages: [cut(at: "0 s", lasting: "100 s")]),
        Case(name: "until the end", outages: [cut(at: "100 s", lasting: "until the end")]),
        Case(
            name: "a cut of somebody with many nodes",
            outages: [cut(at: "61 s", lasting: "200 s", hits: "{ node: them/2 }")]),
        Case(
            name: "a share of the rest, less than a third",
            outages: [cut(at: "96 s", lasting: "144 s", hits: "{ rest: true, share: 20 % }")]),
        Case(
            name: "a leak", run: "20 epochs",
            outages: [cut(at: "96 s", lasting: "480 s", hits: "{ rest: true, share: 40 % }")]),
    ]

    /// What blocks earn is exact at `duties` only where somebody with a name proposes, and abandoned keys have an even
    /// share of every slot there.
    @Test("a network that is always in time has the ledger of duties, to the gwei", arguments: cases)
    func duties(_ one: Case) throws {
        let messages = try one.outcome("messages")
        let duties = try one.outcome("duties")
        func exact(_ outcome: RunOutcome) -> [String] {
            outcome.accounts.filter { account in
                guard account.contains("/proposal") else { return true }
                return !account.hasPrefix("the rest/") && !one.rest.contains("offline")
            }
        }
        #expect(exact(messages) == exact(duties))
        func losses(_ outcome: RunOutcome) -> [Loss] {
            outcome.allLosses.filter { $0.component != "proposal" || $0.entity != "the rest" }
        }
        #expect(losses(messages) == losses(duties))
        for (message, duty) in zip(messages.componentRows, duties.componentRows) {
            #expect(abs(message.ideal - duty.ideal) <= duty.ideal / 100, "\(message.component)")
        }
        #expect(messages.missed("attestation") == duties.missed("attestation"))
        #expect(messages.missed("proposal") == duties.missed("proposal"))
    }

    @Test("whether quiet epochs are settled as a whole changes no balance", arguments: cases)
    func switching(_ one: Case) throws {
        let quick = try one.outcome("messages")
        let slow = try one.outcome("messages", switching: false)
        #expect((quick.networkFigures?.certainBlocks ?? 0) > 20)
        #expect((slow.networkFigures?.certainBlocks ?? 1) == 0)
        #expect((slow.networkFigures?.copies ?? 0) > 0)
        #expect(quick.accounts == slow.accounts)
        #expect(quick.allLosses == slow.allLosses)
        #expect(quick.validatorRows.map(\.endBalance) == slow.validatorRows.map(\.endBalance))
    }

    static let partitions: [Case] = [
        Case(
            name: "a partition", run: "20 epochs",
            outages: ["name: cut, kind: partition, groups: { a: { share: 40 % }, b: others }, at: 100 s, for: 300 s"]),
        Case(
            name: "a late proposer",
            outages: [
                "name: late, kind: byzantine, proposers: late, by: 4 s, hits: { entity: them }, at: 100 s, for: 300 s"
            ]),
    ]

    @Test("settling quiet stretches as a whole changes no balance around faults either", arguments: partitions)
    func switchingAroundFaults(_ one: Case) throws {
        let quick = try one.outcome("messages")
        let slow = try one.outcome("messages", switching: false)
        #expect((quick.networkFigures?.certainBlocks ?? 0) > 20)
        #expect((quick.networkFigures?.copies ?? 0) > 0 || one.name == "a partition")
        #expect(quick.accounts == slow.accounts)
        #expect(quick.allLosses == slow.allLosses)
    }

    static let lively = MessageRunning.text(
        run: "16 epochs", entities: "me: { validators: 20 }, them: { nodes: 3, validators: 31 }",
        rest: MessageBooksTests.mixedRest,
        outages: [
            "name: cut, kind: partition, groups: { a: { share: 30 % }, b: others }, at: 100 s, for: 250 s",
            "name: two, kind: byzantine, proposers: equivocate, hits: { entity: them }, at: 50 s, for: 500 s",
            "name: power, kind: power, hits: { entity: me }, at: 120 s, for: 200 s, resync: 30 s",
        ], network: "nodes: 40, blobs: 6")

    @Test("one seed gives one digest, in one thread or in several at once")
    func determinism() async throws {
        let first = try Running.run(Self.lively)
        let others = try await withThrowingTaskGroup(of: RunOutcome.self) { group in
            for _ in 0..<3 { group.addTask { try Running.run(Self.lively) } }
            return try await group.reduce(into: [RunOutcome]()) { $0.append($1) }
        }
        for other in others {
            #expect(other.digest == first.digest)
            #expect(other.accounts == first.accounts)
        }
        let seeded = try Running.run(Self.lively.replacing("seed: 7", with: "seed: 8"))
        #expect(seeded.digest != first.digest)
    }

    @Test("somebody who is added moves nobody's strikes and proposals")
    func luck() throws {
        let often =
            "name: often, kind: network, hits: { entity: me }, every: { mean: 100 s }, for: { mean: 20 s }, resync: none"
        func outcome(_ entities: String) throws -> RunOutcome {
            try Running.run(
                MessageRunning.text(run: "20 epochs", entities: entities, outages: [often]))
        }
        let plain = try outcome("me: { nodes: 3, validators: 60 }")
        let more = try outcome("me: { nodes: 3, validators: 60 }, more: { nodes: 2, validators: 40 }")
        #expect(LuckTests.strikes(plain, of: ["often"]).count > 5)
        #expect(LuckTests.strikes(plain, of: ["often"]) == LuckTests.strikes(more, of: ["often"]))
        #expect(try plain.whole("me", .proposalsAssigned) == more.whole("me", .proposalsAssigned))
        #expect(try plain.whole("me", .proposalsMissed) == more.whole("me", .proposalsMissed))
    }
}
