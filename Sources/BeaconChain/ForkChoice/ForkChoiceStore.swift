/// The fork choice of one node that holds everything: one tree, one view, and the state after every block.
///
/// Spec: `Store`, `on_tick`, `on_block`, `on_attestation`, `on_attester_slashing`, phase 0 to Fulu.
public struct ForkChoiceStore: Sendable {
    /// The blocks taken so far.
    public private(set) var tree: BlockTree
    /// What the node makes of them.
    public private(set) var view: ChainView
    /// Seconds since 1970.
    public let genesisTime: UInt64
    private let signatures: any SignatureChecking
    /// After each block, in the tree's order.
    private var states: [BeaconState]
    /// States at checkpoints that were voted for or justified, and their committees.
    private var checkpoints: [Checkpoint: CheckpointState] = [:]

    private struct CheckpointState: Sendable {
        let state: BeaconState
        var context: BlockContext
    }

    /// A store that begins at a trusted block. Spec: `get_forkchoice_store`.
    ///
    /// - Throws: `ForkChoiceError` if the block is not the state's, `StateFileError` if the state is not whole.
    public init(
        anchorState: BeaconState, anchorBlock: BeaconBlock, signatures: some SignatureChecking
    ) throws {
        let stateRoot = try anchorState.hashTreeRoot()
        guard anchorBlock.stateRoot == stateRoot else {
            throw ForkChoiceError.anchorStateRoot(named: anchorBlock.stateRoot, found: stateRoot)
        }
        let checkpoint = Checkpoint(epoch: anchorState.currentEpoch, root: anchorBlock.hashTreeRoot)
        tree = BlockTree(
            anchor: TreeBlock(
                root: checkpoint.root, parentRoot: anchorBlock.parentRoot, slot: anchorBlock.slot,
                proposer: anchorBlock.proposerIndex, justified: anchorState.currentJustified,
                finalized: anchorState.finalized, unrealizedJustified: checkpoint, unrealizedFinalized: checkpoint))
        view = ChainView(
            anchorOf: tree, slot: anchorState.slot, weights: try VoteWeights(anchorState),
            voters: anchorState.registry.count, spec: anchorState.spec)
        genesisTime = anchorState.chainRecord.genesisTime
        self.signatures = signatures
        states = [anchorState]
    }

    /// Seconds since 1970.
    public var time: UInt64 { genesisTime &+ view.milliseconds / 1000 }

    /// The state after a block that the store holds.
    public func state(after root: Root) -> BeaconState? {
        tree.id(root).map { states[tree.index($0)] }
    }

    /// Sets the clock. Spec: `on_tick`.
    ///
    /// - Parameter time: seconds since 1970.
    /// - Throws: `ForkChoiceError.beforeGenesis`.
    public mutating func onTick(_ time: UInt64) throws(ForkChoiceError) {
        guard time >= genesisTime else { throw .beforeGenesis(time: time, genesis: genesisTime) }
        let milliseconds = (time - genesisTime).multipliedReportingOverflow(by: 1000)
        view.tick(to: milliseconds.overflow ? .max : milliseconds.partialValue, in: tree)
    }

    /// Checks a block, applies it to its parent's state and takes it. Spec: `on_block`.
    ///
    /// Votes and slashings that it carries are handed in separately, as the spec has it.
    ///
    /// - Parameter isDataAvailable: whether its blobs are there (spec: `is_data_available`).
    /// - Throws: `ForkChoiceError`; `BlockError`, `EpochError` or `StateFileError` if the block is invalid.
    public mutating func onBlock(_ block: SignedBeaconBlock, isDataAvailable: Bool = true) throws {
        let message = block.message
        guard view.seen(message.hashTreeRoot, in: tree) == nil else { return }
        try view.checkBlock(slot: message.slot, parentRoot: message.parentRoot, in: tree)
        guard isDataAvailable else { throw ForkChoiceError.dataUnavailable(message.hashTreeRoot) }
        guard var state = state(after: message.parentRoot) else {
            throw ForkChoiceError.unknownParent(message.parentRoot)
        }
        try state.apply(block, signatures: signatures)
        try weigh()
        let unrealized = try state.unrealizedCheckpoints()
        let id = try tree.insert(
            TreeBlock(
                root: message.hashTreeRoot, parentRoot: message.parentRoot, slot: message.slot,
                proposer: message.proposerIndex, justified: state.currentJustified, finalized: state.finalized,
                unrealizedJustified: unrealized.justified, unrealizedFinalized: unrealized.finalized))
        states.append(state)
        view.grow(toVoters: state.registry.count)
        try view.receive(id, in: tree)
    }

    /// Checks a vote and counts it. Spec: `on_attestation`.
    ///
    /// Stricter than the spec in form: bits and committees must be as a block requires them, as they are on the wire.
    ///
    /// - Parameter isFromBlock: whether it came in a block, where old votes are welcome too.
    /// - Throws: `ForkChoiceError`; `BlockError`, `EpochError` or `StateFileError` if it is invalid.
    public mutating func onAttestation(_ attestation: Attestation, isFromBlock: Bool = false) throws {
        let block = try view.checkVote(attestation.data, isFromBlock: isFromBlock, in: tree)
        let target = attestation.data.target
        var checkpoint = try state(at: target)
        let voters = try checkpoint.state.attestingRows(attestation, &checkpoint.context).sorted()
        checkpoints[target] = checkpoint
        let indexed = IndexedAttestation(
            attestingIndices: voters.map { UInt64($0) }, data: attestation.data, signature: attestation.signature)
        try checkpoint.state.check(indexed, checkpoint.context, .attestation)
        view.grow(toVoters: checkpoint.state.registry.count)
        try view.count(voters, for: block, epoch: target.epoch, in: tree)
    }

    /// Checks two votes that exclude each other and stops counting those who made both. Spec: `on_attester_slashing`.
    ///
    /// - Throws: `BlockError` if the slashing is invalid, `ForkChoiceError` if the justified block is not held.
    public mutating func onAttesterSlashing(_ slashing: AttesterSlashing) throws {
        guard BeaconState.exclude(slashing.first.data, slashing.second.data) else {
            throw BlockError(.attesterSlashing, .votesCompatible)
        }
        guard let state = state(after: view.justified.root) else {
            throw ForkChoiceError.unknownBlock(view.justified.root)
        }
        let context = try BlockContext(state, proposer: 0, signatures: signatures)
        try state.check(slashing.first, context, .attesterSlashing)
        try state.check(slashing.second, context, .attesterSlashing)
        let others = Set(slashing.second.attestingIndices)
        // Both lists have been checked against the registry.
        try view.discount(slashing.first.attestingIndices.filter { others.contains($0) }.map { Int($0) })
    }

    /// The root of the head. Spec: `get_head`.
    ///
    /// - Throws: `ForkChoiceError`; others if the justified checkpoint's state cannot be reached.
    public mutating func head() throws -> Root {
        try weigh()
        return tree.roots[tree.index(try view.head(in: tree))]
    }

    /// Tips that could become the head and their weights in Gwei, in the order of their arrival.
    ///
    /// - Throws: as for the head.
    public mutating func viableTips() throws -> [(root: Root, weight: Gwei)] {
        try weigh()
        return try view.viableTips(in: tree).map { (tree.roots[tree.index($0.block)], $0.weight) }
    }

    /// What the proposer of a slot builds on, the given block being its head. Spec: `get_proposer_head`.
    ///
    /// - Throws: `ForkChoiceError`; others if committees cannot be drawn.
    public mutating func proposerHead(_ head: Root, slot: Slot) throws -> Root {
        guard let id = view.seen(head, in: tree) else { throw ForkChoiceError.unknownBlock(head) }
        try weigh()
        let answer = try view.proposerHead(id, slot: slot, discountedWeight: discountedWeight(id), in: tree)
        return tree.roots[tree.index(answer)]
    }

    /// Forgets all blocks and states before the finalized one.
    ///
    /// - Returns: how many blocks were forgotten.
    @discardableResult
    public mutating func prune() -> Int {
        guard let finalized = view.seen(view.finalized.root, in: tree) else { return 0 }
        let count = tree.prune(before: finalized)
        states.removeFirst(count)
        view.follow(tree)
        let epoch = view.finalized.epoch
        checkpoints = checkpoints.filter { $0.key.epoch >= epoch }
        return count
    }

    /// Gives the view the weights of its justified checkpoint, if it lacks them.
    private mutating func weigh() throws {
        guard view.needsWeights else { return }
        let checkpoint = view.justified
        let held = try state(at: checkpoint)
        checkpoints[checkpoint] = held
        try view.adopt(try VoteWeights(held.state), of: checkpoint, in: tree)
    }

    /// The state at a checkpoint, moved on to its epoch. Spec: `store_target_checkpoint_state`.
    private func state(at checkpoint: Checkpoint) throws -> CheckpointState {
        if let known = checkpoints[checkpoint] { return known }
        guard var state = state(after: checkpoint.root) else {
            throw ForkChoiceError.unknownTarget(checkpoint.root)
        }
        let start = view.startSlot(checkpoint.epoch)
        if state.slot < start { try state.processSlots(to: start, signatures: signatures) }
        return CheckpointState(
            state: state, context: try BlockContext(state, proposer: 0, signatures: signatures))
    }

    /// Gwei that the discounted members of a block's committees have in the justified state.
    private func discountedWeight(_ id: BlockID) throws -> Gwei {
        guard view.discountedCount > 0 else { return 0 }
        let justified = try state(at: view.justified).state
        let (state, slot) = (states[tree.index(id)], tree.slots[tree.index(id)])
        let committees = try Committees(state, epoch: slot / max(1, view.spec.slotsPerEpoch))
        var weight: Gwei = 0
        for index in 0..<committees.layout.committeesPerSlot {
            let place = Int(slot % max(1, view.spec.slotsPerEpoch))
            for row in committees.members(slot: place, committee: index) ?? []
            where view.isDiscounted(row) && row < justified.registry.count {
                weight = try weight.plus(justified.effectiveBalance(row), .attestation)
            }
        }
        return weight
    }
}
