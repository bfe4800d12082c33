import Staking

/// Which slots of an epoch have a block, and through whose absence the others have none.
struct BlockPresence: Sendable {
    /// Bit k: the epoch's k-th slot has a block.
    var proposed: UInt64
    /// Cause of the missing block by slot; -1 where there is a block.
    var causes: [Int]

    static func full(slots: Int) -> BlockPresence {
        BlockPresence(proposed: SlotAvailability.mask(slots), causes: Array(repeating: -1, count: slots))
    }
}
