import BLS12381
import Testing

@Suite("Signatures of the proof-of-possession ciphersuite")
struct SignatureTests {
    private let keys: [SecretKey]
    private let message = Array("a block root".utf8)
    private let infinity = [UInt8]([0xc0]) + [UInt8](repeating: 0, count: 95)

    init() throws {
        var generator = SplitMix(state: 31)
        keys = (0..<6).map { _ in SecretKey.random(using: &generator) }
    }

    @Test("a signature verifies for its key and message and for nothing else")
    func verify() {
        let signature = keys[0].sign(message)
        #expect(signature.verify(message, publicKey: keys[0].publicKey))
        #expect(signature.verify(HashedMessage(message), publicKey: keys[0].publicKey))
        #expect(!signature.verify(message, publicKey: keys[1].publicKey))
        #expect(!signature.verify(message + [0], publicKey: keys[0].publicKey))
        #expect(!signature.verify([], publicKey: keys[0].publicKey))
        #expect(!Signature(-signature.group).verify(message, publicKey: keys[0].publicKey))
    }

    @Test("infinity decodes as a signature and never verifies")
    func infiniteSignature() throws {
        let signature = try Signature(compressed: infinity)
        #expect(signature.isInfinity)
        #expect(!signature.verify(message, publicKey: keys[0].publicKey))
        let aggregate = try AggregateSignature(compressed: infinity)
        #expect(!aggregate.fastAggregateVerify(message, publicKeys: []))
        #expect(!aggregate.fastAggregateVerify(message, publicKeys: [keys[0].publicKey]))
        #expect(!aggregate.aggregateVerify([]))
    }

    @Test("Ethereum's rule: no keys with the signature at infinity is valid, and nothing else changes")
    func ethereumRule() throws {
        let empty = try AggregateSignature(compressed: infinity)
        #expect(empty.ethFastAggregateVerify(message, publicKeys: []))
        #expect(!empty.ethFastAggregateVerify(message, publicKeys: [keys[0].publicKey]))
        let one = try AggregateSignature([keys[0].sign(message)])
        #expect(!one.ethFastAggregateVerify(message, publicKeys: []))
        #expect(one.ethFastAggregateVerify(message, publicKeys: [keys[0].publicKey]))
    }

    @Test("an aggregate verifies with exactly its keys")
    func aggregates() throws {
        let publicKeys = keys.map(\.publicKey)
        let aggregate = try AggregateSignature(keys.map { $0.sign(message) })
        #expect(aggregate.fastAggregateVerify(message, publicKeys: publicKeys))
        #expect(aggregate.fastAggregateVerify(message, publicKeys: publicKeys.reversed()))
        #expect(!aggregate.fastAggregateVerify(message, publicKeys: publicKeys.dropLast()))
        #expect(!aggregate.fastAggregateVerify(message, publicKeys: publicKeys + [publicKeys[0]]))
        #expect(throws: AggregationError.noSignatures) { try AggregateSignature([]) }
        #expect(throws: AggregationError.noKeys) { try AggregatePublicKey([]) }
    }

    @Test("an aggregate of different messages verifies with each key at its message")
    func differentMessages() throws {
        let messages = keys.indices.map { [UInt8($0)] }
        let aggregate = try AggregateSignature(zip(keys, messages).map { $0.sign($1) })
        var signed = zip(keys, messages).map { (publicKey: $0.publicKey, message: $1) }
        #expect(aggregate.aggregateVerify(signed))
        let first = signed[0].message
        signed[0].message = signed[1].message
        signed[1].message = first
        #expect(!aggregate.aggregateVerify(signed))
    }

    @Test("keys that cancel aggregate to infinity, which verifies nothing")
    func cancellingKeys() throws {
        let opposite = try SecretKey(-keys[0].scalar)
        let sum = try AggregatePublicKey([keys[0].publicKey, opposite.publicKey])
        #expect(sum.group.isInfinity)
        let signature = try AggregateSignature([keys[0].sign(message), opposite.sign(message)])
        #expect(!signature.verify(message, aggregateKey: sum))
    }

    @Test("a proof of possession is bound to its key")
    func possession() {
        let proof = keys[0].provePossession()
        #expect(keys[0].publicKey.verifyPossession(proof))
        #expect(!keys[1].publicKey.verifyPossession(proof))
        #expect(!keys[0].publicKey.verifyPossession(keys[0].sign(keys[0].publicKey.compressed)))
    }

    @Test("a batch holds when all sets hold, and its culprits are named otherwise")
    func batches() throws {
        var sets = keys.enumerated().map { index, key in
            SignatureSet(
                publicKey: key.publicKey, message: [UInt8(index % 3)], signature: key.sign([UInt8(index % 3)]))
        }
        #expect(BatchVerification.verify(sets))
        #expect(BatchVerification.verify([]))
        #expect(BatchVerification.culprits(sets).isEmpty)
        // Two wrong signatures whose errors cancel in a plain sum.
        let error = Fr(7) * G2.generator
        for (index, point) in [(1, keys[1].sign([1]).group + error), (4, keys[4].sign([1]).group - error)] {
            sets[index] = SignatureSet(publicKey: keys[index].publicKey, message: [1], signature: Signature(point))
        }
        #expect(!BatchVerification.verify(sets))
        #expect(BatchVerification.culprits(sets) == [1, 4])
        sets[2] = SignatureSet(
            publicKey: keys[2].publicKey, message: [2], signature: try Signature(compressed: infinity))
        #expect(BatchVerification.culprits(sets) == [1, 2, 4])
    }

    @Test("key generation wants 32 bytes and depends on its info")
    func keyGeneration() throws {
        #expect(throws: EncodingError.wrongLength(expected: 32, found: 31)) {
            try SecretKey(keyMaterial: [UInt8](repeating: 1, count: 31))
        }
        let material = [UInt8](repeating: 1, count: 32)
        #expect(try SecretKey(keyMaterial: material) != SecretKey(keyMaterial: material, info: [1]))
    }

    @Test("derivation paths are read strictly")
    func paths() throws {
        let master = try SecretKey(masterSeed: [UInt8](repeating: 9, count: 32))
        #expect(try master.descendant(at: "m") == master)
        #expect(try master.descendant(at: "m/1/0") == master.child(1).child(0))
        for path in ["", "1", "m/", "m//1", "m/-1", "m/4294967296", "m/+1", "m/0x1", "M/1", "m/1 "] {
            #expect(throws: KeyPathError.self) { try master.descendant(at: path) }
        }
    }
}
