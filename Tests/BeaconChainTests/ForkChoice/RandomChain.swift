import BeaconChain

/// Repeatable random numbers.
struct ChainDice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    /// Below `bound`, which is at least 1.
    mutating func roll(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func chance(_ percent: Int) -> Bool { roll(100) < percent }

    mutating func root() -> Root { Root(words: (next(), next(), next(), next())) }
}

/// A tree that grows at random, with checkpoints that blocks of such chains could have.
struct RandomChain {
    let spec: ChainSpec
    private(set) var blocks: [TreeBlock]

    init(spec: ChainSpec, dice: inout ChainDice) {
        self.spec = spec
        let root = dice.root()
        let checkpoint = Checkpoint(epoch: 0, root: root)
        blocks = [
            TreeBlock(
                root: root, parentRoot: .zero, slot: 0, proposer: 0, justified: checkpoint, finalized: checkpoint,
                unrealizedJustified: checkpoint, unrealizedFinalized: checkpoint)
        ]
    }

    /// The block at the start of an epoch on a block's branch.
    private func checkpoint(_ block: TreeBlock, _ epoch: Epoch) -> Checkpoint {
        var block = block
        while block.slot > epoch * spec.slotsPerEpoch, let parent = blocks.first(where: { $0.root == block.parentRoot })
        {
            block = parent
        }
        return Checkpoint(epoch: epoch, root: block.root)
    }

    /// A new block on one of the younger ones, at most at the slot.
    mutating func grow(upTo slot: Slot, dice: inout ChainDice) -> TreeBlock? {
        let parent = dice.chance(70) ? blocks[blocks.count - 1] : blocks[max(0, blocks.count - 1 - dice.roll(8))]
        guard parent.slot < slot else { return nil }
        let slot = dice.chance(80) ? slot : parent.slot + 1 + UInt64(dice.roll(Int(slot - parent.slot)))
        let epoch = slot / spec.slotsPerEpoch
        var block = parent
        block.parentRoot = parent.root
        block.root = dice.root()
        block.slot = slot
        block.proposer = UInt64(dice.roll(3))
        // An epoch's end makes real what was in view before.
        if epoch > parent.slot / spec.slotsPerEpoch {
            block.justified = parent.unrealizedJustified
            block.finalized = parent.unrealizedFinalized
        }
        if epoch > 0, dice.chance(15) {
            let justified = checkpoint(block, epoch - UInt64(dice.roll(min(2, Int(epoch)))))
            if justified.epoch > block.unrealizedJustified.epoch {
                if dice.chance(40) { block.unrealizedFinalized = block.unrealizedJustified }
                block.unrealizedJustified = justified
            }
        }
        blocks.append(block)
        return block
    }

    /// A vote for a block at a slot: mostly a valid one.
    func vote(_ block: TreeBlock, slot: Slot, dice: inout ChainDice) -> AttestationData {
        var target = checkpoint(block, slot / spec.slotsPerEpoch)
        if dice.chance(3) { target.root = blocks[dice.roll(blocks.count)].root }
        if dice.chance(3) { target.epoch += 1 }
        return AttestationData(
            slot: slot, index: 0, beaconBlockRoot: dice.chance(98) ? block.root : dice.root(),
            source: block.justified, target: target)
    }
}
