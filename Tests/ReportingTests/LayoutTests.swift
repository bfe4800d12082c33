import Foundation
import MadeUpRuns
import Reporting
import ResultStore
import Testing

@Suite struct LayoutTests {
    @Test(
        "text takes the columns that a terminal gives it",
        arguments: [
            ("", 0), ("blackout", 8), ("電力会社", 8), ("停電 power", 10), ("한국", 4), ("ｶﾅ", 2), ("ＡＢ", 4), ("é", 1),
            ("e\u{301}", 1), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇺🇳", 2), ("☀\u{FE0F}", 2), ("☀", 1), ("−", 1), ("naïve", 5),
            ("a\u{200B}b", 2), ("नमस्ते", 4),
        ])
    func width(text: String, columns: Int) { #expect(DisplayWidth.of(text) == columns) }

    @Test(
        "ether is written to the Gwei",
        arguments: [
            (0, "0            "), (1, "0.000 000 001"), (196_620, "0.000 196 620"), (1_000_000_000, "1.000 000 000"),
            (2_541_900_000_000_123, "2 541 900.000 000 123"), (-5_000_000_000, "-5.000 000 000"),
            (Int64.max, "9 223 372 036.854 775 807"), (Int64.min, "-9 223 372 036.854 775 808"),
        ])
    func ether(gwei: Int64, text: String) { #expect(Figures.ether(gwei) == text) }

    @Test(
        "not quite everything is never 100 %, and something is never 0 %",
        arguments: [
            (1, "100.0 %"), (0, "0.0 %"), (0.871, "87.1 %"), (0.9996, "99.96 %"), (0.999_999_9, "99.999 99 %"),
            (0.999_999_999_9, "<100 %"), (0.0001, "<0.1 %"), (0.0005, "0.1 %"), (-0.25, "-25.0 %"), (-1e-9, ">-0.1 %"),
            (.nan, "–"), (1.000_1, "100.01 %"),
        ])
    func percent(ratio: Double, text: String) {
        #expect(Figures.percent(ratio).filter { $0 != " " } == text.filter { $0 != " " })
    }

    @Test(
        "durations are read at a glance",
        arguments: [
            (0, "0 s"), (250_000_000, "250 ms"), (45_000_000_000, "45 s"), (252_000_000_000, "4 min 12 s"),
            (10_800_000_000_000, "3 h 00 min"), (187_200_000_000_000, "2 d 04 h 00 min"),
            (59_999_600_000, "1 min 00 s"),
        ])
    func duration(nanoseconds: Int64, text: String) { #expect(Figures.duration(nanoseconds) == text) }

    @Test(
        "changes keep their sign and show the smallest difference",
        arguments: [
            (Double?.none, "new"), (0, "0 %"), (0.05, "+5.00 %"), (-0.6207, "-62.07 %"), (0.000_000_1, "+0.00001 %"),
        ])
    func change(ratio: Double?, text: String) { #expect(Figures.percentChange(ratio) == text) }

    @Test("columns stay under each other whatever script the names are in")
    func alignment() {
        let lines = RunReport(MadeUpRun.recurring(strikes: 5)).text(sections: [.entities]).split(separator: "\n")
        let heading = lines[0].range(of: "earned, ETH").map { DisplayWidth.of(String(lines[0][..<$0.upperBound])) }
        let figure = lines[1].range(of: "8.991 186 000").map { DisplayWidth.of(String(lines[1][..<$0.upperBound])) }
        #expect(heading != nil && heading == figure)
    }

    @Test("a report keeps to its width where it can be broken", arguments: [80, 100, 140])
    func pageWidth(width: Int) {
        let text = RunReport(MadeUpRun.homePowerCut()).text(TextOptions(width: width), sections: [.summary, .notes])
        for line in text.split(separator: "\n") { #expect(DisplayWidth.of(String(line)) <= max(width, 80)) }
    }

    @Test("no line of a report ends in space, and no report without colour holds an escape")
    func tidy() {
        for record in [MadeUpRun.homePowerCut(), MadeUpRun.recurring(strikes: 9), MadeUpRun.replay()] {
            let text = RunReport(record).text(sections: ReportSection.allCases)
            #expect(!text.contains("\u{1B}"))
            for line in text.split(separator: "\n") { #expect(line.last != " ", "\(line)") }
        }
    }

    @Test("a name cannot draw over the report")
    func control() {
        var record = MadeUpRun.homePowerCut()
        record.entities[0].name = "\u{1B}[2Jme\u{7}\u{202E}\nyou"
        let text = RunReport(record).text()
        #expect(text.contains("\u{FFFD}[2Jme\u{FFFD}\u{FFFD} you"))
        #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 7 || $0.value == 0x202E })
        record.entities[0].name = "a|b\n<script>*_`"
        #expect(RunReport(record).markdown().contains("a\\|b \\<script\\>\\*\\_\\`"))
    }

    @Test("an empty run has a report of its own")
    func empty() {
        let header = RunHeader(
            name: "", about: "", scenarioText: "", scenarioFile: "", overrides: ["a=b"], seed: .max,
            blackoutVersion: "", digest: "", fork: "", preset: "", resolution: "", detail: "", startEpoch: 0, epochs: 0,
            slotsPerEpoch: 0, slotMilliseconds: 0, validators: 0)
        let report = RunReport(RunRecord(run: header))
        #expect(report.text(sections: ReportSection.allCases).contains("nothing went dark"))
        #expect(report.text().contains("with a=b"))
        #expect(report.json.contains("18446744073709551615"))
        #expect(report.markdown(sections: ReportSection.allCases).contains("Nothing went dark"))
        #expect(!report.ledgerCSV.isEmpty && !report.epochsCSV.isEmpty && !report.junit.isEmpty)
    }
}
