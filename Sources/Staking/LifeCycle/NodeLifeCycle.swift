/// The stretches of a run in which one node cannot perform its duties, as they come about.
///
/// A node goes dark when the first outage takes it and starts to recover when the last one lets go. An outage during
/// a recovery sends it back: what had been caught up until then counts for nothing, the backlog is that of the whole
/// time without the chain, and what the earlier outages did is still to be mended.
public struct NodeLifeCycle: Sendable {
    /// A stretch without duties. Times are nanoseconds from the start of the run.
    public struct Span: Sendable, Equatable {
        /// First nanosecond without duties.
        public var start: Int64
        /// `Int64.max` while it has no end in sight.
        public var end: Int64
        /// The outage behind it.
        public var outage: Int
        /// True while dark, false while coming back.
        public var isDark: Bool
        /// True where the node runs, and signs nothing because it listens for its own keys.
        public var isListening = false
        /// `dark`, `restarting`, `consensus catch-up`…
        public var state: String
        /// For a reader: `lighthouse + geth, 900 slots behind`.
        public var detail: String

        /// A stretch from one instant to just before another.
        public init(start: Int64, end: Int64, outage: Int, isDark: Bool, state: String, detail: String) {
            self.start = start
            self.end = end
            self.outage = outage
            self.isDark = isDark
            self.state = state
            self.detail = detail
        }
    }

    /// All stretches so far, in order and apart.
    public private(set) var spans: [Span] = []
    /// Rises with each change of mind, so that an older recovery's end can be told from the current one's.
    public private(set) var generation: UInt32 = 0

    private var outagesInForce: [Int] = []
    /// When the node lost the chain; nil when it has it.
    private var behindSince: Int64?
    private var losses: DatabaseLoss = []
    private var mustRestart = false
    /// Outages that it has not recovered from, in the order in which they first struck.
    private var unrecovered: [Int] = []

    /// Everything at its zero value.
    public init() {}

    /// What must be recovered from, when the last outage lets go.
    public struct Damage: Sendable, Equatable {
        /// The outage that let go last.
        public var outage: Int
        /// All outages since the node was last on duty, in the order in which they first struck.
        public var outages: [Int]
        /// Nanoseconds since the node lost the chain; 0 if it followed the chain all the while.
        public var away: Int64
        /// Databases destroyed.
        public var losses: DatabaseLoss
        /// Whether the clients must start anew.
        public var mustRestart: Bool
    }

    /// An outage takes the node.
    ///
    /// - Parameter keepsTheChain: true where only its duties fail and it goes on following the chain.
    public mutating func begin(
        outage: Int, at time: Int64, losses: DatabaseLoss, restarts: Bool, keepsTheChain: Bool = false
    ) {
        self.losses.formUnion(losses)
        mustRestart = mustRestart || restarts
        if !unrecovered.contains(outage) { unrecovered.append(outage) }
        if !keepsTheChain, behindSince == nil { behindSince = time }
        outagesInForce.append(outage)
        guard outagesInForce.count == 1 else { return }
        generation &+= 1
        abandonRecovery(at: time)
        spans.append(Span(start: time, end: .max, outage: outage, isDark: true, state: "dark", detail: ""))
    }

    /// An outage lets go of the node.
    ///
    /// - Returns: the damage, if no other outage holds the node.
    public mutating func end(outage: Int, at time: Int64) -> Damage? {
        guard let position = outagesInForce.firstIndex(of: outage) else { return nil }
        outagesInForce.remove(at: position)
        if let next = outagesInForce.first {
            if position == 0 {
                close(at: time)
                spans.append(Span(start: time, end: .max, outage: next, isDark: true, state: "dark", detail: ""))
            }
            return nil
        }
        close(at: time)
        return Damage(
            outage: outage, outages: unrecovered, away: time - (behindSince ?? time), losses: losses,
            mustRestart: mustRestart)
    }

    /// Starts the recovery.
    ///
    /// - Parameter steps: nil = it never reaches the head.
    /// - Returns: when the node is back; nil if never.
    public mutating func recover(outage: Int, from time: Int64, steps: [RecoveryStep]?) -> Int64? {
        guard let steps else {
            spans.append(
                Span(
                    start: time, end: .max, outage: outage, isDark: false, state: "falling behind",
                    detail: "imports more slowly than the chain grows"))
            return nil
        }
        var now = time
        for step in steps where step.duration > 0 {
            let (end, overflow) = now.addingReportingOverflow(step.duration)
            spans.append(
                Span(
                    start: now, end: overflow ? .max : end, outage: outage, isDark: false, state: step.state,
                    detail: step.detail))
            if overflow { return nil }
            now = end
        }
        return now
    }

    /// The node is back on duty, if nothing came between.
    public mutating func recovered(generation: UInt32) -> Bool {
        guard generation == self.generation, outagesInForce.isEmpty else { return false }
        behindSince = nil
        losses = []
        mustRestart = false
        unrecovered = []
        return true
    }

    private mutating func close(at time: Int64) {
        guard let last = spans.indices.last, spans[last].end == .max else { return }
        if spans[last].start == time {
            spans.removeLast()
        } else {
            spans[last].end = time
        }
    }

    private mutating func abandonRecovery(at time: Int64) {
        while let last = spans.last, last.start >= time { spans.removeLast() }
        if let last = spans.indices.last, spans[last].end > time { spans[last].end = time }
    }
}
