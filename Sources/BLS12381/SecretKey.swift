import Crypto
import Foundation

/// A secret key: a scalar that is not zero. Nothing here runs in constant time; see docs/cryptography.md.
public struct SecretKey: Hashable, Sendable {
    /// The scalar.
    public let scalar: Fr

    /// Takes a scalar; throws for zero.
    public init(_ scalar: Fr) throws(EncodingError) {
        guard !scalar.isZero else { throw .zeroSecretKey }
        self.scalar = scalar
    }

    /// Reads 32 big-endian bytes; throws unless their value is from 1 to r − 1.
    public init(bytes: some Collection<UInt8>) throws(EncodingError) {
        guard bytes.count == 32 else { throw .wrongLength(expected: 32, found: bytes.count) }
        guard let scalar = Fr(bytes: bytes) else { throw .scalarNotReduced }
        try self.init(scalar)
    }

    /// `KeyGen` of draft-irtf-cfrg-bls-signature-05, section 2.3 (also `hkdf_mod_r` of EIP-2333): HKDF-SHA-256 of secret
    /// bytes, with a salt that is hashed again until the scalar is not zero.
    ///
    /// - Parameters:
    ///   - material: the secret bytes, at least 32 of them.
    ///   - info: optional context.
    /// - Throws: `wrongLength` for fewer than 32 bytes.
    public init(keyMaterial material: some Collection<UInt8>, info: [UInt8] = []) throws(EncodingError) {
        guard material.count >= 32 else { throw .wrongLength(expected: 32, found: material.count) }
        let secret = SymmetricKey(data: Array(material) + [0])
        var salt = Array("BLS-SIG-KEYGEN-SALT-".utf8)
        var scalar = Fr.zero
        repeat {
            salt = Array(SHA256.hash(data: salt))
            // 48 = ceil(3 * ceil(log2(r)) / 16) bytes.
            let output = HKDF<SHA256>.deriveKey(
                inputKeyMaterial: secret, salt: salt, info: info + [0, 48], outputByteCount: 48)
            scalar = output.withUnsafeBytes { Fr(reducing: Array($0)) }
        } while scalar.isZero
        self.scalar = scalar
    }

    /// The 32 big-endian bytes.
    public var bytes: [UInt8] { scalar.bytes }

    /// The public key `sk·g1`.
    public var publicKey: PublicKey { PublicKey(unchecked: (scalar * G1.generator).affine) }

    /// The signature `sk·H(message)`.
    public func sign(_ message: some Collection<UInt8>) -> Signature {
        Signature(scalar * Ciphersuite.hashToG2(message))
    }

    /// The proof that this key is known: a signature of its public key under the proof tag.
    public func provePossession() -> Signature {
        Signature(scalar * G2.hash(publicKey.compressed, expansion: Ciphersuite.proofExpansion))
    }
}

extension SecretKey {
    /// A uniform secret key.
    public static func random(using generator: inout some RandomNumberGenerator) -> SecretKey {
        while true {
            if let key = try? SecretKey(Fr.random(using: &generator)) { return key }
        }
    }
}
