import ArgumentParser
import Foundation
import Scenario
import Simulator

/// `blackout calibrate`: measures how late a network is.
struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Measure how often votes and blocks of a scenario's network are late.",
        discussion: """
            Runs the network with messages, without the scenario's outages, and writes a table: shares of late head \
            votes by kind of connection, of votes in no block and of blocks that the chain passed by, how long blocks \
            travel, and the head votes that they get by their arrival. Named under 'calibration' in a scenario with \
            'resolution: duties', votes and blocks are late there as often; named under 'network.quiet' in one with \
            'resolution: messages', the epochs between outages are settled by it. A table that the scenario itself \
            names already is not read.

              blackout calibrate Scenarios/block-propagation.yaml --out calibration.csv
              blackout calibrate year.yaml --epochs 64 --out calibration.csv
              blackout calibrate Scenarios/home-at-21-blobs.yaml --set 'time.run=2 epochs' --json

            Exit status: 0, 64 wrong usage, 65 the scenario is wrong, 66 a file is missing, 73 the table cannot be \
            written, 130 interrupted.
            """)

    @Argument(help: "A scenario file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(help: "Where the table is written, instead of standard output.")
    var out: String?

    @Flag(help: "Print the table as JSON (schema blackout.calibrate/1).")
    var json = false

    @Option(help: "Measure so many epochs, instead of the scenario's run.")
    var epochs: Int?

    @Flag(help: "Measure with the scenario's outages in force.")
    var withOutages = false

    @Option(name: .customLong("set"), help: "Replace a value of the scenario: key=value (may be given again).")
    var overrides: [String] = []

    func validate() throws {
        if let epochs, !(1...1_000_000).contains(epochs) {
            throw ValidationError(
                "--epochs \(epochs) is out of range: measure 1 to 1,000,000 epochs, 16 or more for steady shares")
        }
    }

    func run() throws {
        let scenario = try Scenario.load(
            path: file, overrides: overrides, ignoring: ["calibration", "network.quiet"])
        Interrupt.watch()
        var bar = ProgressBar(isShown: Terminal.isErrorShown)
        let table: NetworkCalibration
        do {
            table = try NetworkCalibration.measured(scenario, keepsOutages: withOutages, epochs: epochs) {
                done, total in
                bar.show(done, of: total)
                return !Interrupt.isRequested
            }
            bar.clear()
        } catch {
            bar.clear()
            throw error
        }
        let text = table.csv(remarks: remarks(scenario))
        if let out {
            do {
                try text.write(toFile: out, atomically: true, encoding: .utf8)
            } catch {
                throw Failure(.cannotWrite, "\(out): cannot be written: \(error.localizedDescription)")
            }
        }
        if json {
            try Terminal.print(document(table))
        } else if out == nil {
            try Terminal.print(text)
        }
    }

    /// Where the table comes from.
    private func remarks(_ scenario: Scenario) -> [String] {
        let network = scenario.network ?? Network(location: SourceLocation(file: file, line: 0, column: 0))
        let settings = overrides.map { " --set '\($0)'" }.joined() + (epochs.map { " --epochs \($0)" } ?? "")
        return [
            "How often votes and blocks are late: shares in parts per million, delays in milliseconds.",
            "Made by: blackout calibrate \(file)\(settings)\(withOutages ? " --with-outages" : "")"
                + " (version \(Version.current))",
            "Network: \(network.nodes) nodes, \(network.blobs) blobs, \(network.blockBytes) bytes a block; "
                + "\(scenario.chain.fork), \(scenario.chain.validators.map { "\($0) validators" } ?? "validators by stake"), seed \(scenario.seed)",
        ]
    }

    private func document(_ table: NetworkCalibration) throws -> String {
        struct Document: Encodable {
            let schema = "blackout.calibrate/1"
            let rows: [Row]
            struct Row: Encodable {
                let measure: String
                let of: String
                let value: Int64
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let rows = table.rows.map { Document.Row(measure: $0.measure.rawValue, of: $0.of, value: $0.value) }
        return String(decoding: try encoder.encode(Document(rows: rows)), as: UTF8.self)
    }
}
