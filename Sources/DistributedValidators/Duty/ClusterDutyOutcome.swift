/// Why a cluster did not perform a duty; the raw value is Charon's published reason.
///
/// Source: Charon e628470, docs/reasons.md. SSV publishes no such list; its failures are told in the same words.
public enum DutyFailure: String, Sendable, CaseIterable {
    /// No beacon node of the cluster gave data.
    case fetchBeaconError = "fetch_bn_error"
    /// The members did not agree in time.
    case noConsensus = "no_consensus"
    /// No validator client signed what was agreed on.
    case noLocalSignature = "no_local_vc_signature"
    /// No partial signature of another member came.
    case noPeerSignatures = "no_peer_signatures"
    /// Fewer valid partial signatures than the threshold.
    case insufficientPeerSignatures = "insufficient_peer_signatures"
    /// Enough sync messages, but over different heads.
    case inconsistentSyncMessages = "par_sig_db_inconsistent_sync"
    /// Fewer randao signatures than the threshold.
    case proposerInsufficientRandaos = "proposer_insufficient_randaos"
    /// No randao signature.
    case proposerZeroRandaos = "proposer_zero_randaos"
    /// No randao signature of another member.
    case proposerNoExternalRandaos = "proposer_no_external_randaos"
    /// Fewer selection proofs than the threshold.
    case insufficientAggregatorSelections = "insufficient_aggregator_selections"
    /// Fewer contribution proofs than the threshold.
    case contributionFewPrepares = "sync_contribution_few_prepares"
    /// Signed, but no member with a working beacon node could broadcast.
    case broadcastBeaconError = "broadcast_bn_error"
}

/// What became of a duty. Times are nanoseconds from the start of its slot.
public struct ClusterDutyOutcome: Hashable, Sendable {
    /// Nil where the duty was performed.
    public var failure: DutyFailure?
    /// What was agreed on: the value of the member that proposed it, or the head that enough members signed.
    public var value: UInt32 = 0
    /// The source and target that go with it.
    public var targetValue: UInt32 = 0
    /// The round of the decision; zero without consensus.
    public var round = 0
    /// When the first member decided; −1 if none.
    public var decidedAt: Int64 = -1
    /// When the first member had enough valid partial signatures over one value and could broadcast; −1 if none.
    public var completedAt: Int64 = -1
    /// That member; −1 if none.
    public var broadcaster = -1
    /// Whose partial signatures it had then.
    public var firstSigners = MemberSet()
    /// Whose partial signatures were found wrong, or whose votes contradicted each other.
    public var liars = MemberSet()
    /// Messages sent until then, one for each receiver; all of them where the duty failed.
    public var messages = 0

    /// A duty for which nothing was sent; without a failure one that has yet to be worked out.
    public init(failure: DutyFailure? = nil) { self.failure = failure }

    /// Whether it was performed.
    public var isCompleted: Bool { failure == nil }
}
