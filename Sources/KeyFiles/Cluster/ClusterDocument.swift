import BLS12381
import Foundation

/// Obol's `cluster-lock.json` as it stands in the file: versions 1.0 to 1.11, with the fields of all of them.
///
/// Source: Obol's distributed validator specification, `cluster-files.md`.
public struct ClusterDocument: Codable, Hashable, Sendable {
    /// What the operators agreed on before keys were made.
    public var definition: Definition
    /// The validators.
    public var validators: [Validator]
    /// The aggregate of every share's signature of the lock hash.
    public var signatureAggregate: HexBytes?
    /// The hash of definition and validators.
    public var lockHash: HexBytes?
    /// Each operator's secp256k1 signature of the lock hash (version 1.7 and later).
    public var nodeSignatures: [HexBytes]?

    /// A document of given parts, without hashes and signatures.
    public init(definition: Definition, validators: [Validator]) {
        self.definition = definition
        self.validators = validators
    }

    enum CodingKeys: String, CodingKey {
        case definition = "cluster_definition"
        case validators = "distributed_validators"
        case signatureAggregate = "signature_aggregate"
        case lockHash = "lock_hash"
        case nodeSignatures = "node_signatures"
    }

    /// The cluster before its keys.
    public struct Definition: Codable, Hashable, Sendable {
        /// Free text.
        public var name: String?
        /// Who made the cluster (version 1.4 and later).
        public var creator: Creator?
        /// The members, in the order of their share indices.
        public var operators: [Operator]
        /// Random, so that two clusters of the same shape differ.
        public var uuid: String?
        /// Such as `v1.10.0`.
        public var version: String
        /// When it was made (RFC 3339).
        public var timestamp: String?
        /// How many validators.
        public var validatorCount: Int?
        /// How many signatures suffice.
        public var threshold: Int
        /// Addresses of each validator (version 1.5 and later).
        public var addresses: [Addresses]?
        /// One fee recipient for all validators (before version 1.5).
        public var feeRecipient: String?
        /// One withdrawal address for all validators (before version 1.5).
        public var withdrawalAddress: String?
        /// How the keys are made.
        public var dkgAlgorithm: String?
        /// The chain's genesis fork version.
        public var forkVersion: String?
        /// The deposits into which each validator's stake is parted, in Gwei (version 1.8 and later).
        public var depositAmounts: [DecimalNumber]?
        /// The consensus protocol that the members prefer (version 1.9 and later).
        public var consensusProtocol: String?
        /// The gas limit that blocks should have (version 1.10 and later).
        public var targetGasLimit: UInt64?
        /// Whether the validators compound (version 1.10 and later).
        public var isCompounding: Bool?
        /// The hash of what is fixed from the beginning.
        public var configHash: HexBytes?
        /// The hash of everything.
        public var definitionHash: HexBytes?

        enum CodingKeys: String, CodingKey {
            case name, creator, operators, uuid, version, timestamp, threshold
            case validatorCount = "num_validators"
            case addresses = "validators"
            case feeRecipient = "fee_recipient_address"
            case withdrawalAddress = "withdrawal_address"
            case dkgAlgorithm = "dkg_algorithm"
            case forkVersion = "fork_version"
            case depositAmounts = "deposit_amounts"
            case consensusProtocol = "consensus_protocol"
            case targetGasLimit = "target_gas_limit"
            case isCompounding = "compounding"
            case configHash = "config_hash"
            case definitionHash = "definition_hash"
        }
    }

    /// Who made the cluster.
    public struct Creator: Codable, Hashable, Sendable {
        /// An address, empty for clusters that are made on one machine.
        public var address: String?
        /// The creator's signature of the config hash.
        public var configSignature: HexBytes?

        enum CodingKeys: String, CodingKey {
            case address
            case configSignature = "config_signature"
        }
    }

    /// A member.
    public struct Operator: Codable, Hashable, Sendable {
        /// An address, empty for clusters that are made on one machine.
        public var address: String?
        /// The node record.
        public var enr: String?
        /// Counts signatures (versions 1.0 and 1.1).
        public var nonce: UInt64?
        /// The operator's signature of the config hash.
        public var configSignature: HexBytes?
        /// The operator's signature of its node record.
        public var enrSignature: HexBytes?

        enum CodingKeys: String, CodingKey {
            case address, enr, nonce
            case configSignature = "config_signature"
            case enrSignature = "enr_signature"
        }
    }

    /// A validator's addresses.
    public struct Addresses: Codable, Hashable, Sendable {
        /// Who gets the fees.
        public var feeRecipient: String
        /// Who gets what is withdrawn.
        public var withdrawal: String

        enum CodingKeys: String, CodingKey {
            case feeRecipient = "fee_recipient_address"
            case withdrawal = "withdrawal_address"
        }
    }

    /// A validator with its keys.
    public struct Validator: Codable, Hashable, Sendable {
        /// The group key as text.
        public var publicKey: String
        /// The operators' share keys, in their order.
        public var shareKeys: [HexBytes]?
        /// The one deposit (versions 1.5 to 1.7).
        public var deposit: Deposit?
        /// The deposits (version 1.8 and later).
        public var deposits: [Deposit]?
        /// The registration with block builders (version 1.7 and later).
        public var registration: Registration?

        enum CodingKeys: String, CodingKey {
            case publicKey = "distributed_public_key"
            case shareKeys = "public_shares"
            case deposit = "deposit_data"
            case deposits = "partial_deposit_data"
            case registration = "builder_registration"
        }
    }

    /// A signed deposit.
    public struct Deposit: Codable, Hashable, Sendable {
        /// The group key.
        public var publicKey: HexBytes
        /// 32 bytes.
        public var withdrawalCredentials: HexBytes
        /// Gwei.
        public var amount: DecimalNumber
        /// The group key's signature of the deposit message.
        public var signature: HexBytes

        enum CodingKeys: String, CodingKey {
            case publicKey = "pubkey"
            case withdrawalCredentials = "withdrawal_credentials"
            case amount, signature
        }
    }

    /// A signed registration with block builders.
    public struct Registration: Codable, Hashable, Sendable {
        /// What is registered.
        public var message: Message
        /// The group key's signature.
        public var signature: HexBytes

        /// What is registered.
        public struct Message: Codable, Hashable, Sendable {
            /// 20 bytes.
            public var feeRecipient: HexBytes
            /// The gas limit that blocks should have.
            public var gasLimit: UInt64
            /// Seconds since 1970.
            public var timestamp: UInt64
            /// The group key.
            public var publicKey: HexBytes

            enum CodingKeys: String, CodingKey {
                case feeRecipient = "fee_recipient"
                case gasLimit = "gas_limit"
                case timestamp
                case publicKey = "pubkey"
            }
        }
    }
}

/// Bytes in a cluster file: hexadecimal digits after `0x`, or base64 in old versions; null and empty text are no bytes.
public struct HexBytes: Codable, Hashable, Sendable {
    /// The bytes.
    public var bytes: [UInt8]

    /// Takes bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = container.decodeNil() ? "" : try container.decode(String.self)
        guard let bytes = HexBytes.bytes(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "neither hexadecimal nor base64")
        }
        self.bytes = bytes
    }

    /// Writes hexadecimal digits after `0x`; empty text for no bytes.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(bytes.isEmpty ? "" : Hexadecimal.text(bytes))
    }

    static func bytes(_ text: String) -> [UInt8]? {
        if text.isEmpty { return [] }
        if text.hasPrefix("0x") { return try? Hexadecimal.bytes(text) }
        return Data(base64Encoded: text).map { Array($0) }
    }
}

/// A whole number that cluster files write as text.
public struct DecimalNumber: Codable, Hashable, Sendable {
    /// The number.
    public var value: UInt64

    /// Takes a number.
    public init(_ value: UInt64) { self.value = value }

    /// Reads digits, as text or as a number.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(UInt64.self) {
            value = number
        } else if let number = UInt64(try container.decode(String.self)) {
            value = number
        } else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a whole number")
        }
    }

    /// Writes text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(String(value))
    }
}
