extension Shuffling {
    /// The whole permutation: entry `i` is `index(i)`.
    ///
    /// Going through the rounds backwards and swapping entries in place gives the same list as following every index
    /// through all rounds, with one hash for 256 places of a round instead of one for each index.
    /// Complexity: `rounds` passes over half the list.
    public func permutation() -> [UInt32] {
        var list = [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count { buffer.initializeElement(at: index, to: UInt32(truncatingIfNeeded: index)) }
            initialized = count
        }
        guard count > 1 else { return list }
        var bits = [UInt64](repeating: 0, count: (count + 255) / 256 * 4)
        for round in pivots.indices.reversed() {
            let pivot = pivots[round]
            // Two mirrors: positions up to the pivot, and those beyond it round the end of the list.
            swap(&list, &bits, round, low: 0, high: pivot)
            swap(&list, &bits, round, low: pivot + 1, high: count - 1)
        }
        return list
    }

    /// Swaps the entries of `low…high` around their middle where the bit of the higher place says so.
    private func swap(_ list: inout [UInt32], _ bits: inout [UInt64], _ round: Int, low: Int, high: Int) {
        let pairs = (high - low + 1) / 2
        guard pairs > 0 else { return }
        fill(&bits, round, from: high - pairs + 1, through: high)
        let bits = bits.span
        var list = list.mutableSpan
        for offset in 0..<pairs {
            let (left, right) = (low &+ offset, high &- offset)
            let decision = bits[unchecked: right &>> 6] &>> UInt64(right & 63) & 1
            let (a, b) = (list[unchecked: left], list[unchecked: right])
            let exchange = (a ^ b) & (0 &- UInt32(truncatingIfNeeded: decision))
            list[unchecked: left] = a ^ exchange
            list[unchecked: right] = b ^ exchange
        }
    }

    /// Computes the decision bits of places, 256 at a time.
    private func fill(_ bits: inout [UInt64], _ round: Int, from first: Int, through last: Int) {
        var hash = ShortHash(seed)
        hash.set(UInt8(truncatingIfNeeded: round), at: 32)
        for bucket in first >> 8...last >> 8 {
            hash.set(UInt32(truncatingIfNeeded: bucket), at: 33)
            let words = hash.digest(37).words
            bits[bucket * 4] = words.0
            bits[bucket * 4 + 1] = words.1
            bits[bucket * 4 + 2] = words.2
            bits[bucket * 4 + 3] = words.3
        }
    }
}

extension Shuffling {
    /// Computes the hashes of a whole-list shuffle and nothing else, for measuring.
    ///
    /// - Returns: a mixture of them, so that the work cannot be left out.
    package func hashFloor() -> UInt64 {
        var bits = [UInt64](repeating: 0, count: (count + 255) / 256 * 4)
        var mixture: UInt64 = 0
        for round in pivots.indices {
            for (low, high) in [(0, pivots[round]), (pivots[round] + 1, count - 1)] where high > low {
                fill(&bits, round, from: high - (high - low + 1) / 2 + 1, through: high)
                mixture ^= bits[high >> 8]
            }
        }
        return mixture
    }
}
