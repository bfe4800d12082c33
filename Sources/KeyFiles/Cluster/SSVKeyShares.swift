import BLS12381
public import Foundation
public import ThresholdBLS

/// What SSV's `keyshares.json` says of keys: for each validator the operators, their share keys, their encrypted shares
/// (which stay closed here: they are encrypted to the operators' RSA keys), and the owner's signature.
public struct SSVKeyShares: Sendable {
    /// The file's version, such as `v1.2.0`.
    public let version: String
    /// The validators.
    public let validators: [Validator]

    /// One validator's shares.
    public struct Validator: Hashable, Sendable {
        /// The validator key's 48 bytes.
        public let publicKey: [UInt8]
        /// The operators' identifiers, which are the share indices.
        public let operatorIdentifiers: [UInt64]
        /// The share keys' bytes, in the operators' order.
        public let shareKeys: [[UInt8]]
        /// The validator key's signature of owner and nonce, 96 bytes.
        public let ownerSignature: [UInt8]
        /// The owner's address as text, with its checksum in capitals; nil when the file does not say.
        public let ownerAddress: String?
        /// The owner's nonce; nil when the file does not say.
        public let ownerNonce: UInt64?
    }

    private struct Document: Decodable {
        struct Item: Decodable {
            let data: Content
            let payload: Payload
        }
        struct Content: Decodable {
            let ownerNonce: UInt64?
            let ownerAddress: String?
        }
        struct Payload: Decodable {
            let publicKey: String
            let operatorIds: [UInt64]
            let sharesData: String
        }
        let version: String
        let shares: [Item]
    }

    /// Reads a file.
    ///
    /// - Parameter path: the file's name, for errors.
    /// - Throws: `malformed`; `inconsistent` when `sharesData` has not the length that the operators ask for:
    ///   96 + 48·n + 256·n bytes.
    public init(json data: Data, path: String) throws(KeyFileError) {
        let document = try KeyFile.decode(Document.self, from: data, path: path)
        version = document.version
        var validators: [Validator] = []
        for (position, item) in document.shares.enumerated() {
            let place = "shares[\(position)].payload"
            let payload = item.payload
            guard let publicKey = try? Hexadecimal.bytes(payload.publicKey) else {
                throw .malformed(path: path, problem: "'\(place).publicKey' is not hexadecimal")
            }
            guard let bytes = try? Hexadecimal.bytes(payload.sharesData) else {
                throw .malformed(path: path, problem: "'\(place).sharesData' is not hexadecimal")
            }
            let count = payload.operatorIds.count
            guard count <= Threshold.largestMembership, bytes.count == 96 + (48 + 256) * count else {
                throw .inconsistent(
                    path: path, problem: "'\(place).sharesData' has \(bytes.count) bytes for \(count) operators")
            }
            validators.append(
                Validator(
                    publicKey: publicKey, operatorIdentifiers: payload.operatorIds,
                    shareKeys: (0..<count).map { Array(bytes[(96 + 48 * $0)..<(144 + 48 * $0)]) },
                    ownerSignature: Array(bytes[..<96]), ownerAddress: item.data.ownerAddress,
                    ownerNonce: item.data.ownerNonce))
        }
        self.validators = validators
    }

    /// Checks that every validator's share keys interpolate to its key at the operators' identifiers, with SSV's
    /// threshold of n − ⌊(n − 1)/3⌋, and that the owner's signature verifies when owner and nonce are given.
    ///
    /// - Returns: the validators' threshold keys.
    /// - Throws: `inconsistent`, `invalidPoint`.
    public func verifiedKeys(path: String) throws(KeyFileError) -> [ThresholdKey] {
        var keys: [ThresholdKey] = []
        for (position, validator) in validators.enumerated() {
            let key: ThresholdKey
            do throws(ThresholdError) {
                key = try SSVKeyShares.thresholdKey(validator)
            } catch {
                throw .inconsistent(path: path, problem: "shares[\(position)]: \(error)")
            }
            if let address = validator.ownerAddress, let nonce = validator.ownerNonce {
                try SSVKeyShares.verifyOwner(
                    validator.ownerSignature, of: "\(address):\(nonce)", by: key.groupKey,
                    place: "shares[\(position)]", path: path)
            }
            keys.append(key)
        }
        return keys
    }

    private static func thresholdKey(_ validator: Validator) throws(ThresholdError) -> ThresholdKey {
        let members = validator.operatorIdentifiers.count
        var indices: [ShareIndex] = []
        for identifier in validator.operatorIdentifiers { indices.append(try ShareIndex(identifier)) }
        let threshold = try Threshold(members - max(members - 1, 0) / 3, of: members)
        return try ThresholdKey(
            committee: Committee(threshold, indices: indices), groupKey: validator.publicKey,
            shareKeys: validator.shareKeys)
    }

    /// The owner signs `keccak256("address:nonce")` with the validator key.
    private static func verifyOwner(
        _ bytes: [UInt8], of text: String, by key: PublicKey, place: String, path: String
    ) throws(KeyFileError) {
        let signature: Signature
        do throws(EncodingError) {
            signature = try Signature(compressed: bytes)
        } catch {
            throw .invalidPoint(path: path, field: place + " owner signature", problem: error.description)
        }
        guard signature.verify(Keccak256.hash(Array(text.utf8)), publicKey: key) else {
            throw .inconsistent(
                path: path, problem: "\(place): the owner signature does not verify for '\(text)'")
        }
    }
}
