import BLS12381

/// What one old member deals to a new committee: its own share, shared again.
public struct ResharingDeal: Sendable {
    /// The old member.
    public let dealer: ShareIndex
    /// The commitment to its polynomial, whose constant term is its old share.
    public let commitment: FeldmanCommitment
    /// The shares for the new members, in the new committee's order; each is secret to its receiver.
    public let shares: [SecretShare]

    /// A deal from its parts, as received; a receiver may know only its own share.
    public init(dealer: ShareIndex, commitment: FeldmanCommitment, shares: [SecretShare]) {
        self.dealer = dealer
        self.commitment = commitment
        self.shares = shares
    }
}

/// Moving a key to a new committee or threshold without changing it, and without putting it together (Desmedt and
/// Jajodia, 1997; Wong, Wang and Wing, 2002): m old members each share their share again, and a new share is the Lagrange
/// combination of what its holder receives. Old shares keep working until they are destroyed.
public enum Resharing {
    /// An old member's deal.
    public static func deal(
        _ share: SecretShare, to committee: Committee, using generator: inout some RandomNumberGenerator
    ) -> ResharingDeal {
        let polynomial = Polynomial(
            constantTerm: share.scalar, count: committee.threshold.required, using: &generator)
        return ResharingDeal(
            dealer: share.index, commitment: polynomial.commitment,
            shares: committee.indices.map { SecretShare(index: $0, scalar: polynomial.value(at: $0)) })
    }

    /// A new member's share and the new public side. All new members must use the same deals.
    ///
    /// - Parameters:
    ///   - receiver: the new member.
    ///   - deals: the deals of at least the old threshold's number of old members.
    ///   - oldKey: the public side before, against which each dealer's constant term is checked.
    ///   - committee: the new committee.
    /// - Throws: `indexOutOfRange`, `duplicateIndex`, `tooFewShares`, `wrongCommitmentLength`, `wrongConstantTerm`,
    ///   `invalidShare`, `missingMessage`, `identityPoint`.
    public static func receive(
        _ receiver: ShareIndex, deals: [ResharingDeal], oldKey: ThresholdKey, committee: Committee
    ) throws(ThresholdError) -> (share: SecretShare, key: ThresholdKey) {
        _ = try committee.position(of: receiver)
        let dealers = deals.map(\.dealer)
        for deal in deals {
            let expected = try oldKey.shareKey(of: deal.dealer)
            try deal.commitment.checkLength(committee.threshold, dealer: deal.dealer)
            guard deal.commitment.constantTerm == expected.group else {
                throw .wrongConstantTerm(dealer: deal.dealer)
            }
        }
        if let index = dealers.firstDuplicate { throw .duplicateIndex(index) }
        guard deals.count >= oldKey.committee.threshold.required else {
            throw .tooFewShares(required: oldKey.committee.threshold.required, found: deals.count)
        }
        let coefficients = LagrangeCoefficients(distinct: dealers)
        var total = Fr.zero
        for (deal, coefficient) in zip(deals, coefficients.scalars) {
            guard let share = deal.shares.first(where: { $0.index == receiver }) else {
                throw .missingMessage([deal.dealer])
            }
            guard deal.commitment.verify(share) else {
                throw .invalidShare(dealer: deal.dealer, receiver: receiver)
            }
            total = total + coefficient * share.scalar
        }
        let points = (0..<committee.threshold.required).map { degree in
            coefficients.interpolate(deals.map { $0.commitment.points[degree] })
        }
        let key = try ThresholdKey(committee: committee, commitment: FeldmanCommitment(points: points))
        return (SecretShare(index: receiver, scalar: total), key)
    }
}
