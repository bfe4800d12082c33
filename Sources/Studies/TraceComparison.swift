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
        guard isExact, let first, let second, !first.text.hasPrefix(Self.unknown) else { return false }
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
            } else if (first.time, first.text, first.digest) != (second.time, second.text, second.digest) {
                return TraceComparison(agreedUpTo: agreed, first: first, second: second)
            } else {
                agreed = first.number
                (a, b) = (left.next(), right.next())
            }
        }
        return endsDiffer ? TraceComparison(agreedUpTo: agreed, first: a, second: b) : nil
    }

    /// What stands for the words of an event of which only a mark was kept.
    public static let unknown = "not kept"

    /// Finds the event before two samples of one number that differ, by their marks.
    ///
    /// - Returns: nil where they have no marks.
    static func byMarks(_ first: TraceEventRecord, _ second: TraceEventRecord) -> TraceComparison? {
        guard first.number == second.number, first.marks.utf8.count == second.marks.utf8.count, !first.marks.isEmpty
        else { return nil }
        let count = UInt64(first.marks.utf8.count / 8)
        for number in first.number - min(count, first.number - 1)..<first.number {
            guard let a = first.mark(of: number), let b = second.mark(of: number), a != b else { continue }
            func event(_ sample: TraceEventRecord, _ mark: String) -> TraceEventRecord {
                TraceEventRecord(
                    number: number, time: sample.time, text: "\(unknown), some time before: \(sample.text)",
                    digest: "\(mark)…")
            }
            return TraceComparison(agreedUpTo: number - 1, first: event(first, a), second: event(second, b))
        }
        return TraceComparison(agreedUpTo: first.number - 1, first: first, second: second)
    }

    /// Finds the event in a stretch between two samples, by the marks of those between.
    ///
    /// Of the stored event the mark alone is known: its words are ``unknown``, and its time that of the other run's.
    ///
    /// - Parameters:
    ///   - samples: with marks.
    ///   - events: one after the other, from the one after `agreed` on.
    /// - Returns: nil where no mark differs.
    static func byMarks(
        _ samples: [TraceEventRecord], _ events: [TraceEventRecord], after agreed: UInt64
    ) -> TraceComparison? {
        for event in events where event.number > agreed {
            guard let sample = samples.first(where: { $0.number >= event.number }) else { return nil }
            let mark = sample.number == event.number ? String(sample.digest.prefix(8)) : sample.mark(of: event.number)
            guard let mark else { return nil }
            guard mark != event.digest.prefix(8) else { continue }
            let stored =
                sample.number == event.number
                ? sample : TraceEventRecord(number: event.number, time: event.time, text: unknown, digest: "\(mark)…")
            return TraceComparison(agreedUpTo: event.number - 1, first: stored, second: event)
        }
        return nil
    }
}
