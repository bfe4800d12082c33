public import Foundation

extension ConformanceReport {
    /// The report as data, schema `blackout.conformance/1`.
    ///
    /// Keys: `schema`, `passed`, `failed`, `skipped`, `rows` (runner, handler, counts), `failures` (suite, runner,
    /// handler, case, field, expected, found), `skips` (reason, count).
    public func json() throws -> Data {
        let document = Document(
            schema: "blackout.conformance/1", passed: total.passed, failed: total.failed, skipped: total.skipped,
            rows: rows.map {
                Document.Row(
                    runner: $0.runner, handler: $0.handler, passed: $0.tally.passed, failed: $0.tally.failed,
                    skipped: $0.tally.skipped)
            },
            failures: results.compactMap { result in
                guard case .failed(let mismatch) = result.outcome else { return nil }
                return Document.Failure(
                    suite: result.suite, runner: result.runner, handler: result.handler, name: result.name,
                    field: mismatch.field, expected: mismatch.expected, found: mismatch.found)
            },
            skips: skipReasons.map { Document.Skip(reason: $0.reason, count: $0.count) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(document)
    }

    private struct Document: Encodable {
        struct Row: Encodable {
            let runner: String
            let handler: String
            let passed: Int
            let failed: Int
            let skipped: Int
        }

        struct Failure: Encodable {
            let suite: String
            let runner: String
            let handler: String
            let name: String
            let field: String
            let expected: String
            let found: String

            enum CodingKeys: String, CodingKey {
                case suite, runner, handler
                case name = "case"
                case field, expected, found
            }
        }

        struct Skip: Encodable {
            let reason: String
            let count: Int
        }

        let schema: String
        let passed: Int
        let failed: Int
        let skipped: Int
        let rows: [Row]
        let failures: [Failure]
        let skips: [Skip]
    }
}
