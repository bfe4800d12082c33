public import BeaconChain

/// One case of a vector file.
struct VectorCase {
    let json: JSONValue
    let handler: String
    let name: String
    /// With the case's own constants.
    let spec: ChainSpec

    init(_ json: JSONValue) throws {
        self.json = json
        handler = try json.needString("handler")
        name = try json.needString("name")
        guard let fork = Fork(rawValue: try json.needString("fork")) else {
            throw VectorFormatError(field: "fork", expected: "one of \(Fork.allCases.map(\.rawValue))")
        }
        guard let preset = Preset(rawValue: try json.needString("preset")) else {
            throw VectorFormatError(field: "preset", expected: "mainnet or minimal")
        }
        var spec = ChainSpec(preset: preset, fork: fork)
        for (key, value) in json["config"]?.object ?? [:] {
            guard let number = value.unsigned, spec.set(key, to: number) else {
                throw VectorFormatError(field: "config.\(key)", expected: "a constant that the chain spec has")
            }
        }
        self.spec = spec
    }

    /// The state before.
    func pre() throws -> BeaconState {
        try VectorStateReader(spec: spec).state(json.need("pre"))
    }

    var suite: String { "\(spec.preset.rawValue)/\(spec.fork.rawValue)" }

    func result(_ outcome: CaseResult.Outcome) -> CaseResult {
        CaseResult(suite: suite, runner: "json", handler: handler, name: name, outcome: outcome)
    }
}

/// Operations of blocks, for vectors to replay.
///
/// The block rules live apart from the reader of vectors; whoever has them conforms.
public protocol VectorBlockRules: Sendable {
    /// Applies one operation to a state.
    ///
    /// - Returns: nil if the rules do not know this kind of operation.
    /// - Throws: where the operation is invalid.
    func apply(_ operation: VectorOperation, to state: inout BeaconState) throws -> Bool?
}

/// An operation as a vector gives it: the handler's name and the members that are numbers, texts or lists.
///
/// Attestations name their attesters and roots, not their keys and signatures.
public enum VectorOperation: Sendable, Equatable {
    case attestation(VectorAttestation, proposer: ValidatorIndex)
    case attesterSlashing(VectorAttestation, VectorAttestation, proposer: ValidatorIndex)
    case proposerSlashing(VectorHeader, VectorHeader, proposer: ValidatorIndex)
    case voluntaryExit(validator: ValidatorIndex, epoch: Epoch)
    case syncAggregate(bits: [Bool], proposer: ValidatorIndex)
    case withdrawals([VectorWithdrawal])
    case withdrawalRequest(validator: ValidatorIndex?, amount: Gwei, isSourceAddressRight: Bool)
    case consolidationRequest(
        source: ValidatorIndex?, target: ValidatorIndex?, isSameKey: Bool, isSourceAddressRight: Bool)
    case depositRequest(PendingDeposit, index: UInt64)
    case blsToExecutionChange(validator: ValidatorIndex)
}

/// An attestation with its attesters by registry row.
public struct VectorAttestation: Sendable, Equatable {
    /// The slot that it is about.
    public let slot: Slot
    /// Committee index as it stands in the data; zero from Electra on.
    public let committee: UInt64
    /// The head that was voted for.
    public let blockRoot: Root
    /// The source checkpoint.
    public let source: Checkpoint
    /// The target checkpoint.
    public let target: Checkpoint
    /// Nil where the bits cannot be decoded.
    public let attesters: [ValidatorIndex]?

    init(_ json: JSONValue) throws {
        slot = try json.needUnsigned("slot")
        committee = try json.needUnsigned("index")
        guard let root = try json.need("beacon_block_root").root else {
            throw VectorFormatError(field: "beacon_block_root", expected: "a root")
        }
        blockRoot = root
        source = try json.needCheckpoint("source")
        target = try json.needCheckpoint("target")
        attesters = json["attesting_indices"]?.array?.compactMap(\.int)
    }
}

/// A header as far as a slashing needs it.
public struct VectorHeader: Sendable, Equatable {
    /// The slot that it is about.
    public let slot: Slot
    /// Registry index of the proposer.
    public let proposer: UInt64
    /// Root of the whole header.
    public let root: Root

    init(_ json: JSONValue) throws {
        slot = try json.needUnsigned("slot")
        proposer = try json.needUnsigned("proposer_index")
        guard let root = try json.need("root").root else {
            throw VectorFormatError(field: "root", expected: "a root")
        }
        self.root = root
    }
}

/// A withdrawal without its address.
public struct VectorWithdrawal: Sendable, Equatable {
    /// Number of the withdrawal since the first.
    public let index: UInt64
    /// Registry index.
    public let validator: UInt64
    /// Gwei.
    public let amount: Gwei

    init(_ json: JSONValue) throws {
        guard let values = json.array, values.count == 3, let index = values[0].unsigned,
            let validator = values[1].unsigned, let amount = values[2].unsigned
        else { throw VectorFormatError(field: "withdrawals", expected: "[index, validator, amount]") }
        (self.index, self.validator, self.amount) = (index, validator, amount)
    }
}
