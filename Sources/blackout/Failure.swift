import ArgumentParser
import Reporting
import ResultStore
import Scenario
import Simulator
import Studies

/// Why the program ends, in words and as a status.
struct Failure: Error {
    var status: ExitStatus
    /// Lines for stderr, with the mend.
    var text: String

    init(_ status: ExitStatus, _ text: String) {
        self.status = status
        self.text = text
    }

    /// The failure behind an error; nil for those that argument parsing shows by itself.
    init?(_ error: any Error) {
        switch error {
        case let error as ResultFileError:
            self.init(Failure.status(of: error), "error: \(error)")
        case let error as ScenarioErrors:
            self.init(error.isMissingInput ? .noInput : .badData, error.detailed)
        case let error as SimulationError:
            switch error {
            case .ledgerDoesNotBalance: self.init(.internalFailure, error.description)
            case .interrupted: self.init(.interrupted, "interrupted")
            default: self.init(.badData, error.description)
            }
        case let error as FailConditionError:
            self.init(.usage, "error: \(error)")
        case let error as RunInterrupted:
            self.init(
                .interrupted,
                "interrupted after \(error.epochsDone) of \(error.epochsTotal) epochs; nothing was stored, earlier results are as they were"
            )
        default:
            if error is ExitCode || error is CleanExit || error is ValidationError { return nil }
            // Errors of argument parsing have no public type, but a message and a status of their own.
            if Blackout.exitCode(for: error) != .failure { return nil }
            self.init(.internalFailure, "error: \(error)")
        }
    }

    private static func status(of error: ResultFileError) -> ExitStatus {
        switch error {
        case .notFound: .noInput
        case .notADatabase, .notOurs, .newerSchema, .damaged: .badData
        case .cannotWrite: .cannotWrite
        case .inconsistent: .internalFailure
        }
    }
}
