internal import ThresholdBLS

/// Collects a run's duties, then signs, checks, combines and verifies them together.
///
/// Nothing is skipped: each partial signature is made with a member's share and verified with its share key, and each
/// combined signature is verified with its validator's key. What is shared is the work: a root is hashed once for all
/// who sign it, and the claims of a few dozen duties are one product of pairings with coefficients drawn from a hash of
/// them all (`BatchVerification`), in which a duty costs one Miller loop; only where that fails are claims looked at
/// one by one. The duties are cut into pieces of a fixed size, and pieces are spread over threads: results and counts
/// do not depend on how many.
public struct SigningBatch: Sendable {
    /// The clusters whose duties can be added.
    public let clusters: [ClusterKeys]
    /// What was done in all runs so far.
    public private(set) var counts = SigningCounts()
    private var waiting: [SigningTask] = []

    /// Duties in a product of pairings: beyond this the shared final exponentiation no longer shows, and a liar costs
    /// more to find.
    static let pieceSize = 64

    /// An empty batch.
    public init(clusters: [ClusterKeys]) { self.clusters = clusters }

    /// How many duties wait to be signed.
    public var waitingCount: Int { waiting.count }

    /// Adds a duty. Many duties in one run cost less than as many runs.
    ///
    /// - Precondition: the cluster has the validator, and every signer is a member.
    public mutating func add(_ task: SigningTask) {
        precondition(clusters.indices.contains(task.cluster), "no such cluster")
        precondition(clusters[task.cluster].validators.indices.contains(task.validator), "no such validator")
        let members = MemberSet(first: clusters[task.cluster].committee.threshold.members)
        precondition(members.isSuperset(of: task.signers), "a signer is no member")
        waiting.append(task)
    }

    /// Signs what was added since the last run, on at most `threads` threads.
    ///
    /// - Returns: the results in the order in which the duties were added.
    public mutating func run(threads: Int) -> [SigningResult] {
        let tasks = waiting
        waiting.removeAll(keepingCapacity: true)
        let clusters = clusters
        let pieces = SpreadWork.map(
            count: (tasks.count + SigningBatch.pieceSize - 1) / SigningBatch.pieceSize, threads: threads
        ) { number in
            let start = number * SigningBatch.pieceSize
            var piece = SigningPiece(clusters: clusters)
            let results = piece.run(tasks[start..<min(start + SigningBatch.pieceSize, tasks.count)])
            return (results: results, counts: piece.counts)
        }
        var results: [SigningResult] = []
        results.reserveCapacity(tasks.count)
        for piece in pieces {
            results += piece.results
            counts += piece.counts
        }
        return results
    }
}
