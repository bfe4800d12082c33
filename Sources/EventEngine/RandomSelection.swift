extension RandomStream {
    /// Puts an array into random order, each order equally likely (Fisher–Yates, from the front). O(n).
    @inlinable
    public mutating func shuffle<Element>(_ array: inout [Element]) {
        guard array.count > 1 else { return }
        for index in 0..<array.count - 1 {
            array.swapAt(index, index + next(below: array.count - index))
        }
    }

    /// A random index for a list of weights, each taken in proportion; `nil` where the weights are all zero. O(n).
    /// - Precondition: the sum of the weights fits into 64 bits.
    @inlinable
    public mutating func pick(weights: [UInt64]) -> Int? {
        let total = weights.reduce(0, +)
        guard total > 0 else { return nil }
        var rest = next(below: total)
        for (index, weight) in weights.enumerated() {
            if rest < weight { return index }
            rest -= weight
        }
        return nil
    }

    /// `count` different numbers from 0..<`population`, in random order; all of them where fewer exist. O(`count`).
    ///
    /// It is the front of a shuffled 0..<`population`, drawn word for word as ``shuffle(_:)`` would, without writing down
    /// what stays in place: only displaced numbers are kept, in a small hash table of our own (Swift's is seeded per
    /// process; ours is not iterated, so the answer could not depend on it in any case).
    public mutating func sample(_ count: Int, of population: Int) -> [Int] {
        let count = Swift.min(Swift.max(count, 0), Swift.max(population, 0))
        guard count > 0 else { return [] }
        var result: [Int] = []
        result.reserveCapacity(count)
        var displaced = DisplacedNumbers(capacity: count)
        for index in 0..<count {
            // The last number of a full shuffle has no choice left and draws nothing.
            let other = index == population - 1 ? index : index + next(below: population - index)
            let chosen = displaced.value(at: other)
            if other != index { displaced.set(displaced.value(at: index), at: other) }
            result.append(chosen)
        }
        return result
    }
}

/// What a partly shuffled 0..<n holds where it is not the index itself; open addressing with linear probing.
private struct DisplacedNumbers {
    private var keys: [Int]
    private var values: [Int]
    private let shift: UInt64

    init(capacity: Int) {
        var bits: UInt64 = 3
        while 1 << bits < capacity * 2 { bits += 1 }
        keys = Array(repeating: -1, count: 1 << bits)
        values = Array(repeating: 0, count: 1 << bits)
        shift = 64 - bits
    }

    private func place(of key: Int) -> Int {
        var place = Int(truncatingIfNeeded: (UInt64(key) &* 0x9e37_79b9_7f4a_7c15) >> shift)
        while keys[place] != -1, keys[place] != key { place = (place + 1) & (keys.count - 1) }
        return place
    }

    func value(at key: Int) -> Int {
        let place = place(of: key)
        return keys[place] == key ? values[place] : key
    }

    mutating func set(_ value: Int, at key: Int) {
        let place = place(of: key)
        keys[place] = key
        values[place] = value
    }
}
