internal import CSecp256k1

/// A node's identity on the network between cluster members: a secp256k1 key, with which Charon signs the lock.
///
/// libsecp256k1 does the arithmetic. Signatures are deterministic (RFC 6979).
public struct NodeKey: Hashable, Sendable {
    /// 32 bytes.
    public let secret: [UInt8]
    /// The compressed public key, 33 bytes.
    public let publicKey: [UInt8]

    /// Takes 32 bytes; nil unless their value is from 1 to the order − 1.
    public init?(secret: [UInt8]) {
        guard secret.count == 32,
            let publicKey = Secp256k1.withContext({ context -> [UInt8]? in
                var key = secp256k1_pubkey()
                guard secp256k1_ec_pubkey_create(context, &key, secret) == 1 else { return nil }
                return Secp256k1.compressed(key, context)
            })
        else { return nil }
        self.secret = secret
        self.publicKey = publicKey
    }

    /// A random key.
    public static func random(using generator: inout some RandomNumberGenerator) -> NodeKey {
        while true {
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if let key = NodeKey(secret: bytes) { return key }
        }
    }

    /// The signature of a 32-byte hash: r, s and a recovery identifier of 0 to 3, 65 bytes; nil for another length.
    public func sign(_ hash: [UInt8]) -> [UInt8]? {
        guard hash.count == 32 else { return nil }
        return Secp256k1.withContext { context in
            var signature = secp256k1_ecdsa_recoverable_signature()
            guard secp256k1_ecdsa_sign_recoverable(context, &signature, hash, secret, nil, nil) == 1 else {
                return nil
            }
            var bytes = [UInt8](repeating: 0, count: 64)
            var identifier: Int32 = 0
            secp256k1_ecdsa_recoverable_signature_serialize_compact(context, &bytes, &identifier, &signature)
            return bytes + [UInt8(truncatingIfNeeded: identifier)]
        }
    }

    /// The compressed public key that signed a 32-byte hash; nil for what is no signature. The recovery identifier may
    /// also be written as Ethereum does, with 27 added.
    public static func signer(of hash: [UInt8], signature: [UInt8]) -> [UInt8]? {
        guard hash.count == 32, signature.count == 65 else { return nil }
        let identifier = Int32(signature[64] >= 27 ? signature[64] - 27 : signature[64])
        guard (0...3).contains(identifier) else { return nil }
        return Secp256k1.withContext { context in
            var parsed = secp256k1_ecdsa_recoverable_signature()
            var key = secp256k1_pubkey()
            guard
                secp256k1_ecdsa_recoverable_signature_parse_compact(context, &parsed, signature, identifier) == 1,
                secp256k1_ecdsa_recover(context, &key, &parsed, hash) == 1
            else { return nil }
            return Secp256k1.compressed(key, context)
        }
    }

    /// Whether a 64-byte signature (r, s) of a 32-byte hash is this compressed public key's.
    static func verify(_ signature: [UInt8], of hash: [UInt8], publicKey: [UInt8]) -> Bool {
        guard signature.count == 64, hash.count == 32 else { return false }
        return Secp256k1.withContext { context in
            var parsed = secp256k1_ecdsa_signature()
            var key = secp256k1_pubkey()
            return secp256k1_ec_pubkey_parse(context, &key, publicKey, publicKey.count) == 1
                && secp256k1_ecdsa_signature_parse_compact(context, &parsed, signature) == 1
                && secp256k1_ecdsa_verify(context, &parsed, hash, &key) == 1
        }
    }
}

private enum Secp256k1 {
    /// `SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY`, which old versions of the library need.
    private static let contextFlags: UInt32 = 1 | 1 << 8 | 1 << 9
    /// `SECP256K1_EC_COMPRESSED`.
    private static let compressedFlags: UInt32 = 1 << 1 | 1 << 8

    static func withContext<Value>(_ body: (OpaquePointer) -> Value) -> Value {
        guard let context = secp256k1_context_create(contextFlags) else {
            preconditionFailure("libsecp256k1 makes no context: out of memory")
        }
        defer { secp256k1_context_destroy(context) }
        return body(context)
    }

    static func compressed(_ key: secp256k1_pubkey, _ context: OpaquePointer) -> [UInt8] {
        var key = key
        var bytes = [UInt8](repeating: 0, count: 33)
        var count = bytes.count
        _ = secp256k1_ec_pubkey_serialize(context, &bytes, &count, &key, compressedFlags)
        return bytes
    }
}
