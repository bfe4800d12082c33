/// Who sits in a sync committee.
///
/// Spec: `get_next_sync_committee_indices`, Altair and Electra.
public enum SyncCommitteeSelection {
    /// Active positions of the members, in order and with repeats; empty if nobody is active.
    ///
    /// - Parameters:
    ///   - active: the validators active in the epoch for which the committee is drawn.
    ///   - seed: of that epoch (`Seed.make(.syncCommittee, …)`).
    public static func positions(_ active: some ActiveValidators, seed: Root, spec: ChainSpec) -> [Int] {
        guard active.count > 0 else { return [] }
        var sampling = BalanceSampling(active, seed: seed, spec: spec)
        return (0..<Int(clamping: spec.syncCommitteeSize)).map { _ in sampling.next() }
    }
}

extension BeaconState {
    /// The committee that would be drawn now as the next one (spec: `get_next_sync_committee`).
    ///
    /// Complexity: one pass over the registry and the draws.
    /// - Throws: `EpochError` where nobody is active in the next epoch or the randomness is missing.
    public func drawSyncCommittee(_ signatures: any SignatureChecking) throws(EpochError) -> SyncCommittee {
        let epoch = try currentEpoch.adding(1, "the next epoch")
        let active = ActiveRows(registry, in: epoch)
        guard active.count > 0 else { throw .nobodyActive(epoch: epoch) }
        let seed = try seed(.syncCommittee, epoch: epoch)
        var committee = SyncCommittee()
        committee.members = SyncCommitteeSelection.positions(active, seed: seed, spec: spec)
            .map { active.row(at: $0) }
        if !registry.publicKeys.isEmpty {
            committee.aggregatePublicKey = signatures.aggregatePublicKeys(
                committee.members.map { row in [UInt8](registry.publicKeys[row * 48..<row * 48 + 48]) })
        }
        return committee
    }
}
