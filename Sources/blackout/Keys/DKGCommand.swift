import ArgumentParser
import KeyFiles
import ThresholdBLS

/// `blackout keys dkg`: a key that no one ever held.
struct DKGCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dkg",
        abstract: "Make a shared key without a dealer.",
        discussion: """
            Runs all members of the ceremony in one process: every member deals, checks the others' commitments and \
            proofs, and adds up its shares.

              blackout keys dkg --threshold 3 --members 4 --output cluster
              blackout keys dkg --threshold 3 --indices 11,22,33,44 --output ssv
            """)

    @OptionGroup var committee: CommitteeOptions
    @OptionGroup var new: NewKeyOptions

    func run() throws {
        try KeysCommand.perform(json: new.json) {
            var generator = new.generator
            return try make(using: &generator)
        }
    }

    private func make(using generator: inout some RandomNumberGenerator) throws -> KeysReport {
        let context = Array("blackout keys dkg".utf8)
        let (shares, key) = try DistributedKeyGeneration.run(
            committee: committee.committee(), context: context, using: &generator)
        return try new.write(key, shares, schema: "blackout.keys.dkg/1", using: &generator)
    }
}
