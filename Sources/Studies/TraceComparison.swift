public import ResultStore

/// Where two stored traces part, as closely as their samples tell.
public struct TraceComparison: Sendable, Equatable {
    /// Number of the last event up to which both are known to agree; 0 = not even the first.
    public var agreedUpTo: UInt64
    /// The first sampled event that differs, in one run and in the other; nil where a run had ended.
    public var first: TraceEventRecord?
    /// See `first`.
    public var second: TraceEventRecord?

    /// Number of the first sampled event that differs; `UInt64.max` where the samples end before.
    public var number: UInt64 { min(first?.number ?? .max, second?.number ?? .max) }

    /// Whether this is the very event at which the two part; otherwise it lies after `agreedUpTo` and not after `number`.
    public var isExact: Bool { number == agreedUpTo + 1 }

    /// Whether the same happened in both runs and only what came of it differs: the chain's state.
    public var isInEffect: Bool {
        guard isExact, let first, let second else { return false }
        return first.time == second.time && first.text == second.text
    }

    /// Compares two traces sample by sample.
    ///
    /// Samples of two runs are of the same events, or one run's of every so many of the other's; what only one of them
    /// has is passed over.
    ///
    /// - Parameters:
    ///   - agreed: number of an event up to which both are known to agree.
    ///   - endsDiffer: whether the two are known to differ in the end.
    /// - Returns: nil where all that both have agrees, unless the two are known to differ.
    static func between(
        _ one: some Sequence<TraceEventRecord>, _ other: some Sequence<TraceEventRecord>, after agreed: UInt64 = 0,
        endsDiffer: Bool
    ) -> TraceComparison? {
        var agreed = agreed
        var (left, right) = (one.makeIterator(), other.makeIterator())
        var (a, b) = (left.next(), right.next())
        while let first = a, let second = b {
            if first.number < second.number {
                a = left.next()
            } else if second.number < first.number {
                b = right.next()
            } else if first != second {
                return TraceComparison(agreedUpTo: agreed, first: first, second: second)
            } else {
                agreed = first.number
                (a, b) = (left.next(), right.next())
            }
        }
        return endsDiffer ? TraceComparison(agreedUpTo: agreed, first: a, second: b) : nil
    }
}
