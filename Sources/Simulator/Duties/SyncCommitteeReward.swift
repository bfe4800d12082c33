import BeaconChain

/// What a seat of the sync committee is worth in one block, Gwei.
///
/// Spec: `process_sync_aggregate`, Altair.
struct SyncCommitteeReward: Sendable {
    /// For the member, and what a missing signature costs it.
    let participant: Gwei
    /// For the proposer, of each signature included.
    let proposerPerSeat: Gwei

    init(totalActiveIncrements: UInt64, baseRewardPerIncrement: Gwei, spec: ChainSpec) {
        let base = baseRewardPerIncrement * totalActiveIncrements
        // SYNC_REWARD_WEIGHT 2, PROPOSER_WEIGHT 8 of WEIGHT_DENOMINATOR 64.
        participant = base * 2 / 64 / spec.slotsPerEpoch / spec.syncCommitteeSize
        proposerPerSeat = participant * 8 / (64 - 8)
    }
}
