import BeaconChain
import DistributedValidators
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
        func add(_ cause: Int, _ failure: DutyFailure?, _ mark: (inout NodeAbsence.Reason) -> Void) {
            var place = result.reasons.firstIndex { $0.cause == cause && $0.failure == failure }
            if place == nil {
                result.reasons.append(
                    NodeAbsence.Reason(cause: cause, attests: 0, proposes: 0, syncs: 0, failure: failure))
                place = result.reasons.count - 1
            }
            if let place { mark(&result.reasons[place]) }
        }
        for slot in 0..<grid.slots {
            let start = grid.start + Int64(slot) * grid.slot
            let bit: UInt64 = 1 << UInt64(slot)
            if let by = operatorNode(at: start + grid.attestationDue) {
                if let reason = absences[by]?.reasonOfAttestation(slot: slot) {
                    let isLate = reason.attests & bit == 0
                    add(reason.cause, reason.failure) {
                        $0.late |= isLate ? bit : 0
                        $0.attests |= isLate ? 0 : bit
                    }
                }
                if let reason = absences[by]?.reasonOfNoSyncMessage(slot: slot) {
                    add(reason.cause, reason.failure) { $0.syncs = ($0.syncs ?? 0) | bit }
                }
            } else {
                add(Causes.changingHands, nil) {
                    $0.attests |= bit
                    $0.syncs = ($0.syncs ?? 0) | bit
                }
            }
            if let by = operatorNode(at: start) {
                if let reason = absences[by]?.reasonOfNotProposing(slot: slot) {
                    add(reason.cause, reason.failure) { $0.proposes |= bit }
                }
            } else {
                add(Causes.changingHands, nil) { $0.proposes |= bit }
            }
        }
        result.attests &= ~result.reasons.reduce(0) { $0 | $1.attests }
        result.proposes &= ~result.reasons.reduce(0) { $0 | $1.proposes }
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
