import ArgumentParser
import BeaconChain

/// Times the whole-list shuffle against the hashes that it cannot do without.
struct ShuffleBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shuffle", abstract: "Times the swap-or-not shuffle, 90 rounds, one core.")

    @Option(parsing: .upToNextOption, help: "List sizes.")
    var validators: [Int] = [65_536, 262_144, 1_048_576, 4_194_304]

    @Option(help: "Shuffles per size; the median counts.")
    var repetitions = 9

    func run() throws {
        let seed = Root(words: (1, 2, 3, 4))
        print("     count   whole list ms   SHA-256 floor ms   ratio   one index us")
        for count in validators {
            let whole = try Timing.nanoseconds(repetitions: repetitions) {
                _ = Shuffling(seed: seed, count: count, rounds: 90).permutation()
            }
            let floor = try Timing.nanoseconds(repetitions: repetitions) {
                _ = Shuffling(seed: seed, count: count, rounds: 90).hashFloor()
            }
            let shuffling = Shuffling(seed: seed, count: count, rounds: 90)
            let single = try Timing.nanoseconds(repetitions: repetitions) {
                for position in 0..<min(100, count) { _ = shuffling.index(position) }
            }
            let (total, hashes) = (Timing.median(whole), Timing.median(floor))
            print(
                Timing.column(String(count), 10),
                Timing.column(Timing.text(total / 1e6, decimals: 2), 15),
                Timing.column(Timing.text(hashes / 1e6, decimals: 2), 18),
                Timing.column(Timing.text(total / hashes, decimals: 2), 7),
                Timing.column(Timing.text(Timing.median(single) / 1e5, decimals: 2), 14))
        }
    }
}
