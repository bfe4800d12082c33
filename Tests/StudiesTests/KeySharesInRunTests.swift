import BLS12381
import Foundation
import ResultStore
import Scenario
import Studies
import Testing
import ThresholdBLS

/// A cluster that a scenario takes from SSV's `keyshares.json`.
@Suite("Key shares in a run")
struct KeySharesInRunTests {
    /// Key shares of one validator at these operator ids; encrypted shares and the owner's signature are left empty.
    private static func file(_ ids: [UInt64]) throws -> String {
        func hexadecimal(_ bytes: [UInt8]) -> String {
            "0x" + bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        var generator = DeterministicGenerator(seed: "key shares")
        let committee = try Committee(Threshold(3, of: 4), indices: ids.map { try ShareIndex($0) })
        let (_, key) = try DistributedKeyGeneration.run(committee: committee, context: [], using: &generator)
        let shares =
            [UInt8](repeating: 0, count: 96) + key.shareKeys.flatMap(\.compressed)
            + [UInt8](repeating: 0, count: 4 * 256)
        return """
            { "version": "v1.2.0", "shares": [ { "data": {}, "payload": { "publicKey": "\(hexadecimal(key.groupKey.compressed))",
              "operatorIds": \(ids), "sharesData": "\(hexadecimal(shares))" } } ] }
            """
    }

    @Test("members have the operator ids of the file and sign under them, in their order")
    func ids() throws {
        let folder = NSTemporaryDirectory() + "blackout-keyshares-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Self.file([42, 11, 305, 7]).write(toFile: folder + "/keyshares.json", atomically: true, encoding: .utf8)
        let text = """
            name: from key shares
            chain: { preset: minimal, validators: 640, start: { epoch: 500_000 } }
            time: { run: 3 epochs }
            resolution: duties
            entities: { a: {}, b: {}, c: {}, d: {} }
            clusters: { ours: { file: keyshares.json, members: [a, b, c, d], signing: real } }
            outages:
              - { name: lies, kind: byzantine, proposers: wrong-partials, hits: { entity: b }, at: 0 s, for: 3 epochs }
            """
        let scenario = try Scenario.load(text: text, file: "test.yaml", baseDirectory: folder)
        let record = try StudyRun.execute(
            scenario: scenario, text: text, file: "test.yaml", overrides: [], version: "test",
            progress: { _, _ in true })
        #expect(record.clusterMembers.map(\.operatorID) == [7, 11, 42, 305])
        #expect(record.clusterMembers.map { record.nodes[$0.node].name } == ["d", "b", "a", "c"])
        #expect(record.notes.contains("ours: wrong partial signatures of b (operator 11) were caught"))
        #expect(record.notes.last?.hasPrefix("clusters signed for real: ") == true)
        // Whose file is SSV's is known only now.
        let relayed = text.replacingOccurrences(of: "signing: real", with: "unreachable: [a, b]")
        let wrong = try Scenario.load(text: relayed, file: "test.yaml", baseDirectory: folder)
        let error = #expect(throws: (any Error).self) {
            try StudyRun.execute(
                scenario: wrong, text: relayed, file: "test.yaml", overrides: [], version: "test",
                progress: { _, _ in true })
        }
        #expect("\(try #require(error))".contains("SSV's, whose members gossip: take 'relay' and 'unreachable' out"))
    }
}
