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
