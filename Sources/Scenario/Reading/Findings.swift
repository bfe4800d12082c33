/// Collects what is wrong while a scenario is read.
struct Findings {
    private(set) var errors: [ScenarioError] = []
    private(set) var warnings: [ScenarioWarning] = []
    /// Errors beyond those that are kept.
    private(set) var unkept = 0

    /// Most errors that are kept; a hostile file could hold one for each of its values.
    private static let most = 1000

    var isEmpty: Bool { errors.isEmpty }
    /// True where further errors are counted only, so that no hint need be sought.
    var isFull: Bool { errors.count >= Self.most }

    mutating func add(_ message: String, at location: SourceLocation, hint: String? = nil, isMissingInput: Bool = false)
    {
        guard !isFull else {
            unkept += 1
            return
        }
        let error = ScenarioError(location: location, message: message, hint: hint, isMissingInput: isMissingInput)
        if !errors.contains(error) { errors.append(error) }
    }

    mutating func add(_ problem: Problem, at location: SourceLocation) {
        add(problem.message, at: location, hint: problem.hint)
    }

    /// Notes what can be run but is hardly meant.
    mutating func warn(_ message: String, at location: SourceLocation, hint: String? = nil) {
        warnings.append(ScenarioWarning(location: location, message: message, hint: hint))
    }

    /// Takes over the errors of another reading.
    mutating func add(_ others: Findings) {
        for error in others.errors {
            add(error.message, at: error.location, hint: error.hint, isMissingInput: error.isMissingInput)
        }
        unkept += others.unkept
    }

    /// The errors in the order of the file, `--set` and other files after it, with snippets of the scenario's lines.
    func sorted(file: String, text: String) -> ScenarioErrors {
        let order = errors.enumerated().sorted { a, b in
            let (left, right) = (a.element.location, b.element.location)
            let leftKey = (left.file == file ? 0 : 1, left.line, left.column, a.offset)
            let rightKey = (right.file == file ? 0 : 1, right.line, right.column, b.offset)
            return leftKey < rightKey
        }
        var kept = order.prefix(ScenarioErrors.most).map(\.element)
        let lines = Self.lines(of: text)
        for index in kept.indices where kept[index].location.file == file {
            kept[index].snippet = Self.snippet(lines: lines, at: kept[index].location)
        }
        var result = ScenarioErrors(errors: kept)
        result.omitted = errors.count - kept.count + unkept
        return result
    }

    private static func lines(of text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    /// The line and a caret, cut around the place where the line is long.
    private static func snippet(lines: [Substring], at location: SourceLocation) -> String? {
        guard location.line > 0, location.line <= lines.count, location.column > 0 else { return nil }
        let scalars = Array(lines[location.line - 1].unicodeScalars)
        guard !scalars.isEmpty, location.column <= scalars.count + 1 else { return nil }
        let start = max(0, location.column - 1 - 60)
        let end = min(scalars.count, start + 110)
        var shown = String.UnicodeScalarView()
        for scalar in scalars[start..<end] {
            // A control character would garble the terminal.
            shown.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
        }
        let number = String(location.line)
        let margin = String(repeating: " ", count: number.count)
        let gap = String(repeating: " ", count: location.column - 1 - start)
        return "  \(number) | \(String(shown))\n  \(margin) | \(gap)^"
    }
}
