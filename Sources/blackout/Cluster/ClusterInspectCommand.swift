import ArgumentParser
import KeyFiles

/// `blackout cluster inspect`: who and whose a cluster is, and whether its file verifies.
struct ClusterInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show a cluster file and verify all that can be verified.",
        discussion: """
            Reads Obol's cluster-lock.json (versions 1.0 to 1.11) and SSV's keyshares.json. Share keys must interpolate \
            to the validators' keys (a wrong one is named); hashes must be those of the content; the aggregate \
            signature, deposits, builder registrations, node and owner signatures must verify.

              blackout cluster inspect cluster-lock.json
              blackout cluster inspect keyshares.json --json

            Exit status: 0 everything verifies, 65 something does not.
            """)

    @Argument(help: "The file.", completion: .file(extensions: ["json"]))
    var file: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        var passes = false
        try KeysCommand.perform(json: json) {
            let inspection = try ClusterInspection(file)
            passes = inspection.checks.pass
            return inspection.report
        }
        if !passes {
            throw Failure(.badData, "error: \(file) does not verify")
        }
    }
}
