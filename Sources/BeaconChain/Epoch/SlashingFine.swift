/// The correlation penalty: the more stake was slashed around the same time, the larger the share that each loses.
///
/// Spec: `process_slashings`, Altair, Bellatrix, Electra (EIP-7251).
public struct SlashingFine: Sendable, Equatable {
    private enum Rule: Sendable, Equatable {
        /// Rounded down to whole increments.
        case share(of: Gwei, total: Gwei, increment: Gwei)
        case perIncrement(Gwei)
    }

    private let rule: Rule

    /// - Parameter totalActiveBalance: Gwei, of the epoch that ends.
    /// - Throws: `EpochError.overflow` where the slashed balances leave 64 bits.
    public init(_ state: borrowing BeaconState, totalActiveBalance: Gwei) throws(EpochError) {
        let spec = state.spec
        var sum: Gwei = 0
        for amount in state.slashings { sum = try sum.adding(amount, "sum of slashed balances") }
        let scaled = try sum.multiplied(spec.proportionalSlashingMultiplier, "sum of slashed balances")
        let adjusted = min(scaled, totalActiveBalance)
        rule =
            spec.fork >= .electra
            ? .perIncrement(adjusted / max(1, totalActiveBalance / spec.effectiveBalanceIncrement))
            : .share(of: adjusted, total: totalActiveBalance, increment: spec.effectiveBalanceIncrement)
    }

    /// Gwei for an effective balance in increments.
    ///
    /// - Throws: `EpochError.overflow` where the numerator leaves 64 bits.
    public func penalty(increments: UInt16) throws(EpochError) -> Gwei {
        switch rule {
        case .perIncrement(let amount):
            return try amount.multiplied(UInt64(increments), "slashing penalty")
        case .share(let adjusted, let total, let increment):
            let numerator = try UInt64(increments).multiplied(adjusted, "slashing penalty")
            return try (numerator / total).multiplied(increment, "slashing penalty")
        }
    }
}
