import ArgumentParser
import Foundation
import Scenario

/// `blackout validate`: reads scenarios and says all that is wrong with them.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check scenario files without running them.",
        discussion: """
            Every error has its place, and all are told in one pass.

              blackout validate Scenarios/home-power-cut.yaml
              blackout validate --format github Scenarios/*.yaml

            Exit status: 0 all are right, 65 something is wrong, 66 a file is missing.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case github
    }

    @Argument(help: "Scenario files.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    @Option(name: .customLong("set"), help: "Replace a value before checking: key=value, such as 'time.run=2 days'.")
    var overrides: [String] = []

    @Flag(help: "Print the findings as JSON.")
    var json = false

    @Option(help: "How findings are printed: text, or github for annotations of a pull request.")
    var format = Format.text

    func run() throws {
        var reports: [FileReport] = []
        for file in files {
            do {
                let scenario = try Scenario.load(path: file, overrides: overrides)
                for warning in scenario.warnings { Terminal.say(warning.description) }
                reports.append(FileReport(file: file, name: scenario.name, errors: nil))
            } catch {
                reports.append(FileReport(file: file, name: nil, errors: error))
            }
        }
        if json {
            print(try Self.json(reports))
        } else {
            for report in reports { print(report.text(format)) }
        }
        let failures = reports.compactMap(\.errors)
        guard !failures.isEmpty else { return }
        throw (failures.allSatisfy(\.isMissingInput) ? ExitStatus.noInput : .badData).exitCode
    }

    private static func json(_ reports: [FileReport]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(schema: "blackout.validate/1", files: reports.map(\.entry))
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    /// What was found in one file.
    private struct FileReport {
        let file: String
        let name: String?
        let errors: ScenarioErrors?

        func text(_ format: Format) -> String {
            guard let errors else { return "\(file): ok" }
            guard format == .github else { return errors.detailed }
            // A list is cut off after ten annotations there, so the plain text follows.
            return (errors.errors.map(annotation) + [errors.description]).joined(separator: "\n")
        }

        /// A workflow command; `%` and line breaks must be escaped, in properties `:` and `,` too.
        private func annotation(_ error: ScenarioError) -> String {
            var place = "file=\(Self.escaped(error.location.line > 0 ? error.location.file : file, inProperty: true))"
            if error.location.line > 0 { place += ",line=\(error.location.line),col=\(error.location.column)" }
            let told = error.location.line > 0 ? error.fullMessage : error.description
            return "::error \(place)::\(Self.escaped(told, inProperty: false))"
        }

        private static func escaped(_ text: String, inProperty: Bool) -> String {
            var result = text.replacingOccurrences(of: "%", with: "%25")
            result = result.replacingOccurrences(of: "\r", with: "%0D")
            result = result.replacingOccurrences(of: "\n", with: "%0A")
            guard inProperty else { return result }
            return result.replacingOccurrences(of: ":", with: "%3A").replacingOccurrences(of: ",", with: "%2C")
        }

        var entry: Document.File {
            Document.File(
                file: file, ok: errors == nil, scenario: name,
                errors: (errors?.errors ?? []).map {
                    Document.Finding(
                        file: $0.location.file, line: $0.location.line > 0 ? $0.location.line : nil,
                        column: $0.location.line > 0 ? $0.location.column : nil, message: $0.message, hint: $0.hint,
                        missingInput: $0.isMissingInput)
                }, omitted: errors?.omitted ?? 0)
        }
    }

    /// The JSON that `--json` prints.
    private struct Document: Encodable {
        let schema: String
        let files: [File]

        struct File: Encodable {
            let file: String
            let ok: Bool
            let scenario: String?
            let errors: [Finding]
            let omitted: Int
        }

        struct Finding: Encodable {
            let file: String
            let line: Int?
            let column: Int?
            let message: String
            let hint: String?
            let missingInput: Bool

            enum CodingKeys: String, CodingKey {
                case file
                case line
                case column
                case message
                case hint
                case missingInput = "missing_input"
            }
        }
    }
}
