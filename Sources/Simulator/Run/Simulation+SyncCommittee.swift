import BeaconChain
import Staking

extension Simulation {
    /// Seats of the sync committee by registry row, in order of rows.
    func seatsByRow(_ committee: [Int]) -> [(row: Int, seats: Int)] {
        let rows = committee.map { world.population.row(of: $0) }.sorted()
        var result: [(row: Int, seats: Int)] = []
        for row in rows {
            if result.last?.row == row {
                result[result.count - 1].seats += 1
            } else {
                result.append((row, 1))
            }
        }
        return result
    }

    /// Pays and charges the sync committee for an epoch.
    ///
    /// A signature is made in the slot before the block that carries it.
    /// - Returns: signatures in each slot's block, had there been one.
    mutating func settleSyncCommittee(
        ofEpoch offset: Int, committee: [Int], blocks: BlockPresence, absences: EpochAbsences,
        reward: SyncCommitteeReward
    ) -> [Int] {
        let slots = world.slotsPerEpoch
        let everything = SlotAvailability.mask(slots)
        var signatures = Array(repeating: 0, count: slots)
        let worth = Int64(reward.participant)
        for (row, seats) in seatsByRow(committee) {
            let node = Int(world.population.nodeOfRow[row])
            let entity = Int(entityOfNode[node])
            let absence = absences[node]
            let before = previous?.absences[node]
            let wasAway = before?.causeOfNotAttesting(slot: slots - 1) != nil
            let attests = absence?.attests ?? everything
            let signs = (attests << 1 | (wasAway ? 0 : 1)) & everything
            let value = worth * Int64(seats)
            ledger.addIdeal(value * Int64(slots), entity: entity, component: .sync)
            ledger.addToRow(row, ideal: value * Int64(slots))
            if signs == everything && blocks.proposed == everything {
                credit(row, value * Int64(slots))
                for slot in 0..<slots { signatures[slot] += seats }
                continue
            }
            for slot in 0..<slots {
                let hasBlock = blocks.proposed >> UInt64(slot) & 1 == 1
                if signs >> UInt64(slot) & 1 == 1 {
                    signatures[slot] += seats
                    if hasBlock {
                        credit(row, value)
                    } else {
                        ledger.addMissed(value, entity: entity, cause: blocks.causes[slot], component: .sync)
                        ledger.addToRow(row, missed: value)
                    }
                    continue
                }
                let cause =
                    (slot == 0
                        ? before?.causeOfNotAttesting(slot: slots - 1) : absence?.causeOfNotAttesting(slot: slot - 1))
                    ?? Causes.othersVotes
                ledger.addMissed(value, entity: entity, cause: cause, component: .sync)
                ledger.addToRow(row, missed: value)
                series.miss(.sync, .missed, node: node, epoch: offset, cause: cause, count: seats)
                if hasBlock {
                    let taken = debit(row, value)
                    ledger.addPenalty(taken, entity: entity, cause: cause, component: .sync)
                    ledger.addToRow(row, penalties: taken)
                }
            }
        }
        return signatures
    }

    /// Adds to a validator's balance, or to the balances of one member of a cohort.
    mutating func credit(_ row: Int, _ amount: Int64) {
        if world.population.isCohort(row) {
            world.population.balanceAside[row, default: 0] += amount
            world.population.balanceBounds[row]?.above += amount
        } else {
            world.state.registry.balances[row] += Gwei(amount)
            balanceInRows += amount
        }
    }

    /// Takes from a balance, at most what is there.
    ///
    /// - Returns: what was taken, Gwei.
    mutating func debit(_ row: Int, _ amount: Int64) -> Int64 {
        if world.population.isCohort(row) {
            world.population.balanceAside[row, default: 0] -= amount
            world.population.balanceBounds[row]?.below += amount
            return amount
        }
        let taken = min(amount, Int64(world.state.registry.balances[row]))
        world.state.registry.balances[row] -= Gwei(taken)
        balanceInRows -= taken
        return taken
    }
}
