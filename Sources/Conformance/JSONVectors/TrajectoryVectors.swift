import BeaconChain

/// Replays many epochs in a row.
enum TrajectoryVectors {
    static func run(_ vector: VectorCase) throws -> CaseResult.Outcome {
        var state = try vector.pre()
        var expected = ExpectedState(try vector.json.need("pre"))
        let ignored: Set<String> = ["randao_mixes", "block_roots", "current_sync_committee_root"]
        rememberCheckpoints(&state)
        var transition = EpochTransition(signatures: VectorSignatures())
        for record in try vector.json.needArray("epochs") {
            let epoch = try record.needUnsigned("epoch")
            guard epoch == state.currentEpoch else {
                return .failed(mismatch(epoch, "epoch", epoch, state.currentEpoch))
            }
            for operation in record["ops"]?.array ?? [] { try apply(operation, to: &state) }
            if let patch = record["after_ops"] { expected.apply(patch) }
            if let found = expected.firstMismatch(state, ignoring: ignored) {
                return .failed(at(epoch, "after_ops", found))
            }
            try set(record, &state, &expected)
            let derived = try record.need("derived")
            let outcome: EpochOutcome
            do {
                outcome = try transition.run(&state)
            } catch {
                return .failed(Mismatch(field: "epoch \(epoch)", expected: "a transition", found: error.description))
            }
            let total = try derived.needUnsigned("total_active_balance")
            if outcome.totalActiveBalance != total {
                return .failed(mismatch(epoch, "total_active_balance", total, outcome.totalActiveBalance))
            }
            let reward = try derived.needUnsigned("base_reward_per_increment")
            if outcome.baseRewardPerIncrement != reward {
                return .failed(mismatch(epoch, "base_reward_per_increment", reward, outcome.baseRewardPerIncrement))
            }
            expected.apply(try record.need("post"))
            if let found = expected.firstMismatch(state, ignoring: ignored) { return .failed(at(epoch, "post", found)) }
            state.slot += state.spec.slotsPerEpoch
            expected.set("slot", .integer(state.slot))
        }
        return .passed
    }

    /// The state lists no block roots; those of its justified checkpoints are what its first epoch may ask for.
    private static func rememberCheckpoints(_ state: inout BeaconState) {
        let length = state.spec.slotsPerHistoricalRoot
        state.blockRoots = [Root](repeating: .zero, count: Int(length))
        for checkpoint in [state.finalized, state.previousJustified, state.currentJustified] {
            state.blockRoots[Int(checkpoint.epoch * state.spec.slotsPerEpoch % length)] = checkpoint.root
        }
    }

    /// Participation, randomness and the epoch's first block.
    private static func set(_ record: JSONValue, _ state: inout BeaconState, _ expected: inout ExpectedState) throws {
        func flags(_ key: String) throws -> [UInt8] {
            try record.needString(key).utf8.map { $0 &- UInt8(ascii: "0") }
        }
        state.registry.previousParticipation = try flags("prev_participation")
        state.registry.currentParticipation = try flags("cur_participation")
        for (key, column) in [
            ("prev_participation", state.registry.previousParticipation),
            ("cur_participation", state.registry.currentParticipation),
        ] { expected.set(key, .array(column.map { .integer(UInt64($0)) })) }
        guard let mix = try record.need("randao_mix").root, let root = try record.need("epoch_root").root else {
            throw VectorFormatError(field: "epochs[]", expected: "a randao_mix and an epoch_root")
        }
        let epoch = state.currentEpoch
        if !state.randaoMixes.isEmpty {
            state.randaoMixes[Int(epoch % state.spec.epochsPerHistoricalVector)] = mix
        }
        state.blockRoots[Int(epoch * state.spec.slotsPerEpoch % state.spec.slotsPerHistoricalRoot)] = root
    }

    private static func mismatch(_ epoch: Epoch, _ field: String, _ expected: UInt64, _ found: UInt64) -> Mismatch {
        at(epoch, "derived", Mismatch(field: field, expected: String(expected), found: String(found)))
    }

    private static func at(_ epoch: Epoch, _ place: String, _ mismatch: Mismatch) -> Mismatch {
        Mismatch(
            field: "epoch \(epoch) \(place) \(mismatch.field)", expected: mismatch.expected, found: mismatch.found)
    }

    private static func apply(_ operation: JSONValue, to state: inout BeaconState) throws {
        switch try operation.needString("type") {
        case "slash":
            try VectorSlashing.slash(
                try row("index", operation, state), proposer: try row("proposer", operation, state), &state)
        case "exit": try VectorSlashing.exit(try row("index", operation, state), &state)
        case "topup":
            let row = try row("index", operation, state)
            let credentials = VectorKey.credentials(prefix: state.registry.credentialPrefixes[row])
            let key = Array(state.registry.publicKeys[row * 48..<row * 48 + 48])
            try append(operation, key: key, credentials, &state)
        case "deposit":
            guard let bytes = try operation.need("key").bytes, bytes.count == 8 else {
                throw VectorFormatError(field: "key", expected: "eight bytes")
            }
            let prefix = UInt8(truncatingIfNeeded: try operation.needUnsigned("credential"))
            try append(operation, key: VectorKey.key(new: bytes), VectorKey.credentials(prefix: prefix), &state)
        case "set_pending_consolidation":
            let source = try row("source", operation, state)
            state.registry.exitEpochs[source] = try compact("exit_epoch", operation)
            state.registry.withdrawableEpochs[source] = try compact("withdrawable_epoch", operation)
            state.pendingConsolidations.append(
                PendingConsolidation(source: source, target: try row("target", operation, state)))
        case let other:
            throw VectorFormatError(field: "ops[].type", expected: "a known operation instead of \(other)")
        }
    }

    private static func append(
        _ operation: JSONValue, key: [UInt8], _ credentials: [UInt8], _ state: inout BeaconState
    ) throws {
        state.pendingDeposits.append(
            PendingDeposit(
                publicKey: key, withdrawalCredentials: credentials, amount: try operation.needUnsigned("amount"),
                signature: [1] + [UInt8](repeating: 0, count: 95), slot: try operation.needUnsigned("slot")))
    }

    private static func row(_ key: String, _ operation: JSONValue, _ state: BeaconState) throws -> Int {
        guard let row = try operation.need(key).int, row < state.registry.count else {
            throw VectorFormatError(field: "ops[].\(key)", expected: "a row of the registry")
        }
        return row
    }

    private static func compact(_ key: String, _ operation: JSONValue) throws -> CompactEpoch {
        guard let epoch = CompactEpoch(try operation.needUnsigned(key)) else {
            throw VectorFormatError(field: "ops[].\(key)", expected: "an epoch that a compact column holds")
        }
        return epoch
    }
}

/// Exits and slashings as trajectories ask for them.
enum VectorSlashing {
    /// Spec: `initiate_validator_exit`.
    static func exit(_ row: Int, _ state: inout BeaconState) throws {
        guard state.registry.exitEpochs[row] == .farFuture else { return }
        let total = try EpochTotals(state).totalActiveBalance(state.spec)
        var queue = try ExitQueue(state, totalActiveBalance: total)
        let balance = UInt64(state.registry.effectiveIncrements[row]) * state.spec.effectiveBalanceIncrement
        let admitted = try queue.admit(balance: balance, count: 1)
        guard let exit = CompactEpoch(admitted.exit), let withdrawable = CompactEpoch(admitted.withdrawable) else {
            throw EpochError.unrepresentable(quantity: "exit epoch", value: admitted.exit)
        }
        state.registry.exitEpochs[row] = exit
        state.registry.withdrawableEpochs[row] = withdrawable
        queue.write(to: &state)
    }

    /// Spec: `slash_validator` with the proposer as whistleblower.
    static func slash(_ row: Int, proposer: Int, _ state: inout BeaconState) throws {
        let spec = state.spec
        try exit(row, &state)
        let balance = UInt64(state.registry.effectiveIncrements[row]) * spec.effectiveBalanceIncrement
        state.registry.slashed[row] = true
        if let end = CompactEpoch(state.currentEpoch + spec.epochsPerSlashingsVector) {
            state.registry.withdrawableEpochs[row] = max(state.registry.withdrawableEpochs[row], end)
        }
        state.slashings[Int(state.currentEpoch % spec.epochsPerSlashingsVector)] += balance
        state.registry.balances[row] -= min(
            state.registry.balances[row], balance / spec.minSlashingPenaltyQuotient)
        state.registry.balances[proposer] += balance / spec.whistleblowerRewardQuotient
    }
}
