import ArgumentParser
import Reporting
import ResultStore

/// `blackout compare`: two results side by side.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare two stored results.",
        discussion: """
            Uptime, money, causes and components of each entity, with the differences from A to B.

              blackout compare Results/before.sqlite Results/after.sqlite
              blackout compare a.sqlite b.sqlite --fail-if 'loss > +5 %'

            A condition is [ENTITY.]METRIC COMPARISON THRESHOLD. A threshold with a sign is about the change \
            from A to B, one without about the value in B: 'me.penalties > 1000 gwei', 'loss > +0.5 ETH', \
            'uptime < -0.1 %'.

            Exit status: 0, 64 a condition cannot be read, 65 a file is no result, 66 a file is missing, \
            99 a condition holds.
            """)

    @Argument(help: "The result to compare with.", completion: .file(extensions: ["sqlite"]))
    var a: String

    @Argument(help: "The result that is compared.", completion: .file(extensions: ["sqlite"]))
    var b: String

    @Option(help: "End with status 99 if this holds (may be given again).")
    var failIf: [String] = []

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if output.chosen == .csv { throw ValidationError("a comparison is printed as text, markdown or json") }
    }

    func run() throws {
        var conditions: [FailCondition] = []
        for text in failIf { conditions.append(try FailCondition(parsing: text)) }
        let comparison = RunComparison(
            try ResultFile.read(from: a, validators: .checkedOnly), named: a,
            try ResultFile.read(from: b, validators: .checkedOnly), named: b)
        var verdicts: [FailCondition.Verdict] = []
        for condition in conditions { verdicts.append(try condition.verdict(on: comparison)) }
        let text =
            switch output.chosen {
            case .markdown: comparison.markdown(verdicts: verdicts)
            case .json: comparison.json(verdicts: verdicts)
            case .text, .csv: comparison.text(output.text, verdicts: verdicts)
            }
        try Terminal.print(text)
        let failed = verdicts.filter(\.holds)
        guard failed.isEmpty else {
            let lines = failed.map { "failed: \($0.condition): \($0.found)" }
            throw Failure(.expectationBroken, lines.joined(separator: "\n"))
        }
    }
}
