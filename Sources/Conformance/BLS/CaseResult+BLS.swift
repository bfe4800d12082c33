extension CaseResult {
    /// A case of a BLS or cluster vector file.
    ///
    /// - Parameters:
    ///   - suite: the collection the file belongs to, such as `ethereum_bls12-381-tests`.
    ///   - handler: the function under test, such as `fast_aggregate_verify`.
    init(_ suite: String, _ handler: String, _ name: String, _ outcome: Outcome) {
        self.init(suite: suite, runner: suite, handler: handler, name: name, outcome: outcome)
    }

    /// Compares two answers.
    init(_ suite: String, _ handler: String, _ name: String, expected: String, found: String) {
        self.init(
            suite, handler, name,
            expected == found ? .passed : .failed(Mismatch(field: "answer", expected: expected, found: found)))
    }
}
