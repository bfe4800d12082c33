extension BeaconState {
    /// Slashes a proposer of two different blocks for one slot. Spec: `process_proposer_slashing`, phase 0.
    ///
    /// - Throws: `BlockError`, `EpochError`.
    public mutating func processProposerSlashing(_ slashing: ProposerSlashing, _ context: BlockContext) throws {
        let (first, second) = (slashing.first.message, slashing.second.message)
        guard first.slot == second.slot else { throw BlockError(.proposerSlashing, .slotsDiffer) }
        guard first.proposerIndex == second.proposerIndex else {
            throw BlockError(.proposerSlashing, .proposersDiffer)
        }
        guard first != second else { throw BlockError(.proposerSlashing, .headersEqual) }
        let proposer = try row(first.proposerIndex, .proposerSlashing)
        guard isSlashable(proposer, at: currentEpoch) else { throw BlockError(.proposerSlashing, .notSlashable) }
        for header in [slashing.first, slashing.second] {
            try context.check(
                .proposerSlashing, key: publicKey(proposer), objectRoot: header.message.hashTreeRoot,
                domain: domain(.beaconProposer, at: header.message.slot / spec.slotsPerEpoch),
                signature: header.signature)
        }
        try slashValidator(proposer, context, .proposerSlashing)
    }
}
