extension ChainView {
    /// Takes over what another view has seen and this one has not: blocks, votes and equivocators, as when a partition
    /// heals.
    ///
    /// Blocks that the predicate refuses, and what is built on them, stay unknown. Of two votes of one validator the one
    /// of the later epoch counts.
    ///
    /// Complexity: linear in blocks and voters.
    /// - Parameter weights: those of a checkpoint, for the justified one may move with every block.
    /// - Throws: `ForkChoiceError`.
    public mutating func takeOver(
        _ other: ChainView, in tree: BlockTree, accepts: (BlockID) -> Bool,
        weights: (Checkpoint) -> VoteWeights?
    ) throws(ForkChoiceError) {
        var number = tree.base
        while number < tree.end {
            let id = BlockID(number: number)
            number &+= 1
            guard other.hasSeen(id), !hasSeen(id), accepts(id), let parent = tree.parent(of: id), hasSeen(parent),
                sighting(parent).contains(.finalizedBranch)
            else { continue }
            try receive(id, in: tree)
            if needsWeights, let found = weights(justified) { try adopt(found, of: justified, in: tree) }
        }
        for voter in 0..<min(votes.count, other.votes.count) {
            let message = other.votes[voter]
            if message.isEquivocator {
                try discount(CollectionOfOne(voter))
            } else if message.isVote, hasSeen(BlockID(number: message.block)) {
                try count(
                    CollectionOfOne(voter), for: BlockID(number: message.block), epoch: Epoch(message.epoch), in: tree)
            }
        }
    }

    /// The blocks that the view has seen without a child that it has seen, in the order of the tree.
    ///
    /// Complexity: linear in the number of blocks held.
    public func tips(in tree: BlockTree) -> [BlockID] {
        var hasChild = [Bool](repeating: false, count: sightings.count)
        var tips: [BlockID] = []
        for index in sightings.indices.reversed() where sightings[index].contains(.seen) {
            let id = BlockID(number: base &+ UInt32(index))
            if !hasChild[index] { tips.append(id) }
            if let parent = tree.parent(of: id) { hasChild[tree.index(parent)] = true }
        }
        return tips.reversed()
    }

    /// Increments of the latest votes for the very block.
    public func votes(for id: BlockID, in tree: BlockTree) -> UInt64 {
        guard id.number >= base, Int(id.number &- base) < support.count else { return 0 }
        return support[Int(id.number &- base)]
    }
}
