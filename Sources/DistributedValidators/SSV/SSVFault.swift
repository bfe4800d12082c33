/// Why SSV refuses a message or a start; the raw value is the specification's error code.
///
/// Source: ssv-spec 5d11f26, types/error.go.
public enum SSVFault: Int, Error, Sendable, CaseIterable {
    /// The instance of that height has not begun.
    case futureMessage = 2
    /// Another instance's height.
    case wrongHeight = 7
    /// A signer is no member.
    case signerNotInCommittee = 8
    /// A signer twice.
    case nonUniqueSigner = 9
    /// More or fewer signatures than signers.
    case wrongNumberOfSignatures = 12
    /// No signature.
    case noSignatures = 15
    /// No signer.
    case noSigners = 16
    /// Operator zero.
    case zeroSigner = 17
    /// The instance is decided and takes no more messages.
    case alreadyDecided = 21
    /// The value is no beacon vote.
    case undecodableVote = 23
    /// A vote's source is not before its target.
    case sourceNotBeforeTarget = 26
    /// A vote's source or target is not the member's own.
    case checkpointMismatch = 27
    /// Another kind of message than the place asks for.
    case wrongKind = 29
    /// The message belongs to another controller.
    case wrongIdentifier = 31
    /// Signing the vote could get the validator slashed.
    case slashableAttestation = 33
    /// No instance of that height is kept.
    case noInstance = 44
    /// The instance takes no more messages: stopped, or at its last round.
    case stopped = 54
    /// Another round than the current one.
    case wrongRound = 55
    /// Several signers where one is allowed.
    case severalSigners = 56
    /// No proposal was accepted in this round.
    case noProposal = 57
    /// A round that is over.
    case pastRound = 58
    /// Another value than the one proposed.
    case dataMismatch = 59
    /// The round changes of a proposal are no quorum.
    case noRoundChangeQuorum = 60
    /// A proposal where none is expected.
    case unexpectedProposal = 61
    /// The value does not hash to the root.
    case rootMismatch = 62
    /// A signature is not its signer's.
    case invalidSignature = 63
    /// The value is not acceptable.
    case invalidValue = 64
    /// A prepare in a proposal's justification is not valid.
    case invalidPrepare = 65
    /// The prepares of a justification are no quorum.
    case noPrepareQuorum = 66
    /// The sender does not lead the round.
    case wrongLeader = 67
    /// An instance of that height exists.
    case alreadyRunning = 68
    /// The height is below the current one.
    case pastHeight = 69
    /// A timeout of an instance that takes no more messages.
    case timeoutAfterStop = 70
    /// An aggregation vote without validators.
    case noValidators = 78
    /// The value is no aggregation vote.
    case undecodableAggregation = 79
}
