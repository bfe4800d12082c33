extension Registry {
    /// How many validators a row stands for.
    public func members(of row: Int) -> UInt64 {
        multiplicity.isEmpty ? 1 : UInt64(multiplicity[row])
    }

    /// Whether a row's validators attest in an epoch (spec: `is_active_validator`).
    public func isActive(_ row: Int, in epoch: Epoch) -> Bool {
        activationEpochs[row].epoch <= epoch && epoch < exitEpochs[row].epoch
    }

    /// Number of validators active in an epoch.
    ///
    /// Complexity: one pass over two columns.
    public func activeCount(in epoch: Epoch) -> UInt64 {
        var count: UInt64 = 0
        for row in activationEpochs.indices where isActive(row, in: epoch) { count += members(of: row) }
        return count
    }

    /// Adds a row equal to `row` that takes over the last `count` of its members.
    ///
    /// - Precondition: the registry has multiplicities and the row more than `count` members.
    /// - Returns: the new row.
    package mutating func split(_ row: Int, last count: UInt32) -> Int {
        effectiveIncrements.append(effectiveIncrements[row])
        balances.append(balances[row])
        slashed.append(slashed[row])
        activationEligibilityEpochs.append(activationEligibilityEpochs[row])
        activationEpochs.append(activationEpochs[row])
        exitEpochs.append(exitEpochs[row])
        withdrawableEpochs.append(withdrawableEpochs[row])
        inactivityScores.append(inactivityScores[row])
        previousParticipation.append(previousParticipation[row])
        currentParticipation.append(currentParticipation[row])
        credentialPrefixes.append(credentialPrefixes[row])
        if !publicKeys.isEmpty { publicKeys.append(contentsOf: publicKeys[row * 48..<row * 48 + 48]) }
        if !withdrawalCredentials.isEmpty {
            withdrawalCredentials.append(contentsOf: withdrawalCredentials[row * 32..<row * 32 + 32])
        }
        multiplicity[row] -= count
        multiplicity.append(count)
        return balances.count - 1
    }
}
