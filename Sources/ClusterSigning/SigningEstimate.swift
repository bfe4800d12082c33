internal import BeaconChain
public import ThresholdBLS

/// How much signing a run will do and about how long it takes here.
public struct SigningEstimate: Hashable, Sendable, CustomStringConvertible {
    /// Clusters of one size.
    public struct Plan: Hashable, Sendable {
        /// m of n.
        public var threshold: Threshold
        /// Key ceremonies: the clusters' validators together.
        public var validators: Int
        /// Duties that they sign together.
        public var duties: Int

        /// A plan of given parts.
        public init(threshold: Threshold, validators: Int, duties: Int) {
            self.threshold = threshold
            self.validators = validators
            self.duties = duties
        }

        /// A plan for m of n.
        ///
        /// - Throws: `impossibleThreshold`.
        public init(threshold: Int, members: Int, validators: Int, duties: Int) throws(ThresholdError) {
            self.init(threshold: try Threshold(threshold, of: members), validators: validators, duties: duties)
        }
    }

    /// Key ceremonies.
    public let ceremonies: Int
    /// Partial signatures, if all members are up.
    public let partials: Int
    /// Combined signatures.
    public let combinations: Int
    /// Verifications of either.
    public let verifications: Int
    /// Threads that share the work.
    public let threads: Int
    /// Wall-clock seconds for all of it.
    public let seconds: Double

    /// Measures a small sample of each size that occurs (a tenth of a second or so) and scales it up. Every duty is taken
    /// to have a root of its own; where many validators sign one root the run is faster.
    ///
    /// - Parameter stopwatch: runs the work once and says how many seconds it took; this module reads no clock.
    public init(_ plans: [Plan], threads: Int, stopwatch: (() -> Void) -> Double) {
        var costs: [Threshold: (ceremony: Double, duty: Double)] = [:]
        var seconds = 0.0
        for plan in plans where plan.validators > 0 || plan.duties > 0 {
            let cost = costs[plan.threshold] ?? SigningEstimate.cost(plan.threshold, stopwatch)
            costs[plan.threshold] = cost
            seconds += Double(plan.validators) * cost.ceremony + Double(plan.duties) * cost.duty
        }
        ceremonies = plans.reduce(0) { $0 + $1.validators }
        partials = plans.reduce(0) { $0 + $1.duties * $1.threshold.members }
        combinations = plans.reduce(0) { $0 + $1.duties }
        verifications = partials + combinations
        self.threads = max(1, threads)
        self.seconds = seconds / Double(max(1, threads))
    }

    private static let sampleSize = SigningBatch.pieceSize / 2

    private static func cost(
        _ threshold: Threshold, _ stopwatch: (() -> Void) -> Double
    ) -> (ceremony: Double, duty: Double) {
        let plan = ClusterKeys.Plan(name: "sample", committee: Committee(threshold), validators: 1)
        var keys: ClusterKeys?
        let ceremony = stopwatch { keys = try? ClusterKeys(plan, seed: 0) }
        guard let keys else { return (ceremony, 0) }
        var batch = SigningBatch(clusters: [keys])
        for number in 0..<sampleSize {
            batch.add(
                SigningTask(
                    cluster: 0, validator: 0, signers: MemberSet(first: threshold.members),
                    signingRoot: Root(words: (UInt64(number), 0, 0, 0))))
        }
        let signing = stopwatch { _ = batch.run(threads: 1) }
        return (ceremony, signing / Double(sampleSize))
    }

    /// One sentence, such as `90000 partial signatures, 22500 combined, 112500 verified: about 40 s on 2 threads`.
    public var description: String {
        let work = [
            ceremonies > 0 ? "\(ceremonies) key ceremonies" : nil, "\(partials) partial signatures",
            "\(combinations) combined", "\(verifications) verified",
        ].compactMap { $0 }.joined(separator: ", ")
        let place = threads == 1 ? "one thread" : "\(threads) threads"
        return "\(work): about \(SigningEstimate.duration(seconds)) on \(place)"
    }

    private static func duration(_ seconds: Double) -> String {
        if seconds < 1 { return "a second" }
        if seconds < 120 { return "\(Int(seconds.rounded())) s" }
        if seconds < 2 * 3600 { return "\(Int((seconds / 60).rounded())) min" }
        return "\(Int((seconds / 3600).rounded())) h"
    }
}
