internal import CLibcrypto

/// SSZ Merkle roots, straight from serialized bytes.
///
/// Source: the consensus spec's `ssz/simple-serialize.md`, section "Merkleization".
public enum Merkleization {
    /// Roots of trees of zero chunks by depth.
    static let zeroRoots: [Root] = {
        var roots = [Root.zero]
        for _ in 0..<64 {
            let last = roots[roots.count - 1]
            roots.append(hash(last, last))
        }
        return roots
    }()

    /// SHA-256 of two nodes.
    public static func hash(_ left: Root, _ right: Root) -> Root {
        var pair = ShortHash(left)
        pair.set(right, at: 32)
        return pair.digest(64)
    }

    /// SHA-256 of any bytes.
    static func sha256(_ bytes: UnsafeRawBufferPointer) -> Root {
        var root = Root.zero
        withUnsafeMutableBytes(of: &root.words) { output in
            _ = SHA256(
                bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count,
                output.baseAddress?.assumingMemoryBound(to: UInt8.self))
        }
        return root
    }

    /// SHA-256 of any bytes.
    static func sha256(_ bytes: [UInt8]) -> Root {
        bytes.withUnsafeBytes { sha256($0) }
    }

    /// The root of a serialized value.
    ///
    /// - Throws: `SSZError` if the bytes are not a value of the type.
    public static func hashTreeRoot(_ type: SSZType, _ bytes: [UInt8]) throws(SSZError) -> Root {
        try SSZView(type, bytes).hashTreeRoot
    }

    /// The root of a vector of roots, such as `block_roots`.
    public static func root(ofVector roots: [Root]) -> Root {
        tree(count: roots.count, depth: depth(roots.count)) { roots[$0] }
    }

    /// The root of a container whose fields have the given roots.
    public static func root(ofLeaves leaves: [Root]) -> Root { root(ofVector: leaves) }

    /// The root of a vector of bytes; zero for none.
    public static func root(ofBytes bytes: [UInt8]) -> Root {
        bytes.withUnsafeBytes { buffer in
            let chunks = (buffer.count + 31) / 32
            return packed(buffer, 0..<buffer.count, depth: depth(chunks))
        }
    }

    /// The root of a list of at most `limit` bytes; longer lists have none.
    public static func root(ofByteList bytes: [UInt8], limit: Int) -> Root? {
        guard bytes.count <= limit else { return nil }
        return bytes.withUnsafeBytes { buffer in
            mixIn(packed(buffer, 0..<buffer.count, depth: depth((limit + 31) / 32)), length: UInt64(buffer.count))
        }
    }

    /// The root of a list of at most `limit` elements with the given roots; longer lists have none.
    public static func root(ofList roots: [Root], limit: Int) -> Root? {
        guard roots.count <= limit else { return nil }
        return mixIn(
            tree(count: roots.count, depth: depth(limit)) { roots[$0] }, length: UInt64(roots.count))
    }

    /// The root of a list of at most `limit` integers; longer lists have none.
    public static func root(ofIntegers integers: [UInt64], limit: Int) -> Root? {
        guard integers.count <= limit else { return nil }
        let littleEndian = integers.map(\.littleEndian)
        return littleEndian.withUnsafeBytes { buffer in
            mixIn(packed(buffer, 0..<buffer.count, depth: depth((limit + 3) / 4)), length: UInt64(integers.count))
        }
    }

    /// The depth of a tree with room for `count` leaves.
    private static func depth(_ count: Int) -> Int {
        count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount
    }

    /// The root that a leaf and its branch lead to.
    ///
    /// Spec: `compute_merkle_branch_root`. A branch shorter than `depth` gives nil.
    public static func root(ofLeaf leaf: Root, branch: [Root], depth: Int, index: UInt64) -> Root? {
        guard branch.count >= depth else { return nil }
        var node = leaf
        for level in 0..<depth {
            let isRight = level < 64 && index >> UInt64(level) & 1 == 1
            node = isRight ? hash(branch[level], node) : hash(node, branch[level])
        }
        return node
    }

    /// The root of a validated value.
    static func root(of type: SSZType, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Root {
        switch type.shape {
        case .uint, .boolean, .byteVector, .bitvector:
            return packed(bytes, range, depth: type.depth)
        case .bitlist:
            return bitlist(bytes, range, depth: type.depth)
        case .vector(let element, _):
            return elements(element, bytes, range, depth: type.depth).root
        case .list(let element, _):
            let (root, count) = elements(element, bytes, range, depth: type.depth)
            return mixIn(root, length: UInt64(count))
        case .container(_, let fields):
            return tree(count: fields.count, depth: type.depth) { index in
                Merkleization.root(of: fields[index].type, bytes, type.range(ofField: index, bytes, range, fields))
            }
        }
    }

    private static func mixIn(_ root: Root, length: UInt64) -> Root {
        hash(root, Root(words: (length.littleEndian, 0, 0, 0)))
    }

    private static func elements(
        _ element: SSZType, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, depth: Int
    ) -> (root: Root, count: Int) {
        let count = SSZType.elementCount(element, bytes, range)
        if element.isBasic { return (packed(bytes, range, depth: depth), count) }
        if let size = element.fixedSize {
            let root = tree(count: count, depth: depth) { index in
                let start = range.lowerBound + index * size
                return Merkleization.root(of: element, bytes, start..<start + size)
            }
            return (root, count)
        }
        let root = tree(count: count, depth: depth) { index in
            Merkleization.root(of: element, bytes, SSZType.range(ofElement: index, count: count, bytes, range))
        }
        return (root, count)
    }

    private static func packed(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, depth: Int) -> Root {
        tree(count: (range.count + 31) / 32, depth: depth) { index in
            let start = range.lowerBound + 32 * index
            let end = min(start + 32, range.upperBound)
            if end - start == 32 { return Root(bytes, at: start) }
            var chunk = Root.zero
            withUnsafeMutableBytes(of: &chunk) {
                $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            }
            return chunk
        }
    }

    private static func bitlist(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, depth: Int) -> Root {
        let last = bytes[range.upperBound - 1]
        let count = SSZType.bitlistCount(byteCount: range.count, last: last)
        // The end marker is no part of the value: it is taken off before hashing.
        var copy = [UInt8](bytes[range])
        copy[copy.count - 1] = last ^ (0x80 >> UInt8(last.leadingZeroBitCount))
        copy.removeLast(copy.count - Int((count + 7) / 8))
        let root = copy.withUnsafeBytes { packed($0, 0..<$0.count, depth: depth) }
        return mixIn(root, length: count)
    }

    /// Root of a tree of the given depth whose first `count` leaves are given and whose others are zero.
    private static func tree(count: Int, depth: Int, leaf: (Int) -> Root) -> Root {
        zeroRoots.withUnsafeBufferPointer { subtree(from: 0, count: count, depth: depth, zeros: $0, leaf: leaf) }
    }

    private static func subtree(
        from first: Int, count: Int, depth: Int, zeros: UnsafeBufferPointer<Root>, leaf: (Int) -> Root
    ) -> Root {
        if first >= count { return zeros[depth] }
        if depth == 0 { return leaf(first) }
        // A half that begins beyond Int's range holds no leaves.
        let half = depth - 1 < 62 ? first + (1 << (depth - 1)) : count
        return hash(
            subtree(from: first, count: count, depth: depth - 1, zeros: zeros, leaf: leaf),
            subtree(from: half, count: count, depth: depth - 1, zeros: zeros, leaf: leaf))
    }
}

extension Root {
    /// The 32 bytes at a position that has been checked to hold them.
    init(_ bytes: UnsafeRawBufferPointer, at position: Int) {
        self.init(
            words: bytes.loadUnaligned(fromByteOffset: position, as: (UInt64, UInt64, UInt64, UInt64).self))
    }
}
