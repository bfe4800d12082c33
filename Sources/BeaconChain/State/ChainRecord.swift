/// Fields of a beacon state that identify the chain and its execution side.
///
/// No reward depends on them, so simulated states leave them at their zero values. Where a field's inner structure
/// does not matter to any rule it is kept as its SSZ bytes.
public struct ChainRecord: Sendable, Equatable {
    public var genesisTime: UInt64 = 0
    public var genesisValidatorsRoot = Root.zero
    /// Four bytes each.
    public var previousForkVersion: [UInt8] = [0, 0, 0, 0]
    public var currentForkVersion: [UInt8] = [0, 0, 0, 0]
    public var forkEpoch: Epoch = 0
    public var latestBlockHeader = BlockHeader()
    /// By slot modulo `slotsPerHistoricalRoot`.
    public var stateRoots: [Root] = []
    public var historicalRoots: [Root] = []
    public var eth1Data = Eth1Data()
    public var eth1DataVotes: [Eth1Data] = []
    public var eth1DepositIndex: UInt64 = 0
    /// SSZ bytes of `ExecutionPayloadHeader` (Bellatrix and later); empty before.
    public var executionPayloadHeader: [UInt8] = []
    /// `historical_summaries`, Capella and later.
    public var historicalSummaries: [HistoricalSummary] = []

    public init() {}
}

/// Spec: `BeaconBlockHeader`, phase 0.
public struct BlockHeader: Sendable, Hashable {
    public var slot: Slot = 0
    public var proposerIndex: UInt64 = 0
    public var parentRoot = Root.zero
    public var stateRoot = Root.zero
    public var bodyRoot = Root.zero

    public init() {}
}

/// Spec: `Eth1Data`, phase 0.
public struct Eth1Data: Sendable, Hashable {
    public var depositRoot = Root.zero
    public var depositCount: UInt64 = 0
    public var blockHash = Root.zero

    public init() {}
}

/// Spec: `HistoricalSummary`, Capella.
public struct HistoricalSummary: Sendable, Hashable {
    public var blockSummaryRoot: Root
    public var stateSummaryRoot: Root

    public init(blockSummaryRoot: Root, stateSummaryRoot: Root) {
        self.blockSummaryRoot = blockSummaryRoot
        self.stateSummaryRoot = stateSummaryRoot
    }
}
