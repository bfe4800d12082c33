extension ChainView {
    /// What the proposer of a slot builds on: the head, or its parent if the head came late and has few votes.
    ///
    /// Spec: `get_proposer_head`.
    ///
    /// - Parameters:
    ///   - slot: the proposal's.
    ///   - discountedWeight: Gwei that the discounted members of the head's committees have in the justified state;
    ///     they count for the head here, so that equivocators cannot make it look weak.
    ///   - isTimely: whether the head came to the proposer in time; nil = as the view has it.
    /// - Throws: `ForkChoiceError`.
    public mutating func proposerHead(
        _ head: BlockID, slot: Slot, discountedWeight: Gwei, isTimely: Bool? = nil, in tree: BlockTree
    ) throws(ForkChoiceError) -> BlockID {
        guard hasSeen(head), let block = tree[head] else { throw .unknownBlock(tree[head]?.root ?? .zero) }
        guard let parent = tree.parent(of: head) else { throw .unknownParent(block.parentRoot) }
        guard boosted != head else { throw .boostNotWornOff(block.root) }

        let headScore = try attestationScore(of: head, in: tree).addingReportingOverflow(discountedWeight)
        let isHeadWeak =
            !headScore.overflow
            && headScore.partialValue < weights.committeeFraction(percent: spec.reorgHeadWeightThreshold, spec)
        let isCurrent = block.slot.addingReportingOverflow(1) == (slot, false)
        guard isHeadWeak, isCurrent else { return head }
        if isProposalRepeated(head, in: tree) { return parent }

        let parentIndex = tree.index(parent)
        let epoch = slot / max(1, spec.slotsPerEpoch)
        let isFinalizing =
            epoch >= finalized.epoch && epoch - finalized.epoch <= spec.reorgMaxEpochsSinceFinalization
        let isLate =
            !(isTimely ?? wasTimely(head)) && slot % max(1, spec.slotsPerEpoch) != 0
            && tree.slots[parentIndex] + 1 == block.slot
            && tree.hasSameUnrealizedJustification(tree.index(head), parentIndex)
        let isOnTime = millisecondsIntoSlot <= deadline(spec.proposerReorgCutoffBasisPoints)
        guard isLate, isFinalizing, isOnTime else { return head }
        let isParentStrong =
            try attestationScore(of: parent, in: tree)
            > weights.committeeFraction(percent: spec.reorgParentWeightThreshold, spec)
        return isParentStrong ? parent : head
    }

    /// Whether the view has seen another block of the same proposer and slot. Spec: `is_proposer_equivocation`.
    private func isProposalRepeated(_ id: BlockID, in tree: BlockTree) -> Bool {
        let index = tree.index(id)
        return sightings.indices.contains { other in
            other != index && sightings[other].contains(.seen) && tree.isSameProposal(index, other)
        }
    }
}
