/// How much each validator's vote weighs: the balances of the justified checkpoint's state.
///
/// A value type over one shared array: views with the same justified checkpoint share it.
/// Spec: `get_attestation_score`, `get_proposer_score`, phase 0.
public struct VoteWeights: Sendable, Equatable {
    /// By voter, in increments (whole ETH); zero for those whose vote does not count.
    let increments: [UInt32]
    /// Gwei in an increment.
    let incrementSize: Gwei
    /// Gwei, of everybody active, slashed or not. Spec: `get_total_active_balance`.
    public let totalActiveBalance: Gwei

    /// Weights of a state's rows at its current epoch: active and unslashed ones count with all their members.
    ///
    /// Complexity: one pass over the registry.
    /// - Throws: `ForkChoiceError.weightOverflow`.
    public init(_ state: BeaconState) throws(ForkChoiceError) {
        let registry = state.registry
        let epoch = state.currentEpoch
        var increments = [UInt32](repeating: 0, count: registry.count)
        var total: UInt64 = 0
        for row in 0..<registry.count where registry.isActive(row, in: epoch) {
            let stake = UInt64(registry.effectiveIncrements[row]) &* registry.members(of: row)
            let (sum, overflow) = total.addingReportingOverflow(stake)
            guard !overflow, let stake = UInt32(exactly: stake) else { throw .weightOverflow }
            total = sum
            if !registry.slashed[row] { increments[row] = stake }
        }
        let balance = max(1, total).multipliedReportingOverflow(by: state.spec.effectiveBalanceIncrement)
        guard !balance.overflow else { throw .weightOverflow }
        try self.init(increments: increments, totalActiveBalance: balance.partialValue, spec: state.spec)
    }

    /// Weights that the caller has, for voters of its own kind (a cohort's share in a committee, say).
    ///
    /// - Parameters:
    ///   - increments: by voter, whole increments; zero for a vote that does not count.
    ///   - totalActiveBalance: Gwei, of everybody active.
    /// - Throws: `ForkChoiceError.weightOverflow` if the sum, or the sum with the boost, leaves 64 bits.
    public init(increments: [UInt32], totalActiveBalance: Gwei, spec: ChainSpec) throws(ForkChoiceError) {
        // At most 2³¹ voters of 2³² increments each: the sum of increments itself fits.
        var sum: UInt64 = 0
        for value in increments { sum &+= UInt64(value) }
        let gwei = sum.multipliedReportingOverflow(by: spec.effectiveBalanceIncrement)
        let percent = max(
            100, spec.proposerScoreBoost, max(spec.reorgHeadWeightThreshold, spec.reorgParentWeightThreshold))
        let committee = totalActiveBalance / max(1, spec.slotsPerEpoch)
        let part = committee.multipliedReportingOverflow(by: percent)
        guard !gwei.overflow, !part.overflow, !gwei.partialValue.addingReportingOverflow(part.partialValue).overflow
        else { throw .weightOverflow }
        self.increments = increments
        incrementSize = spec.effectiveBalanceIncrement
        self.totalActiveBalance = totalActiveBalance
    }

    /// A percentage of what one slot's committees weigh on average, Gwei.
    ///
    /// Spec: `calculate_committee_fraction`, `compute_proposer_score`.
    func committeeFraction(percent: UInt64, _ spec: ChainSpec) -> Gwei {
        totalActiveBalance / max(1, spec.slotsPerEpoch) &* percent / 100
    }
}
