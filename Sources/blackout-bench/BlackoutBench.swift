import ArgumentParser

/// The benchmarks: ratios and rates of the parts that must be fast.
@main
struct BlackoutBench: ParsableCommand {
    /// Every benchmark, in the order of the help.
    static let benchmarks: [any ParsableCommand.Type] = [
        BLSBenchmark.self,
        SigningBenchmark.self,
        DutiesBenchmark.self,
        EpochBenchmark.self,
        ShuffleBenchmark.self,
        EngineBenchmark.self,
        GossipBenchmark.self,
        NetworkBenchmark.self,
        ConsensusBenchmark.self,
        ClustersBenchmark.self,
    ]

    static let configuration = CommandConfiguration(
        commandName: "blackout-bench",
        abstract: "Measure the parts that must be fast.",
        discussion: "Build in release: swift run -c release blackout-bench",
        subcommands: benchmarks)
}
