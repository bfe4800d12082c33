import BLS12381
import Foundation
import ThresholdBLS

/// Looking into a file of keys: says what it is and whether its parts fit each other.
public enum KeyFileInspection {
    /// Inspects an EIP-2335 keystore, an Obol cluster lock, SSV key shares, or a file of `blackout keys`.
    ///
    /// - Parameter password: for keystores; without it the secret stays closed.
    /// - Throws: `unsupported` for any other file, and whatever is wrong with the file.
    public static func report(_ path: String, password: String? = nil) throws(KeyFileError) -> KeysReport {
        let data = try KeyFile.read(path)
        guard let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
            throw .malformed(path: path, problem: "is not a JSON object")
        }
        var report = KeysReport(schema: "blackout.keys.inspect/1")
        report.add("file", "file", .text(path))
        if object["cluster_definition"] != nil {
            try describe(ClusterLock(json: data, path: path), path, &report)
        } else if object["shares"] != nil {
            try describe(SSVKeyShares(json: data, path: path), path, &report)
        } else if object["crypto"] != nil {
            try describe(Keystore(json: data, path: path), path, password, &report)
        } else if object["schema"] as? String == ThresholdKeyFile.currentSchema {
            report.add("kind", "kind", .text("threshold key"))
            describe(try ThresholdKeyFile.read(path), &report)
        } else {
            let kind = object["schema"] as? String ?? "unknown"
            throw .unsupported(path: path, field: "kind of file", found: kind)
        }
        return report
    }

    private static func describe(_ lock: ClusterLock, _ path: String, _ report: inout KeysReport) throws(KeyFileError) {
        let keys = try lock.verifiedKeys(path: path)
        report.add("kind", "kind", .text("Obol cluster lock"))
        report.add("version", "version", .text(lock.version))
        report.add("name", "name", .text(lock.name))
        describe(keys, &report)
        report.add("lockHash", "lock hash", .text(Hexadecimal.text(lock.lockHash)))
        report.add("shareKeysInterpolate", "share keys interpolate", .flag(true))
        report.add("aggregateVerifies", "aggregate signature verifies", .flag(true))
    }

    private static func describe(
        _ file: SSVKeyShares, _ path: String, _ report: inout KeysReport
    ) throws(KeyFileError) {
        let keys = try file.verifiedKeys(path: path)
        report.add("kind", "kind", .text("SSV key shares"))
        report.add("version", "version", .text(file.version))
        describe(keys, &report)
        if let first = keys.first {
            report.add("operators", "operators", .list(first.committee.indices.map(\.description)))
        }
        report.add("shareKeysInterpolate", "share keys interpolate", .flag(true))
        let isSigned = file.validators.allSatisfy { $0.ownerAddress != nil && $0.ownerNonce != nil }
        report.add(
            "ownerSignature", "owner signature", .text(isSigned ? "verifies" : "not checked: no owner or nonce given"))
    }

    private static func describe(
        _ keystore: Keystore, _ path: String, _ password: String?, _ report: inout KeysReport
    ) throws(KeyFileError) {
        report.add("kind", "kind", .text("EIP-2335 keystore"))
        report.add("publicKey", "public key", .text(keystore.pubkey ?? ""))
        report.add("keyDerivation", "key derivation", .text(keystore.crypto.kdf.function))
        report.add("path", "path", .text(keystore.path ?? ""))
        report.add("uuid", "uuid", .text(keystore.uuid))
        if let password {
            _ = try keystore.secretKey(password: password, path: path)
            report.add("passwordOpens", "password opens it", .flag(true))
        }
    }

    private static func describe(_ key: ThresholdKey, _ report: inout KeysReport) {
        report.add("threshold", "threshold", .text(key.committee.threshold.description))
        report.add("indices", "members", .list(key.committee.indices.map(\.description)))
        report.add("groupKey", "group key", .text(Hexadecimal.text(key.groupKey.compressed)))
        report.add("shareKeysInterpolate", "share keys interpolate", .flag(true))
    }

    private static func describe(_ keys: [ThresholdKey], _ report: inout KeysReport) {
        if let first = keys.first {
            report.add("threshold", "threshold", .text(first.committee.threshold.description))
        }
        report.add("validators", "validators", .list(keys.map { Hexadecimal.text($0.groupKey.compressed) }))
    }
}
