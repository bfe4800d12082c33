import BLS12381
public import Foundation
public import ThresholdBLS

/// What Obol's `cluster-lock.json` says of keys: each validator's group key and share keys, and the signature of all
/// shares over the lock's hash. Versions 1.0 to 1.11; older ones write some bytes in base64, newer ones in hexadecimal.
public struct ClusterLock: Sendable {
    /// The file as it stands.
    public let document: ClusterDocument
    /// The validators' keys.
    public let validators: [Validator]

    /// One distributed validator.
    public struct Validator: Hashable, Sendable {
        /// The group key's 48 bytes.
        public let publicKey: [UInt8]
        /// The share keys' bytes, of operators 1 to n.
        public let shareKeys: [[UInt8]]
    }

    /// The cluster's name, empty when it has none.
    public var name: String { document.definition.name ?? "" }
    /// The file's version, such as `v1.10.0`.
    public var version: String { document.definition.version }
    /// The number of shares that suffice, as the file says; unchecked, test files hold impossible ones.
    public var requiredShares: Int { document.definition.threshold }
    /// The number of operators.
    public var operatorCount: Int { document.definition.operators.count }
    /// The aggregate of every share's signature of the lock hash; empty when the file has none.
    public var signatureAggregate: [UInt8] { document.signatureAggregate?.bytes ?? [] }
    /// The hash that the shares signed.
    public var lockHash: [UInt8] { document.lockHash?.bytes ?? [] }

    /// Reads a lock file.
    ///
    /// - Parameter path: the file's name, for errors.
    /// - Throws: `malformed`.
    public init(json data: Data, path: String) throws(KeyFileError) {
        try self.init(KeyFile.decode(ClusterDocument.self, from: data, path: path), path: path)
    }

    /// Takes a document.
    ///
    /// - Throws: `malformed` for a group key that is neither hexadecimal nor base64.
    public init(_ document: ClusterDocument, path: String) throws(KeyFileError) {
        self.document = document
        var validators: [Validator] = []
        for (position, validator) in document.validators.enumerated() {
            guard let publicKey = HexBytes.bytes(validator.publicKey) else {
                let field = "distributed_validators[\(position)].distributed_public_key"
                throw .malformed(path: path, problem: "'\(field)' is neither hexadecimal nor base64")
            }
            validators.append(
                Validator(publicKey: publicKey, shareKeys: (validator.shareKeys ?? []).map(\.bytes)))
        }
        self.validators = validators
    }

    /// Checks that every validator's share keys interpolate to its key (operators are numbered from 1), and that the
    /// aggregate signature over the lock hash verifies with all share keys of all validators.
    ///
    /// The lock hash itself is taken as given; ``ClusterHashes`` computes it.
    ///
    /// - Returns: the validators' threshold keys.
    /// - Throws: `inconsistent`, `invalidPoint`.
    public func verifiedKeys(path: String) throws(KeyFileError) -> [ThresholdKey] {
        let keys = try consistentKeys(path: path)
        try verifyAggregate(keys, path: path)
        return keys
    }

    /// The validators' threshold keys, if every validator's share keys interpolate to its key.
    ///
    /// - Throws: `inconsistent` naming the validator and the shares, for the first fault.
    public func consistentKeys(path: String) throws(KeyFileError) -> [ThresholdKey] {
        let committee: Committee
        do throws(ThresholdError) {
            committee = Committee(try Threshold(requiredShares, of: operatorCount))
        } catch {
            throw .inconsistent(path: path, problem: error.description)
        }
        if let count = document.definition.validatorCount, count != validators.count {
            throw .inconsistent(
                path: path, problem: "num_validators is \(count), but distributed_validators has \(validators.count)")
        }
        var keys: [ThresholdKey] = []
        for (position, validator) in validators.enumerated() {
            let place = "distributed_validators[\(position)]"
            if let earlier = validators[..<position].firstIndex(where: { $0.publicKey == validator.publicKey }) {
                throw .inconsistent(
                    path: path, problem: "\(place): has the key of distributed_validators[\(earlier)]")
            }
            do throws(ThresholdError) {
                keys.append(
                    try ThresholdKey(
                        committee: committee, groupKey: validator.publicKey, shareKeys: validator.shareKeys))
            } catch {
                throw .inconsistent(path: path, problem: "\(place): \(error)\(owner(of: error))")
            }
        }
        return keys
    }

    /// Whose the share keys are, if another validator's of this file.
    private func owner(of error: ThresholdError) -> String {
        guard case .shareKeysOfAnother(let key) = error,
            let position = validators.firstIndex(where: { $0.publicKey == key })
        else { return "" }
        return ", which is distributed_validators[\(position)]"
    }

    /// Checks the aggregate signature over the lock hash.
    ///
    /// - Throws: `inconsistent`, `invalidPoint`.
    public func verifyAggregate(_ keys: [ThresholdKey], path: String) throws(KeyFileError) {
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
    }
}
