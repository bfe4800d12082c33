extension PendingDeposit {
    /// A key that names a registry row instead of a validator's public key: eight bytes, little-endian.
    ///
    /// For states that keep no public keys. The row one past the end stands for a new validator.
    public static func rowKey(_ row: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt64(row).littleEndian) { [UInt8]($0) }
    }
}

/// Lets queued deposits reach their balances, as far as finality and churn allow.
///
/// Spec: `process_pending_deposits`, Electra.
struct PendingDepositQueue {
    let rules: EpochRules
    let signatures: any SignatureChecking

    /// Complexity: linear in the deposits processed; one pass over the public keys if there are any.
    ///
    /// - Returns: what reached a balance, in order.
    func run(_ state: inout BeaconState, totalActiveBalance: Gwei) throws(EpochError) -> [(row: Int, amount: Gwei)] {
        let spec = rules.spec
        let available = try state.depositBalanceToConsume.adding(
            ChurnLimit(spec, totalActiveBalance: totalActiveBalance).activationExit, "deposit churn")
        let finalizedSlot = try state.finalized.epoch.multiplied(spec.slotsPerEpoch, "finalized slot")
        let mostDeposits = Int(clamping: spec.maxPendingDepositsPerEpoch)
        let candidates = state.pendingDeposits.prefix(mostDeposits).prefix { deposit in
            deposit.slot <= finalizedSlot && !isBehindBridge(deposit, state)
        }
        var keys = try DepositKeys(candidates, registry: state.registry)
        var processed: Gwei = 0
        var taken = 0
        var postponed: [PendingDeposit] = []
        var reached: [(row: Int, amount: Gwei)] = []
        var isLimitReached = false
        for deposit in candidates {
            let row = keys.row(of: deposit)
            let isExited = row.map { state.registry.exitEpochs[$0] < .farFuture } ?? false
            let isWithdrawn = row.map { state.registry.withdrawableEpochs[$0].epoch <= rules.current } ?? false
            if isExited, !isWithdrawn {
                postponed.append(deposit)
            } else {
                if !isWithdrawn {
                    let sum = try processed.adding(deposit.amount, "deposits of an epoch")
                    isLimitReached = sum > available
                    if isLimitReached { break }
                    processed = sum
                }
                if let row = try apply(deposit, row, &state, &keys) { reached.append((row, deposit.amount)) }
            }
            taken += 1
        }
        if taken > 0 { state.pendingDeposits.removeFirst(taken) }
        state.pendingDeposits.append(contentsOf: postponed)
        state.depositBalanceToConsume = isLimitReached ? available - processed : 0
        return reached
    }

    /// Electra only: deposits by request wait until those by the old bridge are through.
    private func isBehindBridge(_ deposit: PendingDeposit, _ state: borrowing BeaconState) -> Bool {
        rules.spec.fork == .electra && deposit.slot > 0
            && state.chainRecord.eth1DepositIndex < state.depositRequestsStartIndex
    }

    /// Spec: `apply_pending_deposit`.
    ///
    /// - Returns: the row that was credited; nil where a new key has no valid proof of possession.
    private func apply(
        _ deposit: PendingDeposit, _ row: Int?, _ state: inout BeaconState, _ keys: inout DepositKeys
    ) throws(EpochError) -> Int? {
        if let row {
            guard state.registry.members(of: row) == 1 else { throw .cohortRow(row: row, event: "a deposit") }
            state.registry.balances[row] = try state.registry.balances[row].adding(
                deposit.amount, "balance of row \(row)")
            return row
        }
        guard signatures.verifyDeposit(deposit) else { return nil }
        let prefix = deposit.withdrawalCredentials.first ?? 0
        let increments = min(
            deposit.amount / rules.increment, UInt64(rules.maximumIncrements(credentialPrefix: prefix)))
        state.registry.appendNew(deposit, increments: UInt16(truncatingIfNeeded: increments), prefix: prefix)
        keys.added(deposit, row: state.registry.count - 1)
        return state.registry.count - 1
    }
}

extension Registry {
    /// Spec: `add_validator_to_registry`, Altair.
    fileprivate mutating func appendNew(_ deposit: PendingDeposit, increments: UInt16, prefix: UInt8) {
        let hasKeys = !publicKeys.isEmpty || (balances.isEmpty && deposit.publicKey.count == 48)
        let hasCredentials = !withdrawalCredentials.isEmpty || (balances.isEmpty && hasKeys)
        effectiveIncrements.append(increments)
        balances.append(deposit.amount)
        slashed.append(false)
        activationEligibilityEpochs.append(.farFuture)
        activationEpochs.append(.farFuture)
        exitEpochs.append(.farFuture)
        withdrawableEpochs.append(.farFuture)
        inactivityScores.append(0)
        previousParticipation.append(0)
        currentParticipation.append(0)
        credentialPrefixes.append(prefix)
        if !multiplicity.isEmpty { multiplicity.append(1) }
        if hasKeys { publicKeys.append(contentsOf: deposit.publicKey) }
        if hasCredentials {
            withdrawalCredentials.append(contentsOf: deposit.withdrawalCredentials.prefix(32))
            let missing = 32 - min(32, deposit.withdrawalCredentials.count)
            withdrawalCredentials.append(contentsOf: [UInt8](repeating: 0, count: missing))
        }
    }
}

/// Which rows the keys of some deposits belong to.
private struct DepositKeys {
    private var rows: [[UInt8]: Int] = [:]
    private let initialCount: Int

    /// Complexity: one pass over the public keys, if a deposit has a whole one.
    init(_ deposits: some Collection<PendingDeposit>, registry: borrowing Registry) throws(EpochError) {
        initialCount = registry.count
        var wanted: Set<[UInt8]> = []
        for (position, deposit) in deposits.enumerated() {
            let key = deposit.publicKey
            switch key.count {
            case 48:
                guard registry.count == 0 || !registry.publicKeys.isEmpty else {
                    throw .columnLength(column: "publicKeys", found: 0, expected: registry.count * 48)
                }
                wanted.insert(key)
            case 8:
                let row = key.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                guard row <= UInt64(registry.count), row < UInt64(registry.count) || registry.publicKeys.isEmpty else {
                    throw .unknownRow(
                        row: Int(clamping: row), count: registry.count, place: "pending deposit \(position)")
                }
                if row < UInt64(registry.count) { rows[key] = Int(row) }
            default:
                throw .depositKey(position: position, byteCount: key.count)
            }
        }
        if !wanted.isEmpty { find(wanted, registry.publicKeys) }
    }

    /// Compares eight bytes of each key first; a filter of 4,096 bits passes few others.
    private mutating func find(_ wanted: Set<[UInt8]>, _ publicKeys: borrowing [UInt8]) {
        var filter = [Bool](repeating: false, count: 4096)
        for key in wanted { filter[Int(Self.prefix(key.span, at: 0) & 4095)] = true }
        let (bytes, marks) = (publicKeys.span, filter.span)
        var offset = 0
        while offset < bytes.count {
            if marks[unchecked: Int(Self.prefix(bytes, at: offset) & 4095)] {
                let key = [UInt8](publicKeys[offset..<offset + 48])
                if wanted.contains(key), rows[key] == nil { rows[key] = offset / 48 }
            }
            offset += 48
        }
    }

    private static func prefix(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    func row(of deposit: PendingDeposit) -> Int? {
        rows[deposit.publicKey]
    }

    mutating func added(_ deposit: PendingDeposit, row: Int) {
        // A row key that stood for "new" must go on meaning that, so only whole keys are remembered.
        if deposit.publicKey.count == 48 { rows[deposit.publicKey] = row }
    }
}
