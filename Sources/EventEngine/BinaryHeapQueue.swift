/// The same order as ``EventQueue``, by the textbook: a binary heap over (time, sequence number).
///
/// It is the reference that tests and benchmarks hold the radix heap against; O(log n) per operation.
package struct BinaryHeapQueue<Payload: BitwiseCopyable> {
    @usableFromInline
    struct Entry {
        @usableFromInline var event: ScheduledEvent<Payload>
        @usableFromInline var sequence: UInt64

        @inlinable
        init(event: ScheduledEvent<Payload>, sequence: UInt64) {
            self.event = event
            self.sequence = sequence
        }

        @inlinable
        static func < (left: Entry, right: Entry) -> Bool {
            left.event.time != right.event.time
                ? left.event.time < right.event.time : left.sequence < right.sequence
        }
    }

    @usableFromInline var entries: [Entry] = []
    @usableFromInline var pushed: UInt64 = 0

    /// An empty queue.
    package init() {}

    /// Pending events.
    @inlinable package var count: Int { entries.count }

    /// Adds an event behind all those of the same time.
    @inlinable
    package mutating func push(_ payload: Payload, at time: SimulatedTime) {
        let entry = Entry(event: ScheduledEvent(time: time, payload: payload), sequence: pushed)
        pushed += 1
        entries.append(entry)
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entry < entries[parent] else { break }
            entries[child] = entries[parent]
            child = parent
        }
        entries[child] = entry
    }

    /// Takes the first event, if it is not after `limit`.
    @inlinable
    package mutating func popFirst(notAfter limit: SimulatedTime = .distantFuture) -> ScheduledEvent<Payload>? {
        guard let first = entries.first, first.event.time <= limit else { return nil }
        let last = entries.removeLast()
        guard !entries.isEmpty else { return first.event }
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1] < entries[child] { child += 1 }
            guard entries[child] < last else { break }
            entries[parent] = entries[child]
            parent = child
        }
        entries[parent] = last
        return first.event
    }
}
