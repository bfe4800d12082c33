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
