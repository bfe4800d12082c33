/// Samples of a trace by which the event can be found at which two runs part: every so many events the event itself
/// and the digest after it.
///
/// A ladder that may grow keeps every event at first; whenever it is full it drops every other rung and doubles its
/// stride. So it never holds more than its capacity, a short run has a rung for each event, and the rungs of two runs are
/// of the same events as far as both have them. Of the events between two rungs it keeps a mark each, so that the event at
/// which two runs part can be told there too.
public struct TraceLadder<Payload: EventPayload> {
    /// One event and the digest of the trace up to it, with what the world added to the digest while it handled it.
    public struct Rung {
        /// The first event of the run has number 1.
        public var number: UInt64
        /// What happened when.
        public var event: ScheduledEvent<Payload>
        /// The digest afterwards.
        public var digest: TraceDigest
        /// Marks of the events since the rung before.
        public var marks: [UInt32] = []
    }

    /// Events of which a mark is kept at most; a longer run has none.
    public static var mostMarks: Int { 1 << 20 }

    /// In order of their numbers.
    public private(set) var rungs: [Rung] = []
    /// Events from rung to rung.
    public private(set) var stride: UInt64 = 1
    /// The number of the next event that is kept.
    @usableFromInline private(set) var next: UInt64
    private let last: UInt64
    private let capacity: Int
    /// Whether events between the rungs leave a mark.
    @usableFromInline private(set) var isMarking: Bool
    /// Marks since the last rung.
    private var pending: [UInt32] = []
    /// The last event, where it is no rung.
    private var tail: Rung?
    private var markCount = 0

    /// A ladder for a whole run.
    /// - Parameter capacity: rungs at most; two at least.
    public init(capacity: Int) {
        self.capacity = max(2, capacity)
        next = 1
        last = .max
        isMarking = true
    }

    /// A ladder with a rung for each event of a stretch of the run.
    public init(of numbers: ClosedRange<UInt64>) {
        capacity = .max
        next = numbers.lowerBound
        last = numbers.upperBound
        isMarking = false
    }

    /// A ladder without rungs.
    @inlinable static var none: TraceLadder { TraceLadder(of: .max ... .max) }

    @usableFromInline @inline(never)
    mutating func keep(_ event: ScheduledEvent<Payload>, number: UInt64, digest: TraceDigest) {
        rungs.append(Rung(number: number, event: event, digest: digest, marks: pending))
        pending = []
        tail = nil
        if rungs.count == capacity {
            stride *= 2
            thin()
        }
        let following = capacity == .max ? number + 1 : (number / stride + 1) * stride
        next = following > last ? .max : following
    }

    @usableFromInline @inline(never)
    mutating func mark(_ event: ScheduledEvent<Payload>, number: UInt64, digest: TraceDigest) {
        guard markCount < Self.mostMarks else {
            isMarking = false
            pending = []
            tail = nil
            for index in rungs.indices { rungs[index].marks = [] }
            return
        }
        tail = Rung(number: number, event: event, digest: digest)
        pending.append(digest.mark)
        markCount += 1
    }

    /// The rungs, and the last event of the run where it is none of them and marks are kept.
    public var rungsToTheEnd: [Rung] {
        guard var tail else { return rungs }
        tail.marks = Array(pending.dropLast())
        return rungs + [tail]
    }

    /// Drops the rungs that are not of the stride; their marks stay with the next one.
    private mutating func thin() {
        var kept: [Rung] = []
        var marks: [UInt32] = []
        for rung in rungs {
            marks += rung.marks
            guard rung.number % stride == 0 else {
                if isMarking { marks.append(rung.digest.mark) }
                continue
            }
            kept.append(rung)
            kept[kept.count - 1].marks = marks
            marks = []
        }
        markCount += rungs.count - kept.count
        rungs = kept
        pending = marks
    }
}

extension TraceDigest {
    /// The first 32 bits of the value: enough to tell one event's digest from another's.
    public var mark: UInt32 { UInt32(value.high >> 32) }
}

extension TraceLadder: Sendable where Payload: Sendable {}
extension TraceLadder.Rung: Sendable where Payload: Sendable {}
