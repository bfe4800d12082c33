import ArgumentParser
import BLS12381
import Foundation
import KeyFiles
import ThresholdBLS

/// `blackout keys verify`: whether a signature is the key's.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a signature.",
        discussion: """
              blackout keys verify --key cluster/key.json --signature all.json
              blackout keys verify --public-key 0xa491… --message 0x42 --signature 0xb23c…

            Exit status: 0 it verifies, 99 it does not.
            """)

    @Option(help: "The public side of a shared key (key.json).", completion: .file())
    var key: String?

    @Option(help: "Or a public key in hexadecimal digits.")
    var publicKey: String?

    @Option(help: "The message in hexadecimal digits; a signature file brings its own.")
    var message: String?

    @Option(help: "The signature in hexadecimal digits, or a file of 'keys combine'.", completion: .file())
    var signature: String

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if (key == nil) == (publicKey == nil) { throw ValidationError("give either --key or --public-key") }
        if message == nil && signature.hasPrefix("0x") { throw ValidationError("give --message too") }
    }

    func run() throws {
        var isValid = false
        try KeysCommand.perform(json: json) {
            let file = signature.hasPrefix("0x") ? nil : try SignatureFile.read(signature)
            let bytes = try Hexadecimal.bytes(message ?? file?.message ?? "")
            let checkedKey =
                try key.map { try ThresholdKeyFile.read($0).groupKey }
                ?? PublicKey(compressed: Hexadecimal.bytes(publicKey ?? ""))
            let checked = try Signature(compressed: Hexadecimal.bytes(file?.signature ?? signature))
            isValid = checked.verify(bytes, publicKey: checkedKey)
            var report = KeysReport(schema: "blackout.keys.verify/1")
            report.add("publicKey", "public key", .text(Hexadecimal.text(checkedKey.compressed)))
            report.add("message", "message", .text(Hexadecimal.text(bytes)))
            report.add("valid", "valid", .flag(isValid))
            return report
        }
        if !isValid { throw ExitCode(99) }
    }
}
