import ArgumentParser
import Foundation
import Scenario
import Studies

/// `blackout-bench clusters`: whole runs with many distributed validators.
struct ClustersBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clusters",
        abstract: "Time a simulated day with many four-member clusters, each with one validator.",
        discussion: """
            Members are drawn from a set of operators, so that each outage meets many clusters. Modelled signatures are \
            timed on one core, real ones on all; nothing is stored.
            """)

    @Option(parsing: .upToNextOption, help: "Clusters with modelled signatures.")
    var clusters: [Int] = [1_000, 10_000]

    @Option(help: "Clusters with real signatures; 0 leaves them out.")
    var real = 100

    @Option(help: "Operators.")
    var operators = 200

    @Option(help: "Nodes of the network, where blocks and votes are messages.")
    var nodes = 1_000

    @Option(parsing: .upToNextOption, help: "Resolutions.")
    var resolutions = ["duties", "messages"]

    @Option(help: "Validators in the network.")
    var validators = 100_000

    func validate() throws {
        guard operators >= 4 else { throw ValidationError("--operators \(operators): a cluster needs 4") }
    }

    func run() throws {
        print("resolution   signing      clusters          s   x real time   us/cluster/slot")
        for resolution in resolutions {
            for count in clusters { try report(count, "modelled", resolution) }
        }
        if real > 0 { try report(real, "real", "duties") }
    }

    private func report(_ count: Int, _ signing: String, _ resolution: String) throws {
        let text = scenario(count, signing, resolution)
        let scenario = try Scenario.load(text: text, file: "bench.yaml", baseDirectory: ".", overrides: [])
        let times = try Timing.nanoseconds(repetitions: 1) {
            _ = try StudyRun.execute(
                scenario: scenario, text: text, file: "bench.yaml", overrides: [], version: "bench",
                progress: { _, _ in true })
        }
        let seconds = Timing.median(times) / 1e9
        print(
            resolution + String(repeating: " ", count: max(0, 12 - resolution.count)),
            signing + String(repeating: " ", count: max(0, 11 - signing.count)), Timing.column(String(count), 8),
            Timing.column(Timing.text(seconds, decimals: 2), 10),
            Timing.column(Timing.text(86_400 / seconds, decimals: 0), 13),
            Timing.column(Timing.text(seconds * 1e6 / Double(count) / 7_200, decimals: 3), 17))
    }

    /// Four operators at different strides, so that few clusters have the same.
    private func scenario(_ count: Int, _ signing: String, _ resolution: String) -> String {
        var lines = [
            "name: clusters benchmark", "chain: { validators: \(validators) }", "time: { run: 1 day }",
            "resolution: \(resolution)",
        ]
        if resolution == "messages" { lines.append("network: { nodes: \(nodes) }") }
        lines.append("entities:")
        for node in 0..<operators { lines.append("  o\(node): {}") }
        lines.append("clusters:")
        for cluster in 0..<count {
            let stride = 1 + cluster / operators % ((operators - 1) / 3)
            let members = (0..<4).map { "o\((cluster + $0 * stride) % operators)" }.joined(separator: ", ")
            lines.append("  c\(cluster): { members: [\(members)], signing: \(signing) }")
        }
        lines += [
            "outages:",
            "  - { name: one operator, kind: power, hits: { entity: o3 }, at: 6 h, for: 3 h }",
            "  - { name: two operators, kind: power, hits: { entity: [o7, o8] }, at: 12 h, for: 1 h }",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
