/// Spec: `DepositRequest`, Electra (EIP-6110).
public struct DepositRequest: Hashable, Sendable {
    /// What was deposited.
    public var data: DepositData
    /// Running number.
    public var index: UInt64

    /// Puts the parts together.
    public init(data: DepositData, index: UInt64) {
        self.data = data
        self.index = index
    }
}

/// Spec: `WithdrawalRequest`, Electra (EIP-7002).
public struct WithdrawalRequest: Hashable, Sendable {
    /// 20 bytes.
    public var sourceAddress: [UInt8]
    /// 48 bytes.
    public var validatorKey: [UInt8]
    /// Zero asks for the whole exit.
    public var amount: Gwei

    /// Puts the parts together.
    public init(sourceAddress: [UInt8], validatorKey: [UInt8], amount: Gwei) {
        self.sourceAddress = sourceAddress
        self.validatorKey = validatorKey
        self.amount = amount
    }
}

/// Spec: `ConsolidationRequest`, Electra (EIP-7251).
public struct ConsolidationRequest: Hashable, Sendable {
    /// 20 bytes.
    public var sourceAddress: [UInt8]
    /// 48 bytes.
    public var sourceKey: [UInt8]
    /// 48 bytes.
    public var targetKey: [UInt8]

    /// Puts the parts together.
    public init(sourceAddress: [UInt8], sourceKey: [UInt8], targetKey: [UInt8]) {
        self.sourceAddress = sourceAddress
        self.sourceKey = sourceKey
        self.targetKey = targetKey
    }
}

/// Spec: `Withdrawal`, Capella.
public struct Withdrawal: Hashable, Sendable {
    /// Running number.
    public var index: UInt64
    /// Registry index.
    public var validator: UInt64
    /// 20 bytes.
    public var address: [UInt8]
    /// Gwei.
    public var amount: Gwei

    /// Puts the parts together.
    public init(index: UInt64, validator: UInt64, address: [UInt8], amount: Gwei) {
        self.index = index
        self.validator = validator
        self.address = address
        self.amount = amount
    }
}

extension DepositRequest {
    /// Reads a `DepositRequest`.
    public init(_ view: SSZView) throws(SSZError) {
        self.init(
            data: DepositData(
                publicKey: try view.field("pubkey").bytes,
                withdrawalCredentials: try view.field("withdrawal_credentials").bytes,
                amount: try view.field("amount").uint64(), signature: try view.field("signature").bytes),
            index: try view.field("index").uint64())
    }
}

extension WithdrawalRequest {
    /// Reads a `WithdrawalRequest`.
    public init(_ view: SSZView) throws(SSZError) {
        self.init(
            sourceAddress: try view.field("source_address").bytes,
            validatorKey: try view.field("validator_pubkey").bytes, amount: try view.field("amount").uint64())
    }
}

extension ConsolidationRequest {
    /// Reads a `ConsolidationRequest`.
    public init(_ view: SSZView) throws(SSZError) {
        self.init(
            sourceAddress: try view.field("source_address").bytes, sourceKey: try view.field("source_pubkey").bytes,
            targetKey: try view.field("target_pubkey").bytes)
    }
}

extension Withdrawal {
    /// Reads a `Withdrawal`.
    public init(_ view: SSZView) throws(SSZError) {
        self.init(
            index: try view.field("index").uint64(), validator: try view.field("validator_index").uint64(),
            address: try view.field("address").bytes, amount: try view.field("amount").uint64())
    }
}
