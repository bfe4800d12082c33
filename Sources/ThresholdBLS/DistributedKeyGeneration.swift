import BLS12381

/// What a member broadcasts in the first round of a key ceremony.
public struct DealerAnnouncement: Hashable, Sendable {
    /// The member.
    public let dealer: ShareIndex
    /// The commitment to its polynomial.
    public let commitment: FeldmanCommitment
    /// The proof that it knows its constant term.
    public let proof: ProofOfKnowledge

    /// An announcement from its parts, as received.
    public init(dealer: ShareIndex, commitment: FeldmanCommitment, proof: ProofOfKnowledge) {
        self.dealer = dealer
        self.commitment = commitment
        self.proof = proof
    }
}

/// What a dealer sends to one receiver in the second round, in secret: its polynomial's value for that receiver.
public struct DealtShare: Hashable, Sendable {
    /// Who made it.
    public let dealer: ShareIndex
    /// The value, with the receiver's index.
    public let share: SecretShare

    /// A dealt share from its parts, as received.
    public init(dealer: ShareIndex, share: SecretShare) {
        self.dealer = dealer
        self.share = share
    }
}

/// A receiver's public claim that a dealer's share is missing or does not fit its commitment.
public struct Complaint: Hashable, Sendable {
    /// The dealer accused.
    public let dealer: ShareIndex
    /// The receiver who accuses.
    public let accuser: ShareIndex

    /// A complaint from its parts, as received.
    public init(dealer: ShareIndex, accuser: ShareIndex) {
        self.dealer = dealer
        self.accuser = accuser
    }
}

/// One member's side of a key ceremony without a dealer: Pedersen's distributed key generation (EUROCRYPT 1991) with
/// proofs of knowledge as in FROST (eprint 2020/852) and complaints as in Gennaro, Jarecki, Krawczyk and Rabin
/// (J. Cryptology 2007).
///
/// 1. Everyone broadcasts its `announcement`; `check` refuses wrong commitment lengths and proofs by name.
/// 2. Everyone sends each other member its `share(for:)`; receivers broadcast `complaints(about:announcements:)`.
/// 3. Accused dealers reveal the shares in question; `judge` says who is at fault, for all members alike.
/// 4. `finish` adds up the shares of the dealers that remain.
///
/// A member who speaks last in round 1 can bias bits of the group key, as in FROST; for signature keys that is
/// harmless. Secrecy of the shares in round 2 is the transport's duty.
public struct DistributedKeyGeneration: Sendable {
    /// The committee that will hold the key.
    public let committee: Committee
    /// This member.
    public let index: ShareIndex
    /// What this member broadcasts first.
    public let announcement: DealerAnnouncement
    private let polynomial: Polynomial

    /// Begins a ceremony.
    ///
    /// - Parameters:
    ///   - context: bytes that name this ceremony, so that no announcement can be used in another.
    ///   - generator: the source of the polynomial; secret.
    /// - Throws: `indexOutOfRange` when this member is not of the committee.
    public init(
        committee: Committee, index: ShareIndex, context: [UInt8],
        using generator: inout some RandomNumberGenerator
    ) throws(ThresholdError) {
        _ = try committee.position(of: index)
        self.committee = committee
        self.index = index
        let secret = SecretKey.random(using: &generator).scalar
        polynomial = Polynomial(constantTerm: secret, count: committee.threshold.required, using: &generator)
        announcement = DealerAnnouncement(
            dealer: index, commitment: polynomial.commitment,
            proof: ProofOfKnowledge(of: secret, dealer: index, context: context, using: &generator))
    }

    /// The share for one receiver, this member itself included.
    ///
    /// - Throws: `indexOutOfRange` when the receiver is not of the committee.
    public func share(for receiver: ShareIndex) throws(ThresholdError) -> DealtShare {
        _ = try committee.position(of: receiver)
        return DealtShare(
            dealer: index, share: SecretShare(index: receiver, scalar: polynomial.value(at: receiver)))
    }

    /// Checks the announcements of a ceremony: one of each member, the right length, a constant term that is not
    /// infinity, a valid proof.
    ///
    /// - Throws: the first fault found, in the committee's order.
    public static func check(
        _ announcements: [DealerAnnouncement], committee: Committee, context: [UInt8]
    ) throws(ThresholdError) {
        for announcement in announcements { _ = try committee.position(of: announcement.dealer) }
        if let index = announcements.map(\.dealer).firstDuplicate { throw .duplicateIndex(index) }
        let missing = committee.indices.filter { index in !announcements.contains { $0.dealer == index } }
        guard missing.isEmpty else { throw .missingMessage(missing.sorted()) }
        for announcement in announcements {
            let dealer = announcement.dealer
            try announcement.commitment.checkLength(committee.threshold, dealer: dealer)
            let key = announcement.commitment.constantTerm
            guard !key.isInfinity else { throw .wrongConstantTerm(dealer: dealer) }
            guard announcement.proof.verify(key: key, dealer: dealer, context: context) else {
                throw .invalidProof(dealer: dealer)
            }
        }
    }

    /// This member's complaints: about dealers whose share for it is missing, is meant for someone else, or does not
    /// fit their commitment.
    public func complaints(
        about shares: [DealtShare], announcements: [DealerAnnouncement]
    ) -> [Complaint] {
        announcements.filter { announcement in
            guard let dealt = shares.first(where: { $0.dealer == announcement.dealer }) else { return true }
            return dealt.share.index != index || !announcement.commitment.verify(dealt.share)
        }.map { Complaint(dealer: $0.dealer, accuser: index) }
    }

    /// Who is at fault when the accused dealer reveals the share in question (nil: it stays silent): the dealer, or the
    /// accuser when the revealed share is good. A revealed good share takes the place of what the accuser received.
    public static func judge(
        _ complaint: Complaint, revealed: SecretShare?, announcement: DealerAnnouncement
    ) -> ShareIndex {
        guard let revealed, revealed.index == complaint.accuser, announcement.commitment.verify(revealed) else {
            return complaint.dealer
        }
        return complaint.accuser
    }

    /// This member's share of the new key, and the key.
    ///
    /// - Parameters:
    ///   - shares: what this member received, its own share included.
    ///   - announcements: all checked announcements.
    ///   - disqualified: dealers found guilty; their contributions are left out by everyone alike.
    /// - Throws: `tooFewShares` when fewer than m dealers remain, `missingMessage`, `wrongCommitmentLength`,
    ///   `invalidShare`, `identityGroupKey`, `identityPoint`.
    public func finish(
        _ shares: [DealtShare], announcements: [DealerAnnouncement], disqualified: Set<ShareIndex> = []
    ) throws(ThresholdError) -> (share: SecretShare, key: ThresholdKey) {
        let qualified = announcements.filter { !disqualified.contains($0.dealer) }
        guard qualified.count >= committee.threshold.required else {
            throw .tooFewShares(required: committee.threshold.required, found: qualified.count)
        }
        var total = Fr.zero
        var commitment = FeldmanCommitment(
            points: [G1](repeating: .infinity, count: committee.threshold.required))
        for announcement in qualified {
            try announcement.commitment.checkLength(committee.threshold, dealer: announcement.dealer)
            guard let dealt = shares.first(where: { $0.dealer == announcement.dealer }) else {
                throw .missingMessage([announcement.dealer])
            }
            guard dealt.share.index == index, announcement.commitment.verify(dealt.share) else {
                throw .invalidShare(dealer: announcement.dealer, receiver: index)
            }
            total = total + dealt.share.scalar
            commitment = commitment + announcement.commitment
        }
        let key = try ThresholdKey(committee: committee, commitment: commitment)
        return (SecretShare(index: index, scalar: total), key)
    }

    /// Runs a whole ceremony of honest members in one process, for simulations and test networks.
    ///
    /// - Returns: the members' shares in the committee's order, and the key.
    public static func run(
        committee: Committee, context: [UInt8], using generator: inout some RandomNumberGenerator
    ) throws(ThresholdError) -> (shares: [SecretShare], key: ThresholdKey) {
        var members: [DistributedKeyGeneration] = []
        for index in committee.indices {
            members.append(
                try DistributedKeyGeneration(
                    committee: committee, index: index, context: context, using: &generator))
        }
        let announcements = members.map(\.announcement)
        try check(announcements, committee: committee, context: context)
        var shares: [SecretShare] = []
        var key: ThresholdKey?
        for receiver in members {
            var dealt: [DealtShare] = []
            for dealer in members { dealt.append(try dealer.share(for: receiver.index)) }
            let result = try receiver.finish(dealt, announcements: announcements)
            shares.append(result.share)
            key = result.key
        }
        guard let key else { throw .missingMessage(committee.indices) }
        return (shares, key)
    }
}
