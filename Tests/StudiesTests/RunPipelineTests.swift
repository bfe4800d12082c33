import Foundation
import MadeUpRuns
import Reporting
import ResultStore
import Studies
import Testing

@Suite struct RunPipelineTests {
    let path = NSTemporaryDirectory() + "blackout-pipeline-\(UUID().uuidString)/run.sqlite"

    @Test("a run is stored, and its report is made from what was stored")
    func stored() throws {
        defer { remove() }
        var seen: [Int] = []
        let report = try RunPipeline(output: path).run(
            progress: { done, _ in
                seen.append(done)
                return true
            },
            simulate: { progress in
                for epoch in 1...3 { _ = progress(epoch, 3) }
                return MadeUpRun.homePowerCut()
            })
        #expect(seen == [1, 2, 3])
        // The validators stay in the file.
        var expected = MadeUpRun.homePowerCut()
        #expect(try ResultFile.read(from: path) == expected)
        expected.validators = []
        #expect(report.record == expected)
    }

    @Test("an interrupted run leaves the earlier result", arguments: [true, false])
    func interrupted(simulationThrows: Bool) throws {
        defer { remove() }
        try ResultFile.write(MadeUpRun.homePowerCut(seed: 1), to: path)
        #expect(throws: RunInterrupted(epochsDone: 2, epochsTotal: 9)) {
            try RunPipeline(output: path).run(
                progress: { done, _ in done < 2 },
                simulate: { progress in
                    for epoch in 1...9 where !progress(epoch, 9) && simulationThrows { throw CancellationError() }
                    return MadeUpRun.homePowerCut(seed: 2)
                })
        }
        #expect(try ResultFile.read(from: path).run.seed == 1)
    }

    @Test("a place that cannot be written is told before the simulation")
    func early() throws {
        #expect(throws: ResultFileError.self) {
            try RunPipeline(output: "/dev/null/run.sqlite").run(
                progress: { _, _ in true },
                simulate: { _ in
                    Issue.record("the simulation ran")
                    return MadeUpRun.homePowerCut()
                })
        }
    }

    @Test("without a file the books are checked all the same")
    func unstored() throws {
        let pipeline = RunPipeline(output: nil)
        let report = try pipeline.run(progress: { _, _ in true }, simulate: { _ in MadeUpRun.replay() })
        #expect(report.record == MadeUpRun.replay())
        #expect(throws: ResultFileError.self) {
            try pipeline.run(
                progress: { _, _ in true },
                simulate: { _ in
                    var record = MadeUpRun.replay()
                    record.ledger[0].missed += 1
                    return record
                })
        }
    }

    private func remove() {
        try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent())
    }
}
