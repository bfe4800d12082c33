import MadeUpRuns
import Reporting
import ResultStore
import Testing

/// A: penalties 196,620, missed 265,437 gwei of `me`; B: 74,580 and 100,683. The rest is as it was.
@Suite struct FailConditionTests {
    static let less = RunComparison(
        MadeUpRun.homePowerCut(), named: "a", MadeUpRun.homePowerCut(darkEpochs: 10), named: "b")
    static let more = RunComparison(
        MadeUpRun.homePowerCut(darkEpochs: 10), named: "a", MadeUpRun.homePowerCut(), named: "b")

    @Test(
        "a condition holds or does not",
        arguments: [
            ("me.penalties > 1000 gwei", true, true), ("me.penalties > 100_000 gwei", false, true),
            ("me.penalties >= 74580 gwei", true, true), ("me.penalties > 74580 gwei", false, true),
            ("me.penalties > +0 gwei", false, true), ("me.penalties < -122039 gwei", true, false),
            ("me.penalties <= -122_040 gwei", true, false), ("me.penalties < -122040 gwei", false, false),
            ("me.penalties > +0.000122039 ETH", false, true), ("me.penalties > +0.000122040 ETH", false, false),
            ("loss > +5 %", false, true), ("network.loss>+5%", false, true), ("loss < −5 %", true, false),
            ("me.penalties.source > +0 gwei", false, true), ("me.missed_rewards.head > +0 gwei", false, true),
            ("me.penalties.head > 0 gwei", false, false), ("me.penalties.sync > +0 %", false, false),
            ("the rest.loss > +0 %", false, false), ("\"the rest\".loss >= +0 %", true, true),
            ("rest.loss >= 20000 gwei", true, true), ("me.uptime < 90 %", true, true),
            ("me.uptime < -0.1 %", false, false), ("uptime > 99 %", true, true),
            ("earned < -0.000000001 %", false, true),
            ("participation.min < 99 %", false, false), ("participation.mean < +1 %", true, true),
            ("finality.delay.max > 2 epochs", false, false), ("finality.delay.max >= 0 epochs", true, true),
            ("finality.leak_epochs > +0 epochs", false, false), ("blocks.missed >= 0 blocks", true, true),
        ])
    func verdicts(text: String, onLess: Bool, onMore: Bool) throws {
        let condition = try FailCondition(parsing: text)
        #expect(try condition.verdict(on: Self.less).holds == onLess)
        #expect(try condition.verdict(on: Self.more).holds == onMore)
    }

    @Test("exactly the threshold is not more than the threshold", arguments: [1, 3, 7, 1_000_003, 123_456_789])
    func exact(base: Int64) throws {
        func run(_ missed: Int64) -> RunRecord {
            var record = MadeUpRun.replay()
            record.ledger[0].missed = missed
            record.components[0].missed = missed
            return record
        }
        let comparison = RunComparison(run(base * 100), named: "a", run(base * 105), named: "b")
        #expect(try !FailCondition(parsing: "missed > +5 %").verdict(on: comparison).holds)
        #expect(try FailCondition(parsing: "missed >= +5 %").verdict(on: comparison).holds)
        #expect(try FailCondition(parsing: "missed > +4.999999999 %").verdict(on: comparison).holds)
    }

    @Test("from nothing to something is more than any per cent, from nothing to nothing is none")
    func fromNothing() throws {
        var before = MadeUpRun.replay()
        before.ledger[0].penalties = 0
        before.components[0].penalties = 0
        let condition = try FailCondition(parsing: "penalties >= +1000000 %")
        let rise = RunComparison(before, named: "a", MadeUpRun.replay(), named: "b")
        #expect(try condition.verdict(on: rise).holds)
        let still = RunComparison(before, named: "a", before, named: "b")
        #expect(try !condition.verdict(on: still).holds)
        #expect(still.isIdentical)
        #expect(still.warnings.isEmpty)
    }

    @Test(
        "a condition that cannot be read says why and what to write",
        arguments: [
            ("", "there is no comparison"), ("loss", "there is no comparison"),
            ("loss > ", "does not start with a number"),
            ("loss > five %", "does not start with a number"), ("loss > 5 %", "a percentage of money is a change"),
            ("loss > +5", "'loss' needs a unit"), ("loss > +5 epochs", "is not measured in 'epochs'"),
            ("uptime < 99", "'uptime' needs a unit"), ("uptime < 1 ETH", "is not measured in 'ETH'"),
            ("me.los > +5 %", "'los' is no metric"), ("penalties.rent > +5 %", "'rent' is no metric"),
            (" > 5 %", "is no metric"), ("\"me.loss > +5 %", "there is no comparison"),
            ("\"me\"loss > +5 %", "a '.' and a metric are missing"),
            ("me.blocks.missed > 5 blocks", "is a figure of the whole network"),
            ("loss > +1.2.3 %", "does not start with a number"), ("loss > +1.0000000001 %", "does not start with"),
            ("loss > +99999999999999999999 %", "does not start with a number"), ("loss > ++5 %", "does not start with"),
            ("loss >> +5 %", "does not start with a number"), ("loss = 5 %", "there is no comparison"),
        ])
    func refused(text: String, reason: String) throws {
        let error = #expect(throws: FailConditionError.self) { try FailCondition(parsing: text) }
        let message = error?.description ?? ""
        #expect(message.contains(reason), "\(message)")
        #expect(message.hasPrefix("--fail-if '\(text)': "))
        #expect(message.contains("; "))
    }

    @Test("an entity that a run does not have is named, with those that it has")
    func unknownEntity() throws {
        let condition = try FailCondition(parsing: "you.loss > +5 %")
        let error = #expect(throws: FailConditionError.self) { try condition.verdict(on: Self.less) }
        #expect(error?.description.hasSuffix("there is no 'you' in A; it has 'me', 'the rest'") == true)
    }
}
