/// A decimal number exactly as written: `mantissa / 10^fractionDigits`.
struct Decimal: Equatable {
    var mantissa: Int128
    var fractionDigits: Int

    /// Longest number that is read; a mantissa of this length times any unit fits in 128 bits.
    static let maximumDigits = 20

    /// Reads digits with single underscores between them, an optional sign and an optional fraction.
    ///
    /// What YAML 1.1 would silently turn into something else (`012`, `12:30:45`, dates) is refused with a hint.
    init(_ text: some StringProtocol) throws(Problem) {
        let written = String(text)
        var body = Substring(written)
        let isNegative = body.first == "-" || body.first == "−"
        if isNegative || body.first == "+" { body = body.dropFirst() }
        try Self.refuseLookalikes(written: written, body: body)
        let parts = body.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, Self.isDigits(whole),
            parts.count == 1 || Self.isDigits(parts[1])
        else {
            throw Problem(
                "'\(written)' is not a number", hint: "write digits, with '_' between them if you like: 1_000 or 0.5")
        }
        let wholeDigits = whole.filter { $0 != "_" }
        if wholeDigits.count > 1, wholeDigits.first == "0" {
            let plain = wholeDigits.drop(while: { $0 == "0" })
            throw Problem(
                "'\(written)' starts with a zero, which YAML 1.1 reads as octal",
                hint: "write \(plain.isEmpty ? "0" : String(plain))")
        }
        let fraction = parts.count == 2 ? parts[1].filter { $0 != "_" } : ""
        guard wholeDigits.count + fraction.count <= Self.maximumDigits,
            let mantissa = Int128(wholeDigits + fraction)
        else {
            throw Problem("'\(written)' has too many digits", hint: "at most \(Self.maximumDigits) are read")
        }
        self.mantissa = isNegative ? -mantissa : mantissa
        fractionDigits = fraction.count
    }

    /// The number times a unit, or nil if that is not whole or does not fit.
    func scaled(by factor: Int64) -> Int64? {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: Int128(factor))
        guard !overflow else { return nil }
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Self.powerOfTen(fractionDigits))
        return remainder == 0 ? Int64(exactly: quotient) : nil
    }

    /// True where the number times the unit is whole (whether or not it fits).
    func isWhole(scaledBy factor: Int64) -> Bool {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: Int128(factor))
        return overflow || product % Self.powerOfTen(fractionDigits) == 0
    }

    /// The nearest floating-point number.
    var double: Double { Double(mantissa) / Double(Self.powerOfTen(fractionDigits)) }

    static func powerOfTen(_ exponent: Int) -> Int128 {
        var power: Int128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    private static func isDigits(_ text: Substring) -> Bool {
        guard let first = text.first, first != "_", text.last != "_" else { return false }
        var wasUnderscore = false
        for character in text {
            if character == "_" {
                if wasUnderscore { return false }
                wasUnderscore = true
            } else {
                guard character.isASCII, character.isNumber else { return false }
                wasUnderscore = false
            }
        }
        return true
    }

    private static func refuseLookalikes(written: String, body: Substring) throws(Problem) {
        if body.contains(":") {
            let parts = body.split(separator: ":", omittingEmptySubsequences: false)
            let units = parts.count == 3 ? ["h", "min", "s"] : ["h", "min"]
            let isClock = (2...3).contains(parts.count) && parts.allSatisfy { isDigits($0) && $0.count <= 4 }
            let spelled = zip(parts, units)
                .compactMap { part, unit in Int(part.filter { $0 != "_" }).map { "\($0) \(unit)" } }
                .joined(separator: " ")
            throw Problem(
                "'\(written)' looks like a time of day, which YAML 1.1 reads as a base-60 number",
                hint: isClock ? "for a duration write \(spelled)" : "write the number with its unit")
        }
        let dashes = body.split(separator: "-", omittingEmptySubsequences: false)
        if dashes.count == 3, dashes.allSatisfy(isDigits) {
            throw Problem("'\(written)' is a date, not a number", hint: "times count from the start of the run: 6 h")
        }
        if body.contains(",") {
            throw Problem("'\(written)' has a comma", hint: "write 1.5 for a fraction and 1_000 for thousands")
        }
    }
}
