extension BeaconState {
    /// Takes a block's header as the latest. Spec: `process_block_header`, phase 0.
    ///
    /// - Throws: `BlockError`, `EpochError` if nobody can propose.
    public mutating func processBlockHeader(_ block: BeaconBlock, _ context: BlockContext) throws {
        guard block.slot == slot else { throw BlockError(.header, .wrongSlot) }
        guard block.slot > chainRecord.latestBlockHeader.slot else { throw BlockError(.header, .notNewer) }
        guard block.proposerIndex == UInt64(exactly: try context.proposer) else {
            throw BlockError(.header, .wrongProposer)
        }
        guard block.parentRoot == chainRecord.latestBlockHeader.hashTreeRoot else {
            throw BlockError(.header, .wrongParent)
        }
        let proposer = try row(block.proposerIndex, .header)
        var header = BlockHeader()
        header.slot = block.slot
        header.proposerIndex = block.proposerIndex
        header.parentRoot = block.parentRoot
        header.bodyRoot = block.body.hashTreeRoot
        chainRecord.latestBlockHeader = header
        guard !registry.slashed[proposer] else { throw BlockError(.header, .proposerSlashed) }
    }

    /// Mixes the proposer's reveal into the epoch's randomness. Spec: `process_randao`, phase 0.
    ///
    /// - Throws: `BlockError`, `EpochError` if nobody can propose.
    public mutating func processRandao(_ body: BeaconBlockBody, _ context: BlockContext) throws {
        let epoch = currentEpoch
        let mix = try randaoMix(at: epoch, .randao)
        let proposer = try row(context.proposer, .randao)
        try context.check(
            .randao, key: publicKey(proposer), objectRoot: epoch.hashTreeRoot,
            domain: domain(.randao, at: epoch), signature: body.randaoReveal)
        let reveal = Merkleization.sha256(body.randaoReveal)
        randaoMixes[Int(epoch % spec.epochsPerHistoricalVector)] = Root(
            words: (
                mix.words.0 ^ reveal.words.0, mix.words.1 ^ reveal.words.1, mix.words.2 ^ reveal.words.2,
                mix.words.3 ^ reveal.words.3
            ))
    }

    /// Counts a vote on the deposit contract's state. Spec: `process_eth1_data`, phase 0.
    ///
    /// - Throws: `BlockError`.
    public mutating func processEth1Data(_ body: BeaconBlockBody) throws(BlockError) {
        let slots = spec.epochsPerEth1VotingPeriod &* spec.slotsPerEpoch
        guard UInt64(chainRecord.eth1DataVotes.count) < slots else { throw BlockError(.eth1Data, .tooManyVotes) }
        chainRecord.eth1DataVotes.append(body.eth1Data)
        var votes: UInt64 = 0
        for vote in chainRecord.eth1DataVotes where vote == body.eth1Data { votes += 1 }
        if votes * 2 > slots { chainRecord.eth1Data = body.eth1Data }
    }
}
