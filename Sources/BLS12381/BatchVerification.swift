import Crypto

/// One claim of a batch: all keys behind `key` signed `message`, and `signature` is the sum of their signatures.
public struct SignatureSet: Sendable {
    let key: AffinePoint<Fp>
    let message: [UInt8]
    let signature: AffinePoint<Fp2>

    /// A claim that one key signed a message.
    public init(publicKey: PublicKey, message: [UInt8], signature: Signature) {
        key = publicKey.point
        self.message = message
        self.signature = signature.point
    }

    /// A claim that several keys signed a message.
    public init(aggregateKey: AggregatePublicKey, message: [UInt8], signature: AggregateSignature) {
        key = aggregateKey.point
        self.message = message
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
        let coefficients = coefficients(for: sets)
        let sum = G2.linearCombination(coefficients, sets.map { G2($0.signature) })

        var groupOfMessage: [[UInt8]: Int] = [:]
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
            return (key.affine, Ciphersuite.hashToG2(sets[members[0]].message).affine)
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

    private static func coefficients(for sets: [SignatureSet]) -> [SmallCoefficient] {
        var hasher = SHA256()
        hasher.update(data: Array("BLACKOUT-BATCH-VERIFICATION-V1".utf8))
        for set in sets {
            hasher.update(data: set.key.compressed)
            hasher.update(data: SHA256.hash(data: set.message).map { $0 })
            hasher.update(data: set.signature.compressed)
        }
        let seed = hasher.finalize().map { $0 }
        return sets.indices.map { index in
            let counter = (0..<8).map { UInt8(truncatingIfNeeded: index >> ($0 * 8)) }
            let digest = SHA256.hash(data: seed + counter)
            let value = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return SmallCoefficient(magnitude: UInt128(value | 1))
        }
    }
}
