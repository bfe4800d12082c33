import BeaconChain
import Staking

extension Branch {
    /// Seats of the sync committee by registry row, in order of rows, with the members' virtual indices.
    private func seatsByRow(_ committee: [Int]) -> [(row: Int, seats: [(number: Int, member: Int)])] {
        let seats = committee.enumerated().map { (row: world.population.row(of: $1), member: $1, number: $0) }
            .sorted { ($0.row, $0.member, $0.number) < ($1.row, $1.member, $1.number) }
        var result: [(row: Int, seats: [(number: Int, member: Int)])] = []
        for seat in seats {
            if result.last?.row == seat.row {
                result[result.count - 1].seats.append((seat.number, seat.member))
            } else {
                result.append((seat.row, [(seat.number, seat.member)]))
            }
        }
        return result
    }

    /// Pays and charges the sync committee for an epoch.
    ///
    /// A signature is made in the slot before the block that carries it.
    ///
    /// - Parameters:
    ///   - isFlawless: whether all members that a node operates signed in time for every block of the epoch.
    ///   - causeOfMissing: why the signature of a node's seat with its member (virtual index) is not in the block of a slot, or could
    ///     not have been; nil if it is.
    /// - Returns: signatures in each slot's block, had there been one.
    mutating func settleSyncCommittee(
        ofEpoch offset: Int, committee: [Int], blocks: BlockPresence, reward: SyncCommitteeReward,
        isFlawless: (_ node: Int) -> Bool,
        causeOfMissing: (_ node: Int, _ seat: Int, _ member: Int, _ slot: Int) -> DutyReason?
    ) -> [Int] {
        let slots = world.slotsPerEpoch
        let isFull = blocks.proposed == SlotAvailability.mask(slots)
        var signatures = Array(repeating: 0, count: slots)
        let worth = Int64(reward.participant)
        for (row, seats) in seatsByRow(committee) {
            let node = Int(world.population.nodeOfRow[row])
            let entity = Int(entityOfNode[node])
            let whole = worth * Int64(seats.count) * Int64(slots)
            ledger.addIdeal(whole, entity: entity, component: .sync)
            ledger.addToRow(row, ideal: whole)
            if isFull, isFlawless(node) {
                credit(row, whole)
                for slot in 0..<slots { signatures[slot] += seats.count }
                continue
            }
            for slot in 0..<slots {
                let hasBlock = blocks.proposed >> UInt64(slot) & 1 == 1
                for (seat, member) in seats {
                    guard let reason = causeOfMissing(node, seat, member, slot) else {
                        signatures[slot] += 1
                        if hasBlock {
                            credit(row, worth)
                        } else {
                            ledger.addMissed(worth, entity: entity, cause: blocks.causes[slot], component: .sync)
                            ledger.addToRow(row, missed: worth)
                        }
                        continue
                    }
                    let cause = reason.cause
                    ledger.addMissed(worth, entity: entity, cause: cause, component: .sync)
                    ledger.addToRow(row, missed: worth)
                    series.miss(
                        .sync, .missed, node: node, epoch: offset, cause: cause, failure: reason.failure, count: 1)
                    if hasBlock {
                        let taken = debit(row, worth)
                        ledger.addPenalty(taken, entity: entity, cause: cause, component: .sync)
                        ledger.addToRow(row, penalties: taken)
                    }
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
