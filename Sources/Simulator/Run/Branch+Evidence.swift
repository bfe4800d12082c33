import BeaconChain
import DistributedValidators
import Staking

/// What the messages of an epoch left on one branch.
struct EpochEvidence {
    var epoch: Epoch
    var proposers: [Int]
    var syncCommittee: [Int]
    /// Which slots have a block on the branch.
    var blocks: BlockPresence
    /// By slot, why its proposer has no block there; −1 where it has.
    var proposalCauses: [Int]
    /// By slot, what went wrong in a cluster that was to propose.
    var proposalFailures: [DutyFailure?]
    /// By slot, what the block earned by its votes, or would have earned, Gwei.
    var attestationRewards: [Int64]
    /// Everyone whose attestation of the epoch before did not earn everything, by row; nil where that epoch had no messages.
    var classes: [AttestationClass]?
    /// Increments whose votes for this epoch's target are in its blocks.
    var currentTarget: UInt64
    /// Why a member's signature is not in the block of a slot; nil if it is.
    var causeOfMissingSignature: (_ seat: Int, _ member: Int, _ slot: Int) -> DutyReason?
    /// Nodes that were away.
    var absences: EpochAbsences
    /// The branch's checkpoint block of the epoch and the one before.
    var checkpointRoot: (Epoch) -> Root
}

extension Branch {
    /// Settles an epoch that is over by what its messages brought about.
    mutating func settleEpoch(_ offset: Int, evidence: EpochEvidence) throws(SimulationError) {
        prepareEpoch(evidence.epoch)
        countProposals(evidence, offset: offset)
        expectMissedProposals(evidence.absences, active)
        let prices = blockPrices
        let signatures = settleSyncCommittee(
            ofEpoch: offset, committee: evidence.syncCommittee, blocks: evidence.blocks, reward: prices.sync,
            isFlawless: { _ in false }, causeOfMissing: { evidence.causeOfMissingSignature($1, $2, $3) })
        settleProposals(
            proposers: evidence.proposers, blocks: evidence.blocks, attestationRewards: evidence.attestationRewards,
            seatsPerSlot: signatures, syncReward: prices.sync
        ) { _, slot in evidence.proposalCauses[slot] < 0 ? nil : evidence.proposalCauses[slot] }
        var record = EpochRecordOfDuties(
            epoch: evidence.epoch, absences: evidence.absences, blocks: evidence.blocks, active: active,
            proposers: evidence.proposers, syncCommittee: evidence.syncCommittee, assignment: nil, replayed: [])
        var classes: [AttestationClass]
        if let found = evidence.classes { classes = found } else { classes = try classesOfPrevious(current: &record) }
        try includeEvidence(ofEpoch: evidence.proposers, blocks: evidence.blocks, limiting: &classes)
        if hasSlashed { classes.removeAll { world.state.registry.slashed[$0.row] } }
        let justified = world.state.currentJustified
        try settleAttestations(
            offset, epoch: evidence.epoch, classes: classes, currentTarget: evidence.currentTarget)
        if world.state.currentJustified != justified {
            world.state.currentJustified.root = evidence.checkpointRoot(world.state.currentJustified.epoch)
        }
        record.active = active
        previous = record
        try closeEpoch(evidence.epoch, offset: offset)
    }

    private mutating func countProposals(_ evidence: EpochEvidence, offset: Int) {
        for (slot, proposer) in evidence.proposers.enumerated() {
            let node = Int(world.population.nodeOfRow[world.population.row(of: proposer)])
            series.assignedProposals[Int(entityOfNode[node])] += 1
            guard evidence.proposalCauses[slot] >= 0 else { continue }
            series.miss(
                .proposal, .missed, node: node, epoch: offset, cause: evidence.proposalCauses[slot],
                failure: evidence.proposalFailures[slot], count: 1)
        }
    }
}
