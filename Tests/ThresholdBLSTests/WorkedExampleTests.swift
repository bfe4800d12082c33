import BLS12381
import Testing
import ThresholdBLS

/// The example of docs/cryptography.md, word for word.
@Suite("Worked example: 3 of 4, one member lying")
struct WorkedExampleTests {
    @Test("a cluster of four makes a key without a dealer, loses one member to lies, and signs all the same")
    func example() throws {
        var generator = TestGenerator(state: 2026)

        // Four operators make a key that none of them ever holds.
        let committee = try Committee(Threshold(3, of: 4))
        let ceremony = Array("example cluster, validator 0".utf8)
        let (shares, key) = try DistributedKeyGeneration.run(
            committee: committee, context: ceremony, using: &generator)

        // Each signs the duty's root with its share. Operator 2 signs another root.
        let root = [UInt8](repeating: 0x42, count: 32)
        var partials = shares.map { $0.sign(root) }
        partials[1] = shares[1].sign([UInt8](repeating: 0x66, count: 32))

        // The lie is found, and the liar named.
        let liar = try ShareIndex(2)
        #expect(throws: ThresholdError.invalidPartial([liar])) {
            try key.combine(partials, message: root)
        }

        // The other three are enough.
        let honest = partials.filter { $0.index != liar }
        let signature = try key.combine(honest, message: root)
        #expect(signature.verify(root, publicKey: key.groupKey))

        // Two are not.
        #expect(throws: ThresholdError.tooFewPartials(required: 3, found: 2)) {
            try key.combine(Array(honest.prefix(2)), message: root)
        }
    }
}
