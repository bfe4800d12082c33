import BLS12381
import Foundation
import KeyFiles
import ThresholdBLS

/// The threshold data of distributed-validator projects: Obol's `bls_threshold` suite and lock files, SSV's share
/// splitting, partial signatures and key shares.
enum ClusterVectors {
    // MARK: - Obol

    static func obolThreshold(path: String) throws -> [BLSCaseResult] {
        let document = try VectorDocument(path: path)
        let message = try document["message_hex"].bytes
        var results: [BLSCaseResult] = []
        func check(_ handler: String, _ name: String, _ expected: String, _ found: [UInt8]) {
            results.append(
                BLSCaseResult(
                    "bls_threshold", handler, name, expected: expected,
                    found: Hexadecimal.text(found, prefix: false)))
        }
        let group = try SecretKey(bytes: document["group_secret_hex"].bytes)
        check("group", "pubkey", try document["group_pubkey_hex"].text, group.publicKey.compressed)
        check("group", "signature", try document["group_signature_hex"].text, group.sign(message).compressed)
        for item in try document["keys"].array {
            let key = try SecretKey(bytes: item["input"]["secret_hex"].bytes)
            check("keys", try item["name"].text, try item["pubkey_hex"].text, key.publicKey.compressed)
        }
        var shares: [UInt64: SecretShare] = [:]
        for item in try document["partials"].array {
            let number = UInt64(try item["input"]["share_idx"].integer)
            let share = try SecretShare(index: ShareIndex(number), bytes: item["input"]["secret_hex"].bytes)
            shares[number] = share
            let name = try item["name"].text
            check("partials", name + " pubshare", try item["pubshare_hex"].text, share.publicPoint.compressed)
            check("partials", name + " signature", try item["signature_hex"].text, share.sign(message).compressed)
        }
        func chosen(_ item: VectorDocument) throws -> [SecretShare] {
            try item["input"]["share_indices"].array.map { index in
                guard let share = shares[UInt64(try index.integer)] else {
                    throw BLSVectorError(path: path, problem: "no share \(try index.text)")
                }
                return share
            }
        }
        for item in try document["threshold_aggregates"].array {
            let combined = try Combination.interpolateUnchecked(chosen(item).map { $0.sign(message) })
            check("threshold_aggregates", try item["name"].text, try item["signature_hex"].text, combined.compressed)
        }
        for item in try document.optional("recovery")?.array ?? [] {
            let used = try chosen(item)
            let committee = try Committee(Threshold(used.count, of: used.count), indices: used.map(\.index))
            let key = try SecretKey.recover(from: used, of: committee)
            check("recovery", try item["name"].text, try item["pubkey_hex"].text, key.publicKey.compressed)
        }
        return results
    }

    /// A lock file. Those of test data hold random bytes for keys: they must be refused, not believed.
    static func lock(path: String, name: String, data: Data) throws -> BLSCaseResult {
        let lock: ClusterLock
        do throws(KeyFileError) {
            lock = try ClusterLock(json: data, path: path)
        } catch {
            return BLSCaseResult("cluster_lock", "verify", name, expected: "a readable lock", found: error.description)
        }
        let isReal = lock.validators.contains { (try? PublicKey(compressed: $0.publicKey)) != nil }
        var found = "verified"
        do throws(KeyFileError) {
            _ = try lock.verifiedKeys(path: path)
        } catch {
            found = isReal ? error.description : "refused"
        }
        return BLSCaseResult(
            "cluster_lock", isReal ? "verify" : "refuse_random_keys", name, expected: isReal ? "verified" : "refused",
            found: found)
    }

    /// The lock files within Obol's `cluster_hashing` suite.
    static func embeddedLocks(path: String) throws -> [BLSCaseResult] {
        let object = try JSONSerialization.jsonObject(with: KeyFile.read(path)) as? [String: Any]
        return try ((object?["lock"] as? [[String: Any]]) ?? []).map { item in
            let input = try JSONSerialization.data(withJSONObject: item["input"] ?? [:])
            return try lock(path: path, name: item["name"] as? String ?? "lock", data: input)
        }
    }

    // MARK: - SSV

    static func shareSplitting(path: String) throws -> [BLSCaseResult] {
        try VectorDocument(path: path)["sets"].array.flatMap { set in
            let committee = try committee(of: set)
            let shares = try shares(of: set)
            let required = committee.threshold.required
            let secret = try set["ValidatorSK"].text
            let windows = 0...(shares.count - required)
            var results = try windows.map { start in
                let key = try SecretKey.recover(from: Array(shares[start..<start + required]), of: committee)
                return BLSCaseResult(
                    "share_splitting", "recover", "\(committee.threshold) from \(start + 1)", expected: secret,
                    found: Hexadecimal.text(key.bytes, prefix: false))
            }
            // One share fewer, taken for a smaller threshold, must give another key.
            let fewer = Array(shares.prefix(required - 1))
            let small = try Committee(Threshold(fewer.count, of: fewer.count), indices: fewer.map(\.index))
            let wrong = try SecretKey.recover(from: fewer, of: small)
            results.append(
                BLSCaseResult(
                    "share_splitting", "too_few", "\(committee.threshold)", expected: "another key",
                    found: Hexadecimal.text(wrong.bytes, prefix: false) == secret ? "the key" : "another key"))
            let key = try SecretKey(bytes: set["ValidatorSK"].bytes)
            results.append(
                BLSCaseResult(
                    "share_splitting", "public_key", "\(committee.threshold)", expected: try set["ValidatorPK"].text,
                    found: Hexadecimal.text(key.publicKey.compressed, prefix: false)))
            return results
        }
    }

    /// A container of partial signatures: reconstructed when all verify and suffice, refused otherwise.
    static func partialSignatures(path: String, name: String) throws -> [BLSCaseResult] {
        let document = try VectorDocument(path: path)
        let set = try document["Shares"]
        let committee = try committee(of: set)
        let key = try ThresholdKey(
            committee: committee, groupKey: document["ValidatorPubKey"].base64,
            shareKeys: shares(of: set).map { $0.publicPoint.compressed })
        let expected = try document.optional("ExpectedResult").map { Hexadecimal.text(try $0.base64) } ?? "refused"
        var found: String
        do {
            let messages = try document["SignatureMsgs"].array
            let partials = try messages.map { message in
                try PartialSignature(
                    index: ShareIndex(UInt64(message["Signer"].integer)), compressed: message["PartialSignature"].bytes)
            }
            guard let root = try messages.first?["SigningRoot"].bytes else {
                throw BLSVectorError(path: path, problem: "no signature messages")
            }
            found = Hexadecimal.text(try key.combine(partials, message: root).compressed)
        } catch is ThresholdError {
            found = "refused"
        }
        if expected != "refused", try document["ExpectedErrorCode"].integer != 0 { found = "refused" }
        return [BLSCaseResult("partialsig", "combine", name, expected: expected, found: found)]
    }

    /// Key shares; beside them, the share keys that the operators proved in the ceremony.
    static func keyShares(path: String, name: String) throws -> [BLSCaseResult] {
        var found = "verified"
        var keys: [[String]] = []
        do throws(KeyFileError) {
            let file = try SSVKeyShares(json: KeyFile.read(path), path: path)
            keys = try file.verifiedKeys(path: path).map { key in
                key.shareKeys.map { Hexadecimal.text($0.compressed, prefix: false) }
            }
        } catch {
            found = error.description
        }
        var results = [BLSCaseResult("keyshares", "verify", name, expected: "verified", found: found)]
        let proofsPath = path.replacingOccurrences(of: "__keyshares.json", with: "__proofs.json")
        if proofsPath != path, FileManager.default.fileExists(atPath: proofsPath) {
            // One list of proofs, or a list of lists for several validators.
            let proofs = try VectorDocument(path: proofsPath).array
            let lists = proofs.map { (try? $0.array) ?? [$0] }
            let flat = lists.allSatisfy { $0.count == 1 } ? [lists.flatMap { $0 }] : lists
            let proven = try flat.map { try $0.map { try $0["proof"]["share_pub"].text } }
            results.append(
                BLSCaseResult("keyshares", "proofs", name, expected: "\(proven)", found: "\(keys)"))
        }
        return results
    }

    private static func committee(of set: VectorDocument) throws -> Committee {
        try Committee(
            Threshold(set["Threshold"].integer, of: set["ShareCount"].integer), indices: shares(of: set).map(\.index))
    }

    /// The shares of a set, ascending by index.
    private static func shares(of set: VectorDocument) throws -> [SecretShare] {
        let shares = try set["Shares"]
        return try shares.keys.map { id in
            try SecretShare(index: ShareIndex(decimal: id), bytes: shares[id].bytes)
        }.sorted { $0.index < $1.index }
    }
}
