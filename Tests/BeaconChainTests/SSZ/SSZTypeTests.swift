import BeaconChain
import Crypto
import Testing

/// Merkle roots by the book, one level after the other, to hold the fast way against.
private func naiveRoot(_ leaves: [[UInt8]], limit: Int) -> [UInt8] {
    var width = 1
    while width < limit { width *= 2 }
    var nodes = leaves + Array(repeating: [UInt8](repeating: 0, count: 32), count: width - leaves.count)
    while nodes.count > 1 {
        nodes = stride(from: 0, to: nodes.count, by: 2).map { Array(SHA256.hash(data: nodes[$0] + nodes[$0 + 1])) }
    }
    return nodes[0]
}

private func padded(_ bytes: [UInt8]) -> [UInt8] { bytes + [UInt8](repeating: 0, count: 32 - bytes.count) }

private func withLength(_ root: [UInt8], _ length: UInt8) -> [UInt8] {
    Array(SHA256.hash(data: root + padded([length])))
}

@Suite("SSZ types")
struct SSZTypeTests {
    private static let pair = SSZType.container("Pair", [("a", .uint(8)), ("flag", .boolean())])
    private static let mixed = SSZType.container(
        "Mixed", [("a", .uint(2)), ("list", .list(.uint(2), 8)), ("b", .uint(1)), ("bits", .bitlist(12))])

    @Test("integers and booleans are padded to a chunk")
    func basicRoots() throws {
        #expect(
            try Merkleization.hashTreeRoot(.uint(8), [1, 2, 3, 4, 5, 6, 7, 8]).bytes
                == padded([1, 2, 3, 4, 5, 6, 7, 8]))
        #expect(try Merkleization.hashTreeRoot(.boolean(), [1]).bytes == padded([1]))
    }

    @Test("a list of integers is packed, padded to its limit and mixed with its length", arguments: 0...8)
    func packedList(count: Int) throws {
        let bytes = (0..<count * 8).map { UInt8($0 + 1) }
        let chunks = stride(from: 0, to: bytes.count, by: 32).map {
            padded(Array(bytes[$0..<min($0 + 32, bytes.count)]))
        }
        let expected = withLength(naiveRoot(chunks, limit: 4), UInt8(count))
        #expect(try Merkleization.hashTreeRoot(.list(.uint(8), 16), bytes).bytes == expected)
    }

    @Test("bit lists are hashed without their end marker", arguments: [0, 1, 7, 8, 9, 255, 256, 257])
    func bitlist(count: Int) throws {
        let bits = (0..<count).map { $0 % 3 == 0 }
        var content = [UInt8](repeating: 0, count: (count + 7) / 8)
        for (place, bit) in bits.enumerated() where bit { content[place / 8] |= 1 << (place % 8) }
        var encoded = [UInt8](repeating: 0, count: count / 8 + 1)
        for (place, byte) in content.enumerated() { encoded[place] = byte }
        encoded[count / 8] |= 1 << (count % 8)
        let type = SSZType.bitlist(1024)
        #expect(try SSZView(type, encoded).bits() == bits)
        let chunks = stride(from: 0, to: content.count, by: 32).map {
            padded(Array(content[$0..<min($0 + 32, content.count)]))
        }
        let root = naiveRoot(chunks, limit: 4)
        let length = padded([UInt8(count & 255), UInt8(count >> 8)])
        #expect(try Merkleization.hashTreeRoot(type, encoded).bytes == Array(SHA256.hash(data: root + length)))
    }

    @Test("a container's root is that of its fields' roots")
    func containerRoot() throws {
        let bytes: [UInt8] = [9, 0, 0, 0, 0, 0, 0, 0, 1]
        #expect(
            try Merkleization.hashTreeRoot(Self.pair, bytes).bytes
                == naiveRoot([padded([9]), padded([1])], limit: 2))
    }

    @Test("fields of variable size are found by their offsets")
    func variableFields() throws {
        let bytes: [UInt8] = [7, 0, 11, 0, 0, 0, 5, 15, 0, 0, 0, 1, 0, 2, 0, 0b1101]
        let view = try SSZView(Self.mixed, bytes)
        #expect(try view.field("a").uint64() == 7)
        #expect(try view.field("list").count == 2)
        #expect(try view.field("list").element(1).uint64() == 2)
        #expect(try view.field("b").uint64() == 5)
        #expect(try view.field("bits").bits() == [true, false, true])
    }

    @Test(
        "malformed values are refused with their place",
        arguments: [
            (.boolean(), [2], "", 0, .notBoolean(2)),
            (.uint(8), [1, 2], "", 0, .length(expected: 8, found: 2)),
            (.bitvector(4), [0x10], "", 0, .paddingBitsSet),
            (.bitlist(8), [], "", 0, .tooShort(atLeast: 1, found: 0)),
            (.bitlist(8), [0x01, 0x00], "", 1, .bitlistWithoutEnd),
            (.bitlist(8), [0xFF, 0x02], "", 0, .overLimit(limit: 8, found: 9)),
            (.list(.uint(8), 4), [1, 2, 3], "", 0, .lengthNotMultiple(of: 8, found: 3)),
            (.list(.uint(1), 2), [1, 2, 3], "", 0, .overLimit(limit: 2, found: 3)),
            (.list(pair, 4), [9, 0, 0, 0, 0, 0, 0, 0, 3], "[0].flag", 8, .notBoolean(3)),
            (mixed, [7, 0, 11, 0], "", 0, .tooShort(atLeast: 11, found: 4)),
            (mixed, [7, 0, 12, 0, 0, 0, 5, 13, 0, 0, 0, 0, 1], "list", 2, .offset(expected: 11, found: 12)),
            (mixed, [7, 0, 11, 0, 0, 0, 5, 99, 0, 0, 0, 1], "", 7, .offsetOutOfRange(found: 99, end: 12)),
            (mixed, [7, 0, 11, 0, 0, 0, 5, 10, 0, 0, 0, 1], "", 7, .offsetsDescend(previous: 11, found: 10)),
            (mixed, [7, 0, 11, 0, 0, 0, 5, 12, 0, 0, 0, 9, 1], "list", 11, .lengthNotMultiple(of: 2, found: 1)),
            (.list(.list(.uint(1), 4), 4), [3, 0, 0, 0], "", 0, .offsetOutOfRange(found: 3, end: 4)),
            (.list(.list(.uint(1), 4), 1), [8, 0, 0, 0, 8, 0, 0, 0], "", 0, .overLimit(limit: 1, found: 2)),
            (
                .list(.list(.uint(1), 4), 1 << 30), [0xFC, 0xFF, 0xFF, 0xFF], "", 0,
                .offsetOutOfRange(found: 4_294_967_292, end: 4)
            ),
        ] as [(SSZType, [UInt8], String, Int, SSZError.Problem)])
    func refuses(type: SSZType, bytes: [UInt8], path: String, position: Int, problem: SSZError.Problem) {
        #expect(throws: SSZError(path: path, position: position, problem: problem)) { try SSZView(type, bytes) }
    }

    @Test("asking a value for what it does not have is an error")
    func wrongQuestions() throws {
        let view = try SSZView(Self.pair, [9, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(throws: SSZError(path: "c", position: 0, problem: .noSuchMember)) { try view.field("c") }
        #expect(throws: SSZError(position: 0, problem: .otherShape("Pair"))) { try view.uint64() }
        #expect(throws: SSZError(position: 0, problem: .otherShape("uint64"))) { try view.field("a").bits() }
        let list = try SSZView(.list(.uint(1), 4), [1, 2])
        #expect(throws: SSZError(path: "[2]", position: 0, problem: .noSuchMember)) { try list.element(2) }
        #expect(throws: SSZError(path: "[-1]", position: 0, problem: .noSuchMember)) { try list.element(-1) }
    }

    @Test("a Merkle branch leads to the root only from its own place")
    func branches() throws {
        let leaves = (0..<4).map { Root(words: (UInt64($0) + 1, 0, 0, 0)) }
        let root = Merkleization.root(ofVector: leaves)
        let branch = [leaves[3], Merkleization.hash(leaves[0], leaves[1])]
        #expect(Merkleization.root(ofLeaf: leaves[2], branch: branch, depth: 2, index: 2) == root)
        #expect(Merkleization.root(ofLeaf: leaves[2], branch: branch, depth: 2, index: 1) != root)
        #expect(Merkleization.root(ofLeaf: leaves[2], branch: branch, depth: 3, index: 2) == nil)
    }
}
