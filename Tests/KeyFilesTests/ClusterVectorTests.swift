import Conformance
import Foundation
import Testing

@Suite("Obol's published cases")
struct ClusterVectorTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Vectors/obol").path

    @Test(
        "every case of the file passes",
        arguments: [("cluster_hashing.json", 10), ("secp256k1_signatures.json", 3), ("bls_threshold.json", 15)])
    func vectors(name: String, count: Int) throws {
        let results = try BLSConformance.run(path: Self.folder + "/" + name)
        #expect(results.count == count)
        for result in results { #expect(result.outcome == .passed, "\(result.suite) \(result.handler) \(result.name)") }
    }
}
