import BeaconChain
import EventEngine
import Scenario
import Staking

// A second machine that signs with the keys of a node, where nobody knows the heads.
extension Branch {
    /// Finds what owners and backups signed against each other in the current epoch.
    ///
    /// Two votes differ where the two machines had different heads: drawn for each slot and pair of machines, so all
    /// validators that vote in that slot are caught. Two blocks always differ. One slashing protection database for
    /// both lets only one signature out.
    mutating func collectConflicts(_ backups: BackupRoster, proposers: [Int]) {
        let epoch = world.state.currentEpoch
        let first = epoch * world.spec.slotsPerEpoch
        var found: [SigningConflict] = []
        for shift in backups.shifts where backups.copies[shift.copy].protection != .shared {
            let copy = backups.copies[shift.copy]
            let apart = shift.bothAttest & slotsWithDifferingHeads(copy.backup, shift.owner, epoch)
            if apart != 0 {
                let rows = world.population.rowsOfNode[shift.owner].flatMap(Array.init)
                    .filter { !world.state.registry.slashed[$0] }
                let assignment = SlotAssignment(
                    rows: rows, population: world.population, active: active,
                    permutation: sampler.permutation(of: epoch, active), slots: world.slotsPerEpoch)
                for row in rows {
                    for slot in 0..<world.slotsPerEpoch where apart >> UInt64(slot) & 1 == 1 {
                        let members =
                            assignment.slotsOfCohort[row]?[slot] ?? (Int(assignment.slotOfRow[row]) == slot ? 1 : 0)
                        if members == 0 { continue }
                        found.append(
                            SigningConflict(
                                duty: .attestation, slot: first + UInt64(slot), row: row, members: members,
                                outage: copy.outage))
                    }
                }
            }
            for (slot, proposer) in proposers.enumerated() where shift.bothPropose >> UInt64(slot) & 1 == 1 {
                let row = world.population.row(of: proposer)
                guard Int(world.population.nodeOfRow[row]) == shift.owner, !world.state.registry.slashed[row] else {
                    continue
                }
                found.append(
                    SigningConflict(
                        duty: .proposal, slot: first + UInt64(slot), row: row, members: 1, outage: copy.outage))
            }
        }
        openConflicts += found.sorted { ($0.slot, $0.row) < ($1.slot, $1.row) }
    }

    /// Slots of an epoch in which two machines have different heads when votes are due.
    ///
    /// The stream is that of the two names and the epoch: no other node or outage changes it.
    private func slotsWithDifferingHeads(_ a: Int, _ b: Int, _ epoch: Epoch) -> UInt64 {
        let names = [world.nodes[a].name, world.nodes[b].name].sorted()
        var stream = world.random.stream(
            .differingHeads, entity: StableHash.fnv1a(names + [String(epoch)]))
        var slots: UInt64 = 0
        for slot in 0..<world.slotsPerEpoch
        where stream.next(below: 1_000_000) < SigningConflict.differingHeadsPerMillion {
            slots |= 1 << UInt64(slot)
        }
        return slots
    }
}
