import BLS12381
public import Foundation
public import ThresholdBLS

/// What Obol's `cluster-lock.json` says of keys: each validator's group key and share keys, and the signature of all
/// shares over the lock's hash. Versions 1.0 to 1.11; older ones write some bytes in base64, newer ones in hexadecimal.
public struct ClusterLock: Sendable {
    /// The cluster's name, empty when it has none.
    public let name: String
    /// The file's version, such as `v1.10.0`.
    public let version: String
    /// The number of shares that suffice, as the file says; unchecked, test files hold impossible ones.
    public let requiredShares: Int
    /// The number of operators.
    public let operatorCount: Int
    /// The validators' keys.
    public let validators: [Validator]
    /// The aggregate of every share's signature of the lock hash; empty when the file has none.
    public let signatureAggregate: [UInt8]
    /// The hash that the shares signed.
    public let lockHash: [UInt8]

    /// One distributed validator.
    public struct Validator: Hashable, Sendable {
        /// The group key's 48 bytes.
        public let publicKey: [UInt8]
        /// The share keys' bytes, of operators 1 to n.
        public let shareKeys: [[UInt8]]
    }

    private struct Document: Decodable {
        struct Definition: Decodable {
            let name: String?
            let version: String
            let threshold: Int
            let operators: [Operator]
        }
        struct Operator: Decodable {}
        struct Validator: Decodable {
            let publicKey: String
            let shareKeys: [String]?

            enum CodingKeys: String, CodingKey {
                case publicKey = "distributed_public_key"
                case shareKeys = "public_shares"
            }
        }
        let definition: Definition
        let validators: [Validator]
        let signatureAggregate: String?
        let lockHash: String?

        enum CodingKeys: String, CodingKey {
            case definition = "cluster_definition"
            case validators = "distributed_validators"
            case signatureAggregate = "signature_aggregate"
            case lockHash = "lock_hash"
        }
    }

    /// Reads a lock file.
    ///
    /// - Parameter path: the file's name, for errors.
    /// - Throws: `malformed`.
    public init(json data: Data, path: String) throws(KeyFileError) {
        let document = try KeyFile.decode(Document.self, from: data, path: path)
        let definition = document.definition
        name = definition.name ?? ""
        version = definition.version
        requiredShares = definition.threshold
        operatorCount = definition.operators.count
        var validators: [Validator] = []
        for (position, validator) in document.validators.enumerated() {
            let place = "distributed_validators[\(position)]"
            var shares: [[UInt8]] = []
            for text in validator.shareKeys ?? [] {
                shares.append(try ClusterLock.bytes(text, place + ".public_shares", path))
            }
            validators.append(
                Validator(
                    publicKey: try ClusterLock.bytes(
                        validator.publicKey, place + ".distributed_public_key", path),
                    shareKeys: shares))
        }
        self.validators = validators
        signatureAggregate = try ClusterLock.bytes(document.signatureAggregate ?? "", "signature_aggregate", path)
        lockHash = try ClusterLock.bytes(document.lockHash ?? "", "lock_hash", path)
    }

    private static func bytes(_ text: String, _ field: String, _ path: String) throws(KeyFileError) -> [UInt8] {
        if text.hasPrefix("0x") || text.isEmpty {
            if let bytes = try? Hexadecimal.bytes(text) { return bytes }
        } else if let data = Data(base64Encoded: text) {
            return Array(data)
        }
        throw .malformed(path: path, problem: "'\(field)' is neither hexadecimal nor base64")
    }

    /// Checks that every validator's share keys interpolate to its key (operators are numbered from 1), and that the
    /// aggregate signature over the lock hash verifies with all share keys of all validators.
    ///
    /// The lock hash itself is taken as given.
    ///
    /// - Returns: the validators' threshold keys.
    /// - Throws: `inconsistent`, `invalidPoint`.
    public func verifiedKeys(path: String) throws(KeyFileError) -> [ThresholdKey] {
        let committee: Committee
        do throws(ThresholdError) {
            committee = Committee(try Threshold(requiredShares, of: operatorCount))
        } catch {
            throw .inconsistent(path: path, problem: error.description)
        }
        var keys: [ThresholdKey] = []
        for (position, validator) in validators.enumerated() {
            do throws(ThresholdError) {
                keys.append(
                    try ThresholdKey(
                        committee: committee, groupKey: validator.publicKey, shareKeys: validator.shareKeys))
            } catch {
                throw .inconsistent(path: path, problem: "distributed_validators[\(position)]: \(error)")
            }
        }
        let signature: AggregateSignature
        do throws(EncodingError) {
            signature = try AggregateSignature(compressed: signatureAggregate)
        } catch {
            throw .invalidPoint(path: path, field: "signature_aggregate", problem: error.description)
        }
        guard signature.fastAggregateVerify(lockHash, publicKeys: keys.flatMap(\.shareKeys)) else {
            throw .inconsistent(
                path: path, problem: "signature_aggregate is not the shares' signature of lock_hash")
        }
        return keys
    }
}
