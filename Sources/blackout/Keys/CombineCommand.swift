import ArgumentParser
import BLS12381
import KeyFiles
import ThresholdBLS

/// `blackout keys combine`: the group's signature, or the names of those who lied.
struct CombineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "combine",
        abstract: "Combine partial signatures to the group's signature.",
        discussion: """
            Every partial signature is checked against its member's share key first; wrong ones are named.

              blackout keys combine --key cluster/key.json --message 0x42 1.json 2.json 4.json --output all.json
            """)

    @Option(help: "The public side of the key (key.json).", completion: .file())
    var key: String

    @Option(help: "The message in hexadecimal digits.")
    var message: String

    @Option(help: "Write the signature to this file too.", completion: .file())
    var output: String?

    @Flag(help: "Check the result alone: wrong partial signatures that do not matter go unnoticed.")
    var resultOnly = false

    @Flag(help: "Print JSON.")
    var json = false

    @Argument(help: "Files of 'keys sign'.", completion: .file())
    var partials: [String]

    func run() throws {
        try KeysCommand.perform(json: json) {
            let bytes = try Hexadecimal.bytes(message)
            let shared = try ThresholdKeyFile.read(key)
            let given = try partials.map { try PartialSignatureFile.read($0, message: bytes) }
            let signature = try shared.combine(
                given, message: bytes, policy: resultOnly ? .verifyResult : .verifyEach)
            if let output {
                let file = SignatureFile(signature, message: bytes, publicKey: shared.groupKey)
                try KeyFolder.write(file, to: output)
            }
            var report = KeysReport(schema: "blackout.keys.combine/1")
            report.add("members", "members", .list(given.map(\.index.description)))
            report.add("message", "message", .text(Hexadecimal.text(bytes)))
            report.add("groupKey", "group key", .text(Hexadecimal.text(shared.groupKey.compressed)))
            report.add("signature", "signature", .text(Hexadecimal.text(signature.compressed)))
            return report
        }
    }
}
