import ArgumentParser
import BLS12381
import KeyFiles
import ThresholdBLS

/// `blackout keys sign`: one member's partial signature.
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a message with one share.",
        discussion: """
              blackout keys sign --share cluster/share-1.json --message 0x42 --output 1.json
            """)

    @Option(
        help: "The share: a file of 'keys dkg', or a keystore with --password-file.", completion: .file())
    var share: String

    @Option(help: "The member's index, for a keystore that does not say it.")
    var index: UInt64?

    @Option(help: "The file with the keystore's password.", completion: .file())
    var passwordFile: String?

    @Option(help: "The message in hexadecimal digits, usually a 32-byte signing root.")
    var message: String

    @Option(help: "Write the partial signature to this file too.", completion: .file())
    var output: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        try KeysCommand.perform(json: json) {
            let bytes = try Hexadecimal.bytes(message)
            let secret = try KeyShareFile.read(
                share, index: index, password: passwordFile.map { try KeyFolder.password($0) })
            let partial = secret.sign(bytes)
            if let output { try KeyFolder.write(PartialSignatureFile(partial, message: bytes), to: output) }
            var report = KeysReport(schema: "blackout.keys.sign/1")
            report.add("index", "member", .number(partial.index.value))
            report.add("message", "message", .text(Hexadecimal.text(bytes)))
            report.add("signature", "partial signature", .text(Hexadecimal.text(partial.compressed)))
            return report
        }
    }
}
