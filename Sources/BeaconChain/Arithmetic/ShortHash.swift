import CLibcrypto

/// SHA-256 of a message of at most 64 bytes that lies on the stack.
///
/// libcrypto's plain calls take a third of the time of swift-crypto's `SHA256.hash`, which allocates a context for each
/// hash; shuffling is nothing but such hashes.
/// Spec: `hash`, phase 0.
package struct ShortHash {
    private var message = (UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0))

    package init() {}

    /// Begins with a root.
    package init(_ root: Root) {
        set(root, at: 0)
    }

    /// Overwrites 32 bytes at an offset of at most 32.
    package mutating func set(_ root: Root, at offset: Int) {
        set(root.words.0, at: offset)
        set(root.words.1, at: offset + 8)
        set(root.words.2, at: offset + 16)
        set(root.words.3, at: offset + 24)
    }

    /// Overwrites the bytes of an integer in memory order (little-endian) at an offset within the 64 bytes.
    @inline(__always)
    package mutating func set<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value, at offset: Int) {
        withUnsafeMutableBytes(of: &message) {
            $0.storeBytes(of: value, toByteOffset: offset, as: Value.self)
        }
    }

    /// Hash of the first `count` bytes, at most 64.
    package func digest(_ count: Int) -> Root {
        var root = Root.zero
        var context = SHA256_CTX()
        withUnsafeBytes(of: message) { bytes in
            withUnsafeMutableBytes(of: &root.words) { output in
                _ = SHA256_Init(&context)
                _ = SHA256_Update(&context, bytes.baseAddress, min(count, 64))
                _ = SHA256_Final(output.baseAddress?.assumingMemoryBound(to: UInt8.self), &context)
            }
        }
        return root
    }
}
