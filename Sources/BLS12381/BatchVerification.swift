import Crypto

/// One claim of a batch: all keys behind `key` signed `message`, and `signature` is the sum of their signatures.
public struct SignatureSet: Sendable {
    let key: AffinePoint<Fp>
    let message: Message
    let signature: AffinePoint<Fp2>

    enum Message: Hashable {
        case bytes([UInt8])
        case hashed(HashedMessage)

        /// The point that is signed.
        var point: AffinePoint<Fp2> {
            switch self {
            case .bytes(let bytes): Ciphersuite.hashToG2(bytes).affine
            case .hashed(let message): message.point
            }
        }

        /// What the coefficients of a batch depend on.
        var digest: [UInt8] {
            switch self {
            case .bytes(let bytes): SHA256.hash(data: bytes).map { $0 }
            case .hashed(let message): message.point.compressed
            }
        }
    }

    /// A claim that one key signed a message.
    public init(publicKey: PublicKey, message: [UInt8], signature: Signature) {
        key = publicKey.point
        self.message = .bytes(message)
        self.signature = signature.point
    }

    /// A claim that one key signed a message that is already hashed: hashing takes longer than a claim's share of a
    /// batch, and a duty's root is signed by many.
    public init(publicKey: PublicKey, message: HashedMessage, signature: Signature) {
        key = publicKey.point
        self.message = .hashed(message)
        self.signature = signature.point
    }

    /// A claim that several keys signed a message.
    public init(aggregateKey: AggregatePublicKey, message: [UInt8], signature: AggregateSignature) {
        key = aggregateKey.point
        self.message = .bytes(message)
        self.signature = signature.point
    }
}

/// Verification of many claims at once: `Π e(cᵢ·pkᵢ, H(mᵢ)) = e(g1, Σ cᵢ·sᵢ)` for random coefficients cᵢ, so that wrong
/// signatures cannot cancel (Camenisch, Hohenberger and Pedersen, eprint 2007/172; Ferrara, Green, Hohenberger and
/// Pedersen, eprint 2008/015).
///
/// The coefficients are 64 bits long and odd, drawn from a hash of the whole batch: whoever chooses the signatures
/// cannot choose them knowing the coefficients, and the same batch gives the same answer on every machine.
public enum BatchVerification {
    /// Whether every claim holds (but for a chance of 2⁻⁶³). An empty batch holds. Sets with one message share one
    /// pairing. Time is linear in the number of sets.
    public static func verify(_ sets: [SignatureSet]) -> Bool {
        if sets.contains(where: { $0.key.isInfinity || $0.signature.isInfinity }) { return false }
        guard !sets.isEmpty else { return true }
        let coefficients = coefficients(for: sets.map { ($0.key, $0.message.digest, $0.signature) })
        let sum = G2.linearCombination(coefficients, sets.map { G2($0.signature) })

        var groupOfMessage: [SignatureSet.Message: Int] = [:]
        var groups: [[Int]] = []
        for (index, set) in sets.enumerated() {
            if let group = groupOfMessage[set.message] {
                groups[group].append(index)
            } else {
                groupOfMessage[set.message] = groups.count
                groups.append([index])
            }
        }
        var pairs = groups.map { members in
            let key = G1.linearCombination(members.map { coefficients[$0] }, members.map { G1(sets[$0].key) })
            return (key.affine, sets[members[0]].message.point)
        }
        pairs.append((G1.generator.affine.negated, sum.affine))
        return Pairing.isProductOne(affine: pairs)
    }

    /// The positions of the claims that do not hold, ascending; found by halving, so that few culprits among many
    /// sets cost few batches.
    public static func culprits(_ sets: [SignatureSet]) -> [Int] {
        var found: [Int] = []
        search(sets, 0..<sets.count, &found)
        return found
    }

    private static func search(_ sets: [SignatureSet], _ range: Range<Int>, _ found: inout [Int]) {
        if verify(Array(sets[range])) { return }
        if range.count == 1 {
            found.append(range.lowerBound)
            return
        }
        let middle = range.lowerBound + range.count / 2
        search(sets, range.lowerBound..<middle, &found)
        search(sets, middle..<range.upperBound, &found)
    }

    private static func coefficients(
        for claims: [(key: AffinePoint<Fp>, digest: [UInt8], signature: AffinePoint<Fp2>)]
    ) -> [SmallCoefficient] {
        var hasher = SHA256()
        hasher.update(data: Array("BLACKOUT-BATCH-VERIFICATION-V1".utf8))
        for claim in claims {
            hasher.update(data: claim.key.compressed)
            hasher.update(data: claim.digest)
            hasher.update(data: claim.signature.compressed)
        }
        let seed = hasher.finalize().map { $0 }
        return claims.indices.map { index in
            let counter = (0..<8).map { UInt8(truncatingIfNeeded: index >> ($0 * 8)) }
            let digest = SHA256.hash(data: seed + counter)
            let value = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return SmallCoefficient(magnitude: UInt128(value | 1))
        }
    }
}

extension BatchVerification {
    /// The positions of the signatures of one message that do not verify against their keys, ascending.
    ///
    /// Each halving step costs one pairing product of two and two short linear combinations.
    ///
    /// - Precondition: as many signatures as keys.
    public static func culprits(
        message: HashedMessage, publicKeys: [PublicKey], signatures: [Signature]
    ) -> [Int] {
        precondition(publicKeys.count == signatures.count, "each key needs one signature")
        var found: [Int] = []
        func search(_ range: Range<Int>) {
            if range.isEmpty || verify(message, publicKeys[range], signatures[range]) { return }
            if range.count == 1 {
                found.append(range.lowerBound)
                return
            }
            let middle = range.lowerBound + range.count / 2
            search(range.lowerBound..<middle)
            search(middle..<range.upperBound)
        }
        search(publicKeys.indices)
        return found
    }

    private static func verify(
        _ message: HashedMessage, _ keys: ArraySlice<PublicKey>, _ signatures: ArraySlice<Signature>
    ) -> Bool {
        if signatures.contains(where: \.isInfinity) { return false }
        let name = message.point.compressed
        let claims = zip(keys, signatures).map { (key: $0.point, digest: name, signature: $1.point) }
        let coefficients = coefficients(for: claims)
        let key = G1.linearCombination(coefficients, keys.map(\.group))
        let sum = G2.linearCombination(coefficients, signatures.map(\.group))
        return Pairing.areEqual(key.affine, message.point, G1.generator.affine, sum.affine)
    }
}
