/// The SSZ types of one fork and preset.
///
/// Names and order of fields are the spec's: phase 0 to Fulu, `beacon-chain.md`.
public struct BeaconSchema: Sendable {
    /// Rules and sizes.
    public let spec: ChainSpec

    // Parts that no fork changed.
    /// `Checkpoint`.
    public let checkpoint: SSZType
    /// `Fork`.
    public let forkRecord: SSZType
    /// `ForkData`.
    public let forkData: SSZType
    /// `SigningData`.
    public let signingData: SSZType
    /// `Validator`.
    public let validator: SSZType
    /// `AttestationData`.
    public let attestationData: SSZType
    /// `Eth1Data`.
    public let eth1Data: SSZType
    /// `BeaconBlockHeader`.
    public let beaconBlockHeader: SSZType
    /// `SignedBeaconBlockHeader`.
    public let signedBeaconBlockHeader: SSZType
    /// `DepositMessage`.
    public let depositMessage: SSZType
    /// `DepositData`.
    public let depositData: SSZType
    /// `Deposit`.
    public let deposit: SSZType
    /// `VoluntaryExit`.
    public let voluntaryExit: SSZType
    /// `SignedVoluntaryExit`.
    public let signedVoluntaryExit: SSZType
    /// `ProposerSlashing`.
    public let proposerSlashing: SSZType
    /// `SyncAggregate`.
    public let syncAggregate: SSZType
    /// `SyncCommittee`.
    public let syncCommittee: SSZType
    /// `HistoricalBatch`.
    public let historicalBatch: SSZType
    /// `HistoricalSummary`.
    public let historicalSummary: SSZType
    /// `Withdrawal`.
    public let withdrawal: SSZType
    /// `BLSToExecutionChange`.
    public let blsToExecutionChange: SSZType
    /// `SignedBLSToExecutionChange`.
    public let signedBLSToExecutionChange: SSZType
    /// `DepositRequest`.
    public let depositRequest: SSZType
    /// `WithdrawalRequest`.
    public let withdrawalRequest: SSZType
    /// `ConsolidationRequest`.
    public let consolidationRequest: SSZType
    /// `ExecutionRequests`.
    public let executionRequests: SSZType
    /// `PendingDeposit`.
    public let pendingDeposit: SSZType
    /// `PendingPartialWithdrawal`.
    public let pendingPartialWithdrawal: SSZType
    /// `PendingConsolidation`.
    public let pendingConsolidation: SSZType
    /// Rewards and penalties of the reference tests of `rewards`.
    public let deltas: SSZType

    // Parts whose form or limits depend on the fork.
    /// `Attestation`.
    public let attestation: SSZType
    /// `IndexedAttestation`.
    public let indexedAttestation: SSZType
    /// `AttesterSlashing`.
    public let attesterSlashing: SSZType
    /// `ExecutionPayload`.
    public let executionPayload: SSZType
    /// `ExecutionPayloadHeader`.
    public let executionPayloadHeader: SSZType
    /// `BeaconBlockBody`.
    public let beaconBlockBody: SSZType
    /// `BeaconBlock`.
    public let beaconBlock: SSZType
    /// `SignedBeaconBlock`.
    public let signedBeaconBlock: SSZType
    /// `BeaconState`.
    public let beaconState: SSZType

    /// The types of the given rules and sizes.
    public init(_ spec: ChainSpec) {
        self.spec = spec
        let p = Primitives()
        checkpoint = .container("Checkpoint", [("epoch", p.uint64), ("root", p.bytes32)])
        forkRecord = .container(
            "Fork", [("previous_version", p.bytes4), ("current_version", p.bytes4), ("epoch", p.uint64)])
        forkData = .container(
            "ForkData", [("current_version", p.bytes4), ("genesis_validators_root", p.bytes32)])
        signingData = .container("SigningData", [("object_root", p.bytes32), ("domain", p.bytes32)])
        validator = .container(
            "Validator",
            [
                ("pubkey", p.bytes48), ("withdrawal_credentials", p.bytes32), ("effective_balance", p.uint64),
                ("slashed", p.boolean), ("activation_eligibility_epoch", p.uint64), ("activation_epoch", p.uint64),
                ("exit_epoch", p.uint64), ("withdrawable_epoch", p.uint64),
            ])
        attestationData = .container(
            "AttestationData",
            [
                ("slot", p.uint64), ("index", p.uint64), ("beacon_block_root", p.bytes32), ("source", checkpoint),
                ("target", checkpoint),
            ])
        eth1Data = .container(
            "Eth1Data", [("deposit_root", p.bytes32), ("deposit_count", p.uint64), ("block_hash", p.bytes32)])
        beaconBlockHeader = .container(
            "BeaconBlockHeader",
            [
                ("slot", p.uint64), ("proposer_index", p.uint64), ("parent_root", p.bytes32),
                ("state_root", p.bytes32), ("body_root", p.bytes32),
            ])
        signedBeaconBlockHeader = .container(
            "SignedBeaconBlockHeader", [("message", beaconBlockHeader), ("signature", p.bytes96)])
        depositMessage = .container(
            "DepositMessage",
            [("pubkey", p.bytes48), ("withdrawal_credentials", p.bytes32), ("amount", p.uint64)])
        depositData = .container(
            "DepositData",
            [
                ("pubkey", p.bytes48), ("withdrawal_credentials", p.bytes32), ("amount", p.uint64),
                ("signature", p.bytes96),
            ])
        deposit = .container(
            "Deposit",
            [("proof", .vector(p.bytes32, ChainSpec.depositContractTreeDepth + 1)), ("data", depositData)])
        voluntaryExit = .container("VoluntaryExit", [("epoch", p.uint64), ("validator_index", p.uint64)])
        signedVoluntaryExit = .container(
            "SignedVoluntaryExit", [("message", voluntaryExit), ("signature", p.bytes96)])
        proposerSlashing = .container(
            "ProposerSlashing",
            [("signed_header_1", signedBeaconBlockHeader), ("signed_header_2", signedBeaconBlockHeader)])
        syncAggregate = .container(
            "SyncAggregate",
            [
                ("sync_committee_bits", .bitvector(Int(spec.syncCommitteeSize))),
                ("sync_committee_signature", p.bytes96),
            ])
        syncCommittee = .container(
            "SyncCommittee",
            [("pubkeys", .vector(p.bytes48, Int(spec.syncCommitteeSize))), ("aggregate_pubkey", p.bytes48)])
        let historicalRoots = SSZType.vector(p.bytes32, Int(spec.slotsPerHistoricalRoot))
        historicalBatch = .container(
            "HistoricalBatch", [("block_roots", historicalRoots), ("state_roots", historicalRoots)])
        historicalSummary = .container(
            "HistoricalSummary", [("block_summary_root", p.bytes32), ("state_summary_root", p.bytes32)])
        withdrawal = .container(
            "Withdrawal",
            [
                ("index", p.uint64), ("validator_index", p.uint64), ("address", p.bytes20), ("amount", p.uint64),
            ])
        blsToExecutionChange = .container(
            "BLSToExecutionChange",
            [("validator_index", p.uint64), ("from_bls_pubkey", p.bytes48), ("to_execution_address", p.bytes20)])
        signedBLSToExecutionChange = .container(
            "SignedBLSToExecutionChange", [("message", blsToExecutionChange), ("signature", p.bytes96)])
        depositRequest = .container(
            "DepositRequest",
            [
                ("pubkey", p.bytes48), ("withdrawal_credentials", p.bytes32), ("amount", p.uint64),
                ("signature", p.bytes96), ("index", p.uint64),
            ])
        withdrawalRequest = .container(
            "WithdrawalRequest",
            [("source_address", p.bytes20), ("validator_pubkey", p.bytes48), ("amount", p.uint64)])
        consolidationRequest = .container(
            "ConsolidationRequest",
            [("source_address", p.bytes20), ("source_pubkey", p.bytes48), ("target_pubkey", p.bytes48)])
        executionRequests = .container(
            "ExecutionRequests",
            [
                ("deposits", .list(depositRequest, spec.maxDepositRequestsPerPayload)),
                ("withdrawals", .list(withdrawalRequest, spec.maxWithdrawalRequestsPerPayload)),
                ("consolidations", .list(consolidationRequest, spec.maxConsolidationRequestsPerPayload)),
            ])
        pendingDeposit = .container(
            "PendingDeposit",
            [
                ("pubkey", p.bytes48), ("withdrawal_credentials", p.bytes32), ("amount", p.uint64),
                ("signature", p.bytes96), ("slot", p.uint64),
            ])
        pendingPartialWithdrawal = .container(
            "PendingPartialWithdrawal",
            [("validator_index", p.uint64), ("amount", p.uint64), ("withdrawable_epoch", p.uint64)])
        pendingConsolidation = .container(
            "PendingConsolidation", [("source_index", p.uint64), ("target_index", p.uint64)])
        let amounts = SSZType.list(p.uint64, spec.validatorRegistryLimit)
        deltas = .container("Deltas", [("rewards", amounts), ("penalties", amounts)])

        let membersLimit =
            spec.maxValidatorsPerCommittee * (spec.fork >= .electra ? spec.maxCommitteesPerSlot : 1)
        var attestationFields: [(String, SSZType)] = [
            ("aggregation_bits", .bitlist(membersLimit)), ("data", attestationData), ("signature", p.bytes96),
        ]
        if spec.fork >= .electra {
            attestationFields.append(("committee_bits", .bitvector(Int(spec.maxCommitteesPerSlot))))
        }
        attestation = .container("Attestation", attestationFields)
        indexedAttestation = .container(
            "IndexedAttestation",
            [
                ("attesting_indices", .list(p.uint64, membersLimit)), ("data", attestationData),
                ("signature", p.bytes96),
            ])
        attesterSlashing = .container(
            "AttesterSlashing", [("attestation_1", indexedAttestation), ("attestation_2", indexedAttestation)])
        executionPayload = Self.executionPayload(spec, p, withdrawal: withdrawal)
        executionPayloadHeader = Self.executionPayloadHeader(spec, p)

        var bodyFields: [(String, SSZType)] = [
            ("randao_reveal", p.bytes96), ("eth1_data", eth1Data), ("graffiti", p.bytes32),
            ("proposer_slashings", .list(proposerSlashing, spec.maxProposerSlashings)),
            ("attester_slashings", .list(attesterSlashing, spec.maxAttesterSlashings)),
            ("attestations", .list(attestation, spec.maxAttestations)),
            ("deposits", .list(deposit, spec.maxDeposits)),
            ("voluntary_exits", .list(signedVoluntaryExit, spec.maxVoluntaryExits)),
            ("sync_aggregate", syncAggregate),
        ]
        if spec.fork >= .bellatrix { bodyFields.append(("execution_payload", executionPayload)) }
        if spec.fork >= .capella {
            bodyFields.append(
                ("bls_to_execution_changes", .list(signedBLSToExecutionChange, spec.maxBLSToExecutionChanges)))
        }
        if spec.fork >= .deneb {
            bodyFields.append(("blob_kzg_commitments", .list(p.bytes48, spec.maxBlobCommitmentsPerBlock)))
        }
        if spec.fork >= .electra { bodyFields.append(("execution_requests", executionRequests)) }
        beaconBlockBody = .container("BeaconBlockBody", bodyFields)
        beaconBlock = .container(
            "BeaconBlock",
            [
                ("slot", p.uint64), ("proposer_index", p.uint64), ("parent_root", p.bytes32),
                ("state_root", p.bytes32), ("body", beaconBlockBody),
            ])
        signedBeaconBlock = .container("SignedBeaconBlock", [("message", beaconBlock), ("signature", p.bytes96)])
        beaconState = Self.beaconState(
            spec, p,
            StateParts(
                checkpoint: checkpoint, forkRecord: forkRecord, header: beaconBlockHeader, eth1Data: eth1Data,
                validator: validator, syncCommittee: syncCommittee, payloadHeader: executionPayloadHeader,
                historicalSummary: historicalSummary, pendingDeposit: pendingDeposit,
                pendingPartialWithdrawal: pendingPartialWithdrawal, pendingConsolidation: pendingConsolidation))
    }
}

/// The basic types, each built once.
struct Primitives {
    let uint8 = SSZType.uint(1)
    let uint64 = SSZType.uint(8)
    let uint256 = SSZType.uint(32)
    let boolean = SSZType.boolean()
    let bytes4 = SSZType.bytes(4)
    let bytes20 = SSZType.bytes(20)
    let bytes32 = SSZType.bytes(32)
    let bytes48 = SSZType.bytes(48)
    let bytes96 = SSZType.bytes(96)
    let logsBloom = SSZType.bytes(256)
}
