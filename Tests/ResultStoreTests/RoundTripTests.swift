import Foundation
import MadeUpRuns
import ResultStore
import Testing

@Suite struct RoundTripTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        "a record comes back as it was stored",
        arguments: [
            MadeUpRun.homePowerCut(), MadeUpRun.recurring(strikes: 200), MadeUpRun.replay(),
            MadeUpRun.individual(validators: 5_000),
        ])
    func roundTrip(record: RunRecord) throws {
        let path = folder.file("run.sqlite")
        try ResultFile.write(record, to: path)
        #expect(try ResultFile.read(from: path) == record)
        #expect(folder.content == ["run.sqlite"])
    }

    @Test("names with quotes, line ends, zero bytes and every script survive")
    func strangeText() throws {
        var record = MadeUpRun.homePowerCut(seed: .max)
        record.run.name = "'; DROP TABLE run; --\n\u{0}end\u{1F4A1} 停電 é"
        record.run.about = ""
        record.run.overrides = ["a=b", "", "c='d'"]
        record.entities[0].name = "\u{202E}evil"
        let path = folder.file("run.sqlite")
        try ResultFile.write(record, to: path)
        #expect(try ResultFile.read(from: path) == record)
    }

    @Test("clusters and the reasons of their missed duties come back")
    func clusters() throws {
        var record = MadeUpRun.homePowerCut()
        record.clusters = [
            ClusterRecord(
                entity: 0, flavour: "obol", threshold: 3, members: 4, clusters: 500, played: 21_600, late: 1,
                firstRound: 14_000, laterRounds: 400, highestRound: 3, messages: 1_000_000)
        ]
        record.dutyMisses[0].reason = "no_consensus"
        record.clusterMembers = [
            ClusterMemberRecord(cluster: 0, number: 1, node: 1, operatorID: 17),
            ClusterMemberRecord(cluster: 0, number: 2, node: 0, operatorID: nil),
        ]
        record.clusterAccounts = [
            ClusterAccountRecord(
                cluster: 0, number: 1, validators: 3, deposit: 1_000, operatorFees: 700, networkFees: 100, left: 200,
                runsOut: 86_400_000_000_000),
            ClusterAccountRecord(
                cluster: 0, number: 2, validators: 1, deposit: nil, operatorFees: 7, networkFees: 0, left: nil,
                runsOut: nil),
        ]
        let path = folder.file("run.sqlite")
        try ResultFile.write(record, to: path)
        #expect(try ResultFile.read(from: path) == record)
        let row = try ResultFile.query(
            "SELECT entity, threshold, member_count, later_round_count FROM v_cluster", in: path)
        #expect(row == [["\"me\"", "3", "4", "400"]])
        let members = try ResultFile.query("SELECT cluster_number, ssv_operator_id FROM v_cluster_member", in: path)
        #expect(members == [["1", "17"], ["2", "NULL"]])
        let accounts = try ResultFile.query(
            "SELECT entity, operator_fees_gwei, left_gwei, runs_out_seconds FROM v_cluster_account", in: path)
        #expect(accounts == [["\"me\"", "700", "200", "86400.0"], ["\"me\"", "7", "NULL", "NULL"]])
        record.clusterAccounts[0].left = 199
        #expect(throws: ResultFileError.self) { try ResultFile.write(record, to: folder.file("wrong.sqlite")) }
        let reasons = try ResultFile.query("SELECT reason FROM v_duty_miss WHERE reason IS NOT NULL", in: path)
        #expect(reasons == [["\"no_consensus\""]])
    }

    @Test("a figure that does not exist comes back as not a number")
    func missingFigure() throws {
        var record = MadeUpRun.homePowerCut()
        record.expectations[0].simulatedValue = .infinity
        let path = folder.file("run.sqlite")
        try ResultFile.write(record, to: path)
        #expect(try ResultFile.read(from: path).expectations[0].simulatedValue.isNaN)
    }

    @Test("the same record gives the same bytes")
    func sameBytes() throws {
        for name in ["a.sqlite", "b.sqlite"] {
            try ResultFile.write(MadeUpRun.recurring(strikes: 50), to: folder.file(name))
        }
        #expect(try folder.bytes("a.sqlite") == folder.bytes("b.sqlite"))
    }

    @Test("validators are stored by ascending index and can be visited one by one")
    func validators() throws {
        var record = MadeUpRun.individual(validators: 100)
        let sorted = record.validators
        record.validators.reverse()
        let path = folder.file("run.sqlite")
        try ResultFile.write(record, to: path)
        #expect(try ResultFile.validatorCount(in: path) == 100)
        var visited: [ValidatorRecord] = []
        try ResultFile.forEachValidator(in: path) { visited.append($0) }
        #expect(visited == sorted)
        #expect(try ResultFile.read(from: path, validators: .checkedOnly).validators.isEmpty)
    }

    @Test("a result is one file that SQLite tools know as ours")
    func oneFile() throws {
        try ResultFile.write(MadeUpRun.homePowerCut(), to: folder.file("run.sqlite"))
        let header = [UInt8](try folder.bytes("run.sqlite").prefix(100))
        #expect(Array(header[68..<72]) == Array("BKOT".utf8))
        #expect(Array(header[60..<64]) == [0, 0, 0, UInt8(Schema.current.version)])
        // File format versions 1: a rollback journal, no write-ahead log beside the file.
        #expect(header[18] == 1 && header[19] == 1)
    }

    @Test("missing folders are made on the way")
    func folders() throws {
        let path = folder.file("a/b/c/run.sqlite")
        try ResultFile.write(MadeUpRun.homePowerCut(), to: path)
        #expect(try ResultFile.read(from: path) == MadeUpRun.homePowerCut())
    }

    @Test("a link to a result is followed and stays a link")
    func link() throws {
        try ResultFile.write(MadeUpRun.homePowerCut(seed: 1), to: folder.file("real.sqlite"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link.sqlite"), withDestinationPath: folder.file("real.sqlite"))
        try ResultFile.write(MadeUpRun.homePowerCut(seed: 2), to: folder.file("link.sqlite"))
        #expect(try ResultFile.read(from: folder.file("real.sqlite")).run.seed == 2)
        let link = try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link.sqlite"))
        #expect(link == folder.file("real.sqlite"))
    }
}
