/// Keccak-256 as Ethereum uses it: the sponge of FIPS 202 with rate 136 and the original padding 0x01 (not SHA-3's 0x06).
enum Keccak256 {
    /// The 32-byte digest.
    static func hash(_ message: [UInt8]) -> [UInt8] {
        var padded = message + [0x01]
        padded += [UInt8](repeating: 0, count: (rate - padded.count % rate) % rate)
        padded[padded.count - 1] |= 0x80
        var state = [UInt64](repeating: 0, count: 25)
        for start in stride(from: 0, to: padded.count, by: rate) {
            for lane in 0..<rate / 8 {
                for byte in 0..<8 { state[lane] ^= UInt64(padded[start + 8 * lane + byte]) << UInt64(8 * byte) }
            }
            permute(&state)
        }
        return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> UInt64($0 % 8 * 8)) }
    }

    private static let rate = 136

    /// The 24 rounds of Keccak-f[1600] (FIPS 202, section 3.3); lane (x, y) is at position x + 5y.
    private static func permute(_ a: inout [UInt64]) {
        var constantState: UInt8 = 1
        for _ in 0..<24 {
            // θ
            var c = [UInt64](repeating: 0, count: 5)
            for position in 0..<25 { c[position % 5] ^= a[position] }
            for x in 0..<5 {
                let d = c[(x + 4) % 5] ^ rotate(c[(x + 1) % 5], 1)
                for y in 0..<5 { a[x + 5 * y] ^= d }
            }
            // ρ and π: lane (x, y) turns by (t + 1)(t + 2)/2 and moves to (y, 2x + 3y).
            var moved = a
            var (x, y) = (1, 0)
            for t in 0..<24 {
                let target = (y, (2 * x + 3 * y) % 5)
                moved[target.0 + 5 * target.1] = rotate(a[x + 5 * y], (t + 1) * (t + 2) / 2 % 64)
                (x, y) = target
            }
            // χ
            for y in 0..<5 {
                for x in 0..<5 {
                    let next = moved[(x + 1) % 5 + 5 * y]
                    let second = moved[(x + 2) % 5 + 5 * y]
                    a[x + 5 * y] = moved[x + 5 * y] ^ (~next & second)
                }
            }
            // ι: bits 2ʲ − 1 of the round constant come from a linear feedback shift register.
            for j in 0..<7 {
                if constantState & 1 == 1 { a[0] ^= 1 << UInt64((1 << j) - 1) }
                constantState = constantState << 1 ^ (constantState >> 7 == 1 ? 0x71 : 0)
            }
        }
    }

    private static func rotate(_ value: UInt64, _ count: Int) -> UInt64 {
        count == 0 ? value : value << UInt64(count) | value >> UInt64(64 - count)
    }
}
