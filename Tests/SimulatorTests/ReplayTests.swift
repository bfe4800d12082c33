import Foundation
import Scenario
import Simulator
import Testing

@Suite struct ReplayTests {
    /// Writes a trace and runs the scenario that reads it.
    static func run(
        _ rows: [(epoch: Int, bucket: String, offline: Int)], size: String = "validators: 600",
        run: String = "16 epochs",
        entities: String = "me: { validators: 20 }", rest: String = "", outages: [String] = [],
        detail: String = "cohorts"
    ) throws -> Result<RunOutcome, SimulationError> {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("blackout-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let trace = "epoch,bucket,offline_eth\n" + rows.map { "\($0.epoch),\($0.bucket),\($0.offline)\n" }.joined()
        try trace.write(to: folder.appendingPathComponent("t.csv"), atomically: true, encoding: .utf8)
        let scenario = try Running.scenario(
            Running.text(
                size: size, run: run, detail: detail, entities: entities, rest: rest,
                outages: ["name: replay, kind: replay, hits: { rest: true }, trace: t.csv"] + outages),
            folder: folder.path)
        do { return .success(try RunOutcome.of(scenario)) } catch { return .failure(error) }
    }

    @Test("a replay charges 20 base rewards for each validator's worth of balance")
    func penalties() throws {
        // Whole validators of 32 ETH: 1,000 ETH are 31.25.
        let rows = (0..<10).flatMap { epoch in
            [(500_002 + epoch, "silent", 1_000 + 320 * epoch), (500_002 + epoch, "wrong", 64)]
        }
        let outcome = try Self.run(rows).get()
        var base = [UInt64: Int64]()
        for point in outcome.epochPoints { base[point.epoch] = Int64(point.baseRewardPerIncrement) }
        var expected: [String: Int64] = [:]
        var sum: Int64 = 0
        for (epoch, bucket, offline) in rows {
            let members = Int64((Double(offline) / 32).rounded())
            let b = try #require(base[UInt64(epoch)])
            expected[bucket, default: 0] += members * (32 * b * 14 / 64 + 32 * b * 26 / 64)
            sum += members
        }
        #expect(try outcome.whole("network", .penaltiesAttestation) == expected.values.reduce(0, +))
        for (bucket, amount) in expected {
            let losses = outcome.losses(ofRest: true).filter { $0.cause == "replay: \(bucket)" }
            #expect(losses.reduce(0) { $0 + $1.penalties } == amount)
        }
        #expect(try outcome.whole("me", .penalties) == 0)
        #expect(try outcome.whole("rest", .missedAttestations) == sum)
        #expect(outcome.epochPoints.compactMap(\.reference).count == 10)
        for point in outcome.epochPoints {
            let offline = rows.reduce(0) { $0 + ($1.0 == Int(point.epoch) ? Int64(($1.2 + 16) / 32) * 32 : 0) }
            #expect(Int64(point.activeBalance - point.target) == offline * 1_000_000_000)
        }
    }

    @Test("a replay that stops finality goes on through the leak")
    func leak() throws {
        // 600 validators of 32 ETH: 19,200 ETH.
        let shares = [40, 60, 55, 58, 52, 61, 45, 59, 57, 60, 44, 20]
        let rows = shares.enumerated().map { (500_001 + $0.offset, "dark", 192 * $0.element) }
        let outcome = try Self.run(rows, run: "30 epochs").get()
        #expect(outcome.epochPoints.contains { $0.isLeaking })
        for (index, share) in shares.enumerated() {
            let point = try #require(outcome.epochPoints.first { $0.epoch == UInt64(500_001 + index) })
            #expect(abs(Double(point.activeBalance - point.target) / 1e9 - Double(192 * share)) < 17)
        }
        #expect(try outcome.whole("rest", .penaltiesLeak) > 0)
        #expect(try outcome.whole("me", .penalties) == 0)
    }

    @Test("more balance offline than the rest holds is an error")
    func tooMuch() throws {
        let error = try Self.run(
            [(500_003, "dark", 9_700)], entities: "me: { validators: 300 }"
        ).failure
        guard case .replayExceedsTheRest(let outage, let epoch, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(outage == "replay" && epoch == 500_003)
    }

    @Test("another outage can leave too few for a replay, which is an error")
    func together() throws {
        let cut = "name: cut, kind: power, hits: { rest: true }, at: 48 s, for: 96 s, resync: none"
        let error = try Self.run([(500_001, "dark", 6_400)], outages: [cut]).failure
        guard case .replayExceedsTheRest(_, 500_001, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let half = "name: cut, kind: power, hits: { rest: true, share: 30 % }, at: 48 s, for: 100 s, resync: none"
        let outcome = try Self.run([(500_001, "dark", 6_400)], outages: [half]).get()
        #expect(try outcome.whole("rest", .missedAttestations) >= 174 * 2 + 200)
    }

    @Test("a replay needs cohorts")
    func individual() throws {
        let error = try Self.run([(500_003, "dark", 320)], detail: "individual").failure
        guard case .replayNeedsCohorts? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let error) = self { return error }
        return nil
    }
}
