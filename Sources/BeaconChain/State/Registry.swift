/// The validators of a beacon state as columns of one length.
///
/// A row is one validator, unless `multiplicity` says that it stands for several with equal values.
/// Spec: `Validator`, `balances`, `inactivity_scores`, participation, phase 0 and Altair.
public struct Registry: Sendable, Equatable {
    /// `effective_balance` in increments (whole ETH).
    public var effectiveIncrements: [UInt16] = []
    /// Gwei above whole increments, for rows that have any.
    ///
    /// The rules only ever set whole increments, so this is empty in every state that a chain can reach. It is carried
    /// for invented states (some reference cases), so that they can be written again; no rule reads it.
    public var effectiveRemainders: [EffectiveRemainder] = []
    /// Gwei.
    public var balances: [Gwei] = []
    public var slashed: [Bool] = []
    public var activationEligibilityEpochs: [CompactEpoch] = []
    public var activationEpochs: [CompactEpoch] = []
    public var exitEpochs: [CompactEpoch] = []
    public var withdrawableEpochs: [CompactEpoch] = []
    public var inactivityScores: [UInt32] = []
    /// Bit 0 timely source, bit 1 timely target, bit 2 timely head, of the previous epoch.
    public var previousParticipation: [UInt8] = []
    /// The same of the current epoch.
    public var currentParticipation: [UInt8] = []
    /// First byte of the withdrawal credentials: 0x00, 0x01, 0x02.
    public var credentialPrefixes: [UInt8] = []
    /// How many validators each row stands for; empty where every row is one validator.
    public var multiplicity: [UInt32] = []
    /// Public keys, 48 bytes a row; empty where nobody asks who a validator is.
    public var publicKeys: [UInt8] = []
    /// Withdrawal credentials, 32 bytes a row; empty where only their prefix counts.
    public var withdrawalCredentials: [UInt8] = []

    public init() {}

    /// Number of rows.
    public var count: Int { balances.count }
}

/// What an invented state's effective balance has above whole increments.
public struct EffectiveRemainder: Hashable, Sendable {
    public var validator: ValidatorIndex
    /// Gwei, less than an increment.
    public var amount: Gwei

    public init(validator: ValidatorIndex, amount: Gwei) {
        self.validator = validator
        self.amount = amount
    }
}
