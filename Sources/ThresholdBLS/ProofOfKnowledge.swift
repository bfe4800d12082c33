public import BLS12381

/// A Schnorr proof that a dealer knows the secret behind the constant term of its commitment, bound to the ceremony and
/// to the dealer (as in FROST's key generation, Komlo and Goldberg, eprint 2020/852, figure 1). Without it, a dealer
/// who speaks last could choose its key as the negative of the others' and own the group key alone.
public struct ProofOfKnowledge: Hashable, Sendable {
    /// `R = k·g1`.
    public let nonceCommitment: G1
    /// `μ = k + c·a₀`.
    public let response: Fr

    /// A proof from its parts, as received.
    public init(nonceCommitment: G1, response: Fr) {
        self.nonceCommitment = nonceCommitment
        self.response = response
    }

    init(
        of secret: Fr, dealer: ShareIndex, context: [UInt8], using generator: inout some RandomNumberGenerator
    ) {
        let nonce = Fr.random(using: &generator)
        nonceCommitment = nonce * G1.generator
        let challenge = ProofOfKnowledge.challenge(
            dealer: dealer, context: context, key: secret * G1.generator, nonceCommitment: nonceCommitment)
        response = nonce + challenge * secret
    }

    /// Whether `μ·g1 = R + c·A` for the public point A.
    func verify(key: G1, dealer: ShareIndex, context: [UInt8]) -> Bool {
        let challenge = ProofOfKnowledge.challenge(
            dealer: dealer, context: context, key: key, nonceCommitment: nonceCommitment)
        return response * G1.generator == nonceCommitment + challenge * key
    }

    private static let expansion = MessageExpansion(domainSeparationTag: "BLACKOUT-DKG-PROOF-OF-KNOWLEDGE-V1".utf8)

    private static func challenge(
        dealer: ShareIndex, context: [UInt8], key: G1, nonceCommitment: G1
    ) -> Fr {
        // The parts after the context have fixed lengths, so the concatenation is unambiguous.
        let transcript = context + dealer.scalar.bytes + key.compressed + nonceCommitment.compressed
        return Fr(reducing: expansion.bytes(64, from: transcript) ?? [])
    }
}
