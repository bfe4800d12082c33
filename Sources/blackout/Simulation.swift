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

    /// The scenario's variants, each ready to be simulated under the same luck.
    ///
    /// - Throws: `ScenarioErrors`.
    func variants() throws -> [(name: String, simulation: Simulation)] {
        try Scenario.variants(path: file, overrides: overrides).map { variant in
            (variant.name, Simulation(variant: variant.name, scenario: variant.scenario, of: self))
        }
    }

    private init(variant name: String, scenario: Scenario, of base: Simulation) {
        file = base.file
        overrides = base.overrides + ["compare=\(name)"]
        text = base.text
        self.scenario = scenario
    }

    /// What stood out in the scenario, a line each.
    var warnings: [String] { scenario.warnings.map(\.description) }

    /// How much signing is ahead; nil where it is soon done.
    var signingForecast: String? { StudyRun.signingForecast(of: scenario) }

    func run(_ progress: @escaping RunPipeline.Progress) throws -> RunRecord {
        try StudyRun.execute(
            scenario: scenario, text: text, file: file, overrides: overrides, version: Version.current,
            progress: progress)
    }
}
