import BLS12381
import Testing
import ThresholdBLS

@Suite("Combining partial signatures")
struct CombinationTests {
    private let secret: SecretKey
    private let split: SplitKey
    private let partials: [PartialSignature]
    private let message = Array("attestation data root".utf8)

    init() throws {
        var generator = TestGenerator(state: 3)
        secret = SecretKey.random(using: &generator)
        split = try secret.split(among: Committee(Threshold(5, of: 7)), using: &generator)
        partials = split.shares.map { [message] in $0.sign(message) }
    }

    @Test("all partials, any five of them in any order, and both policies give the key's own signature")
    func agreement() throws {
        let expected = secret.sign(message)
        for policy in [CombinationPolicy.verifyEach, .verifyResult] {
            #expect(try split.key.combine(partials, message: message, policy: policy) == expected)
            #expect(try split.key.combine(partials.suffix(5).reversed(), message: message, policy: policy) == expected)
        }
    }

    @Test("each partial verifies against its own share key alone")
    func partialVerification() {
        for (partial, key) in zip(partials, split.key.shareKeys) {
            #expect(partial.verify(message, shareKey: key))
            #expect(!partial.verify(message + [0], shareKey: key))
        }
        #expect(!partials[0].verify(message, shareKey: split.key.shareKeys[1]))
        #expect(!partials[0].verify(message, shareKey: split.key.groupKey))
    }

    @Test("all culprits are named, ascending, however many they are")
    func culprits() throws {
        for liars in [[0], [6], [1, 3], [0, 2, 4, 6], [0, 1, 2, 3, 4, 5, 6]] {
            var given = partials
            for liar in liars { given[liar] = split.shares[liar].sign([9]) }
            let names = liars.map { split.key.committee.indices[$0] }
            #expect(throws: ThresholdError.invalidPartial(names)) {
                try split.key.combine(given.reversed(), message: message)
            }
        }
    }

    @Test("wrong partials that cancel pass the check of the result and not the check of each")
    func cancelling() throws {
        let five = Array(partials.prefix(5))
        let indices = five.map(\.index)
        // Errors e and −e·λ₀/λ₁ leave the interpolated sum unchanged.
        let weights = lagrange(indices)
        let error = Fr(1234)
        var given = five
        given[0] = try shifted(five[0], by: error)
        given[1] = try shifted(five[1], by: -(error * weights[0] * weights[1].inverseOrZero))
        #expect(throws: ThresholdError.invalidPartial([indices[0], indices[1]])) {
            try split.key.combine(given, message: message)
        }
        #expect(try split.key.combine(given, message: message, policy: .verifyResult) == secret.sign(message))
    }

    @Test("a wrong partial beyond the first five goes unnoticed only under the policy that says so")
    func beyondThreshold() throws {
        var given = partials
        given[6] = split.shares[6].sign([9])
        #expect(throws: ThresholdError.invalidPartial([given[6].index])) {
            try split.key.combine(given, message: message)
        }
        #expect(try split.key.combine(given, message: message, policy: .verifyResult) == secret.sign(message))
        given[0] = split.shares[0].sign([9])
        #expect(throws: ThresholdError.invalidPartial([given[0].index, given[6].index])) {
            try split.key.combine(given, message: message, policy: .verifyResult)
        }
    }

    @Test("errors come in the order range, duplicate, count, infinity, verification")
    func orderOfErrors() throws {
        let stranger = try PartialSignature(index: ShareIndex(8), compressed: partials[0].compressed)
        let infinity = try PartialSignature(
            index: partials[1].index, compressed: [0xc0] + [UInt8](repeating: 0, count: 95))
        #expect(throws: ThresholdError.indexOutOfRange("8")) {
            try split.key.combine([partials[0], partials[0], stranger], message: message)
        }
        #expect(throws: ThresholdError.duplicateIndex(partials[0].index)) {
            try split.key.combine([partials[0], partials[0]], message: message)
        }
        #expect(throws: ThresholdError.tooFewPartials(required: 5, found: 2)) {
            try split.key.combine([partials[0], infinity], message: message)
        }
        #expect(throws: ThresholdError.tooFewPartials(required: 5, found: 0)) {
            try split.key.combine([], message: message)
        }
        #expect(throws: ThresholdError.identityPoint([infinity.index])) {
            try split.key.combine([partials[0], infinity] + partials[2...], message: [0])
        }
        #expect(throws: ThresholdError.badEncoding([partials[0].index])) {
            try PartialSignature(index: partials[0].index, compressed: [1, 2, 3])
        }
    }

    @Test("an aggregate of partials is no threshold signature")
    func aggregateIsNotThreshold() throws {
        let sum = try AggregateSignature(partials.map { try Signature(compressed: $0.compressed) })
        #expect(try !Signature(compressed: sum.compressed).verify(message, publicKey: split.key.groupKey))
    }

    private func shifted(_ partial: PartialSignature, by error: Fr) throws -> PartialSignature {
        try PartialSignature(
            index: partial.index, compressed: (partial.point + error * G2.generator).compressed)
    }

    private func lagrange(_ indices: [ShareIndex]) -> [Fr] {
        indices.map { i in
            indices.filter { $0 != i }.reduce(Fr.one) { product, j in
                product * j.scalar * (j.scalar - i.scalar).inverseOrZero
            }
        }
    }
}
