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

    /// Spec: `is_slashable_validator`.
    func isSlashable(_ row: Int, at epoch: Epoch) -> Bool {
        !registry.slashed[row] && registry.activationEpochs[row].epoch <= epoch
            && epoch < registry.withdrawableEpochs[row].epoch
    }

    /// Slashes a validator and pays the block's proposer for the evidence, as whistle-blower too.
    ///
    /// Spec: `slash_validator`, Altair; quotients of the fork in force.
    ///
    /// - Throws: `BlockError`, `EpochError`.
    public mutating func slashValidator(_ row: Int, _ context: BlockContext, _ part: BlockPart) throws {
        let epoch = currentEpoch
        try initiateValidatorExit(row, totalActiveBalance: context.totalActiveBalance)
        registry.slashed[row] = true
        let withdrawable = max(
            registry.withdrawableEpochs[row].epoch, try epoch.plus(spec.epochsPerSlashingsVector, part))
        guard let compact = CompactEpoch(withdrawable) else { throw BlockError(part, .overflow) }
        registry.withdrawableEpochs[row] = compact

        let balance = effectiveBalance(row)
        guard UInt64(slashings.count) == spec.epochsPerSlashingsVector else { throw BlockError(part, .overflow) }
        let place = Int(epoch % spec.epochsPerSlashingsVector)
        slashings[place] = try slashings[place].plus(balance, part)
        decreaseBalance(row, by: balance / spec.minSlashingPenaltyQuotient)

        let reward = balance / spec.whistleblowerRewardQuotient
        let proposerShare = reward * ParticipationFlag.proposerWeight / ParticipationFlag.weightDenominator
        let proposer = try self.row(context.proposer, part)
        try increaseBalance(proposer, by: proposerShare, part)
        try increaseBalance(proposer, by: reward - proposerShare, part)
    }
}
