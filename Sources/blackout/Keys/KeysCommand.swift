import ArgumentParser
import BLS12381
import Foundation
import KeyFiles
import ThresholdBLS

/// `blackout keys`: the keys of distributed validators.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make, split, use and inspect keys of distributed validators.",
        discussion: """
              blackout keys dkg --threshold 3 --members 4 --output cluster
              blackout keys sign --share cluster/share-1.json --message 0x42 --output 1.json
              blackout keys combine --key cluster/key.json --message 0x42 1.json 2.json 4.json --output all.json
              blackout keys verify --key cluster/key.json --signature all.json

            For test networks: nothing here runs in constant time. Exit status: 0, 64 wrong usage, 65 bad data (a \
            liar's partial signature too), 66 a file is missing, 73 a file cannot be written, 99 a signature does not \
            verify.
            """,
        subcommands: [
            DKGCommand.self, SplitCommand.self, RecoverCommand.self, SignCommand.self, CombineCommand.self,
            VerifyCommand.self, ReshareCommand.self, InspectCommand.self,
        ])

    /// Runs a command's work, prints its report, and turns errors into a line on stderr and an exit status.
    static func perform(json: Bool, _ work: () throws -> KeysReport) throws {
        do {
            let report = try work()
            print(json ? report.json : report.text)
        } catch let error as KeyFileError {
            throw fail(error.description, status(of: error))
        } catch let error as ThresholdError {
            throw fail(error.description, 65)
        } catch let error as EncodingError {
            throw fail(error.description, 65)
        }
    }

    private static func status(of error: KeyFileError) -> Int32 {
        switch error {
        case .inaccessible(let path, _): FileManager.default.isReadableFile(atPath: path) ? 73 : 66
        default: 65
        }
    }

    private static func fail(_ text: String, _ status: Int32) -> ExitCode {
        FileHandle.standardError.write(Data("error: \(text)\n".utf8))
        return ExitCode(status)
    }
}

/// The committee of a new key.
struct CommitteeOptions: ParsableArguments {
    @Option(help: "How many shares are needed to sign.")
    var threshold: Int

    @Option(help: "How many members hold a share, numbered from 1 (as Charon does).")
    var members: Int?

    @Option(help: "The members' share indices instead, separated by commas (as SSV's operator identifiers).")
    var indices: String?

    func validate() throws {
        if (members == nil) == (indices == nil) {
            throw ValidationError("give either --members or --indices")
        }
    }

    /// The committee asked for.
    func committee() throws -> Committee {
        guard let indices else { return Committee(try Threshold(threshold, of: members ?? 0)) }
        let list = try indices.split(separator: ",", omittingEmptySubsequences: false).map { text in
            try ShareIndex(decimal: text.trimmingCharacters(in: .whitespaces))
        }
        return try Committee(Threshold(threshold, of: list.count), indices: list)
    }
}

/// Where new keys go and where their randomness comes from.
struct NewKeyOptions: ParsableArguments {
    @Option(help: "The folder for key.json and the shares.", completion: .directory)
    var output: String

    @Option(help: "Make shares keystores under the password in this file.", completion: .file())
    var sharePasswordFile: String?

    @Option(help: "Derive everything from this text, for keys that anyone can make again. Never for real keys.")
    var seed: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// The generator: of the system, or of the seed.
    var generator: any RandomNumberGenerator {
        seed.map { DeterministicGenerator(seed: $0) as any RandomNumberGenerator } ?? SystemRandomNumberGenerator()
    }

    /// Writes the folder and reports what is in it.
    func write(
        _ key: ThresholdKey, _ shares: [SecretShare], schema: String, using generator: inout some RandomNumberGenerator
    ) throws -> KeysReport {
        let password = try sharePasswordFile.map { try KeyFolder.password($0) }
        let paths = try KeyFolder.write(key, shares: shares, to: output, password: password, using: &generator)
        var report = KeysReport(schema: schema)
        report.add("threshold", "threshold", .text(key.committee.threshold.description))
        report.add("groupKey", "group key", .text(Hexadecimal.text(key.groupKey.compressed)))
        report.add("files", "files", .list(paths))
        return report
    }
}
