import Foundation
import Scenario

/// Reads a scenario that stands in a test.
func read(_ text: String, overrides: [String] = [], folder: String = "/nowhere") throws -> Scenario {
    try Scenario.load(text: text, file: "s.yaml", baseDirectory: folder, overrides: overrides)
}

/// All that is said about a scenario, as `line:column: message; hint`; empty where nothing is wrong.
func findings(_ text: String, overrides: [String] = [], folder: String = "/nowhere") -> [String] {
    do throws(ScenarioErrors) {
        _ = try Scenario.load(text: text, file: "s.yaml", baseDirectory: folder, overrides: overrides)
        return []
    } catch {
        return error.errors.map { error in
            let place = error.location
            let file = place.file == "s.yaml" ? "" : "\(place.file):"
            return place.line > 0
                ? "\(file)\(place.line):\(place.column): \(error.fullMessage)" : "\(file) \(error.fullMessage)"
        }
    }
}

/// A folder of its own for the files of a test, gone when the body ends.
func withFolder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("blackout-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    return try body(folder.path)
}

/// The project's folder.
let projectFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
