import BeaconChain
import EventEngine
import Scenario
import Staking

// Keys that sign twice, where nobody knows the heads.
extension Branch {
    /// Finds what was signed twice in the current epoch: by owners and backups against each other, and by clusters
    /// whose members sign two values.
    ///
    /// Votes of two machines differ where these had different heads: drawn for each slot and pair of machines, so all
    /// validators that vote in that slot are caught. Two blocks always differ. One slashing protection database for
    /// both lets only one signature out.
    mutating func collectConflicts(_ backups: BackupRoster, _ doubles: [DoubleSigning], proposers: [Int]) {
        let epoch = world.state.currentEpoch
        var found: [SigningConflict] = []
        for shift in backups.shifts where backups.copies[shift.copy].protection != .shared {
            let copy = backups.copies[shift.copy]
            found += conflicts(
                DoubleSigning(
                    node: shift.owner, outage: copy.outage,
                    attests: shift.bothAttest & slotsWithDifferingHeads(copy.backup, shift.owner, epoch),
                    proposes: shift.bothPropose), proposers: proposers)
        }
        for double in doubles { found += conflicts(double, proposers: proposers) }
        openConflicts += found.sorted { ($0.slot, $0.row) < ($1.slot, $1.row) }
    }

    /// The validators that a node's double signatures concern.
    private mutating func conflicts(_ double: DoubleSigning, proposers: [Int]) -> [SigningConflict] {
        let epoch = world.state.currentEpoch
        let first = epoch * world.spec.slotsPerEpoch
        var found: [SigningConflict] = []
        if double.attests != 0 {
            let rows = world.population.rowsOfNode[double.node].flatMap(Array.init)
                .filter { !world.state.registry.slashed[$0] }
            let assignment = SlotAssignment(
                rows: rows, population: world.population, active: active,
                permutation: sampler.permutation(of: epoch, active), slots: world.slotsPerEpoch)
            for row in rows {
                for slot in 0..<world.slotsPerEpoch where double.attests >> UInt64(slot) & 1 == 1 {
                    let members =
                        assignment.slotsOfCohort[row]?[slot] ?? (Int(assignment.slotOfRow[row]) == slot ? 1 : 0)
                    if members == 0 { continue }
                    found.append(
                        SigningConflict(
                            duty: .attestation, slot: first + UInt64(slot), row: row, members: members,
                            outage: double.outage))
                }
            }
        }
        for (slot, proposer) in proposers.enumerated() where double.proposes >> UInt64(slot) & 1 == 1 {
            let row = world.population.row(of: proposer)
            guard Int(world.population.nodeOfRow[row]) == double.node, !world.state.registry.slashed[row] else {
                continue
            }
            found.append(
                SigningConflict(
                    duty: .proposal, slot: first + UInt64(slot), row: row, members: 1, outage: double.outage))
        }
        return found
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
