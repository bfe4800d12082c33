/// What became of one case of a vector file.
public struct BLSCaseResult: Hashable, Sendable {
    /// The collection the file belongs to, such as `ethereum_bls12-381-tests`.
    public var suite: String
    /// The function under test, such as `fast_aggregate_verify`.
    public var handler: String
    /// The case's name in its file.
    public var name: String
    /// How it ended.
    public var outcome: Outcome

    /// How a case ended.
    public enum Outcome: Hashable, Sendable {
        /// The answer is the expected one.
        case passed
        /// The answer differs.
        case failed(expected: String, found: String)
        /// The case was not run.
        case skipped(reason: String)
    }

    init(_ suite: String, _ handler: String, _ name: String, _ outcome: Outcome) {
        self.suite = suite
        self.handler = handler
        self.name = name
        self.outcome = outcome
    }

    /// Compares two answers.
    init(_ suite: String, _ handler: String, _ name: String, expected: String, found: String) {
        let outcome: Outcome = expected == found ? .passed : .failed(expected: expected, found: found)
        self.init(suite, handler, name, outcome)
    }
}

/// Why a vector file cannot be run.
public struct BLSVectorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public var path: String
    /// What is wrong with it.
    public var problem: String

    /// The file and what is wrong with it.
    public var description: String { "\(path): \(problem)" }
}
