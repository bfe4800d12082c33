extension BeaconState {
    /// Carries out an exit or partial withdrawal that the execution layer asks for; ignores one that is not allowed.
    ///
    /// Spec: `process_withdrawal_request`, Electra (EIP-7002).
    ///
    /// - Throws: `BlockError`, `EpochError` if amounts or epochs leave their range.
    public mutating func processWithdrawalRequest(_ request: WithdrawalRequest, _ context: BlockContext) throws {
        let isFullExit = request.amount == 0
        if UInt64(pendingPartialWithdrawals.count) == spec.pendingPartialWithdrawalsLimit, !isFullExit { return }
        guard let row = registry.row(ofPublicKey: request.validatorKey),
            isAddress(request.sourceAddress, of: row), mayLeave(row), hasServed(row)
        else { return }
        let pending = try pendingBalanceToWithdraw(row, .withdrawalRequest)
        if isFullExit {
            if pending == 0 { try initiateValidatorExit(row, totalActiveBalance: context.totalActiveBalance) }
            return
        }
        let kept = try spec.minActivationBalance.plus(pending, .withdrawalRequest)
        guard registry.credentialPrefixes[row] == 2, effectiveBalance(row) >= spec.minActivationBalance,
            registry.balances[row] > kept
        else { return }
        let amount = min(registry.balances[row] - kept, request.amount)
        var queue = try ExitQueue(self, totalActiveBalance: context.totalActiveBalance)
        let place = try queue.admit(balance: amount, count: 1)
        queue.write(to: &self)
        pendingPartialWithdrawals.append(
            PendingPartialWithdrawal(validator: row, amount: amount, withdrawableEpoch: place.withdrawable))
    }

    /// Whether a row withdraws to that address.
    func isAddress(_ address: [UInt8], of row: Int) -> Bool {
        let prefix = registry.credentialPrefixes[row]
        guard prefix == 1 || prefix == 2 else { return false }
        return withdrawalCredentials(row)[12...].elementsEqual(address)
    }

    /// Whether a validator is active and not on its way out.
    func mayLeave(_ row: Int) -> Bool {
        registry.isActive(row, in: currentEpoch) && registry.exitEpochs[row] == .farFuture
    }

    /// Whether a validator has been active for the time that an exit needs (`SHARD_COMMITTEE_PERIOD`).
    func hasServed(_ row: Int) -> Bool {
        let (since, overflow) = registry.activationEpochs[row].epoch.addingReportingOverflow(
            spec.shardCommitteePeriod)
        return !overflow && currentEpoch >= since
    }
}
