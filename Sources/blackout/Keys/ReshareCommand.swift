import ArgumentParser
import KeyFiles
import ThresholdBLS

/// `blackout keys reshare`: the same key in other hands.
struct ReshareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reshare",
        abstract: "Give a shared key to new members or a new threshold.",
        discussion: """
            The group key stays, and is never put together. Old shares keep working until they are destroyed.

              blackout keys reshare --key cluster/key.json --threshold 5 --members 7 --output bigger \\
                cluster/share-{1,2,4}.json
            """)

    @Option(help: "The public side of the key before (key.json).", completion: .file())
    var key: String

    @OptionGroup var committee: CommitteeOptions
    @OptionGroup var new: NewKeyOptions

    @Option(help: "The file with the shares' password, if they are keystores.", completion: .file())
    var passwordFile: String?

    @Argument(help: "Share files of at least the old threshold's number of old members.", completion: .file())
    var shares: [String]

    func run() throws {
        try KeysCommand.perform(json: new.json) {
            var generator = new.generator
            return try reshare(using: &generator)
        }
    }

    private func reshare(using generator: inout some RandomNumberGenerator) throws -> KeysReport {
        let old = try ThresholdKeyFile.read(key)
        let next = try committee.committee()
        let password = try passwordFile.map { try KeyFolder.password($0) }
        let deals = try shares.map { path in
            Resharing.deal(try KeyShareFile.read(path, password: password), to: next, using: &generator)
        }
        let results = try next.indices.map {
            try Resharing.receive($0, deals: deals, oldKey: old, committee: next)
        }
        guard let first = results.first else { throw ThresholdError.missingMessage([]) }
        return try new.write(first.key, results.map(\.share), schema: "blackout.keys.reshare/1", using: &generator)
    }
}
