import Crypto

/// Numbers from a seed: SHA-256 of the seed and a counter. For test networks and simulations, whose keys may be known to
/// all and must be the same everywhere; never for real keys.
public struct DeterministicGenerator: RandomNumberGenerator, Sendable {
    private let seed: [UInt8]
    private var counter: UInt64 = 0
    private var pending: [UInt8] = []

    /// A generator whose numbers depend on this text alone.
    public init(seed: String) { self.seed = SHA256.hash(data: Array(seed.utf8)).map { $0 } }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        if pending.isEmpty {
            let block = seed + (0..<8).map { UInt8(truncatingIfNeeded: counter >> UInt64(8 * $0)) }
            pending = SHA256.hash(data: block).map { $0 }
            counter += 1
        }
        let value = pending.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        pending.removeFirst(8)
        return value
    }
}
