import BeaconChain

/// What a part of the network knows of the chain: hosts that hear each other and accept the same blocks share one.
///
/// The view is that of its best-informed host. What a late block has not reached yet is told apart when a head is asked
/// for (`head(without:)`).
struct NetworkView {
    /// The side of the partitions in force on which its hosts stand.
    var side: UInt8
    /// Client bugs (bit = position of the outage) that its hosts have.
    var bugs: UInt64
    var chain: ChainView
    /// Blocks without a child that the view knows of, in the order in which they came.
    private(set) var tips: [BlockID]
    /// Blocks that some host still lacks, or that may be overruled as late, in the order of the tree.
    var recent: [BlockID] = []
    /// Votes that arrive before the next slot begins: who voted for what.
    var arriving: [(voters: [Int], head: BlockID, epoch: Epoch)] = []

    /// A view that knows its chain's first block.
    init(side: UInt8, bugs: UInt64, chain: ChainView, anchor: BlockID) {
        self.side = side
        self.bugs = bugs
        self.chain = chain
        tips = [anchor]
    }

    /// Whether its hosts take a block for valid.
    func accepts(_ record: BlockRecord) -> Bool {
        if let bug = record.invalidBut { return bugs >> UInt64(bug) & 1 == 1 }
        if let bug = record.refusedBy { return bugs >> UInt64(bug) & 1 == 0 }
        return true
    }

    /// Sets the clock, nanoseconds since genesis.
    mutating func tick(to nanoseconds: UInt64, in tree: BlockTree) {
        let milliseconds = nanoseconds / 1_000_000
        if milliseconds > chain.milliseconds { chain.tick(to: milliseconds, in: tree) }
    }

    /// Takes a block if it is valid to the hosts and its parent is known.
    ///
    /// - Returns: whether the view has it now.
    @discardableResult
    mutating func receive(_ record: BlockRecord, in live: borrowing LiveChain) throws(SimulationError) -> Bool {
        if chain.hasSeen(record.id) { return true }
        guard accepts(record), let parent = live.tree.parent(of: record.id), chain.hasSeen(parent) else { return false }
        do {
            try chain.receive(record.id, in: live.tree)
            try adoptWeights(live)
        } catch {
            // A branch that contradicts what is final here is of no use any more.
            return false
        }
        extendTips(with: record.id, parent: parent)
        return true
    }

    private mutating func extendTips(with id: BlockID, parent: BlockID) {
        if let known = tips.firstIndex(of: parent) { tips[known] = id } else { tips.append(id) }
    }

    /// Forgets old branches that nobody votes for: they cannot become the head any more, for every validator that is up
    /// votes once in an epoch.
    mutating func dropDeadTips(before slot: Slot, _ live: borrowing LiveChain) {
        guard tips.count > 1 else { return }
        let chain = chain
        let dead = tips.filter { live.record($0).slot < slot && chain.votes(for: $0, in: live.tree) == 0 }
        if dead.count < tips.count { tips.removeAll { dead.contains($0) } }
    }

    /// Brings the weights of votes up to date with the justified checkpoint.
    mutating func adoptWeights(_ live: borrowing LiveChain) throws(SimulationError) {
        while chain.needsWeights {
            guard let weights = live.weights(chain.justified) else {
                throw .badChain("the weights of checkpoint \(chain.justified.epoch) are missing")
            }
            do {
                try chain.adopt(weights, of: chain.justified, in: live.tree)
            } catch {
                throw .badChain("\(error)")
            }
        }
    }

    /// Counts the votes that have arrived.
    mutating func countArrived(_ live: borrowing LiveChain) throws(SimulationError) {
        for group in arriving where chain.hasSeen(group.head) {
            do {
                try chain.count(group.voters, for: group.head, epoch: group.epoch, in: live.tree)
            } catch {
                throw .badChain("\(error)")
            }
        }
        arriving = []
    }

    /// Takes over what another view has seen, as far as its own hosts accept it.
    mutating func takeOver(_ other: NetworkView, _ live: borrowing LiveChain) throws(SimulationError) {
        let judge = self
        let live = copy live
        do {
            try chain.takeOver(
                other.chain, in: live.tree, accepts: { judge.accepts(live.record($0)) },
                weights: { live.weights($0) })
        } catch {
            throw .badChain("\(error)")
        }
        for id in other.recent where !recent.contains(id) && accepts(live.record(id)) { recent.append(id) }
        recent.sort()
        tips = chain.tips(in: live.tree)
        arriving += other.arriving.filter { group in
            !arriving.contains { $0.head == group.head && $0.voters == group.voters }
        }
        try adoptWeights(live)
    }

    /// The head for hosts that lack some blocks.
    func head(
        without missing: [BlockID], boosted: BlockID?, _ live: borrowing LiveChain
    ) throws(SimulationError) -> BlockID {
        if tips.count == 1 {
            // One line of blocks: no votes have to be weighed.
            let lowest = missing.filter { chain.hasSeen($0) }.min()
            return lowest.map { live.tree.parent(of: $0) ?? $0 } ?? tips[0]
        }
        do {
            return try chain.head(without: missing, boosted: boosted, in: live.tree)
        } catch {
            throw .badChain("\(error)")
        }
    }
}
