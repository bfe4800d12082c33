internal import EventEngine

/// Chance on a link: a pure function of two random words, so that it does not matter who asks, in which order or whether.
enum LinkChance {
    /// Means of the exponential law at which jitter is held: one copy in 22,000 would have had more.
    static let jitterCeiling = 10.0
    /// Losses in a row that a copy suffers at most.
    static let lossCeiling = 5

    private static let exponentials = ExponentialTable()

    /// How much later than the latency a copy arrives: jitter, and a round trip for every loss; never negative.
    /// - Parameters:
    ///   - words: two uniform words.
    ///   - jitter: the mean in nanoseconds.
    ///   - loss: the share of 2⁶⁴ that is lost.
    ///   - latency: one way, in nanoseconds.
    @inline(__always)
    static func delay(_ words: (UInt64, UInt64), jitter: Double, loss: UInt64, latency: Int64) -> Int64 {
        var delay = Int64(min(jitterCeiling, exponentials.variate(words.0)) * jitter)
        // The second word lies below pᵏ where the copy was lost k times in a row.
        var threshold = loss
        var losses = 0
        while words.1 < threshold, losses < lossCeiling {
            delay += 2 * latency
            losses += 1
            threshold = threshold.multipliedFullWidth(by: loss).high
        }
        return delay
    }

    /// The most that ``delay(_:jitter:loss:latency:)`` can give.
    static func worstDelay(jitter: Double, loss: UInt64, latency: Int64) -> Int64 {
        Int64(jitterCeiling * jitter) + (loss > 0 ? 2 * Int64(lossCeiling) * latency : 0)
    }
}

/// Exponential variates of mean 1 by inversion, to 3·10⁻⁹ of the mean: fast enough for one a copy.
///
/// The uniform number is m · 2ᵉ with m in [1, 2). Beside the middle c of its 256th of that interval, ln m is
/// ln c + d − d²/2 with d = m/c − 1, |d| < 1/512. Only +, − and × are done, so that every machine gets the same bits.
struct ExponentialTable: Sendable {
    private struct Cell {
        var inverse: Double
        var log: Double
    }

    private let cells: [Cell]

    init() {
        cells = (0..<256).map { index in
            let middle = 1 + (Double(index) + 0.5) / 256
            return Cell(inverse: 1 / middle, log: ElementaryFunctions.log(middle))
        }
    }

    /// The variate of a uniform word.
    @inline(__always)
    func variate(_ word: UInt64) -> Double {
        let bits = ((Double(word >> 12) + 0.5) * 0x1p-52).bitPattern
        let exponent = Double(Int(truncatingIfNeeded: bits >> 52) &- 1_023)
        let mantissa = Double(bitPattern: bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
        let cell = cells[Int(truncatingIfNeeded: bits >> 44) & 255]
        let offset = mantissa * cell.inverse - 1
        return max(0, -0x1.62e42fefa39efp-1 * exponent - (cell.log + (offset - 0.5 * offset * offset)))
    }
}
