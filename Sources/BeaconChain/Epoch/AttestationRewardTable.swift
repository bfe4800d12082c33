/// What each participation flag pays and costs in one epoch.
///
/// Exactly what the transition applied, so that a ledger can attribute a balance's change without the rules.
/// Spec: `get_flag_index_deltas`, `get_inactivity_penalty_deltas`, Altair and Bellatrix.
public struct AttestationRewardTable: Sendable {
    /// Gwei.
    public let baseRewardPerIncrement: Gwei
    /// In a leak no flag is rewarded.
    public let isLeaking: Bool
    /// Total active balance in increments, at least one.
    public let activeIncrements: UInt64
    /// Increments of unslashed validators with each flag, at least one.
    public let participatingIncrements: PerFlag<UInt64>
    /// Score times effective balance in Gwei is divided by this.
    public let inactivityDenominator: UInt64

    private let increment: Gwei
    /// Gwei by effective increments, as far as the registry's largest row.
    private let rewards: PerFlag<[Gwei]>

    /// - Throws: `EpochError.overflow` where a numerator leaves 64 bits for the registry's largest row.
    init(_ totals: EpochTotals, isLeaking: Bool, spec: ChainSpec) throws(EpochError) {
        self.isLeaking = isLeaking
        increment = spec.effectiveBalanceIncrement
        let active = max(1, totals.activeIncrements)
        activeIncrements = active
        let participating = PerFlag(
            source: max(1, totals.previous.source), target: max(1, totals.previous.target),
            head: max(1, totals.previous.head))
        participatingIncrements = participating
        let total = try active.multiplied(increment, "total active balance")
        let perIncrement = try increment.multiplied(spec.baseRewardFactor, "base reward") / total.squareRoot
        baseRewardPerIncrement = perIncrement
        inactivityDenominator = try spec.inactivityScoreBias.multiplied(
            spec.inactivityPenaltyQuotient, "inactivity penalty denominator")
        guard inactivityDenominator > 0 else {
            throw .constant(name: "INACTIVITY_SCORE_BIAS", value: 0, reason: "must not be zero")
        }
        let largest = UInt64(totals.largestRow)
        var rewards = PerFlag<[Gwei]>(source: [], target: [], head: [])
        for flag in ParticipationFlag.allCases {
            _ =
                try perIncrement
                .multiplied(max(1, largest), "base reward").multiplied(flag.weight, "attestation reward")
                .multiplied(participating[flag], "attestation reward")
            // The quotient of an exact product: floor of (increments x numerator) / denominator.
            let numerator = perIncrement &* flag.weight &* participating[flag]
            let denominator = try active.multiplied(ParticipationFlag.weightDenominator, "active balance")
            rewards[flag] =
                isLeaking
                ? [] : (0...largest).map { increments in increments &* numerator / denominator }
        }
        self.rewards = rewards
    }

    /// Gwei that the flag earns a validator with this effective balance (in increments).
    public func reward(_ flag: ParticipationFlag, increments: UInt16) -> Gwei {
        guard !isLeaking else { return 0 }
        let table = rewards[flag]
        if Int(increments) < table.count { return table[Int(increments)] }
        let numerator =
            UInt128(increments) * UInt128(baseRewardPerIncrement) * UInt128(flag.weight)
            * UInt128(participatingIncrements[flag])
        return Gwei(
            truncatingIfNeeded: numerator / (UInt128(activeIncrements) * UInt128(ParticipationFlag.weightDenominator)))
    }

    /// Gwei that missing the flag costs; nothing for the head.
    public func penalty(_ flag: ParticipationFlag, increments: UInt16) -> Gwei {
        guard flag != .head else { return 0 }
        let product = UInt128(increments) * UInt128(baseRewardPerIncrement) * UInt128(flag.weight)
        return Gwei(truncatingIfNeeded: product / UInt128(ParticipationFlag.weightDenominator))
    }

    /// Gwei that missing the target costs at a score, leak or not.
    ///
    /// - Parameter score: as it stands after this epoch's update.
    /// - Throws: `EpochError.overflow` where balance times score leaves 64 bits.
    public func inactivityPenalty(increments: UInt16, score: UInt32) throws(EpochError) -> Gwei {
        let balance = UInt64(increments) &* increment
        return try balance.multiplied(UInt64(score), "effective balance times inactivity score") / inactivityDenominator
    }

    /// Pays one eligible validator its four pairs of deltas in the spec's order, each saturating at zero.
    ///
    /// - Parameters:
    ///   - flags: timely flags of the previous epoch; none for a slashed validator.
    ///   - score: inactivity score after this epoch's update.
    /// - Throws: `EpochError.overflow` where the balance leaves 64 bits.
    public func settle(
        balance: Gwei, increments: UInt16, flags: UInt8, score: UInt32
    ) throws(EpochError) -> AttestationSettlement {
        var result = AttestationSettlement(balance: balance)
        for flag in ParticipationFlag.allCases {
            if flags & flag.bit != 0 {
                result.rewards[flag] = reward(flag, increments: increments)
                result.balance = try result.balance.adding(result.rewards[flag], "a balance")
            } else {
                result.penalties[flag] = min(result.balance, penalty(flag, increments: increments))
                result.balance -= result.penalties[flag]
            }
        }
        if flags & ParticipationFlag.target.bit == 0 {
            result.inactivityPenalty = min(
                result.balance, try inactivityPenalty(increments: increments, score: score))
            result.balance -= result.inactivityPenalty
        }
        return result
    }
}

/// One validator's attestation rewards and penalties of one epoch, Gwei, as they were taken.
public struct AttestationSettlement: Sendable, Equatable {
    /// What each flag paid, Gwei.
    public var rewards = PerFlag<Gwei>(source: 0, target: 0, head: 0)
    /// What each missing flag took, Gwei; no more than there was.
    public var penalties = PerFlag<Gwei>(source: 0, target: 0, head: 0)
    /// What missing the target took by the inactivity score, Gwei; no more than there was.
    public var inactivityPenalty: Gwei = 0
    /// Afterwards.
    public var balance: Gwei

    init(balance: Gwei) {
        self.balance = balance
    }
}

extension AttestationRewardTable {
    /// What a state's attestation flags would pay and cost if its epoch ended with its present finality and scores.
    ///
    /// Complexity: one pass over the registry.
    /// - Throws: `EpochError` where the spec rejects the state.
    public init(_ state: BeaconState) throws(EpochError) {
        let delay = try state.previousEpoch.subtracting(state.finalized.epoch, "finality delay")
        try self.init(
            EpochTotals(state), isLeaking: delay > state.spec.minEpochsToInactivityPenalty, spec: state.spec)
    }
}
