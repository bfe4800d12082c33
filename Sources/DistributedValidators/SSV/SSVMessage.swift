/// A message of SSV's QBFT as an operator receives it, signatures already looked at.
///
/// Values and roots are numbers: two are equal if their hashes are. Zero is the root of nothing.
public struct SSVMessage: Hashable, Sendable {
    /// What a message says.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// The proposer's value for a round.
        case proposal
        /// A member has accepted the proposal.
        case prepare
        /// A member has seen a quorum of prepares.
        case commit
        /// A member wants a later round.
        case roundChange
    }

    /// Operators, in the order of their signatures; one needs no memory of its own.
    public enum Signers: Hashable, Sendable {
        /// A single operator.
        case one(UInt64)
        /// None, or several.
        case list([UInt64])

        /// How many, repeated ones included.
        public var count: Int {
            switch self {
            case .one: 1
            case .list(let ids): ids.count
            }
        }

        /// The ids in order.
        public var ids: [UInt64] {
            switch self {
            case .one(let id): [id]
            case .list(let ids): ids
            }
        }
    }

    /// What it says.
    public var kind: Kind
    /// Who signed.
    public var signers: Signers
    /// Signatures that came with it.
    public var signatureCount: Int
    /// Whether every signature is its signer's.
    public var areSignaturesValid: Bool
    /// The controller that it is for: committee or validator, and role.
    public var identifier: UInt64
    /// The instance: the slot of its duty.
    public var height: UInt64
    /// From 1.
    public var round: Int
    /// The hash of the value that it is about.
    public var root: UInt64
    /// The value itself where it is carried, by its hash.
    public var fullData: UInt64?
    /// In a round change, the round in which the sender last prepared; zero for none.
    public var preparedRound: Int
    /// Round changes that justify a proposal, or prepares that justify a round change.
    public var roundChanges: [SSVMessage]
    /// Prepares that justify a proposal.
    public var prepares: [SSVMessage]

    /// A message of given parts; nothing is checked.
    public init(
        _ kind: Kind, signers: Signers, height: UInt64, round: Int, root: UInt64 = 0, fullData: UInt64? = nil,
        preparedRound: Int = 0, roundChanges: [SSVMessage] = [], prepares: [SSVMessage] = [],
        signatureCount: Int? = nil, areSignaturesValid: Bool = true, identifier: UInt64 = 0
    ) {
        self.kind = kind
        self.signers = signers
        self.signatureCount = signatureCount ?? signers.count
        self.areSignaturesValid = areSignaturesValid
        self.identifier = identifier
        self.height = height
        self.round = round
        self.root = root
        self.fullData = fullData
        self.preparedRound = preparedRound
        self.roundChanges = roundChanges
        self.prepares = prepares
    }

    /// Whether a round change claims to have prepared.
    public var isPrepared: Bool { kind == .roundChange && preparedRound != 0 }

    /// The message as it is put into a justification: without its value.
    public var withoutFullData: SSVMessage {
        var copy = self
        copy.fullData = nil
        return copy
    }

    /// Checks what any message must be: signed by different operators, each once.
    func checkSigners() throws(SSVFault) {
        if case .one(let id) = signers, signatureCount == 1 {
            guard id != 0 else { throw .zeroSigner }
            return
        }
        let ids = signers.ids
        guard !ids.isEmpty else { throw .noSigners }
        for (place, id) in ids.enumerated() {
            guard !ids[..<place].contains(id) else { throw .nonUniqueSigner }
            guard id != 0 else { throw .zeroSigner }
        }
        guard signatureCount > 0 else { throw .noSignatures }
        guard signatureCount == ids.count else { throw .wrongNumberOfSignatures }
    }
}
