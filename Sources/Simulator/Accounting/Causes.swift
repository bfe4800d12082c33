import Scenario

/// Why something was lost, as numbers that the ledger can add up under.
struct Causes: Sendable {
    /// What a cause is of.
    enum Kind: String, Sendable {
        case othersVotes = "others-votes"
        case leak
        case abandoned = "baseline"
        case beforeTheRun = "before-the-run"
        case missingBlock = "missing-block"
        case slashing
        case outage
        case resync
        case replay
        case network
    }

    struct Cause: Sendable {
        var kind: Kind
        /// Position of the outage behind it.
        var outage: Int?
        var label: String
    }

    private(set) var all: [Cause]
    private let firstOfOutages: Int
    private var replayBuckets: [(outage: Int, bucket: String, cause: Int)] = []

    static let othersVotes = 0
    static let leak = 1
    static let abandoned = 2
    static let missingBlockOfAbandoned = 3
    static let slashing = 4
    static let beforeTheRun = 5
    /// A block that came too late for a vote, or for the chain.
    static let lateBlock = 6
    /// A vote or block of a branch that this one passed by.
    static let otherBranch = 7
    /// A vote that no block included.
    static let notIncluded = 8
    /// A vote that could have contradicted an earlier one of the same validator.
    static let slashingProtection = 9
    /// A cluster whose members were up, but too slow for each other.
    static let clusterTiming = 10
    /// The grace between two operators.
    static let changingHands = 11
    /// A vote that came too late for the aggregates of its slot, or whose aggregates came too late for the next block.
    static let lateVote = 12
    /// A machine that takes longer over blocks than the next one takes to come, through no fault of the scenario.
    static let shortOfCPU = 13

    init(outages: [Outage]) {
        all = [
            Cause(kind: .othersVotes, label: "others' missing votes"),
            Cause(kind: .leak, label: "the leak"),
            Cause(kind: .abandoned, label: "abandoned keys"),
            Cause(kind: .missingBlock, label: "blocks missing from abandoned keys"),
            Cause(kind: .slashing, label: "slashing"),
            Cause(kind: .beforeTheRun, label: "votes missing before the run"),
            Cause(kind: .network, label: "late blocks"),
            Cause(kind: .network, label: "another branch"),
            Cause(kind: .network, label: "votes in no block"),
            Cause(kind: .network, label: "slashing protection"),
            Cause(kind: .network, label: "slow cluster"),
            Cause(kind: .network, label: "changing hands"),
            Cause(kind: .network, label: "votes too late for the next block"),
            Cause(kind: .network, label: "short of CPU"),
        ]
        firstOfOutages = all.count
        for (position, outage) in outages.enumerated() {
            all.append(Cause(kind: .outage, outage: position, label: outage.name))
            all.append(Cause(kind: .resync, outage: position, label: "resync after \(outage.name)"))
            all.append(Cause(kind: .missingBlock, outage: position, label: "blocks missing through \(outage.name)"))
        }
        for (position, outage) in outages.enumerated() {
            guard case .offlineBalances(let trace) = outage.timing else { continue }
            for row in trace.rows
            where !replayBuckets.contains(where: { $0.outage == position && $0.bucket == row.bucket }) {
                replayBuckets.append((position, row.bucket, all.count))
                all.append(Cause(kind: .replay, outage: position, label: "\(outage.name): \(row.bucket)"))
            }
        }
    }

    var count: Int { all.count }

    /// The cause of a duty missed while dark or while coming back.
    func absence(outage: Int, isDark: Bool) -> Int { firstOfOutages + 3 * outage + (isDark ? 0 : 1) }

    /// The cause of a loss through the block that somebody with that cause did not propose.
    func missingBlock(through cause: Int) -> Int {
        if cause == Self.abandoned { return Self.missingBlockOfAbandoned }
        guard let outage = all[cause].outage else { return cause }
        return firstOfOutages + 3 * outage + 2
    }

    /// The cause of a bucket of replayed chain data.
    func replay(outage: Int, bucket: String) -> Int {
        replayBuckets.first { $0.outage == outage && $0.bucket == bucket }?.cause ?? Self.othersVotes
    }
}

/// What rewards and penalties are for.
enum Component: Int, CaseIterable, Sendable {
    case source, target, head, sync, proposal, leak, slashing

    var name: String { String(describing: self) }
}
