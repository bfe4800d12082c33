internal import ArgumentParser
internal import Conformance
internal import Foundation

/// `blackout conformance`: runs reference cases of the protocol and says what came out.
struct ConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Run the protocol's reference tests.",
        discussion: """
            A PATH may be a folder of the official layout \
            (<preset>/<fork>/<runner>/<handler>/<suite>/<case>/), at any level, or a .tar.xz of it, or a folder of \
            such files. The exit status is 0 only if nothing failed.
            """)

    @Argument(help: ArgumentHelp("Reference tests to run.", valueName: "path"))
    var paths: [String]

    @Flag(help: "Print the report as JSON (schema blackout.conformance/1).")
    var json = false

    @Option(help: "Threads to spread the cases over; all cores by default.")
    var jobs: Int?

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
    }

    func run() throws {
        var results: [CaseResult] = []
        for path in paths {
            do {
                results += try runConformance(at: path, jobs: jobs)
            } catch let error as ConformanceSourceError {
                FileHandle.standardError.write(Data("blackout: \(error)\n".utf8))
                throw ExitCode(error.exitStatus)
            }
        }
        let report = ConformanceReport(results)
        if json {
            FileHandle.standardOutput.write(try report.json())
            print()
        } else {
            print(report.text(), terminator: "")
        }
        if !report.isPassed { throw ExitCode.failure }
    }
}
