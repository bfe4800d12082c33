import Scenario
import Simulator
import Testing

@Suite("Blocks with blobs that a proposer builds itself")
struct BlobBuildingTests {
    /// Missed head votes of everybody whose cause is a late block, by who builds and how.
    private func lateHeads(_ cluster: String, home: String = "", blobs: Int = 21) throws -> Int {
        let outcome = try RunOutcome.of(
            Running.scenario(
                """
                name: blobs
                seed: 4
                chain: { validators: 2000 }
                time: { run: 6 epochs }
                resolution: messages
                network: { nodes: 24, blobs: \(blobs), publish: 600 ms }
                entities:
                  alone: { validators: 600, link: home\(home) }
                  a: { link: home }
                  b: { link: home }
                  c: { link: home }
                  d: { link: home }
                clusters: { ours: { members: [a, b, c, d], validators: 600\(cluster) } }
                """))
        return outcome.missRows.filter { outcome.causeRows[$0.cause].label == "late blocks" }.reduce(0) {
            $0 + $1.count
        }
    }

    @Test("cell proofs of 21 blobs make blocks late at home, and not where a cluster shares the work")
    func shared() throws {
        let built = try lateHeads("")
        #expect(try lateHeads("", home: ", builds: local") > built)
        #expect(try lateHeads(", builds: local") > built)
        let rows = try lateHeads(", builds: local, blob_work: rows")
        let columns = try lateHeads(", builds: local, blob_work: columns")
        #expect(try lateHeads(", builds: local") > rows)
        #expect(rows == columns)
    }

    @Test("without blobs it does not matter who builds")
    func none() throws {
        #expect(try lateHeads("", blobs: 0) == lateHeads(", builds: local", home: ", builds: local", blobs: 0))
    }
}
