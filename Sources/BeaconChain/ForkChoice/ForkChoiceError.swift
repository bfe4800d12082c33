/// Why the fork choice does not take a message, or cannot answer.
///
/// Some messages are refused only for now: `isRetryable` tells which may be accepted at a later time.
public enum ForkChoiceError: Error, Equatable, Sendable {
    /// The clock was set to a time before the chain's genesis; seconds.
    case beforeGenesis(time: UInt64, genesis: UInt64)
    /// The anchor block does not name the anchor state.
    case anchorStateRoot(named: Root, found: Root)

    // Blocks
    /// The parent is not in the tree or not known to this view.
    case unknownParent(Root)
    /// The block's slot has not begun.
    case futureBlock(slot: Slot, current: Slot)
    /// The block is not later than the start of the finalized epoch.
    case notAfterFinalized(slot: Slot, finalizedSlot: Slot)
    /// The finalized checkpoint is not the one that the block descends from.
    case notDescendedFromFinalized(Checkpoint)
    /// The block's blobs have not been found available.
    case dataUnavailable(Root)
    /// A block of the tree does not come after its parent.
    case slotNotAfterParent(slot: Slot, parentSlot: Slot)
    /// The tree has used up its four-byte numbers.
    case treeFull

    // Votes
    /// The target is neither of the current nor of the previous epoch.
    case targetEpoch(Epoch, current: Epoch)
    /// The target's epoch is not that of the vote's slot.
    case targetNotOfSlot(target: Epoch, slot: Slot)
    /// The target's block is not known to this view.
    case unknownTarget(Root)
    /// The block voted for, or asked about, is not known to this view.
    case unknownBlock(Root)
    /// The vote is for a block later than the vote.
    case blockAfterVote(block: Slot, vote: Slot)
    /// The target is not the checkpoint of the block voted for.
    case targetNotAncestor(target: Checkpoint)
    /// Votes count from the slot after their own.
    case voteTooEarly(slot: Slot, current: Slot)
    /// There is no validator of that index.
    case unknownVoter(Int)

    // Questions
    /// The view has moved on to a justified checkpoint whose weights it was not given.
    case weightsMissing(Checkpoint)
    /// The weights are of another checkpoint than the view's justified one.
    case weightsOfOther(Checkpoint, justified: Checkpoint)
    /// The sum of all weights leaves 64 bits.
    case weightOverflow
    /// A proposer asks whether to build on a block that still has the boost of its own slot.
    case boostNotWornOff(Root)
}

extension ForkChoiceError {
    /// Whether the same message may be accepted later: once a slot has begun, a block or its data has arrived.
    public var isRetryable: Bool {
        switch self {
        case .unknownParent, .futureBlock, .dataUnavailable, .unknownTarget, .unknownBlock, .voteTooEarly: true
        case .targetEpoch(let epoch, let current): epoch > current
        default: false
        }
    }
}

extension ForkChoiceError: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        switch self {
        case .beforeGenesis(let time, let genesis):
            "time \(time) s is before genesis at \(genesis) s; let the clock begin at genesis"
        case .anchorStateRoot(let named, let found):
            "the anchor block names state \(named), the anchor state is \(found); give a block and its own post-state"
        case .unknownParent(let root):
            "parent \(root) is not known; hold the block back until its parent has arrived"
        case .futureBlock(let slot, let current):
            "the block is of slot \(slot), the current one is \(current); hold it back until its slot begins"
        case .notAfterFinalized(let slot, let finalizedSlot):
            "the block is of slot \(slot), which is not after the finalized epoch's start at slot \(finalizedSlot)"
        case .notDescendedFromFinalized(let checkpoint):
            "the block does not descend from finalized \(checkpoint.root) of epoch \(checkpoint.epoch)"
        case .dataUnavailable(let root):
            "the blobs of block \(root) are not available; hold it back until they are"
        case .slotNotAfterParent(let slot, let parentSlot):
            "the block is of slot \(slot), its parent of slot \(parentSlot); a block comes after its parent"
        case .treeFull:
            "the block tree has held 2^32 blocks; begin a new tree at the finalized block"
        case .targetEpoch(let epoch, let current):
            "the vote's target epoch is \(epoch), only \(current) and the one before count now"
        case .targetNotOfSlot(let target, let slot):
            "the vote's target epoch \(target) is not that of its slot \(slot)"
        case .unknownTarget(let root):
            "target block \(root) is not known; hold the vote back until it has arrived"
        case .unknownBlock(let root):
            "block \(root) is not known; hold the vote back until it has arrived"
        case .blockAfterVote(let block, let vote):
            "the vote of slot \(vote) is for a block of slot \(block), which is later"
        case .targetNotAncestor(let target):
            "the vote's target \(target.root) is not the checkpoint of epoch \(target.epoch) of the block voted for"
        case .voteTooEarly(let slot, let current):
            "the vote of slot \(slot) counts from the next slot on, the current one is \(current); hold it back"
        case .unknownVoter(let index):
            "there is no validator \(index); make the view as large as the registry first"
        case .weightsMissing(let checkpoint):
            "weights of justified \(checkpoint.root), epoch \(checkpoint.epoch), are missing; adopt them first"
        case .weightsOfOther(let checkpoint, let justified):
            "weights are of epoch \(checkpoint.epoch), the justified checkpoint is of epoch \(justified.epoch); "
                + "adopt those of \(justified.root)"
        case .weightOverflow:
            "the sum of all weights leaves 64 bits; the registry is not one that a chain can have"
        case .boostNotWornOff(let root):
            "block \(root) still has its proposer boost; ask in a later slot"
        }
    }
}
