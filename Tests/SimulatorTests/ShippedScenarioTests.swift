import Foundation
import ResultStore
import Scenario
import Studies
import Testing

@Suite struct ShippedScenarioTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Scenarios")

    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".yaml") }.sorted()

    /// Those that take longer than a test should; `.ci/run` runs every scenario by the command.
    static let long = [
        "attestation-cliff", "availability-table", "block-propagation", "holesky-split", "home-at-21-blobs",
        "prysm-december-2025", "solo-or-cluster", "three-weeks-one-cut", "two-branches",
    ].map { $0 + ".yaml" }

    @Test("the repository ships its scenarios")
    func shipped() {
        let needed = [
            "bad-config-ripple", "big-outage-leak", "break-even", "home-power-cut", "leak-ladder",
            "prysm-december-2025-replay", "provider-data-centre", "resync-outlasts-outage",
        ]
        for name in needed { #expect(Self.files.contains(name + ".yaml")) }
        for name in Self.long { #expect(Self.files.contains(name), "\(name) is gone: take it off the list") }
    }

    @Test("a shipped scenario meets every figure that it states", arguments: files.filter { !long.contains($0) })
    func expectations(_ file: String) throws {
        let path = Self.folder.appendingPathComponent(file).path
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let scenario = try Scenario.load(text: text, file: file, baseDirectory: Self.folder.path)
        let record = try StudyRun.execute(
            scenario: scenario, text: text, file: file, overrides: [], version: "test", progress: { _, _ in true })
        try record.checkBalance()
        #expect(!record.expectations.isEmpty)
        for verdict in record.expectations {
            #expect(verdict.isMet, "\(verdict.text): published \(verdict.published), simulated \(verdict.simulated)")
        }
    }
}
