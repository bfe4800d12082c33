public import ResultStore
import Scenario

/// A stored run, run again.
public struct RunVerification: Sendable, Equatable {
    /// Digest in the file.
    public var stored: String
    /// Digest of the run made now.
    public var found: String
    /// Transition after which the two part, by the epoch that it settled; nil where they do not.
    public var firstDifference: Difference?
    /// Version that made the file, where it is another.
    public var otherVersion: String?

    /// Where two runs part.
    public struct Difference: Sendable, Equatable {
        /// Epoch whose settlement is the first to differ; nil where one run has fewer epochs.
        public var epoch: UInt64?
        /// Digest in the file up to there.
        public var stored: String
        /// Digest found up to there.
        public var found: String
    }

    /// True where the run came out the same, event for event.
    public var isSame: Bool { stored == found }

    /// Runs a stored scenario again with its seed and overrides, and finds the first epoch that differs.
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
        let scenario = try Scenario.load(
            text: record.run.scenarioText, file: file, baseDirectory: folder.isEmpty ? "/" : folder,
            overrides: record.run.overrides)
        let again = try StudyRun.execute(
            scenario: scenario, text: record.run.scenarioText, file: file, overrides: record.run.overrides,
            version: version, progress: progress)
        var result = RunVerification(stored: record.run.digest, found: again.run.digest)
        if record.run.blackoutVersion != version { result.otherVersion = record.run.blackoutVersion }
        guard !result.isSame else { return result }
        // Once apart, digests stay apart: the first that differs is where it happened.
        let parted = zip(record.epochs, again.epochs).first { $0.digest != $1.digest }
        result.firstDifference = Difference(
            epoch: parted?.0.epoch, stored: parted?.0.digest ?? result.stored, found: parted?.1.digest ?? result.found)
        return result
    }
}
