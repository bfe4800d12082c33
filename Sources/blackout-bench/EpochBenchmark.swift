import ArgumentParser
import BeaconChain

/// Times the epoch transition against what the memory alone would take.
struct EpochBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "epoch", abstract: "Times the epoch transition, Fulu, mainnet preset, one core.")

    @Option(parsing: .upToNextOption, help: "Registry sizes.")
    var validators: [Int] = [65_536, 262_144, 1_048_576, 4_194_304]

    @Option(help: "Transitions per size; the median counts.")
    var repetitions = 25

    @Option(parsing: .upToNextOption, help: "Validators with 32 to 2,048 ETH, of a thousand.")
    var compounding: [UInt64] = [0, 10]

    @Option(help: "Inactivity score that every validator begins with.")
    var score: UInt32 = 0

    /// Bytes that a transition must read or write per validator: the scan reads 17 and writes 1; the sweep reads 16
    /// and writes 12, and clearing the participation writes 1.
    private static let bytesPerValidator = 47.0

    func run() throws {
        let bandwidth = try Self.memoryBandwidth()
        print("memory: \(Measurement.text(bandwidth, decimals: 1)) bytes/ns (in-place update of 256 MiB)")
        print("validators  compounding  duties   median ms      best ms   ns/validator   x memory limit")
        for share in compounding {
            for draws in [false, true] {
                for count in validators { try report(count, share, draws: draws, bandwidth) }
            }
        }
    }

    private func report(_ count: Int, _ share: UInt64, draws: Bool, _ bandwidth: Double) throws {
        var state = SyntheticState.make(validators: count, compoundingPerMille: share)
        let (previous, current) = (state.registry.previousParticipation, state.registry.currentParticipation)
        if score > 0 { state.registry.inactivityScores = [UInt32](repeating: score, count: count) }
        var transition = EpochTransition()
        transition.drawsDuties = draws
        let times = try Measurement.nanoseconds(repetitions: repetitions) {
            for row in previous.indices {
                state.registry.previousParticipation[row] = previous[row]
                state.registry.currentParticipation[row] = current[row]
            }
            state.slot += 32
        } _: {
            try transition.run(&state)
        }
        let median = Measurement.median(times)
        let limit = Self.bytesPerValidator * Double(count) / bandwidth
        print(
            Measurement.column(String(count), 10), Measurement.column("\(share) o/oo", 12),
            Measurement.column(draws ? "yes" : "no", 7),
            Measurement.column(Measurement.text(median / 1e6, decimals: 3), 11),
            Measurement.column(Measurement.text((times.first ?? 0) / 1e6, decimals: 3), 12),
            Measurement.column(Measurement.text(median / Double(count), decimals: 2), 14),
            Measurement.column(Measurement.text(median / limit, decimals: 2), 16))
    }

    /// Bytes read and written per nanosecond by a pass that updates a large array in place.
    private static func memoryBandwidth() throws -> Double {
        var words = [UInt64](repeating: 1, count: 32 << 20)
        let times = try Measurement.nanoseconds(repetitions: 7) {
            var span = words.mutableSpan
            for index in 0..<span.count { span[unchecked: index] &+= 1 }
        }
        return Double(words.count * 16) / Measurement.median(times)
    }
}
