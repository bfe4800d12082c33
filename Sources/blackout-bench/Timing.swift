/// Wall-clock times of repeated work, and numbers in columns.
enum Timing {
    /// Nanoseconds of each repetition, sorted; `prepare` runs before each and is not counted.
    static func nanoseconds(
        repetitions: Int, prepare: () throws -> Void = {}, _ work: () throws -> Void
    ) throws -> [Double] {
        let clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<repetitions {
            try prepare()
            let duration = try clock.measure { try work() }
            let (seconds, attoseconds) = duration.components
            times.append(Double(seconds) * 1e9 + Double(attoseconds) / 1e9)
        }
        return times.sorted()
    }

    static func median(_ sorted: [Double]) -> Double {
        sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    /// Text of a number with so many decimals.
    static func text(_ value: Double, decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
        let whole = Int((value * scale).rounded())
        let digits = String(abs(whole))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = whole < 0 ? "-" : ""
        guard decimals > 0 else { return sign + padded }
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// Right-aligned in a column.
    static func column(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
