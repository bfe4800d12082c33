import BeaconChain
import Conformance
import Testing

/// Each of these tests damages real files thousands of times: what comes out may be an error or a state, never a trap.
@Suite("damaged reference files")
struct HostileInputTests {
    @Test("damaged snappy is refused or unfolds", arguments: ["minimal-altair", "minimal-fulu"])
    func snappy(pack: String) throws {
        var dice = Dice(seed: 11)
        var refused = 0
        try OfficialSource.withCases(at: OfficialPacks.path(pack)) { cases in
            for one in cases where one.runner == "sanity" && one.handler == "blocks" {
                for file in ["pre", "blocks_0"] {
                    guard let bytes = try OfficialPacks.packed(one, file) else { continue }
                    for _ in 0..<20 {
                        do { _ = try Snappy.decompress(dice.damage(bytes), limit: 1 << 24) } catch { refused += 1 }
                    }
                }
            }
        }
        #expect(refused > 500)
    }

    @Test("damaged blocks are refused or applied", arguments: Fork.allCases)
    func blocks(fork: Fork) throws {
        var dice = Dice(seed: 12)
        var (unreadable, rejected, applied) = (0, 0, 0)
        try OfficialSource.withCases(at: OfficialPacks.path("minimal-\(fork.rawValue)")) { cases in
            for one in cases where one.runner == "sanity" && one.handler == "blocks" {
                guard let pre = try OfficialPacks.ssz(one, "pre"), let block = try OfficialPacks.ssz(one, "blocks_0")
                else { continue }
                let spec = try OfficialPacks.spec(one)
                let state = try BeaconState(ssz: pre, spec: spec, keepingRemainders: true)
                for _ in 0..<12 {
                    do {
                        var after = state
                        let damaged = try SignedBeaconBlock(ssz: dice.damage(block), spec: spec)
                        // A block far in the future costs a state root per slot and shows nothing new.
                        guard damaged.message.slot < state.slot + 20 else { continue }
                        try after.apply(damaged, signatures: .trusting)
                        applied += 1
                    } catch is SSZError {
                        unreadable += 1
                    } catch {
                        rejected += 1
                    }
                }
            }
        }
        #expect(unreadable > 30 && rejected > 50 && applied > 5, "\(unreadable) \(rejected) \(applied)")
    }

    @Test("damaged states are refused or carried on", arguments: Fork.allCases)
    func states(fork: Fork) throws {
        var dice = Dice(seed: 13)
        var (unreadable, rejected, carried) = (0, 0, 0)
        try OfficialSource.withCases(at: OfficialPacks.path("minimal-\(fork.rawValue)")) { cases in
            for one in cases where one.runner == "sanity" && one.handler == "blocks" {
                guard let pre = try OfficialPacks.ssz(one, "pre"), let bytes = try OfficialPacks.ssz(one, "blocks_0")
                else { continue }
                let spec = try OfficialPacks.spec(one)
                let block = try SignedBeaconBlock(ssz: bytes, spec: spec)
                for _ in 0..<12 {
                    do {
                        var state = try BeaconState(ssz: dice.damage(pre), spec: spec)
                        guard state.slot < block.message.slot, block.message.slot - state.slot < 80 else {
                            // The slot itself was hit: an epoch's end is all that such a state can be asked for.
                            var transition = EpochTransition()
                            try transition.run(&state)
                            continue
                        }
                        try state.apply(block, signatures: .trusting)
                        carried += 1
                    } catch is StateFileError {
                        unreadable += 1
                    } catch {
                        rejected += 1
                    }
                }
            }
        }
        #expect(unreadable > 30 && rejected > 50, "\(unreadable) \(rejected) \(carried)")
    }

    @Test("damaged operations and their states are refused or carried out", arguments: Fork.allCases)
    func operations(fork: Fork) throws {
        var dice = Dice(seed: 14)
        var (refused, done) = (0, 0)
        try OfficialSource.withCases(at: OfficialPacks.path("minimal-\(fork.rawValue)")) { cases in
            for one in cases where one.runner == "operations" {
                guard let pre = try OfficialPacks.ssz(one, "pre") else { continue }
                let spec = try OfficialPacks.spec(one)
                for round in 0..<6 {
                    do {
                        var state = try BeaconState(
                            ssz: round % 2 == 0 ? pre : dice.damage(pre), spec: spec, keepingRemainders: true)
                        try applyOperation(one, to: &state) { round % 3 == 0 ? $0 : dice.damage($0) }
                        done += 1
                    } catch {
                        refused += 1
                    }
                }
            }
        }
        #expect(refused > 200 && done > 150, "\(refused) \(done)")
    }
}

/// Carries out the operation that a case is about, its bytes changed by `damage`.
private func applyOperation(
    _ one: OfficialCase, to state: inout BeaconState, _ damage: ([UInt8]) -> [UInt8]
) throws {
    let schema = BeaconSchema(state.spec)
    var context = try BlockContext(state, signatures: .trusting)
    func view(_ name: String, _ type: SSZType) throws -> SSZView {
        try SSZView(type, damage(try OfficialPacks.ssz(one, name) ?? []))
    }
    switch one.handler {
    case "attestation":
        try state.processAttestation(Attestation(view("attestation", schema.attestation)), &context)
    case "attester_slashing":
        try state.processAttesterSlashing(
            AttesterSlashing(view("attester_slashing", schema.attesterSlashing)), context)
    case "block_header":
        try state.processBlockHeader(BeaconBlock(view("block", schema.beaconBlock), schema: schema), context)
    case "bls_to_execution_change":
        try state.processBLSToExecutionChange(
            SignedBLSToExecutionChange(view("address_change", schema.signedBLSToExecutionChange)), context)
    case "consolidation_request":
        try state.processConsolidationRequest(
            ConsolidationRequest(view("consolidation_request", schema.consolidationRequest)), context)
    case "deposit":
        try state.processDeposit(Deposit(view("deposit", schema.deposit)), context)
    case "deposit_request":
        state.processDepositRequest(try DepositRequest(view("deposit_request", schema.depositRequest)))
    case "execution_payload":
        try state.processExecutionPayload(
            BeaconBlockBody(view("body", schema.beaconBlockBody), schema: schema), context)
    case "proposer_slashing":
        try state.processProposerSlashing(
            ProposerSlashing(view("proposer_slashing", schema.proposerSlashing)), context)
    case "sync_aggregate":
        try state.processSyncAggregate(SyncAggregate(view("sync_aggregate", schema.syncAggregate)), context)
    case "voluntary_exit":
        try state.processVoluntaryExit(SignedVoluntaryExit(view("voluntary_exit", schema.signedVoluntaryExit)), context)
    case "withdrawal_request":
        try state.processWithdrawalRequest(
            WithdrawalRequest(view("withdrawal_request", schema.withdrawalRequest)), context)
    case "withdrawals":
        try state.processWithdrawals(
            ExecutionPayload(view("execution_payload", schema.executionPayload), schema: schema))
    default:
        Issue.record("no such operation: \(one.handler)")
    }
}
