extension Registry {
    /// Bytes of a serialized `Validator`, and where its fields lie.
    enum Record {
        static let size = 121
        static let publicKey = 0
        static let credentials = 48
        static let effectiveBalance = 80
        static let slashed = 88
        static let activationEligibility = 89
        static let activation = 97
        static let exit = 105
        static let withdrawable = 113
    }

    /// Fills the columns from serialized validator records.
    ///
    /// One pass over the records and one allocation a column, about 0.1 s for a million validators.
    ///
    /// - Throws: `StateFileError.validatorValue` for a value that has no compact form.
    init(
        records: UnsafeRawBufferPointer, balances: [Gwei], scores: [UInt64], previous: [UInt8], current: [UInt8],
        increment: Gwei, keepingRemainders: Bool
    ) throws(StateFileError) {
        self.init()
        let count = records.count / Record.size
        try Self.checkLength("balances", balances.count, count)
        try Self.checkLength("inactivity_scores", scores.count, count)
        try Self.checkLength("previous_epoch_participation", previous.count, count)
        try Self.checkLength("current_epoch_participation", current.count, count)
        self.balances = balances
        previousParticipation = previous
        currentParticipation = current
        var failure: StateFileError?

        func column<T>(_ fill: (UnsafeMutableBufferPointer<T>) throws(StateFileError) -> Void) -> [T] {
            [T](unsafeUninitializedCapacity: count) { target, initialized in
                do throws(StateFileError) {
                    try fill(target)
                    initialized = count
                } catch {
                    if failure == nil { failure = error }
                }
            }
        }
        func epochs(_ field: String, at position: Int) -> [CompactEpoch] {
            column { (target: UnsafeMutableBufferPointer<CompactEpoch>) throws(StateFileError) in
                for row in 0..<count {
                    let value = records.uint64(row * Record.size + position)
                    guard let epoch = CompactEpoch(value) else {
                        throw .validatorValue(
                            validator: row, field: field, value: value,
                            allowed: "below 4294901760 or among the last 65536 of 64 bits")
                    }
                    target.initializeElement(at: row, to: epoch)
                }
            }
        }
        var remainders: [EffectiveRemainder] = []
        effectiveIncrements = column { (target: UnsafeMutableBufferPointer<UInt16>) throws(StateFileError) in
            for row in 0..<count {
                let value = records.uint64(row * Record.size + Record.effectiveBalance)
                let (quotient, remainder) = value.quotientAndRemainder(dividingBy: increment)
                guard remainder == 0 || keepingRemainders, let increments = UInt16(exactly: quotient) else {
                    throw .validatorValue(
                        validator: row, field: "effective_balance", value: value,
                        allowed: "a multiple of \(increment) Gwei, at most 65535 times it")
                }
                if remainder != 0 { remainders.append(EffectiveRemainder(validator: row, amount: remainder)) }
                target.initializeElement(at: row, to: increments)
            }
        }
        effectiveRemainders = remainders
        inactivityScores = column { (target: UnsafeMutableBufferPointer<UInt32>) throws(StateFileError) in
            for row in 0..<count {
                guard let score = UInt32(exactly: scores[row]) else {
                    throw .validatorValue(
                        validator: row, field: "inactivity_score", value: scores[row], allowed: "below 2^32")
                }
                target.initializeElement(at: row, to: score)
            }
        }
        slashed = column { (target: UnsafeMutableBufferPointer<Bool>) in
            for row in 0..<count {
                target.initializeElement(at: row, to: records[row * Record.size + Record.slashed] != 0)
            }
        }
        activationEligibilityEpochs = epochs("activation_eligibility_epoch", at: Record.activationEligibility)
        activationEpochs = epochs("activation_epoch", at: Record.activation)
        exitEpochs = epochs("exit_epoch", at: Record.exit)
        withdrawableEpochs = epochs("withdrawable_epoch", at: Record.withdrawable)
        if let failure { throw failure }
        credentialPrefixes = (0..<count).map { records[$0 * Record.size + Record.credentials] }
        publicKeys = Self.gather(records, count, at: Record.publicKey, size: 48)
        withdrawalCredentials = Self.gather(records, count, at: Record.credentials, size: 32)
    }

    private static func checkLength(
        _ field: String, _ found: Int, _ expected: Int
    ) throws(StateFileError) {
        if found != expected { throw .columnLength(field: field, expected: expected, found: found) }
    }

    private static func gather(
        _ records: UnsafeRawBufferPointer, _ count: Int, at position: Int, size: Int
    ) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count * size) { target, initialized in
            let raw = UnsafeMutableRawBufferPointer(target)
            for row in 0..<count {
                let start = row * Record.size + position
                UnsafeMutableRawBufferPointer(rebasing: raw[row * size..<(row + 1) * size])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: records[start..<start + size]))
            }
            initialized = count * size
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Little-endian integer at a position that has been checked to hold one.
    func uint64(_ position: Int) -> UInt64 {
        UInt64(littleEndian: loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }
}
