import Crypto
import Foundation

/// `expand_message_xmd` with SHA-256 and `hash_to_field` (RFC 9380, sections 5.2 and 5.3.1).
public struct MessageExpansion: Sendable {
    /// The domain separation tag with its length byte, hashed first when longer than 255 bytes.
    let tagWithLength: [UInt8]

    /// An expansion for one domain separation tag.
    public init(domainSeparationTag tag: some Collection<UInt8>) {
        var short = Array(tag)
        if short.count > 255 {
            short = Array(SHA256.hash(data: Array("H2C-OVERSIZE-DST-".utf8) + short))
        }
        tagWithLength = short + [UInt8(short.count)]
    }

    /// `length` uniform bytes from a message; nil for more than 255 hash outputs (8160 bytes).
    public func bytes(_ length: Int, from message: some Collection<UInt8>) -> [UInt8]? {
        let blocks = (length + 31) / 32
        guard length >= 0, blocks <= 255 else { return nil }
        var head = [UInt8](repeating: 0, count: 64)
        head.append(contentsOf: message)
        head.append(UInt8(length >> 8))
        head.append(UInt8(length & 0xff))
        head.append(0)
        head.append(contentsOf: tagWithLength)
        let seed = Array(SHA256.hash(data: head))

        var result: [UInt8] = []
        result.reserveCapacity(blocks * 32)
        var block = [UInt8](repeating: 0, count: 33 + tagWithLength.count)
        block.replaceSubrange(33..., with: tagWithLength)
        for index in 0..<blocks {
            for position in 0..<32 {
                block[position] = seed[position] ^ (index == 0 ? 0 : result[(index - 1) * 32 + position])
            }
            block[32] = UInt8(index + 1)
            result.append(contentsOf: SHA256.hash(data: block))
        }
        return Array(result.prefix(length))
    }

    /// `count` elements of Fp (64 bytes each, section 5.2).
    func fieldElements(_ count: Int, from message: some Collection<UInt8>) -> [Fp] {
        // At most four elements are ever asked for, far below the limit of the expansion.
        let uniform = bytes(count * 64, from: message) ?? []
        return stride(from: 0, to: uniform.count, by: 64).map { Fp(reducing64: uniform[$0..<$0 + 64]) }
    }
}

extension Fp {
    /// The value of 64 big-endian bytes modulo p.
    ///
    /// As `a·2³⁸⁴ + b`, with `a·2³⁸⁴ = a·R` and both parts brought to Montgomery form by constant factors.
    init(reducing64 bytes: ArraySlice<UInt8>) {
        var limbs: [UInt] = []
        var start = bytes.startIndex
        while start < bytes.endIndex {
            limbs.append(bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt($1) })
            start += 8
        }
        let high = Fp(montgomery: limbs[1], limbs[0], 0, 0, 0, 0)
        let low = Fp(montgomery: limbs[7], limbs[6], limbs[5], limbs[4], limbs[3], limbs[2])
        self = low * Fp.radixSquared + high * Fp.radixCubed
    }
}
