/// Spec: `BeaconBlockBody`, Altair to Fulu. Parts of later forks are empty in earlier ones.
public struct BeaconBlockBody: Hashable, Sendable {
    /// 96 bytes.
    public var randaoReveal: [UInt8]
    public var eth1Data: Eth1Data
    public var proposerSlashings: [ProposerSlashing] = []
    public var attesterSlashings: [AttesterSlashing] = []
    public var attestations: [Attestation] = []
    public var deposits: [Deposit] = []
    public var voluntaryExits: [SignedVoluntaryExit] = []
    public var syncAggregate: SyncAggregate
    /// Nil before Bellatrix.
    public var executionPayload: ExecutionPayload?
    public var blsToExecutionChanges: [SignedBLSToExecutionChange] = []
    public var blobCommitmentCount = 0
    public var depositRequests: [DepositRequest] = []
    public var withdrawalRequests: [WithdrawalRequest] = []
    public var consolidationRequests: [ConsolidationRequest] = []
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
    public var slot: Slot
    public var proposerIndex: UInt64
    public var parentRoot: Root
    public var stateRoot: Root
    public var body: BeaconBlockBody
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
