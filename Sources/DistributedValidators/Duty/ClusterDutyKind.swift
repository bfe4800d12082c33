/// A duty that a cluster carries out together.
public enum ClusterDutyKind: UInt8, Sendable, CaseIterable {
    /// The attestations of all validators of the cluster in a slot; under SSV with the sync messages.
    case attester
    /// A block: the randao signature first, then the block.
    case proposer
    /// Aggregated attestations.
    case aggregator
    /// Sync committee messages.
    case syncMessage
    /// Sync committee contributions.
    case syncContribution
    /// The randao signature by itself.
    case randao
    /// Selection proofs for aggregation.
    case prepareAggregator
    /// Selection proofs for contributions.
    case prepareSyncContribution
    /// A voluntary exit.
    case exit
    /// A registration with builders.
    case builderRegistration

    /// Charon's duty type.
    public var charon: CharonDuty {
        switch self {
        case .attester: .attester
        case .proposer: .proposer
        case .aggregator: .aggregator
        case .syncMessage: .syncMessage
        case .syncContribution: .syncContribution
        case .randao: .randao
        case .prepareAggregator: .prepareAggregator
        case .prepareSyncContribution: .prepareSyncContribution
        case .exit: .exit
        case .builderRegistration: .builderRegistration
        }
    }

    /// Whether members agree on what to sign before they sign.
    ///
    /// Under Charon sync messages are signed without: each member signs the head that it sees. Source: Charon e628470,
    /// docs/architecture.md; ssv-spec 5d11f26 (a committee's sync messages take the head of its beacon vote).
    public func needsConsensus(_ flavour: ClusterRules.Flavour) -> Bool {
        switch self {
        case .attester, .proposer, .aggregator, .syncContribution: true
        case .syncMessage: flavour == .ssv
        case .randao, .prepareAggregator, .prepareSyncContribution, .exit, .builderRegistration: false
        }
    }

    /// Whether a threshold of partial signatures has to be there before there is anything to agree on.
    func needsPreConsensus(_ flavour: ClusterRules.Flavour) -> Bool {
        switch self {
        case .proposer: true
        case .aggregator, .syncContribution: flavour == .ssv
        default: false
        }
    }

    /// Whether a Charon member joins the consensus before it has data of its own (feature `consensus_participate`).
    var isJoinedEarly: Bool { self == .attester || self == .proposer }

    /// Whether what is signed is the member's own view, so that views may differ.
    var isSignedByView: Bool { self == .syncMessage }

    /// Whether the agreed value carries a source and a target.
    var hasCheckpoints: Bool { self == .attester || self == .syncMessage }

    /// When the duty begins in its slot.
    public func start(_ rules: ClusterRules) -> Int64 {
        let fraction: SlotFraction =
            switch self {
            case .attester, .syncMessage: rules.attestationDue
            case .aggregator, .syncContribution: rules.aggregationDue
            case .builderRegistration: SlotFraction(3, of: 4)
            default: .start
            }
        return fraction.nanoseconds(of: rules.slot)
    }

    /// Until when members work on it, from the slot's start.
    public func deadline(_ rules: ClusterRules) -> Int64 {
        min(expiry(rules), start(rules) &+ rules.patience)
    }

    /// Until when its project lets a member work on it by the member's clock, from the slot's start.
    func expiry(_ rules: ClusterRules) -> Int64 {
        switch rules.flavour {
        case .charon: return DutyDeadlines.charon(charon, slot: rules.slot) ?? .max
        case .ssv:
            // Messages of a block live for its slot and two more; those of a committee for an epoch and two slots.
            let slots: Int64 = self == .proposer || self == .syncContribution ? 3 : 34
            return slots &* rules.slot
        }
    }

    /// Whose limits its messages have at SSV; what comes before a consensus has those of the duty that it is for.
    var ssvRole: SSVMessageLimits.Role {
        switch self {
        case .attester, .syncMessage: .committee
        case .aggregator, .prepareAggregator: .aggregator
        case .proposer, .randao: .proposer
        case .syncContribution, .prepareSyncContribution: .syncContribution
        case .exit, .builderRegistration: .registration
        }
    }
}
