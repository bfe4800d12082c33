import BLS12381
import Foundation
import KeyFiles

/// The hashes of cluster files: Obol's `cluster_hashing` suite and Charon's own files, whose stored hashes must be those
/// of their content; and the signatures of `secp256k1_signatures`.
enum ClusterHashVectors {
    private static let suite = "cluster_hashing"

    /// Obol's suite.
    static func obolSuite(path: String) throws -> [CaseResult] {
        struct Suite: Decodable {
            struct DefinitionCase: Decodable {
                let name: String
                let input: ClusterDocument.Definition
                let configHash: String
                let definitionHash: String

                enum CodingKeys: String, CodingKey {
                    case name, input
                    case configHash = "config_hash"
                    case definitionHash = "definition_hash"
                }
            }
            struct LockCase: Decodable {
                let name: String
                let input: ClusterDocument
                let lockHash: String

                enum CodingKeys: String, CodingKey {
                    case name, input
                    case lockHash = "lock_hash"
                }
            }
            let definition: [DefinitionCase]
            let lock: [LockCase]
        }
        let suite = try KeyFile.decode(Suite.self, from: KeyFile.read(path), path: path)
        var results: [CaseResult] = []
        for item in suite.definition {
            let hashes = try ClusterHashes(ClusterDocument(definition: item.input, validators: []), path: path)
            results.append(result("config_hash", item.name, item.configHash, hashes.config))
            results.append(result("definition_hash", item.name, item.definitionHash, hashes.definition))
        }
        for item in suite.lock {
            let hashes = try ClusterHashes(item.input, path: path)
            results.append(result("lock_hash", item.name, item.lockHash, hashes.lock ?? []))
        }
        return results
    }

    /// Charon's lock of a Holesky cluster whose fork version was changed to Hoodi's after it was signed.
    private static let movedLock = (name: "test_cluster_lock", signedFor: "0x01017000")
    /// Charon's example whose hashes are not of its content: it must not be taken for sound.
    private static let contradictoryDefinition = "cluster-definition-002"

    /// What a lock file holds: its hashes, and everything that its keys signed if they are keys.
    static func lock(path: String, name: String, data: Data) throws -> [CaseResult] {
        var document = try KeyFile.decode(ClusterDocument.self, from: data, path: path)
        if name.hasSuffix(movedLock.name) { document.definition.forkVersion = movedLock.signedFor }
        let hashes = try ClusterHashes(document, path: path)
        var results = definition(document.definition, hashes, name)
        if let lock = hashes.lock {
            results.append(result("lock_hash", name, digits(document.lockHash), lock))
        }
        let lock = try ClusterLock(document, path: path)
        if (try? lock.consistentKeys(path: path)) != nil {
            for check in ClusterChecks(lock, path: path).checks {
                if case .notChecked = check.outcome { continue }
                results.append(
                    CaseResult("cluster_lock", check.key, name, expected: "passed", found: "\(check.outcome)"))
            }
        }
        return results
    }

    /// The hashes that a definition file holds.
    static func definition(path: String, name: String) throws -> [CaseResult] {
        let definition = try KeyFile.decode(
            ClusterDocument.Definition.self, from: KeyFile.read(path), path: path)
        let hashes = try ClusterHashes(ClusterDocument(definition: definition, validators: []), path: path)
        let results = self.definition(definition, hashes, name)
        guard name.hasSuffix(contradictoryDefinition) else { return results }
        return results.map { result in
            let isTaken = result.outcome == .passed
            return CaseResult(
                suite, "refused", name + " " + result.handler, expected: "refused",
                found: isTaken ? "taken" : "refused")
        }
    }

    private static func definition(
        _ definition: ClusterDocument.Definition, _ hashes: ClusterHashes, _ name: String
    ) -> [CaseResult] {
        [
            result("config_hash", name, digits(definition.configHash), hashes.config),
            result("definition_hash", name, digits(definition.definitionHash), hashes.definition),
        ]
    }

    private static func result(_ handler: String, _ name: String, _ expected: String, _ found: [UInt8]) -> CaseResult {
        CaseResult(suite, handler, name, expected: expected, found: Hexadecimal.text(found, prefix: false))
    }

    private static func digits(_ bytes: HexBytes?) -> String {
        Hexadecimal.text(bytes?.bytes ?? [], prefix: false)
    }

    /// Obol's `secp256k1_signatures` suite: deterministic signatures, and the key recovered from them.
    static func nodeSignatures(path: String) throws -> [CaseResult] {
        let document = try VectorDocument(path: path)
        guard let key = NodeKey(secret: try document["secret_hex"].bytes) else {
            throw BLSVectorError(path: path, problem: "the secret is no secp256k1 key")
        }
        let suite = "secp256k1_signatures"
        var results = [
            CaseResult(
                suite, "key", "pubkey", expected: try document["pubkey_hex"].text,
                found: Hexadecimal.text(key.publicKey, prefix: false))
        ]
        for item in try document["cases"].array {
            let name = try item["name"].text
            let hash = try item["input"]["hash_hex"].bytes
            let signature = try item["signature_hex"].bytes
            results.append(
                CaseResult(
                    suite, "sign", name, expected: try item["signature_hex"].text,
                    found: Hexadecimal.text(key.sign(hash) ?? [], prefix: false)))
            results.append(
                CaseResult(
                    suite, "recover", name, expected: try item["recovered_pubkey_hex"].text,
                    found: Hexadecimal.text(NodeKey.signer(of: hash, signature: signature) ?? [], prefix: false)))
        }
        return results
    }
}
