/// What a simulation schedules: a trivially copyable value that can say what it is in numbers, for the trace digest.
///
/// An enum whose cases carry integers is the usual shape; the handler dispatches on it with a `switch`.
public protocol EventPayload: BitwiseCopyable {
    /// The kind of event, stable between versions.
    var traceKind: UInt32 { get }
    /// The content of the event; what does not fit is folded by the payload itself.
    var traceWords: (UInt64, UInt64) { get }
}

/// A simulated world: it is told each event in turn and schedules those that follow from it.
///
/// A struct or a class may conform; calls are dispatched statically either way. `Failure` is `Never` for a handler that
/// does not throw.
public protocol EventHandler<Payload>: ~Copyable {
    /// The events of this world.
    associatedtype Payload: EventPayload
    /// What ends a run early; the scheduler passes it on.
    associatedtype Failure: Error = Never

    /// Handles an event at ``Scheduler/now``.
    mutating func handle(_ event: Payload, in scheduler: inout Scheduler<Payload>) throws(Failure)
}

/// The loop of a simulation: pops events in the order of ``EventQueue``, rolls them into the trace digest and hands them
/// to the handler.
///
/// ```swift
/// var scheduler = Scheduler<MyEvent>()
/// scheduler.schedule(.start, at: .zero)
/// scheduler.run(&world, until: .seconds(384))
/// print(scheduler.eventCount, scheduler.digest.value)
/// ```
public struct Scheduler<Payload: EventPayload>: ~Copyable {
    @usableFromInline var queue: EventQueue<Payload>
    @usableFromInline var clock = SimulatedTime.zero
    @usableFromInline var handled: UInt64 = 0
    @usableFromInline var stopRequested = false

    /// The digest of all events handled so far. A world may add to it, such as its state at the end of an epoch.
    public var digest = TraceDigest()

    /// A scheduler at time zero with nothing to do.
    /// - Parameter minimumCapacity: pending events to make room for at once.
    public init(minimumCapacity: Int = 0) { queue = EventQueue(minimumCapacity: minimumCapacity) }

    /// How a call to ``run(_:until:maximumEvents:)`` ended.
    public enum Outcome: Hashable, Sendable {
        /// Nothing is pending.
        case drained
        /// What is pending lies after the limit.
        case reachedLimit
        /// The world called ``Scheduler/stop()``.
        case stopped
        /// As many events as allowed were handled.
        case handledMaximum
    }

    /// The time of the event being handled, or the limit that the last run reached.
    @inlinable public var now: SimulatedTime { clock }

    /// Events handled so far.
    @inlinable public var eventCount: UInt64 { handled }

    /// Events that wait.
    @inlinable public var pendingCount: Int { queue.count }

    /// The time of the next event.
    public var nextTime: SimulatedTime? { queue.nextTime }
}

extension Scheduler {
    /// Schedules an event behind all those of the same time.
    /// - Precondition: `time` is not before ``now``.
    @inlinable @inline(__always)
    public mutating func schedule(_ event: Payload, at time: SimulatedTime) {
        precondition(time >= clock, "event scheduled in the past")
        queue.push(event, at: time)
    }

    /// Schedules an event some time from now; beyond the end of time, at ``SimulatedTime/distantFuture``.
    /// - Precondition: `delay` is not negative.
    @inlinable @inline(__always)
    public mutating func schedule(_ event: Payload, after delay: SimulatedTime) {
        precondition(delay >= .zero, "event scheduled in the past")
        queue.push(event, at: clock.addingSaturated(delay))
    }

    /// Ends the current run after the event being handled; later runs are not affected.
    @inlinable public mutating func stop() { stopRequested = true }

    /// Handles pending events in order, with those that they schedule, up to and including those at `limit`.
    ///
    /// Where nothing is left up to the limit, the clock moves on to the limit (unless that is `distantFuture`). A run may
    /// be cut anywhere into several: neither the digest nor the events can tell.
    /// - Parameters:
    ///   - handler: the world.
    ///   - limit: the last time of this run; not before ``now``, or nothing happens.
    ///   - maximumEvents: events to handle at most, for stepping and for finding where two runs part.
    /// - Throws: what the handler throws. The event counts as handled.
    @inlinable
    @discardableResult
    public mutating func run<Handler: EventHandler & ~Copyable>(
        _ handler: inout Handler, until limit: SimulatedTime = .distantFuture, maximumEvents: UInt64 = .max
    ) throws(Handler.Failure) -> Outcome where Handler.Payload == Payload {
        var ladder = TraceLadder<Payload>.none
        return try run(&handler, until: limit, maximumEvents: maximumEvents, keeping: &ladder)
    }

    /// The same, keeping samples of the trace.
    /// - Parameter ladder: gets a rung for each event that it asks for.
    @inlinable
    @discardableResult
    public mutating func run<Handler: EventHandler & ~Copyable>(
        _ handler: inout Handler, until limit: SimulatedTime = .distantFuture, maximumEvents: UInt64 = .max,
        keeping ladder: inout TraceLadder<Payload>
    ) throws(Handler.Failure) -> Outcome where Handler.Payload == Payload {
        stopRequested = false
        var allowance = maximumEvents
        while allowance > 0 {
            guard let event = queue.popFirst(notAfter: limit) else {
                if limit != .distantFuture { clock = max(clock, limit) }
                return queue.isEmpty ? .drained : .reachedLimit
            }
            clock = event.time
            handled &+= 1
            allowance &-= 1
            digest.absorb(time: event.time, kind: event.payload.traceKind, words: event.payload.traceWords)
            try handler.handle(event.payload, in: &self)
            if handled == ladder.next {
                ladder.keep(event, number: handled, digest: digest)
            } else if ladder.isMarking {
                ladder.mark(event, number: handled, digest: digest)
            }
            if stopRequested { return .stopped }
        }
        return .handledMaximum
    }

    /// All pending events in the order in which they will happen. O(n log n).
    public func pendingEvents() -> [ScheduledEvent<Payload>] { queue.pendingEvents() }

    /// A scheduler that goes on exactly where another stood, in this process or after a restart.
    /// - Throws: ``EventQueueError/beforeFrontier(time:frontier:)`` where an event lies before `now`.
    public static func resuming(
        at now: SimulatedTime, events: [ScheduledEvent<Payload>], eventCount: UInt64, digest: TraceDigest
    ) throws(EventQueueError) -> Scheduler {
        var scheduler = Scheduler(queue: try EventQueue.resuming(at: now, events: events))
        scheduler.clock = now
        scheduler.handled = eventCount
        scheduler.digest = digest
        return scheduler
    }

    private init(queue: consuming EventQueue<Payload>) { self.queue = queue }

    /// An independent scheduler in the same state: for running one past into several futures. O(pending events).
    public func copy() -> Scheduler {
        var copy = Scheduler(queue: queue.copy())
        copy.clock = clock
        copy.handled = handled
        copy.digest = digest
        return copy
    }
}
