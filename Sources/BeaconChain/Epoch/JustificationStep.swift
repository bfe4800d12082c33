/// Justifies and finalizes checkpoints from the stake that voted for them.
///
/// Spec: `process_justification_and_finalization`, `weigh_justification_and_finalization`.
struct JustificationStep {
    let rules: EpochRules

    func run(_ state: inout BeaconState, _ totals: EpochTotals) throws(EpochError) -> Justification {
        var change = Justification(
            justifiedBefore: state.currentJustified, justifiedAfter: state.currentJustified,
            finalizedBefore: state.finalized, finalizedAfter: state.finalized)
        guard rules.current > 1 else { return change }
        let (oldPrevious, oldCurrent) = (state.previousJustified, state.currentJustified)
        let current = rules.current

        state.previousJustified = state.currentJustified
        state.justificationBits = state.justificationBits << 1 & 0b1111
        if try isSupermajority(totals.previous.target, of: totals) {
            state.currentJustified = try checkpoint(rules.previous, state)
            state.justificationBits |= 0b0010
        }
        if try isSupermajority(totals.current.target, of: totals) {
            state.currentJustified = try checkpoint(current, state)
            state.justificationBits |= 0b0001
        }

        let bits = state.justificationBits
        func has(_ mask: UInt8) -> Bool { bits & mask == mask }
        // Which epochs are justified in a row, and from which source; later rules win.
        let finalizing: [(mask: UInt8, source: Checkpoint, age: UInt64)] = [
            (0b1110, oldPrevious, 3), (0b0110, oldPrevious, 2), (0b0111, oldCurrent, 2), (0b0011, oldCurrent, 1),
        ]
        for rule in finalizing where has(rule.mask) && rule.source.epoch.addingIfFits(rule.age) == current {
            state.finalized = rule.source
        }
        change.justifiedAfter = state.currentJustified
        change.finalizedAfter = state.finalized
        return change
    }

    /// At least two thirds, with the spec's floor of one increment on both sides.
    private func isSupermajority(_ part: UInt64, of totals: EpochTotals) throws(EpochError) -> Bool {
        let part = try (max(1, part) * rules.increment).multiplied(3, "target balance")
        let total = try (max(1, totals.activeIncrements) * rules.increment).multiplied(2, "total active balance")
        return part >= total
    }

    private func checkpoint(_ epoch: Epoch, _ state: borrowing BeaconState) throws(EpochError) -> Checkpoint {
        guard !state.blockRoots.isEmpty else { return Checkpoint(epoch: epoch, root: .zero) }
        let history = rules.spec.slotsPerHistoricalRoot
        guard state.blockRoots.count == history else {
            throw .vectorLength(vector: "blockRoots", found: state.blockRoots.count, expected: history)
        }
        let slot = epoch * rules.spec.slotsPerEpoch
        guard slot < state.slot, state.slot - slot <= history else {
            throw .blockRootUnknown(slot: slot, stateSlot: state.slot)
        }
        return Checkpoint(epoch: epoch, root: state.blockRoots[Int(slot % history)])
    }
}

extension UInt64 {
    fileprivate func addingIfFits(_ other: UInt64) -> UInt64? {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? nil : sum
    }
}
