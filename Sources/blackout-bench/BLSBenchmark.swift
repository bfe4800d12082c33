import ArgumentParser
import BLS12381
import Foundation
import ThresholdBLS

/// `blackout-bench bls`: signatures beside blst, arkworks and milagro, in one run.
struct BLSBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bls",
        abstract: "Time BLS signatures beside blspy (blst), arkworks and milagro.",
        discussion: """
            Install the peers first: scripts/bls-peers. All run in turns on one core; a time is the CPU time of the \
            fastest round, a ratio is ours divided by theirs.
            """)

    @Option(help: "Python with the peers.", completion: .file())
    var python = ".build-peers/bls/bin/python"

    @Option(help: "The peers' program.", completion: .file())
    var program = "scripts/peers/bls_libraries.py"

    @Option(help: "Rounds.")
    var rounds = 7

    func validate() throws {
        if rounds < 1 { throw ValidationError("--rounds must be at least 1") }
    }

    func run() throws {
        let peers = try BLSPeers(python: python, program: program)
        defer { peers.close() }
        let operations = try BLSOperation.all()
        var ours = [Double](repeating: .infinity, count: operations.count)
        var theirs = [[Double?]](
            repeating: [Double?](repeating: nil, count: BLSPeers.names.count), count: operations.count)
        for _ in 0..<rounds {
            for (row, operation) in operations.enumerated() {
                ours[row] = min(
                    ours[row],
                    CPUTime.nanoseconds(operation.repetitions, operation.work) / Double(operation.innerRepetitions))
                guard let name = operation.peerName else { continue }
                for (column, peer) in BLSPeers.names.enumerated() {
                    guard let time = try peers.time(peer, name, operation.repetitions) else { continue }
                    theirs[row][column] = min(theirs[row][column] ?? .infinity, time)
                }
            }
        }
        printTable(operations, ours, theirs)
    }

    private func printTable(_ operations: [BLSOperation], _ ours: [Double], _ theirs: [[Double?]]) {
        print("| operation | Blackout | blspy (blst) | | arkworks | | milagro | |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|")
        let blstVerify = operations.firstIndex { $0.peerName == "verify" }.flatMap { theirs[$0][0] }
        for (row, operation) in operations.enumerated() {
            var cells = [operation.name, text(ours[row])]
            for (column, time) in theirs[row].enumerated() {
                // blspy has no multi-scalar multiplication; blst's own is known in units of its verification.
                let scaled = column == 0 ? operation.blstInVerifications.flatMap { $0 * (blstVerify ?? .nan) } : nil
                if let time {
                    cells += [text(time), ratio(ours[row] / time)]
                } else if let scaled, scaled.isFinite {
                    cells += [text(scaled) + "*", ratio(ours[row] / scaled)]
                } else {
                    cells += ["", ""]
                }
            }
            print("| " + cells.joined(separator: " | ") + " |")
        }
    }

    private func text(_ nanoseconds: Double) -> String {
        if nanoseconds < 1000 { return decimal(nanoseconds, 1) + " ns" }
        if nanoseconds < 1_000_000 { return decimal(nanoseconds / 1000, 1) + " µs" }
        return decimal(nanoseconds / 1_000_000, 2) + " ms"
    }

    private func ratio(_ value: Double) -> String { decimal(value, 2) + "×" }

    private func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}

/// CPU time of this thread.
enum CPUTime {
    /// Nanoseconds of one repetition.
    static func nanoseconds(_ repetitions: Int, _ work: () -> Void) -> Double {
        let start = now()
        for _ in 0..<repetitions { work() }
        return Double(now() - start) / Double(repetitions)
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
