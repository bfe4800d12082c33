/// A payload with the time at which it happens.
@frozen public struct ScheduledEvent<Payload: BitwiseCopyable>: BitwiseCopyable {
    /// When the event happens.
    public var time: SimulatedTime
    /// What happens.
    public var payload: Payload

    /// An event at `time`.
    @inlinable public init(time: SimulatedTime, payload: Payload) {
        self.time = time
        self.payload = payload
    }
}

extension ScheduledEvent: Sendable where Payload: Sendable {}
extension ScheduledEvent: Equatable where Payload: Equatable {}
