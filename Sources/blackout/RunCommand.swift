import ArgumentParser
import Reporting
import ResultStore
import Studies

/// `blackout run`: simulates a scenario, stores the result and reports.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a scenario and report who lost what, and why.",
        discussion: """
            The result is stored as one SQLite file, by default Results/NAME.sqlite; the report is made from it.

              blackout run Scenarios/home-power-cut.yaml
              blackout run Scenarios/home-power-cut.yaml --seed 7 --json

            Exit status: 0, 64 wrong usage, 65 the scenario is wrong, 66 a file is missing, \
            73 the result cannot be written, 99 a published figure is not met, 130 interrupted.
            """)

    @Argument(help: "A scenario file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(help: "Where the result is stored (default: Results/NAME.sqlite).", completion: .file())
    var out: String?

    @Flag(help: "Store nothing.")
    var noStore = false

    @Option(help: "Root of all chance, instead of the scenario's.")
    var seed: UInt64?

    @Option(name: .customLong("set"), help: "Replace a value of the scenario: key=value (may be given again).")
    var overrides: [String] = []

    @Option(help: "Write one JUnit test case per expectation to this file.", completion: .file())
    var junit: String?

    @Flag(name: .shortAndLong, help: "Say nothing along the way.")
    var quiet = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if noStore, out != nil { throw ValidationError("--out and --no-store exclude each other") }
        if let wrong = overrides.first(where: { !$0.contains("=") || $0.hasPrefix("=") }) {
            throw ValidationError("--set '\(wrong)' is not of the form key=value, such as --set 'time.run=2 days'")
        }
    }

    /// Result file: `Results/` and the scenario's file name.
    private var target: String? {
        if noStore { return nil }
        if let out { return out }
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        return "Results/\(stem.isEmpty ? name : stem).sqlite"
    }

    func run() throws {
        let target = target
        if let junit, junit == target {
            throw Failure(.usage, "error: --junit and --out name the same file '\(junit)'; give each its own")
        }
        let simulation = try Simulation(file: file, overrides: overrides + (seed.map { ["seed=\($0)"] } ?? []))
        if !quiet { for warning in simulation.warnings { Terminal.say(warning) } }
        Interrupt.watch()
        var bar = ProgressBar(isShown: !quiet && Terminal.isErrorShown)
        let report: RunReport
        do {
            report = try RunPipeline(output: target).run(
                progress: { done, total in
                    bar.show(done, of: total)
                    return !Interrupt.isRequested
                }, simulate: simulation.run)
            bar.clear()
        } catch {
            bar.clear()
            throw error
        }
        if let junit { try FileReplacement.replaceContent(of: junit, with: report.junit) }
        try Terminal.print(try report.rendered(output, sections: []))
        if let target, !quiet { Terminal.say("\n  saved \(target) · look: blackout report \(target)") }
        try failOnBroken(report)
    }

    private func failOnBroken(_ report: RunReport) throws(Failure) {
        let broken = report.brokenExpectations
        guard !broken.isEmpty else { return }
        let lines = broken.map {
            "\($0.location): broken: \($0.metric): published \($0.published), simulated \($0.simulated)"
        }
        throw Failure(.expectationBroken, lines.joined(separator: "\n"))
    }
}
