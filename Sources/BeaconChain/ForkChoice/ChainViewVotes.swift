extension ChainView {
    /// Whether a vote may be counted now, and which block it is for.
    ///
    /// Who voted and the signature are the caller's to check. Spec: `validate_on_attestation`.
    ///
    /// - Parameter isFromBlock: whether it came in a block, where old votes are welcome too.
    /// - Throws: `ForkChoiceError`.
    public func checkVote(
        _ data: AttestationData, isFromBlock: Bool, in tree: BlockTree
    ) throws(ForkChoiceError) -> BlockID {
        let target = data.target
        if !isFromBlock {
            let previous = currentEpoch == 0 ? 0 : currentEpoch - 1
            guard target.epoch == currentEpoch || target.epoch == previous else {
                throw .targetEpoch(target.epoch, current: currentEpoch)
            }
        }
        guard target.epoch == data.slot / max(1, spec.slotsPerEpoch) else {
            throw .targetNotOfSlot(target: target.epoch, slot: data.slot)
        }
        guard let targetBlock = seen(target.root, in: tree) else { throw .unknownTarget(target.root) }
        guard let block = seen(data.beaconBlockRoot, in: tree) else { throw .unknownBlock(data.beaconBlockRoot) }
        let blockSlot = tree.slots[tree.index(block)]
        guard blockSlot <= data.slot else { throw .blockAfterVote(block: blockSlot, vote: data.slot) }
        guard tree.ancestor(of: block, at: startSlot(target.epoch)) == targetBlock else {
            throw .targetNotAncestor(target: target)
        }
        guard currentSlot > data.slot else { throw .voteTooEarly(slot: data.slot, current: currentSlot) }
        return block
    }

    /// Counts votes for a block, each unless its voter has voted in as late an epoch before or has equivocated.
    ///
    /// Spec: `update_latest_messages`. Complexity: linear in the number of voters.
    ///
    /// - Parameters:
    ///   - voters: each below the number of voters that the view has room for.
    ///   - epoch: of the votes' target.
    /// - Throws: `ForkChoiceError`; the view is then as before.
    public mutating func count(
        _ voters: some Collection<Int>, for block: BlockID, epoch: Epoch, in tree: BlockTree
    ) throws(ForkChoiceError) {
        guard hasSeen(block) else { throw .unknownBlock(tree[block]?.root ?? .zero) }
        guard let epoch = UInt32(exactly: epoch), epoch < .max else {
            throw .targetEpoch(epoch, current: currentEpoch)
        }
        try checkVoters(voters)
        let message = LatestMessages.Message(block: block.number, epoch: epoch)
        Self.withBuffer(voters) { replace($0, with: message) }
        search.invalidate()
    }

    /// Whatever the collection is, the loops over voters run on plain memory.
    private static func withBuffer<Result>(
        _ voters: some Collection<Int>, _ body: (UnsafeBufferPointer<Int>) -> Result
    ) -> Result {
        voters.withContiguousStorageIfAvailable(body) ?? Array(voters).withUnsafeBufferPointer(body)
    }

    private func checkVoters(_ voters: some Collection<Int>) throws(ForkChoiceError) {
        let count = votes.count
        let unknown = Self.withBuffer(voters) { voters in voters.first { $0 < 0 || $0 >= count } }
        if let unknown { throw .unknownVoter(unknown) }
    }

    private mutating func replace(_ voters: UnsafeBufferPointer<Int>, with message: LatestMessages.Message) {
        var added: UInt64 = 0
        for voter in voters {
            guard let before = votes.replace(voter, with: message) else { continue }
            let weight = weight(of: voter)
            remove(weight, from: before)
            added &+= weight
        }
        support[Int(message.block &- base)] &+= added
    }

    /// Stops counting the votes of validators who have been shown to vote twice, for good.
    ///
    /// Spec: `on_attester_slashing`; that the two votes exclude each other is the caller's to check.
    ///
    /// - Throws: `ForkChoiceError.unknownVoter`; the view is then as before.
    public mutating func discount(_ equivocators: some Collection<Int>) throws(ForkChoiceError) {
        try checkVoters(equivocators)
        for voter in equivocators {
            guard let before = votes.discount(voter) else { continue }
            remove(weight(of: voter), from: before)
        }
        search.invalidate()
    }

    /// Whether a validator's votes are counted no more.
    public func isDiscounted(_ voter: Int) -> Bool {
        voter >= 0 && voter < votes.count && votes[voter].isEquivocator
    }

    /// How many validators are discounted.
    public var discountedCount: Int { votes.equivocators }

    /// The block that a validator last voted for and the vote's epoch; nil if there is none that counts.
    public func latestVote(of voter: Int, in tree: BlockTree) -> (block: BlockID, epoch: Epoch)? {
        guard voter >= 0, voter < votes.count, votes[voter].isVote else { return nil }
        let id = BlockID(number: votes[voter].block)
        return tree.contains(id) ? (id, Epoch(votes[voter].epoch)) : nil
    }

    /// In increments.
    private func weight(of voter: Int) -> UInt64 {
        voter < weights.increments.count ? UInt64(weights.increments[voter]) : 0
    }

    private mutating func remove(_ weight: UInt64, from message: LatestMessages.Message) {
        guard message.isVote, message.block >= base else { return }
        support[Int(message.block &- base)] &-= weight
    }
}
