import BLS12381
internal import BeaconChain
import ThresholdBLS

/// What can be checked of a cluster file, and what came of it.
public struct ClusterChecks: Sendable {
    /// One check.
    public struct Check: Hashable, Sendable {
        /// Its name in JSON.
        public let key: String
        /// Its name for people.
        public let label: String
        /// What came of it.
        public let outcome: Outcome
    }

    /// What came of a check.
    public enum Outcome: Hashable, Sendable {
        /// It holds.
        case passed
        /// It does not hold: each fault with its place.
        case failed([String])
        /// There is nothing to check, or nothing to check it with.
        case notChecked(String)
    }

    /// The checks, in the order in which they build on each other.
    public private(set) var checks: [Check] = []

    /// Whether nothing failed.
    public var pass: Bool {
        checks.allSatisfy { check in
            if case .failed = check.outcome { return false }
            return true
        }
    }

    /// Checks Obol's lock: share keys, hashes, the aggregate signature, deposits and registrations.
    public init(_ lock: ClusterLock, path: String) {
        let keys = Result { () throws(KeyFileError) in try lock.consistentKeys(path: path) }
        add("shareKeysInterpolate", "share keys interpolate", Self.outcome(keys))
        addHashes(lock, path)
        switch keys {
        case .success(let keys):
            let aggregate = Result { () throws(KeyFileError) in try lock.verifyAggregate(keys, path: path) }
            add("aggregateVerifies", "aggregate signature verifies", Self.outcome(aggregate))
            addSignatures(lock, keys)
        case .failure:
            let reason = "needs share keys that interpolate"
            add("aggregateVerifies", "aggregate signature verifies", .notChecked(reason))
            add("depositsVerify", "deposit signatures verify", .notChecked(reason))
            add("registrationsVerify", "builder registrations verify", .notChecked(reason))
        }
        addNodeSignatures(lock)
    }

    /// Checks SSV's key shares: share keys at the operators' identifiers, and the owner's signature.
    public init(_ shares: SSVKeyShares, path: String) {
        let keys = Result { () throws(KeyFileError) in try shares.verifiedKeys(path: path) }
        add("shareKeysInterpolate", "share keys and owner verify", Self.outcome(keys))
        if !shares.validators.allSatisfy({ $0.ownerAddress != nil && $0.ownerNonce != nil }) {
            add("ownerVerifies", "owner signature verifies", .notChecked("no owner or nonce is given"))
        }
    }

    private mutating func add(_ key: String, _ label: String, _ outcome: Outcome) {
        checks.append(Check(key: key, label: label, outcome: outcome))
    }

    private static func outcome<Value>(_ result: Result<Value, KeyFileError>) -> Outcome {
        switch result {
        case .success: .passed
        case .failure(.inconsistent(_, let problem)): .failed([problem])
        case .failure(let error): .failed([error.description])
        }
    }

    // MARK: - Hashes

    private mutating func addHashes(_ lock: ClusterLock, _ path: String) {
        let definition = lock.document.definition
        do throws(KeyFileError) {
            let hashes = try ClusterHashes(lock.document, path: path)
            add("configHashMatches", "config hash matches", Self.compare(definition.configHash, hashes.config))
            add(
                "definitionHashMatches", "definition hash matches",
                Self.compare(definition.definitionHash, hashes.definition))
            if let hash = hashes.lock {
                add("lockHashMatches", "lock hash matches", Self.compare(lock.document.lockHash, hash))
            } else {
                add(
                    "lockHashMatches", "lock hash matches",
                    .notChecked("how version \(lock.version) hashes is not known here"))
            }
        } catch {
            add("lockHashMatches", "lock hash matches", .failed([error.description]))
        }
    }

    private static func compare(_ stored: HexBytes?, _ computed: [UInt8]) -> Outcome {
        if stored?.bytes == computed { return .passed }
        let said = stored.map { Hexadecimal.text($0.bytes) } ?? "nothing"
        return .failed(["the file says \(said), its content hashes to \(Hexadecimal.text(computed))"])
    }

    // MARK: - Signatures with the nodes' keys

    private mutating func addNodeSignatures(_ lock: ClusterLock) {
        let signatures = lock.document.nodeSignatures?.map(\.bytes) ?? []
        let operators = lock.document.definition.operators
        var faults: [String] = []
        if !signatures.isEmpty {
            if signatures.count != operators.count {
                faults.append("\(signatures.count) signatures for \(operators.count) operators")
            }
            for (position, (signature, member)) in zip(signatures, operators).enumerated() {
                guard let record = NodeRecord(member.enr ?? "") else {
                    faults.append("operators[\(position)].enr is no signed node record")
                    continue
                }
                if NodeKey.signer(of: lock.lockHash, signature: signature) != record.publicKey {
                    faults.append("node_signatures[\(position)] is not operators[\(position)]'s signature of lock_hash")
                }
            }
        }
        add("nodeSignaturesVerify", "node signatures verify", Self.outcome(signatures.count, faults))
    }

    // MARK: - Signatures with the validators' keys

    private mutating func addSignatures(_ lock: ClusterLock, _ keys: [ThresholdKey]) {
        let version = HexBytes.bytes(lock.document.definition.forkVersion ?? "") ?? []
        var depositFaults: [String] = []
        var registrationFaults: [String] = []
        var deposits = 0
        var registrations = 0
        for (position, key) in keys.enumerated() {
            let validator = lock.document.validators[position]
            let place = "distributed_validators[\(position)]"
            let all = validator.deposits ?? validator.deposit.map { [$0] } ?? []
            deposits += all.count
            for (number, deposit) in all.enumerated() where !deposit.isSigned(by: key.groupKey, version) {
                depositFaults.append(
                    "\(place): deposit \(number) of \(deposit.amount.value) Gwei is not signed by its key")
            }
            // A cluster may leave its registration out: then the file has zeros.
            guard let registration = validator.registration, !registration.signature.bytes.allSatisfy({ $0 == 0 })
            else { continue }
            registrations += 1
            if !registration.isSigned(by: key.groupKey, version) {
                registrationFaults.append("\(place): the builder registration is not signed by its key")
            }
        }
        add("depositsVerify", "deposit signatures verify", Self.outcome(deposits, depositFaults))
        add("registrationsVerify", "builder registrations verify", Self.outcome(registrations, registrationFaults))
    }

    private static func outcome(_ count: Int, _ faults: [String]) -> Outcome {
        if !faults.isEmpty { return .failed(faults) }
        return count == 0 ? .notChecked("the file has none") : .passed
    }
}

extension ClusterDocument.Deposit {
    /// What the validator signs.
    func signingRoot(genesisForkVersion: [UInt8]) -> [UInt8] {
        DepositData(
            publicKey: publicKey.bytes, withdrawalCredentials: withdrawalCredentials.bytes, amount: amount.value,
            signature: []
        ).signingRoot(genesisForkVersion: genesisForkVersion).bytes
    }

    func isSigned(by key: PublicKey, _ genesisForkVersion: [UInt8]) -> Bool {
        guard publicKey.bytes == key.compressed, let signature = try? Signature(compressed: signature.bytes) else {
            return false
        }
        return signature.verify(signingRoot(genesisForkVersion: genesisForkVersion), publicKey: key)
    }
}

extension ClusterDocument.Registration {
    /// What the validator signs: `ValidatorRegistrationV1` of the builder specification.
    func signingRoot(genesisForkVersion: [UInt8]) -> [UInt8] {
        let root = Merkleization.root(ofLeaves: [
            Merkleization.root(ofBytes: message.feeRecipient.bytes), message.gasLimit.hashTreeRoot,
            message.timestamp.hashTreeRoot, Merkleization.root(ofBytes: message.publicKey.bytes),
        ])
        return SigningDomain.applicationBuilder(genesisForkVersion: genesisForkVersion).signingRoot(of: root).bytes
    }

    func isSigned(by key: PublicKey, _ genesisForkVersion: [UInt8]) -> Bool {
        guard message.publicKey.bytes == key.compressed, let signature = try? Signature(compressed: signature.bytes)
        else { return false }
        return signature.verify(signingRoot(genesisForkVersion: genesisForkVersion), publicKey: key)
    }
}
