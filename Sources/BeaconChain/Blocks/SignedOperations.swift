/// Spec: `SignedBeaconBlockHeader`, phase 0.
public struct SignedBlockHeader: Hashable, Sendable {
    /// What is signed.
    public var message: BlockHeader
    /// 96 bytes.
    public var signature: [UInt8]

    /// Puts the parts together.
    public init(message: BlockHeader, signature: [UInt8]) {
        self.message = message
        self.signature = signature
    }
}

/// Spec: `ProposerSlashing`, phase 0.
public struct ProposerSlashing: Hashable, Sendable {
    /// One of the two that exclude each other.
    public var first: SignedBlockHeader
    /// The other.
    public var second: SignedBlockHeader

    /// Puts the parts together.
    public init(first: SignedBlockHeader, second: SignedBlockHeader) {
        self.first = first
        self.second = second
    }
}

/// Spec: `DepositData`, phase 0.
public struct DepositData: Hashable, Sendable {
    /// 48 bytes.
    public var publicKey: [UInt8]
    /// 32 bytes.
    public var withdrawalCredentials: [UInt8]
    /// Gwei.
    public var amount: Gwei
    /// 96 bytes.
    public var signature: [UInt8]

    /// Puts the parts together.
    public init(publicKey: [UInt8], withdrawalCredentials: [UInt8], amount: Gwei, signature: [UInt8]) {
        self.publicKey = publicKey
        self.withdrawalCredentials = withdrawalCredentials
        self.amount = amount
        self.signature = signature
    }
}

/// Spec: `Deposit`, phase 0.
public struct Deposit: Hashable, Sendable {
    /// The branch from the deposit to the contract's root, with the length mix-in.
    public var proof: [Root]
    /// What was deposited.
    public var data: DepositData

    /// Puts the parts together.
    public init(proof: [Root], data: DepositData) {
        self.proof = proof
        self.data = data
    }
}

/// Spec: `SignedVoluntaryExit`, phase 0.
public struct SignedVoluntaryExit: Hashable, Sendable {
    /// First epoch in which it is valid.
    public var epoch: Epoch
    /// Registry index.
    public var validator: UInt64
    /// 96 bytes.
    public var signature: [UInt8]

    /// Puts the parts together.
    public init(epoch: Epoch, validator: UInt64, signature: [UInt8]) {
        self.epoch = epoch
        self.validator = validator
        self.signature = signature
    }
}

/// Spec: `SignedBLSToExecutionChange`, Capella.
public struct SignedBLSToExecutionChange: Hashable, Sendable {
    /// Registry index.
    public var validator: UInt64
    /// 48 bytes.
    public var fromKey: [UInt8]
    /// 20 bytes.
    public var toAddress: [UInt8]
    /// 96 bytes.
    public var signature: [UInt8]

    /// Puts the parts together.
    public init(validator: UInt64, fromKey: [UInt8], toAddress: [UInt8], signature: [UInt8]) {
        self.validator = validator
        self.fromKey = fromKey
        self.toAddress = toAddress
        self.signature = signature
    }
}

extension SignedBlockHeader {
    /// Reads a `SignedBeaconBlockHeader`.
    public init(_ view: SSZView) throws(SSZError) {
        self.init(
            message: try BlockHeader(view.field("message")), signature: try view.field("signature").bytes)
    }
}

extension ProposerSlashing {
    /// Reads a `ProposerSlashing`.
    public init(_ view: SSZView) throws(SSZError) {
        self.init(
            first: try SignedBlockHeader(view.field("signed_header_1")),
            second: try SignedBlockHeader(view.field("signed_header_2")))
    }
}

extension Deposit {
    /// Reads a `Deposit`.
    public init(_ view: SSZView) throws(SSZError) {
        let data = try view.field("data")
        self.init(
            proof: try view.field("proof").roots(),
            data: DepositData(
                publicKey: try data.field("pubkey").bytes,
                withdrawalCredentials: try data.field("withdrawal_credentials").bytes,
                amount: try data.field("amount").uint64(), signature: try data.field("signature").bytes))
    }
}

extension SignedVoluntaryExit {
    /// Reads a `SignedVoluntaryExit`.
    public init(_ view: SSZView) throws(SSZError) {
        let message = try view.field("message")
        self.init(
            epoch: try message.field("epoch").uint64(), validator: try message.field("validator_index").uint64(),
            signature: try view.field("signature").bytes)
    }
}

extension SignedBLSToExecutionChange {
    /// Reads a `SignedBLSToExecutionChange`.
    public init(_ view: SSZView) throws(SSZError) {
        let message = try view.field("message")
        self.init(
            validator: try message.field("validator_index").uint64(),
            fromKey: try message.field("from_bls_pubkey").bytes,
            toAddress: try message.field("to_execution_address").bytes, signature: try view.field("signature").bytes)
    }
}
