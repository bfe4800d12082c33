import ResultStore
import Studies

/// A scenario that is ready to be simulated.
struct Simulation {
    let file: String
    let overrides: [String]

    func run(_ progress: @escaping RunPipeline.Progress) throws -> RunRecord {
        throw Failure(.internalFailure, "error: cannot simulate '\(file)': this build holds no simulator")
    }
}
