/// What all operations of one block share: computed once, since nothing within a block changes it.
///
/// Effective balances move only at the end of an epoch, and no exit or activation takes effect in the epoch that
/// decides it, so neither the proposer, the committees nor the total active balance can change.
public struct BlockContext: Sendable {
    /// The block's proposer, or why nobody can propose.
    private let drawnProposer: Result<ValidatorIndex, EpochError>
    /// Gwei, at least one increment. Spec: `get_total_active_balance`.
    public let totalActiveBalance: Gwei
    /// Gwei. Spec: `get_base_reward_per_increment`, Altair.
    public let baseRewardPerIncrement: Gwei
    /// Checks the block's signatures.
    public let signatures: any SignatureChecking
    /// Whether the execution engine would accept the block's payload.
    public let engineAcceptsPayload: Bool
    /// False where every signature is taken as valid, so that nothing need be hashed for it.
    let checksSignatures: Bool
    private var committees: [Epoch: Committees] = [:]

    /// What the state's slot gives.
    ///
    /// - Throws: `EpochError` if the total active balance leaves 64 bits.
    public init(
        _ state: BeaconState, signatures: some SignatureChecking, engineAcceptsPayload: Bool = true
    ) throws(EpochError) {
        let proposer: Result<ValidatorIndex, EpochError>
        do throws(EpochError) {
            proposer = .success(try state.currentProposer())
        } catch {
            proposer = .failure(error)
        }
        try self.init(state, proposer, signatures, engineAcceptsPayload)
    }

    /// The same with a proposer that is known already, for whoever draws duties by themselves.
    ///
    /// - Throws: `EpochError` if the total active balance leaves 64 bits.
    public init(
        _ state: BeaconState, proposer: ValidatorIndex, signatures: some SignatureChecking = .trusting
    ) throws(EpochError) {
        try self.init(state, .success(proposer), signatures, true)
    }

    private init(
        _ state: BeaconState, _ proposer: Result<ValidatorIndex, EpochError>, _ signatures: some SignatureChecking,
        _ engineAcceptsPayload: Bool
    ) throws(EpochError) {
        drawnProposer = proposer
        self.signatures = signatures
        self.engineAcceptsPayload = engineAcceptsPayload
        checksSignatures = !(signatures is TrustingSignatures)
        let spec = state.spec
        let epoch = state.currentEpoch
        var increments: UInt64 = 0
        for row in 0..<state.registry.count where state.registry.isActive(row, in: epoch) {
            increments &+= UInt64(state.registry.effectiveIncrements[row]) &* state.registry.members(of: row)
        }
        totalActiveBalance = try max(1, increments).multiplied(
            spec.effectiveBalanceIncrement, "total active balance")
        let factor = try spec.effectiveBalanceIncrement.multiplied(spec.baseRewardFactor, "base reward")
        baseRewardPerIncrement = factor / max(1, totalActiveBalance.squareRoot)
    }

    /// Registry row of the block's proposer. Spec: `get_beacon_proposer_index`.
    ///
    /// - Throws: `EpochError` if nobody can propose: not every operation needs a proposer.
    public var proposer: ValidatorIndex {
        get throws(EpochError) { try drawnProposer.get() }
    }

    /// The committees of the current or previous epoch.
    mutating func committees(at epoch: Epoch, _ state: BeaconState) throws(EpochError) -> Committees {
        if let known = committees[epoch] { return known }
        let drawn = try Committees(state, epoch: epoch)
        committees[epoch] = drawn
        return drawn
    }

    /// Checks one key's signature.
    func check(
        _ part: BlockPart, key: [UInt8], objectRoot: @autoclosure () -> Root,
        domain: @autoclosure () -> SigningDomain, signature: [UInt8]
    ) throws(BlockError) {
        guard checksSignatures else { return }
        let root = domain().signingRoot(of: objectRoot())
        guard signatures.verify(publicKey: key, signingRoot: root, signature: signature) else {
            throw BlockError(part, .badSignature)
        }
    }

    /// Checks a signature that several keys made together.
    func check(
        _ part: BlockPart, keys: [[UInt8]], objectRoot: Root, domain: SigningDomain, signature: [UInt8]
    ) throws(BlockError) {
        guard checksSignatures else { return }
        let root = domain.signingRoot(of: objectRoot)
        guard signatures.fastAggregateVerify(publicKeys: keys, signingRoot: root, signature: signature) else {
            throw BlockError(part, .badSignature)
        }
    }

    /// Whether a deposit carries its key's proof of possession.
    func isValid(_ deposit: DepositData) -> Bool {
        signatures.verifyDeposit(
            PendingDeposit(
                publicKey: deposit.publicKey, withdrawalCredentials: deposit.withdrawalCredentials,
                amount: deposit.amount, signature: deposit.signature, slot: 0))
    }
}
