/// Moves balances of validators that have left to those they consolidate with.
///
/// Spec: `process_pending_consolidations`, Electra.
struct PendingConsolidationQueue {
    let rules: EpochRules

    /// - Returns: what moved, in order.
    func run(_ state: inout BeaconState) throws(EpochError) -> [(source: Int, target: Int, amount: Gwei)] {
        var moved: [(source: Int, target: Int, amount: Gwei)] = []
        var taken = 0
        for (position, entry) in state.pendingConsolidations.enumerated() {
            let (source, target) = (entry.source, entry.target)
            let count = state.registry.count
            for row in [source, target] where !(0..<count).contains(row) {
                throw .unknownRow(row: row, count: count, place: "pending consolidation \(position)")
            }
            if !state.registry.slashed[source] {
                if state.registry.withdrawableEpochs[source].epoch > rules.current + 1 { break }
                for row in [source, target] where state.registry.members(of: row) != 1 {
                    throw .cohortRow(row: row, event: "a consolidation")
                }
                let effective = UInt64(state.registry.effectiveIncrements[source]) * rules.increment
                let amount = min(state.registry.balances[source], effective)
                state.registry.balances[source] -= amount
                state.registry.balances[target] = try state.registry.balances[target].adding(
                    amount, "balance of row \(target)")
                moved.append((source, target, amount))
            }
            taken += 1
        }
        if taken > 0 { state.pendingConsolidations.removeFirst(taken) }
        return moved
    }
}
