extension BeaconState {
    /// Lets a validator leave that asks for it. Spec: `process_voluntary_exit`, phase 0, Deneb, Electra.
    ///
    /// - Throws: `BlockError`, `EpochError`.
    public mutating func processVoluntaryExit(_ exit: SignedVoluntaryExit, _ context: BlockContext) throws {
        let row = try row(exit.validator, .voluntaryExit)
        let epoch = currentEpoch
        guard registry.isActive(row, in: epoch) else { throw BlockError(.voluntaryExit, .notActive) }
        guard registry.exitEpochs[row] == .farFuture else { throw BlockError(.voluntaryExit, .exitInitiated) }
        guard epoch >= exit.epoch else { throw BlockError(.voluntaryExit, .exitInFuture) }
        guard try epoch >= registry.activationEpochs[row].epoch.plus(spec.shardCommitteePeriod, .voluntaryExit) else {
            throw BlockError(.voluntaryExit, .activeTooShortly)
        }
        if spec.fork >= .electra, try pendingBalanceToWithdraw(row, .voluntaryExit) != 0 {
            throw BlockError(.voluntaryExit, .pendingWithdrawals)
        }
        // Deneb (EIP-7044): a signed exit stays valid, in the domain of Capella.
        let signingDomain =
            spec.fork >= .deneb
            ? SigningDomain(
                .voluntaryExit, forkVersion: capellaForkVersion,
                genesisValidatorsRoot: chainRecord.genesisValidatorsRoot)
            : domain(.voluntaryExit, at: exit.epoch)
        try context.check(
            .voluntaryExit, key: publicKey(row), objectRoot: exit.messageRoot, domain: signingDomain,
            signature: exit.signature)
        try initiateValidatorExit(row, totalActiveBalance: context.totalActiveBalance)
    }

    private var capellaForkVersion: [UInt8] { Fork.capella.version(spec.preset) }

    /// Gwei that wait in the queue of partial withdrawals. Spec: `get_pending_balance_to_withdraw`, Electra.
    ///
    /// Complexity: one pass over the queue.
    func pendingBalanceToWithdraw(_ row: Int, _ part: BlockPart) throws(BlockError) -> Gwei {
        var sum: Gwei = 0
        for withdrawal in pendingPartialWithdrawals where withdrawal.validator == row {
            sum = try sum.plus(withdrawal.amount, part)
        }
        return sum
    }
}
