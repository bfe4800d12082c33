/// The protocol's constants for one preset and one fork.
///
/// Where the spec has a constant anew for a later fork (`MIN_SLASHING_PENALTY_QUOTIENT_ELECTRA`), the field holds the
/// one that is in force. Amounts are Gwei, delays are epochs or slots as in the spec.
/// Source: presets and configuration of the consensus spec, `eth-consensus-specs` 1.7.0a13.
public struct ChainSpec: Sendable, Equatable {
    /// Sizes.
    public let preset: Preset
    /// Rules.
    public let fork: Fork

    /// `MAX_COMMITTEES_PER_SLOT`.
    public var maxCommitteesPerSlot: UInt64 = 64
    /// `TARGET_COMMITTEE_SIZE`.
    public var targetCommitteeSize: UInt64 = 128
    /// `MAX_VALIDATORS_PER_COMMITTEE`.
    public var maxValidatorsPerCommittee: UInt64 = 2048
    /// `SHUFFLE_ROUND_COUNT`.
    public var shuffleRoundCount: UInt64 = 90
    /// `HYSTERESIS_QUOTIENT`.
    public var hysteresisQuotient: UInt64 = 4
    /// `HYSTERESIS_DOWNWARD_MULTIPLIER`.
    public var hysteresisDownwardMultiplier: UInt64 = 1
    /// `HYSTERESIS_UPWARD_MULTIPLIER`.
    public var hysteresisUpwardMultiplier: UInt64 = 5
    /// `MIN_DEPOSIT_AMOUNT`, Gwei.
    public var minDepositAmount: UInt64 = 1_000_000_000
    /// `MAX_EFFECTIVE_BALANCE`, Gwei; of compounding validators from Electra on.
    public var maxEffectiveBalance: UInt64 = 2_048_000_000_000
    /// `MIN_ACTIVATION_BALANCE`, Gwei; before Electra the same as `maxEffectiveBalance`.
    public var minActivationBalance: UInt64 = 32_000_000_000
    /// `EFFECTIVE_BALANCE_INCREMENT`, Gwei.
    public var effectiveBalanceIncrement: UInt64 = 1_000_000_000
    /// `MIN_ATTESTATION_INCLUSION_DELAY`.
    public var minAttestationInclusionDelay: UInt64 = 1
    /// `SLOTS_PER_EPOCH`.
    public var slotsPerEpoch: UInt64 = 32
    /// `MIN_SEED_LOOKAHEAD`.
    public var minSeedLookahead: UInt64 = 1
    /// `MAX_SEED_LOOKAHEAD`.
    public var maxSeedLookahead: UInt64 = 4
    /// `EPOCHS_PER_ETH1_VOTING_PERIOD`.
    public var epochsPerEth1VotingPeriod: UInt64 = 64
    /// `SLOTS_PER_HISTORICAL_ROOT`.
    public var slotsPerHistoricalRoot: UInt64 = 8192
    /// `MIN_EPOCHS_TO_INACTIVITY_PENALTY`.
    public var minEpochsToInactivityPenalty: UInt64 = 4
    /// `EPOCHS_PER_HISTORICAL_VECTOR`.
    public var epochsPerHistoricalVector: UInt64 = 65_536
    /// `EPOCHS_PER_SLASHINGS_VECTOR`.
    public var epochsPerSlashingsVector: UInt64 = 8192
    /// `HISTORICAL_ROOTS_LIMIT`.
    public var historicalRootsLimit: UInt64 = 16_777_216
    /// `VALIDATOR_REGISTRY_LIMIT`.
    public var validatorRegistryLimit: UInt64 = 1_099_511_627_776
    /// `BASE_REWARD_FACTOR`.
    public var baseRewardFactor: UInt64 = 64
    /// `WHISTLEBLOWER_REWARD_QUOTIENT`.
    public var whistleblowerRewardQuotient: UInt64 = 4096
    /// `INACTIVITY_PENALTY_QUOTIENT`.
    public var inactivityPenaltyQuotient: UInt64 = 16_777_216
    /// `MIN_SLASHING_PENALTY_QUOTIENT`.
    public var minSlashingPenaltyQuotient: UInt64 = 4096
    /// `PROPORTIONAL_SLASHING_MULTIPLIER`.
    public var proportionalSlashingMultiplier: UInt64 = 3
    /// `MAX_PROPOSER_SLASHINGS`.
    public var maxProposerSlashings: UInt64 = 16
    /// `MAX_ATTESTER_SLASHINGS`.
    public var maxAttesterSlashings: UInt64 = 1
    /// `MAX_ATTESTATIONS`.
    public var maxAttestations: UInt64 = 8
    /// `MAX_DEPOSITS`.
    public var maxDeposits: UInt64 = 16
    /// `MAX_VOLUNTARY_EXITS`.
    public var maxVoluntaryExits: UInt64 = 16
    /// `MAX_BLS_TO_EXECUTION_CHANGES`.
    public var maxBLSToExecutionChanges: UInt64 = 16
    /// `MAX_BLOB_COMMITMENTS_PER_BLOCK`.
    public var maxBlobCommitmentsPerBlock: UInt64 = 4096
    /// `MAX_BLOBS_PER_BLOCK`.
    public var maxBlobsPerBlock: UInt64 = 9
    /// `SYNC_COMMITTEE_SIZE`.
    public var syncCommitteeSize: UInt64 = 512
    /// `EPOCHS_PER_SYNC_COMMITTEE_PERIOD`.
    public var epochsPerSyncCommitteePeriod: UInt64 = 256
    /// `MAX_WITHDRAWALS_PER_PAYLOAD`.
    public var maxWithdrawalsPerPayload: UInt64 = 16
    /// `MAX_VALIDATORS_PER_WITHDRAWALS_SWEEP`.
    public var maxValidatorsPerWithdrawalsSweep: UInt64 = 16_384
    /// `MAX_PENDING_PARTIALS_PER_WITHDRAWALS_SWEEP`.
    public var maxPendingPartialsPerWithdrawalsSweep: UInt64 = 8
    /// `MAX_PENDING_DEPOSITS_PER_EPOCH`.
    public var maxPendingDepositsPerEpoch: UInt64 = 16
    /// `PENDING_DEPOSITS_LIMIT`.
    public var pendingDepositsLimit: UInt64 = 134_217_728
    /// `PENDING_PARTIAL_WITHDRAWALS_LIMIT`.
    public var pendingPartialWithdrawalsLimit: UInt64 = 134_217_728
    /// `PENDING_CONSOLIDATIONS_LIMIT`.
    public var pendingConsolidationsLimit: UInt64 = 262_144
    /// `MAX_DEPOSIT_REQUESTS_PER_PAYLOAD`.
    public var maxDepositRequestsPerPayload: UInt64 = 8192
    /// `MAX_WITHDRAWAL_REQUESTS_PER_PAYLOAD`.
    public var maxWithdrawalRequestsPerPayload: UInt64 = 16
    /// `MAX_CONSOLIDATION_REQUESTS_PER_PAYLOAD`.
    public var maxConsolidationRequestsPerPayload: UInt64 = 2
    /// `SLOT_DURATION_MS`, milliseconds.
    public var slotDurationMilliseconds: UInt64 = 12_000
    /// `MIN_VALIDATOR_WITHDRAWABILITY_DELAY`, epochs.
    public var minValidatorWithdrawabilityDelay: UInt64 = 256
    /// `SHARD_COMMITTEE_PERIOD`, epochs.
    public var shardCommitteePeriod: UInt64 = 256
    /// `INACTIVITY_SCORE_BIAS`.
    public var inactivityScoreBias: UInt64 = 4
    /// `INACTIVITY_SCORE_RECOVERY_RATE`.
    public var inactivityScoreRecoveryRate: UInt64 = 16
    /// `EJECTION_BALANCE`, Gwei.
    public var ejectionBalance: UInt64 = 16_000_000_000
    /// `MIN_PER_EPOCH_CHURN_LIMIT`, validators.
    public var minPerEpochChurnLimit: UInt64 = 4
    /// `CHURN_LIMIT_QUOTIENT`.
    public var churnLimitQuotient: UInt64 = 65_536
    /// `MAX_PER_EPOCH_ACTIVATION_CHURN_LIMIT`, validators.
    public var maxPerEpochActivationChurnLimit: UInt64 = 8
    /// `MIN_PER_EPOCH_CHURN_LIMIT_ELECTRA`, Gwei.
    public var minPerEpochChurnLimitGwei: UInt64 = 128_000_000_000
    /// `MAX_PER_EPOCH_ACTIVATION_EXIT_CHURN_LIMIT`, Gwei.
    public var maxPerEpochActivationExitChurnLimit: UInt64 = 256_000_000_000
    /// `ATTESTATION_DUE_BPS`.
    public var attestationDueBasisPoints: UInt64 = 3333
    /// `AGGREGATE_DUE_BPS`.
    public var aggregateDueBasisPoints: UInt64 = 6667
    /// `SYNC_MESSAGE_DUE_BPS`.
    public var syncMessageDueBasisPoints: UInt64 = 3333
    /// `CONTRIBUTION_DUE_BPS`.
    public var contributionDueBasisPoints: UInt64 = 6667
    /// `PROPOSER_SCORE_BOOST`.
    public var proposerScoreBoost: UInt64 = 40
    /// `PROPOSER_REORG_CUTOFF_BPS`.
    public var proposerReorgCutoffBasisPoints: UInt64 = 1667
    /// `REORG_HEAD_WEIGHT_THRESHOLD`, percent of a slot's committees.
    public var reorgHeadWeightThreshold: UInt64 = 20
    /// `REORG_PARENT_WEIGHT_THRESHOLD`, percent of a slot's committees.
    public var reorgParentWeightThreshold: UInt64 = 160
    /// `REORG_MAX_EPOCHS_SINCE_FINALIZATION`.
    public var reorgMaxEpochsSinceFinalization: UInt64 = 2

    /// Constants as they stand in the spec.
    public init(preset: Preset, fork: Fork) {
        self.preset = preset
        self.fork = fork
        if preset == .minimal { useMinimalSizes() }
        if fork < .electra { usePreElectraValues() }
        if fork < .bellatrix { useAltairValues() }
    }

    private mutating func useMinimalSizes() {
        maxCommitteesPerSlot = 4
        targetCommitteeSize = 4
        shuffleRoundCount = 10
        slotsPerEpoch = 8
        epochsPerEth1VotingPeriod = 4
        slotsPerHistoricalRoot = 64
        epochsPerHistoricalVector = 64
        epochsPerSlashingsVector = 64
        syncCommitteeSize = 32
        epochsPerSyncCommitteePeriod = 8
        maxWithdrawalsPerPayload = 4
        maxValidatorsPerWithdrawalsSweep = 16
        maxPendingPartialsPerWithdrawalsSweep = 2
        pendingPartialWithdrawalsLimit = 64
        pendingConsolidationsLimit = 64
        slotDurationMilliseconds = 6000
        shardCommitteePeriod = 64
        minPerEpochChurnLimit = 2
        churnLimitQuotient = 32
        maxPerEpochActivationChurnLimit = 4
        minPerEpochChurnLimitGwei = 64_000_000_000
        maxPerEpochActivationExitChurnLimit = 128_000_000_000
    }

    private mutating func usePreElectraValues() {
        maxEffectiveBalance = 32_000_000_000
        whistleblowerRewardQuotient = 512
        minSlashingPenaltyQuotient = 32
        maxAttesterSlashings = 2
        maxAttestations = 128
        maxBlobsPerBlock = 6
    }

    private mutating func useAltairValues() {
        inactivityPenaltyQuotient = 50_331_648
        minSlashingPenaltyQuotient = 64
        proportionalSlashingMultiplier = 2
    }
}

extension ChainSpec {
    /// A constant's name in the spec and where it is held.
    public struct Setting: Sendable {
        /// Name in the spec.
        public let name: String
        /// Where it is held.
        public let keyPath: any WritableKeyPath<ChainSpec, UInt64> & Sendable
    }

    /// Every constant by its name in the spec, without the suffix of the fork that last changed it.
    public static let settings: [Setting] = [
        Setting(name: "MAX_COMMITTEES_PER_SLOT", keyPath: \.maxCommitteesPerSlot),
        Setting(name: "TARGET_COMMITTEE_SIZE", keyPath: \.targetCommitteeSize),
        Setting(name: "MAX_VALIDATORS_PER_COMMITTEE", keyPath: \.maxValidatorsPerCommittee),
        Setting(name: "SHUFFLE_ROUND_COUNT", keyPath: \.shuffleRoundCount),
        Setting(name: "HYSTERESIS_QUOTIENT", keyPath: \.hysteresisQuotient),
        Setting(name: "HYSTERESIS_DOWNWARD_MULTIPLIER", keyPath: \.hysteresisDownwardMultiplier),
        Setting(name: "HYSTERESIS_UPWARD_MULTIPLIER", keyPath: \.hysteresisUpwardMultiplier),
        Setting(name: "MIN_DEPOSIT_AMOUNT", keyPath: \.minDepositAmount),
        Setting(name: "MAX_EFFECTIVE_BALANCE", keyPath: \.maxEffectiveBalance),
        Setting(name: "MIN_ACTIVATION_BALANCE", keyPath: \.minActivationBalance),
        Setting(name: "EFFECTIVE_BALANCE_INCREMENT", keyPath: \.effectiveBalanceIncrement),
        Setting(name: "MIN_ATTESTATION_INCLUSION_DELAY", keyPath: \.minAttestationInclusionDelay),
        Setting(name: "SLOTS_PER_EPOCH", keyPath: \.slotsPerEpoch),
        Setting(name: "MIN_SEED_LOOKAHEAD", keyPath: \.minSeedLookahead),
        Setting(name: "MAX_SEED_LOOKAHEAD", keyPath: \.maxSeedLookahead),
        Setting(name: "EPOCHS_PER_ETH1_VOTING_PERIOD", keyPath: \.epochsPerEth1VotingPeriod),
        Setting(name: "SLOTS_PER_HISTORICAL_ROOT", keyPath: \.slotsPerHistoricalRoot),
        Setting(name: "MIN_EPOCHS_TO_INACTIVITY_PENALTY", keyPath: \.minEpochsToInactivityPenalty),
        Setting(name: "EPOCHS_PER_HISTORICAL_VECTOR", keyPath: \.epochsPerHistoricalVector),
        Setting(name: "EPOCHS_PER_SLASHINGS_VECTOR", keyPath: \.epochsPerSlashingsVector),
        Setting(name: "HISTORICAL_ROOTS_LIMIT", keyPath: \.historicalRootsLimit),
        Setting(name: "VALIDATOR_REGISTRY_LIMIT", keyPath: \.validatorRegistryLimit),
        Setting(name: "BASE_REWARD_FACTOR", keyPath: \.baseRewardFactor),
        Setting(name: "WHISTLEBLOWER_REWARD_QUOTIENT", keyPath: \.whistleblowerRewardQuotient),
        Setting(name: "INACTIVITY_PENALTY_QUOTIENT", keyPath: \.inactivityPenaltyQuotient),
        Setting(name: "MIN_SLASHING_PENALTY_QUOTIENT", keyPath: \.minSlashingPenaltyQuotient),
        Setting(name: "PROPORTIONAL_SLASHING_MULTIPLIER", keyPath: \.proportionalSlashingMultiplier),
        Setting(name: "MAX_PROPOSER_SLASHINGS", keyPath: \.maxProposerSlashings),
        Setting(name: "MAX_ATTESTER_SLASHINGS", keyPath: \.maxAttesterSlashings),
        Setting(name: "MAX_ATTESTATIONS", keyPath: \.maxAttestations),
        Setting(name: "MAX_DEPOSITS", keyPath: \.maxDeposits),
        Setting(name: "MAX_VOLUNTARY_EXITS", keyPath: \.maxVoluntaryExits),
        Setting(name: "MAX_BLS_TO_EXECUTION_CHANGES", keyPath: \.maxBLSToExecutionChanges),
        Setting(name: "MAX_BLOB_COMMITMENTS_PER_BLOCK", keyPath: \.maxBlobCommitmentsPerBlock),
        Setting(name: "MAX_BLOBS_PER_BLOCK", keyPath: \.maxBlobsPerBlock),
        Setting(name: "SYNC_COMMITTEE_SIZE", keyPath: \.syncCommitteeSize),
        Setting(name: "EPOCHS_PER_SYNC_COMMITTEE_PERIOD", keyPath: \.epochsPerSyncCommitteePeriod),
        Setting(name: "MAX_WITHDRAWALS_PER_PAYLOAD", keyPath: \.maxWithdrawalsPerPayload),
        Setting(name: "MAX_VALIDATORS_PER_WITHDRAWALS_SWEEP", keyPath: \.maxValidatorsPerWithdrawalsSweep),
        Setting(name: "MAX_PENDING_PARTIALS_PER_WITHDRAWALS_SWEEP", keyPath: \.maxPendingPartialsPerWithdrawalsSweep),
        Setting(name: "MAX_PENDING_DEPOSITS_PER_EPOCH", keyPath: \.maxPendingDepositsPerEpoch),
        Setting(name: "PENDING_DEPOSITS_LIMIT", keyPath: \.pendingDepositsLimit),
        Setting(name: "PENDING_PARTIAL_WITHDRAWALS_LIMIT", keyPath: \.pendingPartialWithdrawalsLimit),
        Setting(name: "PENDING_CONSOLIDATIONS_LIMIT", keyPath: \.pendingConsolidationsLimit),
        Setting(name: "MAX_DEPOSIT_REQUESTS_PER_PAYLOAD", keyPath: \.maxDepositRequestsPerPayload),
        Setting(name: "MAX_WITHDRAWAL_REQUESTS_PER_PAYLOAD", keyPath: \.maxWithdrawalRequestsPerPayload),
        Setting(name: "MAX_CONSOLIDATION_REQUESTS_PER_PAYLOAD", keyPath: \.maxConsolidationRequestsPerPayload),
        Setting(name: "SLOT_DURATION_MS", keyPath: \.slotDurationMilliseconds),
        Setting(name: "MIN_VALIDATOR_WITHDRAWABILITY_DELAY", keyPath: \.minValidatorWithdrawabilityDelay),
        Setting(name: "SHARD_COMMITTEE_PERIOD", keyPath: \.shardCommitteePeriod),
        Setting(name: "INACTIVITY_SCORE_BIAS", keyPath: \.inactivityScoreBias),
        Setting(name: "INACTIVITY_SCORE_RECOVERY_RATE", keyPath: \.inactivityScoreRecoveryRate),
        Setting(name: "EJECTION_BALANCE", keyPath: \.ejectionBalance),
        Setting(name: "MIN_PER_EPOCH_CHURN_LIMIT", keyPath: \.minPerEpochChurnLimit),
        Setting(name: "CHURN_LIMIT_QUOTIENT", keyPath: \.churnLimitQuotient),
        Setting(name: "MAX_PER_EPOCH_ACTIVATION_CHURN_LIMIT", keyPath: \.maxPerEpochActivationChurnLimit),
        Setting(name: "MIN_PER_EPOCH_CHURN_LIMIT_ELECTRA", keyPath: \.minPerEpochChurnLimitGwei),
        Setting(name: "MAX_PER_EPOCH_ACTIVATION_EXIT_CHURN_LIMIT", keyPath: \.maxPerEpochActivationExitChurnLimit),
        Setting(name: "ATTESTATION_DUE_BPS", keyPath: \.attestationDueBasisPoints),
        Setting(name: "AGGREGATE_DUE_BPS", keyPath: \.aggregateDueBasisPoints),
        Setting(name: "SYNC_MESSAGE_DUE_BPS", keyPath: \.syncMessageDueBasisPoints),
        Setting(name: "CONTRIBUTION_DUE_BPS", keyPath: \.contributionDueBasisPoints),
        Setting(name: "PROPOSER_SCORE_BOOST", keyPath: \.proposerScoreBoost),
        Setting(name: "PROPOSER_REORG_CUTOFF_BPS", keyPath: \.proposerReorgCutoffBasisPoints),
        Setting(name: "REORG_HEAD_WEIGHT_THRESHOLD", keyPath: \.reorgHeadWeightThreshold),
        Setting(name: "REORG_PARENT_WEIGHT_THRESHOLD", keyPath: \.reorgParentWeightThreshold),
        Setting(name: "REORG_MAX_EPOCHS_SINCE_FINALIZATION", keyPath: \.reorgMaxEpochsSinceFinalization),
    ]

    /// Replaces the constant with the given spec name.
    ///
    /// - Returns: false if there is no such constant.
    public mutating func set(_ name: String, to value: UInt64) -> Bool {
        guard let setting = Self.settings.first(where: { $0.name == name }) else { return false }
        self[keyPath: setting.keyPath] = value
        return true
    }
}
