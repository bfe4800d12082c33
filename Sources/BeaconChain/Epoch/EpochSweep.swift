/// The second pass over the registry: scores, rewards, registry, slashings and effective balances, block by block,
/// while a block's columns are in the cache.
///
/// Each row's steps depend on that row, on the sums of the scan and on the exit queue only, so doing all steps for one
/// block before the next equals the spec's order of one step for all rows.
struct EpochSweep {
    /// Which steps to take.
    struct Steps: OptionSet {
        let rawValue: UInt8
        static let scores = Steps(rawValue: 1)
        static let rewards = Steps(rawValue: 2)
        static let registry = Steps(rawValue: 4)
        static let slashings = Steps(rawValue: 8)
        static let effectiveBalances = Steps(rawValue: 16)
    }

    let rules: EpochRules
    let steps: Steps
    let isLeaking: Bool

    /// Runs the chosen steps on all rows.
    ///
    /// - Parameters:
    ///   - classes: the scan's result.
    ///   - rewards: needed for the step `rewards`.
    ///   - life: collects what the registry and slashing rules decide; epochs and splits are written by it afterwards.
    func run(
        _ registry: inout Registry, classes: borrowing [UInt8], rewards: RewardPass?, life: inout LifeCycle
    ) throws(EpochError) {
        let scores = try ScorePass(rules.spec, isLeaking: isLeaking)
        let hysteresis = try Hysteresis(rules)
        var start = 0
        while start < registry.count {
            let block = start..<min(start + RegistryScan.blockRows, registry.count)
            let isCalm = scores.isCalm(block, registry.inactivityScores)
            if steps.contains(.scores), !isCalm { try scores.run(block, &registry.inactivityScores, classes) }
            if let rewards, steps.contains(.rewards) {
                if isCalm {
                    try rewards.runCalm(block, &registry.balances, registry.effectiveIncrements, classes)
                } else {
                    try rewards.run(
                        block, &registry.balances, registry.effectiveIncrements, registry.inactivityScores, classes)
                }
            }
            if steps.contains(.registry) || steps.contains(.slashings) {
                try visit(block, &registry, classes, &life)
            }
            if steps.contains(.effectiveBalances) {
                try hysteresis.run(
                    block, &registry.effectiveIncrements, registry.balances, registry.credentialPrefixes)
            }
            start = block.upperBound
        }
    }

    private func visit(
        _ block: Range<Int>, _ registry: inout Registry, _ classes: borrowing [UInt8], _ life: inout LifeCycle
    ) throws(EpochError) {
        var row = RowClass.nextAttention(from: block.lowerBound, to: block.upperBound, in: classes.span)
        while row < block.upperBound {
            var withdrawable = registry.withdrawableEpochs[row].epoch
            if steps.contains(.registry) {
                withdrawable = try life.update(row, of: registry, rules) ?? withdrawable
            }
            if steps.contains(.slashings), registry.slashed[row] {
                try life.penalize(row, of: &registry, withdrawable: withdrawable, rules)
            }
            row = RowClass.nextAttention(from: row + 1, to: block.upperBound, in: classes.span)
        }
    }
}
