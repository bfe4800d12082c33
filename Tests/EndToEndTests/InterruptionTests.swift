import Foundation
import Testing

@Suite("interruption")
struct InterruptionTests {
    @Test("Ctrl-C ends a run with 130 and leaves the earlier result as it was, byte for byte")
    func interrupted() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(SmallScenario.powerCut, to: "cut.yaml")
        try program.write(SmallScenario.long, to: "long.yaml")
        #expect(try program.run("run", "cut.yaml", "--out", "out/result.sqlite").status == 0)
        let before = try program.content("out/result.sqlite")

        let run = try program.start("run", "long.yaml", "--out", "out/result.sqlite")
        try waitUntilInterruptible(run)
        run.interrupt()
        defer { if run.isRunning { kill(run.processIdentifier, SIGKILL) } }
        for _ in 0..<12_000 where run.isRunning { usleep(5_000) }
        try #require(!run.isRunning, "the run went on")

        #expect(run.terminationReason == .exit && run.terminationStatus == 130)
        #expect(try program.content("out/result.sqlite") == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder + "/out") == ["result.sqlite"])
    }

    /// Waits until the program has taken hold of SIGINT, or has ended.
    private func waitUntilInterruptible(_ run: Process) throws {
        let interrupt: UInt64 = 1 << 1
        for _ in 0..<6_000 where run.isRunning {
            let status = try? String(contentsOfFile: "/proc/\(run.processIdentifier)/status", encoding: .utf8)
            let caught = status?.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
            if let caught, let mask = UInt64(caught, radix: 16), mask & interrupt != 0 { return }
            usleep(5_000)
        }
        Issue.record("the run never caught SIGINT")
    }
}
