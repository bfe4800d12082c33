import BLS12381
import Testing
import ThresholdBLS

@Suite("Splitting, recovering, indices and thresholds")
struct KeySplittingTests {
    private var generator = TestGenerator(state: 1)

    @Test(
        "impossible thresholds are refused",
        arguments: [(0, 4), (5, 4), (-1, 3), (1, 0), (3, 5000), (Int.max, Int.max)])
    func thresholds(required: Int, members: Int) {
        #expect(throws: ThresholdError.impossibleThreshold(required: required, members: members)) {
            try Threshold(required, of: members)
        }
    }

    @Test("index zero, duplicates, strangers and wrong counts are refused when a committee is made")
    func committees() throws {
        #expect(throws: ThresholdError.zeroIndex) { try ShareIndex(0) }
        #expect(throws: ThresholdError.zeroIndex) { try ShareIndex(decimal: "0") }
        for text in ["", "-1", "1.0", "18446744073709551616", "0x1", "１", " 1"] {
            #expect(throws: ThresholdError.indexOutOfRange(text)) { try ShareIndex(decimal: text) }
        }
        let indices = try [7, 9, 7].map { try ShareIndex($0) }
        #expect(throws: ThresholdError.duplicateIndex(indices[0])) {
            try Committee(Threshold(2, of: 3), indices: indices)
        }
        #expect(throws: ThresholdError.wrongMemberCount(expected: 4, found: 3)) {
            try Committee(Threshold(2, of: 4), indices: indices)
        }
        let committee = try Committee(Threshold(2, of: 3))
        #expect(committee.indices.map(\.value) == [1, 2, 3])
        #expect(throws: ThresholdError.indexOutOfRange("4")) { try committee.position(of: ShareIndex(4)) }
    }

    @Test(
        "any m shares recover the key and any m partials its signature; m − 1 do not",
        arguments: [(1, 1), (1, 3), (2, 3), (3, 4), (3, 5)])
    mutating func everySubset(required: Int, members: Int) throws {
        let secret = SecretKey.random(using: &generator)
        let committee = try Committee(Threshold(required, of: members))
        let split = try secret.split(among: committee, using: &generator)
        let message = [UInt8(required), UInt8(members)]
        let expected = secret.sign(message)
        for subset in 0..<(1 << members) {
            let shares = split.shares.enumerated().filter { subset >> $0.offset & 1 == 1 }.map(\.element)
            if shares.count < required {
                #expect(throws: ThresholdError.tooFewShares(required: required, found: shares.count)) {
                    try SecretKey.recover(from: shares, of: committee)
                }
                continue
            }
            #expect(try SecretKey.recover(from: shares, of: committee, groupKey: secret.publicKey) == secret)
            #expect(try Combination.interpolateUnchecked(shares.map { $0.sign(message) }) == expected)
        }
        #expect(split.key.groupKey == secret.publicKey)
        #expect(split.shares.allSatisfy { split.commitment.verify($0) })
    }

    @Test("large and sparse operator identifiers work like small ones")
    mutating func sparseIndices() throws {
        let identifiers: [[UInt64]] = [
            [11, 22, 33, 44], [1, .max, 1 << 63, 77], [1001, 1002, 1003, 1004], [.max, .max - 1, .max - 2, .max - 3],
            [300_000_007, 5, 4_000_000_000, 12],
        ]
        for values in identifiers {
            let committee = try Committee(Threshold(3, of: 4), indices: values.map { try ShareIndex($0) })
            let secret = SecretKey.random(using: &generator)
            let split = try secret.split(among: committee, using: &generator)
            let partials = split.shares.map { $0.sign([1]) }
            for missing in 0..<4 {
                var used = partials
                used.remove(at: missing)
                #expect(try Combination.interpolateUnchecked(used.reversed()) == secret.sign([1]))
            }
            // The public side given as a lock file gives it is found consistent.
            let key = try ThresholdKey(
                committee: committee, groupKey: split.key.groupKey, shareKeys: split.key.shareKeys)
            #expect(key == split.key)
        }
    }

    @Test("a wrong share spoils recovery, even beyond the threshold, and is noticed")
    mutating func wrongShare() throws {
        let secret = SecretKey.random(using: &generator)
        let committee = try Committee(Threshold(2, of: 4))
        var shares = try secret.split(among: committee, using: &generator).shares
        shares[3] = SecretShare(index: shares[3].index, scalar: shares[3].scalar + .one)
        #expect(throws: ThresholdError.invalidResult) {
            try SecretKey.recover(from: shares, of: committee, groupKey: secret.publicKey)
        }
        #expect(throws: ThresholdError.duplicateIndex(shares[0].index)) {
            try SecretKey.recover(from: [shares[0], shares[0]], of: committee)
        }
        let small = try Committee(Threshold(2, of: 3))
        #expect(throws: ThresholdError.indexOutOfRange("4")) { try SecretKey.recover(from: shares, of: small) }
    }

    @Test("share keys that are not on one polynomial are refused by name")
    mutating func inconsistentShareKeys() throws {
        let committee = try Committee(Threshold(3, of: 5))
        let key = try SecretKey.random(using: &generator).split(among: committee, using: &generator).key
        var keys = key.shareKeys
        keys[4] = SecretKey.random(using: &generator).publicKey
        #expect(throws: ThresholdError.inconsistentShareKeys([committee.indices[4]])) {
            try ThresholdKey(committee: committee, groupKey: key.groupKey, shareKeys: keys)
        }
        keys = key.shareKeys
        keys.swapAt(0, 1)
        #expect(throws: ThresholdError.inconsistentShareKeys(Array(committee.indices.prefix(2)))) {
            try ThresholdKey(committee: committee, groupKey: key.groupKey, shareKeys: keys)
        }
        // Three wrong keys of five leave no three that fit: then the first three are named.
        for position in 2..<5 { keys[position] = SecretKey.random(using: &generator).publicKey }
        #expect(throws: ThresholdError.inconsistentShareKeys(Array(committee.indices.prefix(3)))) {
            try ThresholdKey(committee: committee, groupKey: key.groupKey, shareKeys: keys)
        }
        let other = try SecretKey.random(using: &generator).split(among: committee, using: &generator).key
        #expect(throws: ThresholdError.shareKeysOfAnother(other.groupKey.compressed)) {
            try ThresholdKey(committee: committee, groupKey: key.groupKey, shareKeys: other.shareKeys)
        }
        #expect(throws: ThresholdError.wrongMemberCount(expected: 5, found: 4)) {
            try ThresholdKey(committee: committee, groupKey: key.groupKey, shareKeys: keys.dropLast())
        }
    }

    @Test("a commitment of another length, or to infinity, makes no key")
    mutating func commitments() throws {
        let committee = try Committee(Threshold(3, of: 4))
        let split = try SecretKey.random(using: &generator).split(among: committee, using: &generator)
        let points = split.commitment.points
        #expect(throws: ThresholdError.wrongCommitmentLength(dealer: nil, expected: 3, found: 2)) {
            try ThresholdKey(committee: committee, commitment: FeldmanCommitment(points: points.dropLast()))
        }
        #expect(throws: ThresholdError.wrongCommitmentLength(dealer: nil, expected: 3, found: 4)) {
            try ThresholdKey(committee: committee, commitment: FeldmanCommitment(points: points + [.generator]))
        }
        #expect(throws: ThresholdError.identityGroupKey) {
            try ThresholdKey(
                committee: committee, commitment: FeldmanCommitment(points: [.infinity] + points.dropFirst()))
        }
        // f(x) = 2 − x has the share 0 at index 2.
        let committeeOfTwo = try Committee(Threshold(2, of: 3))
        let line = FeldmanCommitment(points: [Fr(2) * G1.generator, -G1.generator])
        #expect(throws: ThresholdError.identityPoint([try ShareIndex(2)])) {
            try ThresholdKey(committee: committeeOfTwo, commitment: line)
        }
    }

    @Test("secret shares are read strictly")
    func shareBytes() throws {
        let index = try ShareIndex(1)
        #expect(throws: ThresholdError.identityPoint([index])) {
            try SecretShare(index: index, bytes: [UInt8](repeating: 0, count: 32))
        }
        #expect(throws: ThresholdError.badEncoding([index])) {
            try SecretShare(index: index, bytes: [UInt8](repeating: 0xff, count: 32))
        }
        #expect(throws: ThresholdError.badEncoding([index])) { try SecretShare(index: index, bytes: [1]) }
    }
}
