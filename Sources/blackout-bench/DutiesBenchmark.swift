import ArgumentParser
import Foundation
import Scenario
import Studies

#if canImport(Glibc)
    import Glibc
#endif

/// Times whole runs at the `duties` resolution.
struct DutiesBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duties", abstract: "Times a simulated day with one outage, one core, nothing stored.")

    @Option(parsing: .upToNextOption, help: "Validators in the network.")
    var validators: [Int] = [62_500, 250_000, 1_000_000]

    @Option(help: "Runs of each size; the median counts.")
    var repetitions = 3

    @Option(help: "A shipped scenario to time from its file to the report of the stored result.")
    var scenario = "Scenarios/home-power-cut.yaml"

    private static let day = 86_400.0
    private static let epochs = 225.0

    func run() throws {
        print("detail        validators   median s   x real time   ns/validator/epoch   most memory so far")
        for detail in ["cohorts", "individual"] {
            for count in validators { try report(count, detail) }
        }
        try reportScenario()
    }

    /// File, simulation, storing, reading back and report, all in this process.
    private func reportScenario() throws {
        let result = NSTemporaryDirectory() + "blackout-bench-\(getpid()).sqlite"
        defer { unlink(result) }
        let times = try Timing.nanoseconds(repetitions: repetitions) {
            let text = try Scenario.text(path: scenario)
            let parsed = try Scenario.load(path: scenario)
            _ = try RunPipeline(output: result).run(progress: { _, _ in true }) { progress in
                try StudyRun.execute(
                    scenario: parsed, text: text, file: scenario, overrides: [], version: "bench", progress: progress)
            }
        }
        let seconds = Timing.median(times) / 1e9
        print("\(scenario), from file to report: \(Timing.text(seconds, decimals: 3)) s")
    }

    private func report(_ count: Int, _ detail: String) throws {
        let text = Self.scenario(count, detail)
        let times = try Timing.nanoseconds(repetitions: repetitions) {
            let scenario = try Scenario.load(text: text, file: "bench.yaml", baseDirectory: ".", overrides: [])
            _ = try StudyRun.execute(
                scenario: scenario, text: text, file: "bench.yaml", overrides: [], version: "bench",
                progress: { _, _ in true })
        }
        let seconds = Timing.median(times) / 1e9
        let name = detail + String(repeating: " ", count: 10 - detail.count)
        print(
            name, Timing.column(String(count), 13), Timing.column(Timing.text(seconds, decimals: 3), 10),
            Timing.column(Timing.text(Self.day / seconds, decimals: 0), 13),
            Timing.column(Timing.text(seconds * 1e9 / Double(count) / Self.epochs, decimals: 2), 20),
            Timing.column("\(Timing.mostMegabytes) MB", 20))
    }

    /// A provider with 1 % of the validators loses its data centre for an hour.
    private static func scenario(_ count: Int, _ detail: String) -> String {
        """
        name: duties benchmark
        about: One day, one provider outage.
        chain: { validators: \(count) }
        time: { run: 1 day }
        resolution: duties
        detail: \(detail)
        places: { site: { region: eu-central, provider: site } }
        entities:
          provider: { nodes: 4, validators: \(count / 100), at: site }
        outages:
          - { name: data centre, kind: data-centre, hits: { provider: site }, at: 6 h, for: 1 h }
        """
    }
}
