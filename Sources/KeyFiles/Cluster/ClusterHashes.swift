import BLS12381
internal import BeaconChain

/// The three hashes of a cluster file: of the configuration that is fixed from the beginning, of the whole definition,
/// and of definition and validators together, which the shares sign.
///
/// They are SSZ hash tree roots of containers that grew from version to version. Source: Obol's distributed validator
/// specification, `cluster-files.md` (version 1.10); what the other versions hash was determined from Charon's own
/// test files, against which all are tested.
public struct ClusterHashes: Hashable, Sendable {
    /// `config_hash`: without node records and signatures.
    public let config: [UInt8]
    /// `definition_hash`.
    public let definition: [UInt8]
    /// `lock_hash`; nil for version 1.7, for which no reference is at hand.
    public let lock: [UInt8]?

    /// Hashes a document; stored hashes play no part, except the config hash in the definition's.
    ///
    /// - Throws: `unsupported` for another version than 1.0 to 1.11; `malformed` for fields that are longer than the
    ///   format allows or not what they should be.
    public init(_ document: ClusterDocument, path: String) throws(KeyFileError) {
        let minor = try ClusterHashes.minorVersion(document.definition.version, path: path)
        do throws(ClusterFieldError) {
            if minor <= LegacyClusterHashing.lastVersion {
                let hashing = LegacyClusterHashing(minor: minor)
                config = try hashing.definition(document.definition, isConfigOnly: true).bytes
                definition = try hashing.definition(document.definition, isConfigOnly: false).bytes
                lock = try hashing.lock(document).bytes
            } else {
                let hashing = ClusterHashing(minor: minor)
                config = try hashing.definition(document.definition, isConfigOnly: true).bytes
                definition = try hashing.definition(document.definition, isConfigOnly: false).bytes
                lock = try hashing.lock(document)?.bytes
            }
        } catch {
            throw .malformed(path: path, problem: "'\(error.field)' \(error.problem)")
        }
    }

    /// 10 of `v1.10.0`.
    private static func minorVersion(_ version: String, path: String) throws(KeyFileError) -> Int {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "v1", let minor = Int(parts[1]), (0...11).contains(minor) else {
            throw .unsupported(path: path, field: "cluster file version", found: version)
        }
        return minor
    }
}

/// A field that cannot be hashed.
struct ClusterFieldError: Error {
    var field: String
    var problem: String
}

/// Versions 1.3 to 1.11.
struct ClusterHashing {
    /// 10 for version 1.10.
    let minor: Int

    private static let mostOperators = 256
    private static let mostValidators = 65_536
    private static let mostDeposits = 256
    private static let mostSignatures = 32
    private static let signatureLength = 65

    func definition(
        _ definition: ClusterDocument.Definition, isConfigOnly: Bool
    ) throws(ClusterFieldError) -> Root {
        var fields = [
            try text(definition.uuid, "uuid", limit: 64), try text(definition.name, "name", limit: 256),
            try text(definition.version, "version", limit: 16),
            try text(definition.timestamp, "timestamp", limit: 32),
            UInt64(clamping: definition.validatorCount ?? 0).hashTreeRoot,
            UInt64(clamping: definition.threshold).hashTreeRoot,
        ]
        if minor <= 4 {
            fields.append(try address(definition.feeRecipient, "fee_recipient_address"))
            fields.append(try address(definition.withdrawalAddress, "withdrawal_address"))
        }
        fields.append(try text(definition.dkgAlgorithm, "dkg_algorithm", limit: 32))
        fields.append(try bytes(try hex(definition.forkVersion, "fork_version"), "fork_version", length: 4))
        fields.append(try operators(definition.operators, isConfigOnly))
        if minor >= 4 {
            var creator = [try address(definition.creator?.address, "creator.address")]
            if !isConfigOnly {
                creator.append(try signatures(definition.creator?.configSignature, "creator.config_signature"))
            }
            fields.append(Merkleization.root(ofLeaves: creator))
        }
        if minor >= 5 { fields.append(try addresses(definition.addresses ?? [])) }
        if minor >= 8 {
            let amounts = (definition.depositAmounts ?? []).map(\.value)
            fields.append(
                try present(
                    Merkleization.root(ofIntegers: amounts, limit: ClusterHashing.mostDeposits), "deposit_amounts"))
        }
        if minor >= 9 { fields.append(try text(definition.consensusProtocol, "consensus_protocol", limit: 256)) }
        if minor >= 10 {
            fields.append((definition.targetGasLimit ?? 0).hashTreeRoot)
            fields.append(UInt64(definition.isCompounding == true ? 1 : 0).hashTreeRoot)
        }
        if !isConfigOnly { fields.append(try bytes(definition.configHash, "config_hash", length: 32)) }
        return Merkleization.root(ofLeaves: fields)
    }

    /// Nil for version 1.7.
    func lock(_ document: ClusterDocument) throws(ClusterFieldError) -> Root? {
        if minor == 7 { return nil }
        var validators: [Root] = []
        for (position, validator) in document.validators.enumerated() {
            validators.append(try self.validator(validator, "distributed_validators[\(position)]"))
        }
        return Merkleization.root(ofLeaves: [
            try definition(document.definition, isConfigOnly: false),
            try list(validators, "distributed_validators", limit: ClusterHashing.mostValidators),
        ])
    }

    // MARK: - Parts

    private func operators(
        _ operators: [ClusterDocument.Operator], _ isConfigOnly: Bool
    ) throws(ClusterFieldError) -> Root {
        var roots: [Root] = []
        for (position, member) in operators.enumerated() {
            let place = "operators[\(position)]"
            var fields = [try address(member.address, place + ".address")]
            if !isConfigOnly {
                fields.append(try text(member.enr, place + ".enr", limit: 1024))
                fields.append(try signatures(member.configSignature, place + ".config_signature"))
                fields.append(try signatures(member.enrSignature, place + ".enr_signature"))
            }
            roots.append(Merkleization.root(ofLeaves: fields))
        }
        return try list(roots, "operators", limit: ClusterHashing.mostOperators)
    }

    private func addresses(_ addresses: [ClusterDocument.Addresses]) throws(ClusterFieldError) -> Root {
        var roots: [Root] = []
        for (position, pair) in addresses.enumerated() {
            let place = "validators[\(position)]"
            roots.append(
                Merkleization.root(ofLeaves: [
                    try address(pair.feeRecipient, place + ".fee_recipient_address"),
                    try address(pair.withdrawal, place + ".withdrawal_address"),
                ]))
        }
        return try list(roots, "validators", limit: ClusterHashing.mostValidators)
    }

    private func validator(_ validator: ClusterDocument.Validator, _ place: String) throws(ClusterFieldError) -> Root {
        var shares: [Root] = []
        for share in validator.shareKeys ?? [] {
            shares.append(try bytes(share, place + ".public_shares", length: 48))
        }
        let key = place + ".distributed_public_key"
        var fields = [
            try bytes(try hex(validator.publicKey, key), key, length: 48),
            try list(shares, place + ".public_shares", limit: ClusterHashing.mostOperators),
        ]
        if minor == 5 || minor == 6 {
            // The deposit's fields are the validator's own.
            fields += try deposit(validator.deposit, place + ".deposit_data")
        } else if minor >= 8 {
            var deposits: [Root] = []
            for (position, one) in (validator.deposits ?? []).enumerated() {
                deposits.append(
                    Merkleization.root(ofLeaves: try deposit(one, place + ".partial_deposit_data[\(position)]")))
            }
            fields.append(try list(deposits, place + ".partial_deposit_data", limit: ClusterHashing.mostDeposits))
            fields.append(try registration(validator.registration, place + ".builder_registration"))
        }
        return Merkleization.root(ofLeaves: fields)
    }

    private func deposit(_ deposit: ClusterDocument.Deposit?, _ place: String) throws(ClusterFieldError) -> [Root] {
        [
            try bytes(deposit?.publicKey, place + ".pubkey", length: 48),
            try bytes(deposit?.withdrawalCredentials, place + ".withdrawal_credentials", length: 32),
            (deposit?.amount.value ?? 0).hashTreeRoot,
            try bytes(deposit?.signature, place + ".signature", length: 96),
        ]
    }

    private func registration(
        _ registration: ClusterDocument.Registration?, _ place: String
    ) throws(ClusterFieldError) -> Root {
        let message = registration?.message
        return Merkleization.root(ofLeaves: [
            Merkleization.root(ofLeaves: [
                try bytes(message?.feeRecipient, place + ".fee_recipient", length: 20),
                (message?.gasLimit ?? 0).hashTreeRoot, (message?.timestamp ?? 0).hashTreeRoot,
                try bytes(message?.publicKey, place + ".pubkey", length: 48),
            ]),
            try bytes(registration?.signature, place + ".signature", length: 96),
        ])
    }

    // MARK: - Leaves

    /// One signature; from version 1.11 on a list of them, as multisignature wallets make.
    private func signatures(_ bytes: HexBytes?, _ field: String) throws(ClusterFieldError) -> Root {
        guard minor >= 11 else { return try self.bytes(bytes, field, length: ClusterHashing.signatureLength) }
        let all = bytes?.bytes ?? []
        var roots: [Root] = []
        for start in stride(from: 0, to: all.count, by: ClusterHashing.signatureLength) {
            let one = HexBytes(Array(all[start..<min(start + ClusterHashing.signatureLength, all.count)]))
            roots.append(try self.bytes(one, field, length: ClusterHashing.signatureLength))
        }
        return try list(roots, field, limit: ClusterHashing.mostSignatures)
    }

    private func text(_ text: String?, _ field: String, limit: Int) throws(ClusterFieldError) -> Root {
        try present(Merkleization.root(ofByteList: Array((text ?? "").utf8), limit: limit), field)
    }

    private func address(_ text: String?, _ field: String) throws(ClusterFieldError) -> Root {
        try bytes(try hex(text, field), field, length: 20)
    }

    private func hex(_ text: String?, _ field: String) throws(ClusterFieldError) -> HexBytes {
        guard let bytes = HexBytes.bytes(text ?? "") else {
            throw ClusterFieldError(field: field, problem: "is not hexadecimal")
        }
        return HexBytes(bytes)
    }

    /// Fewer bytes than the field has are filled up with zeros in front.
    private func bytes(_ value: HexBytes?, _ field: String, length: Int) throws(ClusterFieldError) -> Root {
        let bytes = value?.bytes ?? []
        guard bytes.count <= length else {
            throw ClusterFieldError(field: field, problem: "has \(bytes.count) bytes; \(length) are allowed")
        }
        return Merkleization.root(ofBytes: [UInt8](repeating: 0, count: length - bytes.count) + bytes)
    }

    private func list(_ roots: [Root], _ field: String, limit: Int) throws(ClusterFieldError) -> Root {
        try present(Merkleization.root(ofList: roots, limit: limit), field)
    }

    private func present(_ root: Root?, _ field: String) throws(ClusterFieldError) -> Root {
        guard let root else { throw ClusterFieldError(field: field, problem: "is longer than the format allows") }
        return root
    }
}
