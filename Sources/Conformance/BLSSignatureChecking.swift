internal import BLS12381
public import BeaconChain
internal import Synchronization

/// Ethereum's signature scheme for the protocol rules, on BLS12-381.
///
/// Keys are decoded and checked once and then kept, since a chain's validators sign again and again. One value may
/// serve several threads.
public final class BLSSignatureChecking: SignatureChecking {
    private let preset: Preset
    private let keys = Mutex<[[UInt8]: PublicKey?]>([:])

    /// - Parameter preset: whose `GENESIS_FORK_VERSION` deposits are signed under.
    public init(preset: Preset) {
        self.preset = preset
    }

    /// Whether the deposit carries its key's proof of possession.
    public func verifyDeposit(_ deposit: PendingDeposit) -> Bool {
        verify(
            publicKey: deposit.publicKey, signingRoot: deposit.data.signingRoot(preset),
            signature: deposit.signature)
    }

    /// Whether one key's signature is valid.
    public func verify(publicKey: [UInt8], signingRoot: Root, signature: [UInt8]) -> Bool {
        guard let key = decode(publicKey), let signature = try? Signature(compressed: signature) else { return false }
        return signature.verify(signingRoot.bytes, publicKey: key)
    }

    /// Whether all keys signed the root together; false for none.
    public func fastAggregateVerify(publicKeys: [[UInt8]], signingRoot: Root, signature: [UInt8]) -> Bool {
        var decoded: [PublicKey] = []
        for bytes in publicKeys {
            guard let key = decode(bytes) else { return false }
            decoded.append(key)
        }
        guard let signature = try? AggregateSignature(compressed: signature) else { return false }
        return signature.fastAggregateVerify(signingRoot.bytes, publicKeys: decoded)
    }

    /// The sum of the keys, 48 bytes; empty for none.
    public func aggregatePublicKeys(_ publicKeys: [[UInt8]]) -> [UInt8] {
        let sum = try? AggregatePublicKey(publicKeys.compactMap { decode($0) })
        return sum?.compressed ?? []
    }

    /// The key of 48 bytes; nil if they are none.
    private func decode(_ bytes: [UInt8]) -> PublicKey? {
        if let known = keys.withLock({ $0[bytes] }) { return known }
        let key = try? PublicKey(compressed: bytes)
        keys.withLock { $0[bytes] = .some(key) }
        return key
    }
}
