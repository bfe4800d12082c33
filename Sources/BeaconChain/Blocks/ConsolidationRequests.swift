extension BeaconState {
    /// Merges one validator into another or lets it compound; ignores a request that is not allowed.
    ///
    /// Spec: `process_consolidation_request`, Electra (EIP-7251).
    ///
    /// - Throws: `BlockError`, `EpochError` if amounts or epochs leave their range.
    public mutating func processConsolidationRequest(_ request: ConsolidationRequest, _ context: BlockContext) throws {
        let source = registry.row(ofPublicKey: request.sourceKey)
        if request.sourceKey == request.targetKey {
            if let source, isAddress(request.sourceAddress, of: source),
                registry.credentialPrefixes[source] == 1, mayLeave(source)
            {
                switchToCompounding(source)
            }
            return
        }
        let churn = try ChurnLimit(spec, totalActiveBalance: context.totalActiveBalance).consolidation
        guard UInt64(pendingConsolidations.count) != spec.pendingConsolidationsLimit,
            churn > spec.minActivationBalance, let source,
            let target = registry.row(ofPublicKey: request.targetKey), isAddress(request.sourceAddress, of: source),
            registry.credentialPrefixes[target] == 2, mayLeave(source), mayLeave(target), hasServed(source),
            try pendingBalanceToWithdraw(source, .consolidationRequest) == 0
        else { return }
        let exit = try consolidationEpoch(of: effectiveBalance(source), churn: churn)
        try setExit(
            source, exit: exit,
            withdrawable: exit.plus(spec.minValidatorWithdrawabilityDelay, .consolidationRequest),
            .consolidationRequest)
        pendingConsolidations.append(PendingConsolidation(source: source, target: target))
    }

    /// Spec: `switch_to_compounding_validator`, `queue_excess_active_balance`.
    private mutating func switchToCompounding(_ row: Int) {
        setWithdrawalCredentials(row, to: [2] + withdrawalCredentials(row)[1...])
        let balance = registry.balances[row]
        guard balance > spec.minActivationBalance else { return }
        registry.balances[row] = spec.minActivationBalance
        // A deposit without a signature and of slot 0 is one that the protocol made itself.
        pendingDeposits.append(
            PendingDeposit(
                publicKey: publicKey(row), withdrawalCredentials: withdrawalCredentials(row),
                amount: balance - spec.minActivationBalance, signature: Self.pointAtInfinity, slot: 0))
    }

    /// Spec: `compute_consolidation_epoch_and_update_churn`.
    private mutating func consolidationEpoch(of balance: Gwei, churn: Gwei) throws(BlockError) -> Epoch {
        let part = BlockPart.consolidationRequest
        let earliest = try currentEpoch.plus(1, part).plus(spec.maxSeedLookahead, part)
        var epoch = max(earliestConsolidationEpoch, earliest)
        var left = earliestConsolidationEpoch < epoch ? churn : consolidationBalanceToConsume
        if balance > left {
            // The caller has checked that the churn is not zero.
            let epochs = (balance - left - 1) / churn + 1
            let (more, overflow) = epochs.multipliedReportingOverflow(by: churn)
            guard !overflow else { throw BlockError(part, .overflow) }
            epoch = try epoch.plus(epochs, part)
            left = try left.plus(more, part)
        }
        consolidationBalanceToConsume = left - balance
        earliestConsolidationEpoch = epoch
        return epoch
    }
}
