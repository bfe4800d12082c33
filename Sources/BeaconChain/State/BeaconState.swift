/// A block root and the epoch it begins.
public struct Checkpoint: Hashable, Sendable {
    /// The epoch that begins at the checkpoint.
    public var epoch: Epoch
    /// Root of the block at, or last before, the epoch's first slot.
    public var root: Root

    /// A value of given parts; nothing is checked.
    public init(epoch: Epoch, root: Root) {
        self.epoch = epoch
        self.root = root
    }
}

/// What the protocol remembers between slots, as columns.
///
/// Spec: `BeaconState`, Altair to Fulu. Fields of later forks are empty or zero in earlier ones.
public struct BeaconState: Sendable {
    /// Rules and sizes in force.
    public var spec: ChainSpec
    /// Slot that the state has reached.
    public var slot: Slot
    /// The validators.
    public var registry: Registry

    /// Bit k: the checkpoint of k epochs ago is justified (bit 0 = current epoch).
    public var justificationBits: UInt8 = 0
    /// Spec: `previous_justified_checkpoint`.
    public var previousJustified = Checkpoint(epoch: 0, root: .zero)
    /// Spec: `current_justified_checkpoint`.
    public var currentJustified = Checkpoint(epoch: 0, root: .zero)
    /// Spec: `finalized_checkpoint`.
    public var finalized = Checkpoint(epoch: 0, root: .zero)

    /// Effective balance slashed per epoch, Gwei, by epoch modulo `epochsPerSlashingsVector`.
    public var slashings: [Gwei] = []
    /// By epoch modulo `epochsPerHistoricalVector`.
    public var randaoMixes: [Root] = []
    /// By slot modulo `slotsPerHistoricalRoot`; empty in a state that nobody asks for roots.
    public var blockRoots: [Root] = []

    /// Registry rows that sit in the committee, with repeats; empty where not drawn.
    public var currentSyncCommittee = SyncCommittee()
    /// The committee of the coming period.
    public var nextSyncCommittee = SyncCommittee()

    /// Number of the next withdrawal, Capella and later.
    public var nextWithdrawalIndex: UInt64 = 0
    /// Where the next sweep begins, Capella and later.
    public var nextWithdrawalValidatorIndex: ValidatorIndex = 0

    // Electra
    /// First deposit that came as a request; `UInt64.max` = none yet.
    public var depositRequestsStartIndex: UInt64 = .max
    /// Deposit churn left over, Gwei.
    public var depositBalanceToConsume: Gwei = 0
    /// Exit churn left in `earliestExitEpoch`, Gwei.
    public var exitBalanceToConsume: Gwei = 0
    /// Epoch in which the next exit can take place.
    public var earliestExitEpoch: Epoch = 0
    /// Consolidation churn left in `earliestConsolidationEpoch`, Gwei.
    public var consolidationBalanceToConsume: Gwei = 0
    /// Epoch in which the next consolidation can take place.
    public var earliestConsolidationEpoch: Epoch = 0
    /// Deposits that wait for finality and churn, in order.
    public var pendingDeposits: [PendingDeposit] = []
    /// Requested withdrawals that wait for their epoch, in order.
    public var pendingPartialWithdrawals: [PendingPartialWithdrawal] = []
    /// Consolidations that wait for their source's exit, in order.
    public var pendingConsolidations: [PendingConsolidation] = []

    // Fulu
    /// Proposers of the current and the coming epochs.
    public var proposerLookahead: [ValidatorIndex] = []

    /// Fields that no reward depends on, kept so that a real state can be read, advanced, hashed and written.
    public var chainRecord = ChainRecord()

    /// A value of given parts; nothing is checked.
    public init(spec: ChainSpec, slot: Slot, registry: Registry) {
        self.spec = spec
        self.slot = slot
        self.registry = registry
    }

    /// The fork in force.
    public var fork: Fork { spec.fork }
    /// Spec: `get_current_epoch`.
    public var currentEpoch: Epoch { slot / spec.slotsPerEpoch }
    /// Spec: `get_previous_epoch`; the genesis epoch is its own.
    public var previousEpoch: Epoch { currentEpoch == 0 ? 0 : currentEpoch - 1 }
}

/// Spec: `SyncCommittee`, Altair. Members are registry rows instead of keys.
public struct SyncCommittee: Hashable, Sendable {
    /// −1 for a member whose key is not in the registry; see `unregisteredKeys`.
    public var members: [ValidatorIndex] = []
    /// Members that are in no registry row; no chain draws such a committee, but a state file can hold one.
    public var unregisteredKeys: [UnregisteredKey] = []
    /// 48 bytes, or empty where nobody has added up the keys.
    public var aggregatePublicKey: [UInt8] = []

    /// Everything at its zero value.
    public init() {}
}

/// A member of a sync committee by its key alone.
public struct UnregisteredKey: Hashable, Sendable {
    /// Place in the committee.
    public var position: Int
    /// 48 bytes.
    public var publicKey: [UInt8]

    /// A value of given parts; nothing is checked.
    public init(position: Int, publicKey: [UInt8]) {
        self.position = position
        self.publicKey = publicKey
    }
}

/// Spec: `PendingDeposit`, Electra.
public struct PendingDeposit: Hashable, Sendable {
    /// 48 bytes.
    public var publicKey: [UInt8]
    /// 32 bytes.
    public var withdrawalCredentials: [UInt8]
    /// Gwei.
    public var amount: Gwei
    /// 96 bytes.
    public var signature: [UInt8]
    /// When it was asked for.
    public var slot: Slot

    /// A value of given parts; nothing is checked.
    public init(
        publicKey: [UInt8], withdrawalCredentials: [UInt8], amount: Gwei, signature: [UInt8], slot: Slot
    ) {
        self.publicKey = publicKey
        self.withdrawalCredentials = withdrawalCredentials
        self.amount = amount
        self.signature = signature
        self.slot = slot
    }
}

/// Spec: `PendingPartialWithdrawal`, Electra.
public struct PendingPartialWithdrawal: Hashable, Sendable {
    /// Registry row.
    public var validator: ValidatorIndex
    /// Gwei.
    public var amount: Gwei
    /// First epoch in which it may be paid.
    public var withdrawableEpoch: Epoch

    /// A value of given parts; nothing is checked.
    public init(validator: ValidatorIndex, amount: Gwei, withdrawableEpoch: Epoch) {
        self.validator = validator
        self.amount = amount
        self.withdrawableEpoch = withdrawableEpoch
    }
}

/// Spec: `PendingConsolidation`, Electra.
public struct PendingConsolidation: Hashable, Sendable {
    /// Registry row whose balance moves.
    public var source: ValidatorIndex
    /// Registry row that receives it.
    public var target: ValidatorIndex

    /// A value of given parts; nothing is checked.
    public init(source: ValidatorIndex, target: ValidatorIndex) {
        self.source = source
        self.target = target
    }
}
