/// A public key: a point of G1 that is not infinity, fully checked (`KeyValidate`, draft-irtf-cfrg-bls-signature-05,
/// section 2.5).
public struct PublicKey: Hashable, Sendable {
    let point: AffinePoint<Fp>

    init(unchecked point: AffinePoint<Fp>) { self.point = point }

    /// Decodes 48 bytes, with every check.
    public init(compressed bytes: some Collection<UInt8>) throws(EncodingError) {
        try self.init(checking: AffinePoint<Fp>(compressed: bytes))
    }

    /// Decodes 96 bytes, with every check.
    public init(uncompressed bytes: some Collection<UInt8>) throws(EncodingError) {
        try self.init(checking: AffinePoint<Fp>(uncompressed: bytes))
    }

    /// Takes a point of the group; throws for infinity.
    public init(_ point: G1) throws(EncodingError) {
        guard !point.isInfinity else { throw .infinityNotAllowed }
        self.point = point.affine
    }

    private init(checking point: AffinePoint<Fp>) throws(EncodingError) {
        guard !point.isInfinity else { throw .infinityNotAllowed }
        guard G1.isInSubgroup(point) else { throw .notInSubgroup }
        self.point = point
    }

    /// The point of the group.
    public var group: G1 { G1(point) }

    /// The 48-byte encoding.
    public var compressed: [UInt8] { point.compressed }

    /// The 96-byte encoding.
    public var uncompressed: [UInt8] { point.uncompressed }

    /// Whether `proof` shows that the key's owner knows its secret key. Keys that are to be aggregated must have
    /// passed this (or come from a protocol with such proofs): otherwise a rogue key can cancel the others.
    public func verifyPossession(_ proof: Signature) -> Bool {
        let hash = G2.hash(compressed, expansion: Ciphersuite.proofExpansion)
        return Pairing.areEqual(point, hash.affine, G1.generator.affine, proof.point)
    }

    /// Hashes the coordinates.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(point.x)
        hasher.combine(point.y)
    }
}

/// A sum of public keys. Unlike a public key it can be infinity, which verifies nothing.
public struct AggregatePublicKey: Hashable, Sendable {
    let point: AffinePoint<Fp>

    /// The sum of the keys (Ethereum's `eth_aggregate_pubkeys`).
    ///
    /// - Throws: `noKeys` for an empty list.
    public init(_ keys: [PublicKey]) throws(AggregationError) {
        guard !keys.isEmpty else { throw .noKeys }
        var sum = G1.infinity
        for key in keys { sum.add(key.point) }
        point = sum.affine
    }

    /// The sum of one key.
    public init(_ key: PublicKey) { point = key.point }

    /// The point of the group.
    public var group: G1 { G1(point) }

    /// The 48-byte encoding.
    public var compressed: [UInt8] { point.compressed }

    /// Hashes the coordinates.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(point.x)
        hasher.combine(point.y)
    }
}

/// Why an aggregate cannot be formed.
public enum AggregationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An aggregate of no public keys.
    case noKeys
    /// An aggregate of no signatures.
    case noSignatures

    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .noKeys: "cannot aggregate an empty list of public keys"
        case .noSignatures: "cannot aggregate an empty list of signatures"
        }
    }
}
