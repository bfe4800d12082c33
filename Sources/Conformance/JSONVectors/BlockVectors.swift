import BeaconChain

/// Replays operations and blocks through the block rules that are plugged in.
struct BlockVectors {
    let rules: (any VectorBlockRules)?

    static let operations: Set<String> = [
        "attestation", "attester_slashing", "proposer_slashing", "voluntary_exit", "sync_aggregate", "withdrawals",
        "withdrawal_request", "consolidation_request", "deposit_request",
    ]

    static let noRules = "no block rules are plugged in"
    static let unknownOperation = "the block rules do not know this operation"
    static let staleAddress = "the vector holds a request's address against credentials that the same block changes"
    static let notInVector = "the rejected part is not in the vector (encoding, address)"

    /// One operation.
    func runOperation(_ vector: VectorCase) throws -> CaseResult.Outcome {
        guard let rules else { return .skipped(reason: Self.noRules) }
        let isValid = vector.json["valid"]?.bool ?? true
        if !isValid, Self.isAboutEncoding(vector) { return .skipped(reason: Self.notInVector) }
        var state = try vector.pre()
        let proposer = vector.json["proposer_index"]?.int ?? 0
        guard
            let operation = try Self.operation(
                vector.handler, vector.json.need("op"), proposer: proposer, state)
        else { return .skipped(reason: Self.unknownOperation) }
        do {
            guard try rules.apply(operation, to: &state) != nil else {
                return .skipped(reason: Self.unknownOperation)
            }
        } catch {
            guard isValid else { return .passed }
            return .failed(Mismatch(field: "valid", expected: "true", found: "\(error)"))
        }
        guard isValid else { return .failed(Mismatch(field: "valid", expected: "false", found: "true")) }
        var expected = ExpectedState(try vector.json.need("pre"))
        expected.apply(try vector.json.need("post"))
        return expected.firstMismatch(state).map { .failed($0) } ?? .passed
    }

    /// Blocks one after another.
    func runBlocks(_ vector: VectorCase) throws -> CaseResult.Outcome {
        guard let rules else { return .skipped(reason: Self.noRules) }
        var state = try vector.pre()
        var expected = ExpectedState(try vector.json.need("pre"))
        for (number, step) in try vector.json.needArray("steps").enumerated() {
            let block = try step.need("block")
            let patch = step["slots_post"] ?? .object([:])
            SlotVectors.takeOver(patch, unknownTo: expected, &state)
            expected.apply(patch)
            if Self.hasStaleAddress(block) { return .skipped(reason: Self.staleAddress) }
            let isValid = step["valid"]?.bool ?? true
            let slot = try block.needUnsigned("slot")
            // A block that is not ahead is rejected before its slots are processed.
            if !isValid, slot <= state.slot { return .passed }
            try SlotVectors.advance(&state, to: slot, roots: expected["block_roots"])
            if let found = expected.firstMismatch(state) { return .failed(Self.at(number, "slots", found)) }
            do {
                guard try apply(block, &state, rules) else { return .skipped(reason: Self.unknownOperation) }
            } catch let error as VectorFormatError {
                throw error
            } catch {
                if !isValid { return .passed }
                return .failed(Self.at(number, "block", Mismatch(field: "valid", expected: "true", found: "\(error)")))
            }
            // What makes a block's encoding, parent, signature or payload invalid is not in a vector.
            guard isValid else { return .skipped(reason: Self.notInVector) }
            expected.apply(step["post"] ?? .object([:]))
            if let found = expected.firstMismatch(state) { return .failed(Self.at(number, "block", found)) }
        }
        return .passed
    }

    /// Whether a request's `source_address_ok` speaks of credentials that the block changes before the request.
    private static func hasStaleAddress(_ block: JSONValue) -> Bool {
        let changed = (block["bls_to_execution_changes"]?.array ?? []).compactMap(\.int)
        return (block["withdrawal_requests"]?.array ?? []).contains { request in
            request["source_address_ok"]?.bool == false && request["validator_index"]?.int.map(changed.contains) == true
        }
    }

    private static func at(_ step: Int, _ place: String, _ mismatch: Mismatch) -> Mismatch {
        Mismatch(
            field: "step \(step) \(place) \(mismatch.field)", expected: mismatch.expected, found: mismatch.found)
    }

    /// Rejections whose cause FORMAT.md says a vector does not show.
    private static func isAboutEncoding(_ vector: VectorCase) -> Bool {
        let name = vector.name
        switch vector.handler {
        case "attestation":
            return [
                "_index", "committee_bits", "nonset_bits", "too_many_aggregation_bits", "too_few_aggregation_bits",
                "invalid_empty_participants",
            ].contains { name.contains($0) } && name.contains("invalid_")
        case "attester_slashing":
            return ["unsorted", "duplicate_index", "high_index"].contains { name.contains($0) }
        case "withdrawals": return name.contains("invalid_incorrect_address_")
        default: return false
        }
    }

    static func operation(
        _ handler: String, _ json: JSONValue, proposer: ValidatorIndex, _ state: BeaconState
    ) throws -> VectorOperation? {
        switch handler {
        case "attestation": return .attestation(try VectorAttestation(json), proposer: proposer)
        case "attester_slashing":
            return .attesterSlashing(
                try VectorAttestation(json.need("attestation_1")), try VectorAttestation(json.need("attestation_2")),
                proposer: proposer)
        case "proposer_slashing":
            return .proposerSlashing(
                try VectorHeader(json.need("header_1")), try VectorHeader(json.need("header_2")), proposer: proposer)
        case "voluntary_exit":
            return .voluntaryExit(
                validator: Int(clamping: try json.needUnsigned("validator_index")),
                epoch: try json.needUnsigned("epoch"))
        case "sync_aggregate":
            return .syncAggregate(bits: try json.needString("bits").map { $0 == "1" }, proposer: proposer)
        case "withdrawals":
            return .withdrawals(try json.needArray("payload_withdrawals").map { try VectorWithdrawal($0) })
        case "bls_to_execution_change":
            // Of a change, a vector gives the validator alone.
            return json.int.map { .blsToExecutionChange(validator: $0) }
        case "withdrawal_request":
            return .withdrawalRequest(
                validator: json["validator_index"]?.int, amount: try json.needUnsigned("amount"),
                isSourceAddressRight: json["source_address_ok"]?.bool ?? true)
        case "consolidation_request":
            return .consolidationRequest(
                source: json["source_index"]?.int, target: json["target_index"]?.int,
                isSameKey: json["same_pubkey"]?.bool ?? false,
                isSourceAddressRight: json["source_address_ok"]?.bool ?? true)
        case "deposit_request":
            guard case .object(var members) = json else {
                throw VectorFormatError(field: "op", expected: "an object")
            }
            members["slot"] = .integer(state.slot)
            return .depositRequest(
                try VectorKey.deposit(.object(members)), index: try json.needUnsigned("deposit_index"))
        default: return nil
        }
    }

    /// In the order in which a block holds them.
    private static let contents: [(key: String, handler: String)] = [
        ("proposer_slashings", "proposer_slashing"), ("attester_slashings", "attester_slashing"),
        ("attestations", "attestation"), ("voluntary_exits", "voluntary_exit"),
        ("bls_to_execution_changes", "bls_to_execution_change"),
        ("deposit_requests", "deposit_request"), ("withdrawal_requests", "withdrawal_request"),
        ("consolidation_requests", "consolidation_request"),
    ]

    /// - Returns: false if the rules do not know one of the operations.
    private func apply(
        _ block: JSONValue, _ state: inout BeaconState, _ rules: any VectorBlockRules
    ) throws -> Bool {
        let proposer = try block.need("proposer_index").int ?? -1
        state.chainRecord.latestBlockHeader.slot = state.slot
        state.chainRecord.latestBlockHeader.proposerIndex = UInt64(clamping: proposer)
        if let withdrawals = block["withdrawals"]?.array {
            let list = try withdrawals.map { try VectorWithdrawal($0) }
            guard try rules.apply(.withdrawals(list), to: &state) != nil else { return false }
        }
        if let xor = block["randao_mix_xor"]?.root, !state.randaoMixes.isEmpty {
            let place = Int(state.currentEpoch % state.spec.epochsPerHistoricalVector)
            let (mix, other) = (state.randaoMixes[place].words, xor.words)
            state.randaoMixes[place] = Root(
                words: (mix.0 ^ other.0, mix.1 ^ other.1, mix.2 ^ other.2, mix.3 ^ other.3))
        }
        for (key, handler) in Self.contents {
            for json in block[key]?.array ?? [] {
                guard let operation = try Self.operation(handler, json, proposer: proposer, state),
                    try rules.apply(operation, to: &state) != nil
                else { return false }
            }
        }
        if let aggregate = block["sync_aggregate"] {
            let bits = try aggregate.needString("bits").map { $0 == "1" }
            guard try rules.apply(.syncAggregate(bits: bits, proposer: proposer), to: &state) != nil else {
                return false
            }
        }
        return true
    }
}

/// Moves a state through slots without blocks.
enum SlotVectors {
    static func run(_ vector: VectorCase) throws -> CaseResult.Outcome {
        var state = try vector.pre()
        var expected = ExpectedState(try vector.json.need("pre"))
        SlotVectors.takeOver(try vector.json.need("post"), unknownTo: expected, &state)
        expected.apply(try vector.json.need("post"))
        let target = state.slot + (try vector.json.needUnsigned("slots"))
        do {
            try advance(&state, to: target, roots: expected["block_roots"])
        } catch let error as EpochError {
            return .failed(Mismatch(field: "valid", expected: "true", found: error.description))
        }
        return expected.firstMismatch(state).map { .failed($0) } ?? .passed
    }

    /// Vectors list a few mixes around the current epoch: those that come into view later are taken over beforehand.
    static func takeOver(_ patch: JSONValue, unknownTo expected: ExpectedState, _ state: inout BeaconState) {
        let known = expected["randao_mixes"]?.object ?? [:]
        let length = state.randaoMixes.count
        guard length > 0 else { return }
        for (key, value) in patch["randao_mixes"]?.object ?? [:] where known[key] == nil {
            guard let epoch = Int(key), let mix = value.root else { continue }
            state.randaoMixes[(epoch % length + length) % length] = mix
        }
    }

    /// Spec: `process_slots`. Block roots are hashes of whole blocks, which vectors do not have: they are taken over.
    static func advance(_ state: inout BeaconState, to slot: Slot, roots: JSONValue?) throws {
        guard slot >= state.slot, slot - state.slot <= 1 << 20 else {
            throw VectorFormatError(field: "slot", expected: "a later slot")
        }
        var transition = EpochTransition(signatures: VectorSignatures())
        while state.slot < slot {
            if let root = roots?["\(state.slot)"]?.root, !state.blockRoots.isEmpty {
                state.blockRoots[Int(state.slot % state.spec.slotsPerHistoricalRoot)] = root
            }
            if (state.slot + 1) % state.spec.slotsPerEpoch == 0 { try transition.run(&state) }
            state.slot += 1
        }
    }
}
