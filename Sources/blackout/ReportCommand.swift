import ArgumentParser
import Reporting
import ResultStore

/// `blackout report`: prints a stored result again.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Print the report of a stored result.",
        discussion: """
            The report is made from the file alone.

              blackout report Results/home-power-cut.sqlite
              blackout report Results/home-power-cut.sqlite --format csv

            Exit status: 0, 65 the file is no result or damaged, 66 it is missing.
            """)

    @Argument(help: "A result file.", completion: .file(extensions: ["sqlite"]))
    var file: String

    @Option(help: "Print this section only (may be given again).")
    var section: [ReportSection] = []

    @OptionGroup var output: OutputOptions

    func validate() throws {
        switch output.chosen {
        case .csv where section != [.ledger] && section != [.epochs] && !section.isEmpty:
            throw ValidationError("CSV is one table: give --section ledger or --section epochs")
        case .json where !section.isEmpty:
            throw ValidationError("JSON holds every section: leave --section out and pick with a tool such as jq")
        default: break
        }
    }

    func run() throws {
        let record = try ResultFile.read(from: file, validators: .checkedOnly)
        try Terminal.print(try RunReport(record).rendered(output, sections: section))
    }
}
