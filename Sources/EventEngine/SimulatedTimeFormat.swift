extension SimulatedTime: LosslessStringConvertible {
    /// Days, hours, minutes and seconds without the parts that are zero, exact to the nanosecond:
    /// `0s`, `0.25s`, `12s`, `1h30m`, `2d3h4m5.000000006s`, `-8s`.
    public var description: String {
        guard nanoseconds != 0 else { return "0s" }
        var rest = nanoseconds.magnitude
        var text = nanoseconds < 0 ? "-" : ""
        for unit in [Unit.days, .hours, .minutes] {
            let (count, remainder) = rest.quotientAndRemainder(dividingBy: UInt64(unit.rawValue))
            if count > 0 { text += "\(count)\(unit.symbol)" }
            rest = remainder
        }
        guard rest > 0 else { return text }
        let (whole, fraction) = rest.quotientAndRemainder(dividingBy: UInt64(Unit.seconds.rawValue))
        text += "\(whole)"
        if fraction > 0 {
            var digits = String(fraction)
            digits = "." + String(repeating: "0", count: 9 - digits.count) + digits
            while digits.hasSuffix("0") { digits.removeLast() }
            text += digits
        }
        return text + "s"
    }

    /// Reads what ``description`` writes, and single units such as `250ms`, `1.5h` or `40us`.
    ///
    /// Units must fall from large to small, each at most once; a fraction is allowed on each number where it is a whole
    /// count of nanoseconds. Anything else, white space included, gives `nil`.
    public init?(_ description: String) {
        var bytes = Array(description.utf8)[...]
        let negative = bytes.first == UInt8(ascii: "-")
        if negative { bytes = bytes.dropFirst() }
        guard !bytes.isEmpty else { return nil }
        var total: Int64 = 0
        var previous = Int64.max
        while !bytes.isEmpty {
            guard let part = Self.readPart(&bytes), part.unit.rawValue < previous else { return nil }
            previous = part.unit.rawValue
            let (sum, overflow) = total.subtractingReportingOverflow(part.nanoseconds)
            guard !overflow else { return nil }
            total = sum
        }
        if negative {
            nanoseconds = total
        } else {
            guard total != .min else { return nil }
            nanoseconds = -total
        }
    }

    /// Takes one number with its unit off the front of `bytes`.
    private static func readPart(_ bytes: inout ArraySlice<UInt8>) -> (nanoseconds: Int64, unit: Unit)? {
        guard let whole = readDigits(&bytes) else { return nil }
        var fraction: [UInt8] = []
        if bytes.first == UInt8(ascii: ".") {
            bytes = bytes.dropFirst()
            guard let digits = readDigits(&bytes) else { return nil }
            fraction = digits
        }
        let symbol = bytes.prefix { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
        bytes = bytes.dropFirst(symbol.count)
        guard let unit = Unit.allCases.first(where: { $0.symbol.utf8.elementsEqual(symbol) }) else { return nil }
        while fraction.last == 0 { fraction.removeLast() }
        guard whole.count <= 19, fraction.count <= 18 else { return nil }
        // Both products fit into 128 bits: 10^19 · 8.64·10^13 < 2^110.
        var count: UInt128 = 0
        for digit in whole { count = count * 10 + UInt128(digit) }
        var numerator: UInt128 = 0
        var denominator: UInt128 = 1
        for digit in fraction {
            numerator = numerator * 10 + UInt128(digit)
            denominator *= 10
        }
        let scale = UInt128(unit.rawValue)
        let (share, remainder) = (numerator * scale).quotientAndRemainder(dividingBy: denominator)
        guard remainder == 0, let nanoseconds = Int64(exactly: count * scale + share) else { return nil }
        return (nanoseconds, unit)
    }

    private static func readDigits(_ bytes: inout ArraySlice<UInt8>) -> [UInt8]? {
        let digits = bytes.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        bytes = bytes.dropFirst(digits.count)
        return digits.isEmpty ? nil : digits.map { $0 - UInt8(ascii: "0") }
    }
}
