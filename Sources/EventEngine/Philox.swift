/// Philox4x32-10, a counter-based generator: a fixed function from (128-bit counter, 64-bit key) to 128 random bits.
///
/// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11. There is no state to carry: any
/// block of any stream can be had at once and in any order. It passes BigCrush and is checked against the authors'
/// known-answer vectors (Random123 1.09, `kat_vectors`). It is not a cipher.
@frozen public enum Philox4x32 {
    /// Four 32-bit words: a counter or a block of output.
    @frozen public struct Block: Hashable, Sendable, BitwiseCopyable {
        /// Word 0.
        public var x: UInt32
        /// Word 1.
        public var y: UInt32
        /// Word 2.
        public var z: UInt32
        /// Word 3.
        public var w: UInt32

        /// The four words, in the order of the paper.
        @inlinable public init(_ x: UInt32, _ y: UInt32, _ z: UInt32, _ w: UInt32) {
            self.x = x
            self.y = y
            self.z = z
            self.w = w
        }
    }

    /// Ten rounds over a counter.
    /// - Parameter key: key word 0 in the low half, key word 1 in the high half.
    @inlinable @inline(__always)
    public static func block(counter: Block, key: UInt64) -> Block {
        var (x, y, z, w) = (counter.x, counter.y, counter.z, counter.w)
        var key0 = UInt32(truncatingIfNeeded: key)
        var key1 = UInt32(truncatingIfNeeded: key &>> 32)
        for _ in 0..<10 {
            let first = UInt64(x) &* 0xd251_1f53
            let second = UInt64(z) &* 0xcd9e_8d57
            x = UInt32(truncatingIfNeeded: second &>> 32) ^ y ^ key0
            y = UInt32(truncatingIfNeeded: second)
            z = UInt32(truncatingIfNeeded: first &>> 32) ^ w ^ key1
            w = UInt32(truncatingIfNeeded: first)
            key0 &+= 0x9e37_79b9
            key1 &+= 0xbb67_ae85
        }
        return Block(x, y, z, w)
    }
}
