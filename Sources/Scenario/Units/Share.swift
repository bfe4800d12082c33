/// Reading and writing of shares, in parts per million.
enum Share {
    static let whole = 1_000_000
    /// Pattern of a share for editors.
    static let pattern = #"^([0-9]+(_[0-9]+)*(\.[0-9]+)? ?%|[0-9]+(_[0-9]+)*/[0-9]+(_[0-9]+)*)$"#

    /// Reads `12%`, `0.3 %` or `1/3`; a fraction is rounded to the nearest part per million.
    ///
    /// - Throws: `Problem` for a missing unit, a negative share, a percentage finer than a part per million.
    static func partsPerMillion(_ text: String) throws(Problem) -> Int {
        if let slash = text.firstIndex(of: "/") {
            return try fraction(text, slash: slash)
        }
        let terms = try Term.all(in: text, expecting: "a share such as 12 % or 1/3")
        guard terms.count == 1, let term = terms.first else {
            throw Problem("'\(text)' holds more than one share")
        }
        let number = try Decimal(term.number)
        guard number.mantissa >= 0 else { throw Problem("a share cannot be negative, found '\(text)'") }
        guard term.unit == "%" else {
            if term.unit.isEmpty {
                let hint =
                    number.mantissa <= Decimal.powerOfTen(number.fractionDigits)
                    ? "write a percentage or a fraction: 50 % or 1/2" : "write \(term.number) %"
                throw Problem("'\(text)' has no unit", hint: hint)
            }
            throw Problem("'\(term.unit)' is not a unit of a share", hint: "write \(term.number) %")
        }
        guard number.isWhole(scaledBy: 10_000) else {
            throw Problem("'\(text)' is finer than a part per million (0.0001 %)")
        }
        guard let parts = number.scaled(by: 10_000), parts <= Int64(whole) * 1_000_000 else {
            throw Problem("'\(text)' is too large")
        }
        return Int(parts)
    }

    private static func fraction(_ text: String, slash: String.Index) throws(Problem) -> Int {
        let above = try Decimal(trimmed(text[..<slash]))
        let below = try Decimal(trimmed(text[text.index(after: slash)...]))
        guard above.fractionDigits == 0, below.fractionDigits == 0, below.mantissa > 0, above.mantissa >= 0 else {
            throw Problem("'\(text)' is not a fraction of two whole numbers", hint: "write 1/3")
        }
        let millionths = (above.mantissa * Int128(whole) * 2 + below.mantissa) / (below.mantissa * 2)
        guard let parts = Int(exactly: millionths), parts <= whole * 1_000_000 else {
            throw Problem("'\(text)' is too large")
        }
        return parts
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: { $0 == " " })
        while text.last == " " { text = text.dropLast() }
        return text
    }

    /// Writes a share for messages: `0.316 %`.
    static func spelled(_ partsPerMillion: Int) -> String {
        let whole = partsPerMillion / 10_000
        var fraction = String(partsPerMillion % 10_000)
        guard fraction != "0" else { return "\(whole) %" }
        fraction = String(repeating: "0", count: 4 - fraction.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        return "\(whole).\(fraction) %"
    }
}
