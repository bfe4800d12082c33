/// Ethereum's ciphersuite: minimal public keys (G1), proof of possession (draft-irtf-cfrg-bls-signature-05, section 4.2.3).
public enum Ciphersuite {
    /// The domain separation tag of signatures.
    public static let signatureTag = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"

    /// The domain separation tag of proofs of possession.
    public static let proofTag = "BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"

    static let signatureExpansion = MessageExpansion(domainSeparationTag: signatureTag.utf8)
    static let proofExpansion = MessageExpansion(domainSeparationTag: proofTag.utf8)

    /// The point of G2 that is signed for a message.
    public static func hashToG2(_ message: some Collection<UInt8>) -> G2 {
        G2.hash(message, expansion: signatureExpansion)
    }
}
