import Conformance
import Foundation
import Testing

@Suite("Official vectors")
struct VectorTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Vectors").path

    @Test(
        "every case of the folder passes",
        arguments: [
            ("ethereum_bls12-381-tests", 104), ("rfc9380", 40), ("eip2333", 173), ("eip2335", 4),
            ("threshold.json", 50),
            ("deserialisation_edge.json", 71), ("secret_key_edge.json", 11),
        ])
    func vectors(name: String, count: Int) throws {
        let results = try BLSConformance.run(path: Self.folder + "/" + name)
        #expect(results.count == count)
        for result in results { #expect(result.outcome == .passed, "\(result.suite) \(result.handler) \(result.name)") }
    }

    @Test("a path that does not exist is an error that names it")
    func missing() {
        #expect(throws: BLSVectorError.self) {
            try BLSConformance.run(path: "/no/such")
        }
    }
}
