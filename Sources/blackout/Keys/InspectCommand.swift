import ArgumentParser
import KeyFiles

/// `blackout keys inspect`: what a file of keys holds, and whether it fits together.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Check a keystore, an Obol cluster lock, SSV key shares or a key.json.",
        discussion: """
            A cluster lock's share keys must interpolate to its validators' keys, and its aggregate signature must \
            verify; SSV's share keys likewise, at the operators' identifiers, with the owner's signature.

              blackout keys inspect cluster-lock.json
              blackout keys inspect keystore.json --password-file password.txt
            """)

    @Argument(help: "The file.", completion: .file(extensions: ["json"]))
    var file: String

    @Option(help: "The file with a keystore's password.", completion: .file())
    var passwordFile: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        try KeysCommand.perform(json: json) {
            try KeyFileInspection.report(file, password: passwordFile.map { try KeyFolder.password($0) })
        }
    }
}
