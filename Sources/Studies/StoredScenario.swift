import ResultStore
import Scenario

/// A scenario as a result file keeps it: its text, and what was set on the command line.
///
/// A run of a variant has `compare=NAME` as its last override.
struct StoredScenario {
    let run: RunHeader

    init(_ run: RunHeader) { self.run = run }

    /// What marks the override that names a variant.
    static let variantMark = "compare="

    /// Reads it again.
    ///
    /// - Throws: `ScenarioErrors`.
    func load(file: String, folder: String) throws(ScenarioErrors) -> Scenario {
        guard let mark = run.overrides.last, mark.hasPrefix(Self.variantMark) else {
            return try Scenario.load(
                text: run.scenarioText, file: file, baseDirectory: folder, overrides: run.overrides)
        }
        let name = String(mark.dropFirst(Self.variantMark.count))
        let variants = try Scenario.variants(
            text: run.scenarioText, file: file, baseDirectory: folder, overrides: Array(run.overrides.dropLast()))
        if let found = variants.first(where: { $0.name == name }) { return found.scenario }
        return try Scenario.load(text: run.scenarioText, file: file, baseDirectory: folder, overrides: run.overrides)
    }
}
