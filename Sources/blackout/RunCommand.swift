import ArgumentParser
import Reporting
import ResultStore
import Scenario
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

    @Flag(help: "Leave the scenario's variants (compare) out.")
    var noCompare = false

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
        return "Results/\(stem).sqlite"
    }

    /// Result file of a variant: beside that of the scenario.
    private func target(ofVariant name: String, of base: String?) -> String? {
        guard let base else { return nil }
        let stem = base.hasSuffix(".sqlite") ? String(base.dropLast(7)) : base
        return "\(stem).\(name.map { $0 == "/" || $0 == " " ? "-" : String($0) }.joined()).sqlite"
    }

    /// The scenario file's name.
    private var stem: String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        return stem.isEmpty ? name : stem
    }

    func run() throws {
        let target = target
        if let junit, junit == target {
            throw Failure(.usage, "error: --junit and --out name the same file '\(junit)'; give each its own")
        }
        let simulation = try Simulation(file: file, overrides: overrides + (seed.map { ["seed=\($0)"] } ?? []))
        if !quiet { for warning in simulation.warnings { Terminal.say(warning) } }
        Interrupt.watch()
        let variants = noCompare ? [] : try simulation.variants()
        let report = try simulate(simulation, to: target)
        var runs = [(name: "as it stands", report: report)]
        for (name, variant) in variants {
            runs.append((name, try simulate(variant, to: self.target(ofVariant: name, of: target))))
        }
        if let junit { try FileReplacement.replaceContent(of: junit, with: report.junit) }
        try Terminal.print(try rendered(runs))
        if let target, !quiet { Terminal.say("\n  saved \(target) · look: blackout report \(target)") }
        for run in runs { try failOnBroken(run.report) }
    }

    /// One run, from start to stored result.
    private func simulate(_ simulation: Simulation, to target: String?) throws -> RunReport {
        if !quiet, let forecast = simulation.signingForecast { Terminal.say(forecast) }
        var bar = ProgressBar(isShown: !quiet && Terminal.isErrorShown)
        defer { bar.clear() }
        return try RunPipeline(output: target).run(
            progress: { done, total in
                bar.show(done, of: total)
                return !Interrupt.isRequested
            }, simulate: simulation.run)
    }

    /// The report, with the variants beside it.
    private func rendered(_ runs: [(name: String, report: RunReport)]) throws -> String {
        let report = try runs[0].report.rendered(output, sections: [])
        guard runs.count > 1 else { return report }
        let table = VariantTable(runs)
        switch output.chosen {
        case .text: return report + "\n" + table.text(output.text)
        case .markdown: return report + "\n" + table.markdown
        case .json: return table.json
        case .csv: return report
        }
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
