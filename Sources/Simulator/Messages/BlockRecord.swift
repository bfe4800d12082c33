import BeaconChain
import DistributedValidators

/// What the simulator knows of a block beside its place in the tree.
struct BlockRecord {
    var id: BlockID
    /// The block before; that of the anchor is itself.
    var parent: BlockID
    var slot: Slot
    /// Number of the branch on whose state it is built.
    var lane: Int
    /// Virtual index of the proposer; −1 for the anchor.
    var proposer: Int
    /// When it left its proposer, nanoseconds from the start of the run.
    var published: Int64
    /// The host that made it; −1 for the anchor.
    var host = -1
    /// Of two blocks that one proposer made for one slot, which; nil where it made one.
    var twin: Int?
    var included: [IncludedVotes] = []
    /// Seats of the sync committee that signed for its parent too late for it.
    var lateSeats = SeatSet()
    /// What its attestations earned its proposer, Gwei.
    var attestationReward: Int64 = 0
    /// Stake whose votes for the target of the block's epoch, and of the one before, its chain includes.
    var votes: TargetVotes
    /// The client bug that takes it for valid though it is not, by outage; nil where it is valid.
    var invalidBut: Int?
    /// The client bug that refuses it though it is valid.
    var refusedBy: Int?
    /// Why it may not end up in the chain: what its proposer, or the network around it, was doing.
    var cause: Int
}

/// Why a proposer made no block, and what the block would have earned, by the branch's point of view.
struct MissedProposal {
    var cause: Int
    var attestationReward: Int64
    /// What went wrong in a cluster.
    var failure: DutyFailure?
}
