import ArgumentParser
import BLS12381
import BeaconChain
import ClusterSigning
import Foundation
import ThresholdBLS

/// `blackout-bench signing`: what `signing: real` costs, beside blst one call after another.
struct SigningBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signing",
        abstract: "Time the partial signatures, checks and combinations of clusters, beside blspy (blst).",
        discussion: """
            With peers installed (scripts/bls-peers) the last columns are blspy's. Rates are of one core and from CPU \
            time, those of whole duties from the clock.
            """)

    @Option(help: "Signatures needed.")
    var threshold = 3

    @Option(help: "Members of a cluster.")
    var members = 4

    @Option(help: "Clusters, each with one validator.")
    var clusters = 100

    @Option(help: "Duties that are timed as a whole.")
    var duties = 2_000

    @Option(help: "Threads for the last line.")
    var threads = 2

    @Option(help: "Python with the peers.", completion: .file())
    var python = ".build-peers/bls/bin/python"

    @Option(help: "The peers' program.", completion: .file())
    var program = "scripts/peers/bls_libraries.py"

    private static let rounds = 5

    func run() throws {
        let plans = try (0..<max(1, clusters)).map { number in
            ClusterKeys.Plan(
                name: "cluster \(number)", committee: Committee(try Threshold(threshold, of: members)), validators: 1)
        }
        let clock = ContinuousClock()
        var keys: [ClusterKeys] = []
        let ceremonies = try clock.measure {
            keys = try ClusterKeys.make(plans, seed: 1, threads: threads)
        }
        print("\(keys.count) key ceremonies, \(threshold) of \(members): \(rate(keys.count, ceremonies))/s")
        try printOperations(keys[0])
        try printDuties(keys)
    }

    // MARK: - One operation after another

    private func printOperations(_ cluster: ClusterKeys) throws {
        let validator = cluster.validators[0]
        let root = [UInt8](repeating: 0x42, count: 32)
        let message = HashedMessage(root)
        let partials = validator.shares.map { $0.sign(message) }
        let signers = Array(partials.prefix(threshold))
        let blspy = try? BLSPeers(python: python, program: program)
        defer { blspy?.close() }
        let peerVerification = try fastest { try blspy?.time("blspy", "verify", 20) }
        let rows: [(name: String, ours: Double, peer: Double?)] = [
            (
                "hash a root, and one partial signature", best { _ = validator.shares[0].sign(root) },
                try fastest { try blspy?.time("blspy", "sign", 20) }
            ),
            ("partial signature of a hashed root", best { _ = validator.shares[0].sign(message) }, nil),
            (
                "combination", best { _ = try? Combination.interpolateUnchecked(signers) },
                SigningBenchmark.blstCombination(signers.count).flatMap { units in peerVerification.map { units * $0 } }
            ),
            (
                "verification, one by one",
                best { _ = signers[0].verify(root, shareKey: validator.key.shareKeys[0]) }, peerVerification
            ),
        ]
        print("| on one core | per second | blspy (blst) | times ours |\n|---|---:|---:|---:|")
        for row in rows {
            let peer = row.peer.map { [perSecond($0), Timing.text($0 / row.ours, decimals: 2)] } ?? ["", ""]
            print("| \(row.name) | \(perSecond(row.ours)) | \(peer[0]) | \(peer[1]) |")
        }
    }

    /// blst's multi-scalar multiplication and coefficients in units of its verification; see `BLSOperation`.
    private static func blstCombination(_ signers: Int) -> Double? {
        [3: 465.0, 5: 661, 7: 857, 9: 1052][signers].map { $0 / 1132 }
    }

    private func fastest(_ time: () throws -> Double?) throws -> Double? {
        var best: Double?
        for _ in 0..<SigningBenchmark.rounds {
            guard let next = try time() else { return nil }
            best = min(best ?? next, next)
        }
        return best
    }

    private func best(_ work: () -> Void) -> Double {
        (0..<SigningBenchmark.rounds).reduce(Double.infinity) { best, _ in
            min(best, CPUTime.nanoseconds(20, work))
        }
    }

    // MARK: - Whole duties

    private func printDuties(_ keys: [ClusterKeys]) throws {
        for (name, liars, threads) in [
            ("", 0, 1), (", a liar in one duty of a hundred", 100, 1), ("", 0, threads),
        ] {
            var batch = SigningBatch(clusters: keys)
            for number in 0..<max(1, duties) {
                batch.add(
                    SigningTask(
                        cluster: number % keys.count, validator: 0, signers: MemberSet(first: members),
                        liars: liars > 0 && number % liars == 0 ? MemberSet(position: 0) : [],
                        signingRoot: Root(words: (UInt64(number), 7, 7, 7))))
            }
            var results: [SigningResult] = []
            let time = ContinuousClock().measure { results = batch.run(threads: threads) }
            guard results.allSatisfy(\.isSigned) else { throw ValidationError("a duty was not signed") }
            let counts = batch.counts
            print(
                """
                duties\(name), \(threads) thread\(threads == 1 ? "" : "s"): \(rate(results.count, time))/s, in them \
                \(rate(counts.partials, time)) partials/s, \(rate(counts.combinations, time)) combinations/s, \
                \(rate(counts.verifications, time)) verifications/s
                """)
        }
        let plan = try SigningEstimate.Plan(
            threshold: Threshold(threshold, of: members), validators: clusters, duties: clusters * 225)
        let estimate = SigningEstimate([plan], threads: threads) { work in
            seconds(ContinuousClock().measure(work))
        }
        print("a day of attestations: \(estimate)")
    }

    private func perSecond(_ nanoseconds: Double) -> String { Timing.text(1e9 / nanoseconds, decimals: 0) }

    private func rate(_ count: Int, _ time: Duration) -> String {
        Timing.text(Double(count) / seconds(time), decimals: 0)
    }

    private func seconds(_ time: Duration) -> Double {
        let (seconds, attoseconds) = time.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
