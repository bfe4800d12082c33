/// Samples of a trace by which the event can be found at which two runs part: every so many events the event itself
/// and the digest after it.
///
/// A ladder that may grow keeps every event at first; whenever it is full it drops every other rung and doubles its
/// stride. So it never holds more than its capacity, a short run has a rung for each event, and the rungs of two runs are
/// of the same events as far as both have them.
public struct TraceLadder<Payload: EventPayload> {
    /// One event and the digest of the trace up to it, with what the world added to the digest while it handled it.
    public struct Rung {
        /// The first event of the run has number 1.
        public var number: UInt64
        /// What happened when.
        public var event: ScheduledEvent<Payload>
        /// The digest afterwards.
        public var digest: TraceDigest
    }

    /// In order of their numbers.
    public private(set) var rungs: [Rung] = []
    /// Events from rung to rung.
    public private(set) var stride: UInt64 = 1
    /// The number of the next event that is kept.
    @usableFromInline private(set) var next: UInt64
    private let last: UInt64
    private let capacity: Int

    /// A ladder for a whole run.
    /// - Parameter capacity: rungs at most; two at least.
    public init(capacity: Int) {
        self.capacity = max(2, capacity)
        next = 1
        last = .max
    }

    /// A ladder with a rung for each event of a stretch of the run.
    public init(of numbers: ClosedRange<UInt64>) {
        capacity = .max
        next = numbers.lowerBound
        last = numbers.upperBound
    }

    /// A ladder without rungs.
    @inlinable static var none: TraceLadder { TraceLadder(of: .max ... .max) }

    @usableFromInline @inline(never)
    mutating func keep(_ event: ScheduledEvent<Payload>, number: UInt64, digest: TraceDigest) {
        rungs.append(Rung(number: number, event: event, digest: digest))
        if rungs.count == capacity {
            stride *= 2
            rungs.removeAll { $0.number % stride != 0 }
        }
        let following = capacity == .max ? number + 1 : (number / stride + 1) * stride
        next = following > last ? .max : following
    }
}

extension TraceLadder: Sendable where Payload: Sendable {}
extension TraceLadder.Rung: Sendable where Payload: Sendable {}
