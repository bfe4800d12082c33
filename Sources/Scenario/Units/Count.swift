/// Reading and writing of plain whole numbers and of rates.
enum Count {
    /// Pattern of a count for editors whose YAML reads `1_000` as text.
    static let pattern = "^[0-9]+(_[0-9]+)*$"
    /// Pattern of a rate for editors.
    static let ratePattern = #"^[0-9]+(_[0-9]+)*(\.[0-9]+)? ?(slots |blocks )?per s$"#

    /// Reads `1_000`.
    ///
    /// - Throws: `Problem` for anything that has a unit, a fraction or a sign.
    static func integer(_ text: String) throws(Problem) -> UInt64 {
        let terms = try Term.all(in: text, expecting: "a whole number such as 1_000")
        guard terms.count == 1, let term = terms.first, term.unit.isEmpty else {
            if let term = terms.first, terms.count == 1, ["k", "K", "M"].contains(term.unit) {
                let zeros = term.unit == "M" ? "_000_000" : "_000"
                throw Problem("'\(text)' is not a plain number", hint: "write \(term.number)\(zeros)")
            }
            throw Problem("expected a whole number without a unit, found '\(text)'")
        }
        let number = try Decimal(term.number)
        guard number.mantissa >= 0 else { throw Problem("a count cannot be negative, found '\(text)'") }
        guard number.fractionDigits == 0 else { throw Problem("expected a whole number, found '\(text)'") }
        guard let count = UInt64(exactly: number.mantissa) else { throw Problem("'\(text)' is too large") }
        return count
    }

    /// Reads `20 per s`, `20 slots per s`, `3.5 blocks per s`.
    ///
    /// - Parameter noun: what is counted (`slots` or `blocks`); nil = either may be written.
    static func perSecond(_ text: String, noun: String?) throws(Problem) -> Double {
        let words = text.split(separator: " ").map(String.init)
        let tail = words.suffix(2)
        let nouns = noun.map { [$0] } ?? ["slots", "blocks"]
        let example = "20 \(nouns[0]) per s"
        guard (3...4).contains(words.count), Array(tail) == ["per", "s"] else {
            throw Problem("expected a rate such as \(example), found '\(text)'")
        }
        if words.count == 4, !nouns.contains(words[1]) {
            throw Problem("this rate cannot be in '\(words[1])'", hint: "write \(words[0]) \(nouns[0]) per s")
        }
        let number = try Decimal(words[0])
        guard number.mantissa > 0 else { throw Problem("a rate must be more than 0, found '\(text)'") }
        guard number.double <= 1_000_000 else { throw Problem("'\(text)' is too fast; at most 1_000_000 per s") }
        return number.double
    }

    /// Writes a number with a comma between thousands.
    static func spelled(_ number: some BinaryInteger) -> String {
        var digits = Array(String(number.magnitude))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: position)
            position -= 3
        }
        return (number < 0 ? "-" : "") + String(digits)
    }
}
