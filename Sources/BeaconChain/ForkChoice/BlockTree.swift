/// A block's number in a `BlockTree`: unique for the tree's whole life, and higher than its parent's.
public struct BlockID: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// Counts from the tree's anchor, which is 0, in the order of insertion.
    public let number: UInt32

    /// By arrival in the tree.
    public static func < (a: BlockID, b: BlockID) -> Bool { a.number < b.number }
}

/// What the fork choice knows of a block, whoever looks at it.
public struct TreeBlock: Hashable, Sendable {
    /// SSZ root, the block's name.
    public var root: Root
    /// Root of the block before.
    public var parentRoot: Root
    /// Slot it is for.
    public var slot: Slot
    /// Registry index of the proposer.
    public var proposer: UInt64
    /// Justified checkpoint of the state after the block.
    public var justified: Checkpoint
    /// Finalized checkpoint of the state after the block.
    public var finalized: Checkpoint
    /// What would be justified if the epoch ended right after the block (`BeaconState.unrealizedCheckpoints()`).
    public var unrealizedJustified: Checkpoint
    /// What would be finalized then.
    public var unrealizedFinalized: Checkpoint

    /// Puts the parts together.
    public init(
        root: Root, parentRoot: Root, slot: Slot, proposer: UInt64, justified: Checkpoint, finalized: Checkpoint,
        unrealizedJustified: Checkpoint, unrealizedFinalized: Checkpoint
    ) {
        self.root = root
        self.parentRoot = parentRoot
        self.slot = slot
        self.proposer = proposer
        self.justified = justified
        self.finalized = finalized
        self.unrealizedJustified = unrealizedJustified
        self.unrealizedFinalized = unrealizedFinalized
    }
}

/// All blocks since an anchor, as columns in the order of arrival, so that a parent always stands before its children.
///
/// The tree holds what does not depend on the observer and is shared by any number of `ChainView`s: which of its
/// blocks a view has seen, the votes and the boost are the view's own.
/// Spec: `Store.blocks`, `Store.unrealized_justifications` of `fork-choice.md`, phase 0.
public struct BlockTree: Sendable {
    /// Number of the first block still held; grows when the tree is pruned.
    private(set) var base: UInt32 = 0
    private(set) var roots: [Root] = []
    /// Numbers of the parents; `noParent` for the anchor.
    private(set) var parents: [UInt32] = []
    private(set) var slots: [Slot] = []
    private var parentRoots: [Root] = []
    private var proposers: [UInt64] = []
    private var justified: [Checkpoint] = []
    private var finalized: [Checkpoint] = []
    private var unrealizedJustified: [Checkpoint] = []
    private var unrealizedFinalized: [Checkpoint] = []
    private var numbers: [Root: UInt32] = [:]

    static let noParent = UInt32.max

    /// A tree of one block, the trusted beginning.
    public init(anchor: TreeBlock) {
        append(anchor, parent: Self.noParent)
    }

    /// Number of blocks held.
    public var count: Int { roots.count }

    /// Number of the first block that will be inserted next.
    var end: UInt32 { base &+ UInt32(roots.count) }

    /// The oldest block held.
    public var first: BlockID { BlockID(number: base) }

    /// The block with a root; nil if the tree does not hold it.
    public func id(_ root: Root) -> BlockID? { numbers[root].map { BlockID(number: $0) } }

    /// Whether the block has not been pruned away.
    public func contains(_ id: BlockID) -> Bool { id.number >= base && id.number < end }

    /// Everything about a block; nil if it has been pruned away.
    public subscript(id: BlockID) -> TreeBlock? {
        guard contains(id) else { return nil }
        let index = index(id)
        return TreeBlock(
            root: roots[index], parentRoot: parentRoots[index], slot: slots[index], proposer: proposers[index],
            justified: justified[index], finalized: finalized[index],
            unrealizedJustified: unrealizedJustified[index], unrealizedFinalized: unrealizedFinalized[index])
    }

    /// The parent; nil for the anchor and for a block whose parent has been pruned away.
    public func parent(of id: BlockID) -> BlockID? {
        guard contains(id) else { return nil }
        let number = parents[index(id)]
        return number != Self.noParent && number >= base ? BlockID(number: number) : nil
    }

    /// Adds a block; a block that is there already keeps its place.
    ///
    /// - Throws: `ForkChoiceError` if the parent is unknown or not earlier.
    public mutating func insert(_ block: TreeBlock) throws(ForkChoiceError) -> BlockID {
        if let known = id(block.root) { return known }
        guard let parent = id(block.parentRoot) else { throw .unknownParent(block.parentRoot) }
        let parentSlot = slots[index(parent)]
        guard block.slot > parentSlot else {
            throw .slotNotAfterParent(slot: block.slot, parentSlot: parentSlot)
        }
        guard end < Self.noParent - 1 else { throw .treeFull }
        append(block, parent: parent.number)
        return BlockID(number: end &- 1)
    }

    /// The last block at or before a slot on the way from a block to the anchor; nil where that way leaves the tree.
    ///
    /// Spec: `get_ancestor`. Complexity: linear in the number of blocks on the way.
    public func ancestor(of id: BlockID, at slot: Slot) -> BlockID? {
        guard contains(id) else { return nil }
        var number = id.number
        while slots[Int(number &- base)] > slot {
            let parent = parents[Int(number &- base)]
            guard parent != Self.noParent, parent >= base else { return nil }
            number = parent
        }
        return BlockID(number: number)
    }

    /// Forgets all blocks that arrived before one that every view has finalized.
    ///
    /// Numbers of the others stay as they are. Later blocks of dead branches stay until they are passed too.
    /// Complexity: linear in the number of blocks held.
    /// - Returns: how many blocks were forgotten.
    @discardableResult
    public mutating func prune(before id: BlockID) -> Int {
        guard contains(id), id.number > base else { return 0 }
        let count = index(id)
        for root in roots[..<count] { numbers[root] = nil }
        roots.removeFirst(count)
        parents.removeFirst(count)
        slots.removeFirst(count)
        parentRoots.removeFirst(count)
        proposers.removeFirst(count)
        justified.removeFirst(count)
        finalized.removeFirst(count)
        unrealizedJustified.removeFirst(count)
        unrealizedFinalized.removeFirst(count)
        base = id.number
        return count
    }

    /// The slot of a block; nil if it has been pruned away.
    public func slot(of id: BlockID) -> Slot? { contains(id) ? slots[index(id)] : nil }

    /// Place of a block that the tree holds.
    func index(_ id: BlockID) -> Int { Int(id.number &- base) }

    /// The epoch from which a block at a place votes on, and how it would be after the epoch's end.
    func justifiedEpoch(_ index: Int) -> Epoch { justified[index].epoch }

    /// The same if the epoch ended right after the block.
    func unrealizedJustifiedEpoch(_ index: Int) -> Epoch { unrealizedJustified[index].epoch }

    /// Whether two blocks are of one proposer and slot.
    func isSameProposal(_ a: Int, _ b: Int) -> Bool { slots[a] == slots[b] && proposers[a] == proposers[b] }

    /// Whether two blocks would justify the same.
    func hasSameUnrealizedJustification(_ a: Int, _ b: Int) -> Bool {
        unrealizedJustified[a] == unrealizedJustified[b]
    }

    private mutating func append(_ block: TreeBlock, parent: UInt32) {
        numbers[block.root] = end
        roots.append(block.root)
        parents.append(parent)
        slots.append(block.slot)
        parentRoots.append(block.parentRoot)
        proposers.append(block.proposer)
        justified.append(block.justified)
        finalized.append(block.finalized)
        unrealizedJustified.append(block.unrealizedJustified)
        unrealizedFinalized.append(block.unrealizedFinalized)
    }
}
