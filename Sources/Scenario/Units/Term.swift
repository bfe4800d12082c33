/// A number and the word after it, as written: `3 h`, `12%`, `189_840 gwei`.
struct Term: Equatable {
    var number: String
    var unit: String

    /// Splits a text into numbers and their units; a number may stand alone, a word may not.
    ///
    /// Complexity: linear in the length of the text.
    static func all(in text: String, expecting what: String) throws(Problem) -> [Term] {
        var terms: [Term] = []
        var rest = Substring(text)
        func skipSpaces() { rest = rest.drop(while: isSpace) }
        skipSpaces()
        while let first = rest.first {
            guard first.isNumber || "+-−.".contains(first) else {
                throw Problem("expected \(what), found '\(text)'")
            }
            let number = rest.prefix { $0.isNumber || "+-−._:,".contains($0) }
            rest = rest.dropFirst(number.count)
            skipSpaces()
            let unit = rest.prefix { !$0.isNumber && !isSpace($0) && !"+-−.".contains($0) }
            rest = rest.dropFirst(unit.count)
            skipSpaces()
            terms.append(Term(number: String(number), unit: String(unit)))
        }
        guard !terms.isEmpty else { throw Problem("expected \(what), found nothing") }
        return terms
    }

    /// Blanks that people paste between a number and its unit, the narrow and unbreakable ones included.
    private static func isSpace(_ character: Character) -> Bool {
        character == " " || character == "\t" || character == "\u{A0}" || character == "\u{202F}"
            || character == "\u{2009}"
    }
}
