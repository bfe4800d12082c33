import BeaconChain
import EventEngine

/// What can happen in a run of the `messages` resolution.
///
/// The order of the cases is that of events at one time: whatever changes who is up or connected comes before duties.
enum MessageEvent: EventPayload {
    /// A strike of the plan takes its nodes.
    case strikeBegins(UInt32)
    case strikeEnds(UInt32)
    /// A node is back on duty, unless something came between.
    case recovered(node: UInt32, generation: UInt32)
    /// A fault of the network or of a client begins or ends, by position of the outage.
    case faultBegins(UInt32)
    case faultEnds(UInt32)
    /// The slot so many after the first of the run begins.
    case slotBegins(UInt32)
    /// A block leaves its proposer.
    case blockLeaves(UInt32)
    /// Attestations and sync committee messages of the slot are due.
    case votesDue(UInt32)
    /// Aggregates of the slot are due.
    case aggregatesDue(UInt32)

    var traceKind: UInt32 {
        switch self {
        case .strikeBegins: 1
        case .strikeEnds: 2
        case .recovered: 3
        case .faultBegins: 16
        case .faultEnds: 17
        case .slotBegins: 18
        case .blockLeaves: 19
        case .votesDue: 20
        case .aggregatesDue: 21
        }
    }

    var traceWords: (UInt64, UInt64) {
        switch self {
        case .strikeBegins(let value), .strikeEnds(let value), .faultBegins(let value), .faultEnds(let value),
            .slotBegins(let value), .blockLeaves(let value), .votesDue(let value), .aggregatesDue(let value):
            (UInt64(value), 0)
        case .recovered(let node, let generation): (UInt64(node), UInt64(generation))
        }
    }
}
