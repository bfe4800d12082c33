import Conformance
import Foundation
import Testing

@Suite("Vectors of Obol's specification and of Charon")
struct VectorTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Vectors").path

    @Test(
        "every case of the file passes",
        arguments: [
            ("charon-qbft/run_scenarios", 11), ("charon-qbft/chain_split", 2), ("charon-qbft/decide_scenarios", 11),
            ("charon-qbft/formulas", 11), ("charon-qbft/justification", 1), ("charon-qbft/timers", 11),
            ("obol-dvspec/priority_scoring", 9), ("obol-dvspec/qbft_decided_resends", 1),
            ("obol-dvspec/qbft_msg_limits", 8), ("obol-dvspec/parsigex_sender_binding", 5),
            ("obol-dvspec/timer_deadlines", 108),
        ])
    func vectors(file: String, count: Int) throws {
        let results = try BLSConformance.run(path: Self.folder + "/" + file + ".json")
        #expect(results.count == count)
        for result in results { #expect(result.outcome == .passed, "\(result.handler) \(result.name)") }
    }
}
