import BeaconChain

/// Who does what in one epoch on one branch: committees by slot, proposers, the sync committee.
///
/// Branches with the same active validators share one.
final class EpochCommittees: Sendable {
    let epoch: Epoch
    /// Virtual indices of all active validators in shuffled order.
    let shuffled: [UInt32]
    /// Virtual index of each slot's proposer.
    let proposers: [Int]
    /// Virtual indices of the sync committee in office, with repeats.
    let syncCommittee: [Int]
    let slots: Int
    /// Spec: `get_committee_count_per_slot`.
    let committeesPerSlot: Int
    let active: ActiveSet

    /// - Complexity: O(active validators · shuffle rounds).
    init(
        epoch: Epoch, shuffling: Shuffling, active: ActiveSet, proposers: [Int], syncCommittee: [Int], spec: ChainSpec
    ) {
        self.epoch = epoch
        self.proposers = proposers
        self.syncCommittee = syncCommittee
        self.active = active
        slots = Int(spec.slotsPerEpoch)
        committeesPerSlot = max(
            1,
            min(Int(spec.maxCommitteesPerSlot), active.count / slots / Int(spec.targetCommitteeSize)))
        var shuffled = shuffling.permutation()
        if active.runs.count != 1 || active.runs[0].virtualStart != 0 {
            for place in shuffled.indices {
                shuffled[place] = UInt32(truncatingIfNeeded: active.virtualIndex(at: Int(shuffled[place])))
            }
        }
        self.shuffled = shuffled
    }

    /// Places of a committee's members in the shuffled list. Spec: `compute_committee`.
    func members(slot: Int, committee: Int) -> Range<Int> {
        let index = slot * committeesPerSlot + committee
        let count = shuffled.count
        let all = committeesPerSlot * slots
        return (count * index / all)..<(count * (index + 1) / all)
    }

    /// Places of all who attest in a slot.
    func members(slot: Int) -> Range<Int> {
        members(slot: slot, committee: 0).lowerBound..<members(slot: slot, committee: committeesPerSlot - 1).upperBound
    }
}
