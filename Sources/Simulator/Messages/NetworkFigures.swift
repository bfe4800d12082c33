/// What a run of the message network measures beside money.
package struct NetworkFigures: Sendable {
    /// How long blocks take to reach a host after they have left, in bins of ten milliseconds; the last takes the rest.
    package private(set) var arrivals = [Int](repeating: 0, count: 3_000)
    package private(set) var blocks: [BlockFigures] = []
    /// Copies of blocks and columns that were sent, and those of them that came to a host which had them.
    package internal(set) var copies = 0
    package internal(set) var duplicates = 0
    package internal(set) var bytes = 0
    /// Blocks that were certain to be everywhere in time, so that nobody followed their way.
    package internal(set) var certainBlocks = 0
    /// The most branches that hosts took for the head at the end of an epoch.
    package internal(set) var branches = 1
    /// Blocks that were made and are not on the chain at the end.
    package internal(set) var orphans = 0
    /// Strikes of the faults of network and clients.
    var strikes: [(outage: Int, start: Int64, end: Int64, hosts: Int, validators: Int)] = []
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

    private static let bin: Int64 = 10_000_000

    mutating func arrived(after delay: Int64) {
        arrivals[min(arrivals.count - 1, max(0, Int(delay / Self.bin)))] += 1
    }

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

    /// The delay that a share of the arrivals does not exceed, nanoseconds, to ten milliseconds; nil without blocks.
    func arrival(quantile: Double) -> Int64? {
        let all = arrivals.reduce(0, +)
        guard all > 0 else { return nil }
        var left = Double(all) * quantile
        for (place, count) in arrivals.enumerated() {
            left -= Double(count)
            if left <= 0 { return (Int64(place) + 1) * Self.bin }
        }
        return Int64(arrivals.count) * Self.bin
    }

    /// For the reader; nil where no block was followed on its way.
    var summary: String? {
        guard let median = arrival(quantile: 0.5), let most = arrival(quantile: 0.95), copies > 0 else { return nil }
        func milliseconds(_ span: Int64) -> String { "\(span / 1_000_000) ms" }
        let share = (duplicates * 100 + copies / 2) / copies
        return "blocks reached half of the nodes \(milliseconds(median)) after they had left, 95 % of them after "
            + "\(milliseconds(most)); \(share) % of the copies were duplicates"
    }
}
