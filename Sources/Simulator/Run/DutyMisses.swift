import DistributedValidators

/// Duties that went wrong, those of one node, epoch, kind and cause counted together.
struct DutyMisses: Sendable {
    /// In the order in which their kind came up first.
    private(set) var all: [Miss] = []
    /// Looked up, never walked through.
    private var positions: [Key: Int] = [:]

    enum Duty: String, Sendable {
        case attestation
        case headVote = "head vote"
        case proposal
        case sync
        case aggregate
        case contribution
    }

    enum Outcome: String, Sendable {
        case missed, late
    }

    struct Miss: Sendable {
        var node: Int
        /// Epochs since the first.
        var epoch: Int
        var duty: Duty
        var outcome: Outcome
        var cause: Int
        /// What went wrong in a cluster.
        var failure: DutyFailure?
        var count: Int
    }

    private struct Key: Hashable {
        var node: Int
        var epoch: Int
        var duty: Duty
        var outcome: Outcome
        var cause: Int
        var failure: DutyFailure?
    }

    /// Counts some.
    mutating func add(_ miss: Miss) {
        let key = Key(
            node: miss.node, epoch: miss.epoch, duty: miss.duty, outcome: miss.outcome, cause: miss.cause,
            failure: miss.failure)
        if let position = positions[key] {
            all[position].count += miss.count
        } else {
            positions[key] = all.count
            all.append(miss)
        }
    }
}
