extension EventQueue {
    /// All pending events in the order in which they would be popped. O(n log n): for checkpoints and reports.
    public func pendingEvents() -> [ScheduledEvent<Payload>] {
        var events: [ScheduledEvent<Payload>] = []
        events.reserveCapacity(count)
        for index in runHead..<runTail { events.append(run[index]) }
        for bucket in 0..<Self.levels * Self.slots {
            var ordered: [(offset: Int, event: ScheduledEvent<Payload>)] = []
            forEach(in: bucket) { ordered.append((ordered.count, $0)) }
            ordered.sort { ($0.event.time, $0.offset) < ($1.event.time, $1.offset) }
            events.append(contentsOf: ordered.lazy.map(\.event))
        }
        return events
    }

    /// A queue that continues from a checkpoint: pops `events` as ``pendingEvents()`` listed them.
    /// - Throws: ``EventQueueError/beforeFrontier(time:frontier:)`` for an event or a frontier in the past.
    public static func resuming(
        at frontier: SimulatedTime, events: [ScheduledEvent<Payload>]
    ) throws(EventQueueError) -> EventQueue {
        guard frontier >= .zero else { throw .beforeFrontier(time: frontier, frontier: .zero) }
        var queue = EventQueue(minimumCapacity: events.count)
        queue.frontierBits = UInt64(bitPattern: frontier.nanoseconds)
        queue.base = queue.frontierBits
        for event in events { try queue.pushChecked(event.payload, at: event.time) }
        return queue
    }

    /// An independent queue with the same events in the same order. O(n).
    public func copy() -> EventQueue {
        var copy = EventQueue(minimumCapacity: count)
        copy.frontierBits = frontierBits
        copy.base = frontierBits
        for index in runHead..<runTail { copy.push(run[index].payload, at: run[index].time) }
        for bucket in 0..<Self.levels * Self.slots { forEach(in: bucket) { copy.push($0.payload, at: $0.time) } }
        return copy
    }

    @inlinable @inline(__always)
    func forEach(in bucket: Int, _ body: (ScheduledEvent<Payload>) -> Void) {
        let tail = tails[bucket]
        guard tail != 0 else { return }
        var place = heads[bucket]
        while true {
            let chunk = place >> Self.chunkShift
            let isLast = chunk == (tail - 1) >> Self.chunkShift
            let end = isLast ? tail : (chunk + 1) << Self.chunkShift
            for index in Int(place)..<Int(end) { body(slab[index]) }
            if isLast { return }
            place = following[Int(chunk)] << Self.chunkShift
        }
    }

    /// Checks the whole structure, for tests and debugging. O(n).
    /// - Throws: ``EventQueueError/corrupt(_:)`` naming what is broken.
    public func checkInvariants() throws(EventQueueError) {
        var problem: String?
        var seen = runTail - runHead
        var chunks = 0
        for index in runHead..<runTail {
            if run[index].time < frontier { problem = "run: event before the frontier" }
            if index > runHead, run[index].time < run[index - 1].time { problem = "run: not in order" }
            if UInt64(bitPattern: run[index].time.nanoseconds) >= runEnd { problem = "run: event after its end" }
        }
        for bucket in 0..<Self.levels * Self.slots {
            let occupied = slotMasks[bucket >> 6] >> UInt64(bucket & 63) & 1 == 1
            if occupied != (tails[bucket] != 0) { problem = "bucket \(bucket): mask and content disagree" }
            var inBucket = 0
            forEach(in: bucket) { event in
                inBucket += 1
                if event.time < frontier { problem = "bucket \(bucket): event before the frontier" }
                let time = UInt64(bitPattern: event.time.nanoseconds)
                if time < runEnd { problem = "bucket \(bucket): event in the span of the run" }
                let home = Self.bucket(of: time, from: base)
                if home != bucket { problem = "bucket \(bucket): holds an event of bucket \(home)" }
            }
            seen += inBucket
            if inBucket > 0 {
                let offset = Int(heads[bucket]) % Self.chunkSize
                chunks += (offset + inBucket + Self.chunkSize - 1) / Self.chunkSize
            }
        }
        for level in 0..<Self.levels {
            for word in 0..<4 where (slotMasks[level * 4 + word] != 0) != (wordMasks[level] >> UInt32(word) & 1 == 1) {
                problem = "level \(level): masks of words and slots disagree"
            }
            if (wordMasks[level] != 0) != (levelMask >> UInt32(level) & 1 == 1) {
                problem = "level \(level): masks of levels and words disagree"
            }
        }
        var free = freeChunk
        while free != .max, chunks <= freshChunk {
            chunks += 1
            free = following[Int(free)]
        }
        if seen != count { problem = "\(seen) events are stored, \(count) are counted" }
        if chunks != freshChunk { problem = "\(freshChunk) chunks were taken, \(chunks) are in use or free" }
        if let problem { throw .corrupt(problem) }
    }
}
