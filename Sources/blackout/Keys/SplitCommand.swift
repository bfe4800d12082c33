import ArgumentParser
import BLS12381
import KeyFiles
import ThresholdBLS

/// `blackout keys split`: shares of a key that exists.
struct SplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Split an existing key into shares.",
        discussion: """
              blackout keys split --secret validator.keystore.json --password-file password.txt \\
                --threshold 3 --members 4 --output cluster
            """)

    @Option(help: "The key: an EIP-2335 keystore, or a file with 64 hexadecimal digits.", completion: .file())
    var secret: String

    @Option(help: "The file with the keystore's password.", completion: .file())
    var passwordFile: String?

    @OptionGroup var committee: CommitteeOptions
    @OptionGroup var new: NewKeyOptions

    func run() throws {
        try KeysCommand.perform(json: new.json) {
            let key = try KeyFolder.secretKey(secret, password: passwordFile.map { try KeyFolder.password($0) })
            var generator = new.generator
            return try split(key, using: &generator)
        }
    }

    private func split(_ key: SecretKey, using generator: inout some RandomNumberGenerator) throws -> KeysReport {
        let split = try key.split(among: committee.committee(), using: &generator)
        return try new.write(split.key, split.shares, schema: "blackout.keys.split/1", using: &generator)
    }
}
