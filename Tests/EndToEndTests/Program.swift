import Foundation

/// The built `blackout`, run as a user runs it.
struct Program {
    struct Ending {
        var status: Int32
        var signal: Bool
        var output: String
        var errors: String
    }

    /// Folder that the program starts in.
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "blackout-run-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs the program and waits for its end.
    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Ending {
        try launch(Program.executable, arguments, environment)
    }

    /// The same with arguments from a table.
    func run(arguments: [String]) throws -> Ending { try launch(Program.executable, arguments, [:]) }

    /// Runs a line of shell in which `blackout` is the program.
    func shell(_ line: String) throws -> Ending {
        try launch("/bin/sh", ["-c", "blackout() { '\(Program.executable)' \"$@\"; }; \(line)"], [:])
    }

    /// Starts the program and does not wait; what it prints is dropped.
    func start(_ arguments: String...) throws -> Process {
        let process = prepared(Program.executable, arguments, [:])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Puts a text into the folder.
    func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }

    /// Content of a file in the folder.
    func content(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)) }

    /// Makes files of the repository appear in the folder.
    func link(_ names: String...) throws {
        for name in names {
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/" + name, withDestinationPath: Program.repository + "/" + name)
        }
    }

    /// The folder of Package.swift.
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private func prepared(_ path: String, _ arguments: [String], _ environment: [String: String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    private func launch(_ path: String, _ arguments: [String], _ environment: [String: String]) throws -> Ending {
        let process = prepared(path, arguments, environment)
        let places = ["out", "err"].map { folder + "/.\($0)-\(UUID().uuidString)" }
        for place in places { try Data().write(to: URL(fileURLWithPath: place)) }
        process.standardOutput = FileHandle(forWritingAtPath: places[0])
        process.standardError = FileHandle(forWritingAtPath: places[1])
        try process.run()
        process.waitUntilExit()
        let texts = try places.map { place in
            defer { try? FileManager.default.removeItem(atPath: place) }
            return String(decoding: try Data(contentsOf: URL(fileURLWithPath: place)), as: UTF8.self)
        }
        return Ending(
            status: process.terminationStatus, signal: process.terminationReason == .uncaughtSignal, output: texts[0],
            errors: texts[1])
    }

    /// Beside the test bundle, where the build put both.
    private static let executable: String = {
        var candidates = [CommandLine.arguments[0], Bundle.main.executablePath ?? ""]
        candidates += Bundle.allBundles.map(\.bundlePath)
        for candidate in candidates {
            var folder = URL(fileURLWithPath: candidate).deletingLastPathComponent()
            for _ in 0..<4 {
                let path = folder.appendingPathComponent("blackout").path
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
                    return path
                }
                folder.deleteLastPathComponent()
            }
        }
        return "blackout"
    }()
}
