internal import ArgumentParser
internal import EventEngine
internal import Foundation

/// The hold model: a queue with a fixed number of pending events, each popped event pushed again a random span later.
struct EngineBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine",
        abstract: "Measure the event queue with the hold model, next to other engines on the same delays.")

    @Option(parsing: .upToNextOption, help: "Numbers of pending events.")
    var pending = [1_000, 100_000, 1_000_000]

    @Option(help: "Measured events of a run; a fifth as many come before, to warm up.")
    var events = 1_000_000

    @OptionGroup var comparison: ComparisonOptions

    func validate() throws {
        guard pending.allSatisfy({ (1...100_000_000).contains($0) }) else {
            throw ValidationError("--pending takes numbers from 1 to 100000000")
        }
        guard events > 0 else { throw ValidationError("--events is \(events): give a positive number") }
    }

    func run() throws {
        let peers = try PeerPrograms(sources: comparison.peerSources, environment: comparison.peerEnvironment)
        defer { peers.remove() }
        var stream = RandomStream(seed: 1, domain: .benchmark)
        let distribution = try DelayDistribution.exponential(mean: .seconds(1))
        let delays = (0..<1 << 20).map { _ in distribution.sample(&stream).nanoseconds }
        let file = try delays.withUnsafeBytes { try peers.write("delays.bin", [$0]) }
        for note in peers.missing { print("not measured: \(note) (scripts/engine-peers installs it)") }
        let warmup = events / 5
        for pending in pending {
            var engines = [
                EngineComparison.Engine(name: "Blackout EventQueue") { [events] in
                    HoldModel.eventQueue(pending: pending, warmup: warmup, events: events, delays: delays)
                },
                EngineComparison.Engine(name: "Blackout Scheduler, with digest") { [events] in
                    HoldModel.scheduler(pending: pending, warmup: warmup, events: events, delays: delays)
                },
            ]
            for peer in peers.peers where !(peer.isSlow && comparison.skipSlow) {
                engines.append(
                    EngineComparison.Engine(name: peer.name, isSlow: peer.isSlow) { [events] in
                        try PeerPrograms.measure(peer, ["hold", "\(pending)", "\(warmup)", "\(events)", file])
                    })
            }
            let must = [(1_000, 0.6), (100_000, 1.2), (1_000_000, 5.0)].first { $0.0 == pending }?.1
            try EngineComparison.run(
                title: "hold, \(pending) pending, \(events) events", engines: engines, rounds: comparison.rounds,
                demands: must.map { [.init(peer: "C++", ratio: $0)] } ?? [])
        }
    }
}

/// The hold model on the queues of this project.
enum HoldModel {
    static func eventQueue(pending: Int, warmup: Int, events: Int, delays: [Int64]) -> Measurement {
        var queue = EventQueue<UInt32>(minimumCapacity: pending)
        return delays.withUnsafeBufferPointer { delays in
            let mask = delays.count - 1
            var drawn = 0
            var order: UInt64 = 0
            var now = SimulatedTime.zero
            for index in 0..<pending {
                queue.push(UInt32(index), at: .nanoseconds(delays[drawn & mask]))
                drawn += 1
            }
            var start = 0.0
            for phase in [warmup, events] {
                start = Measurement.cpuSeconds()
                for _ in 0..<phase {
                    guard let event = queue.popFirst() else { break }
                    now = event.time
                    order = order &* 31 &+ UInt64(event.payload)
                    queue.push(event.payload, at: now + .nanoseconds(delays[drawn & mask]))
                    drawn &+= 1
                }
            }
            return Measurement(
                seconds: Measurement.cpuSeconds() - start, events: events, checks: ["\(now.nanoseconds)", "\(order)"])
        }
    }

    private struct Bell: EventPayload {
        var id: UInt32
        var traceKind: UInt32 { 1 }
        var traceWords: (UInt64, UInt64) { (UInt64(id), 0) }
    }

    private struct Bells: EventHandler {
        let delays: UnsafeBufferPointer<Int64>
        var drawn: Int
        var order: UInt64 = 0

        mutating func handle(_ event: Bell, in scheduler: inout Scheduler<Bell>) {
            order = order &* 31 &+ UInt64(event.id)
            scheduler.schedule(event, after: .nanoseconds(delays[drawn & (delays.count - 1)]))
            drawn &+= 1
        }
    }

    static func scheduler(pending: Int, warmup: Int, events: Int, delays: [Int64]) -> Measurement {
        var scheduler = Scheduler<Bell>(minimumCapacity: pending)
        return delays.withUnsafeBufferPointer { delays in
            for index in 0..<pending {
                scheduler.schedule(Bell(id: UInt32(index)), at: .nanoseconds(delays[index & (delays.count - 1)]))
            }
            var bells = Bells(delays: delays, drawn: pending)
            scheduler.run(&bells, maximumEvents: UInt64(warmup))
            let start = Measurement.cpuSeconds()
            scheduler.run(&bells, maximumEvents: UInt64(events))
            let seconds = Measurement.cpuSeconds() - start
            return Measurement(
                seconds: seconds, events: events, checks: ["\(scheduler.now.nanoseconds)", "\(bells.order)"])
        }
    }
}
