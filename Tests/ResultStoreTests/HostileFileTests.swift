import Foundation
import MadeUpRuns
import ResultStore
import Testing

@Suite struct HostileFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("a missing file is told as such")
    func missing() throws {
        let error = #expect(throws: ResultFileError.self) { try ResultFile.read(from: folder.file("none.sqlite")) }
        #expect(error == .notFound(path: folder.file("none.sqlite"), reason: "there is no such file"))
        #expect(error?.description.contains("check the path") == true)
    }

    @Test("what is no database is told as such", arguments: ["text", "empty", "folder", "pipe", "magic alone"])
    func noDatabase(kind: String) throws {
        let path = folder.file("x.sqlite")
        switch kind {
        case "text": try "name: home power cut\n".write(toFile: path, atomically: false, encoding: .utf8)
        case "empty": try "".write(toFile: path, atomically: false, encoding: .utf8)
        case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        case "pipe": #expect(mkfifo(path, 0o600) == 0)
        default: try "SQLite format 3\0".write(toFile: path, atomically: false, encoding: .utf8)
        }
        let error = #expect(throws: ResultFileError.self) { try ResultFile.read(from: path) }
        guard case .notADatabase(path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a database of another program is not read")
    func otherProgram() throws {
        let path = try tampered { $0[68] = 0 }
        #expect(throws: ResultFileError.notOurs(path: path)) { try ResultFile.read(from: path) }
    }

    @Test("a file of a later schema says which versions meet")
    func newer() throws {
        let path = try tampered { $0[63] = 9 }
        let error = #expect(throws: ResultFileError.self) { try ResultFile.read(from: path) }
        #expect(error == .newerSchema(path: path, found: 9, known: 5))
        #expect(error?.description.contains("made by a newer blackout (schema 9, this one knows 5)") == true)
    }

    @Test("a truncated file is damaged, wherever it was cut", arguments: [100, 4_096, 8_192, 20_000, 40_000])
    func truncated(length: Int) throws {
        let path = try tampered { $0 = $0.prefix(length) }
        expectDamaged(path)
    }

    @Test("overwritten pages never trap and never pass for another result", arguments: 0..<64)
    func noise(seed: UInt64) throws {
        let record = MadeUpRun.recurring(strikes: 50)
        var random = Noise(state: seed)
        let path = try tampered(record) { bytes in
            for _ in 0..<40 {
                // The header's identity stays, so that the content is reached.
                let place = 100 + Int(random.next() % UInt64(bytes.count - 100))
                bytes[place] = UInt8(truncatingIfNeeded: random.next())
            }
        }
        do {
            let read = try ResultFile.read(from: path)
            // Text may differ unnoticed; the money balances still.
            try read.checkBalance()
        } catch let error as ResultFileError {
            guard case .damaged = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test(
        "content that SQLite accepts but no run could have written is damaged",
        arguments: [
            "UPDATE ledger SET missed_gwei = missed_gwei + 1 WHERE ledger_id = 0",
            "UPDATE entity_component SET missed_gwei = missed_gwei + 1, earned_gwei = earned_gwei - 1",
            "UPDATE validator SET missed_gwei = missed_gwei + 1, earned_gwei = earned_gwei - 1",
            "UPDATE validator SET ideal_gwei = 9223372036854775807, penalties_gwei = 1, missed_gwei = 0, "
                + "earned_gwei = 9223372036854775806",
            "UPDATE run SET seed_decimal = 'x'",
            "UPDATE run SET epoch_count = -1",
            "UPDATE run SET epoch_count = 9223372036854775807",
            "UPDATE epoch SET blocks_missed = -5",
            "UPDATE epoch SET reference_participation_ratio = 9e999",
            "UPDATE outage_interval SET end_ns = 9223372036854775807",
            "UPDATE outage_interval SET start_ns = -9223372036854775807",
            "UPDATE trace_event SET time_ns = -1",
            "UPDATE trace_event SET text = CAST(x'ff' AS TEXT)",
            "UPDATE entity SET dark_validator_seconds = 9e999",
            "UPDATE entity SET validator_count = 0",
            "DELETE FROM run",
            "DELETE FROM ledger WHERE ledger_id = 0",
            "UPDATE ledger SET ledger_id = ledger_id + 50 WHERE ledger_id = 0",
            "UPDATE note SET text = CAST(x'ff' AS TEXT)",
        ])
    func forged(sql: String) throws {
        let trigger = "CREATE TRIGGER forge AFTER INSERT ON note BEGIN \(sql); END"
        expectDamaged(try forge(trigger))
    }

    @Test(
        "a changed table is damaged",
        arguments: [
            "ALTER TABLE note RENAME COLUMN text TO words",
            "DROP VIEW v_duty_miss; DROP TABLE duty_miss; CREATE TABLE duty_miss (a, b, c, d, e, f, g, h, i)",
        ])
    func changedTable(sql: String) throws { expectDamaged(try forge(sql)) }

    @Test("more tables and views than ours do no harm")
    func additions() throws {
        let path = try forge("CREATE TABLE mine (a); CREATE VIEW v_mine AS SELECT * FROM note")
        #expect(try ResultFile.read(from: path) == MadeUpRun.homePowerCut())
    }

    @Test("a name like an address or a flag is a file name")
    func names() throws {
        for name in ["file:x.sqlite?mode=memory", ":memory:", "-rf", "a b'c\".sqlite", "電力.sqlite"] {
            try ResultFile.write(MadeUpRun.homePowerCut(), to: folder.file(name))
            #expect(try ResultFile.read(from: folder.file(name)) == MadeUpRun.homePowerCut())
        }
        #expect(folder.content.count == 5)
    }

    private func expectDamaged(_ path: String, location: Testing.SourceLocation = #_sourceLocation) {
        let error = #expect(throws: ResultFileError.self, sourceLocation: location) {
            try ResultFile.read(from: path)
        }
        guard case .damaged(path, _) = error else {
            Issue.record("\(String(describing: error))", sourceLocation: location)
            return
        }
    }

    private func tampered(
        _ record: RunRecord = MadeUpRun.homePowerCut(), _ change: (inout Data) -> Void
    ) throws -> String {
        try ResultFile.write(record, to: folder.file("whole.sqlite"))
        var bytes = try folder.bytes("whole.sqlite")
        change(&bytes)
        return try folder.write(bytes, to: "tampered.sqlite")
    }

    /// A file of the present version that went through some more SQL.
    private func forge(_ sql: String) throws -> String {
        let path = folder.file("forged.sqlite")
        try ResultFile.write(
            MadeUpRun.homePowerCut(), to: path, schema: Schema(steps: Schema.current.steps + [sql]))
        var bytes = try folder.bytes("forged.sqlite")
        bytes[63] = UInt8(Schema.current.version)
        return try folder.write(bytes, to: "forged.sqlite")
    }

    /// SplitMix64.
    private struct Noise {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
