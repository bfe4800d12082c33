internal import BeaconChain

/// Runner `operations`: one operation on a pre-state.
enum OperationsRunner {
    static func run(_ handler: String, _ files: OfficialCaseFiles, _ signatures: any SignatureChecking) throws {
        let schema = BeaconSchema(files.spec)
        let state = try files.state("pre")
        let engineAccepts = try files.number("execution_valid", in: "execution.yaml") != 0
        let operation = try operation(handler, files, schema)
        try files.expect("post", after: state) { state in
            var context = try BlockContext(state, signatures: signatures, engineAcceptsPayload: engineAccepts)
            try operation(&state, &context)
        }
    }

    private typealias Operation = (inout BeaconState, inout BlockContext) throws -> Void

    /// What the handler's operation does, its file read.
    private static func operation(
        _ handler: String, _ files: OfficialCaseFiles, _ schema: BeaconSchema
    ) throws -> Operation {
        switch handler {
        case "attestation":
            let value = try Attestation(files.view("attestation", schema.attestation))
            return { try $0.processAttestation(value, &$1) }
        case "attester_slashing":
            let value = try AttesterSlashing(files.view("attester_slashing", schema.attesterSlashing))
            return { try $0.processAttesterSlashing(value, $1) }
        case "block_header":
            let value = try BeaconBlock(files.view("block", schema.beaconBlock), schema: schema)
            return { try $0.processBlockHeader(value, $1) }
        case "bls_to_execution_change":
            let value = try SignedBLSToExecutionChange(
                files.view("address_change", schema.signedBLSToExecutionChange))
            return { try $0.processBLSToExecutionChange(value, $1) }
        case "deposit":
            let value = try Deposit(files.view("deposit", schema.deposit))
            return { try $0.processDeposit(value, $1) }
        case "execution_payload":
            let value = try BeaconBlockBody(files.view("body", schema.beaconBlockBody), schema: schema)
            return { try $0.processExecutionPayload(value, $1) }
        case "proposer_slashing":
            let value = try ProposerSlashing(files.view("proposer_slashing", schema.proposerSlashing))
            return { try $0.processProposerSlashing(value, $1) }
        case "sync_aggregate":
            let value = try SyncAggregate(files.view("sync_aggregate", schema.syncAggregate))
            return { try $0.processSyncAggregate(value, $1) }
        case "voluntary_exit":
            let value = try SignedVoluntaryExit(files.view("voluntary_exit", schema.signedVoluntaryExit))
            return { try $0.processVoluntaryExit(value, $1) }
        case "withdrawals":
            let value = try ExecutionPayload(
                files.view("execution_payload", schema.executionPayload), schema: schema)
            return { state, _ in try state.processWithdrawals(value) }
        default:
            return try request(handler, files, schema)
        }
    }

    private static func request(
        _ handler: String, _ files: OfficialCaseFiles, _ schema: BeaconSchema
    ) throws -> Operation {
        switch handler {
        case "consolidation_request":
            let value = try ConsolidationRequest(files.view("consolidation_request", schema.consolidationRequest))
            return { try $0.processConsolidationRequest(value, $1) }
        case "deposit_request":
            let value = try DepositRequest(files.view("deposit_request", schema.depositRequest))
            return { state, _ in state.processDepositRequest(value) }
        case "withdrawal_request":
            let value = try WithdrawalRequest(files.view("withdrawal_request", schema.withdrawalRequest))
            return { try $0.processWithdrawalRequest(value, $1) }
        default:
            throw Mismatch(field: "handler", expected: "a known operation", found: handler)
        }
    }
}
