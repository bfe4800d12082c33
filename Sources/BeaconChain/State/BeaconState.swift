/// A block root and the epoch it begins.
public struct Checkpoint: Hashable, Sendable {
    public var epoch: Epoch
    public var root: Root

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
    public var slot: Slot
    public var registry: Registry

    /// Bit k: the checkpoint of k epochs ago is justified (bit 0 = current epoch).
    public var justificationBits: UInt8 = 0
    public var previousJustified = Checkpoint(epoch: 0, root: .zero)
    public var currentJustified = Checkpoint(epoch: 0, root: .zero)
    public var finalized = Checkpoint(epoch: 0, root: .zero)

    /// Effective balance slashed per epoch, Gwei, by epoch modulo `epochsPerSlashingsVector`.
    public var slashings: [Gwei] = []
    /// By epoch modulo `epochsPerHistoricalVector`.
    public var randaoMixes: [Root] = []
    /// By slot modulo `slotsPerHistoricalRoot`; empty in a state that nobody asks for roots.
    public var blockRoots: [Root] = []

    /// Registry rows that sit in the committee, with repeats; empty where not drawn.
    public var currentSyncCommittee = SyncCommittee()
    public var nextSyncCommittee = SyncCommittee()

    public var nextWithdrawalIndex: UInt64 = 0
    public var nextWithdrawalValidatorIndex: ValidatorIndex = 0

    // Electra
    public var depositRequestsStartIndex: UInt64 = .max
    public var depositBalanceToConsume: Gwei = 0
    public var exitBalanceToConsume: Gwei = 0
    public var earliestExitEpoch: Epoch = 0
    public var consolidationBalanceToConsume: Gwei = 0
    public var earliestConsolidationEpoch: Epoch = 0
    public var pendingDeposits: [PendingDeposit] = []
    public var pendingPartialWithdrawals: [PendingPartialWithdrawal] = []
    public var pendingConsolidations: [PendingConsolidation] = []

    // Fulu
    /// Proposers of the current and the coming epochs.
    public var proposerLookahead: [ValidatorIndex] = []

    /// Fields that no reward depends on, kept so that a real state can be read, advanced, hashed and written.
    public var chainRecord = ChainRecord()

    public init(spec: ChainSpec, slot: Slot, registry: Registry) {
        self.spec = spec
        self.slot = slot
        self.registry = registry
    }

    public var fork: Fork { spec.fork }
    public var currentEpoch: Epoch { slot / spec.slotsPerEpoch }
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

    public init() {}
}

/// A member of a sync committee by its key alone.
public struct UnregisteredKey: Hashable, Sendable {
    /// Place in the committee.
    public var position: Int
    /// 48 bytes.
    public var publicKey: [UInt8]

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
    public var slot: Slot

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
    public var validator: ValidatorIndex
    public var amount: Gwei
    public var withdrawableEpoch: Epoch

    public init(validator: ValidatorIndex, amount: Gwei, withdrawableEpoch: Epoch) {
        self.validator = validator
        self.amount = amount
        self.withdrawableEpoch = withdrawableEpoch
    }
}

/// Spec: `PendingConsolidation`, Electra.
public struct PendingConsolidation: Hashable, Sendable {
    public var source: ValidatorIndex
    public var target: ValidatorIndex

    public init(source: ValidatorIndex, target: ValidatorIndex) {
        self.source = source
        self.target = target
    }
}
