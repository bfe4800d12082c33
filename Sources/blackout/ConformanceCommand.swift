import ArgumentParser
import Conformance

/// `blackout conformance`: runs reference cases of the protocol and says what came out.
struct ConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Run the protocol's reference tests.",
        discussion: """
            A PATH may be a folder of the official layout \
            (<preset>/<fork>/<runner>/<handler>/<suite>/<case>/), at any level, or a .tar.xz of it, or a folder of \
            such files; or a file or folder of consensus, BLS or cluster vectors in JSON.

              blackout conformance Tests/ConformanceTests/Official
              blackout conformance Tests/BLS12381Tests/Vectors --json

            Exit status: 0 nothing failed, 1 a case failed, 65 a file cannot be read as cases, 66 it is missing.
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
                throw Failure(ExitStatus(rawValue: error.exitStatus) ?? .noInput, "error: \(error)")
            }
        }
        let report = ConformanceReport(results)
        let text = json ? String(decoding: try report.json(), as: UTF8.self) + "\n" : report.text()
        try Terminal.print(text)
        if !report.isPassed { throw ExitCode.failure }
    }
}
