/// A rolling fingerprint of a run: equal traces give equal digests on every machine, in debug and release.
///
/// The state is four 64-bit lanes; one step takes four words. With odd constants Pᵢ, rotation ⋘ and all sums modulo 2⁶⁴:
///
///     xᵢ = (laneᵢ ⊕ wordᵢ) · Pᵢ
///     lane₀ = x₀ + (x₁ ⋘ 23)      lane₁ = x₁ ⊕ (x₂ ⋘ 31)
///     lane₂ = x₂ + (x₃ ⋘ 41)      lane₃ = x₃ ⊕ (lane₀ ⋘ 53)
///
/// A step can be undone by one who knows the words, and for a given state no two quadruples of words lead to the same
/// state. So two traces that differ in exactly one step never have the same state, however long they go on alike; traces
/// that differ in more agree by accident only, with a probability of about 2⁻¹²⁸. ``value`` adds the number of steps and
/// eight more steps to the state and folds it to 128 bits. A step takes about 3 ns.
///
/// It finds accidents, not forgers: it is no cryptographic hash.
@frozen public struct TraceDigest: Hashable, Sendable, BitwiseCopyable {
    @usableFromInline var lane0: UInt64 = 0x243f_6a88_85a3_08d3
    @usableFromInline var lane1: UInt64 = 0x1319_8a2e_0370_7344
    @usableFromInline var lane2: UInt64 = 0xa409_3822_299f_31d0
    @usableFromInline var lane3: UInt64 = 0x082e_fa98_ec4e_6c89
    @usableFromInline var steps: UInt64 = 0

    /// The digest of an empty trace.
    @inlinable public init() {}

    /// Takes four words.
    @inlinable @inline(__always)
    public mutating func absorb(_ word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64) {
        let x0 = (lane0 ^ word0) &* 0x9e37_79b9_7f4a_7c15
        let x1 = (lane1 ^ word1) &* 0xbf58_476d_1ce4_e5b9
        let x2 = (lane2 ^ word2) &* 0x94d0_49bb_1331_11eb
        let x3 = (lane3 ^ word3) &* 0xd6e8_feb8_6659_fd93
        lane0 = x0 &+ (x1 &<< 23 | x1 &>> 41)
        lane1 = x1 ^ (x2 &<< 31 | x2 &>> 33)
        lane2 = x2 &+ (x3 &<< 41 | x3 &>> 23)
        lane3 = x3 ^ (lane0 &<< 53 | lane0 &>> 11)
        steps &+= 1
    }

    /// Takes one event.
    @inlinable @inline(__always)
    public mutating func absorb(time: SimulatedTime, kind: UInt32, words: (UInt64, UInt64)) {
        absorb(UInt64(bitPattern: time.nanoseconds), UInt64(kind), words.0, words.1)
    }

    /// Takes a list of any length under a label, such as the balances at the end of an epoch. Lists that differ only in
    /// zeros at the end, or in where one list ends and the next begins, differ.
    @inlinable
    public mutating func absorb(label: UInt32, list: some Sequence<UInt64>) {
        var count: UInt64 = 0
        var (word0, word1, word2) = (UInt64(0), UInt64(0), UInt64(0))
        for word in list {
            switch count & 3 {
            case 0: word0 = word
            case 1: word1 = word
            case 2: word2 = word
            default:
                absorb(word0, word1, word2, word)
                (word0, word1, word2) = (0, 0, 0)
            }
            count &+= 1
        }
        absorb(word0, word1, word2, 0)
        absorb(count, UInt64(label) | 1 &<< 63, 0, 0)
    }

    /// The digest of what has been taken so far; taking may go on.
    public var value: Value {
        var closing = self
        for round in UInt64(0)..<8 { closing.absorb(steps, round, 0, 0) }
        return Value(high: closing.lane0 ^ closing.lane2, low: closing.lane1 ^ closing.lane3)
    }

    /// 128 bits of digest.
    public struct Value: Hashable, Sendable, BitwiseCopyable, LosslessStringConvertible {
        /// The first 64 bits.
        public let high: UInt64
        /// The last 64 bits.
        public let low: UInt64

        /// A digest from its halves.
        public init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }

        /// 32 hexadecimal digits in lower case.
        public var hexString: String {
            [high, low].map { half in
                let digits = String(half, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
        }

        /// ``hexString``.
        public var description: String { hexString }

        /// Reads ``hexString``; anything but 32 hexadecimal digits gives `nil`.
        public init?(_ description: String) {
            let text = Array(description.utf8)
            guard text.count == 32, text.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
                let high = UInt64(description.prefix(16), radix: 16),
                let low = UInt64(description.suffix(16), radix: 16)
            else { return nil }
            self.init(high: high, low: low)
        }
    }
}

extension TraceDigest {
    /// The rolling state as five words, for a checkpoint.
    public var checkpoint: [UInt64] { [lane0, lane1, lane2, lane3, steps] }

    /// Goes on from a ``checkpoint``; `nil` unless there are five words.
    public init?(checkpoint: [UInt64]) {
        guard checkpoint.count == 5 else { return nil }
        lane0 = checkpoint[0]
        lane1 = checkpoint[1]
        lane2 = checkpoint[2]
        lane3 = checkpoint[3]
        steps = checkpoint[4]
    }
}
