import MadeUpRuns
import Reporting
import ResultStore
import Testing

@Suite struct RunReportTests {
    @Test("the report of a power cut reads as it should")
    func powerCut() throws {
        let report = RunReport(MadeUpRun.homePowerCut())
        try Golden.expect(report.text(), "power-cut.txt")
        try Golden.expect(report.text(TextOptions(width: 90, palette: .ansi)), "power-cut-narrow-colour.txt")
        try Golden.expect(report.markdown(), "power-cut.md")
        try Golden.expect(report.text(sections: [.ledger, .epochs]), "power-cut-tables.txt")
        try Golden.expect(report.ledgerCSV, "power-cut-ledger.csv")
    }

    @Test("many strikes and many nodes are drawn together, names in any script stay in their columns")
    func recurring() throws {
        let report = RunReport(MadeUpRun.recurring(strikes: 217))
        try Golden.expect(report.text(), "recurring.txt")
        try Golden.expect(report.text(TextOptions(isComplete: true), sections: [.timeline]), "recurring-all.txt")
    }

    @Test("a replay shows the simulated participation beside the real one")
    func replay() throws {
        let report = RunReport(MadeUpRun.replay())
        try Golden.expect(report.text(), "replay.txt")
        try Golden.expect(report.markdown(sections: [.participation, .chain]), "replay.md")
        try Golden.expect(report.epochsCSV, "replay-epochs.csv")
    }

    @Test("the JSON of a run keeps its layout")
    func json() throws { try Golden.expect(RunReport(MadeUpRun.replay()).json, "replay.json") }
}

@Suite struct ClusterFeesTests {
    private static func run(_ accounts: [ClusterAccountRecord]) -> RunReport {
        var record = MadeUpRun.homePowerCut()
        record.clusters = [
            ClusterRecord(
                entity: 0, flavour: "ssv", threshold: 3, members: 4, clusters: accounts.count, played: 10, late: 0,
                firstRound: 9, laterRounds: 1, highestRound: 2, messages: 500)
        ]
        record.clusterMembers = [ClusterMemberRecord(cluster: 0, number: 1, node: 0, operatorID: 17)]
        record.clusterAccounts = accounts
        return RunReport(record)
    }

    private static func account(_ number: Int, deposit: Int64?, runsOut: Int64?) -> ClusterAccountRecord {
        ClusterAccountRecord(
            cluster: 0, number: number, validators: 3, deposit: deposit, operatorFees: 700_000_000,
            networkFees: 100_000_000, left: deposit.map { $0 - 800_000_000 }, runsOut: runsOut)
    }

    @Test("what clusters paid is told one by one and together, with its unit, what is left and when it runs out")
    func fees() {
        let hour: Int64 = 3_600_000_000_000
        let report = Self.run([
            Self.account(1, deposit: 1_000_000_000, runsOut: 50 * 24 * hour),
            Self.account(2, deposit: 800_000_000, runsOut: 2 * hour),
        ])
        let text = report.text(sections: [.clusters])
        for words in [
            "fees, ETH paid in for SSV", "1.000 000 000", "0.200 000 000", "lasts until 50 d 00:00:00",
            "liquidated at 0 d 02:00:00", "1.400 000 000", "1 liquidated", "validators' balances and the ledger",
            "me/1 (17)",
        ] {
            #expect(text.contains(words), "\(words) in \(text)")
            #expect(report.markdown(sections: [.clusters]).contains(words), "\(words)")
        }
        for words in ["\"left_gwei\": 200000000", "\"runs_out_seconds\": 7200.0", "\"ssv_operator_id\": 17"] {
            #expect(report.json.contains(words), "\(words)")
        }
    }

    @Test("of many clusters the first few are told and the sum, which is none where somebody pays whatever it takes")
    func many() {
        let report = Self.run((1...30).map { Self.account($0, deposit: $0 == 30 ? nil : 900_000_000, runsOut: nil) })
        let text = report.text(sections: [.clusters])
        #expect(text.contains("me/7 ") && !text.contains("me/8 ") && text.contains("all 30"))
        #expect(text.contains("21.000 000 000") && text.contains("none liquidated"))
        #expect(report.text(TextOptions(isComplete: true), sections: [.clusters]).contains("me/30 "))
        #expect(report.json.contains("\"left_gwei\": null"))
    }
}
