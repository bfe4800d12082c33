/// The withdrawals that a block must carry. Spec: `get_expected_withdrawals`, Capella and Electra.
public struct ExpectedWithdrawals: Hashable, Sendable {
    /// In the order of the payload.
    public var withdrawals: [Withdrawal] = []
    /// How many of the queue's partial withdrawals are done with.
    public var partialsTaken = 0
}

extension BeaconState {
    /// Pays out what is due, and checks that the payload does the same.
    ///
    /// Spec: `process_withdrawals`, Capella and Electra.
    ///
    /// - Throws: `BlockError`.
    public mutating func processWithdrawals(_ payload: ExecutionPayload) throws(BlockError) {
        let expected = try expectedWithdrawals()
        guard payload.withdrawals == expected.withdrawals else { throw BlockError(.withdrawals, .wrongWithdrawals) }
        try apply(expected)
    }

    /// Pays out the expected withdrawals and moves the sweep on.
    ///
    /// - Throws: `BlockError`.
    public mutating func apply(_ expected: ExpectedWithdrawals) throws(BlockError) {
        for withdrawal in expected.withdrawals {
            decreaseBalance(try row(withdrawal.validator, .withdrawals), by: withdrawal.amount)
        }
        pendingPartialWithdrawals.removeFirst(min(expected.partialsTaken, pendingPartialWithdrawals.count))
        let count = registry.count
        guard count > 0 else { throw BlockError(.withdrawals, .unknownValidator) }
        if let last = expected.withdrawals.last {
            nextWithdrawalIndex = try last.index.plus(1, .withdrawals)
            if UInt64(expected.withdrawals.count) == spec.maxWithdrawalsPerPayload {
                nextWithdrawalValidatorIndex = try (row(last.validator, .withdrawals) + 1) % count
                return
            }
        }
        // The sweep advances by its full length also where fewer validators were looked at.
        let next = try UInt64(nextWithdrawalValidatorIndex).plus(spec.maxValidatorsPerWithdrawalsSweep, .withdrawals)
        nextWithdrawalValidatorIndex = Int(next % UInt64(count))
    }

    /// The withdrawals due in this slot's block: requested ones first, then the sweep.
    ///
    /// Complexity: up to `maxValidatorsPerWithdrawalsSweep` rows are looked at.
    /// - Throws: `BlockError` if a row that the state names does not exist or an amount leaves its range.
    public func expectedWithdrawals() throws(BlockError) -> ExpectedWithdrawals {
        var expected = ExpectedWithdrawals()
        var index = nextWithdrawalIndex
        if spec.fork >= .electra { try addRequested(&expected, &index) }
        try addSwept(&expected, &index)
        return expected
    }

    private func balance(_ row: Int, after withdrawals: [Withdrawal]) throws(BlockError) -> Gwei {
        var balance = registry.balances[row]
        for withdrawal in withdrawals where withdrawal.validator == UInt64(row) {
            balance = try balance.minus(withdrawal.amount, .withdrawals)
        }
        return balance
    }

    private func withdrawal(_ row: Int, _ amount: Gwei, _ index: inout UInt64) throws(BlockError) -> Withdrawal {
        let made = Withdrawal(
            index: index, validator: UInt64(row), address: Array(withdrawalCredentials(row)[12...]), amount: amount)
        index = try index.plus(1, .withdrawals)
        return made
    }

    /// Spec: `get_pending_partial_withdrawals`.
    private func addRequested(_ expected: inout ExpectedWithdrawals, _ index: inout UInt64) throws(BlockError) {
        // A place is left for the sweep.
        let limit = min(spec.maxPendingPartialsPerWithdrawalsSweep, max(1, spec.maxWithdrawalsPerPayload) - 1)
        for pending in pendingPartialWithdrawals {
            if pending.withdrawableEpoch > currentEpoch || UInt64(expected.withdrawals.count) >= limit { break }
            let row = try row(pending.validator, .withdrawals)
            let balance = try balance(row, after: expected.withdrawals)
            if registry.exitEpochs[row] == .farFuture, effectiveBalance(row) >= spec.minActivationBalance,
                balance > spec.minActivationBalance
            {
                let amount = min(balance - spec.minActivationBalance, pending.amount)
                expected.withdrawals.append(try withdrawal(row, amount, &index))
            }
            expected.partialsTaken += 1
        }
    }

    /// Spec: `get_validators_sweep_withdrawals`.
    private func addSwept(_ expected: inout ExpectedWithdrawals, _ index: inout UInt64) throws(BlockError) {
        let count = registry.count
        let looked = min(UInt64(count), spec.maxValidatorsPerWithdrawalsSweep)
        guard looked > 0 else { return }
        let epoch = currentEpoch
        var row = try row(nextWithdrawalValidatorIndex, .withdrawals)
        for _ in 0..<looked {
            if UInt64(expected.withdrawals.count) >= spec.maxWithdrawalsPerPayload { break }
            let prefix = registry.credentialPrefixes[row]
            if prefix == 1 || (prefix == 2 && spec.fork >= .electra) {
                let balance = try balance(row, after: expected.withdrawals)
                let maximum = maxEffectiveBalance(row)
                if registry.withdrawableEpochs[row].epoch <= epoch, balance > 0 {
                    expected.withdrawals.append(try withdrawal(row, balance, &index))
                } else if effectiveBalance(row) == maximum, balance > maximum {
                    expected.withdrawals.append(try withdrawal(row, balance - maximum, &index))
                }
            }
            row = row + 1 == count ? 0 : row + 1
        }
    }
}
