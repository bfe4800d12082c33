/// What a run of the message network measures beside money.
package struct NetworkFigures: Sendable {
    /// How long blocks take to reach a host after they have left.
    package private(set) var arrivals = DelayBins()
    /// How long votes take to an aggregator of their committee after they have left: of one committee a slot.
    package private(set) var voteArrivals = DelayBins()
    /// Votes of a host in a committee that came too late for all its aggregators.
    package internal(set) var lateVotes = 0
    /// Sync messages for a block's parent that came into no contribution in time for the block.
    package internal(set) var lateSyncMessages = 0
    package private(set) var blocks: [BlockFigures] = []
    /// Copies of blocks and columns that were sent, and those of them that came to a host which had them.
    package internal(set) var copies = 0
    package internal(set) var duplicates = 0
    package internal(set) var bytes = 0
    /// Blocks that were certain to be everywhere in time, so that nobody followed their way.
    package internal(set) var certainBlocks = 0
    /// Epochs that were settled as a whole.
    package internal(set) var quietEpochs = 0
    /// The most branches that hosts took for the head at the end of an epoch.
    package internal(set) var branches = 1
    /// Blocks that were made and are not on the chain at the end.
    package internal(set) var orphans = 0
    /// Strikes of the faults of network and clients.
    var strikes: [(outage: Int, start: Int64, end: Int64, hosts: Int, validators: Int)] = []
    /// Hosts that fell behind the blocks that came, by node and outage.
    package private(set) var backlogs: [Backlog] = []
    private(set) var notes: [String] = []

    /// One block's way through the network. Times are nanoseconds.
    package struct BlockFigures: Sendable {
        package var number: Int
        package var slot: UInt64
        /// After the slot's start.
        package var published: Int64
        /// After the slot's start, at half of the hosts that are up.
        package var medianArrival: Int64
        /// Votes of the slot, and those of them for this block.
        package var votes = 0
        package var headVotes = 0
    }

    /// Hosts of a node that were short of CPU: a block waited for a slot or longer before it was checked.
    package struct Backlog: Sendable {
        /// The world's node.
        package var node: Int
        /// Position of the outage that slowed them down; nil where none did.
        package var outage: Int?
        /// Blocks that had come to one of them unchecked when a slot began, at most.
        package var most: Int
        /// The longest time from the outage's end (or from falling behind, where it had ended or there was none) until all
        /// blocks were checked, nanoseconds; 0 where that was before its end.
        package var recovery: Int64
        /// The longest time that one of them was behind, nanoseconds.
        package var whole: Int64
        /// Whether one of them had not caught up at the end of the run.
        package var isBehindAtEnd: Bool
    }

    /// A host has caught up, or the run has ended before.
    mutating func add(_ backlog: Backlog) {
        guard let known = backlogs.firstIndex(where: { $0.node == backlog.node && $0.outage == backlog.outage }) else {
            backlogs.append(backlog)
            return
        }
        backlogs[known].most = max(backlogs[known].most, backlog.most)
        backlogs[known].recovery = max(backlogs[known].recovery, backlog.recovery)
        backlogs[known].whole = max(backlogs[known].whole, backlog.whole)
        backlogs[known].isBehindAtEnd = backlogs[known].isBehindAtEnd || backlog.isBehindAtEnd
    }

    /// For the reader: who fell behind, outage by outage.
    ///
    /// - Parameter name: of an outage.
    func notesOfBacklogs(_ name: (Int?) -> String?) -> [String] {
        var outages: [Int?] = []
        for backlog in backlogs where !outages.contains(backlog.outage) { outages.append(backlog.outage) }
        return outages.map { outage in
            let all = backlogs.filter { $0.outage == outage }
            func most(_ value: (Backlog) -> Int64) -> Int64 { all.map(value).max() ?? 0 }
            let outage = name(outage)
            let through = outage.map { "through '\($0)'" } ?? "by themselves"
            let recovery = most(\.recovery) / 1_000_000_000
            return "machines short of CPU \(through): up to \(most { Int64($0.most) }) blocks waited to be checked; "
                + (all.contains(where: \.isBehindAtEnd)
                    ? "not all had caught up at the end"
                    : outage != nil && recovery > 0
                        ? "the last had caught up \(recovery) s after its end" : "they caught up meanwhile")
        }
    }

    mutating func arrived(after delay: Int64) { arrivals.add(delay) }
    mutating func voteArrived(after delay: Int64) { voteArrivals.add(delay) }

    mutating func add(_ block: BlockFigures) { blocks.append(block) }

    mutating func countVotes(forBlock number: Int, votes: Int, headVotes: Int) {
        guard let place = blocks.lastIndex(where: { $0.number == number }) else { return }
        blocks[place].votes = votes
        blocks[place].headVotes = headVotes
    }

    /// Votes of a slot whose block got none of them.
    mutating func countVotes(ofSlot slot: UInt64, votes: Int) {
        for place in blocks.indices.suffix(4) where blocks[place].slot == slot { blocks[place].votes = votes }
    }

    mutating func note(_ text: String) {
        if !notes.contains(text) { notes.append(text) }
    }

    /// For the reader; nil where no block was followed on its way.
    var summary: String? {
        guard let median = arrivals.quantile(0.5), let most = arrivals.quantile(0.95), copies > 0 else { return nil }
        func milliseconds(_ span: Int64) -> String { "\(span / 1_000_000) ms" }
        let share = (duplicates * 100 + copies / 2) / copies
        return "blocks reached half of the nodes \(milliseconds(median)) after they had left, 95 % of them after "
            + "\(milliseconds(most)); \(share) % of the copies were duplicates"
    }

    /// For the reader; nil where no votes were followed on their way.
    var summaryOfVotes: String? {
        guard let median = voteArrivals.quantile(0.5), let most = voteArrivals.quantile(0.95) else { return nil }
        let late =
            (lateVotes > 0 ? "; \(lateVotes) came too late for every aggregate" : "")
            + (lateSyncMessages > 0 ? "; \(lateSyncMessages) sync messages came too late for the next block" : "")
        return "votes reached an aggregator of their committee \(median / 1_000_000) ms after they had left, "
            + "95 % of them after \(most / 1_000_000) ms" + late
    }
}

/// How many delays fell into each span of ten milliseconds; half a minute and more is one.
package struct DelayBins: Sendable {
    private static let width: Int64 = 10_000_000
    private var counts = [Int](repeating: 0, count: 3_000)

    mutating func add(_ delay: Int64) { counts[min(counts.count - 1, max(0, Int(delay / Self.width)))] += 1 }

    /// The delay that a share of all does not exceed, nanoseconds, to ten milliseconds; nil where there are none.
    package func quantile(_ share: Double) -> Int64? {
        let all = counts.reduce(0, +)
        guard all > 0 else { return nil }
        var left = Double(all) * share
        for (place, count) in counts.enumerated() {
            left -= Double(count)
            if left <= 0 { return (Int64(place) + 1) * Self.width }
        }
        return Int64(counts.count) * Self.width
    }
}
