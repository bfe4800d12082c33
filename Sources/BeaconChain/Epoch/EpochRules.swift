/// One epoch's bounds, taken from a state and its constants once.
struct EpochRules {
    let spec: ChainSpec
    let current: Epoch
    let previous: Epoch
    let compactCurrent: CompactEpoch
    let compactPrevious: CompactEpoch
    /// The epoch whose proposers are drawn at the end of this one.
    let compactLookahead: CompactEpoch
    /// `compute_activation_exit_epoch(current)`.
    let activationExit: CompactEpoch
    let compactNext: CompactEpoch
    /// Gwei.
    let increment: Gwei
    let ejectionIncrements: UInt16
    let minimumActivationIncrements: UInt16
    let maximumIncrements: UInt16
    let maximumIncrementsUncompounded: UInt16

    /// Checks that the constants can be followed and that the registry is rectangular.
    init(_ state: borrowing BeaconState) throws(EpochError) {
        let spec = state.spec
        self.spec = spec
        try Self.check(spec)
        try Self.check(state.registry)
        current = state.currentEpoch
        previous = state.previousEpoch
        compactCurrent = try Self.compact(current, "the current epoch")
        compactPrevious = try Self.compact(previous, "the previous epoch")
        compactNext = try Self.compact(current + 1, "the next epoch")
        compactLookahead = try Self.compact(
            try current.adding(1, "epoch of the look-ahead").adding(spec.minSeedLookahead, "epoch of the look-ahead"),
            "the epoch of the look-ahead")
        activationExit = try Self.compact(
            try current.adding(1, "activation epoch").adding(spec.maxSeedLookahead, "activation epoch"),
            "the activation epoch")
        increment = spec.effectiveBalanceIncrement
        ejectionIncrements = UInt16(clamping: spec.ejectionBalance / increment)
        minimumActivationIncrements = try Self.increments(spec.minActivationBalance, "MIN_ACTIVATION_BALANCE", spec)
        maximumIncrements = try Self.increments(spec.maxEffectiveBalance, "MAX_EFFECTIVE_BALANCE", spec)
        maximumIncrementsUncompounded = spec.fork < .electra ? maximumIncrements : minimumActivationIncrements
    }

    /// The most that a row's effective balance can be (spec: `get_max_effective_balance`).
    @inline(__always)
    func maximumIncrements(credentialPrefix: UInt8) -> UInt16 {
        credentialPrefix == 2 ? maximumIncrements : maximumIncrementsUncompounded
    }

    static func compact(_ epoch: Epoch, _ quantity: String) throws(EpochError) -> CompactEpoch {
        guard let compact = CompactEpoch(epoch) else { throw .unrepresentable(quantity: quantity, value: epoch) }
        return compact
    }

    private static func increments(
        _ balance: Gwei, _ name: String, _ spec: ChainSpec
    ) throws(EpochError) -> UInt16 {
        let (quotient, rest) = balance.quotientAndRemainder(dividingBy: spec.effectiveBalanceIncrement)
        guard rest == 0, let increments = UInt16(exactly: quotient) else {
            throw .constant(name: name, value: balance, reason: "is not a whole number of at most 65535 increments")
        }
        return increments
    }

    private static func check(_ spec: ChainSpec) throws(EpochError) {
        let divisors: [(String, UInt64)] = [
            ("EFFECTIVE_BALANCE_INCREMENT", spec.effectiveBalanceIncrement), ("SLOTS_PER_EPOCH", spec.slotsPerEpoch),
            ("HYSTERESIS_QUOTIENT", spec.hysteresisQuotient), ("CHURN_LIMIT_QUOTIENT", spec.churnLimitQuotient),
            ("EPOCHS_PER_SLASHINGS_VECTOR", spec.epochsPerSlashingsVector),
            ("EPOCHS_PER_HISTORICAL_VECTOR", spec.epochsPerHistoricalVector),
            ("SLOTS_PER_HISTORICAL_ROOT", spec.slotsPerHistoricalRoot),
            ("EPOCHS_PER_ETH1_VOTING_PERIOD", spec.epochsPerEth1VotingPeriod),
            ("EPOCHS_PER_SYNC_COMMITTEE_PERIOD", spec.epochsPerSyncCommitteePeriod),
        ]
        for (name, value) in divisors where value == 0 {
            throw .constant(name: name, value: value, reason: "must not be zero")
        }
        guard spec.epochsPerSlashingsVector <= 1 << 40, spec.slotsPerHistoricalRoot >= spec.slotsPerEpoch else {
            throw .constant(
                name: "SLOTS_PER_HISTORICAL_ROOT", value: spec.slotsPerHistoricalRoot,
                reason: "must hold an epoch's slots, and EPOCHS_PER_SLASHINGS_VECTOR must be below 2^40")
        }
    }

    private static func check(_ registry: Registry) throws(EpochError) {
        let rows = registry.count
        let columns: [(String, Int)] = [
            ("effectiveIncrements", registry.effectiveIncrements.count), ("slashed", registry.slashed.count),
            ("activationEligibilityEpochs", registry.activationEligibilityEpochs.count),
            ("activationEpochs", registry.activationEpochs.count), ("exitEpochs", registry.exitEpochs.count),
            ("withdrawableEpochs", registry.withdrawableEpochs.count),
            ("inactivityScores", registry.inactivityScores.count),
            ("previousParticipation", registry.previousParticipation.count),
            ("currentParticipation", registry.currentParticipation.count),
            ("credentialPrefixes", registry.credentialPrefixes.count),
        ]
        for (name, found) in columns where found != rows {
            throw .columnLength(column: name, found: found, expected: rows)
        }
        let optional: [(String, Int, Int)] = [
            ("multiplicity", registry.multiplicity.count, rows),
            ("publicKeys", registry.publicKeys.count, rows * 48),
            ("withdrawalCredentials", registry.withdrawalCredentials.count, rows * 32),
        ]
        for (name, found, expected) in optional where found != 0 && found != expected {
            throw .columnLength(column: name, found: found, expected: expected)
        }
    }
}
