extension BeaconState {
    /// Takes a deposit proven by the deposit contract's tree. Spec: `process_deposit`, phase 0; gone in Fulu.
    ///
    /// - Throws: `BlockError`.
    public mutating func processDeposit(_ deposit: Deposit, _ context: BlockContext) throws(BlockError) {
        let depth = ChainSpec.depositContractTreeDepth + 1
        let proven = Merkleization.root(
            ofLeaf: deposit.data.hashTreeRoot, branch: deposit.proof, depth: depth,
            index: chainRecord.eth1DepositIndex)
        guard deposit.proof.count == depth, proven == chainRecord.eth1Data.depositRoot else {
            throw BlockError(.deposit, .badMerkleProof)
        }
        chainRecord.eth1DepositIndex = try chainRecord.eth1DepositIndex.plus(1, .deposit)
        try apply(deposit.data, context)
    }

    /// Spec: `apply_deposit`: at once before Electra, through the queue from Electra on.
    private mutating func apply(_ data: DepositData, _ context: BlockContext) throws(BlockError) {
        let known = registry.row(ofPublicKey: data.publicKey)
        if known == nil {
            // A new validator must prove that it has the key; the deposit contract does not ask.
            guard context.isValid(data) else { return }
            addValidator(data, amount: spec.fork >= .electra ? 0 : data.amount)
        }
        if spec.fork >= .electra {
            pendingDeposits.append(
                PendingDeposit(
                    publicKey: data.publicKey, withdrawalCredentials: data.withdrawalCredentials,
                    amount: data.amount, signature: data.signature, slot: 0))
        } else if let known {
            try increaseBalance(known, by: data.amount, .deposit)
        }
    }

    /// Spec: `add_validator_to_registry`, `get_validator_from_deposit`.
    private mutating func addValidator(_ data: DepositData, amount: Gwei) {
        let prefix = data.withdrawalCredentials.first ?? 0
        registry.credentialPrefixes.append(prefix)
        registry.publicKeys += data.publicKey
        registry.withdrawalCredentials += data.withdrawalCredentials
        registry.balances.append(amount)
        registry.slashed.append(false)
        registry.activationEligibilityEpochs.append(.farFuture)
        registry.activationEpochs.append(.farFuture)
        registry.exitEpochs.append(.farFuture)
        registry.withdrawableEpochs.append(.farFuture)
        registry.inactivityScores.append(0)
        registry.previousParticipation.append(0)
        registry.currentParticipation.append(0)
        let increments =
            min(amount, maxEffectiveBalance(registry.count - 1)) / max(1, spec.effectiveBalanceIncrement)
        registry.effectiveIncrements.append(UInt16(clamping: increments))
    }

    /// Queues a deposit that the execution layer reports. Spec: `process_deposit_request`, Electra and Fulu.
    public mutating func processDepositRequest(_ request: DepositRequest) {
        if spec.fork < .fulu, depositRequestsStartIndex == .max { depositRequestsStartIndex = request.index }
        pendingDeposits.append(
            PendingDeposit(
                publicKey: request.data.publicKey, withdrawalCredentials: request.data.withdrawalCredentials,
                amount: request.data.amount, signature: request.data.signature, slot: slot))
    }

    /// Checks that a block carries the deposits that are due. Spec: `process_operations`.
    ///
    /// - Throws: `BlockError`.
    func checkDepositCount(_ body: BeaconBlockBody) throws(BlockError) {
        var expected: UInt64 = 0
        switch spec.fork {
        case .altair, .bellatrix, .capella, .deneb:
            expected = min(
                spec.maxDeposits,
                try chainRecord.eth1Data.depositCount.minus(chainRecord.eth1DepositIndex, .operations))
        case .electra:
            let limit = min(chainRecord.eth1Data.depositCount, depositRequestsStartIndex)
            if chainRecord.eth1DepositIndex < limit {
                expected = min(spec.maxDeposits, limit - chainRecord.eth1DepositIndex)
            }
        case .fulu:
            break
        }
        guard UInt64(body.deposits.count) == expected else { throw BlockError(.operations, .wrongDepositCount) }
    }
}
