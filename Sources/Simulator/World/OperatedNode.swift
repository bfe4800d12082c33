import BeaconChain
import Scenario
import Staking

/// Validators of an entity without nodes: others' nodes and clusters operate them, one after another.
struct OperatedNode: Sendable {
    /// The world's node that stands for them.
    var node: Int
    /// In order of time.
    var shifts: [Shift]

    struct Shift: Sendable {
        /// The world's node, or the node that stands for a cluster.
        var by: Int
        /// Nanoseconds from the start of the run.
        var from: Int64
        /// Until when nobody signs.
        var signsFrom: Int64
    }

    /// Who operates at an instant; nil in the grace between two.
    func operatorNode(at time: Int64) -> Int? {
        guard let shift = shifts.last(where: { $0.from <= time }), time >= shift.signsFrom else { return nil }
        return shift.by
    }

    /// In which slots of an epoch nobody performs.
    ///
    /// - Parameter absences: of those who operate.
    func absence(in grid: EpochGrid, _ absences: EpochAbsences) -> NodeAbsence? {
        var result = NodeAbsence(
            node: node, attests: SlotAvailability.mask(grid.slots), proposes: SlotAvailability.mask(grid.slots),
            reasons: [])
        func add(_ cause: Int, attests: UInt64, proposes: UInt64) {
            result.attests &= ~attests
            result.proposes &= ~proposes
            if let known = result.reasons.firstIndex(where: { $0.cause == cause }) {
                result.reasons[known].attests |= attests
                result.reasons[known].proposes |= proposes
            } else {
                result.reasons.append(NodeAbsence.Reason(cause: cause, attests: attests, proposes: proposes))
            }
        }
        for slot in 0..<grid.slots {
            let start = grid.start + Int64(slot) * grid.slot
            let bit: UInt64 = 1 << UInt64(slot)
            if let by = operatorNode(at: start + grid.attestationDue) {
                if let cause = absences[by]?.causeOfNotAttesting(slot: slot) { add(cause, attests: bit, proposes: 0) }
            } else {
                add(Causes.changingHands, attests: bit, proposes: 0)
            }
            if let by = operatorNode(at: start) {
                if let cause = absences[by]?.causeOfNotProposing(slot: slot) { add(cause, attests: 0, proposes: bit) }
            } else {
                add(Causes.changingHands, attests: 0, proposes: bit)
            }
        }
        return result.reasons.isEmpty ? nil : result
    }
}

extension WorldBuilder {
    /// Who operates the validators of entities without nodes.
    ///
    /// - Throws: `SimulationError` where somebody named is neither a node nor a cluster.
    func operatedNodes(_ nodes: [Node]) throws(SimulationError) -> [OperatedNode] {
        var result: [OperatedNode] = []
        for (index, node) in nodes.enumerated() where node.isOperated {
            var shifts: [OperatedNode.Shift] = []
            for shift in scenario.entities[node.entity].shifts {
                let by = nodes.firstIndex {
                    !$0.isPopulation && !$0.isOperated && ($0.name == shift.by || $0.name + "/1" == shift.by)
                }
                guard let by else {
                    throw .badCluster("nobody is called '\(shift.by)'", location: shift.location)
                }
                // Nobody has signed before the first.
                let grace = shifts.isEmpty ? 0 : shift.grace
                let (signsFrom, overflow) = shift.from.addingReportingOverflow(grace)
                shifts.append(OperatedNode.Shift(by: by, from: shift.from, signsFrom: overflow ? .max : signsFrom))
            }
            result.append(OperatedNode(node: index, shifts: shifts))
        }
        return result
    }
}
