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
            time, those of several threads from the clock.
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
        var keys: [ClusterKeys] = []
        let ceremonies = try ContinuousClock().measure {
            keys = try ClusterKeys.make(plans, seed: 1, threads: threads)
        }
        print(
            "\(keys.count) key ceremonies, \(threshold) of \(members), \(threads) threads: \(rate(keys.count, ceremonies))/s"
        )
        try printOperations(keys)
        try printDuties(keys)
    }

    // MARK: - One operation after another

    /// What blspy takes for an operation, in nanoseconds.
    private struct PeerTimes {
        var sign: Double
        var verify: Double
        var combine: Double?

        init?(_ peers: BLSPeers?, rounds: Int, combination: Double?) throws {
            guard let peers else { return nil }
            sign = .infinity
            verify = .infinity
            for _ in 0..<rounds {
                guard let signTime = try peers.time("blspy", "sign", 20),
                    let verifyTime = try peers.time("blspy", "verify", 20)
                else { return nil }
                sign = min(sign, signTime)
                verify = min(verify, verifyTime)
            }
            combine = combination.map { $0 * verify }
        }
    }

    private func printOperations(_ keys: [ClusterKeys]) throws {
        let validator = keys[0].validators[0]
        let root = [UInt8](repeating: 0x42, count: 32)
        let message = HashedMessage(root)
        // Not the first m, whose coefficients are the smallest there are.
        let signers = validator.shares.enumerated().filter { $0.offset != threshold - 1 || members == threshold }
            .prefix(threshold).map { $0.element.sign(message) }
        let peers = try? BLSPeers(python: python, program: program)
        defer { peers?.close() }
        let blspy = try PeerTimes(peers, rounds: Self.rounds, combination: Self.blstCombination(signers.count))
        let blspyDuty = blspy.flatMap { peer in
            peer.combine.map { Double(members) * peer.sign + Double(members + 1) * peer.verify + $0 }
        }
        let rows: [(name: String, ours: Double, peer: Double?)] = [
            (
                "hash a root, and one partial signature", best { _ = validator.shares[0].sign(root) }, blspy?.sign
            ),
            ("partial signature of a hashed root", best { _ = validator.shares[0].sign(message) }, nil),
            ("combination", best { _ = try? Combination.interpolateUnchecked(signers) }, blspy?.combine),
            (
                "verification, one by one",
                best { _ = signers[0].verify(root, shareKey: validator.key.shareKeys[0]) }, blspy?.verify
            ),
            ("a whole duty, in a batch", dutyTime(keys), blspyDuty),
        ]
        print("| on one core | per second | blspy (blst) | ours / theirs |\n|---|---:|---:|---:|")
        for row in rows {
            let peer = row.peer.map { [perSecond($0), Timing.text($0 / row.ours, decimals: 2) + "×"] } ?? ["", ""]
            print("| \(row.name) | \(perSecond(row.ours)) | \(peer[0]) | \(peer[1]) |")
        }
    }

    /// Nanoseconds of a duty among many, on one thread.
    private func dutyTime(_ keys: [ClusterKeys]) -> Double {
        let count = 256
        return (0..<Self.rounds).reduce(Double.infinity) { best, _ in
            var batch = batch(keys, duties: count, liarEvery: nil)
            return min(best, CPUTime.nanoseconds(1) { _ = batch.run(threads: 1) } / Double(count))
        }
    }

    /// blst's multi-scalar multiplication and coefficients in units of its verification; see `BLSOperation`.
    private static func blstCombination(_ signers: Int) -> Double? {
        [3: 465.0, 5: 661, 7: 857, 9: 1052][signers].map { $0 / 1132 }
    }

    private func best(_ work: () -> Void) -> Double {
        (0..<SigningBenchmark.rounds).reduce(Double.infinity) { best, _ in
            min(best, CPUTime.nanoseconds(20, work))
        }
    }

    // MARK: - Whole duties

    private func batch(_ keys: [ClusterKeys], duties: Int, liarEvery: Int?) -> SigningBatch {
        var batch = SigningBatch(clusters: keys)
        for number in 0..<duties {
            let lies = liarEvery.map { number % $0 == 0 } ?? false
            batch.add(
                SigningTask(
                    cluster: number % keys.count, validator: 0, signers: MemberSet(first: members),
                    liars: lies ? MemberSet(position: 0) : [], signingRoot: Root(words: (UInt64(number), 7, 7, 7))))
        }
        return batch
    }

    private func printDuties(_ keys: [ClusterKeys]) throws {
        for (name, liarEvery) in [("", nil), (", a liar in one of a hundred", 100)] as [(String, Int?)] {
            var batch = batch(keys, duties: max(1, duties), liarEvery: liarEvery)
            var results: [SigningResult] = []
            let time = ContinuousClock().measure { results = batch.run(threads: threads) }
            guard results.allSatisfy(\.isSigned) else { throw ValidationError("a duty was not signed") }
            let counts = batch.counts
            print(
                """
                \(results.count) duties\(name), \(threads) thread\(threads == 1 ? "" : "s"): \
                \(rate(results.count, time))/s, in them \(rate(counts.partials, time)) partials/s, \
                \(rate(counts.combinations, time)) combinations/s, \(rate(counts.verifications, time)) verifications/s
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
