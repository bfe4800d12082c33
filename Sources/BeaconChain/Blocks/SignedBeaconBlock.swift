/// Spec: `BeaconBlockBody`, Altair to Fulu. Parts of later forks are empty in earlier ones.
public struct BeaconBlockBody: Hashable, Sendable {
    /// 96 bytes.
    public var randaoReveal: [UInt8]
    /// The vote on the deposit contract.
    public var eth1Data: Eth1Data
    /// At most `maxProposerSlashings`.
    public var proposerSlashings: [ProposerSlashing] = []
    /// At most `maxAttesterSlashings`.
    public var attesterSlashings: [AttesterSlashing] = []
    /// At most `maxAttestations`.
    public var attestations: [Attestation] = []
    /// At most `maxDeposits`.
    public var deposits: [Deposit] = []
    /// At most `maxVoluntaryExits`.
    public var voluntaryExits: [SignedVoluntaryExit] = []
    /// Of the previous slot's block.
    public var syncAggregate: SyncAggregate
    /// Nil before Bellatrix.
    public var executionPayload: ExecutionPayload?
    /// Capella and later.
    public var blsToExecutionChanges: [SignedBLSToExecutionChange] = []
    /// Deneb and later.
    public var blobCommitmentCount = 0
    /// Electra and later.
    public var depositRequests: [DepositRequest] = []
    /// Electra and later.
    public var withdrawalRequests: [WithdrawalRequest] = []
    /// Electra and later.
    public var consolidationRequests: [ConsolidationRequest] = []
    /// SSZ root.
    public var hashTreeRoot: Root

    /// Reads a `BeaconBlockBody` of any fork.
    public init(_ view: SSZView, schema: BeaconSchema) throws(SSZError) {
        randaoReveal = try view.field("randao_reveal").bytes
        eth1Data = try Eth1Data(view.field("eth1_data"))
        syncAggregate = try SyncAggregate(view.field("sync_aggregate"))
        hashTreeRoot = view.hashTreeRoot
        for item in try view.field("proposer_slashings").elements() {
            proposerSlashings.append(try ProposerSlashing(item))
        }
        for item in try view.field("attester_slashings").elements() {
            attesterSlashings.append(try AttesterSlashing(item))
        }
        for item in try view.field("attestations").elements() { attestations.append(try Attestation(item)) }
        for item in try view.field("deposits").elements() { deposits.append(try Deposit(item)) }
        for item in try view.field("voluntary_exits").elements() {
            voluntaryExits.append(try SignedVoluntaryExit(item))
        }
        if view.has("execution_payload") {
            executionPayload = try ExecutionPayload(view.field("execution_payload"), schema: schema)
        }
        if view.has("bls_to_execution_changes") {
            for item in try view.field("bls_to_execution_changes").elements() {
                blsToExecutionChanges.append(try SignedBLSToExecutionChange(item))
            }
        }
        if view.has("blob_kzg_commitments") {
            blobCommitmentCount = try view.field("blob_kzg_commitments").count
        }
        if view.has("execution_requests") { try readRequests(view.field("execution_requests")) }
    }

    private mutating func readRequests(_ view: SSZView) throws(SSZError) {
        for item in try view.field("deposits").elements() { depositRequests.append(try DepositRequest(item)) }
        for item in try view.field("withdrawals").elements() {
            withdrawalRequests.append(try WithdrawalRequest(item))
        }
        for item in try view.field("consolidations").elements() {
            consolidationRequests.append(try ConsolidationRequest(item))
        }
    }
}

/// Spec: `BeaconBlock`, phase 0.
public struct BeaconBlock: Hashable, Sendable {
    /// Slot it is for.
    public var slot: Slot
    /// Registry index of the proposer.
    public var proposerIndex: UInt64
    /// Root of the block before.
    public var parentRoot: Root
    /// Root of the state after the block.
    public var stateRoot: Root
    /// What the block carries.
    public var body: BeaconBlockBody
    /// SSZ root.
    public var hashTreeRoot: Root

    /// Reads a `BeaconBlock` of any fork.
    public init(_ view: SSZView, schema: BeaconSchema) throws(SSZError) {
        slot = try view.field("slot").uint64()
        proposerIndex = try view.field("proposer_index").uint64()
        parentRoot = try view.field("parent_root").root()
        stateRoot = try view.field("state_root").root()
        body = try BeaconBlockBody(view.field("body"), schema: schema)
        hashTreeRoot = view.hashTreeRoot
    }
}

/// Spec: `SignedBeaconBlock`, phase 0.
public struct SignedBeaconBlock: Hashable, Sendable {
    /// What is signed.
    public var message: BeaconBlock
    /// 96 bytes.
    public var signature: [UInt8]

    /// Reads a `SignedBeaconBlock` of the given rules from its SSZ bytes.
    ///
    /// - Throws: `SSZError`.
    public init(ssz bytes: [UInt8], spec: ChainSpec) throws(SSZError) {
        let schema = BeaconSchema(spec)
        let view = try SSZView(schema.signedBeaconBlock, bytes)
        message = try BeaconBlock(view.field("message"), schema: schema)
        signature = try view.field("signature").bytes
    }
}
