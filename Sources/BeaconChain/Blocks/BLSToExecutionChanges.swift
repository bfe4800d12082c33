extension BeaconState {
    /// Gives a validator an address to withdraw to. Spec: `process_bls_to_execution_change`, Capella.
    ///
    /// - Throws: `BlockError`.
    public mutating func processBLSToExecutionChange(
        _ change: SignedBLSToExecutionChange, _ context: BlockContext
    ) throws(BlockError) {
        let row = try row(change.validator, .blsToExecutionChange)
        let credentials = withdrawalCredentials(row)
        guard credentials[0] == 0 else { throw BlockError(.blsToExecutionChange, .notBLSCredentials) }
        guard credentials[1...].elementsEqual(Merkleization.sha256(change.fromKey).bytes[1...]) else {
            throw BlockError(.blsToExecutionChange, .wrongCredentials)
        }
        // The same in all forks, so that a change signed once stays valid.
        let domain = SigningDomain(
            .blsToExecutionChange, forkVersion: spec.preset.genesisForkVersion,
            genesisValidatorsRoot: chainRecord.genesisValidatorsRoot)
        try context.check(
            .blsToExecutionChange, key: change.fromKey, objectRoot: change.messageRoot, domain: domain,
            signature: change.signature)
        setWithdrawalCredentials(row, to: [1] + [UInt8](repeating: 0, count: 11) + change.toAddress)
    }
}
