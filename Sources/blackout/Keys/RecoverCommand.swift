import ArgumentParser
import BLS12381
import Foundation
import KeyFiles
import ThresholdBLS

/// `blackout keys recover`: the whole key again, from enough shares.
struct RecoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Put a split key together again.",
        discussion: """
            The secret goes to a file that only its owner can read. From then on the key signs alone: while the shares \
            are in use too, that is how validators get slashed.

              blackout keys recover --key cluster/key.json --output secret.txt cluster/share-{1,2,4}.json
            """)

    @Option(help: "The public side of the key (key.json).", completion: .file())
    var key: String

    @Option(help: "The new file for the secret, in hexadecimal digits.", completion: .file())
    var output: String

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: "The file with the shares' password, if they are keystores.", completion: .file())
    var passwordFile: String?

    @Argument(help: "Share files.", completion: .file())
    var shares: [String]

    func run() throws {
        try KeysCommand.perform(json: json) {
            let shared = try ThresholdKeyFile.read(key)
            let password = try passwordFile.map { try KeyFolder.password($0) }
            let secret = try SecretKey.recover(
                from: shares.map { try KeyShareFile.read($0, password: password) }, of: shared.committee,
                groupKey: shared.groupKey)
            let text = Hexadecimal.text(secret.bytes) + "\n"
            try KeyFile.write(Data(text.utf8), to: output, isSecret: true)
            var report = KeysReport(schema: "blackout.keys.recover/1")
            report.add("publicKey", "public key", .text(Hexadecimal.text(secret.publicKey.compressed)))
            report.add("file", "file", .text(output))
            return report
        }
    }
}
