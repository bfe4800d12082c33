/// Reads single values by their shape.
extension Checker {
    func scalar(_ text: String, _ node: SourceNode, _ shape: Shape) throws(Problem) -> Value.Content {
        switch shape {
        case .text:
            try Self.checkText(text)
            return .text(text)
        case .quantity:
            return .text(text)
        case .name(let name):
            if let problem = Self.problem(with: text, as: name) { throw problem }
            return .text(text)
        case .word(let words):
            return .text(try Self.word(text, words))
        case .flag:
            return .flag(try Self.flag(text))
        case .count(let range):
            return .count(try Self.bounded(try Count.integer(text), range) { Count.spelled($0) })
        case .duration(let bounds):
            return try duration(text, bounds)
        case .amount(let range, let step):
            return .gwei(try Self.amount(text, range, step))
        case .share(let range):
            let parts = try Share.partsPerMillion(text)
            guard range.contains(parts) else {
                throw Problem(
                    "a share of \(Share.spelled(parts)) is out of range",
                    hint: parts > Share.whole ? "it can be 100 % at most" : "it must be more than 0 %")
            }
            return .partsPerMillion(parts)
        case .percent(let range):
            return .count(try Self.percent(text, range))
        case .size(let range):
            return .count(
                try Self.bounded(try DataSize.bytes(text), range) { DataSize.spelled(bytes: $0) })
        case .bandwidth(let range):
            return .count(
                try Self.bounded(try DataSize.bitsPerSecond(text), range) { DataSize.spelled(bitsPerSecond: $0) })
        case .rate:
            return .text(text)
        case .oneOrMore(let inner):
            return try scalar(text, node, inner)
        case .list, .named, .table, .settings, .either:
            throw Problem("expected \(shape.expectation), found '\(SourceNode.shortened(text))'")
        }
    }

    private func duration(_ text: String, _ bounds: Shape.Duration) throws(Problem) -> Value.Content {
        if text == "until the end" {
            if case .positiveOrUntilEnd = bounds { return .untilEnd }
            throw Problem("'until the end' cannot stand here", hint: "write a duration such as 3 h")
        }
        if case .signed = bounds, let sign = text.first, "-−".contains(sign) {
            return .nanoseconds(-(try Self.positive(try clock.nanoseconds(String(text.dropFirst())))))
        }
        let nanoseconds = try clock.nanoseconds(text)
        if case .zeroOrMore = bounds { return .nanoseconds(nanoseconds) }
        return .nanoseconds(try Self.positive(nanoseconds))
    }

    private static func positive(_ nanoseconds: Int64) throws(Problem) -> Int64 {
        guard nanoseconds > 0 else { throw Problem("a duration of 0 means nothing here", hint: "write more than 0 s") }
        return nanoseconds
    }

    private static func bounded(
        _ value: UInt64, _ range: ClosedRange<UInt64>, spelled: (UInt64) -> String
    ) throws(Problem) -> UInt64 {
        guard range.contains(value) else {
            throw Problem(
                "\(spelled(value)) is out of range",
                hint: "it can be \(spelled(range.lowerBound)) to \(spelled(range.upperBound))")
        }
        return value
    }

    private static func percent(_ text: String, _ range: ClosedRange<Int>) throws(Problem) -> UInt64 {
        let parts = try Share.partsPerMillion(text)
        guard parts % 10_000 == 0 else { throw Problem("'\(text)' is not a whole percentage", hint: "write 300 %") }
        guard range.contains(parts / 10_000) else {
            throw Problem(
                "\(Share.spelled(parts)) is out of range",
                hint: "it can be \(Count.spelled(range.lowerBound)) % to \(Count.spelled(range.upperBound)) %")
        }
        return UInt64(parts / 10_000)
    }

    private static func amount(_ text: String, _ range: ClosedRange<Int64>, _ step: Int64) throws(Problem) -> Int64 {
        let gwei = try Amount.gwei(text)
        guard range.contains(gwei) else {
            throw Problem(
                "\(Amount.spelled(gwei)) is out of range",
                hint: "it can be \(Amount.spelled(range.lowerBound)) to \(Amount.spelled(range.upperBound))")
        }
        guard gwei % step == 0 else {
            throw Problem("'\(text)' is not a multiple of \(Amount.spelled(step))")
        }
        return gwei
    }

    private static func word(_ text: String, _ words: [Shape.Word]) throws(Problem) -> String {
        guard let word = words.first(where: { $0.word == text }) else {
            let known = words.filter { $0.unavailable == nil }.map(\.word)
            throw Problem(
                "'\(SourceNode.shortened(text))' is not one of the choices",
                hint: Spelling.hint(for: text, among: known, noun: "write one of"))
        }
        if let reason = word.unavailable { throw Problem("'\(text)' cannot be chosen: \(reason)") }
        return text
    }

    private static func flag(_ text: String) throws(Problem) -> Bool {
        switch text {
        case "true": return true
        case "false": return false
        default:
            let hint: String
            switch text.lowercased() {
            case "yes", "on", "y", "true": hint = "write true"
            case "no", "off", "n", "false": hint = "write false"
            default: hint = "write true or false"
            }
            throw Problem("expected true or false, found '\(SourceNode.shortened(text))'", hint: hint)
        }
    }

    private static func checkText(_ text: String) throws(Problem) {
        guard !text.allSatisfy(\.isWhitespace) else { throw Problem("the text is empty") }
        guard text.utf8.count <= 10_000 else { throw Problem("the text is longer than 10,000 bytes") }
        let isPrintable = text.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" || $0 == "\t"
        }
        guard isPrintable else { throw Problem("the text holds a control character") }
    }

    /// What is wrong with a name, if anything.
    static func problem(with text: String, as name: Shape.Name) -> Problem? {
        let shown = SourceNode.shortened(text)
        guard !text.isEmpty, text.count <= 100 else {
            return Problem("the name of \(name.noun) must have 1 to 100 letters")
        }
        guard text.first != " ", text.last != " " else {
            return Problem("the name '\(shown)' starts or ends with a blank")
        }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return Problem("the name of \(name.noun) holds a control character")
        }
        if name.reserved.contains(text) {
            return Problem("'\(text)' cannot be the name of \(name.noun)", hint: "the word has a meaning of its own")
        }
        if name.isSubject, let bad = text.first(where: { "./\"'=".contains($0) }) {
            return Problem(
                "the name '\(shown)' holds '\(bad)'",
                hint: "names of \(name.nouns) have letters, digits, blanks, '-' and '_'")
        }
        return nil
    }
}
