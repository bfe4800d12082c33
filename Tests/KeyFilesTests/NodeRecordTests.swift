import BLS12381
import KeyFiles
import Testing
import ThresholdBLS

@Suite("Node keys and records")
struct NodeRecordTests {
    @Test("EIP-778's own record has the key that it says, and a damaged one is refused")
    func example() throws {
        let text =
            "enr:-IS4QHCYrYZbAKWCBRlAy5zzaDZXJBGkcnh4MHcBFZntXNFrdvJjX04jRzjzCBOonrkTfj499SZuOh8R33Ls8RRcy5wBgmlkgnY0"
            + "gmlwhH8AAAGJc2VjcDI1NmsxoQPKY0yuDUmstAHYpMa2_oxVtw0RW_QAdpzBQA8yWM0xOIN1ZHCCdl8"
        let record = try #require(NodeRecord(text))
        #expect(
            Hexadecimal.text(record.publicKey)
                == "0x03ca634cae0d49acb401d8a4c6b6fe8c55b70d115bf400769cc1400f3258cd3138")
        for position in [10, 60, 110, 150] {
            var damaged = Array(text)
            damaged[position] = damaged[position] == "A" ? "B" : "A"
            #expect(NodeRecord(String(damaged)) == nil)
        }
        for wrong in ["", "enr:", "enr:wA", "enr:-", String(text.dropLast(4)), String(text.dropFirst(4))] {
            #expect(NodeRecord(wrong) == nil)
        }
    }

    @Test("a new record is read again, and signatures lead back to the key")
    func roundTrip() throws {
        var generator = DeterministicGenerator(seed: "nodes")
        let key = NodeKey.random(using: &generator)
        let record = try #require(NodeRecord(key))
        #expect(NodeRecord(record.text)?.publicKey == key.publicKey)
        let hash = [UInt8](repeating: 9, count: 32)
        var signature = try #require(key.sign(hash))
        #expect(NodeKey.signer(of: hash, signature: signature) == key.publicKey)
        #expect(NodeKey.signer(of: [UInt8](repeating: 8, count: 32), signature: signature) != key.publicKey)
        signature[64] += 27
        #expect(NodeKey.signer(of: hash, signature: signature) == key.publicKey)
        signature[64] = 4
        #expect(NodeKey.signer(of: hash, signature: signature) == nil)
        #expect(key.sign([1]) == nil && NodeKey(secret: [UInt8](repeating: 0, count: 32)) == nil)
    }
}
