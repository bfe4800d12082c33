public import Reporting
public import ResultStore

/// A run that was stopped before its end; nothing was stored.
public struct RunInterrupted: Error, Equatable, Sendable {
    /// Epochs that were simulated.
    public var epochsDone: Int
    /// Epochs that were asked for.
    public var epochsTotal: Int

    /// An interruption after some epochs.
    public init(epochsDone: Int, epochsTotal: Int) {
        self.epochsDone = epochsDone
        self.epochsTotal = epochsTotal
    }
}

/// One run from the simulation to the stored file and the report that is made from it.
public struct RunPipeline {
    /// Told after each epoch how many are done, of how many; false stops the run.
    public typealias Progress = (_ epochsDone: Int, _ epochsTotal: Int) -> Bool

    /// File to store the result in; nil: nothing is stored.
    public var output: String?

    /// A pipeline that stores its result in a file, or nowhere.
    public init(output: String?) { self.output = output }

    /// Simulates, stores, reads back and reports.
    ///
    /// A place that cannot be written is found out before the simulation. An interrupted run leaves an earlier result
    /// as it was.
    ///
    /// - Parameters:
    ///   - progress: see `Progress`.
    ///   - simulate: the simulation; calls what it is given after each epoch and ends early when that says false.
    /// - Throws: `ResultFileError`, `RunInterrupted`, and what `simulate` throws.
    public func run(
        progress: @escaping Progress, simulate: (@escaping Progress) throws -> RunRecord
    ) throws -> RunReport {
        if let output { try ResultFile.checkWritable(output) }
        var interruption: RunInterrupted?
        let record: RunRecord
        do {
            record = try simulate { done, total in
                if interruption == nil, !progress(done, total) {
                    interruption = RunInterrupted(epochsDone: done, epochsTotal: total)
                }
                return interruption == nil
            }
        } catch {
            throw interruption ?? error
        }
        if let interruption { throw interruption }
        guard let output else {
            do {
                try record.checkBalance()
            } catch {
                throw ResultFileError.inconsistent(path: "(nowhere)", reason: error.description)
            }
            return RunReport(record)
        }
        try ResultFile.write(record, to: output)
        return RunReport(try ResultFile.read(from: output, validators: .checkedOnly))
    }
}
