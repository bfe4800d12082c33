/// What became of one reference case.
public struct CaseResult: Sendable, Equatable {
    /// `mainnet/fulu`, `bls`, `ssv-spec`: where the case belongs.
    public var suite: String
    /// `epoch_processing`.
    public var runner: String
    /// `registry_updates`.
    public var handler: String
    /// The case's own name.
    public var name: String
    /// How it ended.
    public var outcome: Outcome

    /// How a case ends.
    public enum Outcome: Sendable, Equatable {
        case passed
        case failed(Mismatch)
        /// The reason is one of those that `docs/conformance.md` lists.
        case skipped(reason: String)
    }

    /// A value of given parts; nothing is checked.
    public init(suite: String, runner: String, handler: String, name: String, outcome: Outcome) {
        self.suite = suite
        self.runner = runner
        self.handler = handler
        self.name = name
        self.outcome = outcome
    }
}

/// The first thing that came out otherwise than the reference says.
public struct Mismatch: Error, Sendable, Equatable {
    /// `validators[3].exit_epoch`.
    public var field: String
    /// What the reference says.
    public var expected: String
    /// What came out.
    public var found: String

    /// A value of given parts; nothing is checked.
    public init(field: String, expected: String, found: String) {
        self.field = field
        self.expected = expected
        self.found = found
    }
}
