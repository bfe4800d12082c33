import Foundation
import ResultStore
import Scenario
import Simulator
import Studies
import Testing

/// Runs that are made twice, and where they part.
@Suite struct VerificationTests {
    static func text(seed: Int = 7, run: String = "24 epochs", outages: [String] = []) -> String {
        """
        name: twice
        seed: \(seed)
        resolution: duties
        chain: { fork: fulu, preset: minimal, validators: 600, start: { epoch: 500_000 } }
        time: { run: \(run) }
        entities: { me: { validators: 20 }, them: { nodes: 3, validators: 9 } }
        rest: { offline: 2 % }
        outages: [\((["name: cut, kind: power, hits: { entity: me }, at: 100 s, for: { mean: 200 s }"] + outages)
            .map { "{ \($0) }" }.joined(separator: ", "))]
        """
    }

    static func scenario(_ text: String) throws -> Scenario {
        try Scenario.load(text: text, file: "twice.yaml", baseDirectory: ".")
    }

    static func record(_ text: String) throws -> RunRecord {
        try StudyRun.execute(
            scenario: scenario(text), text: text, file: "twice.yaml", overrides: [], version: "test",
            progress: { _, _ in true })
    }

    static func verify(_ record: RunRecord) throws -> RunVerification {
        try RunVerification.of(record, version: "test") { _, _ in true }
    }

    @Test("a scenario run twice is the same to the end", arguments: ["duties", "messages"])
    func deterministic(resolution: String) throws {
        let text = Self.text(run: "6 epochs").replacing("resolution: duties", with: "resolution: \(resolution)")
        let found = try checkDeterminism(Self.scenario(text))
        let record = try Self.record(text)
        #expect(found.isDeterministic)
        // At the end messages add the state of the branch that counts.
        if resolution == "duties" { #expect(found.digest == record.run.digest) }
        #expect(found.events == record.trace.last?.number)
        #expect(found.digest == record.trace.last?.digest)
    }

    @Test("a stored run holds every event of a short trace, in words, and is verified")
    func verified() throws {
        let record = try Self.record(Self.text())
        #expect(record.trace.map(\.number) == Array(1...UInt64(record.trace.count)))
        #expect(record.trace.last?.digest == record.run.digest)
        let texts = record.trace.map(\.text)
        #expect(texts.contains("outage begins 'cut' (strike 0): me"))
        #expect(texts.contains("epoch ends: 500003"))
        #expect(texts.contains { $0.hasPrefix("recovery ends: me") })
        let verdict = try Self.verify(record)
        #expect(verdict.isSame && verdict.trace == nil)
    }

    @Test("a tampered sample is found, wherever it is", arguments: [0, 9, 25])
    func tampered(position: Int) throws {
        var record = try Self.record(Self.text())
        record.trace[position].digest = String(repeating: "0", count: 32)
        let verdict = try Self.verify(record)
        #expect(!verdict.isSame)
        let trace = try #require(verdict.trace)
        #expect(trace.number == UInt64(position + 1) && trace.isExact && trace.isInEffect)
        #expect(trace.first == record.trace[position])
        #expect(trace.second?.text == record.trace[position].text)
    }

    @Test("where the samples lie apart, the events between are looked at", arguments: [2, 4, 8])
    func sparse(stride: UInt64) throws {
        let whole = try Self.record(Self.text())
        var record = whole
        record.trace.removeAll { $0.number % stride != 0 }
        #expect(try Self.verify(record).isSame)
        record.trace[1].digest = "no digest"
        let trace = try #require(try Self.verify(record).trace)
        #expect(trace.agreedUpTo == stride && trace.number == 2 * stride)
        #expect(trace.isExact == (stride == 1))
        let candidates = try Self.verify(record).candidates
        #expect(candidates == Array(whole.trace.filter { $0.number > stride && $0.number <= 2 * stride }.prefix(8)))
    }

    /// A record with every n-th sample, and marks of those between.
    static func thinned(_ record: RunRecord, stride: UInt64) -> RunRecord {
        var record = record
        var marks = ""
        var samples: [TraceEventRecord] = []
        for var sample in record.trace {
            guard sample.number % stride == 0 else {
                marks += sample.digest.prefix(8)
                continue
            }
            sample.marks = marks
            marks = ""
            samples.append(sample)
        }
        record.trace = samples
        return record
    }

    @Test(
        "where samples lie apart, the marks between name the event all the same", arguments: [2, 3, 8], [4, 9, 11, 16])
    func marked(stride: UInt64, event: UInt64) throws {
        let (plain, more) = (Self.text(), Self.text(outages: [Self.injected]))
        let whole = try Self.record(plain)
        #expect(try Self.verify(Self.thinned(whole, stride: stride)).isSame)
        // One digest was another from some event on.
        var other = whole
        for index in other.trace.indices where other.trace[index].number >= event {
            other.trace[index].digest = String(other.trace[index].digest.reversed())
        }
        other.run.digest = "another"
        let thin = Self.thinned(other, stride: stride)
        let trace = try #require(try Self.verify(thin).trace)
        #expect(trace.isExact && trace.number == event)
        #expect(trace.second?.text == whole.trace[Int(event) - 1].text)
        #expect((trace.first?.text == TraceComparison.unknown) == (event % stride != 0))
        #expect(trace.first?.digest.hasPrefix(other.trace[Int(event) - 1].digest.prefix(8)) == true)
        // Two files tell it without a run.
        let stored = try #require(RunVerification.between(thin, Self.thinned(whole, stride: stride)).trace)
        #expect(stored.isExact && stored.number == event)
        #expect(!stored.isInEffect || event % stride == 0)
        let parted = try #require(
            RunVerification.between(
                Self.thinned(whole, stride: stride), Self.thinned(try Self.record(more), stride: stride)
            )
            .trace)
        #expect(parted.isExact)
        #expect(parted.number == RunVerification.between(whole, try Self.record(more)).trace?.number)
    }

    @Test("a file without samples is compared by its epochs")
    func old() throws {
        var record = try Self.record(Self.text())
        record.trace = []
        #expect(try Self.verify(record).isSame)
        for index in 5..<record.epochs.count { record.epochs[index].digest = "x" }
        record.run.digest = "y"
        let verdict = try Self.verify(record)
        #expect(verdict.firstDifference?.epoch == record.epochs[5].epoch)
        #expect(verdict.trace == nil)
    }

    static let injected = "name: more, kind: network, hits: { node: them/2 }, at: 400 s, for: 10 s, resync: none"

    @Test("two runs that differ by one event part at that event, and both sides are shown")
    func oneEvent() throws {
        let (plain, more) = (Self.text(), Self.text(outages: [Self.injected]))
        let found = try #require(
            try RunOutcome.firstDifference(Self.scenario(plain), Self.scenario(more)).difference)
        #expect(found.second?.text == "outage begins 'more' (strike 1): them/2")
        #expect(found.second?.time == 400_000_000_000)
        #expect(found.first?.number == found.number && found.second?.number == found.number)
        #expect(found.first?.text.hasPrefix("epoch ends") == true)
        #expect(!found.isInEffect)
        // The stored runs say the same without being run.
        let stored = RunVerification.between(try Self.record(plain), try Self.record(more))
        #expect(stored.trace?.number == found.number && stored.trace?.isExact == true)
        #expect(stored.trace?.first?.text == found.first?.text && stored.trace?.second?.text == found.second?.text)
        // And a file whose scenario was changed afterwards is told apart from what it holds.
        var record = try Self.record(plain)
        record.run.scenarioText = more
        let verdict = try Self.verify(record)
        #expect(verdict.trace?.number == found.number && verdict.trace?.isExact == true)
    }

    @Test("two runs of other luck part where it first shows; the shorter of two ends first")
    func otherRuns() throws {
        let luck = try #require(
            try RunOutcome.firstDifference(
                Self.scenario(Self.text(seed: 7)), Self.scenario(Self.text(seed: 8))
            ).difference)
        #expect(luck.isInEffect && luck.number == 1)
        let short = try #require(
            try RunOutcome.firstDifference(
                Self.scenario(Self.text(run: "20 epochs")), Self.scenario(Self.text())
            ).difference)
        #expect(short.first == nil && short.second?.text == "epoch ends: 500020")
    }

    @Test("replicas run at the same time are those that are run one after the other")
    func concurrently() async throws {
        let scenarios = try (1...6).map { try Self.scenario(Self.text(seed: $0)) }
        let inTurn = try scenarios.map { try RunOutcome.of($0) }
        let atOnce = try await withThrowingTaskGroup(of: (Int, RunOutcome).self) { group in
            for (index, scenario) in scenarios.enumerated() {
                group.addTask { (index, try RunOutcome.of(scenario)) }
            }
            var results: [Int: RunOutcome] = [:]
            for try await (index, outcome) in group { results[index] = outcome }
            return results
        }
        for (index, outcome) in inTurn.enumerated() {
            #expect(atOnce[index]?.digest == outcome.digest)
            #expect(atOnce[index]?.ladder == outcome.ladder)
        }
        #expect(Set(inTurn.map(\.digest)).count == 6)
    }
}
