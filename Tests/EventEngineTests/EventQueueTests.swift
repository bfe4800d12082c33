import EventEngine
import Testing

/// Drives the radix heap and the binary heap with the same pushes and pops and compares every answer.
struct QueuePair: ~Copyable {
    var radix = EventQueue<UInt32>()
    var reference = BinaryHeapQueue<UInt32>()
    var serial: UInt32 = 0

    mutating func push(at time: SimulatedTime) {
        radix.push(serial, at: time)
        reference.push(serial, at: time)
        serial += 1
    }

    @discardableResult
    mutating func pop(notAfter limit: SimulatedTime = .distantFuture) -> SimulatedTime? {
        let expected = reference.popFirst(notAfter: limit)
        let event = radix.popFirst(notAfter: limit)
        #expect(event == expected)
        #expect(radix.count == reference.count)
        return event?.time
    }

    mutating func drain() throws {
        try radix.checkInvariants()
        while pop() != nil {}
        let isEmpty = radix.isEmpty
        #expect(isEmpty)
        try radix.checkInvariants()
    }
}

@Suite("Event queue")
struct EventQueueTests {
    static let spreads: [(name: String, bound: UInt64)] = [
        ("every event at once", 1), ("a few ticks", 4), ("within a digit", 64), ("across one digit", 65),
        ("microseconds", 1_000), ("slots", 12_000_000_000), ("years", 1 << 60),
    ]

    @Test("pops what a binary heap over (time, sequence) pops, whatever the spread of delays", arguments: spreads)
    func random(spread: (name: String, bound: UInt64)) throws {
        var stream = RandomStream(seed: 7, domain: .unspecified, entity: spread.bound)
        var pair = QueuePair()
        var now = SimulatedTime.zero
        for step in 0..<30_000 {
            // Fills and drains in turn, so that chunks are freed and used again.
            let growing = step / 3_000 % 2 == 0
            if stream.next(below: UInt64(10)) < (growing ? 7 : 3) {
                let delay = SimulatedTime(nanoseconds: Int64(stream.next(below: spread.bound)))
                pair.push(at: now.addingSaturated(delay))
            } else if let time = pair.pop() {
                #expect(time >= now)
                now = time
            }
            if step % 5_000 == 0 { try pair.radix.checkInvariants() }
        }
        try pair.drain()
    }

    @Test("mixed spreads: floods of near events between events far ahead")
    func mixed() throws {
        var stream = RandomStream(seed: 11, domain: .unspecified)
        var pair = QueuePair()
        var now = SimulatedTime.zero
        for _ in 0..<300 {
            for _ in 0..<stream.next(below: 200) {
                let bits = stream.next(below: UInt64(45))
                pair.push(at: now + SimulatedTime(nanoseconds: Int64(stream.next() & ((1 << bits) - 1))))
            }
            for _ in 0..<stream.next(below: 200) { now = pair.pop() ?? now }
        }
        try pair.drain()
    }

    @Test("events of equal time leave in the order of their pushes, across chunks and across moves")
    func ties() throws {
        var queue = EventQueue<Int>()
        // The first half waits at a high level, is dealt out as the frontier nears, and is joined by the second half.
        for index in 0..<500 { queue.push(index, at: .seconds(100)) }
        for index in 0..<100 { queue.push(-index, at: .seconds(1 + Int64(index))) }
        for _ in 0..<99 { _ = queue.popFirst() }
        for index in 500..<1_000 { queue.push(index, at: .seconds(100)) }
        #expect(queue.popFirst()?.payload == 0)
        for index in 1..<500 { #expect(queue.popFirst()?.payload == index) }
        queue.push(2_000, at: .seconds(100))
        #expect(queue.popFirst()?.payload == -99)
        for index in 500..<1_000 { #expect(queue.popFirst()?.payload == index) }
        #expect(queue.popFirst()?.payload == 2_000)
        #expect(queue.popFirst() == nil)
        try queue.checkInvariants()
    }

    @Test(
        "events pushed into the span that is being popped find their place, however many and in whatever order",
        arguments: [1, 31, 32, 33, 63, 64, 65, 500])
    func crowdedSpan(crowd: Int) throws {
        var stream = RandomStream(seed: 4, domain: .unspecified, entity: UInt64(crowd))
        var pair = QueuePair()
        for round in Int64(1)...40 {
            // A few events close together become one sorted run.
            let start = SimulatedTime.seconds(round)
            for offset in Int64(0)..<20 { pair.push(at: start + .nanoseconds(offset * 3_000)) }
            var now = pair.pop() ?? start
            for index in 0..<Int64(crowd) {
                switch round % 4 {
                case 0: pair.push(at: now)
                case 1: pair.push(at: now + .nanoseconds(index))
                case 2: pair.push(at: max(now, start + .nanoseconds(60_000 - index)))
                default: pair.push(at: now + .nanoseconds(stream.next(in: 0...60_000)))
                }
                if index % 5 == 4 { now = pair.pop() ?? now }
            }
            try pair.radix.checkInvariants()
            if round % 2 == 0 { while let time = pair.pop(notAfter: start + .milliseconds(500)) { now = time } }
        }
        try pair.drain()
    }

    @Test("times at both ends of the range are kept in order")
    func ends() throws {
        var pair = QueuePair()
        for shift in (0..<63).reversed() {
            for offset in Int64(-1)...1 where (Int64(1) << shift) + offset >= 0 {
                pair.push(at: .init(nanoseconds: (Int64(1) << shift) + offset))
            }
        }
        pair.push(at: .distantFuture)
        pair.push(at: .zero)
        pair.push(at: .distantFuture)
        try pair.drain()
        pair.push(at: .distantFuture)
        #expect(pair.pop() == .distantFuture)
    }

    @Test("a pop that finds nothing before its limit leaves room for events up to that limit")
    func limits() throws {
        var stream = RandomStream(seed: 3, domain: .unspecified)
        var pair = QueuePair()
        for window in Int64(0)..<200 {
            let start = SimulatedTime.milliseconds(window * 10)
            let end = start + .milliseconds(10)
            for _ in 0..<20 {
                pair.push(at: start + SimulatedTime(nanoseconds: stream.next(in: 0...40_000_000)))
            }
            while pair.pop(notAfter: end) != nil {}
            // Legal although later events are pending: nothing after `end` has been popped.
            pair.push(at: end)
            #expect(pair.radix.nextTime == end)
            #expect(pair.pop(notAfter: end) == end)
        }
        try pair.drain()
    }

    @Test("a push into the past is refused by the checked push and changes nothing")
    func past() throws {
        var queue = EventQueue<Int>()
        queue.push(1, at: .seconds(5))
        queue.push(2, at: .seconds(9))
        _ = queue.popFirst()
        let late = SimulatedTime.seconds(5) - .nanoseconds(1)
        #expect(throws: EventQueueError.beforeFrontier(time: late, frontier: .seconds(5))) {
            try queue.pushChecked(3, at: late)
        }
        try queue.pushChecked(4, at: .seconds(5))
        #expect(queue.pendingEvents().map(\.payload) == [4, 2])
        #expect(throws: EventQueueError.beforeFrontier(time: .seconds(-1), frontier: .zero)) {
            _ = try EventQueue<Int>.resuming(at: .seconds(-1), events: [])
        }
    }

    @Test("a push into the past through the fast push stops the program")
    func pastTraps() async {
        await #expect(processExitsWith: .failure) {
            var queue = EventQueue<Int>()
            queue.push(1, at: .seconds(5))
            _ = queue.popFirst()
            queue.push(2, at: .seconds(4))
        }
    }

    @Test("a copy and a queue resumed from its pending events go on like the original")
    func checkpoint() throws {
        var stream = RandomStream(seed: 5, domain: .unspecified)
        var queue = EventQueue<Int>(minimumCapacity: 5_000)
        for index in 0..<4_000 { queue.push(index, at: .milliseconds(Int64(stream.next(below: UInt64(700))))) }
        for _ in 0..<1_000 { _ = queue.popFirst() }
        var copy = queue.copy()
        let pending = queue.pendingEvents()
        var resumed = try EventQueue.resuming(at: queue.frontier, events: pending)
        try copy.checkInvariants()
        try resumed.checkInvariants()
        #expect(pending.count == 3_000)
        for expected in pending {
            #expect(queue.popFirst() == expected)
            #expect(copy.popFirst() == expected)
            #expect(resumed.popFirst() == expected)
        }
        let rest = queue.count + copy.count + resumed.count
        #expect(rest == 0)
    }

    @Test("memory is used again: a million events through a queue of a thousand keep the invariants")
    func recycling() throws {
        var stream = RandomStream(seed: 13, domain: .unspecified)
        var queue = EventQueue<Int>()
        for index in 0..<1_000 { queue.push(index, at: .nanoseconds(Int64(stream.next(below: UInt64(1_000_000))))) }
        for _ in 0..<1_000_000 {
            guard let event = queue.popFirst() else { break }
            queue.push(event.payload, at: event.time + .nanoseconds(Int64(stream.next(below: UInt64(1_000_000)))))
        }
        #expect(queue.count == 1_000)
        try queue.checkInvariants()
    }
}
