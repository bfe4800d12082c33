/// Moves inactivity scores up for a missed target and down otherwise.
///
/// Spec: `process_inactivity_updates`, Altair.
struct ScorePass {
    private let bias: UInt32
    /// Taken from everybody eligible.
    private let recovery: UInt32

    init(_ spec: ChainSpec, isLeaking: Bool) throws(EpochError) {
        guard let bias = UInt32(exactly: spec.inactivityScoreBias) else {
            throw .constant(
                name: "INACTIVITY_SCORE_BIAS", value: spec.inactivityScoreBias, reason: "must be below 2^32")
        }
        self.bias = bias
        recovery = isLeaking ? 0 : UInt32(clamping: min(spec.inactivityScoreRecoveryRate, UInt64(UInt32.max - 1)))
    }

    /// Whether all scores of a block are zero and will be so: without a leak the recovery takes more than a miss adds.
    func isCalm(_ block: Range<Int>, _ scores: borrowing [UInt32]) -> Bool {
        guard bias <= recovery else { return false }
        let scores = scores.span
        var union: UInt32 = 0
        for row in block { union |= scores[unchecked: row] }
        return union == 0
    }

    func run(_ block: Range<Int>, _ scores: inout [UInt32], _ classes: borrowing [UInt8]) throws(EpochError) {
        let classes = classes.span
        var scores = scores.mutableSpan
        let (bias, recovery) = (bias, recovery)
        var overflowed: UInt32 = 0
        for row in block {
            let bits = UInt32(classes[unchecked: row])
            let eligible = 0 &- (bits >> 3 & 1)
            let hit = 0 &- (bits >> 1 & 1)
            let score = scores[unchecked: row]
            let raised = score &+ (bias & eligible & ~hit)
            overflowed |= raised < score ? 1 : 0
            // One for the hit and the recovery together: each alone stops at zero, and so does their sum.
            let loss = ((hit & 1) &+ recovery) & eligible
            scores[unchecked: row] = raised > loss ? raised &- loss : 0
        }
        guard overflowed == 0 else {
            throw .overflow(quantity: "an inactivity score (32 bits) in rows \(block)")
        }
    }
}
