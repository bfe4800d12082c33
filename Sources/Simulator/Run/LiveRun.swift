package import BeaconChain
import EventEngine
package import Scenario

/// A simulation whose events can be followed one by one, whatever its resolution.
protocol FollowedSimulation: EventHandler where Failure == SimulationError, Payload: WordedEvent {
    init(_ world: World, threads: Int, progress: @escaping (Int, Int) -> Bool) throws(SimulationError)

    /// What is certain to happen when the run begins.
    func schedule() -> Scheduler<Payload>
}

extension Simulation: FollowedSimulation {}
extension MessageSimulation: FollowedSimulation {}

/// A run that is taken a few events at a time, with each event's trace.
struct LiveRun<Followed: FollowedSimulation>: ~Copyable {
    private var simulation: Followed
    private var scheduler: Scheduler<Followed.Payload>
    private(set) var isOver = false
    private let world: World

    init(_ world: World) throws(SimulationError) {
        self.world = world
        simulation = try Followed(world, threads: 1, progress: { _, _ in true })
        scheduler = simulation.schedule()
    }

    var eventCount: UInt64 { scheduler.eventCount }
    var digest: TraceDigest { scheduler.digest }

    /// Handles the next events, fewer where the run ends.
    ///
    /// - Returns: those with the numbers that are asked for.
    mutating func advance(
        by count: UInt64, telling numbers: ClosedRange<UInt64>
    ) throws(SimulationError) -> [TraceLadder<Followed.Payload>.Rung] {
        guard !isOver, count > 0 else { return [] }
        var ladder = TraceLadder<Followed.Payload>(of: numbers)
        isOver = try scheduler.run(&simulation, maximumEvents: count, keeping: &ladder) != .handledMaximum
        return ladder.rungs
    }

    func told(_ rung: TraceLadder<Followed.Payload>.Rung?) -> TracedEvent? {
        rung.map { TracedEvent($0, in: world) }
    }
}

/// The first event at which two runs part.
public struct TraceDifference: Sendable, Equatable {
    /// Number of the event; the first of a run has number 1.
    public var number: UInt64
    /// What happened in one run; nil where it had ended.
    public var first: TracedEvent?
    /// What happened in the other; nil where it had ended.
    public var second: TracedEvent?

    /// A difference of given parts; nothing is checked.
    public init(number: UInt64, first: TracedEvent?, second: TracedEvent?) {
        self.number = number
        self.first = first
        self.second = second
    }

    /// Whether the same happened to both, and only what came of it differs.
    public var isInEffect: Bool { first?.time == second?.time && first?.text == second?.text }
}

extension RunOutcome {
    /// Events that are held of each of two runs at a time.
    private static let stretch: UInt64 = 1_024

    /// Makes two runs side by side and finds the first event at which they part, in what happens or in what comes of
    /// it.
    ///
    /// - Parameter state: the real beacon state that both start from; nil where the scenarios describe their chains.
    /// - Returns: nil where both are the same to the end; events and digest of the first run as far as it was followed.
    /// - Throws: `SimulationError` where a scenario cannot be run or the books do not balance.
    package static func firstDifference(
        _ first: Scenario, _ second: Scenario, state: BeaconState? = nil
    ) throws(SimulationError) -> (difference: TraceDifference?, events: UInt64, digest: String) {
        let one = try WorldBuilder(scenario: first, state: state).build()
        let other = try WorldBuilder(scenario: second, state: state).build()
        switch (first.resolution, second.resolution) {
        case (.duties, .duties):
            return try firstDifference(LiveRun<Simulation>(one), LiveRun<Simulation>(other))
        case (.messages, .messages):
            return try firstDifference(LiveRun<MessageSimulation>(one), LiveRun<MessageSimulation>(other))
        case (.duties, .messages):
            return try firstDifference(LiveRun<Simulation>(one), LiveRun<MessageSimulation>(other))
        case (.messages, .duties):
            return try firstDifference(LiveRun<MessageSimulation>(one), LiveRun<Simulation>(other))
        }
    }

    private static func firstDifference<One, Other>(
        _ first: consuming LiveRun<One>, _ second: consuming LiveRun<Other>
    ) throws(SimulationError) -> (difference: TraceDifference?, events: UInt64, digest: String) {
        var (difference, start) = (TraceDifference?.none, UInt64(0))
        while difference == nil, !(first.isOver && second.isOver) {
            let numbers = start + 1...start + stretch
            let left = try first.advance(by: stretch, telling: numbers)
            let right = try second.advance(by: stretch, telling: numbers)
            let common = zip(left, right).enumerated().first { $1.0.digest != $1.1.digest }?.offset
            if let place = common ?? (left.count == right.count ? nil : min(left.count, right.count)) {
                difference = TraceDifference(
                    number: start + UInt64(place) + 1,
                    first: first.told(place < left.count ? left[place] : nil),
                    second: second.told(place < right.count ? right[place] : nil))
            }
            start += stretch
        }
        return (difference, first.eventCount, first.digest.value.description)
    }

    /// Runs a scenario up to an event and tells what happened in the last stretch.
    ///
    /// - Parameters:
    ///   - numbers: of the events to tell; those beyond the run's end are left out.
    ///   - state: the real beacon state that the run starts from.
    /// - Throws: `SimulationError`.
    package static func events(
        of scenario: Scenario, state: BeaconState? = nil, numbers: ClosedRange<UInt64>
    ) throws(SimulationError) -> [TracedEvent] {
        let world = try WorldBuilder(scenario: scenario, state: state).build()
        func followed<Followed>(_ run: consuming LiveRun<Followed>) throws(SimulationError) -> [TracedEvent] {
            try run.advance(by: numbers.upperBound, telling: numbers).map { TracedEvent($0, in: world) }
        }
        return switch scenario.resolution {
        case .duties: try followed(LiveRun<Simulation>(world))
        case .messages: try followed(LiveRun<MessageSimulation>(world))
        }
    }
}
