import BLS12381
internal import BeaconChain
import Foundation
import ThresholdBLS

/// The files of a new cluster, laid out as Charon does: a folder for each member with the lock, the node's key and the
/// keystores of its shares, and the deposit data.
public enum ClusterFolder {
    /// Writes the files; a folder that has any of them already is left alone.
    ///
    /// ```
    /// cluster-lock.json
    /// deposit-data.json                       or deposit-data-Neth.json for other amounts than 32 ETH
    /// node0/cluster-lock.json
    /// node0/charon-enr-private-key
    /// node0/validator_keys/keystore-0.json    the share of validator 0, EIP-2335
    /// node0/validator_keys/keystore-0.txt     its password
    /// ```
    ///
    /// - Parameters:
    ///   - derivation: the keystores' key derivation; the format's usual one takes about a second for each share.
    ///   - generator: the source of passwords and salts.
    ///   - progress: called after each keystore with how many are done.
    /// - Returns: the paths that were written, the lock's first.
    /// - Throws: `inaccessible` when a file exists or cannot be written.
    public static func write(
        _ cluster: ClusterCreation, to folder: String, derivation: Keystore.Derivation,
        using generator: inout some RandomNumberGenerator, progress: (Int) -> Void = { _ in }
    ) throws(KeyFileError) -> [String] {
        let lockPath = folder + "/cluster-lock.json"
        let nodes = cluster.nodes.indices.map { "\(folder)/node\($0)" }
        for path in [lockPath] + nodes where FileManager.default.fileExists(atPath: path) {
            throw .inaccessible(path: path, problem: "exists already; choose another folder")
        }
        try make(folder)
        var paths = [lockPath]
        try KeyFolder.write(cluster.document, to: lockPath)
        paths += try writeDeposits(cluster, to: folder)
        var written = 0
        for (member, node) in nodes.enumerated() {
            let keys = node + "/validator_keys"
            try make(keys)
            try KeyFolder.write(cluster.document, to: node + "/cluster-lock.json")
            let secret = Hexadecimal.text(cluster.nodes[member].secret, prefix: false)
            try KeyFile.write(Data(secret.utf8), to: node + "/charon-enr-private-key", isSecret: true)
            for (validator, shares) in cluster.shares.enumerated() {
                let path = "\(keys)/keystore-\(validator)"
                guard let key = try? SecretKey(shares[member].scalar) else { throw .invalidSecret(path: path) }
                let password = Hexadecimal.text(
                    (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }, prefix: false)
                let keystore = try Keystore(
                    encrypting: key, password: password, derivation: derivation,
                    description: KeyShareFile.description(of: shares[member]), using: &generator)
                try KeyFolder.write(keystore, to: path + ".json", isSecret: true)
                try KeyFile.write(Data(password.utf8), to: path + ".txt", isSecret: true)
                written += 1
                progress(written)
            }
            paths.append(node)
        }
        return paths
    }

    private static func make(_ folder: String) throws(KeyFileError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .inaccessible(path: folder, problem: "cannot be made: \(error.localizedDescription)")
        }
    }

    // MARK: - Deposits

    /// What the launchpad reads, one file for each amount.
    private struct LaunchpadDeposit: Encodable {
        let publicKey: String
        let withdrawalCredentials: String
        let amount: UInt64
        let signature: String
        let messageRoot: String
        let dataRoot: String
        let forkVersion: String
        let networkName: String
        /// The version of the deposit tool whose layout this is.
        let toolVersion = "2.7.0"

        enum CodingKeys: String, CodingKey {
            case publicKey = "pubkey"
            case withdrawalCredentials = "withdrawal_credentials"
            case amount, signature
            case messageRoot = "deposit_message_root"
            case dataRoot = "deposit_data_root"
            case forkVersion = "fork_version"
            case networkName = "network_name"
            case toolVersion = "deposit_cli_version"
        }
    }

    private static func writeDeposits(
        _ cluster: ClusterCreation, to folder: String
    ) throws(KeyFileError) -> [String] {
        var paths: [String] = []
        let all = cluster.document.validators.flatMap { $0.deposits ?? [] }
        for amount in Set(all.map(\.amount.value)).sorted() {
            let deposits = all.filter { $0.amount.value == amount }.map { launchpad($0, cluster.forkVersion) }
            let ether = amount / 1_000_000_000
            let name = ether == 32 ? "deposit-data.json" : "deposit-data-\(ether)eth.json"
            let path = "\(folder)/\(name)"
            try KeyFolder.write(deposits, to: path)
            paths.append(path)
        }
        return paths
    }

    private static func launchpad(_ deposit: ClusterDocument.Deposit, _ forkVersion: [UInt8]) -> LaunchpadDeposit {
        func digits(_ bytes: [UInt8]) -> String { Hexadecimal.text(bytes, prefix: false) }
        let data = DepositData(
            publicKey: deposit.publicKey.bytes, withdrawalCredentials: deposit.withdrawalCredentials.bytes,
            amount: deposit.amount.value, signature: deposit.signature.bytes)
        return LaunchpadDeposit(
            publicKey: digits(data.publicKey), withdrawalCredentials: digits(data.withdrawalCredentials),
            amount: data.amount, signature: digits(data.signature), messageRoot: digits(data.messageRoot.bytes),
            dataRoot: digits(data.hashTreeRoot.bytes), forkVersion: digits(forkVersion),
            networkName: Chain(genesisForkVersion: forkVersion)?.name ?? "")
    }
}
