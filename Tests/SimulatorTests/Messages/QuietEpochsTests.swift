import Scenario
import Simulator
import Testing

/// Epochs without messages between those with messages.
@Suite struct QuietEpochsTests {
    private static let table = "measure,of,value\nlate_head,all,0\n"

    /// The same run with and without messages in its quiet epochs.
    private static func both(
        _ text: String, table: String = table
    ) throws -> (settled: RunOutcome, followed: RunOutcome) {
        let files = [
            "classes.csv": MessageRunning.certainClasses, "regions.csv": MessageRunning.nearRegions, "quiet.csv": table,
        ]
        return try MessageRunning.withFolder(files) { folder in
            let quiet = text.replacing("network: { ", with: "network: { quiet: quiet.csv, ")
            return (
                try RunOutcome.of(Running.scenario(quiet, folder: folder)),
                try RunOutcome.of(Running.scenario(text, folder: folder))
            )
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var quiet: Int
        var outages: [String] = []
        var entities =
            "me: { validators: 20, \(MessageAgreementTests.quick) }, "
            + "them: { nodes: 3, validators: 31, \(MessageAgreementTests.quick) }"
        var rest = MessageAgreementTests.quickRest
        var more = ""
        var fork = "fulu"
        /// At `duties` abandoned keys have an even share of every slot, and so has whoever is away of the rest's blocks.
        var hasExactBlocks = true
    }

    /// Forty epochs of 48 s: the first two are followed, then those that something happens in and one on either side.
    static let cases: [Case] = [
        Case(testDescription: "nothing happens", quiet: 38),
        Case(testDescription: "nothing happens on altair", quiet: 38, fork: "altair"),
        Case(
            testDescription: "a cut of three epochs", quiet: 38 - 5,
            outages: [MessageAgreementTests.cut(at: "485 s", lasting: "120 s")]),
        Case(
            testDescription: "a cut at an epoch's start", quiet: 38 - 5,
            outages: [MessageAgreementTests.cut(at: "480 s", lasting: "144 s")]),
        Case(
            testDescription: "two cuts", quiet: 38 - 4 - 3,
            outages: [
                MessageAgreementTests.cut(at: "500 s", lasting: "60 s"),
                "name: more, kind: network, hits: { entity: them }, at: 1_000 s, for: 2 s, resync: none",
            ]),
        Case(
            testDescription: "a cut from the start", quiet: 38 - 2,
            outages: [MessageAgreementTests.cut(at: "0 s", lasting: "100 s")]),
        Case(
            testDescription: "a cut with a resync across an epoch's end", quiet: 38 - 5,
            outages: [MessageAgreementTests.cut(at: "500 s", lasting: "60 s", resync: "20 s")]),
        Case(
            testDescription: "somebody leaves for good", quiet: 38 - 3,
            outages: [MessageAgreementTests.cut(at: "500 s", lasting: "until the end")], hasExactBlocks: false),
        Case(
            testDescription: "abandoned keys", quiet: 38 - 3,
            outages: [MessageAgreementTests.cut(at: "500 s", lasting: "9 s")],
            rest: MessageAgreementTests.quickRest + ", offline: 8 %", hasExactBlocks: false),
        Case(
            testDescription: "validators that change hands", quiet: 38 - 4,
            entities: "me: { validators: 20, \(MessageAgreementTests.quick) }, mine: { validators: 30, "
                + "operated_by: [{ by: me }, { by: them/1, from: 500 s, grace: 1 epochs }] }, "
                + "them: { nodes: 3, validators: 31, \(MessageAgreementTests.quick) }"),
        Case(
            testDescription: "a partition that heals", quiet: 38 - 5,
            outages: ["name: cut, kind: partition, groups: { a: { share: 20 % }, b: others }, at: 490 s, for: 100 s"]),
    ]

    @Test("settling quiet epochs as a whole changes no balance", arguments: cases)
    func balances(_ one: Case) throws {
        let text = MessageRunning.text(
            fork: one.fork, run: "40 epochs", entities: one.entities, rest: one.rest, outages: one.outages,
            network: MessageRunning.certain, more: one.more)
        let (settled, followed) = try Self.both(text)
        #expect(settled.networkFigures?.quietEpochs == one.quiet)
        #expect(followed.networkFigures?.quietEpochs == 0)
        func isExact(_ component: String) -> Bool { one.hasExactBlocks || !component.contains("proposal") }
        #expect(settled.accounts.filter(isExact) == followed.accounts.filter(isExact))
        #expect(
            settled.allLosses.filter { isExact($0.component) } == followed.allLosses.filter { isExact($0.component) })
        for duty in ["attestation", "proposal", "sync", "head vote"] {
            #expect(settled.missed(duty) == followed.missed(duty), "\(duty)")
        }
        if one.hasExactBlocks {
            #expect(settled.validatorRows.map(\.endBalance) == followed.validatorRows.map(\.endBalance))
        }
        for (mine, other) in zip(settled.componentRows, followed.componentRows) {
            #expect(abs(mine.ideal - other.ideal) <= other.ideal / 100)
        }
    }

    @Test(
        "clusters go on as they would, in quiet epochs and around an outage",
        arguments: [
            ("name: cut, kind: power, hits: { entity: [a, b] }, at: 500 s, for: 60 s, resync: none", 38 - 4),
            ("name: deaf, kind: half-open, hits: { entity: b }, peer: a, at: 500 s, for: 300 s", 38 - 9),
        ])
    func clusters(outage: String, quiet: Int) throws {
        let text = MessageRunning.text(
            run: "40 epochs",
            entities: "a: { validators: 1 }, b: { validators: 1 }, c: { validators: 1 }, d: { validators: 1 }",
            rest: MessageAgreementTests.quickRest,
            outages: [outage, "name: off, kind: network, hits: { entity: d }, at: 550 s, for: 9 s, resync: none"],
            network: MessageRunning.certain,
            more: "clusters: { ours: { members: [a, b, c, d], validators: 30, flavour: obol } }")
        let (settled, followed) = try Self.both(text)
        #expect(settled.networkFigures?.quietEpochs == quiet)
        #expect(try settled.whole("ours", .missedAttestations) == followed.whole("ours", .missedAttestations))
        #expect(try settled.whole("ours", .missedAttestations) > 0)
        #expect(settled.accounts == followed.accounts)
    }

    @Test("with a table of the network's own lateness the run loses what it would have lost")
    func lateness() throws {
        let table = try CalibrationTests.measured(CalibrationTests.text("messages")).csv(remarks: ["a test"])
        let text = CalibrationTests.text("messages", outages: CalibrationTests.cuts)
        let (settled, followed) = try Self.both(text, table: table)
        // Sixteen epochs; the cuts are over in the ninth, and one more is followed, or two if a fork is open then.
        #expect([5, 6].contains(settled.networkFigures?.quietEpochs))
        let votes = try [settled, followed].map { try $0.value("network", .headVotes).value }
        #expect(votes[1] < 0.999 && votes[1] > 0.8, "\(votes)")
        #expect(abs(votes[0] - votes[1]) < 0.005, "\(votes)")
        let losses = try [settled, followed].map { try $0.value("network", .loss).value }
        #expect(abs(losses[0] - losses[1]) < 0.02 * losses[1], "\(losses)")
        func offline(_ outcome: RunOutcome) -> [String] {
            outcome.missed("attestation").filter { $0.contains("cut") || $0.contains("edge") }
        }
        #expect(offline(settled) == offline(followed))
        #expect(offline(settled).count > 6)
    }

    @Test("a chain that does not finalize is followed message by message")
    func leaking() throws {
        let text = MessageRunning.text(
            run: "40 epochs", rest: MessageAgreementTests.quickRest + ", offline: 36 %",
            network: MessageRunning.certain)
        #expect(try Self.both(text).settled.networkFigures?.quietEpochs == 0)
    }

    @Test("one seed gives one digest, and the run can be followed event by event")
    func determinism() throws {
        let text = MessageRunning.text(
            run: "40 epochs", rest: MessageAgreementTests.quickRest,
            outages: [MessageAgreementTests.cut(at: "500 s", lasting: "60 s")], network: MessageRunning.certain)
        let (first, second) = (try Self.both(text), try Self.both(text))
        #expect(first.settled.digest == second.settled.digest)
        #expect(first.settled.digest != first.followed.digest)
    }
}
