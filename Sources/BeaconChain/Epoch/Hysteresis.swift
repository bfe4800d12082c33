/// Lets effective balances follow balances that have moved far enough.
///
/// Spec: `process_effective_balance_updates`, phase 0; the largest effective balance by credentials, Electra.
struct Hysteresis {
    private let increment: Gwei
    private let downward: Gwei
    private let upward: Gwei
    private let plainMaximum: UInt16
    private let compoundingMaximum: UInt16

    init(_ rules: EpochRules) throws(EpochError) {
        let spec = rules.spec
        let step = spec.effectiveBalanceIncrement / spec.hysteresisQuotient
        increment = spec.effectiveBalanceIncrement
        downward = try step.multiplied(spec.hysteresisDownwardMultiplier, "hysteresis threshold")
        upward = try step.multiplied(spec.hysteresisUpwardMultiplier, "hysteresis threshold")
        guard try downward.adding(upward, "hysteresis threshold") < 1 << 62 else {
            throw .constant(name: "HYSTERESIS_UPWARD_MULTIPLIER", value: upward, reason: "is out of all proportion")
        }
        plainMaximum = rules.maximumIncrementsUncompounded
        compoundingMaximum = rules.maximumIncrements
    }

    func run(
        _ block: Range<Int>, _ increments: inout [UInt16], _ balances: borrowing [Gwei],
        _ prefixes: borrowing [UInt8]
    ) throws(EpochError) {
        let balances = balances.span
        let prefixes = prefixes.span
        var increments = increments.mutableSpan
        let (increment, downward, width) = (increment, downward, downward + upward)
        for row in block {
            let balance = balances[unchecked: row]
            let effective = UInt64(increments[unchecked: row]) &* increment
            // Below the band the difference wraps round to a huge number, so one comparison sees both sides.
            if balance &+ downward &- effective > width || balance >= 1 << 63 {
                _ = try balance.adding(downward, "balance of row \(row)")
                let most = prefixes[unchecked: row] == 2 ? compoundingMaximum : plainMaximum
                increments[unchecked: row] = UInt16(truncatingIfNeeded: min(balance / increment, UInt64(most)))
            }
        }
    }
}
