/// The swap-or-not permutation of one seed over so many positions.
///
/// Spec: `compute_shuffled_index`, phase 0 (Hoang, Morris, Rogaway: "An enciphering scheme based on a card shuffle",
/// CRYPTO 2012).
public struct Shuffling: Sendable {
    /// What the permutation is drawn from.
    public let seed: Root
    /// Number of positions.
    public let count: Int
    /// Around which position each round mirrors the list.
    let pivots: [Int]

    /// - Parameters:
    ///   - count: positions, at most 2³²; a larger or negative one is taken as none.
    ///   - rounds: `SHUFFLE_ROUND_COUNT`, at most 255.
    public init(seed: Root, count: Int, rounds: UInt64) {
        self.seed = seed
        self.count = count <= 1 << 32 ? max(0, count) : 0
        var hash = ShortHash(seed)
        var pivots: [Int] = []
        if self.count > 0 {
            for round in 0..<UInt8(clamping: rounds) {
                hash.set(round, at: 32)
                pivots.append(Int(hash.digest(33).words.0 % UInt64(self.count)))
            }
        }
        self.pivots = pivots
    }

    /// Where a position goes (`compute_shuffled_index`); nil beyond the positions.
    ///
    /// Complexity: one hash per round.
    public func index(_ position: Int) -> Int? {
        guard (0..<count).contains(position) else { return nil }
        var hash = ShortHash(seed)
        var index = position
        for round in pivots.indices { step(round, &index, &hash) }
        return index
    }

    /// From which position something comes to `index`: undoes `index(_:)`; nil beyond the positions.
    public func position(of index: Int) -> Int? {
        guard (0..<count).contains(index) else { return nil }
        var hash = ShortHash(seed)
        var position = index
        for round in pivots.indices.reversed() { step(round, &position, &hash) }
        return position
    }

    /// A round is its own inverse.
    private func step(_ round: Int, _ index: inout Int, _ hash: inout ShortHash) {
        let pivot = pivots[round]
        let flip = index <= pivot ? pivot - index : pivot + count - index
        let place = max(index, flip)
        hash.set(UInt8(truncatingIfNeeded: round), at: 32)
        hash.set(UInt32(truncatingIfNeeded: place >> 8), at: 33)
        if hash.digest(37).bit(place & 255) { index = flip }
    }
}

extension Root {
    /// One of the four words, by the lowest two bits of an index.
    @inline(__always)
    func word(_ index: Int) -> UInt64 {
        switch index & 3 {
        case 0: words.0
        case 1: words.1
        case 2: words.2
        default: words.3
        }
    }

    /// Bit of the 256, counted from the lowest of the first byte.
    @inline(__always)
    func bit(_ index: Int) -> Bool {
        word(index >> 6) >> UInt64(index & 63) & 1 == 1
    }
}
