/// The active validators of a registry, found by position without a list of them.
///
/// One bit per row and a count for every 512 rows, or a run per row where rows stand for several.
public struct ActiveRows: ActiveValidators, Sendable {
    private enum Index: Sendable {
        case bits(words: [UInt64], counts: [Int])
        case runs(ActiveRanges, rows: [Int])
    }

    private static let wordsPerBlock = 8

    /// Number of active validators.
    public let count: Int
    /// A bound on the effective balance of every row, in increments.
    public let largestIncrements: UInt16
    private let index: Index
    private let stakes: [UInt16]

    /// Complexity: one pass over the registry.
    public init(_ registry: Registry, in epoch: Epoch) {
        stakes = registry.effectiveIncrements
        largestIncrements = stakes.max() ?? 0
        if registry.multiplicity.isEmpty {
            var words = [UInt64](repeating: 0, count: (registry.count + 63) / 64)
            for row in 0..<registry.count where registry.isActive(row, in: epoch) {
                words[row >> 6] |= 1 << UInt64(row & 63)
            }
            (index, count) = Self.index(words)
        } else {
            let rows = (0..<registry.count).filter { registry.isActive($0, in: epoch) && registry.multiplicity[$0] > 0 }
            let runs = ActiveRanges(rows.map { (Int(registry.multiplicity[$0]), registry.effectiveIncrements[$0]) })
            index = .runs(runs, rows: rows)
            count = runs.count
        }
    }

    /// From the classes that an epoch's scan gave to a registry whose rows are one validator each.
    ///
    /// Rows that came after the scan are not active yet.
    /// - Parameter largest: effective increments that no row usually exceeds.
    init(classes: borrowing [UInt8], scannedRows: Int, _ registry: borrowing Registry, largest: UInt16) {
        stakes = registry.effectiveIncrements
        largestIncrements = Self.bound(stakes, usual: largest)
        var words = [UInt64](repeating: 0, count: (scannedRows + 63) / 64)
        let span = classes.span
        for word in words.indices {
            var bits: UInt64 = 0
            let start = word * 64
            if start + 64 <= scannedRows {
                for offset in stride(from: 0, to: 64, by: 8) {
                    let eight = span.bytes.unsafeLoadUnaligned(
                        fromUncheckedByteOffset: start &+ offset, as: UInt64.self)
                    // The product brings the lowest bits of the eight bytes together in the highest byte.
                    let lowest = eight &>> UInt64(RowClass.drawnShift) & 0x0101_0101_0101_0101
                    bits |= ((lowest &* 0x0102_0408_1020_4080) &>> 56) &<< UInt64(offset)
                }
            } else {
                for row in start..<scannedRows where span[row] & RowClass.drawn != 0 {
                    bits |= 1 << UInt64(row & 63)
                }
            }
            words[word] = bits
        }
        (index, count) = Self.index(words)
    }

    /// A bound on all values: `usual`, if the bits that occur do not exceed it, else the largest value.
    private static func bound(_ values: borrowing [UInt16], usual: UInt16) -> UInt16 {
        let span = values.span
        var union: UInt16 = 0
        for row in span.indices { union |= span[unchecked: row] }
        return union <= usual ? union : values.max() ?? 0
    }

    private static func index(_ words: [UInt64]) -> (Index, Int) {
        var counts: [Int] = []
        var sum = 0
        for (position, word) in words.enumerated() {
            if position % wordsPerBlock == 0 { counts.append(sum) }
            sum += word.nonzeroBitCount
        }
        return (.bits(words: words, counts: counts), sum)
    }

    /// Effective balance at an active position below `count`, in increments.
    public func increments(at position: Int) -> UInt16 { stakes[row(at: position)] }

    /// Registry row of an active position below `count`.
    public func row(at position: Int) -> Int {
        switch index {
        case .runs(let runs, let rows): return rows[runs.run(at: position)]
        case .bits(let words, let counts):
            var (low, high) = (0, counts.count - 1)
            while low < high {
                let middle = (low + high + 1) / 2
                if counts[middle] <= position { low = middle } else { high = middle - 1 }
            }
            var left = position - counts[low]
            var word = low * Self.wordsPerBlock
            while words[word].nonzeroBitCount <= left {
                left -= words[word].nonzeroBitCount
                word += 1
            }
            var bits = words[word]
            for _ in 0..<left { bits &= bits - 1 }
            return word * 64 + bits.trailingZeroBitCount
        }
    }

    /// Active position of a row's first validator; nil if the row is not active.
    public func position(of row: Int) -> Int? {
        switch index {
        case .runs(let runs, let rows):
            return rows.firstIndex(of: row).map { runs.start(of: $0) }
        case .bits(let words, let counts):
            guard row >= 0, row >> 6 < words.count, words[row >> 6] >> UInt64(row & 63) & 1 == 1 else { return nil }
            let block = (row >> 6) / Self.wordsPerBlock
            let before = words[block * Self.wordsPerBlock..<row >> 6].reduce(0) { $0 + $1.nonzeroBitCount }
            let below = words[row >> 6] & ((1 << UInt64(row & 63)) - 1)
            return counts[block] + before + below.nonzeroBitCount
        }
    }
}
