/// The part of a block that broke a rule.
public enum BlockPart: String, Sendable {
    case slots = "slot processing"
    case block
    case header = "block header"
    case withdrawals
    case executionPayload = "execution payload"
    case randao
    case eth1Data = "eth1 data"
    case operations
    case proposerSlashing = "proposer slashing"
    case attesterSlashing = "attester slashing"
    case attestation
    case deposit
    case voluntaryExit = "voluntary exit"
    case blsToExecutionChange = "BLS-to-execution change"
    case depositRequest = "deposit request"
    case withdrawalRequest = "withdrawal request"
    case consolidationRequest = "consolidation request"
    case syncAggregate = "sync aggregate"
}

/// The rule that was broken. Each stands for one assertion of the spec, or for arithmetic that it forbids.
public enum BlockRule: String, Sendable {
    case slotNotAhead = "the slot is not after the state's"
    case wrongSlot = "its slot is not the state's"
    case notNewer = "its slot is not after the latest block's"
    case wrongProposer = "the proposer is another validator"
    case wrongParent = "the parent root is not the latest header's"
    case proposerSlashed = "the proposer is slashed"
    case wrongStateRoot = "the state root is another after the block"
    case badSignature = "the signature is not valid"
    case unknownValidator = "there is no validator of that index"
    case noBlockRoot = "the slot's block root is not in reach"
    case overflow = "an amount or epoch leaves its range"

    case targetNeitherCurrentNorPrevious = "the target epoch is neither the current nor the previous one"
    case targetNotOfSlot = "the target epoch is not that of the slot"
    case includedTooEarly = "it is included too early"
    case includedTooLate = "it is included too late"
    case indexNotZero = "the data's index must be zero"
    case noSuchCommittee = "there is no committee of that index"
    case emptyCommitteeBits = "no member of a named committee attested"
    case wrongBitCount = "the number of aggregation bits is not the number of members"
    case wrongSource = "the source is not the justified checkpoint"
    case indicesNotAscending = "attesting indices are missing, unsorted or repeated"

    case slotsDiffer = "the headers are of different slots"
    case proposersDiffer = "the headers are of different proposers"
    case headersEqual = "the headers are the same"
    case notSlashable = "nothing in it can be slashed"
    case votesCompatible = "the votes are neither double nor surrounding"

    case wrongDepositCount = "the number of deposits is not the expected one"
    case badMerkleProof = "the Merkle proof does not lead to the deposit root"
    case notActive = "the validator is not active"
    case exitInitiated = "the validator is exiting already"
    case exitInFuture = "the exit is not valid yet"
    case activeTooShortly = "the validator has not been active long enough"
    case pendingWithdrawals = "the validator has pending withdrawals"
    case notBLSCredentials = "the withdrawal credentials are no BLS credentials"
    case wrongCredentials = "the withdrawal credentials are of another key"

    case wrongWithdrawals = "the withdrawals are not the expected ones"
    case wrongParentHash = "the parent hash is not the latest payload's"
    case wrongRandao = "prev_randao is not the epoch's mix"
    case wrongTimestamp = "the timestamp is not the slot's"
    case tooManyBlobs = "there are more blobs than allowed"
    case payloadRejected = "the execution engine rejects the payload"
    case tooManyVotes = "there are more eth1 votes than a period has slots"
}

/// A block or operation that the protocol rejects.
public struct BlockError: Error, Equatable, Sendable {
    /// Which part broke the rule.
    public var part: BlockPart
    /// The rule.
    public var rule: BlockRule

    /// Puts the parts together.
    public init(_ part: BlockPart, _ rule: BlockRule) {
        self.part = part
        self.rule = rule
    }
}

extension BlockError: CustomStringConvertible {
    /// One line for people.
    public var description: String { "invalid \(part.rawValue): \(rule.rawValue)" }
}

extension UInt64 {
    /// Sum; `BlockError` where 64 bits do not hold it.
    func plus(_ other: UInt64, _ part: BlockPart) throws(BlockError) -> UInt64 {
        let (value, overflow) = addingReportingOverflow(other)
        guard !overflow else { throw BlockError(part, .overflow) }
        return value
    }

    /// Difference; `BlockError` where it would be negative.
    func minus(_ other: UInt64, _ part: BlockPart) throws(BlockError) -> UInt64 {
        let (value, overflow) = subtractingReportingOverflow(other)
        guard !overflow else { throw BlockError(part, .overflow) }
        return value
    }
}
