internal import BeaconChain

/// The block rules for vectors, which name validators by row and leave out keys, addresses and signatures.
struct ReplayedOperations: VectorBlockRules {
    func apply(_ operation: VectorOperation, to state: inout BeaconState) throws -> Bool? {
        switch operation {
        case .attestation(let vote, let proposer):
            guard let attesters = vote.attesters else { throw BlockError(.attestation, .wrongBitCount) }
            try state.processAttestation(
                Self.data(vote), attesters: attesters, BlockContext(state, proposer: proposer))
        case .attesterSlashing(let first, let second, let proposer):
            try state.processAttesterSlashing(
                AttesterSlashing(first: Self.indexed(first), second: Self.indexed(second)),
                BlockContext(state, proposer: proposer))
        case .proposerSlashing(let first, let second, let proposer):
            try state.processProposerSlashing(
                ProposerSlashing(first: Self.header(first), second: Self.header(second)),
                BlockContext(state, proposer: proposer))
        case .voluntaryExit(let validator, let epoch):
            try state.processVoluntaryExit(
                SignedVoluntaryExit(epoch: epoch, validator: UInt64(clamping: validator), signature: []),
                BlockContext(state, proposer: 0))
        case .syncAggregate(let bits, let proposer):
            try state.processSyncAggregate(
                SyncAggregate(bits: bits, signature: []), BlockContext(state, proposer: proposer))
        case .withdrawals(let payload):
            let expected = try state.expectedWithdrawals()
            let due = expected.withdrawals.map { [$0.index, $0.validator, $0.amount] }
            guard due == payload.map({ [$0.index, $0.validator, $0.amount] }) else {
                throw BlockError(.withdrawals, .wrongWithdrawals)
            }
            try state.apply(expected)
        case .withdrawalRequest(let validator, let amount, let isAddressRight):
            try state.processWithdrawalRequest(
                WithdrawalRequest(
                    sourceAddress: Self.address(validator, isRight: isAddressRight, state),
                    validatorKey: Self.key(validator, state), amount: amount),
                BlockContext(state, proposer: 0))
        case .consolidationRequest(let source, let target, let isSameKey, let isAddressRight):
            let sourceKey = Self.key(source, state)
            let targetKey = isSameKey ? sourceKey : Self.key(target, state, unknown: 0xDD)
            try state.processConsolidationRequest(
                ConsolidationRequest(
                    sourceAddress: Self.address(source, isRight: isAddressRight, state), sourceKey: sourceKey,
                    targetKey: targetKey),
                BlockContext(state, proposer: 0))
        case .depositRequest(let deposit, let index):
            state.processDepositRequest(DepositRequest(data: deposit.data, index: index))
        case .blsToExecutionChange(let validator):
            try Self.changeCredentials(of: validator, &state)
        }
        return true
    }

    /// A vector has neither the key nor the address of a change, so the rule's hash and signature are left out.
    private static func changeCredentials(of row: ValidatorIndex, _ state: inout BeaconState) throws {
        guard row >= 0, row < state.registry.count else { throw BlockError(.blsToExecutionChange, .unknownValidator) }
        guard state.registry.credentialPrefixes[row] == 0 else {
            throw BlockError(.blsToExecutionChange, .notBLSCredentials)
        }
        state.registry.credentialPrefixes[row] = 1
        state.registry.withdrawalCredentials[32 * row] = 1
    }

    private static func data(_ vote: VectorAttestation) -> AttestationData {
        AttestationData(
            slot: vote.slot, index: vote.committee, beaconBlockRoot: vote.blockRoot, source: vote.source,
            target: vote.target)
    }

    private static func indexed(_ vote: VectorAttestation) -> IndexedAttestation {
        IndexedAttestation(
            attestingIndices: (vote.attesters ?? []).map { UInt64(clamping: $0) }, data: data(vote), signature: [])
    }

    /// The root stands for all that tells two headers of one slot apart.
    private static func header(_ vector: VectorHeader) -> SignedBlockHeader {
        var header = BlockHeader()
        header.slot = vector.slot
        header.proposerIndex = vector.proposer
        header.bodyRoot = vector.root
        return SignedBlockHeader(message: header, signature: [])
    }

    /// A row's key, or one that nobody has.
    private static func key(_ row: ValidatorIndex?, _ state: BeaconState, unknown: UInt8 = 0xEE) -> [UInt8] {
        guard let row, row >= 0, row < state.registry.count else { return [UInt8](repeating: unknown, count: 48) }
        return Array(state.registry.publicKeys[48 * row..<48 * (row + 1)])
    }

    /// A row's address, or another.
    private static func address(_ row: ValidatorIndex?, isRight: Bool, _ state: BeaconState) -> [UInt8] {
        guard isRight, let row, row >= 0, row < state.registry.count else { return [UInt8](repeating: 0xEE, count: 20) }
        return Array(state.registry.withdrawalCredentials[32 * row + 12..<32 * (row + 1)])
    }
}
