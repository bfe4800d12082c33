import Foundation
import MadeUpRuns
import ResultStore
import Testing

@Suite struct MigrationTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("an older file is brought up to date in memory and stays as it is on disk")
    func older() throws {
        let path = folder.file("run.sqlite")
        try ResultFile.write(MadeUpRun.homePowerCut(), to: path)
        let before = try folder.bytes("run.sqlite")
        let later = Schema(
            steps: Schema.current.steps + [
                "ALTER TABLE note ADD COLUMN importance INTEGER NOT NULL DEFAULT 0",
                "UPDATE note SET text = 'seen by step 3: ' || text",
            ])
        let record = try ResultFile.read(from: path, schema: later)
        #expect(record.notes == MadeUpRun.homePowerCut().notes.map { "seen by step 3: " + $0 })
        #expect(try folder.bytes("run.sqlite") == before)
        #expect(folder.content == ["run.sqlite"])
    }

    @Test("a file of the first version has no trace, and everything else")
    func first() throws {
        let path = folder.file("run.sqlite")
        var record = MadeUpRun.homePowerCut()
        record.trace = []
        #expect(record.dutyMisses.allSatisfy { $0.reason == nil } && record.clusters.isEmpty)
        try ResultFile.write(record, to: path, schema: Schema(steps: Array(Schema.current.steps.prefix(1))))
        #expect(try folder.bytes("run.sqlite")[63] == 1)
        #expect(try ResultFile.read(from: path) == record)
    }

    @Test("a file states the version of the schema that wrote it")
    func version() throws {
        let later = Schema(steps: Schema.current.steps + ["CREATE TABLE more (a INTEGER) STRICT"])
        let path = folder.file("run.sqlite")
        try ResultFile.write(MadeUpRun.homePowerCut(), to: path, schema: later)
        let version = Schema.current.version
        #expect(throws: ResultFileError.newerSchema(path: path, found: version + 1, known: version)) {
            try ResultFile.read(from: path)
        }
        #expect(try ResultFile.read(from: path, schema: later) == MadeUpRun.homePowerCut())
    }
}
