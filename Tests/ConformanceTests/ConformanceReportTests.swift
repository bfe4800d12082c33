import Conformance
import Foundation
import Testing

@Suite("conformance report")
struct ConformanceReportTests {
    private let report = ConformanceReport([
        CaseResult(suite: "minimal/fulu", runner: "sanity", handler: "slots", name: "a", outcome: .passed),
        CaseResult(
            suite: "minimal/fulu", runner: "operations", handler: "deposit", name: "b",
            outcome: .failed(Mismatch(field: "validators[3].exit_epoch", expected: "7", found: "8"))),
        CaseResult(
            suite: "minimal/fulu", runner: "fork_choice", handler: "ex_ante", name: "c",
            outcome: .skipped(reason: "why")),
        CaseResult(suite: "minimal/deneb", runner: "sanity", handler: "slots", name: "d", outcome: .passed),
    ])

    @Test("the table counts by runner and handler and names the first differing field")
    func text() {
        #expect(
            report.text() == """
                                       passed    failed   skipped
                fork_choice/ex_ante         0         0         1
                operations/deposit          0         1         0
                sanity/slots                2         0         0
                all                         2         1         1

                failed:
                  minimal/fulu/operations/deposit/b
                    validators[3].exit_epoch: expected 7, found 8

                skipped:
                  1  why

                """)
        #expect(!report.isPassed)
        #expect(ConformanceReport(report.results.filter { $0.name != "b" }).isPassed)
    }

    @Test("the JSON form holds the same")
    func json() throws {
        let document = try #require(
            try JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
        #expect(document["schema"] as? String == "blackout.conformance/1")
        #expect(document["passed"] as? Int == 2)
        #expect(document["failed"] as? Int == 1)
        let failures = try #require(document["failures"] as? [[String: String]])
        #expect(failures.first?["case"] == "b")
        #expect(failures.first?["field"] == "validators[3].exit_epoch")
        let rows = try #require(document["rows"] as? [[String: Any]])
        #expect(rows.map { $0["handler"] as? String } == ["ex_ante", "deposit", "slots"])
    }
}

@Suite("reading reference cases")
struct ConformanceSourceTests {
    private func temporaryFolder() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("conformance-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    @Test("a path that is not there, holds nothing or is no archive is said so")
    func badPaths() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let missing = folder.appendingPathComponent("none").path
        #expect(throws: ConformanceSourceError.notFound(path: missing)) { try runOfficialTests(at: missing) }
        #expect(throws: ConformanceSourceError.noCases(path: folder.path)) { try runOfficialTests(at: folder.path) }
        let broken = folder.appendingPathComponent("broken.tar.xz")
        try Data("no archive".utf8).write(to: broken)
        #expect(throws: ConformanceSourceError.self) { try runOfficialTests(at: broken.path) }
    }

    @Test("what was unpacked is gone afterwards, on an error too")
    func removesUnpacked() throws {
        struct Stop: Error {}
        var directories: [String] = []
        #expect(throws: Stop.self) {
            try OfficialSource.withCases(at: OfficialPacks.path("minimal-altair")) { cases in
                directories = cases.map(\.directory)
                throw Stop()
            }
        }
        #expect(directories.count == 357)
        #expect(directories.allSatisfy { !FileManager.default.fileExists(atPath: $0) })
    }

    @Test("a changed post-state fails with the field that differs, a missing one asks for rejection")
    func findsDifferences() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = "minimal/altair/sanity/slots/pyspec_tests/slots_1"
        let copy = folder.appendingPathComponent(path)
        try OfficialSource.withCases(at: OfficialPacks.path("minimal-altair")) { cases in
            let one = try #require(cases.first { $0.directory.hasSuffix(path) })
            try FileManager.default.createDirectory(
                at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: one.directory, toPath: copy.path)
        }
        // Both stand under the name of the state before, so that the slot is the first field to differ.
        let post = copy.appendingPathComponent("post.ssz_snappy")
        try FileManager.default.removeItem(at: post)
        #expect(
            try runOfficialTests(at: folder.path).map(\.outcome)
                == [.failed(Mismatch(field: "acceptance", expected: "rejected", found: "accepted"))])
        try FileManager.default.copyItem(at: copy.appendingPathComponent("pre.ssz_snappy"), to: post)
        let outcomes = try runOfficialTests(at: folder.path).map(\.outcome)
        #expect(outcomes == [.failed(Mismatch(field: "slot", expected: "0", found: "1"))])
    }
}
