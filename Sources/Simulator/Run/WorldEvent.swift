import EventEngine

/// What can happen in a run of the `duties` resolution.
enum WorldEvent: EventPayload {
    /// A strike of the plan takes its nodes.
    case strikeBegins(UInt32)
    case strikeEnds(UInt32)
    /// A node is back on duty, unless something came between.
    case recovered(node: UInt32, generation: UInt32)
    /// The epoch so many after the first is over.
    case epochEnds(UInt32)

    var traceKind: UInt32 {
        switch self {
        case .strikeBegins: 1
        case .strikeEnds: 2
        case .recovered: 3
        case .epochEnds: 4
        }
    }

    var traceWords: (UInt64, UInt64) {
        switch self {
        case .strikeBegins(let strike), .strikeEnds(let strike): (UInt64(strike), 0)
        case .recovered(let node, let generation): (UInt64(node), UInt64(generation))
        case .epochEnds(let epoch): (UInt64(epoch), 0)
        }
    }
}
