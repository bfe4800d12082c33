import BeaconChain
import Foundation
import ResultStore
import Scenario
import Simulator
import Studies
import Testing

/// Runs that start from a state of the official reference tests.
@Suite struct RealStateTests {
    static let packs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("ConformanceTests/Official")

    static let cases: [(pack: String, path: String)] = [
        ("minimal-fulu", "minimal/fulu/rewards/random/pyspec_tests/full_random_0"),
        ("minimal-fulu", "minimal/fulu/rewards/random/pyspec_tests/full_random_3"),
        ("minimal-fulu", "minimal/fulu/rewards/leak/pyspec_tests/full_random_ten_epoch_leak"),
        ("minimal-fulu", "minimal/fulu/rewards/inactivity_scores/pyspec_tests/random_inactivity_scores_low_balances_0"),
        ("minimal-deneb", "minimal/deneb/epoch_processing/slashings/pyspec_tests/slashings_with_random_state"),
        ("minimal-deneb", "minimal/deneb/epoch_processing/slashings/pyspec_tests/max_penalties"),
        ("minimal-altair", "minimal/altair/rewards/random/pyspec_tests/full_random_1"),
    ]

    /// A folder with the state of a case, for the length of a test.
    struct Folder: ~Copyable {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("blackout-\(UUID().uuidString)")

        init(_ one: (pack: String, path: String)?) throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            guard let one else { return }
            let tar = Process()
            tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            tar.arguments = [
                "tar", "-xJf", RealStateTests.packs.appendingPathComponent(one.pack + ".tar.xz").path, "-C", url.path,
                one.path + "/pre.ssz_snappy",
            ]
            try tar.run()
            tar.waitUntilExit()
            try FileManager.default.moveItem(
                at: url.appendingPathComponent(one.path + "/pre.ssz_snappy"),
                to: url.appendingPathComponent("pre.ssz_snappy"))
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        var state: BeaconState {
            get throws {
                let bytes = [UInt8](try Data(contentsOf: url.appendingPathComponent("pre.ssz_snappy")))
                return try BeaconState(ssz: try Snappy.decompress(bytes))
            }
        }

        func write(_ bytes: [UInt8], _ name: String) throws {
            try Data(bytes).write(to: url.appendingPathComponent(name))
        }
    }

    static func text(_ file: String, preset: String = "minimal", outages: String = "") -> String {
        """
        name: real
        chain: { preset: \(preset), start: { state: \(file) } }
        time: { run: 16 epochs }
        resolution: duties
        entities: { me: { validators: 4 } }
        rest: { offline: 2 % }
        outages:
          - { name: cut, kind: power, hits: { entity: me }, at: 50 s, for: 100 s, resync: none }
        \(outages)
        """
    }

    static func execute(_ text: String, in folder: URL) throws -> RunRecord {
        let scenario = try Running.scenario(text, folder: folder.path)
        return try StudyRun.execute(
            scenario: scenario, text: text, file: "test.yaml", overrides: [], version: "test",
            progress: { _, _ in true })
    }

    static func failure(_ text: String, in folder: URL) throws -> String? {
        do {
            _ = try execute(text, in: folder)
            return nil
        } catch let error as SimulationError {
            return error.description
        }
    }

    @Test("a run from a real state ends with balanced books", arguments: cases.indices)
    func balances(index: Int) throws {
        let folder = try Folder(Self.cases[index])
        let state = try folder.state
        let record = try Self.execute(
            Self.text(
                "pre.ssz_snappy",
                outages: "  - { name: part, kind: network, hits: { rest: true, share: 20 % }, at: 10 s, for: 200 s, "
                    + "resync: none }"), in: folder.url)
        try record.checkBalance()
        #expect(record.run.validators == state.registry.count)
        #expect(record.run.startEpoch == state.currentEpoch)
        #expect(record.run.fork == state.fork.rawValue)
        #expect(record.validators.count == state.registry.count)
        for row in record.validators { #expect(UInt64(row.startBalance) == state.registry.balances[row.index]) }
        #expect(record.validators.count { $0.slashed } == state.registry.slashed.count { $0 })
        #expect(record.ledger.contains { record.causes[$0.cause].label == "cut" && $0.penalties > 0 })
    }

    @Test("raw and packed files of one state give one run")
    func rawAndPacked() throws {
        let folder = try Folder(Self.cases[0])
        try folder.write(try folder.state.encodeSSZ(), "raw.ssz")
        let packed = try Self.execute(Self.text("pre.ssz_snappy"), in: folder.url)
        let raw = try Self.execute(Self.text("raw.ssz"), in: folder.url)
        #expect(packed.run.digest == raw.run.digest)
        #expect(packed.ledger == raw.ledger)
    }

    @Test("a share of the rest is a share of those who are active")
    func shareOfActive() throws {
        let folder = try Folder(Self.cases[0])
        var state = try folder.state
        // The first half of the registry has left long ago.
        let half = state.registry.count / 2
        for row in 0..<state.registry.count {
            let isGone = row < half
            state.registry.slashed[row] = false
            state.registry.activationEpochs[row] = CompactEpoch(bits: 0)
            state.registry.exitEpochs[row] = isGone ? CompactEpoch(bits: 1) : .farFuture
            state.registry.withdrawableEpochs[row] = isGone ? CompactEpoch(bits: 1) : .farFuture
            state.registry.effectiveIncrements[row] = isGone ? 0 : 32
            state.registry.balances[row] = isGone ? 0 : 32_000_000_000
        }
        state.proposerLookahead = state.proposerLookahead.map { half + $0 % half }
        try folder.write(try state.encodeSSZ(), "half.ssz")
        let record = try Self.execute(
            """
            name: real
            chain: { preset: minimal, start: { state: half.ssz } }
            time: { run: 8 epochs }
            resolution: duties
            outages:
              - { name: part, kind: network, hits: { rest: true, share: 40 % }, at: 0 s, for: until the end }
            """, in: folder.url)
        let settled = try #require(record.epochs.last)
        #expect(settled.activeBalance == Int64(half) * 32_000_000_000)
        let share = 1 - Double(settled.targetBalance) / Double(settled.activeBalance)
        #expect(abs(share - 0.4) < 0.01, "\(share)")
    }

    @Test("a state that cannot be used is told with its file")
    func unusable() throws {
        let folder = try Folder(Self.cases[0])
        let bytes = try folder.state.encodeSSZ()
        try folder.write(bytes, "raw.ssz")
        let preset = try Self.failure(Self.text("raw.ssz", preset: "mainnet"), in: folder.url)
        #expect(preset?.contains("raw.ssz: error: it is of the minimal preset") == true, "\(preset ?? "nothing")")
        #expect(preset?.contains("write 'preset: minimal' under 'chain'") == true)
        for length in [0, 40, 60, 3_000, bytes.count - 1] {
            try folder.write(Array(bytes.prefix(length)), "short.ssz")
            let short = try Self.failure(Self.text("short.ssz"), in: folder.url)
            #expect(short?.contains("short.ssz: error: ") == true, "\(length) bytes: \(short ?? "nothing")")
        }
        var unknown = bytes
        unknown[52] = 0x99
        try folder.write(unknown, "fork.ssz")
        let fork = try Self.failure(Self.text("fork.ssz"), in: folder.url)
        #expect(fork?.contains("fork.ssz: error: fork version 0x99") == true, "\(fork ?? "nothing")")
        try folder.write([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], "bad.ssz_snappy")
        #expect(
            try Self.failure(Self.text("bad.ssz_snappy"), in: folder.url)?.contains("bad.ssz_snappy: error: ") == true)
        #expect(throws: ScenarioErrors.self) { try Self.execute(Self.text("missing.ssz"), in: folder.url) }
        // The file can go between reading the scenario and running it.
        try folder.write(bytes, "gone.ssz")
        let scenario = try Running.scenario(Self.text("gone.ssz"), folder: folder.url.path)
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("gone.ssz"))
        #expect(throws: SimulationError.self) {
            try StudyRun.execute(
                scenario: scenario, text: "", file: "test.yaml", overrides: [], version: "test",
                progress: { _, _ in true })
        }
    }

    @Test("more named validators than active ones is an error")
    func tooManyNamed() throws {
        let folder = try Folder(Self.cases[0])
        let text = Self.text("pre.ssz_snappy").replacingOccurrences(of: "validators: 4", with: "validators: 4_000")
        #expect(try Self.failure(text, in: folder.url)?.hasPrefix("error: chain: ") == true)
    }
}
