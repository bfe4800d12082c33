import Foundation
import KeyFiles

/// Runs the BLS, threshold and cluster vectors: every file below a folder whose place says which handler it belongs to.
public enum BLSConformance {
    /// Runs one file or all files below a folder, in the order of their paths.
    ///
    /// - Parameter path: a `.json` file or a folder of `vectors/bls` or `vectors/dvt`.
    /// - Throws: ``BLSVectorError`` for a path that does not exist or a file that cannot be understood.
    public static func run(path: String) throws -> [CaseResult] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw BLSVectorError(path: path, problem: "no such file or folder")
        }
        guard isFolder.boolValue else { return try runFile(path) }
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".json") }.sorted().flatMap { try runFile(path + "/" + $0) }
    }

    /// Runs one file; no results when it holds none of these.
    public static func runFile(_ path: String) throws -> [CaseResult] {
        let url = URL(fileURLWithPath: path)
        let name = url.deletingPathExtension().lastPathComponent
        let folders = url.deletingLastPathComponent().pathComponents
        let folder = folders.last ?? ""
        if folders.dropLast().last == EthereumHandlers.suite {
            return [try EthereumHandlers.run(handler: folder, path: path, name: name)]
        }
        switch (folder, name) {
        case (HashToCurveVectors.suite, _): return try HashToCurveVectors.run(path: path, fileName: name)
        case ("eip2333", "tree_kdf"): return try KeyVectors.tree(path: path)
        case ("eip2333", "tree_kdf_intermediate"): return try KeyVectors.intermediate(path: path)
        case ("eip2333", "mnemonic"): return try KeyVectors.mnemonics(path: path)
        case ("eip2335", _): return try KeyVectors.keystore(path: path, name: name)
        case (_, "deserialisation_edge"): return try EncodingVectors.points(path: path)
        case (_, "secret_key_edge"): return try EncodingVectors.secretKeys(path: path)
        case (_, "threshold"): return try ThresholdVectors.run(path: path)
        case (_, "bls_threshold"): return try ClusterVectors.obolThreshold(path: path)
        case (_, "cluster_hashing"):
            return try ClusterHashVectors.obolSuite(path: path) + ClusterVectors.embeddedLocks(path: path)
        case (_, "secp256k1_signatures"): return try ClusterHashVectors.nodeSignatures(path: path)
        case (_, "share_splitting"): return try ClusterVectors.shareSplitting(path: path)
        case ("partialsig", _): return try ClusterVectors.partialSignatures(path: path, name: name)
        default:
            return try ClusterConsensusVectors.run(path: path, folder: folder, name: name) ?? runByName(path, name)
        }
    }

    /// Files that their names tell.
    private static func runByName(_ path: String, _ name: String) throws -> [CaseResult] {
        if name.contains("cluster-lock") || name.contains("cluster_lock") {
            let data = try KeyFile.read(path)
            return [try ClusterVectors.lock(path: path, name: name, data: data)]
                + (try ClusterHashVectors.lock(path: path, name: name, data: data))
        }
        if name.contains("cluster-definition") || name.contains("cluster_definition") {
            return try ClusterHashVectors.definition(path: path, name: name)
        }
        if name.hasSuffix("keyshares") { return try ClusterVectors.keyShares(path: path, name: name) }
        if name.hasSuffix("keystore-scrypt") {
            let passwordPath = String(path.dropLast(4)) + "txt"
            let password = String(decoding: try KeyFile.read(passwordPath), as: UTF8.self)
            return try KeyVectors.keystore(path: path, name: name, password: password, secret: nil)
        }
        return []
    }
}
