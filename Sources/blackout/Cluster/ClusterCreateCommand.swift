import ArgumentParser
import BLS12381
import Foundation
import KeyFiles
import ThresholdBLS

/// `blackout cluster create`: a new cluster with its keys and its lock, as Charon makes one on one machine.
struct ClusterCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a cluster: keys without a dealer, a lock file, a folder for each member.",
        discussion: """
            Runs the key ceremony of every validator with all members in this process, signs deposits and builder \
            registrations with the threshold, and writes what Charon's locally created clusters have: \
            cluster-lock.json (version 1.10), deposit data, and for each member a node key and keystores.

              blackout cluster create --name home --threshold 3 --members 4 --validators 5 --output my-cluster
              blackout cluster create --name test --members 7 --validators 1 --seed a --insecure-keystores --output t

            Without wallets on this machine operators have no addresses and sign nothing but the lock. For test \
            networks: whoever runs this sees all shares.
            """)

    @Option(help: "The cluster's name.")
    var name: String

    @Option(help: "How many members are needed to sign; two thirds, rounded up, if left out.")
    var threshold: Int?

    @Option(help: "How many members there are: 3 to 22.")
    var members: Int

    @Option(help: "How many validators they run.")
    var validators: Int = 1

    @Option(help: "The folder that is written.", completion: .directory)
    var output: String

    @Option(help: "The chain: mainnet, hoodi, sepolia, holesky, gnosis.")
    var network = "hoodi"

    @Option(help: "Or its genesis fork version in hexadecimal digits.")
    var forkVersion: String?

    @Option(help: "Who gets the fees: an address.")
    var feeRecipient = "0x0000000000000000000000000000000000000000"

    @Option(help: "Who gets what is withdrawn: an address.")
    var withdrawalAddress = "0x0000000000000000000000000000000000000000"

    @Option(help: "Deposits of each validator in whole ether, separated by commas.")
    var depositAmounts = "32"

    @Flag(help: "Make compounding validators (withdrawal credentials of type 2).")
    var compounding = false

    @Option(help: "When the cluster is made (RFC 3339); now, or with --seed always the same, if left out.")
    var timestamp: String?

    @Option(help: "Derive everything from this text, for keys that anyone can make again. Never for real keys.")
    var seed: String?

    @Flag(help: "Keystores that open at once and protect nothing, for tests.")
    var insecureKeystores = false

    @Flag(help: "Print JSON.")
    var json = false

    private static let membership = 3...22
    private static let gweiInEther: UInt64 = 1_000_000_000

    private var required: Int { threshold ?? (2 * members + 2) / 3 }

    func validate() throws {
        guard Self.membership.contains(members) else {
            throw ValidationError("--members is \(members); a cluster has 3 to 22")
        }
        guard 2 * required > members, required <= members else {
            throw ValidationError(
                "--threshold is \(required) of \(members); more than half of the members must sign, and not more than all"
            )
        }
        guard (1...ClusterCreation.mostValidators).contains(validators) else {
            throw ValidationError("--validators is \(validators); 1 to \(ClusterCreation.mostValidators) are allowed")
        }
        _ = try (chain(), address(feeRecipient, "--fee-recipient"), address(withdrawalAddress, "--withdrawal-address"))
        _ = try amounts()
    }

    func run() throws {
        if 2 * required - members == 1 {
            Terminal.say(
                "warning: \(required) of \(members): one member that signs twice is enough to sign two different votes")
        }
        try KeysCommand.perform(json: json) {
            var generator: any RandomNumberGenerator =
                seed.map { DeterministicGenerator(seed: $0) } ?? SystemRandomNumberGenerator()
            return try make(using: &generator)
        }
    }

    private func make(using generator: inout some RandomNumberGenerator) throws -> KeysReport {
        let plan = ClusterCreation.Plan(
            name: name, threshold: try Threshold(required, of: members), validators: validators,
            forkVersion: try chain(), feeRecipient: try address(feeRecipient, "--fee-recipient"),
            withdrawalAddress: try address(withdrawalAddress, "--withdrawal-address"), depositAmounts: try amounts(),
            isCompounding: compounding, timestamp: timestamp ?? Self.timestamp(isFixed: seed != nil))
        let cluster = try ClusterCreation(plan, using: &generator)
        if !insecureKeystores {
            Terminal.say("encrypting \(validators * members) keystores, about a second each")
        }
        // Charon's own insecure keystores have this cost.
        let derivation = insecureKeystores ? Keystore.Derivation.scrypt(n: 16) : .scrypt(n: 262_144)
        let paths = try ClusterFolder.write(cluster, to: output, derivation: derivation, using: &generator)
        var report = KeysReport(schema: "blackout.cluster.create/1")
        report.add("name", "name", .text(name))
        report.add("threshold", "threshold", .text(plan.threshold.description))
        report.add(
            "validators", "validators", .list(cluster.keys.map { Hexadecimal.text($0.groupKey.compressed) }))
        report.add("lockHash", "lock hash", .text(Hexadecimal.text(cluster.document.lockHash?.bytes ?? [])))
        report.add("files", "files", .list(paths))
        return report
    }

    /// Now; with a seed a time that is the same for all.
    private static func timestamp(isFixed: Bool) -> String {
        isFixed ? "2025-01-01T00:00:00Z" : ISO8601DateFormatter().string(from: Date())
    }

    // MARK: - Options

    private func chain() throws -> [UInt8] {
        if let forkVersion {
            guard let bytes = try? Hexadecimal.bytes(forkVersion), bytes.count == 4 else {
                throw ValidationError("--fork-version '\(forkVersion)' is not four bytes such as 0x10000910")
            }
            return bytes
        }
        guard let chain = Chain.all.first(where: { $0.name == network }) else {
            let names = Chain.all.map(\.name).joined(separator: ", ")
            throw ValidationError("--network '\(network)' is none of \(names); give --fork-version for another")
        }
        return chain.genesisForkVersion
    }

    private func address(_ text: String, _ option: String) throws -> [UInt8] {
        guard let bytes = try? Hexadecimal.bytes(text), bytes.count == 20 else {
            throw ValidationError("\(option) '\(text)' is not an address: 0x and 40 hexadecimal digits")
        }
        return bytes
    }

    private func amounts() throws -> [UInt64] {
        let most: UInt64 = compounding ? 2048 : 32
        let ether = depositAmounts.split(separator: ",", omittingEmptySubsequences: false).map {
            UInt64($0.trimmingCharacters(in: .whitespaces))
        }
        let amounts = ether.compactMap { $0 }
        guard amounts.count == ether.count, amounts.count <= 256, amounts.allSatisfy({ (1...most).contains($0) }) else {
            throw ValidationError(
                "--deposit-amounts '\(depositAmounts)': give up to 256 whole numbers from 1 to \(most), such as 1,31")
        }
        guard amounts.reduce(0, +) >= 32 else {
            throw ValidationError(
                "--deposit-amounts '\(depositAmounts)' make less than 32 ether: the validator never starts")
        }
        return amounts.map { $0 * Self.gweiInEther }
    }
}
