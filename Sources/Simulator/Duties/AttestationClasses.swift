import BeaconChain
import DistributedValidators
import Staking

/// Members of a registry row whose attestation of an epoch did not earn everything.
struct AttestationClass: Sendable, Equatable {
    var row: Int
    /// Flags earned.
    var flags: UInt8
    /// Why the others were not.
    var cause: Int
    /// True where the vote was cast in time and lost flags on its way into a block; of messages, only if it got there.
    var wasCast: Bool
    var count: Int
    /// What went wrong in a cluster; nil elsewhere.
    var failure: DutyFailure?
}

extension EpochAbsences {
    /// Everyone whose attestation of the epoch did not earn everything, by row, in order of rows.
    ///
    /// - Parameters:
    ///   - slots: in which slot whom; needed (for everyone) where the outcome is not perfect, and for nodes that are up
    ///     in some slots only.
    /// - Complexity: O(rows) where the outcome is not perfect, otherwise O(rows of the absent nodes).
    func classes(
        population: Population, active: ActiveSet, outcome: InclusionOutcome, slots: () -> SlotAssignment
    ) -> [AttestationClass] {
        var result: [AttestationClass] = []
        func add(_ row: Int, _ absence: NodeAbsence?, _ assignment: SlotAssignment) {
            if !population.isCohort(row) {
                let slot = assignment.slotOfRow[row]
                guard slot != SlotAssignment.unknown else { return }
                if let found = classOf(slot: Int(slot), absence, outcome) {
                    result.append(
                        AttestationClass(
                            row: row, flags: found.flags, cause: found.cause, wasCast: found.wasCast, count: 1,
                            failure: found.failure))
                }
            } else if let counts = assignment.slotsOfCohort[row] {
                let first = result.count
                for (slot, count) in counts.enumerated() where count > 0 {
                    guard let found = classOf(slot: slot, absence, outcome) else { continue }
                    let known = result[first...].firstIndex {
                        $0.flags == found.flags && $0.cause == found.cause && $0.wasCast == found.wasCast
                            && $0.failure == found.failure
                    }
                    if let known {
                        result[known].count += count
                    } else {
                        result.append(
                            AttestationClass(
                                row: row, flags: found.flags, cause: found.cause, wasCast: found.wasCast,
                                count: count, failure: found.failure))
                    }
                }
            }
        }
        if outcome.isPerfect {
            for absence in nodes where absence.attests & ~absence.late != SlotAvailability.mask(outcome.flags.count) {
                let whole = absence.reasonOfWholeEpoch
                for rows in population.rowsOfNode[absence.node] {
                    for row in rows {
                        if let whole {
                            guard active.contains(population.virtualStart[row]) else { continue }
                            result.append(
                                AttestationClass(
                                    row: row, flags: 0, cause: whole.cause, wasCast: false,
                                    count: population.members[row], failure: whole.failure))
                        } else {
                            add(row, absence, slots())
                        }
                    }
                }
            }
            result.sort { $0.row < $1.row }
        } else {
            let assignment = slots()
            for row in 0..<population.rowCount {
                add(row, self[Int(population.nodeOfRow[row])], assignment)
            }
        }
        return result
    }

    private func classOf(
        slot: Int, _ absence: NodeAbsence?, _ outcome: InclusionOutcome
    ) -> (flags: UInt8, cause: Int, wasCast: Bool, failure: DutyFailure?)? {
        if let absence, let reason = absence.reasonOfAttestation(slot: slot) {
            guard reason.attests >> UInt64(slot) & 1 == 0 else { return (0, reason.cause, false, reason.failure) }
            return (outcome.lateFlags[slot], reason.cause, true, nil)
        }
        return outcome.flags[slot] == 7 ? nil : (outcome.flags[slot], outcome.causes[slot], true, nil)
    }
}
