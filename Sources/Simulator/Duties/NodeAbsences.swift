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
    }

    /// Takes in what else keeps the node from duties that it could do so far.
    mutating func join(_ other: NodeAbsence) {
        for var reason in other.reasons {
            reason.attests &= attests
            reason.proposes &= proposes
            if reason.attests | reason.proposes != 0 { reasons.append(reason) }
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

    /// The one cause for which it attested in no slot; nil if it attested in some or had several causes.
    var causeOfWholeEpoch: Int? {
        attests == 0 && reasons.allSatisfy { $0.cause == reasons[0].cause || $0.attests == 0 }
            ? reasons.first { $0.attests != 0 }?.cause : nil
    }
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
