/// The future of a simulation: events popped by time, and **events of equal time in the order in which they were pushed**.
///
/// That tie rule makes the order total, (time, sequence of push), without storing a sequence number, and it holds on
/// every machine. The queue is *monotone*: nothing may be pushed before the time of the event popped last
/// (``frontier``), which a simulation never wants anyway and which is what makes the queue fast.
///
/// The structure is a radix heap (Ahuja, Mehlhorn, Orlin, Tarjan, "Faster algorithms for the shortest path problem",
/// J. ACM 37, 1990) with digits of eight bits, as in the multi-level buckets of Denardo and Fox (1979): an event sits at
/// the level of the highest digit in which its time differs from the frontier, in the slot of that digit. To pop, the
/// first occupied slot of the lowest occupied level is dealt out to lower levels, relative to the earliest time in it;
/// a slot of few events is sorted at once instead, into a short *run* that owns the rest of that slot's span. Each event
/// moves at most eight times, always forward through memory, so the cost hardly grows with the number of pending
/// events, where a binary heap misses the cache at every level. Events of equal time are together at all times, and
/// dealing and sorting keep their order: hence the tie rule.
///
/// Payloads are trivially copyable values (an enum or struct of integers) stored inline: no closure, no object, no
/// reference count. To cancel an event, let its payload carry a generation number and ignore it when it is stale.
///
/// The queue is not copyable, so that it can own its memory without a reference count; ``copy()`` copies on purpose.
public struct EventQueue<Payload: BitwiseCopyable>: ~Copyable {
    @usableFromInline var pending = 0
    @usableFromInline var frontierBits: UInt64 = 0
    /// What the levels are relative to: in the slot of the frontier at every occupied level, and not after any event.
    @usableFromInline var base: UInt64 = 0
    /// The sorted events before `runEnd`, of which those from `runHead` on are pending; all others are in buckets.
    @usableFromInline let run: UnsafeMutablePointer<ScheduledEvent<Payload>>
    @usableFromInline var runHead = 0
    @usableFromInline var runTail = 0
    @usableFromInline var runEnd: UInt64 = 0
    /// The occupied levels; per level, the words of its mask that are not zero; per level, four words of occupied slots.
    @usableFromInline var levelMask: UInt32 = 0
    @usableFromInline let wordMasks: UnsafeMutablePointer<UInt32>
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
    @inlinable static var runCapacity: Int { 64 }
    @inlinable static var levels: Int { 8 }
    @inlinable static var slots: Int { 256 }

    /// An empty queue at time zero.
    /// - Parameter minimumCapacity: pending events to make room for at once.
    public init(minimumCapacity: Int = 0) {
        let buckets = Self.levels * Self.slots
        run = .allocate(capacity: Self.runCapacity)
        wordMasks = .allocate(capacity: Self.levels)
        wordMasks.initialize(repeating: 0, count: Self.levels)
        slotMasks = .allocate(capacity: Self.levels * 4)
        slotMasks.initialize(repeating: 0, count: Self.levels * 4)
        heads = .allocate(capacity: buckets)
        heads.initialize(repeating: 0, count: buckets)
        tails = .allocate(capacity: buckets)
        tails.initialize(repeating: 0, count: buckets)
        chunkCapacity = max(16, minimumCapacity / Self.chunkSize + 1)
        slab = .allocate(capacity: chunkCapacity * Self.chunkSize)
        following = .allocate(capacity: chunkCapacity)
    }

    deinit {
        run.deallocate()
        wordMasks.deallocate()
        slotMasks.deallocate()
        heads.deallocate()
        tails.deallocate()
        slab.deallocate()
        following.deallocate()
    }

    /// Pending events.
    @inlinable public var count: Int { pending }

    /// Whether nothing is pending.
    @inlinable public var isEmpty: Bool { pending == 0 }

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
        let event = ScheduledEvent(time: time, payload: payload)
        if UInt64(bitPattern: time.nanoseconds) < runEnd { insertIntoRun(event) } else { place(event) }
    }

    /// Adds an event behind all those of the same time. O(1).
    /// - Throws: ``EventQueueError/beforeFrontier(time:frontier:)`` where the time has passed; the queue is unchanged.
    @inlinable
    public mutating func pushChecked(_ payload: Payload, at time: SimulatedTime) throws(EventQueueError) {
        guard time >= frontier else { throw .beforeFrontier(time: time, frontier: frontier) }
        push(payload, at: time)
    }

    /// Sorts an event into the run, behind those of the same time; deals a full run out to the buckets.
    @inlinable @inline(never)
    mutating func insertIntoRun(_ event: ScheduledEvent<Payload>) {
        if runTail == Self.runCapacity {
            if runHead == 0 {
                runEnd = 0
                runTail = 0
                base = frontierBits
                for index in 0..<Self.runCapacity { place(run[index]) }
                place(event)
                return
            }
            for index in runHead..<runTail { run[index &- runHead] = run[index] }
            runTail &-= runHead
            runHead = 0
        }
        var place = runTail
        while place > runHead, run[place &- 1].time > event.time {
            run[place] = run[place &- 1]
            place &-= 1
        }
        run[place] = event
        runTail &+= 1
    }

    /// The bucket of a time as seen from a base: level · 256 + digit at that level.
    @inlinable @inline(__always)
    static func bucket(of time: UInt64, from base: UInt64) -> Int {
        let highestBit = 63 &- ((time ^ base) | 1).leadingZeroBitCount
        let level = highestBit &>> 3
        let digit = Int(truncatingIfNeeded: time &>> UInt64(truncatingIfNeeded: level &<< 3)) & 255
        return level &<< 8 | digit
    }

    @inlinable @inline(__always)
    mutating func place(_ event: ScheduledEvent<Payload>) {
        let bucket = Self.bucket(of: UInt64(bitPattern: event.time.nanoseconds), from: base)
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
            slotMasks[bucket &>> 6] |= 1 &<< UInt64(bucket & 63)
            wordMasks[bucket &>> 8] |= 1 &<< UInt32(bucket &>> 6 & 3)
            levelMask |= 1 &<< UInt32(bucket &>> 8)
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
        if runHead != runTail {
            let event = run[runHead]
            guard event.time <= limit else { return nil }
            frontierBits = UInt64(bitPattern: event.time.nanoseconds)
            runHead &+= 1
            pending &-= 1
            return event
        }
        guard levelMask != 0 else { return nil }
        let bucket = firstBucket
        let head = heads[bucket]
        if bucket < Self.slots || head &+ 1 == tails[bucket] { return popHead(of: bucket, notAfter: limit) }
        return popEarliest(of: bucket, notAfter: limit)
    }

    /// The first occupied slot of the lowest occupied level, where there is one.
    @inlinable @inline(__always)
    var firstBucket: Int {
        let level = levelMask.trailingZeroBitCount
        let word = level &<< 2 | wordMasks[level].trailingZeroBitCount
        return word &<< 6 | slotMasks[word].trailingZeroBitCount
    }

    /// Pops the first event of a bucket whose events all have the same time.
    @inlinable @inline(__always)
    mutating func popHead(of bucket: Int, notAfter limit: SimulatedTime) -> ScheduledEvent<Payload>? {
        let head = heads[bucket]
        let event = slab[Int(head)]
        guard event.time <= limit else { return nil }
        frontierBits = UInt64(bitPattern: event.time.nanoseconds)
        base = frontierBits
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

    /// Makes a run of a bucket above level 0 and pops the first event of it.
    @inlinable @inline(never)
    mutating func popEarliest(of bucket: Int, notAfter limit: SimulatedTime) -> ScheduledEvent<Payload>? {
        let head = heads[bucket]
        let tail = tails[bucket]
        guard head &>> Self.chunkShift == (tail &- 1) &>> Self.chunkShift else {
            return popEarliest(ofLong: bucket, notAfter: limit)
        }
        // Sorting into the idle run changes nothing as long as the run counts as empty.
        var count = 0
        for index in Int(head)..<Int(tail) {
            let event = slab[index]
            var place = count
            while place > 0, run[place &- 1].time > event.time {
                run[place] = run[place &- 1]
                place &-= 1
            }
            run[place] = event
            count &+= 1
        }
        let first = run[0]
        guard first.time <= limit else {
            runHead = 0
            runTail = 0
            return nil
        }
        frontierBits = UInt64(bitPattern: first.time.nanoseconds)
        base = frontierBits
        // Beyond the run's own events it owns what is left of the slot's span.
        let span: UInt64 = 1 &<< UInt64((bucket &>> 8) &* 8)
        runEnd = (frontierBits | (span &- 1)) &+ 1
        runHead = 1
        runTail = count
        pending &-= 1
        close(bucket)
        release(head &>> Self.chunkShift)
        return first
    }

    /// Makes the earliest time of a bucket of several chunks the frontier, deals its events out to the levels below, and
    /// pops the first of them. Each chunk is free again as soon as its events are dealt out.
    @inlinable @inline(never)
    mutating func popEarliest(ofLong bucket: Int, notAfter limit: SimulatedTime) -> ScheduledEvent<Payload>? {
        let time = earliestTime(in: bucket)
        guard time <= limit else { return nil }
        frontierBits = UInt64(bitPattern: time.nanoseconds)
        base = frontierBits
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
        return popHead(of: Int(truncatingIfNeeded: frontierBits) & 255, notAfter: limit)
    }

    @inlinable @inline(__always)
    mutating func close(_ bucket: Int) {
        tails[bucket] = 0
        let word = bucket &>> 6
        let mask = slotMasks[word] & ~(1 &<< UInt64(bucket & 63))
        slotMasks[word] = mask
        guard mask == 0 else { return }
        let level = bucket &>> 8
        wordMasks[level] &= ~(1 &<< UInt32(word & 3))
        if wordMasks[level] == 0 { levelMask &= ~(1 &<< UInt32(level)) }
    }

    @inlinable
    func earliestTime(in bucket: Int) -> SimulatedTime {
        var earliest = SimulatedTime.distantFuture
        forEach(in: bucket) { earliest = min(earliest, $0.time) }
        return earliest
    }

    /// The time of the first event, without moving the frontier. O(events in the first occupied bucket).
    public var nextTime: SimulatedTime? {
        if runHead != runTail { return run[runHead].time }
        guard levelMask != 0 else { return nil }
        let bucket = firstBucket
        return bucket < Self.slots ? slab[Int(heads[bucket])].time : earliestTime(in: bucket)
    }
}
