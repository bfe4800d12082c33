import BeaconChain

/// Two blocks of one proposer for one slot.
struct DoubleProposal: Sendable {
    /// Virtual index.
    var proposer: Int
    var blocks: (BlockID, BlockID)
    /// Position of the outage that made the proposer do so.
    var outage: Int
}

extension MessageSimulation {
    /// A proposer puts the evidence that its view has of double proposals into its block.
    ///
    /// Spec: `process_proposer_slashing`; what it costs and pays is settled with the epoch (`Branch.includeEvidence`).
    mutating func accuseProposers(in slot: Slot, view: Int, lane: Int) {
        guard !doubleProposals.isEmpty else { return }
        let (chain, tree) = (views[view].chain, live.tree)
        // A block that is no longer held lies behind finality: its evidence has had time to come here.
        func isKnown(_ id: BlockID) -> Bool { id < tree.first || chain.hasSeen(id) }
        let isOnlyView = views.count == 1
        var open: [DoubleProposal] = []
        for found in doubleProposals {
            let isPunished =
                isKnown(found.blocks.0) && isKnown(found.blocks.1) && live.accuse(found, lane: lane, before: slot)
            if !isPunished || !isOnlyView { open.append(found) }
        }
        doubleProposals = open
    }

    /// Gwei of the members of a block's committees whose votes count no more since they voted twice.
    ///
    /// Spec: the equivocators in `is_head_weak`.
    func discountedWeight(of block: BlockID, view: Int) -> Gwei {
        let record = live.record(block)
        guard views[view].chain.discountedCount > 0 else { return 0 }
        let lane = live.lane(record.lane)
        var increments: UInt64 = 0
        for place in lane.committees.members(slot: Int(record.slot % UInt64(slots))) {
            let validator = Int(lane.committees.shuffled[place])
            guard views[view].chain.isDiscounted(validator) else { continue }
            let row = lane.branch.world.population.row(of: validator)
            increments += UInt64(lane.branch.world.state.registry.effectiveIncrements[row])
        }
        return increments * world.spec.effectiveBalanceIncrement
    }
}
