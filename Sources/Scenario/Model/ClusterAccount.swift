/// What one SSV cluster pays for its operators and the network, out of what was paid in for it.
///
/// The money is ETH that lies in the market's contract, as SSV's newer documentation has it (older texts say SSV tokens).
/// It is nobody's stake: the beacon chain's balances, and so the ledger, never see it. Fees run with time, as they do by
/// the block at SSV: a fee of a year of 365 days is 2,628,000 times that of a block of 12 seconds.
public struct ClusterAccount: Sendable, Equatable {
    /// What is paid in at the start, Gwei of ETH; nil = whatever it takes.
    public var deposit: Int64?
    /// The operators' fees together, for each validator and year, Gwei.
    public var operatorFees: Int64
    /// The network's fee for each validator and year, Gwei.
    public var networkFee: Int64
    /// Validators that are paid for.
    public var validators: Int

    /// Nanoseconds of the year that fees are given for: 365 days.
    static let year: Int128 = 365 * 86_400 * 1_000_000_000

    private static let horizon: Int128 = 1 << 61

    /// An account of given parts.
    public init(deposit: Int64?, operatorFees: Int64, networkFee: Int64, validators: Int) {
        self.deposit = deposit
        self.operatorFees = operatorFees
        self.networkFee = networkFee
        self.validators = validators
    }

    /// Fees of a year, Gwei.
    private var yearly: Int128 { (Int128(operatorFees) + Int128(networkFee)) * Int128(validators) }

    /// When the deposit is used up and the cluster is liquidated, nanoseconds from the start of the run; nil = never, or
    /// not within 73 years.
    public var runsOutAt: Int64? {
        guard let deposit, yearly > 0 else { return nil }
        let time = Int128(deposit) * Self.year / yearly
        return time <= Self.horizon ? Int64(time) : nil
    }

    /// What has been paid by a time of the run, Gwei: to the operators, and to the network.
    ///
    /// Both together are the deposit from the liquidation on; the less than a Gwei that the last nanosecond leaves is the
    /// operators'.
    public func paid(by time: Int64) -> (operators: Int64, network: Int64) {
        let end = min(time, runsOutAt ?? time)
        func sum(_ yearly: Int128) -> Int64 { Int64(clamping: yearly * Int128(end) / Self.year) }
        let network = sum(Int128(networkFee) * Int128(validators))
        let isUsedUp = runsOutAt.map { $0 <= time } ?? false
        let all = isUsedUp ? deposit ?? 0 : sum(yearly)
        return (all - network, network)
    }
}
