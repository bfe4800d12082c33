/// What an epoch transition found and did, for a ledger that explains every Gwei.
public struct EpochOutcome: Sendable {
    /// The epoch that ended.
    public var epoch: Epoch
    /// Gwei, at least one increment; of the validators active in the epoch that ended, before effective balances moved.
    public var totalActiveBalance: Gwei
    /// Gwei (spec: `get_base_reward_per_increment`).
    public var baseRewardPerIncrement: Gwei
    /// Increments of unslashed validators with each flag in the previous epoch, as rewards count them: at least one.
    public var previousParticipation: PerFlag<UInt64>
    /// The same of the epoch that ended.
    public var currentParticipation: PerFlag<UInt64>
    /// Whether the leak held when scores and rewards were worked out: after this transition's justification.
    public var isLeaking: Bool
    /// Checkpoints before and after.
    public var justification: Justification
    /// Rewards and penalties as they were applied; nil in the genesis epoch, which pays nothing.
    public var rewardTable: AttestationRewardTable?
    /// Rows that were queued, activated, ejected or split.
    public var registry = RegistryChanges()
    /// Correlation penalties that were taken, Gwei a member.
    public var slashingPenalties: [(row: Int, penalty: Gwei)] = []
    /// Pending deposits that reached a balance, in order.
    public var deposits: [(row: Int, amount: Gwei)] = []
    /// Balances that moved from one validator to another.
    public var consolidations: [(source: Int, target: Int, amount: Gwei)] = []

    /// Rows of which a part moved to a new row at the end of the registry.
    public var rowSplits: [(row: Int, newRow: Int, count: UInt32)] { registry.splits }
}

/// Checkpoints before and after an epoch's justification.
public struct Justification: Sendable, Equatable {
    /// The current justified checkpoint before.
    public var justifiedBefore: Checkpoint
    /// The current justified checkpoint after.
    public var justifiedAfter: Checkpoint
    /// The finalized checkpoint before.
    public var finalizedBefore: Checkpoint
    /// The finalized checkpoint after.
    public var finalizedAfter: Checkpoint

    /// Whether an epoch was finalized.
    public var finalized: Bool { finalizedAfter != finalizedBefore }
}

/// Rows whose life cycle moved on.
public struct RegistryChanges: Sendable {
    /// Rows that joined the queue for activation.
    public var queued: [Int] = []
    /// Rows that got an activation epoch.
    public var activated: [Int] = []
    /// Rows that got an exit epoch because their effective balance fell to `EJECTION_BALANCE`; parts that were split
    /// off for a later exit epoch are in `splits` only.
    public var ejected: [Int] = []
    /// Parts of rows that now differ from the rest, as new rows at the end of the registry, in order.
    ///
    /// Of an ejected row the first to leave keep the row and those who leave later get rows, in the order of their
    /// exits. Of a row that is activated in part (before Electra) the activated get a row, which is in `activated`.
    public var splits: [(row: Int, newRow: Int, count: UInt32)] = []

    /// Nothing happened.
    public init() {}
}
