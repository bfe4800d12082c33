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
    /// Whether it was caught equivocating.
    public var slashed: [Bool] = []
    /// When it joined the queue for activation.
    public var activationEligibilityEpochs: [CompactEpoch] = []
    /// First epoch of duty.
    public var activationEpochs: [CompactEpoch] = []
    /// First epoch without duty.
    public var exitEpochs: [CompactEpoch] = []
    /// First epoch in which the balance may leave.
    public var withdrawableEpochs: [CompactEpoch] = []
    /// Rises while the target is missed in a leak.
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

    /// No validators.
    public init() {}

    /// Number of rows.
    public var count: Int { balances.count }
}

/// What an invented state's effective balance has above whole increments.
public struct EffectiveRemainder: Hashable, Sendable {
    /// Row in the registry.
    public var validator: ValidatorIndex
    /// Gwei, less than an increment.
    public var amount: Gwei

    /// A value of given parts; nothing is checked.
    public init(validator: ValidatorIndex, amount: Gwei) {
        self.validator = validator
        self.amount = amount
    }
}
