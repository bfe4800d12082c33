import EventEngine
import Testing

/// A world of counters that ring one another at random times.
enum Ring: EventPayload, Equatable {
    case ring(UInt32)
    case halt

    var traceKind: UInt32 {
        switch self {
        case .ring: 1
        case .halt: 2
        }
    }

    var traceWords: (UInt64, UInt64) {
        switch self {
        case .ring(let bell): (UInt64(bell), 0)
        case .halt: (0, 0)
        }
    }
}

struct Bells: EventHandler {
    var streams: [RandomStream]
    var rung: [Int]
    var times: [SimulatedTime] = []

    init(count: Int, seed: UInt64) {
        let source = RandomSource(seed: seed)
        streams = (0..<count).map { source.stream(.benchmark, entity: UInt64($0)) }
        rung = Array(repeating: 0, count: count)
    }

    mutating func handle(_ event: Ring, in scheduler: inout Scheduler<Ring>) {
        times.append(scheduler.now)
        switch event {
        case .ring(let bell):
            rung[Int(bell)] += 1
            let next = UInt32(streams[Int(bell)].next(below: rung.count))
            let delay = SimulatedTime.milliseconds(Int64(streams[Int(bell)].next(below: 50)))
            scheduler.schedule(.ring(next), after: delay)
        case .halt:
            scheduler.stop()
        }
    }
}

final class Recorder: EventHandler {
    struct Broken: Error, Equatable { var bell: UInt32 }
    var seen: [UInt32] = []

    func handle(_ event: Ring, in scheduler: inout Scheduler<Ring>) throws(Broken) {
        guard case .ring(let bell) = event else { return }
        if bell == 13 { throw Broken(bell: bell) }
        seen.append(bell)
    }
}

@Suite("Scheduler")
struct SchedulerTests {
    static func start(_ bells: Int) -> Scheduler<Ring> {
        var scheduler = Scheduler<Ring>()
        for bell in 0..<UInt32(bells) { scheduler.schedule(.ring(bell), at: .milliseconds(Int64(bell))) }
        return scheduler
    }

    @Test("a run reaches its limit, events at the limit included, and leaves the clock there")
    func limit() {
        var scheduler = Scheduler<Ring>()
        for second in Int64(1)...5 { scheduler.schedule(.ring(UInt32(second)), at: .seconds(second)) }
        var recorder = Recorder()
        #expect(throws: Never.self) {
            let outcome = try scheduler.run(&recorder, until: .seconds(3))
            #expect(outcome == .reachedLimit)
        }
        #expect(recorder.seen == [1, 2, 3])
        let now = scheduler.now
        #expect(now == .seconds(3))
        let next = scheduler.nextTime
        #expect(next == .seconds(4))
        scheduler.schedule(.ring(9), after: .milliseconds(500))
        #expect(throws: Never.self) {
            let outcome = try scheduler.run(&recorder)
            #expect(outcome == .drained)
        }
        #expect(recorder.seen == [1, 2, 3, 9, 4, 5])
        let (end, count) = (scheduler.now, scheduler.eventCount)
        #expect(end == .seconds(5) && count == 6)
    }

    @Test("the digest, the count and the world do not depend on how a run is cut into pieces")
    func pieces() throws {
        var whole = Self.start(20)
        var world = Bells(count: 20, seed: 1)
        whole.run(&world, until: .seconds(60))
        let (wholeDigest, wholeCount) = (whole.digest.value, whole.eventCount)
        #expect(wholeCount > 40_000)
        #expect(world.times == world.times.sorted())
        // Pinned, so that another machine and another build must agree.
        #expect(wholeDigest.hexString == "31d3daef220af7e712b5141691402704")

        var cut = Self.start(20)
        var cutWorld = Bells(count: 20, seed: 1)
        for second in Int64(1)...30 {
            cut.run(&cutWorld, until: .seconds(second * 2), maximumEvents: 7)
            cut.run(&cutWorld, until: .seconds(second * 2))
            // Through a checkpoint, as after a restart.
            let digest = try #require(TraceDigest(checkpoint: cut.digest.checkpoint))
            let (now, events, count) = (cut.now, cut.pendingEvents(), cut.eventCount)
            cut = try Scheduler.resuming(at: now, events: events, eventCount: count, digest: digest)
        }
        let (cutDigest, cutCount) = (cut.digest.value, cut.eventCount)
        #expect(cutDigest == wholeDigest && cutCount == wholeCount)
        #expect(cutWorld.rung == world.rung)
    }

    @Test("a copy lives on by itself")
    func fork() {
        var one = Self.start(10)
        var world = Bells(count: 10, seed: 2)
        one.run(&world, until: .seconds(1))
        var other = one.copy()
        var otherWorld = world
        one.run(&world, until: .seconds(2))
        other.schedule(.halt, at: .milliseconds(1_500))
        #expect(other.run(&otherWorld, until: .seconds(2)) == .stopped)
        let stoppedAt = other.now
        #expect(stoppedAt == .milliseconds(1_500))
        other.run(&otherWorld, until: .seconds(2))
        #expect(otherWorld.rung == world.rung)
        let digests = (one.digest.value, other.digest.value)
        #expect(digests.0 != digests.1, "the halt is part of the trace")
    }

    @Test("stepping counts events, and what a handler throws ends the run with the rest still pending")
    func stepping() {
        var scheduler = Scheduler<Ring>()
        for bell in [UInt32(3), 13, 4] { scheduler.schedule(.ring(bell), at: .seconds(1)) }
        var recorder = Recorder()
        #expect(throws: Never.self) {
            let outcome = try scheduler.run(&recorder, maximumEvents: 1)
            #expect(outcome == .handledMaximum)
        }
        #expect(throws: Recorder.Broken(bell: 13)) { try scheduler.run(&recorder) }
        let (count, pending) = (scheduler.eventCount, scheduler.pendingCount)
        #expect(count == 2 && pending == 1)
        #expect(throws: Never.self) { try scheduler.run(&recorder) }
        #expect(recorder.seen == [3, 4])
    }

    @Test("an event in the past stops the program, also between the last event and the limit reached")
    func past() async {
        await #expect(processExitsWith: .failure) {
            var scheduler = Scheduler<Ring>()
            var world = Bells(count: 1, seed: 1)
            scheduler.run(&world, until: .seconds(10))
            scheduler.schedule(.halt, at: .seconds(9))
        }
        await #expect(processExitsWith: .failure) {
            var scheduler = Scheduler<Ring>()
            scheduler.schedule(.halt, after: .nanoseconds(-1))
        }
    }

    @Test("a delay beyond the end of time waits at the end of time")
    func endOfTime() {
        var scheduler = Scheduler<Ring>()
        var world = Bells(count: 1, seed: 1)
        scheduler.schedule(.halt, at: .seconds(1))
        scheduler.run(&world)
        scheduler.schedule(.halt, after: .distantFuture)
        let next = scheduler.nextTime
        #expect(next == .distantFuture)
        #expect(scheduler.run(&world) == .stopped)
    }
}
