import ResultStore
import Scenario
import Simulator
import Studies

/// A scenario that is ready to be simulated.
struct Simulation {
    let file: String
    private let overrides: [String]
    private let text: String
    private let scenario: Scenario

    /// Reads and checks the scenario.
    ///
    /// - Throws: `ScenarioErrors` with everything that is wrong with it.
    init(file: String, overrides: [String]) throws {
        self.file = file
        self.overrides = overrides
        text = try Scenario.text(path: file)
        scenario = try Scenario.load(path: file, overrides: overrides)
    }

    /// What stood out in the scenario, a line each.
    var warnings: [String] { scenario.warnings.map(\.description) }

    func run(_ progress: @escaping RunPipeline.Progress) throws -> RunRecord {
        try StudyRun.execute(
            scenario: scenario, text: text, file: file, overrides: overrides, version: Version.current,
            progress: progress)
    }
}
