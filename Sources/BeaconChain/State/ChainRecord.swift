/// Fields of a beacon state that identify the chain and its execution side.
///
/// No reward depends on them, so simulated states leave them at their zero values. Where a field's inner structure
/// does not matter to any rule it is kept as its SSZ bytes.
public struct ChainRecord: Sendable, Equatable {
    /// Seconds since 1970.
    public var genesisTime: UInt64 = 0
    /// Tells chains apart in signing domains.
    public var genesisValidatorsRoot = Root.zero
    /// Four bytes each.
    public var previousForkVersion: [UInt8] = [0, 0, 0, 0]
    /// Four bytes.
    public var currentForkVersion: [UInt8] = [0, 0, 0, 0]
    /// First epoch of the current version.
    public var forkEpoch: Epoch = 0
    /// Its state root is zero until the next slot is processed.
    public var latestBlockHeader = BlockHeader()
    /// By slot modulo `slotsPerHistoricalRoot`.
    public var stateRoots: [Root] = []
    /// Frozen from Capella on.
    public var historicalRoots: [Root] = []
    /// The deposit tree that the chain follows.
    public var eth1Data = Eth1Data()
    /// Votes of the running period, in order.
    public var eth1DataVotes: [Eth1Data] = []
    /// Deposits taken from that tree.
    public var eth1DepositIndex: UInt64 = 0
    /// SSZ bytes of `ExecutionPayloadHeader` (Bellatrix and later); empty before.
    public var executionPayloadHeader: [UInt8] = []
    /// `historical_summaries`, Capella and later.
    public var historicalSummaries: [HistoricalSummary] = []

    /// Everything at its zero value.
    public init() {}
}

/// Spec: `BeaconBlockHeader`, phase 0.
public struct BlockHeader: Sendable, Hashable {
    /// Slot of the block.
    public var slot: Slot = 0
    /// Who proposed it.
    public var proposerIndex: UInt64 = 0
    /// Root of the block before.
    public var parentRoot = Root.zero
    /// Root of the state after it.
    public var stateRoot = Root.zero
    /// Root of what it carries.
    public var bodyRoot = Root.zero

    /// Everything at its zero value.
    public init() {}
}

/// Spec: `Eth1Data`, phase 0.
public struct Eth1Data: Sendable, Hashable {
    /// Root of the deposit tree.
    public var depositRoot = Root.zero
    /// Deposits in the tree.
    public var depositCount: UInt64 = 0
    /// Execution block at which this held.
    public var blockHash = Root.zero

    /// Everything at its zero value.
    public init() {}
}

/// Spec: `HistoricalSummary`, Capella.
public struct HistoricalSummary: Sendable, Hashable {
    /// Root over the period's block roots.
    public var blockSummaryRoot: Root
    /// Root over the period's state roots.
    public var stateSummaryRoot: Root

    /// A value of given parts; nothing is checked.
    public init(blockSummaryRoot: Root, stateSummaryRoot: Root) {
        self.blockSummaryRoot = blockSummaryRoot
        self.stateSummaryRoot = stateSummaryRoot
    }
}
