import BLS12381
import Testing
import ThresholdBLS

@Suite("Key ceremonies and resharing")
struct KeyCeremonyTests {
    private var generator = TestGenerator(state: 4)
    private let committee: Committee
    private let context = Array("ceremony".utf8)
    private let message = [UInt8]([1, 2, 3])

    init() throws { committee = try Committee(Threshold(3, of: 5)) }

    private mutating func members() throws -> [DistributedKeyGeneration] {
        var members: [DistributedKeyGeneration] = []
        for index in committee.indices {
            members.append(
                try DistributedKeyGeneration(committee: committee, index: index, context: context, using: &generator))
        }
        return members
    }

    @Test("honest members agree on a key that any three can sign for")
    mutating func honest() throws {
        let (shares, key) = try DistributedKeyGeneration.run(
            committee: committee, context: context, using: &generator)
        #expect(zip(shares, key.shareKeys).allSatisfy { $0.publicPoint == $1.group })
        for start in 0...2 {
            let signature = try key.combine(shares[start..<start + 3].map { $0.sign(message) }, message: message)
            #expect(signature.verify(message, publicKey: key.groupKey))
        }
        let secret = try SecretKey.recover(from: shares, of: committee, groupKey: key.groupKey)
        #expect(secret.publicKey == key.groupKey)
    }

    @Test("a dealer whose commitment is too long or too short is refused by name")
    mutating func commitmentLength() throws {
        let members = try members()
        for found in [2, 4] {
            var announcements = members.map(\.announcement)
            let points = announcements[2].commitment.points + [.generator]
            announcements[2] = DealerAnnouncement(
                dealer: announcements[2].dealer, commitment: FeldmanCommitment(points: Array(points.prefix(found))),
                proof: announcements[2].proof)
            #expect(
                throws: ThresholdError.wrongCommitmentLength(
                    dealer: announcements[2].dealer, expected: 3, found: found)
            ) {
                try DistributedKeyGeneration.check(announcements, committee: committee, context: context)
            }
        }
    }

    @Test("a rogue key, a borrowed proof and another ceremony's proof are refused by name")
    mutating func proofs() throws {
        let members = try members()
        let good = members.map(\.announcement)
        // Member 5 announces minus the sum of the others' keys.
        let rogue = good.dropLast().reduce(G1.infinity) { $0 - $1.commitment.constantTerm }
        var announcements = good
        announcements[4] = DealerAnnouncement(
            dealer: good[4].dealer,
            commitment: FeldmanCommitment(points: [rogue] + good[4].commitment.points.dropFirst()),
            proof: good[4].proof)
        #expect(throws: ThresholdError.invalidProof(dealer: good[4].dealer)) {
            try DistributedKeyGeneration.check(announcements, committee: committee, context: context)
        }
        // Member 5 copies member 1's announcement.
        announcements[4] = DealerAnnouncement(
            dealer: good[4].dealer, commitment: good[0].commitment, proof: good[0].proof)
        #expect(throws: ThresholdError.invalidProof(dealer: good[4].dealer)) {
            try DistributedKeyGeneration.check(announcements, committee: committee, context: context)
        }
        #expect(throws: ThresholdError.invalidProof(dealer: good[0].dealer)) {
            try DistributedKeyGeneration.check(good, committee: committee, context: Array("another".utf8))
        }
    }

    @Test("missing, repeated and foreign announcements are refused")
    mutating func announcements() throws {
        let good = try members().map(\.announcement)
        #expect(throws: ThresholdError.missingMessage([good[1].dealer, good[4].dealer])) {
            try DistributedKeyGeneration.check([good[3], good[0], good[2]], committee: committee, context: context)
        }
        #expect(throws: ThresholdError.duplicateIndex(good[0].dealer)) {
            try DistributedKeyGeneration.check(good + [good[0]], committee: committee, context: context)
        }
        let small = try Committee(Threshold(3, of: 4))
        #expect(throws: ThresholdError.indexOutOfRange("5")) {
            try DistributedKeyGeneration.check(good, committee: small, context: context)
        }
    }

    @Test("a dealer that sends a wrong share is accused, found guilty and left out; the others finish")
    mutating func complaints() throws {
        let members = try members()
        let announcements = members.map(\.announcement)
        try DistributedKeyGeneration.check(announcements, committee: committee, context: context)
        let cheat = members[1]
        let victim = members[3]
        var inbox = try members.map { try $0.share(for: victim.index) }
        inbox[1] = DealtShare(
            dealer: cheat.index, share: SecretShare(index: victim.index, scalar: inbox[1].share.scalar + .one))

        let complaint = Complaint(dealer: cheat.index, accuser: victim.index)
        #expect(victim.complaints(about: inbox, announcements: announcements) == [complaint])
        #expect(throws: ThresholdError.invalidShare(dealer: cheat.index, receiver: victim.index)) {
            try victim.finish(inbox, announcements: announcements)
        }
        // Silent, or revealing a wrong share: the dealer. Revealing the right one: the accuser.
        let announcement = announcements[1]
        #expect(DistributedKeyGeneration.judge(complaint, revealed: nil, announcement: announcement) == cheat.index)
        #expect(
            DistributedKeyGeneration.judge(complaint, revealed: inbox[1].share, announcement: announcement)
                == cheat.index)
        let right = try cheat.share(for: victim.index).share
        #expect(
            DistributedKeyGeneration.judge(complaint, revealed: right, announcement: announcement) == victim.index)
        let wrongReceiver = try cheat.share(for: members[0].index).share
        #expect(
            DistributedKeyGeneration.judge(complaint, revealed: wrongReceiver, announcement: announcement)
                == cheat.index)

        var shares: [SecretShare] = []
        var keys: Set<ThresholdKey> = []
        for receiver in members {
            let result = try receiver.finish(
                members.map { try $0.share(for: receiver.index) }, announcements: announcements,
                disqualified: [cheat.index])
            shares.append(result.share)
            keys.insert(result.key)
        }
        let key = try #require(keys.first)
        #expect(keys.count == 1)
        let signature = try key.combine(shares.prefix(3).map { $0.sign(message) }, message: message)
        #expect(signature.verify(message, publicKey: key.groupKey))
        #expect(throws: ThresholdError.tooFewShares(required: 3, found: 2)) {
            try victim.finish(inbox, announcements: announcements, disqualified: Set(committee.indices.prefix(3)))
        }
        #expect(throws: ThresholdError.missingMessage([cheat.index])) {
            try victim.finish(inbox.filter { $0.dealer != cheat.index }, announcements: announcements)
        }
    }

    @Test("resharing keeps the key, changes members and threshold, and makes old and new shares strangers")
    mutating func resharing() throws {
        let (old, oldKey) = try DistributedKeyGeneration.run(
            committee: committee, context: context, using: &generator)
        let newCommittee = try Committee(
            Threshold(4, of: 6), indices: [3, 10, 11, 12, 13, 14].map { try ShareIndex($0) })
        let deals = [old[4], old[0], old[2]].map {
            Resharing.deal($0, to: newCommittee, using: &generator)
        }
        var shares: [SecretShare] = []
        var keys: Set<ThresholdKey> = []
        for index in newCommittee.indices {
            let result = try Resharing.receive(index, deals: deals, oldKey: oldKey, committee: newCommittee)
            shares.append(result.share)
            keys.insert(result.key)
        }
        let key = try #require(keys.first)
        #expect(keys.count == 1)
        #expect(key.groupKey == oldKey.groupKey)
        let signature = try key.combine(shares.suffix(4).map { $0.sign(message) }, message: message)
        #expect(signature.verify(message, publicKey: oldKey.groupKey))
        // An old share among new ones is found out.
        let stale = old[2].sign(message)
        #expect(throws: ThresholdError.invalidPartial([old[2].index])) {
            try key.combine([stale] + shares[1...3].map { $0.sign(message) }, message: message)
        }
    }

    @Test("resharing refuses too few deals, wrong constant terms, lengths and shares by name")
    mutating func hostileResharing() throws {
        let (old, oldKey) = try DistributedKeyGeneration.run(
            committee: committee, context: context, using: &generator)
        let next = try Committee(Threshold(2, of: 3))
        let receiver = next.indices[0]
        let deals = old.prefix(3).map { Resharing.deal($0, to: next, using: &generator) }
        func receive(_ deals: [ResharingDeal]) throws {
            _ = try Resharing.receive(receiver, deals: deals, oldKey: oldKey, committee: next)
        }
        #expect(throws: ThresholdError.tooFewShares(required: 3, found: 2)) { try receive(deals.dropLast()) }
        #expect(throws: ThresholdError.duplicateIndex(deals[0].dealer)) { try receive(deals + [deals[0]]) }
        let other = Resharing.deal(
            SecretShare(index: deals[1].dealer, scalar: old[1].scalar + .one), to: next, using: &generator)
        #expect(throws: ThresholdError.wrongConstantTerm(dealer: deals[1].dealer)) {
            try receive([deals[0], other, deals[2]])
        }
        let longer = Resharing.deal(old[1], to: try Committee(Threshold(3, of: 3)), using: &generator)
        #expect(throws: ThresholdError.wrongCommitmentLength(dealer: deals[1].dealer, expected: 2, found: 3)) {
            try receive([deals[0], longer, deals[2]])
        }
        let wrong = ResharingDeal(
            dealer: deals[2].dealer, commitment: deals[2].commitment,
            shares: [SecretShare(index: receiver, scalar: .one)])
        #expect(throws: ThresholdError.invalidShare(dealer: deals[2].dealer, receiver: receiver)) {
            try receive([deals[0], deals[1], wrong])
        }
        let silent = ResharingDeal(dealer: deals[2].dealer, commitment: deals[2].commitment, shares: [])
        #expect(throws: ThresholdError.missingMessage([deals[2].dealer])) {
            try receive([deals[0], deals[1], silent])
        }
        let strangerIndex = try ShareIndex(99)
        #expect(throws: ThresholdError.indexOutOfRange("99")) {
            try Resharing.receive(strangerIndex, deals: deals, oldKey: oldKey, committee: next)
        }
    }
}
