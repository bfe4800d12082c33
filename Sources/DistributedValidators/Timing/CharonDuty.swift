/// Charon's duty types; the raw value is the wire's and enters the leader's formula.
///
/// Source: Charon e628470, core/types.go and docs/architecture.md.
public enum CharonDuty: Int, Sendable, CaseIterable {
    /// A block.
    case proposer = 1
    /// Attestations of all validators of the cluster in a slot.
    case attester = 2
    /// A validator's signature, kept for old clusters.
    case signature = 3
    /// A voluntary exit.
    case exit = 4
    /// A block by way of the old builder interface.
    case builderProposer = 5
    /// A registration with a builder.
    case builderRegistration = 6
    /// The signature over the epoch that a block needs first.
    case randao = 7
    /// The selection proofs for aggregation.
    case prepareAggregator = 8
    /// Aggregated attestations.
    case aggregator = 9
    /// Sync committee messages.
    case syncMessage = 10
    /// The selection proofs for sync committee contributions.
    case prepareSyncContribution = 11
    /// Sync committee contributions.
    case syncContribution = 12
    /// The agreement on versions and protocols, once an epoch.
    case infoSync = 13

    /// When its consensus begins within the slot.
    ///
    /// Source: Charon e628470, core/consensus/timer/roundtimer.go: attester 1/3, aggregator and sync contribution 2/3,
    /// every other 0.
    public var consensusStart: SlotFraction {
        switch self {
        case .attester: .third
        case .aggregator, .syncContribution: .twoThirds
        default: .start
        }
    }
}

/// Until when Charon works on a duty.
///
/// Source: Charon e628470, core/deadline.go. Each deadline is held a margin of a twelfth of a slot later.
public enum DutyDeadlines {
    /// Nanoseconds after the slot's start; nil for duties that never expire.
    public static func charon(_ duty: CharonDuty, slot: Int64, slotsPerEpoch: Int64 = 32) -> Int64? {
        let margin = slot / 12
        return switch duty {
        case .exit, .builderRegistration: nil
        case .proposer, .builderProposer, .randao: slot / 3 + margin
        case .attester, .aggregator: slot * slotsPerEpoch + margin
        case .prepareAggregator, .prepareSyncContribution: slot * slotsPerEpoch * 2 + margin
        case .syncMessage, .syncContribution, .signature, .infoSync: slot + margin
        }
    }

    /// Epochs ahead of the current one in which Charon takes a duty in at all; core/gater.go.
    public static let epochsAhead: UInt64 = 2
}
