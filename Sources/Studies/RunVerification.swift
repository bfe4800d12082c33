import BeaconChain
public import ResultStore
import Scenario
import Simulator

/// A stored run, run again, or two stored runs of one scenario.
public struct RunVerification: Sendable, Equatable {
    /// Digest in the file.
    public var stored: String
    /// Digest of the run made now, or in the other file.
    public var found: String
    /// Transition after which the two part, by the epoch that it settled; nil where they do not.
    public var firstDifference: Difference?
    /// Where the event traces part, the file's first; nil where they do not, or where the file has none.
    public var trace: TraceComparison?
    /// Where the file's samples lie too far apart to name the event and it has no marks between them: the first of those
    /// events that the other run had in the stretch in question.
    public var candidates: [TraceEventRecord] = []
    /// Version that made the file, where it is another.
    public var otherVersion: String?
    /// Files that the scenario reads beside its own, none of which the result keeps: one that has changed since makes
    /// another run.
    public var filesRead: [String] = []

    /// Where two runs part.
    public struct Difference: Sendable, Equatable {
        /// Epoch whose settlement is the first to differ; nil where one run has fewer epochs.
        public var epoch: UInt64?
        /// Digest in the file up to there.
        public var stored: String
        /// Digest found up to there.
        public var found: String
    }

    /// Events that are told of an undecided stretch.
    private static let mostCandidates = 8
    /// Events that are looked at in an undecided stretch.
    private static let longestStretch: UInt64 = 1 << 18

    /// True where the run came out the same, event for event.
    public var isSame: Bool { stored == found && firstDifference == nil && trace == nil }

    /// Runs a stored scenario again with its seed and overrides, and finds the first epoch and the first event that
    /// differ.
    ///
    /// On a difference the run is made once more, up to the sample of the trace at which the two part, to look at each
    /// event since the one before.
    ///
    /// - Parameters:
    ///   - record: the stored run.
    ///   - version: of this program.
    ///   - progress: told of epochs done and in all; false stops the run.
    /// - Throws: `ScenarioErrors` where the stored scenario can no longer be read, `SimulationError`.
    public static func of(
        _ record: RunRecord, version: String,
        progress: @escaping (_ epochsDone: Int, _ epochsTotal: Int) -> Bool
    ) throws -> RunVerification {
        let file = record.run.scenarioFile
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        let scenario = try StoredScenario(record.run).load(file: file, folder: folder.isEmpty ? "/" : folder)
        let again = try StudyRun.execute(
            scenario: scenario, text: record.run.scenarioText, file: file, overrides: record.run.overrides,
            version: version, progress: progress)
        var result = bySamples(record, again)
        result.filesRead = scenario.filesRead
        guard let parted = result.trace, !parted.isExact else { return result }
        let first = parted.agreedUpTo + 1
        let last = min(parted.number, parted.agreedUpTo + longestStretch)
        let state: BeaconState? = if let file = scenario.chain.stateFile { try StateFile.read(file) } else { nil }
        let events = try RunOutcome.events(
            of: ClusterFiles.resolve(scenario), state: state, numbers: first...max(first, last)
        )
        .map(TraceEventRecord.init)
        let closer = TraceComparison.between(
            record.trace.lazy.filter { $0.number >= first }, events, after: parted.agreedUpTo, endsDiffer: true)
        if let closer, closer.number <= parted.number { result.trace = closer }
        if let trace = result.trace, !trace.isExact,
            let exact = TraceComparison.byMarks(record.trace, events, after: trace.agreedUpTo)
        {
            result.trace = exact
        }
        if let trace = result.trace, !trace.isExact {
            result.candidates = Array(events.lazy.filter { $0.number > trace.agreedUpTo }.prefix(mostCandidates))
        }
        return result
    }

    /// Compares two stored runs, such as one scenario run by two versions of the program or on two machines.
    public static func between(_ record: RunRecord, _ other: RunRecord) -> RunVerification {
        var result = bySamples(record, other)
        if let trace = result.trace, !trace.isExact, let first = trace.first, let second = trace.second,
            let exact = TraceComparison.byMarks(first, second)
        {
            result.trace = exact
        }
        return result
    }

    private static func bySamples(_ record: RunRecord, _ other: RunRecord) -> RunVerification {
        var result = RunVerification(stored: record.run.digest, found: other.run.digest)
        if record.run.blackoutVersion != other.run.blackoutVersion { result.otherVersion = record.run.blackoutVersion }
        let endsDiffer = result.stored != result.found
        // Once apart, digests stay apart: the first that differs is where it happened.
        let parted = zip(record.epochs, other.epochs).first { $0.digest != $1.digest }
        if endsDiffer || parted != nil {
            result.firstDifference = Difference(
                epoch: parted?.0.epoch, stored: parted?.0.digest ?? result.stored,
                found: parted?.1.digest ?? result.found)
        }
        if !record.trace.isEmpty, !other.trace.isEmpty {
            result.trace = TraceComparison.between(record.trace, other.trace, endsDiffer: endsDiffer)
        }
        return result
    }
}

extension TraceEventRecord {
    /// An event of a run as a result file keeps it.
    init(_ event: TracedEvent) {
        self.init(
            number: event.number, time: event.time, text: event.text, digest: event.digest,
            marks: event.marks.map { mark in
                let digits = String(mark, radix: 16)
                return String(repeating: "0", count: 8 - digits.count) + digits
            }.joined())
    }
}
