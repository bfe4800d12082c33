public import BLS12381
import Foundation
public import ThresholdBLS

/// The public side of a shared key in a file (schema `blackout.threshold-key/1`).
public struct ThresholdKeyFile: Codable, Hashable, Sendable {
    /// `blackout.threshold-key/1`.
    public var schema: String
    /// How many shares suffice.
    public var required: Int
    /// The members' share indices.
    public var indices: [UInt64]
    /// The group key in hexadecimal digits.
    public var groupKey: String
    /// The share keys in hexadecimal digits, in the indices' order.
    public var shareKeys: [String]

    static let currentSchema = "blackout.threshold-key/1"

    /// The document of a key.
    public init(_ key: ThresholdKey) {
        schema = ThresholdKeyFile.currentSchema
        required = key.committee.threshold.required
        indices = key.committee.indices.map(\.value)
        groupKey = Hexadecimal.text(key.groupKey.compressed)
        shareKeys = key.shareKeys.map { Hexadecimal.text($0.compressed) }
    }

    /// Reads a file and checks that its keys fit each other.
    public static func read(_ path: String) throws(KeyFileError) -> ThresholdKey {
        let file = try KeyFile.decode(ThresholdKeyFile.self, from: KeyFile.read(path), path: path)
        try KeyFile.check(file.schema, is: currentSchema, path: path)
        do {
            let threshold = try Threshold(file.required, of: file.indices.count)
            let committee = try Committee(threshold, indices: file.indices.map { try ShareIndex($0) })
            return try ThresholdKey(
                committee: committee, groupKey: Hexadecimal.bytes(file.groupKey),
                shareKeys: file.shareKeys.map { try Hexadecimal.bytes($0) })
        } catch {
            throw .inconsistent(path: path, problem: "\(error)")
        }
    }
}

/// A secret share in a file (schema `blackout.key-share/1`); plain, for test networks.
public struct KeyShareFile: Codable, Hashable, Sendable {
    /// `blackout.key-share/1`.
    public var schema: String
    /// The member.
    public var index: UInt64
    /// The share in hexadecimal digits.
    public var secret: String
    /// The group key that it belongs to.
    public var groupKey: String

    static let currentSchema = "blackout.key-share/1"

    /// The document of a share.
    public init(_ share: SecretShare, of key: ThresholdKey) {
        schema = KeyShareFile.currentSchema
        index = share.index.value
        secret = Hexadecimal.text(share.scalar.bytes)
        groupKey = Hexadecimal.text(key.groupKey.compressed)
    }

    /// Reads a share: a plain file, or a keystore together with its password and the member's index. Keystores that
    /// ``KeyFolder`` wrote say the index in their description.
    ///
    /// - Throws: besides the errors of reading, `malformed` for a keystore without index or password.
    public static func read(
        _ path: String, index: UInt64? = nil, password: String? = nil
    ) throws(KeyFileError) -> SecretShare {
        let data = try KeyFile.read(path)
        if let keystore = try? Keystore(json: data, path: path) {
            guard let password else {
                throw .malformed(path: path, problem: "is a keystore: give --password-file too")
            }
            guard let index = index ?? described(keystore) else {
                throw .malformed(path: path, problem: "is a keystore that names no member: give --index too")
            }
            let key = try keystore.secretKey(password: password, path: path)
            return SecretShare(index: try checked(index, path), scalar: key.scalar)
        }
        let file = try KeyFile.decode(KeyShareFile.self, from: data, path: path)
        try KeyFile.check(file.schema, is: currentSchema, path: path)
        do {
            return try SecretShare(index: ShareIndex(file.index), bytes: Hexadecimal.bytes(file.secret))
        } catch {
            throw .malformed(path: path, problem: "\(error)")
        }
    }

    static func description(of share: SecretShare) -> String { "share \(share.index)" }

    /// The index in a description such as `share 3`.
    private static func described(_ keystore: Keystore) -> UInt64? {
        guard let text = keystore.description, text.hasPrefix("share ") else { return nil }
        return UInt64(text.dropFirst("share ".count))
    }

    private static func checked(_ index: UInt64, _ path: String) throws(KeyFileError) -> ShareIndex {
        do throws(ThresholdError) {
            return try ShareIndex(index)
        } catch {
            throw .malformed(path: path, problem: error.description)
        }
    }
}

/// A partial signature in a file (schema `blackout.partial-signature/1`).
public struct PartialSignatureFile: Codable, Hashable, Sendable {
    /// `blackout.partial-signature/1`.
    public var schema: String
    /// The member.
    public var index: UInt64
    /// The message in hexadecimal digits.
    public var message: String
    /// The partial signature in hexadecimal digits.
    public var signature: String

    static let currentSchema = "blackout.partial-signature/1"

    /// The document of a partial signature.
    public init(_ partial: PartialSignature, message: [UInt8]) {
        schema = PartialSignatureFile.currentSchema
        index = partial.index.value
        self.message = Hexadecimal.text(message)
        signature = Hexadecimal.text(partial.compressed)
    }

    /// Reads a file; a partial signature of another message than `message` is refused here already.
    public static func read(_ path: String, message: [UInt8]) throws(KeyFileError) -> PartialSignature {
        let file = try KeyFile.decode(PartialSignatureFile.self, from: KeyFile.read(path), path: path)
        try KeyFile.check(file.schema, is: currentSchema, path: path)
        let said: [UInt8]
        let partial: PartialSignature
        do {
            said = try Hexadecimal.bytes(file.message)
            partial = try PartialSignature(
                index: ShareIndex(file.index), compressed: Hexadecimal.bytes(file.signature))
        } catch {
            throw .malformed(path: path, problem: "\(error)")
        }
        guard said == message else {
            throw .inconsistent(path: path, problem: "signs \(file.message), not \(Hexadecimal.text(message))")
        }
        return partial
    }
}

/// A signature with what it signs in a file (schema `blackout.signature/1`).
public struct SignatureFile: Codable, Hashable, Sendable {
    /// `blackout.signature/1`.
    public var schema: String
    /// The message in hexadecimal digits.
    public var message: String
    /// The public key in hexadecimal digits.
    public var publicKey: String
    /// The signature in hexadecimal digits.
    public var signature: String

    static let currentSchema = "blackout.signature/1"

    /// The document of a signature.
    public init(_ signature: Signature, message: [UInt8], publicKey: PublicKey) {
        schema = SignatureFile.currentSchema
        self.message = Hexadecimal.text(message)
        self.publicKey = Hexadecimal.text(publicKey.compressed)
        self.signature = Hexadecimal.text(signature.compressed)
    }

    /// Reads a file.
    public static func read(_ path: String) throws(KeyFileError) -> SignatureFile {
        let file = try KeyFile.decode(SignatureFile.self, from: KeyFile.read(path), path: path)
        try KeyFile.check(file.schema, is: currentSchema, path: path)
        return file
    }
}

extension KeyFile {
    static func check(_ found: String, is expected: String, path: String) throws(KeyFileError) {
        guard found == expected else { throw .unsupported(path: path, field: "schema", found: found) }
    }
}
