extension BeaconState {
    /// Advances the state through empty slots, with the state's and block's roots of each.
    ///
    /// Spec: `process_slots`, `process_slot`. For states that hold everything; a simulation that never looks at roots
    /// carries out `EpochTransition` by itself.
    ///
    /// Complexity: one Merkle root of the whole state per slot.
    /// - Throws: `BlockError` if the slot is not ahead, `StateFileError` if the state does not hold all fields,
    ///   `EpochError`.
    public mutating func processSlots(to target: Slot, signatures: some SignatureChecking) throws {
        guard slot < target else { throw BlockError(.slots, .slotNotAhead) }
        var transition = EpochTransition(signatures: signatures, historicalUpdate: { $0.processHistoricalUpdate() })
        while slot < target {
            try processSlot()
            if (slot + 1) % spec.slotsPerEpoch == 0 {
                try transition.run(&self)
            }
            slot += 1
        }
    }

    /// Remembers the roots of the slot that ends. Spec: `process_slot`.
    public mutating func processSlot() throws(StateFileError) {
        let stateRoot = try hashTreeRoot()
        let place = Int(slot % spec.slotsPerHistoricalRoot)
        chainRecord.stateRoots[place] = stateRoot
        if chainRecord.latestBlockHeader.stateRoot == .zero { chainRecord.latestBlockHeader.stateRoot = stateRoot }
        blockRoots[place] = chainRecord.latestBlockHeader.hashTreeRoot
    }
}
