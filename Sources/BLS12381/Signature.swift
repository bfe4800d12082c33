/// One key's signature of one message: a point of G2, checked to be in the subgroup. Infinity decodes, and never
/// verifies.
public struct Signature: Hashable, Sendable {
    let point: AffinePoint<Fp2>

    init(_ point: AffinePoint<Fp2>) { self.point = point }

    /// Takes a point of the group.
    public init(_ point: G2) { self.point = point.affine }

    /// Decodes 96 bytes, with every check.
    public init(compressed bytes: some Collection<UInt8>) throws(EncodingError) {
        let point = try AffinePoint<Fp2>(compressed: bytes)
        guard G2.isInSubgroup(point) else { throw .notInSubgroup }
        self.point = point
    }

    /// The point of the group.
    public var group: G2 { G2(point) }

    /// The 96-byte encoding.
    public var compressed: [UInt8] { point.compressed }

    /// Whether this is the point at infinity.
    public var isInfinity: Bool { point.isInfinity }

    /// `Verify`: whether `e(pk, H(message)) = e(g1, signature)`.
    public func verify(_ message: some Collection<UInt8>, publicKey: PublicKey) -> Bool {
        verify(hash: Ciphersuite.hashToG2(message), publicKey: publicKey)
    }

    /// `Verify` for a message that is already hashed: attestation data repeat, so callers may keep ``HashedMessage``s.
    public func verify(_ message: HashedMessage, publicKey: PublicKey) -> Bool {
        !isInfinity && Pairing.areEqual(publicKey.point, message.point, G1.generator.affine, point)
    }

    private func verify(hash: G2, publicKey: PublicKey) -> Bool {
        !isInfinity && Pairing.areEqual(publicKey.point, hash.affine, G1.generator.affine, point)
    }

    /// Hashes the coordinates.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(point.x)
        hasher.combine(point.y)
    }
}

/// A message already hashed to G2 under the signature tag.
public struct HashedMessage: Hashable, Sendable {
    let point: AffinePoint<Fp2>

    /// Hashes a message.
    public init(_ message: some Collection<UInt8>) { point = Ciphersuite.hashToG2(message).affine }

    /// The point of the group.
    public var group: G2 { G2(point) }

    /// Hashes the coordinates.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(point.x)
        hasher.combine(point.y)
    }
}

/// The sum of signatures of several keys. It says nothing of a threshold: all keys must have signed.
public struct AggregateSignature: Hashable, Sendable {
    let point: AffinePoint<Fp2>

    /// `Aggregate`: the sum of the signatures.
    ///
    /// - Throws: `noSignatures` for an empty list.
    public init(_ signatures: [Signature]) throws(AggregationError) {
        guard !signatures.isEmpty else { throw .noSignatures }
        var sum = G2.infinity
        for signature in signatures { sum.add(signature.point) }
        point = sum.affine
    }

    /// Decodes 96 bytes, with every check.
    public init(compressed bytes: some Collection<UInt8>) throws(EncodingError) {
        point = try Signature(compressed: bytes).point
    }

    /// The point of the group.
    public var group: G2 { G2(point) }

    /// The 96-byte encoding.
    public var compressed: [UInt8] { point.compressed }

    /// Whether this is the point at infinity.
    public var isInfinity: Bool { point.isInfinity }

    /// `AggregateVerify`: whether each key signed its own message. No keys: false.
    public func aggregateVerify(_ signed: [(publicKey: PublicKey, message: [UInt8])]) -> Bool {
        guard !signed.isEmpty else { return false }
        var pairs = signed.map { ($0.publicKey.point, Ciphersuite.hashToG2($0.message).affine) }
        pairs.append((G1.generator.affine.negated, point))
        return Pairing.isProductOne(affine: pairs)
    }

    /// `FastAggregateVerify`: whether all keys, each with a proven possession, signed this message. No keys: false.
    public func fastAggregateVerify(_ message: some Collection<UInt8>, publicKeys: [PublicKey]) -> Bool {
        guard let key = try? AggregatePublicKey(publicKeys) else { return false }
        return verify(message, aggregateKey: key)
    }

    /// `FastAggregateVerify` with the keys already added up.
    public func verify(_ message: some Collection<UInt8>, aggregateKey: AggregatePublicKey) -> Bool {
        verify(HashedMessage(message), aggregateKey: aggregateKey)
    }

    /// `FastAggregateVerify` with the keys already added up and the message already hashed.
    public func verify(_ message: HashedMessage, aggregateKey: AggregatePublicKey) -> Bool {
        !isInfinity && !aggregateKey.point.isInfinity
            && Pairing.areEqual(aggregateKey.point, message.point, G1.generator.affine, point)
    }

    /// Ethereum's `eth_fast_aggregate_verify` (Altair, bls.md): as `fastAggregateVerify`, but no keys with the
    /// signature at infinity is valid: an empty sync aggregate.
    public func ethFastAggregateVerify(_ message: some Collection<UInt8>, publicKeys: [PublicKey]) -> Bool {
        if publicKeys.isEmpty && isInfinity { return true }
        return fastAggregateVerify(message, publicKeys: publicKeys)
    }

    /// Hashes the coordinates.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(point.x)
        hasher.combine(point.y)
    }
}
