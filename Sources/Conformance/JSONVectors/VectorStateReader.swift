import BeaconChain

/// Builds a beacon state from a vector's state object.
///
/// Vectors name validators by row; rows get made-up public keys, so that pending deposits find them.
struct VectorStateReader {
    let spec: ChainSpec

    func state(_ object: JSONValue) throws -> BeaconState {
        var state = BeaconState(spec: spec, slot: try object.needUnsigned("slot"), registry: try registry(object))
        try readCheckpoints(object, &state)
        try readVectors(object, &state)
        try readCommittees(object, &state)
        try readQueues(object, &state)
        return state
    }

    private func registry(_ object: JSONValue) throws -> Registry {
        var registry = Registry()
        registry.balances = try object.needNumbers("balance")
        registry.effectiveIncrements = try object.needNumbers("effective_balance").map { balance in
            let (increments, rest) = balance.quotientAndRemainder(dividingBy: spec.effectiveBalanceIncrement)
            // Some reward cases have a few Gwei of effective balance, which all rules round down to nothing.
            guard rest == 0 || increments == 0, let value = UInt16(exactly: increments) else {
                throw VectorFormatError(field: "effective_balance", expected: "whole increments below 65536")
            }
            return value
        }
        registry.slashed = try object.needNumbers("slashed").map { $0 != 0 }
        registry.activationEligibilityEpochs = try epochs(object, "activation_eligibility_epoch")
        registry.activationEpochs = try epochs(object, "activation_epoch")
        registry.exitEpochs = try epochs(object, "exit_epoch")
        registry.withdrawableEpochs = try epochs(object, "withdrawable_epoch")
        registry.inactivityScores = try object.needNumbers("inactivity_score").map { score in
            guard let value = UInt32(exactly: score) else {
                throw VectorFormatError(field: "inactivity_score", expected: "numbers below 2^32")
            }
            return value
        }
        registry.previousParticipation = try object.needNumbers("prev_participation").map {
            UInt8(truncatingIfNeeded: $0)
        }
        registry.currentParticipation = try object.needNumbers("cur_participation").map {
            UInt8(truncatingIfNeeded: $0)
        }
        registry.credentialPrefixes = try object.needNumbers("credential").map { UInt8(truncatingIfNeeded: $0) }
        registry.publicKeys = registry.balances.indices.flatMap { VectorKey.key(row: $0) }
        registry.withdrawalCredentials = registry.credentialPrefixes.flatMap { VectorKey.credentials(prefix: $0) }
        return registry
    }

    private func epochs(_ object: JSONValue, _ key: String) throws -> [CompactEpoch] {
        try object.needNumbers(key).map { epoch in
            guard let compact = CompactEpoch(epoch) else {
                throw VectorFormatError(field: key, expected: "epochs that a compact column holds")
            }
            return compact
        }
    }

    private func readCheckpoints(_ object: JSONValue, _ state: inout BeaconState) throws {
        state.justificationBits = 0
        for (place, bit) in try object.needNumbers("justification_bits").prefix(4).enumerated() where bit != 0 {
            state.justificationBits |= 1 << UInt8(place)
        }
        state.previousJustified = try object.needCheckpoint("previous_justified")
        state.currentJustified = try object.needCheckpoint("current_justified")
        state.finalized = try object.needCheckpoint("finalized")
        if let header = object["latest_block_header"]?.array, header.count == 2 {
            state.chainRecord.latestBlockHeader.slot = header[0].unsigned ?? 0
            state.chainRecord.latestBlockHeader.proposerIndex = header[1].unsigned ?? 0
        }
        state.chainRecord.eth1DepositIndex = object["eth1_deposit_index"]?.unsigned ?? 0
    }

    private func readVectors(_ object: JSONValue, _ state: inout BeaconState) throws {
        state.slashings = [Gwei](repeating: 0, count: Int(spec.epochsPerSlashingsVector))
        for pair in try object.needArray("slashings") {
            guard let entry = pair.array, entry.count == 2, let place = entry[0].int, let amount = entry[1].unsigned,
                state.slashings.indices.contains(place)
            else { throw VectorFormatError(field: "slashings", expected: "[index, gwei] within the vector") }
            state.slashings[place] = amount
        }
        try readRoots(object, &state)
    }

    /// Roots and mixes, of which a vector lists those that matter.
    func readRoots(_ object: JSONValue, _ state: inout BeaconState) throws {
        if let mixes = object["randao_mixes"]?.object {
            let length = spec.epochsPerHistoricalVector
            if state.randaoMixes.isEmpty { state.randaoMixes = [Root](repeating: .zero, count: Int(length)) }
            for (key, value) in mixes { state.randaoMixes[try place(key, length)] = try root(value, "randao_mixes") }
        }
        if let roots = object["block_roots"]?.object {
            let length = spec.slotsPerHistoricalRoot
            if state.blockRoots.isEmpty { state.blockRoots = [Root](repeating: .zero, count: Int(length)) }
            for (key, value) in roots { state.blockRoots[try place(key, length)] = try root(value, "block_roots") }
        }
    }

    private func root(_ value: JSONValue, _ field: String) throws -> Root {
        guard let root = value.root else { throw VectorFormatError(field: field, expected: "roots") }
        return root
    }

    /// Place of an epoch or slot in a vector; near genesis they are counted backwards from the end.
    private func place(_ key: String, _ length: UInt64) throws -> Int {
        guard let number = Int(key), length > 0 else {
            throw VectorFormatError(field: key, expected: "an epoch or slot as key")
        }
        let rest = number % Int(length)
        return rest < 0 ? rest + Int(length) : rest
    }

    private func readCommittees(_ object: JSONValue, _ state: inout BeaconState) throws {
        state.currentSyncCommittee.members = try members(object, "current_sync_committee")
        state.nextSyncCommittee.members = try members(object, "next_sync_committee")
        if object["proposer_lookahead"] != nil { state.proposerLookahead = try rows(object, "proposer_lookahead") }
        state.nextWithdrawalIndex = object["next_withdrawal_index"]?.unsigned ?? 0
        state.nextWithdrawalValidatorIndex = object["next_withdrawal_validator_index"]?.int ?? 0
    }

    private func rows(_ object: JSONValue, _ key: String) throws -> [ValidatorIndex] {
        try object.needArray(key).map { value in
            guard let row = value.int else { throw VectorFormatError(field: key, expected: "validator indices") }
            return row
        }
    }

    /// A key that is not in the registry is written as `null` and read as row −1.
    private func members(_ object: JSONValue, _ key: String) throws -> [ValidatorIndex] {
        guard object[key] != nil else { return [] }
        return try object.needArray(key).map { $0.int ?? -1 }
    }

    private func readQueues(_ object: JSONValue, _ state: inout BeaconState) throws {
        guard spec.fork >= .electra else { return }
        state.depositRequestsStartIndex = try object.needUnsigned("deposit_requests_start_index")
        state.depositBalanceToConsume = try object.needUnsigned("deposit_balance_to_consume")
        state.exitBalanceToConsume = try object.needUnsigned("exit_balance_to_consume")
        state.earliestExitEpoch = try object.needUnsigned("earliest_exit_epoch")
        state.consolidationBalanceToConsume = try object.needUnsigned("consolidation_balance_to_consume")
        state.earliestConsolidationEpoch = try object.needUnsigned("earliest_consolidation_epoch")
        state.pendingDeposits = try object.needArray("pending_deposits").map { try VectorKey.deposit($0) }
        state.pendingPartialWithdrawals = try object.needArray("pending_partial_withdrawals").map { entry in
            guard let values = entry.array, values.count == 3, let row = values[0].int,
                let amount = values[1].unsigned, let epoch = values[2].unsigned
            else {
                throw VectorFormatError(field: "pending_partial_withdrawals", expected: "[validator, amount, epoch]")
            }
            return PendingPartialWithdrawal(validator: row, amount: amount, withdrawableEpoch: epoch)
        }
        state.pendingConsolidations = try object.needArray("pending_consolidations").map { entry in
            guard let values = entry.array, values.count == 2, let source = values[0].int, let target = values[1].int
            else { throw VectorFormatError(field: "pending_consolidations", expected: "[source, target]") }
            return PendingConsolidation(source: source, target: target)
        }
    }
}

/// Public keys, credentials and signatures made up for vectors, which have none.
enum VectorKey {
    /// 48 bytes that name a row of the registry that a case begins with.
    static func key(row: Int) -> [UInt8] {
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] + PendingDeposit.rowKey(row) + [UInt8](repeating: 0, count: 32)
    }

    /// 48 bytes that begin with the key's first eight in the vector.
    static func key(new bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: max(0, 48 - bytes.count))
    }

    static func credentials(prefix: UInt8) -> [UInt8] {
        [prefix] + [UInt8](repeating: 0, count: 31)
    }

    /// A pending deposit; whether its proof of possession is good stands in the signature's first byte.
    static func deposit(_ value: JSONValue) throws(VectorFormatError) -> PendingDeposit {
        let index = try value.need("index")
        let publicKey: [UInt8]
        if index == .null {
            guard let bytes = try value.need("key").bytes, bytes.count == 8 else {
                throw VectorFormatError(field: "key", expected: "eight bytes")
            }
            publicKey = key(new: bytes)
        } else {
            guard let row = index.int else { throw VectorFormatError(field: "index", expected: "a row or null") }
            publicKey = key(row: row)
        }
        let isValid = value["sig_ok"]?.bool ?? true
        return PendingDeposit(
            publicKey: publicKey,
            withdrawalCredentials: credentials(
                prefix: UInt8(truncatingIfNeeded: try value.needUnsigned("credential"))),
            amount: try value.needUnsigned("amount"),
            signature: [isValid ? 1 : 0] + [UInt8](repeating: 0, count: 95),
            slot: try value.needUnsigned("slot"))
    }
}

/// Believes what a vector says about proofs of possession, and everything else.
struct VectorSignatures: SignatureChecking {
    func verifyDeposit(_ deposit: PendingDeposit) -> Bool { deposit.signature.first == 1 }

    func verify(publicKey: [UInt8], signingRoot: Root, signature: [UInt8]) -> Bool { true }

    func fastAggregateVerify(publicKeys: [[UInt8]], signingRoot: Root, signature: [UInt8]) -> Bool { true }

    func aggregatePublicKeys(_ publicKeys: [[UInt8]]) -> [UInt8] { [] }
}
