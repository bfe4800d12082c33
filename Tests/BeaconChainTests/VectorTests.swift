import Conformance
import Foundation
import Testing

@Suite("JSON vectors of the executable spec")
struct VectorTests {
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors").path

    static let files: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasSuffix(".gz") || $0.hasSuffix(".json") }.sorted()
    }()

    @Test("every case of a file passes", arguments: files)
    func file(name: String) throws {
        let results = try runJSONVectors(at: Self.directory + "/" + name)
        #expect(!results.isEmpty)
        for result in results {
            if case .failed(let mismatch) = result.outcome {
                Issue.record(
                    "\(result.name): \(mismatch.field) expected \(mismatch.expected), found \(mismatch.found)")
            }
        }
    }

    @Test("the vectors are there, and the epoch rules skip none of theirs")
    func coverage() throws {
        #expect(Self.files.count > 110)
        let names = [
            "epoch", "rewards.", "rewards_and", "registry", "slashings", "justification", "inactivity", "pending",
            "effective", "participation", "sync_committee", "proposer_lookahead", "trajectory", "shuffling",
            "duties", "constants", "fork_choice",
        ]
        let files = Self.files.filter { file in names.contains { file.hasPrefix($0) } }
        for file in files {
            for result in try runJSONVectors(at: Self.directory + "/" + file) {
                #expect(result.outcome == .passed, "\(result.name)")
            }
        }
    }

    @Test("a wrong number in a vector is found and named")
    func wrongNumber() throws {
        let text = """
            {"fork":"fulu","preset":"minimal","handler":"shuffling","name":"n1","config":{},
            "seed":"0x\(String(repeating: "00", count: 32))","count":1,"shuffle_round_count":10,"mapping":[1]}
            """.replacing("\n", with: "")
        let result = try #require(try run(text).first)
        guard case .failed(let mismatch) = result.outcome else {
            Issue.record("the wrong mapping passed")
            return
        }
        #expect(mismatch == Mismatch(field: "permutation[0]", expected: "1", found: "0"))
    }

    @Test(
        "text that is no vector is a failed case with the reason",
        arguments: [
            ("{", "byte 1"), ("[1,2", "byte 4"), ("{\"a\":1,\"a\":2}", "repeats"),
            ("12345678901234567890123", "64 bits"),
            ("{\"handler\":\"epoch\"}", "name"), (String(repeating: "[", count: 5000), "deep"),
            ("1.5", "whole numbers"),
        ])
    func notAVector(text: String, reason: String) throws {
        let result = try #require(try run(text).first)
        guard case .failed(let mismatch) = result.outcome else {
            Issue.record("passed: \(text.prefix(40))")
            return
        }
        #expect(mismatch.found.contains(reason), "\(mismatch.found)")
    }

    @Test("a missing file and a cut gzip stream are named")
    func unreadable() throws {
        #expect(throws: VectorFileError.unreadable(path: "/nonexistent/x.json")) {
            try runJSONVectors(at: "/nonexistent/x.json")
        }
        let whole = try Data(contentsOf: URL(filePath: Self.directory + "/shuffling.fulu.minimal.jsonl.gz"))
        let path = FileManager.default.temporaryDirectory.appending(path: "cut-\(UUID()).jsonl.gz").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try whole.prefix(whole.count / 2).write(to: URL(filePath: path))
        #expect(throws: VectorFileError.damaged(path: path)) { try runJSONVectors(at: path) }
    }

    private func run(_ text: String) throws -> [CaseResult] {
        let path = FileManager.default.temporaryDirectory.appending(path: "vector-\(UUID()).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(text.utf8).write(to: URL(filePath: path))
        return try runJSONVectors(at: path)
    }
}
