/// What became of many reference cases, for people and for machines.
public struct ConformanceReport: Sendable {
    /// In the order in which they were run.
    public let results: [CaseResult]

    /// A report of the given results.
    public init(_ results: [CaseResult]) {
        self.results = results
    }

    /// Counts of one row of the table or of everything.
    public struct Tally: Sendable, Equatable {
        /// Cases that came out as the reference says.
        public var passed = 0
        /// Cases that did not.
        public var failed = 0
        /// Cases that were left out.
        public var skipped = 0

        /// The given counts.
        public init(passed: Int = 0, failed: Int = 0, skipped: Int = 0) {
            self.passed = passed
            self.failed = failed
            self.skipped = skipped
        }

        /// All cases.
        public var total: Int { passed + failed + skipped }

        mutating func count(_ outcome: CaseResult.Outcome) {
            switch outcome {
            case .passed: passed += 1
            case .failed: failed += 1
            case .skipped: skipped += 1
            }
        }
    }

    /// One row of the table.
    public struct Row: Sendable, Equatable {
        /// `epoch_processing`.
        public let runner: String
        /// `registry_updates`.
        public let handler: String
        /// Counts.
        public internal(set) var tally: Tally
    }

    /// Everything together.
    public var total: Tally {
        var tally = Tally()
        for result in results { tally.count(result.outcome) }
        return tally
    }

    /// Counts by runner and handler, in order of their names.
    public var rows: [Row] {
        var tallies: [[String]: Tally] = [:]
        for result in results { tallies[[result.runner, result.handler], default: Tally()].count(result.outcome) }
        return tallies.keys.sorted { $0.lexicographicallyPrecedes($1) }.map {
            Row(runner: $0[0], handler: $0[1], tally: tallies[$0] ?? Tally())
        }
    }

    /// Reasons for which cases were skipped, most frequent first.
    public var skipReasons: [(reason: String, count: Int)] {
        var counts: [String: Int] = [:]
        for case .skipped(let reason) in results.map(\.outcome) { counts[reason, default: 0] += 1 }
        return counts.keys.sorted { ((counts[$1] ?? 0), $0) < ((counts[$0] ?? 0), $1) }
            .map { ($0, counts[$0] ?? 0) }
    }

    /// Whether nothing failed.
    public var isPassed: Bool { total.failed == 0 }
}

extension ConformanceReport {
    /// The table, the failures with their first differing field, and the reasons for skips.
    ///
    /// - Parameter failureLimit: most failures that are listed one by one.
    public func text(failureLimit: Int = 50) -> String {
        var lines: [String] = []
        let rows = rows
        let names = rows.map { "\($0.runner)/\($0.handler)" }
        let width = max(12, names.map(\.count).max() ?? 0)
        func line(_ name: String, _ cells: [String]) -> String {
            name + String(repeating: " ", count: width - name.count)
                + cells.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined()
        }
        func cells(_ tally: Tally) -> [String] { ["\(tally.passed)", "\(tally.failed)", "\(tally.skipped)"] }
        lines.append(line("", ["passed", "failed", "skipped"]))
        for (name, row) in zip(names, rows) { lines.append(line(name, cells(row.tally))) }
        lines.append(line("all", cells(total)))

        let failures = results.compactMap { result -> (CaseResult, Mismatch)? in
            guard case .failed(let mismatch) = result.outcome else { return nil }
            return (result, mismatch)
        }
        if !failures.isEmpty { lines += ["", "failed:"] }
        for (result, mismatch) in failures.prefix(failureLimit) {
            lines.append("  \(result.suite)/\(result.runner)/\(result.handler)/\(result.name)")
            lines.append("    \(mismatch.field): expected \(mismatch.expected), found \(mismatch.found)")
        }
        if failures.count > failureLimit { lines.append("  and \(failures.count - failureLimit) more") }

        let reasons = skipReasons
        if !reasons.isEmpty { lines += ["", "skipped:"] }
        for (reason, count) in reasons { lines.append("  \(count)  \(reason)") }
        return lines.joined(separator: "\n") + "\n"
    }
}
