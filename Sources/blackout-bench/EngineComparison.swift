internal import ArgumentParser
internal import Foundation

/// Options that the engine benchmarks share.
struct ComparisonOptions: ParsableArguments {
    @Option(help: "Rounds; in each, every engine runs once, so that all meet the same neighbours on the machine.")
    var rounds = 5

    @Option(help: "The folder with the sources of the other engines' programs.")
    var peerSources = "scripts/peers"

    @Option(help: "The folder that scripts/engine-peers filled.")
    var peerEnvironment = ".build-peers"

    @Flag(help: "Leave out the peers that take minutes.")
    var skipSlow = false

    func validate() throws {
        guard (1...100).contains(rounds) else { throw ValidationError("--rounds is \(rounds): give 1 to 100") }
    }
}

/// Runs several engines on one piece of work, in turns, and prints their rates beside each other.
struct EngineComparison {
    struct Mismatch: Error, CustomStringConvertible {
        var description: String
    }

    struct Engine {
        var name: String
        var isSlow = false
        var run: () throws -> Measurement
    }

    /// A ratio that must be reached, in the first engine's favour.
    struct Demand {
        var peer: String
        var ratio: Double
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func right(_ value: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - value.count)) + value
    }

    /// Rates are the best of the rounds; a ratio is the median over the rounds of (first engine's rate / this rate) of the
    /// same round, which the load of other programs disturbs least.
    static func run(title: String, engines: [Engine], rounds: Int, demands: [Demand]) throws {
        var rates = engines.map { _ in [Double]() }
        var checks: [String]?
        for round in 0..<rounds {
            for (index, engine) in engines.enumerated() where !engine.isSlow || round == 0 {
                let measurement = try engine.run()
                rates[index].append(measurement.rate)
                if checks == nil { checks = measurement.checks }
                guard measurement.checks == checks else {
                    throw Mismatch(
                        description:
                            "\(title): \(engine.name) found \(measurement.checks), \(engines[0].name) \(checks ?? [])")
                }
            }
        }
        print("\n\(title)   checksums \((checks ?? []).joined(separator: " "))")
        print("| engine | M events/s | ratio | must |")
        print("|---|---:|---:|---:|")
        for (index, engine) in engines.enumerated() {
            let ratios = zip(rates[0], rates[index]).map { $0 / $1 }.sorted()
            let ratio = ratios[ratios.count / 2]
            let best = rates[index].max() ?? 0
            let demand = demands.first { engine.name.hasPrefix($0.peer) }
            let must = demand.map { (ratio >= $0.ratio ? "met: " : "NOT met: ") + "≥ \($0.ratio)×" } ?? ""
            print(
                "| \(padded(engine.name, 34)) | \(right(String(format: "%.3f", best / 1e6), 8)) | "
                    + "\(right(String(format: "%.2f×", ratio), 8)) | \(must) |")
        }
    }
}
