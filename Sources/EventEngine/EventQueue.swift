/// The future of a simulation: events popped by time, and **events of equal time in the order in which they were pushed**.
///
/// That tie rule makes the order total, (time, sequence of push), without storing a sequence number, and it holds on
/// every machine. The queue is *monotone*: nothing may be pushed before the time of the event popped last
/// (``frontier``), which a simulation never wants anyway and which is what makes the queue fast.
///
/// The structure is a radix heap (Ahuja, Mehlhorn, Orlin, Tarjan, "Faster algorithms for the shortest path problem",
/// J. ACM 37, 1990) with digits of six bits, as in the multi-level buckets of Denardo and Fox (1979): an event sits at
/// the level of the highest digit in which its time differs from the frontier, in the slot of that digit. To pop, the
/// first occupied slot of the lowest occupied level is dealt out to lower levels, relative to the earliest time in it,
/// which becomes the new frontier. Each event moves at most eleven times, always forward through memory, so the cost
/// hardly grows with the number of pending events, where a binary heap misses the cache at every level. Events of equal
/// time share a slot at all times and dealing keeps their order: hence the tie rule.
///
/// Payloads are trivially copyable values (an enum or struct of integers) stored inline: no closure, no object, no
/// reference count. To cancel an event, let its payload carry a generation number and ignore it when it is stale.
///
/// The queue is not copyable, so that it can own its memory without a reference count; ``copy()`` copies on purpose.
public struct EventQueue<Payload: BitwiseCopyable>: ~Copyable {
    @usableFromInline var pending = 0
    @usableFromInline var frontierBits: UInt64 = 0
    @usableFromInline var levelMask: UInt64 = 0
    /// One mask of occupied slots per level.
    @usableFromInline let slotMasks: UnsafeMutablePointer<UInt64>
    /// Per bucket, the place in `slab` of its first event, and the place after its last one (0 when empty).
    @usableFromInline let heads: UnsafeMutablePointer<UInt32>
    @usableFromInline let tails: UnsafeMutablePointer<UInt32>
    /// Chunks of `chunkSize` events; a bucket is a linked list of chunks.
    @usableFromInline var slab: UnsafeMutablePointer<ScheduledEvent<Payload>>
    @usableFromInline var following: UnsafeMutablePointer<UInt32>
    @usableFromInline var chunkCapacity: Int
    @usableFromInline var freshChunk = 0
    @usableFromInline var freeChunk = UInt32.max

    @inlinable static var chunkShift: UInt32 { 5 }
    @inlinable static var chunkSize: Int { 32 }
    @inlinable static var levels: Int { 11 }
    @inlinable static var slots: Int { 64 }

    /// An empty queue at time zero.
    /// - Parameter minimumCapacity: pending events to make room for at once.
    public init(minimumCapacity: Int = 0) {
        let buckets = Self.levels * Self.slots
        slotMasks = .allocate(capacity: Self.levels)
        slotMasks.initialize(repeating: 0, count: Self.levels)
        heads = .allocate(capacity: buckets)
        heads.initialize(repeating: 0, count: buckets)
        tails = .allocate(capacity: buckets)
        tails.initialize(repeating: 0, count: buckets)
        chunkCapacity = max(16, minimumCapacity / Self.chunkSize + 1)
        slab = .allocate(capacity: chunkCapacity * Self.chunkSize)
        following = .allocate(capacity: chunkCapacity)
    }

    deinit {
        slotMasks.deallocate()
        heads.deallocate()
        tails.deallocate()
        slab.deallocate()
        following.deallocate()
    }

    /// Pending events.
    @inlinable public var count: Int { pending }

    /// Whether nothing is pending.
    @inlinable public var isEmpty: Bool { levelMask == 0 }

    /// The time of the event popped last: the earliest time at which an event may be pushed.
    @inlinable public var frontier: SimulatedTime { SimulatedTime(nanoseconds: Int64(bitPattern: frontierBits)) }
}

// MARK: - Push

extension EventQueue {
    /// Adds an event behind all those of the same time. O(1).
    /// - Precondition: `time` is not before ``frontier`` (a push into the past is an error of the program; where the time
    ///   comes from outside use ``pushChecked(_:at:)``).
    @inlinable @inline(__always)
    public mutating func push(_ payload: Payload, at time: SimulatedTime) {
        precondition(
            time.nanoseconds >= Int64(bitPattern: frontierBits), "event pushed before the frontier of the queue")
        pending &+= 1
        place(ScheduledEvent(time: time, payload: payload))
    }

    /// Adds an event behind all those of the same time. O(1).
    /// - Throws: ``EventQueueError/beforeFrontier(time:frontier:)`` where the time has passed; the queue is unchanged.
    @inlinable
    public mutating func pushChecked(_ payload: Payload, at time: SimulatedTime) throws(EventQueueError) {
        guard time >= frontier else { throw .beforeFrontier(time: time, frontier: frontier) }
        push(payload, at: time)
    }

    /// The bucket of a time as seen from a frontier: level · 64 + digit at that level.
    @inlinable @inline(__always)
    static func bucket(of time: UInt64, from frontier: UInt64) -> Int {
        let highestBit = 63 &- ((time ^ frontier) | 1).leadingZeroBitCount
        // bit / 6 for bits 0…63
        let level = (highestBit &* 43) &>> 8
        let digit = Int(truncatingIfNeeded: time &>> UInt64(truncatingIfNeeded: level &* 6)) & 63
        return level &<< 6 | digit
    }

    @inlinable @inline(__always)
    mutating func place(_ event: ScheduledEvent<Payload>) {
        let bucket = Self.bucket(of: UInt64(bitPattern: event.time.nanoseconds), from: frontierBits)
        let tail = tails[bucket]
        if tail & 31 != 0 {
            slab[Int(tail)] = event
            tails[bucket] = tail &+ 1
        } else {
            extend(bucket, with: event)
        }
    }

    /// Gives an empty bucket its first chunk, or a full last chunk its successor, and places the event there.
    @inlinable @inline(never)
    mutating func extend(_ bucket: Int, with event: ScheduledEvent<Payload>) {
        let chunk = takeChunk()
        let place = chunk &<< Self.chunkShift
        let tail = tails[bucket]
        if tail == 0 {
            heads[bucket] = place
            let level = bucket &>> 6
            slotMasks[level] |= 1 &<< UInt64(bucket & 63)
            levelMask |= 1 &<< UInt64(level)
        } else {
            following[Int((tail &- 1) &>> Self.chunkShift)] = chunk
        }
        slab[Int(place)] = event
        tails[bucket] = place &+ 1
    }

    @inlinable @inline(__always)
    mutating func takeChunk() -> UInt32 {
        if freeChunk != .max {
            let chunk = freeChunk
            freeChunk = following[Int(chunk)]
            return chunk
        }
        if freshChunk == chunkCapacity { grow(to: chunkCapacity * 2) }
        freshChunk &+= 1
        return UInt32(truncatingIfNeeded: freshChunk &- 1)
    }

    @inlinable @inline(__always)
    mutating func release(_ chunk: UInt32) {
        following[Int(chunk)] = freeChunk
        freeChunk = chunk
    }

    @usableFromInline @inline(never)
    mutating func grow(to chunks: Int) {
        precondition(chunks <= 1 << 26, "more than 2^31 pending events")
        let newSlab = UnsafeMutablePointer<ScheduledEvent<Payload>>.allocate(capacity: chunks * Self.chunkSize)
        newSlab.moveInitialize(from: slab, count: freshChunk * Self.chunkSize)
        slab.deallocate()
        slab = newSlab
        let newFollowing = UnsafeMutablePointer<UInt32>.allocate(capacity: chunks)
        newFollowing.moveInitialize(from: following, count: freshChunk)
        following.deallocate()
        following = newFollowing
        chunkCapacity = chunks
    }
}

// MARK: - Pop

extension EventQueue {
    /// Takes the first event, if it is not after `limit`. Amortised O(1) for a bounded spread of times.
    ///
    /// Where the answer is `nil` the frontier stays where it was, so that events up to `limit` may still be pushed.
    @inlinable @inline(__always)
    public mutating func popFirst(notAfter limit: SimulatedTime = .distantFuture) -> ScheduledEvent<Payload>? {
        guard levelMask != 0 else { return nil }
        let level = levelMask.trailingZeroBitCount
        let bucket = level &<< 6 | slotMasks[level].trailingZeroBitCount
        let head = heads[bucket]
        if level == 0 || head &+ 1 == tails[bucket] { return popHead(of: bucket, notAfter: limit) }
        return popEarliest(of: bucket, notAfter: limit)
    }

    /// Pops the first event of a bucket whose events all have the same time.
    @inlinable @inline(__always)
    mutating func popHead(of bucket: Int, notAfter limit: SimulatedTime) -> ScheduledEvent<Payload>? {
        let head = heads[bucket]
        let event = slab[Int(head)]
        guard event.time <= limit else { return nil }
        frontierBits = UInt64(bitPattern: event.time.nanoseconds)
        pending &-= 1
        let next = head &+ 1
        if next == tails[bucket] {
            release(head &>> Self.chunkShift)
            close(bucket)
        } else if next & 31 == 0 {
            let chunk = head &>> Self.chunkShift
            heads[bucket] = following[Int(chunk)] &<< Self.chunkShift
            release(chunk)
        } else {
            heads[bucket] = next
        }
        return event
    }

    /// Makes the earliest time of a bucket above level 0 the frontier, deals its events out to the levels below, and
    /// pops the first of them.
    @inlinable @inline(never)
    mutating func popEarliest(of bucket: Int, notAfter limit: SimulatedTime) -> ScheduledEvent<Payload>? {
        let head = heads[bucket]
        let tail = tails[bucket]
        guard head &>> Self.chunkShift == (tail &- 1) &>> Self.chunkShift else {
            return popEarliest(ofLong: bucket, notAfter: limit)
        }
        var earliest = Int(head)
        var time = slab[earliest].time
        for index in Int(head &+ 1)..<Int(tail) {
            let candidate = slab[index].time
            if candidate < time {
                time = candidate
                earliest = index
            }
        }
        guard time <= limit else { return nil }
        let event = slab[earliest]
        frontierBits = UInt64(bitPattern: time.nanoseconds)
        pending &-= 1
        close(bucket)
        for index in Int(head)..<earliest { place(slab[index]) }
        for index in earliest &+ 1..<Int(tail) { place(slab[index]) }
        release(head &>> Self.chunkShift)
        return event
    }

    /// The same for a bucket of several chunks; each is free again as soon as its events are dealt out.
    @inlinable @inline(never)
    mutating func popEarliest(ofLong bucket: Int, notAfter limit: SimulatedTime) -> ScheduledEvent<Payload>? {
        let time = earliestTime(in: bucket)
        guard time <= limit else { return nil }
        frontierBits = UInt64(bitPattern: time.nanoseconds)
        var place = heads[bucket]
        let tail = tails[bucket]
        close(bucket)
        while true {
            let chunk = place &>> Self.chunkShift
            let end = chunk == (tail &- 1) &>> Self.chunkShift ? tail : (chunk &+ 1) &<< Self.chunkShift
            for index in Int(place)..<Int(end) { self.place(slab[index]) }
            let next = following[Int(chunk)]
            release(chunk)
            if end == tail { break }
            place = next &<< Self.chunkShift
        }
        return popHead(of: Int(truncatingIfNeeded: frontierBits) & 63, notAfter: limit)
    }

    @inlinable @inline(__always)
    mutating func close(_ bucket: Int) {
        tails[bucket] = 0
        let level = bucket &>> 6
        let mask = slotMasks[level] & ~(1 &<< UInt64(bucket & 63))
        slotMasks[level] = mask
        if mask == 0 { levelMask &= ~(1 &<< UInt64(level)) }
    }

    @inlinable
    func earliestTime(in bucket: Int) -> SimulatedTime {
        var earliest = SimulatedTime.distantFuture
        forEach(in: bucket) { earliest = min(earliest, $0.time) }
        return earliest
    }

    /// The time of the first event, without moving the frontier. O(events in the first occupied bucket).
    public var nextTime: SimulatedTime? {
        guard levelMask != 0 else { return nil }
        let level = levelMask.trailingZeroBitCount
        let bucket = level << 6 | slotMasks[level].trailingZeroBitCount
        return level == 0 ? slab[Int(heads[bucket])].time : earliestTime(in: bucket)
    }
}

// MARK: - Whole-queue operations

extension EventQueue {
    /// All pending events in the order in which they would be popped. O(n log n): for checkpoints and reports.
    public func pendingEvents() -> [ScheduledEvent<Payload>] {
        var events: [ScheduledEvent<Payload>] = []
        events.reserveCapacity(count)
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
        for event in events { try queue.pushChecked(event.payload, at: event.time) }
        return queue
    }

    /// An independent queue with the same events in the same order. O(n).
    public func copy() -> EventQueue {
        var copy = EventQueue(minimumCapacity: count)
        copy.frontierBits = frontierBits
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
        var seen = 0
        var chunks = 0
        for bucket in 0..<Self.levels * Self.slots {
            let occupied = slotMasks[bucket >> 6] >> UInt64(bucket & 63) & 1 == 1
            if occupied != (tails[bucket] != 0) { problem = "bucket \(bucket): mask and content disagree" }
            var inBucket = 0
            forEach(in: bucket) { event in
                inBucket += 1
                if event.time < frontier { problem = "bucket \(bucket): event before the frontier" }
                let home = Self.bucket(of: UInt64(bitPattern: event.time.nanoseconds), from: frontierBits)
                if home != bucket { problem = "bucket \(bucket): holds an event of bucket \(home)" }
            }
            seen += inBucket
            if inBucket > 0 {
                let offset = Int(heads[bucket]) % Self.chunkSize
                chunks += (offset + inBucket + Self.chunkSize - 1) / Self.chunkSize
            }
        }
        for level in 0..<Self.levels where (slotMasks[level] != 0) != (levelMask >> UInt64(level) & 1 == 1) {
            problem = "level \(level): mask and slots disagree"
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

/// Why a queue refused.
public enum EventQueueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An event was to be pushed before the time of the event popped last.
    case beforeFrontier(time: SimulatedTime, frontier: SimulatedTime)
    /// The structure is damaged: an error in the queue itself.
    case corrupt(String)

    /// What happened and what would mend it.
    public var description: String {
        switch self {
        case .beforeFrontier(let time, let frontier):
            "event at \(time) lies before the queue's frontier \(frontier): schedule it at \(frontier) or later"
        case .corrupt(let what):
            "event queue is damaged: \(what)"
        }
    }
}
