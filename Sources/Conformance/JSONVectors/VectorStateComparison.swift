import BeaconChain

/// What a vector expects of a state, field by field: the state it began with and all patches since.
struct ExpectedState {
    private var fields: [String: JSONValue]

    init(_ object: JSONValue) {
        fields = object.object ?? [:]
    }

    subscript(key: String) -> JSONValue? { fields[key] }

    /// Takes over the complete new values of the fields that a patch lists.
    mutating func apply(_ patch: JSONValue) {
        for (key, value) in patch.object ?? [:] { fields[key] = value }
    }

    mutating func set(_ key: String, _ value: JSONValue) {
        fields[key] = value
    }

    /// The first field, in alphabetical order, that a state holds otherwise.
    ///
    /// - Parameter ignoring: fields that the replay does not follow.
    func firstMismatch(_ state: BeaconState, ignoring: Set<String> = []) -> Mismatch? {
        let writer = VectorStateWriter(state)
        for key in fields.keys.sorted() where !ignoring.contains(key) {
            guard let expected = fields[key], let found = writer.value(key, like: expected) else { continue }
            if let mismatch = Self.mismatch(key, expected, found) { return mismatch }
        }
        return nil
    }

    static func mismatch(_ path: String, _ expected: JSONValue, _ found: JSONValue) -> Mismatch? {
        if expected == found { return nil }
        if let a = expected.unsigned, let b = found.unsigned, a == b { return nil }
        if let a = expected.bool, let b = found.bool, a == b { return nil }
        if let a = expected.array, let b = found.array {
            for (place, (left, right)) in zip(a, b).enumerated() {
                if let inner = mismatch("\(path)[\(place)]", left, right) { return inner }
            }
            if a.count == b.count { return nil }
            return Mismatch(field: "\(path).count", expected: String(a.count), found: String(b.count))
        }
        if let a = expected.object, let b = found.object {
            // States keep no first bytes of keys; which validator a key means is in `index`.
            for key in Set(a.keys).union(b.keys).sorted() where key != "key" {
                if let inner = mismatch("\(path).\(key)", a[key] ?? .null, b[key] ?? .null) { return inner }
            }
            return nil
        }
        return Mismatch(field: path, expected: expected.description, found: found.description)
    }
}

/// Writes a state's fields as vectors do.
struct VectorStateWriter {
    private let state: BeaconState

    init(_ state: BeaconState) {
        self.state = state
    }

    /// A field's value; nil for one that states do not hold.
    ///
    /// - Parameter expected: says which entries of a sparse vector to write.
    func value(_ key: String, like expected: JSONValue) -> JSONValue? {
        registryValue(key) ?? checkpointValue(key, expected) ?? queueValue(key)
    }

    private func registryValue(_ key: String) -> JSONValue? {
        let registry = state.registry
        func numbers(_ values: some Sequence<some UnsignedInteger>) -> JSONValue {
            .array(values.map { .integer(UInt64($0)) })
        }
        func epochs(_ values: [CompactEpoch]) -> JSONValue { .array(values.map { .epoch($0.epoch) }) }
        switch key {
        case "balance": return numbers(registry.balances)
        case "effective_balance":
            let increment = state.spec.effectiveBalanceIncrement
            return .array(registry.effectiveIncrements.map { .integer(UInt64($0) * increment) })
        case "slashed": return .array(registry.slashed.map { .integer($0 ? 1 : 0) })
        case "activation_eligibility_epoch": return epochs(registry.activationEligibilityEpochs)
        case "activation_epoch": return epochs(registry.activationEpochs)
        case "exit_epoch": return epochs(registry.exitEpochs)
        case "withdrawable_epoch": return epochs(registry.withdrawableEpochs)
        case "credential": return numbers(registry.credentialPrefixes)
        case "inactivity_score": return numbers(registry.inactivityScores)
        case "prev_participation": return numbers(registry.previousParticipation)
        case "cur_participation": return numbers(registry.currentParticipation)
        default: return nil
        }
    }

    private func checkpointValue(_ key: String, _ expected: JSONValue) -> JSONValue? {
        func rows(_ values: [ValidatorIndex]) -> JSONValue {
            .array(values.map { $0 < 0 ? .null : .integer(UInt64($0)) })
        }
        switch key {
        case "slot": return .integer(state.slot)
        case "justification_bits":
            return .array((0..<4).map { .integer(UInt64(state.justificationBits >> UInt8($0) & 1)) })
        case "previous_justified": return .checkpoint(state.previousJustified)
        case "current_justified": return .checkpoint(state.currentJustified)
        case "finalized": return .checkpoint(state.finalized)
        case "slashings":
            let entries = state.slashings.enumerated().filter { $0.element != 0 }
            return .array(entries.map { .array([.integer(UInt64($0.offset)), .integer($0.element)]) })
        case "current_sync_committee": return rows(state.currentSyncCommittee.members)
        case "next_sync_committee": return rows(state.nextSyncCommittee.members)
        case "proposer_lookahead": return rows(state.proposerLookahead)
        case "randao_mixes": return sparse(state.randaoMixes, expected)
        case "block_roots": return sparse(state.blockRoots, expected)
        case "latest_block_header":
            let header = state.chainRecord.latestBlockHeader
            return .array([.integer(header.slot), .integer(header.proposerIndex)])
        case "eth1_deposit_index": return .integer(state.chainRecord.eth1DepositIndex)
        case "next_withdrawal_index": return .integer(state.nextWithdrawalIndex)
        case "next_withdrawal_validator_index":
            return .integer(UInt64(clamping: state.nextWithdrawalValidatorIndex))
        default: return nil
        }
    }

    private func sparse(_ roots: [Root], _ expected: JSONValue) -> JSONValue {
        guard !roots.isEmpty else { return .object([:]) }
        var entries: [String: JSONValue] = [:]
        for key in (expected.object ?? [:]).keys {
            guard let number = Int(key) else { continue }
            let rest = number % roots.count
            entries[key] = .root(roots[rest < 0 ? rest + roots.count : rest])
        }
        return .object(entries)
    }

    private func queueValue(_ key: String) -> JSONValue? {
        switch key {
        case "deposit_requests_start_index": return .integer(state.depositRequestsStartIndex)
        case "deposit_balance_to_consume": return .integer(state.depositBalanceToConsume)
        case "exit_balance_to_consume": return .integer(state.exitBalanceToConsume)
        case "earliest_exit_epoch": return .integer(state.earliestExitEpoch)
        case "consolidation_balance_to_consume": return .integer(state.consolidationBalanceToConsume)
        case "earliest_consolidation_epoch": return .integer(state.earliestConsolidationEpoch)
        case "pending_deposits": return .array(state.pendingDeposits.map(deposit))
        case "pending_partial_withdrawals":
            return .array(
                state.pendingPartialWithdrawals.map { entry in
                    .array([
                        .integer(UInt64(clamping: entry.validator)), .integer(entry.amount),
                        .integer(entry.withdrawableEpoch),
                    ])
                })
        case "pending_consolidations":
            return .array(
                state.pendingConsolidations.map { entry in
                    .array([.integer(UInt64(clamping: entry.source)), .integer(UInt64(clamping: entry.target))])
                })
        default: return nil
        }
    }

    private func deposit(_ deposit: PendingDeposit) -> JSONValue {
        let keys = state.registry.publicKeys
        let row = (0..<state.registry.count).first { row in
            deposit.publicKey.elementsEqual(keys[row * 48..<min(row * 48 + 48, keys.count)])
        }
        return .object([
            "index": row.map { .integer(UInt64($0)) } ?? .null, "amount": .integer(deposit.amount),
            "slot": .integer(deposit.slot),
            "credential": .integer(UInt64(deposit.withdrawalCredentials.first ?? 0)),
            "sig_ok": .integer(deposit.signature.first ?? 0 == 0 ? 0 : 1),
        ])
    }
}
