/// One thing that is wrong with a scenario, where, and what would mend it.
public struct ScenarioError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Place in the scenario or in a file that it names; line 0 for a `--set` (then `file` is its text).
    public var location: SourceLocation
    /// What is wrong.
    public var message: String
    /// What to write instead, where that can be told.
    public var hint: String?
    /// True where a file is missing or cannot be read, rather than wrong.
    public var isMissingInput = false
    /// The line of the scenario with a caret under the place; nil where there is none to show.
    public internal(set) var snippet: String?

    /// An error at a place.
    public init(location: SourceLocation, message: String, hint: String? = nil, isMissingInput: Bool = false) {
        self.location = location
        self.message = message
        self.hint = hint
        self.isMissingInput = isMissingInput
    }

    /// `file:line:column: error: message; hint` on one line.
    public var description: String {
        let place =
            location.line > 0 ? "\(location.file):\(location.line):\(location.column)" : location.file
        return "\(place): error: \(fullMessage)"
    }

    /// Message and hint in one.
    public var fullMessage: String { hint.map { "\(message); \($0)" } ?? message }
}

/// Something that can be run but is hardly meant, and what would mend it.
public struct ScenarioWarning: Sendable, Equatable, CustomStringConvertible {
    /// Place in the scenario; line 0 for a `--set` (then `file` is its text).
    public var location: SourceLocation
    /// What stands out.
    public var message: String
    /// What to write instead, where that can be told.
    public var hint: String?

    /// A warning at a place.
    public init(location: SourceLocation, message: String, hint: String? = nil) {
        self.location = location
        self.message = message
        self.hint = hint
    }

    /// `file:line:column: warning: message; hint` on one line.
    public var description: String {
        let place = location.line > 0 ? "\(location)" : location.file
        return "\(place): warning: \(hint.map { "\(message); \($0)" } ?? message)"
    }
}

/// All that is wrong with a scenario, in the order of the file.
public struct ScenarioErrors: Error, Sendable, Equatable, CustomStringConvertible {
    /// At least one.
    public var errors: [ScenarioError]
    /// Errors beyond `ScenarioErrors.most`, which are counted only.
    public var omitted = 0

    /// Most errors that are listed for one scenario.
    public static let most = 100

    /// Errors of one reading.
    public init(errors: [ScenarioError]) { self.errors = errors }

    /// True where nothing is wrong but a file that is missing.
    public var isMissingInput: Bool { errors.allSatisfy(\.isMissingInput) }

    /// One line for each error.
    public var description: String {
        var lines = errors.map(\.description)
        if omitted > 0 { lines.append("and \(omitted) more errors") }
        return lines.joined(separator: "\n")
    }

    /// As `description`, with the line and a caret under each error.
    public var detailed: String {
        var lines: [String] = []
        for error in errors {
            lines.append(error.description)
            if let snippet = error.snippet { lines.append(snippet) }
        }
        if omitted > 0 { lines.append("and \(omitted) more errors") }
        return lines.joined(separator: "\n")
    }
}
