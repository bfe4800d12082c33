/// The future of one duty: events by time, those of equal time in the order in which they were put in.
///
/// A duty has a few hundred events at most, so a plain binary heap of small keys does; the events lie still beside it.
/// Unlike `EventQueue` it is emptied at once, keeping its memory, and can be copied with its runner. O(log n) each.
struct DutyEventQueue: Sendable {
    private struct Key: Sendable {
        let time: Int64
        let place: Int

        static func < (left: Key, right: Key) -> Bool {
            left.time != right.time ? left.time < right.time : left.place < right.place
        }
    }

    private var keys: [Key] = []
    private var events: [ClusterDutyRunner.Event] = []

    /// Forgets all events.
    mutating func removeAll() {
        keys.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
    }

    /// Puts an event behind all those of the same time.
    mutating func push(_ event: ClusterDutyRunner.Event, at time: Int64) {
        let key = Key(time: time, place: events.count)
        events.append(event)
        keys.append(key)
        var child = keys.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard key < keys[parent] else { break }
            keys[child] = keys[parent]
            child = parent
        }
        keys[child] = key
    }

    /// Takes the first event, if it is not after `limit`.
    mutating func popFirst(notAfter limit: Int64) -> (time: Int64, event: ClusterDutyRunner.Event)? {
        guard let first = keys.first, first.time <= limit, let last = keys.popLast() else { return nil }
        if !keys.isEmpty {
            var parent = 0
            while true {
                var child = 2 * parent + 1
                guard child < keys.count else { break }
                if child + 1 < keys.count, keys[child + 1] < keys[child] { child += 1 }
                guard keys[child] < last else { break }
                keys[parent] = keys[child]
                parent = child
            }
            keys[parent] = last
        }
        return (first.time, events[first.place])
    }
}
