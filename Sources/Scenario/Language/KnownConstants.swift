/// Configuration constants that a scenario may change, by the spec's name, with the values that make sense.
///
/// Quotients and sizes divide, so they are never zero; the names are those of `ChainSpec.settings`.
enum KnownConstants {
    struct Constant: Sendable {
        let name: String
        let range: ClosedRange<UInt64>
    }

    static let all: [Constant] = sizes + quotients + balances + limits + delays + times

    static func constant(_ name: String) -> Constant? { all.first { $0.name == name } }

    private static func constants(_ range: ClosedRange<UInt64>, _ names: [String]) -> [Constant] {
        names.map { Constant(name: $0, range: range) }
    }

    private static let sizes = constants(
        1...16_777_216,
        [
            "MAX_COMMITTEES_PER_SLOT", "TARGET_COMMITTEE_SIZE", "MAX_VALIDATORS_PER_COMMITTEE",
            "SLOTS_PER_HISTORICAL_ROOT", "EPOCHS_PER_HISTORICAL_VECTOR", "EPOCHS_PER_SLASHINGS_VECTOR",
            "HISTORICAL_ROOTS_LIMIT", "EPOCHS_PER_ETH1_VOTING_PERIOD", "SYNC_COMMITTEE_SIZE",
            "EPOCHS_PER_SYNC_COMMITTEE_PERIOD",
        ])

    private static let quotients = constants(
        1...1_099_511_627_776,
        [
            "VALIDATOR_REGISTRY_LIMIT", "HYSTERESIS_QUOTIENT", "WHISTLEBLOWER_REWARD_QUOTIENT",
            "INACTIVITY_PENALTY_QUOTIENT", "MIN_SLASHING_PENALTY_QUOTIENT", "CHURN_LIMIT_QUOTIENT",
        ])

    /// Gwei; up to a million ETH.
    private static let balances = constants(
        1...1_000_000_000_000_000,
        [
            "MAX_EFFECTIVE_BALANCE", "MIN_ACTIVATION_BALANCE", "EFFECTIVE_BALANCE_INCREMENT", "MIN_DEPOSIT_AMOUNT",
            "MIN_PER_EPOCH_CHURN_LIMIT_ELECTRA", "MAX_PER_EPOCH_ACTIVATION_EXIT_CHURN_LIMIT",
        ])

    private static let limits = constants(
        0...1_000_000_000_000_000,
        [
            "EJECTION_BALANCE", "PENDING_DEPOSITS_LIMIT", "PENDING_PARTIAL_WITHDRAWALS_LIMIT",
            "PENDING_CONSOLIDATIONS_LIMIT",
        ])

    private static let delays = constants(
        0...1_048_576,
        [
            "SHUFFLE_ROUND_COUNT", "HYSTERESIS_DOWNWARD_MULTIPLIER", "HYSTERESIS_UPWARD_MULTIPLIER",
            "MIN_ATTESTATION_INCLUSION_DELAY", "MIN_SEED_LOOKAHEAD", "MAX_SEED_LOOKAHEAD",
            "MIN_EPOCHS_TO_INACTIVITY_PENALTY", "BASE_REWARD_FACTOR", "PROPORTIONAL_SLASHING_MULTIPLIER",
            "MAX_PROPOSER_SLASHINGS", "MAX_ATTESTER_SLASHINGS", "MAX_ATTESTATIONS", "MAX_DEPOSITS",
            "MAX_VOLUNTARY_EXITS", "MAX_BLS_TO_EXECUTION_CHANGES", "MAX_BLOB_COMMITMENTS_PER_BLOCK",
            "MAX_BLOBS_PER_BLOCK", "MAX_WITHDRAWALS_PER_PAYLOAD", "MAX_VALIDATORS_PER_WITHDRAWALS_SWEEP",
            "MAX_PENDING_PARTIALS_PER_WITHDRAWALS_SWEEP", "MAX_PENDING_DEPOSITS_PER_EPOCH",
            "MAX_DEPOSIT_REQUESTS_PER_PAYLOAD", "MAX_WITHDRAWAL_REQUESTS_PER_PAYLOAD",
            "MAX_CONSOLIDATION_REQUESTS_PER_PAYLOAD", "MIN_VALIDATOR_WITHDRAWABILITY_DELAY",
            "SHARD_COMMITTEE_PERIOD", "INACTIVITY_SCORE_RECOVERY_RATE", "MIN_PER_EPOCH_CHURN_LIMIT",
            "MAX_PER_EPOCH_ACTIVATION_CHURN_LIMIT", "PROPOSER_SCORE_BOOST", "REORG_HEAD_WEIGHT_THRESHOLD",
            "REORG_PARENT_WEIGHT_THRESHOLD", "REORG_MAX_EPOCHS_SINCE_FINALIZATION",
        ])

    private static let times =
        constants(1...1_048_576, ["INACTIVITY_SCORE_BIAS"]) + constants(1...4096, ["SLOTS_PER_EPOCH"])
        + constants(1...3_600_000, ["SLOT_DURATION_MS"])
        + constants(
            0...10_000,
            [
                "ATTESTATION_DUE_BPS", "AGGREGATE_DUE_BPS", "SYNC_MESSAGE_DUE_BPS", "CONTRIBUTION_DUE_BPS",
                "PROPOSER_REORG_CUTOFF_BPS",
            ])
}
