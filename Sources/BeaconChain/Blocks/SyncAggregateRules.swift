extension BeaconState {
    /// Pays the sync committee's participants and the proposer, and takes as much from those who are missing.
    ///
    /// Spec: `process_sync_aggregate`, Altair.
    ///
    /// - Throws: `BlockError`, `EpochError` if nobody can propose.
    public mutating func processSyncAggregate(_ aggregate: SyncAggregate, _ context: BlockContext) throws {
        let committee = currentSyncCommittee
        guard UInt64(committee.members.count) == spec.syncCommitteeSize,
            aggregate.bits.count == committee.members.count
        else { throw BlockError(.syncAggregate, .wrongBitCount) }
        try checkSignature(aggregate, committee, context)

        let total = context.baseRewardPerIncrement * (context.totalActiveBalance / spec.effectiveBalanceIncrement)
        let ofSlot =
            total * ParticipationFlag.syncRewardWeight / ParticipationFlag.weightDenominator / spec.slotsPerEpoch
        let participantReward = ofSlot / spec.syncCommitteeSize
        let (whole, share) = (ParticipationFlag.weightDenominator, ParticipationFlag.proposerWeight)
        let proposerReward = participantReward * share / (whole - share)
        let proposer = try row(context.proposer, .syncAggregate)
        // One after the other: a penalty stops at zero, so the order matters to a nearly empty balance.
        for (position, member) in committee.members.enumerated() {
            let row = try row(member, .syncAggregate)
            if aggregate.bits[position] {
                try increaseBalance(row, by: participantReward, .syncAggregate)
                try increaseBalance(proposer, by: proposerReward, .syncAggregate)
            } else {
                decreaseBalance(row, by: participantReward)
            }
        }
    }

    private func checkSignature(
        _ aggregate: SyncAggregate, _ committee: SyncCommittee, _ context: BlockContext
    ) throws(BlockError) {
        let previousSlot = max(slot, 1) - 1
        let signed = try blockRoot(at: previousSlot, .syncAggregate)
        guard context.checksSignatures else { return }
        var keys: [[UInt8]] = []
        if aggregate.bits.allSatisfy({ $0 }) {
            keys = [committee.aggregatePublicKey]
        } else {
            for (position, member) in committee.members.enumerated() where aggregate.bits[position] {
                keys.append(publicKey(try row(member, .syncAggregate)))
            }
        }
        // Spec: `eth_fast_aggregate_verify`: nobody's signature is the point at infinity.
        if keys.isEmpty, aggregate.signature == Self.pointAtInfinity { return }
        try context.check(
            .syncAggregate, keys: keys, objectRoot: signed,
            domain: domain(.syncCommittee, at: previousSlot / spec.slotsPerEpoch), signature: aggregate.signature)
    }

    /// Spec: `G2_POINT_AT_INFINITY`.
    static var pointAtInfinity: [UInt8] { [0xC0] + [UInt8](repeating: 0, count: 95) }
}
