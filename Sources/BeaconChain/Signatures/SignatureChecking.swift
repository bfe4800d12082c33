/// The signature scheme as the protocol rules need it.
///
/// Kept apart from the rules, so that a simulation that signs nothing need not carry the pairing.
public protocol SignatureChecking: Sendable {
    /// Whether a deposit carries its key's proof of possession (spec: `is_valid_deposit_signature`, Electra).
    func verifyDeposit(_ deposit: PendingDeposit) -> Bool

    /// Whether a 96-byte signature of a 48-byte key over a signing root is valid (spec: `bls.Verify`).
    func verify(publicKey: [UInt8], signingRoot: Root, signature: [UInt8]) -> Bool

    /// Whether several keys signed one root together; false for no keys (spec: `bls.FastAggregateVerify`).
    func fastAggregateVerify(publicKeys: [[UInt8]], signingRoot: Root, signature: [UInt8]) -> Bool

    /// The 48-byte sum of keys, or empty where sums are not kept (spec: `eth_aggregate_pubkeys`, Altair).
    func aggregatePublicKeys(_ publicKeys: [[UInt8]]) -> [UInt8]
}

/// Accepts every signature and leaves aggregate keys empty.
public struct TrustingSignatures: SignatureChecking {
    /// Trusts everybody.
    public init() {}

    /// True.
    public func verifyDeposit(_ deposit: PendingDeposit) -> Bool { true }

    /// True.
    public func verify(publicKey: [UInt8], signingRoot: Root, signature: [UInt8]) -> Bool { true }

    /// True.
    public func fastAggregateVerify(publicKeys: [[UInt8]], signingRoot: Root, signature: [UInt8]) -> Bool { true }

    /// Empty.
    public func aggregatePublicKeys(_ publicKeys: [[UInt8]]) -> [UInt8] { [] }
}

extension SignatureChecking where Self == TrustingSignatures {
    /// Accepts every signature and leaves aggregate keys empty.
    public static var trusting: TrustingSignatures { TrustingSignatures() }
}
