import BLS12381
internal import BeaconChain
public import ThresholdBLS

/// Makes a new cluster on one machine, as Charon's `create cluster` does: keys by a ceremony for each validator, deposits
/// and builder registrations signed by the threshold, node keys, and a lock that all shares and all nodes sign.
public struct ClusterCreation: Sendable {
    /// What the cluster shall be.
    public struct Plan: Hashable, Sendable {
        /// Its name, at most 256 bytes.
        public var name: String
        /// How many shares suffice, of how many.
        public var threshold: Threshold
        /// How many validators.
        public var validators: Int
        /// The chain's genesis fork version, four bytes.
        public var forkVersion: [UInt8]
        /// Who gets the fees: 20 bytes.
        public var feeRecipient: [UInt8]
        /// Who gets what is withdrawn: 20 bytes.
        public var withdrawalAddress: [UInt8]
        /// The deposits of each validator in Gwei.
        public var depositAmounts: [UInt64]
        /// Whether the validators compound (withdrawal credentials of type 2).
        public var isCompounding: Bool
        /// The gas limit that blocks should have.
        public var gasLimit: UInt64
        /// When it is made (RFC 3339).
        public var timestamp: String

        /// A plan of given parts.
        public init(
            name: String, threshold: Threshold, validators: Int, forkVersion: [UInt8], feeRecipient: [UInt8],
            withdrawalAddress: [UInt8], depositAmounts: [UInt64] = [32_000_000_000], isCompounding: Bool = false,
            gasLimit: UInt64 = 60_000_000, timestamp: String
        ) {
            self.name = name
            self.threshold = threshold
            self.validators = validators
            self.forkVersion = forkVersion
            self.feeRecipient = feeRecipient
            self.withdrawalAddress = withdrawalAddress
            self.depositAmounts = depositAmounts
            self.isCompounding = isCompounding
            self.gasLimit = gasLimit
            self.timestamp = timestamp
        }
    }

    /// The lock file.
    public let document: ClusterDocument
    /// The validators' keys.
    public let keys: [ThresholdKey]
    /// Of each validator, the members' shares.
    public let shares: [[SecretShare]]
    /// The members' identities.
    public let nodes: [NodeKey]
    let forkVersion: [UInt8]

    /// The version of lock file that is written: the newest one for which Obol publishes reference hashes.
    public static let version = "v1.10.0"
    /// The most validators of one cluster.
    public static let mostValidators = 10_000

    /// Makes a cluster.
    ///
    /// - Parameter generator: the source of all secrets.
    /// - Throws: `malformed` for a name or timestamp that is too long; `inconsistent` for what cannot be signed.
    public init(_ plan: Plan, using generator: inout some RandomNumberGenerator) throws(KeyFileError) {
        let path = "the new cluster"
        forkVersion = plan.forkVersion
        nodes = (0..<plan.threshold.members).map { _ in NodeKey.random(using: &generator) }
        let identifier = Keystore.identifier(using: &generator).uppercased()
        var keys: [ThresholdKey] = []
        var shares: [[SecretShare]] = []
        var validators: [ClusterDocument.Validator] = []
        do throws(ThresholdError) {
            for number in 0..<plan.validators {
                let (parts, key) = try DistributedKeyGeneration.run(
                    committee: Committee(plan.threshold), context: Array("\(identifier)/\(number)".utf8),
                    using: &generator)
                validators.append(try ClusterCreation.validator(plan, key, parts))
                keys.append(key)
                shares.append(parts)
            }
        } catch {
            throw .inconsistent(path: path, problem: error.description)
        }
        var document = ClusterDocument(
            definition: try ClusterCreation.definition(plan, identifier, nodes), validators: validators)
        document.definition.configHash = HexBytes(try ClusterHashes(document, path: path).config)
        let hashes = try ClusterHashes(document, path: path)
        document.definition.definitionHash = HexBytes(hashes.definition)
        let lockHash = hashes.lock ?? []
        document.lockHash = HexBytes(lockHash)
        let message = HashedMessage(lockHash)
        let signatures = shares.flatMap { $0.map { Signature($0.sign(message).point) } }
        guard let aggregate = try? AggregateSignature(signatures) else {
            throw .inconsistent(path: path, problem: "has no validators")
        }
        document.signatureAggregate = HexBytes(aggregate.compressed)
        document.nodeSignatures = nodes.map { HexBytes($0.sign(lockHash) ?? []) }
        self.document = document
        self.keys = keys
        self.shares = shares
    }

    private static func definition(
        _ plan: Plan, _ identifier: String, _ nodes: [NodeKey]
    ) throws(KeyFileError) -> ClusterDocument.Definition {
        var operators: [ClusterDocument.Operator] = []
        for node in nodes {
            guard let record = NodeRecord(node) else {
                throw .inconsistent(path: "the new cluster", problem: "a node record cannot be signed")
            }
            // On one machine there are no wallets whose addresses and signatures could stand here.
            operators.append(
                ClusterDocument.Operator(
                    address: "", enr: record.text, configSignature: HexBytes([]), enrSignature: HexBytes([])))
        }
        let addresses = ClusterDocument.Addresses(
            feeRecipient: ChecksummedAddress.text(plan.feeRecipient),
            withdrawal: ChecksummedAddress.text(plan.withdrawalAddress))
        return ClusterDocument.Definition(
            name: plan.name, creator: ClusterDocument.Creator(address: "", configSignature: HexBytes([])),
            operators: operators, uuid: identifier, version: version, timestamp: plan.timestamp,
            validatorCount: plan.validators, threshold: plan.threshold.required,
            addresses: Array(repeating: addresses, count: plan.validators), dkgAlgorithm: "default",
            forkVersion: Hexadecimal.text(plan.forkVersion),
            depositAmounts: plan.depositAmounts.map { DecimalNumber($0) }, consensusProtocol: "",
            targetGasLimit: plan.gasLimit, isCompounding: plan.isCompounding)
    }

    private static func validator(
        _ plan: Plan, _ key: ThresholdKey, _ shares: [SecretShare]
    ) throws(ThresholdError) -> ClusterDocument.Validator {
        func signed(_ root: [UInt8]) throws(ThresholdError) -> HexBytes {
            let message = HashedMessage(root)
            let partials = shares.prefix(plan.threshold.required).map { $0.sign(message) }
            return HexBytes(try key.combine(partials, message: message, policy: .verifyResult).compressed)
        }
        let publicKey = HexBytes(key.groupKey.compressed)
        let credentials =
            [plan.isCompounding ? 2 : 1] + [UInt8](repeating: 0, count: 11) + plan.withdrawalAddress
        var deposits: [ClusterDocument.Deposit] = []
        for amount in plan.depositAmounts {
            var deposit = ClusterDocument.Deposit(
                publicKey: publicKey, withdrawalCredentials: HexBytes(credentials), amount: DecimalNumber(amount),
                signature: HexBytes([]))
            deposit.signature = try signed(deposit.signingRoot(genesisForkVersion: plan.forkVersion))
            deposits.append(deposit)
        }
        var registration = ClusterDocument.Registration(
            message: ClusterDocument.Registration.Message(
                feeRecipient: HexBytes(plan.feeRecipient), gasLimit: plan.gasLimit,
                timestamp: Chain(genesisForkVersion: plan.forkVersion)?.genesisTime ?? 0, publicKey: publicKey),
            signature: HexBytes([]))
        registration.signature = try signed(registration.signingRoot(genesisForkVersion: plan.forkVersion))
        return ClusterDocument.Validator(
            publicKey: Hexadecimal.text(key.groupKey.compressed),
            shareKeys: key.shareKeys.map { HexBytes($0.compressed) }, deposits: deposits, registration: registration)
    }
}

/// A public chain, known by its genesis fork version.
public struct Chain: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// `GENESIS_FORK_VERSION`.
    public let genesisForkVersion: [UInt8]
    /// Seconds since 1970.
    public let genesisTime: UInt64

    private init(_ name: String, _ version: [UInt8], _ time: UInt64) {
        self.name = name
        genesisForkVersion = version
        genesisTime = time
    }

    /// The public chains. Source: their `config.yaml` and genesis states.
    public static let all = [
        Chain("mainnet", [0, 0, 0, 0], 1_606_824_023), Chain("hoodi", [0x10, 0, 0x09, 0x10], 1_742_213_400),
        Chain("sepolia", [0x90, 0, 0, 0x69], 1_655_733_600), Chain("holesky", [0x01, 0x01, 0x70, 0], 1_695_902_400),
        Chain("gnosis", [0, 0, 0, 0x64], 1_638_993_340),
    ]

    /// The chain of a genesis fork version; nil for others.
    public init?(genesisForkVersion version: [UInt8]) {
        guard let chain = Chain.all.first(where: { $0.genesisForkVersion == version }) else { return nil }
        self = chain
    }
}

/// An address with its checksum in capitals (EIP-55).
enum ChecksummedAddress {
    static func text(_ address: [UInt8]) -> String {
        let digits = Array(Hexadecimal.text(address, prefix: false))
        let hash = Keccak256.hash(Array(String(digits).utf8))
        let characters = digits.enumerated().map { position, digit in
            hash[position / 2] >> (position % 2 == 0 ? 4 : 0) & 15 >= 8 ? digit.uppercased() : String(digit)
        }
        return "0x" + characters.joined()
    }
}
