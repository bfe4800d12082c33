/// The sums over the registry on which an epoch's rewards rest, in increments (whole ETH).
///
/// Plain sums: the spec's floor of one increment (`get_total_balance`) is applied by the accessors.
public struct EpochTotals: Sendable, Equatable {
    /// Of everybody active in the current epoch, slashed or not.
    public internal(set) var activeIncrements: UInt64 = 0
    /// Of unslashed validators active in the previous epoch that have each flag there.
    public internal(set) var previous = PerFlag<UInt64>(source: 0, target: 0, head: 0)
    /// The same for the current epoch.
    public internal(set) var current = PerFlag<UInt64>(source: 0, target: 0, head: 0)
    /// No row has more.
    var largestRow: UInt16 = 0

    init() {}

    /// Sums up a state in one pass over its registry.
    ///
    /// - Throws: `EpochError` where the columns do not fit together or the sum leaves 64 bits.
    public init(_ state: borrowing BeaconState) throws(EpochError) {
        var classes: [UInt8] = []
        let rules = try EpochRules(state)
        self = try RegistryScan(rules).run(state.registry, classes: &classes)
    }

    /// `get_total_active_balance`, Gwei.
    public func totalActiveBalance(_ spec: ChainSpec) -> Gwei {
        max(1, activeIncrements) * spec.effectiveBalanceIncrement
    }

    mutating func add(_ other: PartialTotals) throws(EpochError) {
        activeIncrements = try activeIncrements.adding(other.active, "total active balance")
        previous.source = try previous.source.adding(other.previousSource, "participating balance")
        previous.target = try previous.target.adding(other.previousTarget, "participating balance")
        previous.head = try previous.head.adding(other.previousHead, "participating balance")
        current.source = try current.source.adding(other.currentSource, "participating balance")
        current.target = try current.target.adding(other.currentTarget, "participating balance")
        current.head = try current.head.adding(other.currentHead, "participating balance")
        largestRow = max(largestRow, other.largestRow)
    }
}

/// Sums over a part of the registry.
struct PartialTotals {
    var active: UInt64 = 0
    var previousSource: UInt64 = 0
    var previousTarget: UInt64 = 0
    var previousHead: UInt64 = 0
    var currentSource: UInt64 = 0
    var currentTarget: UInt64 = 0
    var currentHead: UInt64 = 0
    var largestRow: UInt16 = 0

    /// Adds the stake of a row of some class.
    mutating func add(_ stake: UInt64, bits: UInt8, newFlags: UInt8, increments: UInt16) {
        let newFlags = bits & RowClass.voting == 0 ? 0 : newFlags
        if bits & RowClass.active != 0 { active &+= stake }
        if bits & 1 != 0 { previousSource &+= stake }
        if bits & 2 != 0 { previousTarget &+= stake }
        if bits & 4 != 0 { previousHead &+= stake }
        if newFlags & 1 != 0 { currentSource &+= stake }
        if newFlags & 2 != 0 { currentTarget &+= stake }
        if newFlags & 4 != 0 { currentHead &+= stake }
        largestRow = max(largestRow, increments)
    }
}
