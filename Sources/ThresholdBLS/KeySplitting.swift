public import BLS12381

/// One member's share of a secret key: the polynomial's value at the member's index.
public struct SecretShare: Hashable, Sendable {
    /// The member.
    public let index: ShareIndex
    /// The value; zero only by bad luck or malice.
    public let scalar: Fr

    /// A share from its parts.
    public init(index: ShareIndex, scalar: Fr) {
        self.index = index
        self.scalar = scalar
    }

    /// Reads 32 big-endian bytes.
    ///
    /// - Throws: `badEncoding` when they are not a scalar, `identityPoint` when it is zero.
    public init(index: ShareIndex, bytes: some Collection<UInt8>) throws(ThresholdError) {
        guard let scalar = Fr(bytes: bytes) else { throw .badEncoding([index]) }
        guard !scalar.isZero else { throw .identityPoint([index]) }
        self.init(index: index, scalar: scalar)
    }

    /// The public point of the share.
    public var publicPoint: G1 { scalar * G1.generator }

    /// This member's partial signature of a message.
    public func sign(_ message: some Collection<UInt8>) -> PartialSignature {
        sign(HashedMessage(message))
    }

    /// This member's partial signature of a message that is already hashed: a cluster hashes once for all validators
    /// that sign the same duty.
    public func sign(_ message: HashedMessage) -> PartialSignature {
        PartialSignature(index: index, point: scalar * message.group)
    }
}

/// A secret key taken apart by a dealer who knows it.
public struct SplitKey: Sendable {
    /// The members' shares, in the committee's order.
    public let shares: [SecretShare]
    /// The commitment to the polynomial, for the members to check their shares.
    public let commitment: FeldmanCommitment
    /// The public side: group key and share keys.
    public let key: ThresholdKey
}

extension SecretKey {
    /// Splits the key among a committee (Shamir), with a Feldman commitment.
    ///
    /// - Throws: `identityPoint` when a member's share comes out zero, which no honest generator ever makes happen.
    public func split(
        among committee: Committee, using generator: inout some RandomNumberGenerator
    ) throws(ThresholdError) -> SplitKey {
        let polynomial = Polynomial(
            constantTerm: scalar, count: committee.threshold.required, using: &generator)
        let commitment = polynomial.commitment
        let shares = committee.indices.map { SecretShare(index: $0, scalar: polynomial.value(at: $0)) }
        return SplitKey(
            shares: shares, commitment: commitment,
            key: try ThresholdKey(committee: committee, commitment: commitment))
    }

    /// Recovers a key from shares: Lagrange interpolation at zero.
    ///
    /// - Parameters:
    ///   - shares: at least the threshold's number of shares, of different members.
    ///   - committee: the committee they belong to.
    ///   - groupKey: the expected public key, if known.
    /// - Throws: `indexOutOfRange`, `duplicateIndex`, `tooFewShares`; `invalidResult` when the recovered key is zero or
    ///   not that of `groupKey`.
    public static func recover(
        from shares: [SecretShare], of committee: Committee, groupKey: PublicKey? = nil
    ) throws(ThresholdError) -> SecretKey {
        for share in shares { _ = try committee.position(of: share.index) }
        if let index = shares.map(\.index).firstDuplicate { throw .duplicateIndex(index) }
        guard shares.count >= committee.threshold.required else {
            throw .tooFewShares(required: committee.threshold.required, found: shares.count)
        }
        // All shares take part: one beyond the threshold that does not fit then spoils the result, and is noticed.
        let coefficients = LagrangeCoefficients(distinct: shares.map(\.index)).scalars
        let scalar = zip(coefficients, shares).reduce(Fr.zero) { $0 + $1.0 * $1.1.scalar }
        guard let key = try? SecretKey(scalar), groupKey == nil || key.publicKey == groupKey else {
            throw .invalidResult
        }
        return key
    }
}
