/// How a node comes back from an outage.
public enum RecoveryPlan: Sendable, Equatable {
    /// Back to duty at once.
    case none
    /// Back to duty after a fixed time, nanoseconds.
    case fixed(Int64)
    case sync(consensus: SyncMode, execution: SyncMode)
}

/// How one half of a node gets back to the head.
public enum SyncMode: String, Sendable, Equatable {
    /// Block by block from where it stopped.
    case catchUp = "catch-up"
    /// Checkpoint sync (consensus), snap sync or a snapshot (execution).
    case snapshot
    /// From genesis.
    case full
}

/// What an outage leaves of a node's databases.
public struct DatabaseLoss: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt8
    /// A value of given parts; nothing is checked.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The consensus client's database.
    public static let consensus = DatabaseLoss(rawValue: 1)
    /// The execution client's database.
    public static let execution = DatabaseLoss(rawValue: 2)
}

/// One step of a recovery.
public struct RecoveryStep: Sendable, Equatable {
    /// `restarting`, `consensus catch-up`, `execution snapshot`…
    public var state: String
    /// Nanoseconds.
    public var duration: Int64
    /// For a reader: `lighthouse 900 slots`.
    public var detail: String

    /// A step of so many nanoseconds.
    public init(state: String, duration: Int64, detail: String) {
        self.state = state
        self.duration = duration
        self.detail = detail
    }
}

extension RecoveryTable {
    /// The steps by which a node gets back to duty after it was away.
    ///
    /// The clients restart together and sync side by side: the slower one decides. While a client catches up the chain
    /// grows, so a backlog of `b` at rate `r` takes `b / (r − 1/slot)`.
    ///
    /// - Parameters:
    ///   - away: nanoseconds without the chain.
    ///   - slot: nanoseconds in a slot.
    ///   - restarts: false where the processes kept running (a network outage).
    /// - Returns: the steps in order, or nil if a client is too slow ever to reach the head.
    public func recovery(
        of node: Node, plan: RecoveryPlan, away: Int64, slot: Int64, restarts: Bool
    ) -> [RecoveryStep]? {
        switch plan {
        case .none: return []
        case .fixed(let duration):
            return duration > 0 ? [RecoveryStep(state: "resync", duration: duration, detail: "fixed time")] : []
        case .sync(let consensusMode, let executionMode):
            var steps: [RecoveryStep] = []
            let consensus = parameters(.consensus, client: node.consensusClient)
            let execution = parameters(.execution, client: node.executionClient)
            var behind = away
            if restarts {
                let restart = max(consensus.restart, execution.restart)
                if restart > 0 {
                    steps.append(RecoveryStep(state: "restarting", duration: restart, detail: Self.names(node)))
                    behind = behind.addingReportingOverflow(restart).overflow ? .max : behind + restart
                }
            }
            guard
                let consensusTime = duration(.consensus, consensusMode, consensus, node, behind: behind, slot: slot),
                let executionTime = duration(.execution, executionMode, execution, node, behind: behind, slot: slot)
            else { return nil }
            let slowest: (Layer, SyncMode, Int64) =
                consensusTime >= executionTime
                ? (.consensus, consensusMode, consensusTime) : (.execution, executionMode, executionTime)
            if slowest.2 > 0 {
                let backlog = behind / slot
                steps.append(
                    RecoveryStep(
                        state: "\(slowest.0.rawValue) \(slowest.1.rawValue)", duration: slowest.2,
                        detail: ([Self.names(node)].filter { !$0.isEmpty } + ["\(backlog) slots behind"])
                            .joined(separator: ", ")))
            }
            return steps
        }
    }

    private func duration(
        _ layer: Layer, _ mode: SyncMode, _ parameters: Parameters, _ node: Node, behind: Int64, slot: Int64
    ) -> Int64? {
        switch mode {
        case .catchUp:
            return Self.catchUp(behind: behind, parameters: parameters, slot: slot)
        case .snapshot, .full:
            let base = mode == .snapshot ? parameters.snapshot : parameters.full
            guard layer == .execution else { return base }
            let written = Int128(base) * Int128(node.disk.slowdownTenths) / 10
            let downloaded =
                Int128(parameters.downloadMegabytes) * 8 * 1_000_000_000 / Int128(max(1, node.megabitsPerSecond))
            return Int64(clamping: max(written, downloaded))
        }
    }

    /// Nanoseconds until a backlog is gone; nil if it never is.
    private static func catchUp(behind: Int64, parameters: Parameters, slot: Int64) -> Int64? {
        let backlog = behind / slot + (behind % slot > 0 ? 1 : 0)
        let second: Int128 = 1_000_000_000
        // Blocks per 10⁶ seconds, so that the chain's own growth keeps its digits.
        let rate = Int128(parameters.catchUpPerThousandSeconds) * 1_000
        let growth = 1_000_000 * second / Int128(slot)
        guard rate > growth else { return nil }
        let time = Int128(backlog) * 1_000_000 * second / (rate - growth)
        return Int64(clamping: time)
    }

    private static func names(_ node: Node) -> String {
        [node.consensusClient, node.executionClient].compactMap { $0 }.joined(separator: " + ")
    }
}
