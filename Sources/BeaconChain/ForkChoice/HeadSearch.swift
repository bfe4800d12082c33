/// The greedy search for the heaviest branch, all blocks at once from the youngest to the oldest.
///
/// Since children stand after their parents, one pass backwards adds up every subtree, finds which tips are viable and
/// remembers each block's best tip.
/// Spec: `get_head`, `get_weight`, `filter_block_tree`, phase 0.
struct HeadSearch: Sendable {
    private(set) var isValid = false
    /// Votes for the block and all after it, in increments.
    fileprivate(set) var subtree: [UInt64] = []
    /// The best child's place, or −1.
    fileprivate var bestChild: [Int32] = []
    /// Place of the tip that the best children lead to.
    fileprivate var tip: [Int32] = []
    fileprivate(set) var marks: [Mark] = []

    struct Mark: OptionSet, BitwiseCopyable, Sendable {
        let rawValue: UInt8
        /// The boosted block or one before it.
        static let boosted = Mark(rawValue: 1)
        static let hasChild = Mark(rawValue: 2)
        static let viable = Mark(rawValue: 4)
    }

    mutating func invalidate() { isValid = false }

    /// - Parameters:
    ///   - boost: Gwei.
    ///   - isViable: whether a childless block agrees with the view's checkpoints.
    fileprivate mutating func run(
        _ tree: BlockTree, _ sightings: [ChainView.Sighting], _ support: [UInt64], boosted: Int?, boost: Gwei,
        increment: Gwei, isViable: (Int) -> Bool
    ) {
        let count = support.count
        subtree = support
        bestChild = [Int32](repeating: -1, count: count)
        tip = [Int32](repeating: -1, count: count)
        marks = [Mark](repeating: [], count: count)
        if let boosted, boosted < count { marks[boosted] = .boosted }
        let base = tree.base
        for index in stride(from: count - 1, through: 0, by: -1) where sightings[index].contains(.seen) {
            let best = bestChild[index]
            tip[index] = best >= 0 ? tip[Int(best)] : Int32(index)
            if marks[index].contains(.hasChild) ? best >= 0 : isViable(index) { marks[index].insert(.viable) }
            let number = tree.parents[index]
            guard number != BlockTree.noParent, number >= base else { continue }
            let parent = Int(number &- base)
            subtree[parent] &+= subtree[index]
            marks[parent].insert(.hasChild)
            if marks[index].contains(.boosted) { marks[parent].insert(.boosted) }
            guard marks[index].contains(.viable) else { continue }
            let rival = Int(bestChild[parent])
            if rival < 0 || isHeavier(index, than: rival, tree, boost: boost, increment: increment) {
                bestChild[parent] = Int32(index)
            }
        }
        isValid = true
    }

    private func isHeavier(
        _ index: Int, than rival: Int, _ tree: BlockTree, boost: Gwei, increment: Gwei
    ) -> Bool {
        let weights = (
            weight(index, boost: boost, increment: increment), weight(rival, boost: boost, increment: increment)
        )
        return weights.0 == weights.1 ? tree.roots[rival] < tree.roots[index] : weights.0 > weights.1
    }

    /// Gwei; that it fits is seen to by `VoteWeights`.
    fileprivate func weight(_ index: Int, boost: Gwei, increment: Gwei) -> Gwei {
        subtree[index] &* increment &+ (marks[index].contains(.boosted) ? boost : 0)
    }

    /// Place of the tip that the best children of a block lead to.
    fileprivate func bestTip(of index: Int) -> Int { Int(tip[index]) }
}

extension ChainView {
    /// The block that this view takes for the head of the chain. Spec: `get_head`.
    ///
    /// Complexity: linear in the number of blocks held, if anything has changed since the last search.
    /// - Throws: `ForkChoiceError.weightsMissing`, or `unknownBlock` if the justified block is not in the tree.
    public mutating func head(in tree: BlockTree) throws(ForkChoiceError) -> BlockID {
        try searchHead(in: tree)
        guard let start = seen(justified.root, in: tree) else { throw .unknownBlock(justified.root) }
        return BlockID(number: base &+ UInt32(search.bestTip(of: tree.index(start))))
    }

    /// Gwei of the votes for a block or one after it, with the boost. Spec: `get_weight`.
    ///
    /// - Throws: `ForkChoiceError`, as for the head or if the view has not seen the block.
    public mutating func weight(of id: BlockID, in tree: BlockTree) throws(ForkChoiceError) -> Gwei {
        try searchHead(in: tree)
        guard hasSeen(id) else { throw .unknownBlock(tree[id]?.root ?? .zero) }
        return search.weight(tree.index(id), boost: boost, increment: weights.incrementSize)
    }

    /// The same without the boost. Spec: `get_attestation_score`.
    ///
    /// - Throws: `ForkChoiceError`, as for the head or if the view has not seen the block.
    public mutating func attestationScore(of id: BlockID, in tree: BlockTree) throws(ForkChoiceError) -> Gwei {
        try searchHead(in: tree)
        guard hasSeen(id) else { throw .unknownBlock(tree[id]?.root ?? .zero) }
        return search.subtree[tree.index(id)] &* weights.incrementSize
    }

    /// The tips that could become the head, in the order of their arrival in the tree, and their weights in Gwei; the
    /// justified block where no tip could.
    ///
    /// Spec: the leaves of `get_filtered_block_tree`.
    ///
    /// - Throws: `ForkChoiceError`, as for the head.
    public mutating func viableTips(in tree: BlockTree) throws(ForkChoiceError) -> [(block: BlockID, weight: Gwei)] {
        try searchHead(in: tree)
        guard let start = seen(justified.root, in: tree) else { throw .unknownBlock(justified.root) }
        let first = tree.index(start)
        var isAfter = [Bool](repeating: false, count: sightings.count)
        var tips: [(BlockID, Gwei)] = []
        for index in first..<sightings.count where sightings[index].contains(.seen) {
            let id = BlockID(number: base &+ UInt32(index))
            isAfter[index] = index == first || tree.parent(of: id).map { isAfter[tree.index($0)] } ?? false
            if isAfter[index], !search.marks[index].contains(.hasChild), search.marks[index].contains(.viable) {
                tips.append((id, search.weight(index, boost: boost, increment: weights.incrementSize)))
            }
        }
        if tips.isEmpty {
            tips.append((start, search.weight(first, boost: boost, increment: weights.incrementSize)))
        }
        return tips
    }

    /// Gwei. Spec: `get_proposer_score`.
    var boost: Gwei { weights.committeeFraction(percent: spec.proposerScoreBoost, spec) }

    /// The head for an observer who has seen what this view has, but for some blocks and what is built on them.
    ///
    /// For nodes that share a view while a late block is still on its way to some of them.
    /// Spec: `get_head` with another `Store.proposer_boost_root`.
    ///
    /// - Parameters:
    ///   - missing: blocks that the observer lacks.
    ///   - boosted: the block that came to the observer in time; nil if none did.
    /// - Throws: `ForkChoiceError`, as for the head.
    public func head(
        without missing: [BlockID], boosted: BlockID?, in tree: BlockTree
    ) throws(ForkChoiceError) -> BlockID {
        var other = self
        other.follow(tree)
        for id in missing where tree.contains(id) { other.hide(id) }
        var search = HeadSearch()
        try other.run(&search, boosted: boosted, in: tree)
        guard let start = other.seen(justified.root, in: tree) else { throw .unknownBlock(justified.root) }
        return BlockID(number: other.base &+ UInt32(search.bestTip(of: tree.index(start))))
    }

    private mutating func searchHead(in tree: BlockTree) throws(ForkChoiceError) {
        follow(tree)
        guard !search.isValid else { return }
        var found = search
        try run(&found, boosted: boosted, in: tree)
        search = found
    }

    private func run(
        _ search: inout HeadSearch, boosted: BlockID?, in tree: BlockTree
    ) throws(ForkChoiceError) {
        guard !needsWeights else { throw .weightsMissing(justified) }
        let (current, justifiedEpoch) = (currentEpoch, justified.epoch)
        let (slotsPerEpoch, isGenesisFinal) = (max(1, spec.slotsPerEpoch), finalized.epoch == 0)
        let sightings = sightings
        search.run(
            tree, sightings, support, boosted: boosted.flatMap { tree.contains($0) ? tree.index($0) : nil },
            boost: boost, increment: weights.incrementSize
        ) { index in
            guard isGenesisFinal || sightings[index].contains(.finalizedBranch) else { return false }
            // A block of an earlier epoch votes from what it would have justified by that epoch's end.
            let source =
                tree.slots[index] / slotsPerEpoch < current
                ? tree.unrealizedJustifiedEpoch(index) : tree.justifiedEpoch(index)
            return justifiedEpoch == 0 || source == justifiedEpoch || source >= current || current - source <= 2
        }
    }
}
