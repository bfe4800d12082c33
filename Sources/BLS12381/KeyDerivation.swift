import Crypto
import Foundation

/// Hierarchical key derivation (EIP-2333): a tree of secret keys from one seed, each child derived through a Lamport
/// key so that a child never reveals its parent, even to an attacker who can take discrete logarithms.
extension SecretKey {
    /// The root of the tree, `derive_master_SK`.
    ///
    /// - Throws: `wrongLength` for a seed of fewer than 32 bytes.
    public init(masterSeed seed: some Collection<UInt8>) throws(EncodingError) {
        try self.init(keyMaterial: seed)
    }

    /// The child with a given number, `derive_child_SK`.
    public func child(_ index: UInt32) -> SecretKey {
        let salt = (0..<4).map { UInt8(truncatingIfNeeded: index >> UInt32(24 - 8 * $0)) }
        let key = LamportKey.compressedPublicKey(of: bytes, salt: salt)
        // 32 bytes of key material never fail.
        guard let child = try? SecretKey(keyMaterial: key) else { return self }
        return child
    }

    /// The descendant at a path such as `m/12381/3600/0/0/0` (EIP-2334).
    ///
    /// - Throws: ``KeyPathError`` when the text is not `m` followed by numbers below 2³².
    public func descendant(at path: String) throws(KeyPathError) -> SecretKey {
        var key = self
        for index in try KeyPathError.indices(of: path) { key = key.child(index) }
        return key
    }
}

/// A derivation path that cannot be read.
public struct KeyPathError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path as given.
    public let path: String

    /// What is wrong, in words.
    public var description: String {
        "'\(path)' is no derivation path: write 'm' and numbers below 2^32, as in m/12381/3600/0/0/0"
    }

    static func indices(of path: String) throws(KeyPathError) -> [UInt32] {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.first == "m" else { throw KeyPathError(path: path) }
        var indices: [UInt32] = []
        for part in parts.dropFirst() {
            guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let index = UInt32(part) else {
                throw KeyPathError(path: path)
            }
            indices.append(index)
        }
        return indices
    }
}

/// The Lamport one-time key between parent and child: 2 × 255 chunks of 32 bytes.
private enum LamportKey {
    /// `parent_SK_to_lamport_PK`: the hash of the hashed chunks of the key and of its complement.
    static func compressedPublicKey(of secret: [UInt8], salt: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        for material in [secret, secret.map { ~$0 }] {
            for chunk in chunks(of: material, salt: salt) { hasher.update(data: SHA256.hash(data: chunk).map { $0 }) }
        }
        return hasher.finalize().map { $0 }
    }

    /// `IKM_to_lamport_SK`: 255 chunks from HKDF, whose expansion of 8160 bytes is the longest it allows.
    private static func chunks(of material: [UInt8], salt: [UInt8]) -> [[UInt8]] {
        let output = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: material), salt: salt, info: [UInt8](), outputByteCount: 255 * 32)
        let bytes = output.withUnsafeBytes { Array($0) }
        return stride(from: 0, to: bytes.count, by: 32).map { Array(bytes[$0..<$0 + 32]) }
    }
}
