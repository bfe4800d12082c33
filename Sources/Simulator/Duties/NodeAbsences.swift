import DistributedValidators
import Staking

/// One node's epoch, where it was not on duty throughout.
struct NodeAbsence: Sendable {
    var node: Int
    /// Bit k: up when attestations of the epoch's k-th slot are due.
    var attests: UInt64
    /// Bit k: up when the slot starts.
    var proposes: UInt64
    /// Why not in the other slots.
    var reasons: [Reason]

    struct Reason: Sendable {
        var cause: Int
        var attests: UInt64
        var proposes: UInt64
        /// Slots whose attestation came too late for its aggregate.
        var late: UInt64 = 0
        /// Slots without a sync message; nil = those without an attestation.
        var syncs: UInt64?
        /// What went wrong in a cluster.
        var failure: DutyFailure?

        /// Whether it stands for no slot at all.
        var isEmpty: Bool { attests | proposes | late | (syncs ?? 0) == 0 }
    }

    /// Slots whose attestation came too late for its aggregate.
    var late: UInt64 { reasons.reduce(0) { $0 | $1.late } }

    /// Why it did not attest in a slot, or too late; nil if it did in time.
    func reasonOfAttestation(slot: Int) -> Reason? {
        reasons.first { ($0.attests | $0.late) >> UInt64(slot) & 1 == 1 }
    }

    /// Why it sent no sync message in a slot; nil if it did.
    func reasonOfNoSyncMessage(slot: Int) -> Reason? {
        reasons.first { ($0.syncs ?? $0.attests) >> UInt64(slot) & 1 == 1 }
    }

    /// Why it did not propose in a slot; nil if it could.
    func reasonOfNotProposing(slot: Int) -> Reason? {
        reasons.first { $0.proposes >> UInt64(slot) & 1 == 1 }
    }

    /// Takes in what else keeps the node from duties that it could do so far.
    mutating func join(_ other: NodeAbsence) {
        let silent = reasons.reduce(0) { $0 | ($1.syncs ?? $1.attests) }
        for var reason in other.reasons {
            reason.syncs = (reason.syncs ?? reason.attests) & ~silent
            reason.attests &= attests
            reason.late &= attests
            reason.proposes &= proposes
            if !reason.isEmpty { reasons.append(reason) }
        }
        attests &= other.attests
        proposes &= other.proposes
    }

    /// Why it did not attest in a slot; nil if it could.
    func causeOfNotAttesting(slot: Int) -> Int? {
        reasons.first { $0.attests >> UInt64(slot) & 1 == 1 }?.cause
    }

    /// Why it did not propose in a slot; nil if it could.
    func causeOfNotProposing(slot: Int) -> Int? {
        reasons.first { $0.proposes >> UInt64(slot) & 1 == 1 }?.cause
    }

    /// The one reason for which it attested in no slot; nil if it attested in some or had several reasons.
    var reasonOfWholeEpoch: Reason? {
        guard attests == 0, late == 0, let first = reasons.first(where: { $0.attests != 0 }) else { return nil }
        return reasons.allSatisfy { $0.attests == 0 || ($0.cause == first.cause && $0.failure == first.failure) }
            ? first : nil
    }
}

/// Why a duty was not done: what stands behind it, and in a cluster what went wrong.
struct DutyReason: Sendable {
    var cause: Int
    var failure: DutyFailure?
}

/// All nodes that were not on duty throughout an epoch, by node.
struct EpochAbsences: Sendable {
    private(set) var nodes: [NodeAbsence] = []
    /// By node: position in `nodes`, or -1.
    private var positions: [Int32]

    init(nodeCount: Int) {
        positions = Array(repeating: -1, count: nodeCount)
    }

    /// Adds a node's absence; what keeps a node from a duty that it has been kept from before is not told again.
    mutating func append(_ absence: NodeAbsence) {
        guard positions[absence.node] < 0 else {
            nodes[Int(positions[absence.node])].join(absence)
            return
        }
        positions[absence.node] = Int32(nodes.count)
        nodes.append(absence)
    }

    subscript(node: Int) -> NodeAbsence? {
        positions[node] < 0 ? nil : nodes[Int(positions[node])]
    }

    var isEmpty: Bool { nodes.isEmpty }
}
