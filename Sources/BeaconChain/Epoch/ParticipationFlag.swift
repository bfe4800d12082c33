/// What an attestation did in time.
///
/// Spec: `TIMELY_SOURCE_FLAG_INDEX` and its siblings, Altair.
public enum ParticipationFlag: Int, CaseIterable, Sendable {
    case source, target, head

    /// The flag's bit in a participation byte.
    public var bit: UInt8 { 1 << UInt8(rawValue) }

    /// Share of the base reward, of `weightDenominator` (`PARTICIPATION_FLAG_WEIGHTS`).
    public var weight: UInt64 {
        switch self {
        case .source, .head: 14
        case .target: 26
        }
    }

    /// `WEIGHT_DENOMINATOR`.
    public static let weightDenominator: UInt64 = 64
    /// `SYNC_REWARD_WEIGHT`.
    public static let syncRewardWeight: UInt64 = 2
    /// `PROPOSER_WEIGHT`.
    public static let proposerWeight: UInt64 = 8
}

/// Something counted once per participation flag.
public struct PerFlag<Value: Sendable>: Sendable {
    /// Of the timely source flag.
    public var source: Value
    /// Of the timely target flag.
    public var target: Value
    /// Of the timely head flag.
    public var head: Value

    /// One value for each flag.
    public init(source: Value, target: Value, head: Value) {
        self.source = source
        self.target = target
        self.head = head
    }

    /// The value of a flag.
    public subscript(flag: ParticipationFlag) -> Value {
        get {
            switch flag {
            case .source: source
            case .target: target
            case .head: head
            }
        }
        set {
            switch flag {
            case .source: source = newValue
            case .target: target = newValue
            case .head: head = newValue
            }
        }
    }
}

extension PerFlag: Equatable where Value: Equatable {}
