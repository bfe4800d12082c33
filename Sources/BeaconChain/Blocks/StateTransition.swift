extension BeaconState {
    /// Applies a signed block: slots up to it, signature, block, and the state root that it claims.
    ///
    /// Spec: `state_transition`, phase 0. On an error the state is half-way and of no further use.
    ///
    /// - Throws: `BlockError`, `EpochError`, `StateFileError`.
    public mutating func apply(
        _ block: SignedBeaconBlock, signatures: some SignatureChecking, engineAcceptsPayload: Bool = true
    ) throws {
        try processSlots(to: block.message.slot, signatures: signatures)
        var context = try BlockContext(self, signatures: signatures, engineAcceptsPayload: engineAcceptsPayload)
        let proposer = try row(block.message.proposerIndex, .block)
        try context.check(
            .block, key: publicKey(proposer), objectRoot: block.message.hashTreeRoot,
            domain: domain(.beaconProposer, at: currentEpoch), signature: block.signature)
        try processBlock(block.message, &context)
        guard try block.message.stateRoot == hashTreeRoot() else { throw BlockError(.block, .wrongStateRoot) }
    }

    /// Spec: `process_block`, Altair to Fulu.
    ///
    /// - Throws: `BlockError`, `EpochError`.
    public mutating func processBlock(_ block: BeaconBlock, _ context: inout BlockContext) throws {
        try processBlockHeader(block, context)
        if isExecutionEnabled(block.body) {
            if spec.fork >= .capella, let payload = block.body.executionPayload { try processWithdrawals(payload) }
            try processExecutionPayload(block.body, context)
        }
        try processRandao(block.body, context)
        try processEth1Data(block.body)
        try processOperations(block.body, &context)
        try processSyncAggregate(block.body.syncAggregate, context)
    }

    /// Spec: `process_operations`, phase 0 to Fulu.
    ///
    /// - Throws: `BlockError`, `EpochError`.
    public mutating func processOperations(_ body: BeaconBlockBody, _ context: inout BlockContext) throws {
        try checkDepositCount(body)
        for slashing in body.proposerSlashings { try processProposerSlashing(slashing, context) }
        for slashing in body.attesterSlashings { try processAttesterSlashing(slashing, context) }
        for attestation in body.attestations { try processAttestation(attestation, &context) }
        for deposit in body.deposits { try processDeposit(deposit, context) }
        for exit in body.voluntaryExits { try processVoluntaryExit(exit, context) }
        for change in body.blsToExecutionChanges { try processBLSToExecutionChange(change, context) }
        for request in body.depositRequests { processDepositRequest(request) }
        for request in body.withdrawalRequests { try processWithdrawalRequest(request, context) }
        for request in body.consolidationRequests { try processConsolidationRequest(request, context) }
    }
}
