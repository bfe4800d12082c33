import EventEngine
import Testing

@Suite struct TraceLadderTests {
    enum Tick: EventPayload {
        case tick(UInt64)
        var traceKind: UInt32 { 1 }
        var traceWords: (UInt64, UInt64) { if case .tick(let number) = self { (number, 0) } else { (0, 0) } }
    }

    struct Clockwork: EventHandler {
        var left: Int
        mutating func handle(_ event: Tick, in scheduler: inout Scheduler<Tick>) {
            guard left > 0, case .tick(let number) = event else { return }
            left -= 1
            // What a world adds to the digest is in the rung of the event that brought it about.
            scheduler.digest.absorb(number, 0, 0, 7)
            scheduler.schedule(.tick(number + 1), after: .nanoseconds(3))
        }
    }

    static func ladder(
        events: Int, _ ladder: TraceLadder<Tick>, step: UInt64 = .max
    ) -> (TraceLadder<Tick>, TraceDigest) {
        var ladder = ladder
        var scheduler = Scheduler<Tick>()
        var world = Clockwork(left: events - 1)
        scheduler.schedule(.tick(1), at: .zero)
        while scheduler.run(&world, maximumEvents: step, keeping: &ladder) == .handledMaximum {}
        return (ladder, scheduler.digest)
    }

    @Test("a short run has a rung for each event, with the digest after it", arguments: [1, 2, 63])
    func short(events: Int) {
        let (ladder, digest) = Self.ladder(events: events, TraceLadder(capacity: 64))
        #expect(ladder.stride == 1)
        #expect(ladder.rungs.map(\.number) == (1...UInt64(events)).map { $0 })
        #expect(ladder.rungs.last?.digest == digest)
        for rung in ladder.rungs { #expect(rung.event.time == .nanoseconds(3 * (Int64(rung.number) - 1))) }
    }

    @Test(
        "a long run has never more rungs than the capacity, evenly", arguments: [64, 65, 1_000, 10_000], [2, 64, 100])
    func long(events: Int, capacity: Int) throws {
        let (ladder, _) = Self.ladder(events: events, TraceLadder(capacity: capacity))
        #expect(ladder.rungs.count < max(capacity, 2))
        #expect(ladder.rungs.count >= min(events, capacity) / 2 - 1)
        let stride = ladder.stride
        #expect(stride.nonzeroBitCount == 1)
        #expect(ladder.rungs.map(\.number) == (0..<ladder.rungs.count).map { UInt64($0 + 1) * stride })
        // The same events' rungs of a finer ladder are equal.
        let (fine, _) = Self.ladder(events: events, TraceLadder(capacity: 1 << 20))
        for rung in ladder.rungs {
            let other = try #require(fine.rungs.first { $0.number == rung.number })
            #expect(other.digest == rung.digest && other.event.time == rung.event.time)
        }
        // Every event is a rung or has its mark with the next one.
        var marks: [UInt32] = []
        for rung in ladder.rungsToTheEnd { marks += rung.marks + [rung.digest.mark] }
        #expect(marks == fine.rungs.map(\.digest.mark))
        #expect(ladder.rungsToTheEnd.last?.number == UInt64(events))
    }

    @Test("a ladder of a stretch has each event of it and nothing else, however the run is cut")
    func stretch() {
        for step in [UInt64(1), 7, .max] {
            let (ladder, _) = Self.ladder(events: 100, TraceLadder(of: 40...49), step: step)
            #expect(ladder.rungs.map(\.number) == Array(40...49))
            let (end, _) = Self.ladder(events: 100, TraceLadder(of: 95...200), step: step)
            #expect(end.rungs.map(\.number) == Array(95...100))
        }
    }

    @Test("a run with a ladder is the run without one")
    func same() {
        var scheduler = Scheduler<Tick>()
        var world = Clockwork(left: 499)
        scheduler.schedule(.tick(1), at: .zero)
        scheduler.run(&world)
        #expect(Self.ladder(events: 500, TraceLadder(capacity: 16)).1 == scheduler.digest)
    }
}
