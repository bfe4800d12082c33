/// One observer's view of a block tree: its clock, the blocks and votes it has seen, and what follows from them.
///
/// A value: a copy is another observer who has seen the same. Copies share votes and weights until they differ (votes
/// by pages of 1,024), so that any number of nodes who see the same can share one view, and a partition is a copy.
/// All functions take the tree that the view looks at, always the same or a grown or pruned one.
///
/// After a block or a new epoch the justified checkpoint may have moved: while `needsWeights`, give the view the new
/// checkpoint's weights with `adopt(_:of:)`; until then it cannot tell a head.
/// Spec: `Store` of `fork-choice.md`, phase 0 to Fulu, with `eth-consensus-specs` 1.7.0a13.
public struct ChainView: Sendable {
    /// Constants in force.
    public let spec: ChainSpec
    /// The clock, milliseconds since genesis.
    public private(set) var milliseconds: UInt64
    /// What the head search begins at.
    public private(set) var justified: Checkpoint
    /// What cannot be undone any more.
    public private(set) var finalized: Checkpoint
    /// The best checkpoint that some block would justify if the epoch ended now.
    public private(set) var unrealizedJustified: Checkpoint
    /// The same for finality.
    public private(set) var unrealizedFinalized: Checkpoint
    /// The block whose proposer was in time, during its slot. Spec: `proposer_boost_root`.
    public private(set) var boosted: BlockID?

    /// What a view keeps of a block.
    struct Sighting: OptionSet, BitwiseCopyable, Sendable {
        let rawValue: UInt8
        static let seen = Sighting(rawValue: 1)
        /// It arrived before the attestation deadline of its slot.
        static let timely = Sighting(rawValue: 2)
        /// Its checkpoint of the finalized epoch is the finalized one.
        static let finalizedBranch = Sighting(rawValue: 4)
    }

    /// Number of the first block of the columns below; follows the tree's.
    private(set) var base: UInt32
    private(set) var sightings: [Sighting] = []
    /// Weight of the votes for the very block, in increments.
    var support: [UInt64] = []
    var votes: LatestMessages
    private(set) var weights: VoteWeights
    private var weighed: Checkpoint
    var search = HeadSearch()

    /// A view that has seen nothing but an anchor, which counts as the checkpoint of its epoch, justified and final.
    ///
    /// Spec: `get_forkchoice_store`.
    ///
    /// - Parameters:
    ///   - tree: holds the anchor as its first block.
    ///   - slot: of the anchor's state; the clock begins there.
    ///   - weights: of the anchor's state.
    ///   - voters: number of validators that may vote.
    public init(
        anchorOf tree: BlockTree, slot: Slot, weights: VoteWeights, voters: Int, spec: ChainSpec
    ) {
        self.spec = spec
        let root = tree[tree.first]?.root ?? .zero
        let checkpoint = Checkpoint(epoch: slot / max(1, spec.slotsPerEpoch), root: root)
        let clock = slot.multipliedReportingOverflow(by: spec.slotDurationMilliseconds)
        milliseconds = clock.overflow ? .max : clock.partialValue
        justified = checkpoint
        finalized = checkpoint
        unrealizedJustified = checkpoint
        unrealizedFinalized = checkpoint
        self.weights = weights
        weighed = checkpoint
        votes = LatestMessages(count: voters)
        base = tree.base
        follow(tree)
        if !sightings.isEmpty { sightings[0].insert(.seen) }
        markFinalizedBranch(in: tree)
    }

    /// Spec: `get_current_slot`.
    public var currentSlot: Slot { milliseconds / max(1, spec.slotDurationMilliseconds) }

    /// Spec: `get_current_store_epoch`.
    public var currentEpoch: Epoch { currentSlot / max(1, spec.slotsPerEpoch) }

    /// Spec: `time_into_slot_ms`.
    var millisecondsIntoSlot: UInt64 { milliseconds % max(1, spec.slotDurationMilliseconds) }

    /// Milliseconds from the slot's start to a deadline. Spec: `get_slot_component_duration_ms`.
    func deadline(_ basisPoints: UInt64) -> UInt64 {
        let product = basisPoints.multipliedFullWidth(by: spec.slotDurationMilliseconds)
        return product.high == 0 ? product.low / 10_000 : .max
    }

    /// First slot of an epoch; the last slot there is where that lies beyond.
    func startSlot(_ epoch: Epoch) -> Slot {
        let (slot, overflow) = epoch.multipliedReportingOverflow(by: spec.slotsPerEpoch)
        return overflow ? .max : slot
    }

    /// Whether the view has seen a block.
    public func hasSeen(_ id: BlockID) -> Bool { sighting(id).contains(.seen) }

    /// Whether a block arrived before the attestation deadline of its slot.
    public func wasTimely(_ id: BlockID) -> Bool { sighting(id).contains(.timely) }

    func sighting(_ id: BlockID) -> Sighting {
        guard id.number >= base, Int(id.number &- base) < sightings.count else { return [] }
        return sightings[Int(id.number &- base)]
    }

    /// Forgets that a block has been seen.
    mutating func hide(_ id: BlockID) { sightings[Int(id.number &- base)].remove(.seen) }

    /// A block by its root, if the view has seen it.
    public func seen(_ root: Root, in tree: BlockTree) -> BlockID? {
        guard let id = tree.id(root), hasSeen(id) else { return nil }
        return id
    }

    // MARK: Time

    /// Sets the clock. A new slot ends the boost; a new epoch takes over what blocks would have justified.
    ///
    /// Spec: `on_tick`, whose loop over slots has the same effect. Constant time, but for a pass over the blocks where
    /// finality moves.
    public mutating func tick(to milliseconds: UInt64, in tree: BlockTree) {
        let (slot, epoch) = (currentSlot, currentEpoch)
        self.milliseconds = milliseconds
        if currentEpoch != epoch { search.invalidate() }
        guard currentSlot > slot else { return }
        if boosted != nil {
            boosted = nil
            search.invalidate()
        }
        if currentEpoch > epoch { update(unrealizedJustified, unrealizedFinalized, in: tree) }
    }

    // MARK: Blocks

    /// Whether a block may be taken now, before its state transition is worth the work.
    ///
    /// Spec: the assertions of `on_block` but for data availability.
    ///
    /// - Throws: `ForkChoiceError`.
    public func checkBlock(slot: Slot, parentRoot: Root, in tree: BlockTree) throws(ForkChoiceError) {
        guard let parent = seen(parentRoot, in: tree) else { throw .unknownParent(parentRoot) }
        guard slot <= currentSlot else { throw .futureBlock(slot: slot, current: currentSlot) }
        let finalizedSlot = startSlot(finalized.epoch)
        guard slot > finalizedSlot else { throw .notAfterFinalized(slot: slot, finalizedSlot: finalizedSlot) }
        guard sighting(parent).contains(.finalizedBranch) else { throw .notDescendedFromFinalized(finalized) }
    }

    /// Takes a block of the tree, whose state transition has succeeded, at the clock's time.
    ///
    /// A block that was seen before changes nothing. Spec: `on_block` from the state transition on.
    ///
    /// Complexity: constant; a head search where the block may get the boost, for which the view needs its weights.
    /// - Throws: `ForkChoiceError`; the view is then as before.
    public mutating func receive(_ id: BlockID, in tree: BlockTree) throws(ForkChoiceError) {
        guard let block = tree[id] else { throw .unknownBlock(.zero) }
        follow(tree)
        guard !hasSeen(id) else { return }
        try checkBlock(slot: block.slot, parentRoot: block.parentRoot, in: tree)
        let isTimely =
            currentSlot == block.slot && millisecondsIntoSlot < deadline(spec.attestationDueBasisPoints)
        var getsBoost = false
        if isTimely, boosted == nil {
            let head = try head(in: tree)
            getsBoost = sharesShuffling(id, with: head, in: tree)
        }
        if getsBoost { boosted = id }
        var sighting: Sighting = isTimely ? [.seen, .timely] : .seen
        // The parent stands on the finalized branch, and the block comes after the finalized epoch's start.
        sighting.insert(.finalizedBranch)
        sightings[Int(id.number &- base)] = sighting
        search.invalidate()
        update(block.justified, block.finalized, in: tree)
        if block.unrealizedJustified.epoch > unrealizedJustified.epoch {
            unrealizedJustified = block.unrealizedJustified
        }
        if block.unrealizedFinalized.epoch > unrealizedFinalized.epoch {
            unrealizedFinalized = block.unrealizedFinalized
        }
        if block.slot / max(1, spec.slotsPerEpoch) < currentEpoch {
            update(block.unrealizedJustified, block.unrealizedFinalized, in: tree)
        }
    }

    /// Whether a new block's proposer was drawn as on the head's branch.
    ///
    /// Spec: `get_shuffling_dependent_root`, `update_proposer_boost_root`.
    private func sharesShuffling(_ id: BlockID, with head: BlockID, in tree: BlockTree) -> Bool {
        let epoch = currentEpoch
        guard epoch > spec.minSeedLookahead else { return true }
        let start = startSlot(epoch - spec.minSeedLookahead)
        guard start > 0 else { return true }
        return tree.ancestor(of: head, at: start - 1) == tree.ancestor(of: id, at: start - 1)
    }

    /// Spec: `update_checkpoints`.
    private mutating func update(_ justified: Checkpoint, _ finalized: Checkpoint, in tree: BlockTree) {
        if justified.epoch > self.justified.epoch {
            self.justified = justified
            search.invalidate()
        }
        if finalized.epoch > self.finalized.epoch {
            self.finalized = finalized
            markFinalizedBranch(in: tree)
            search.invalidate()
        }
    }

    /// Finds anew which blocks have the finalized checkpoint behind them.
    private mutating func markFinalizedBranch(in tree: BlockTree) {
        follow(tree)
        let start = startSlot(finalized.epoch)
        let root = tree.id(finalized.root)
        for index in sightings.indices {
            let isRoot = root.map { tree.index($0) == index } ?? false
            var isBranch = isRoot
            if !isRoot, tree.slots[index] > start, let parent = tree.parent(of: BlockID(number: base &+ UInt32(index)))
            {
                isBranch = sightings[tree.index(parent)].contains(.finalizedBranch)
            }
            if isBranch { sightings[index].insert(.finalizedBranch) } else { sightings[index].remove(.finalizedBranch) }
        }
    }

    /// Makes the columns as long as the tree's, and forgets what the tree has forgotten.
    mutating func follow(_ tree: BlockTree) {
        if tree.base > base {
            let gone = min(Int(tree.base &- base), sightings.count)
            sightings.removeFirst(gone)
            support.removeFirst(gone)
            base = tree.base
            search.invalidate()
        }
        while sightings.count < tree.count {
            sightings.append([])
            support.append(0)
        }
    }

    // MARK: Weights

    /// Whether the justified checkpoint has moved on since the last weights.
    public var needsWeights: Bool { weighed != justified }

    /// Takes the weights of the justified checkpoint's state and counts all votes anew.
    ///
    /// Complexity: one pass over the votes.
    /// - Throws: `ForkChoiceError.weightsOfOther`.
    public mutating func adopt(
        _ weights: VoteWeights, of checkpoint: Checkpoint, in tree: BlockTree
    ) throws(ForkChoiceError) {
        guard checkpoint == justified else { throw .weightsOfOther(checkpoint, justified: justified) }
        follow(tree)
        self.weights = weights
        weighed = checkpoint
        for index in support.indices { support[index] = 0 }
        votes.tally(weights.increments, base: base, into: &support)
        search.invalidate()
    }

    /// Makes room for votes of so many validators; never fewer than before.
    public mutating func grow(toVoters count: Int) { votes.grow(to: count) }
}
