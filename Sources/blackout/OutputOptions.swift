public import ArgumentParser
public import Reporting

extension ColourChoice: ExpressibleByArgument {}

extension ReportSection: ExpressibleByArgument {}

/// How a result is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case markdown
    case json
    case csv
}

/// The choice of format that every verb with a result has.
struct OutputOptions: ParsableArguments {
    @Option(help: "How the result is printed: text, markdown, json, or csv (of the ledger or the epochs).")
    var format: OutputFormat?

    @Flag(help: "The same as --format json.")
    var json = false

    @Flag(help: "The same as --format markdown.")
    var markdown = false

    @Option(help: "Colour in text: auto (on a terminal, unless NO_COLOR is set), always or never.")
    var color = ColourChoice.auto

    @Flag(name: .customLong("all"), help: "Leave nothing out of timelines and tables.")
    var isComplete = false

    var chosen: OutputFormat { format ?? (json ? .json : markdown ? .markdown : .text) }

    var text: TextOptions {
        TextOptions(width: Terminal.width, palette: Terminal.palette(color), isComplete: isComplete)
    }

    func validate() throws {
        let asked = Set([format, json ? .json : nil, markdown ? .markdown : nil].compactMap { $0 })
        if asked.count > 1 {
            throw ValidationError("--format, --json and --markdown ask for different formats; keep one")
        }
    }
}

extension RunReport {
    /// The report in the format that was asked for.
    func rendered(_ options: OutputOptions, sections: [ReportSection]) throws -> String {
        switch options.chosen {
        case .text: return text(options.text, sections: sections.isEmpty ? ReportSection.usual : sections)
        case .markdown:
            return markdown(
                sections: sections.isEmpty ? ReportSection.usual : sections, isComplete: options.isComplete)
        case .json: return json
        case .csv: return sections == [.epochs] ? epochsCSV : ledgerCSV
        }
    }
}
