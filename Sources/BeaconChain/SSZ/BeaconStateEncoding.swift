extension BeaconState {
    /// The state as SSZ bytes.
    ///
    /// - Throws: `StateFileError.notHeld` if the state was made without fields that the form needs (keys, roots, sync
    ///   committees) or with rows that stand for several validators.
    public func encodeSSZ() throws(StateFileError) -> [UInt8] {
        try checkComplete()
        var encoder = SSZEncoder()
        let heldBytes = registry.count * (Registry.Record.size + 18)
        let rootBytes = 32 * (blockRoots.count + chainRecord.stateRoots.count + randaoMixes.count)
        encoder.reserve(heldBytes + rootBytes + (1 << 18))

        encodeIdentity(&encoder)
        let historicalRoots = encoder.offsetPlace()
        encoder.eth1Data(chainRecord.eth1Data)
        let votes = encoder.offsetPlace()
        encoder.uint64(chainRecord.eth1DepositIndex)
        let validators = encoder.offsetPlace()
        let balances = encoder.offsetPlace()
        encoder.roots(randaoMixes)
        encoder.uint64s(slashings)
        let previous = encoder.offsetPlace()
        let current = encoder.offsetPlace()
        encoder.byte(justificationBits)
        encoder.checkpoint(previousJustified)
        encoder.checkpoint(currentJustified)
        encoder.checkpoint(finalized)
        let scores = encoder.offsetPlace()
        try encode(currentSyncCommittee, "current_sync_committee", &encoder)
        try encode(nextSyncCommittee, "next_sync_committee", &encoder)
        let later = encodeLaterFixedParts(&encoder)

        var fits = encoder.beginPart(historicalRoots)
        encoder.roots(chainRecord.historicalRoots)
        fits = encoder.beginPart(votes) && fits
        for vote in chainRecord.eth1DataVotes { encoder.eth1Data(vote) }
        fits = encoder.beginPart(validators) && fits
        encodeValidators(&encoder)
        fits = encoder.beginPart(balances) && fits
        encodeColumn(&encoder, registry.balances)
        fits = encoder.beginPart(previous) && fits
        encoder.append(registry.previousParticipation)
        fits = encoder.beginPart(current) && fits
        encoder.append(registry.currentParticipation)
        fits = encoder.beginPart(scores) && fits
        encodeColumn(&encoder, registry.inactivityScores)
        fits = encodeLaterParts(&encoder, later) && fits
        guard fits else { throw .tooLong }
        return encoder.bytes
    }

    /// The state's Merkle root, by way of its SSZ bytes.
    ///
    /// About nine hashes per validator, so some seconds for a million.
    ///
    /// - Throws: as `encodeSSZ()`.
    public func hashTreeRoot() throws(StateFileError) -> Root {
        let bytes = try encodeSSZ()
        do {
            return try Merkleization.hashTreeRoot(BeaconSchema(spec).beaconState, bytes)
        } catch {
            throw .malformed(error)
        }
    }

    private func checkComplete() throws(StateFileError) {
        let count = registry.count
        guard registry.multiplicity.isEmpty else { throw .notHeld(field: "validator by itself in each row") }
        guard registry.publicKeys.count == 48 * count else { throw .notHeld(field: "public keys") }
        guard registry.withdrawalCredentials.count == 32 * count else {
            throw .notHeld(field: "withdrawal credentials")
        }
        guard blockRoots.count == Int(spec.slotsPerHistoricalRoot) else { throw .notHeld(field: "block roots") }
        guard chainRecord.stateRoots.count == Int(spec.slotsPerHistoricalRoot) else {
            throw .notHeld(field: "state roots")
        }
        guard randaoMixes.count == Int(spec.epochsPerHistoricalVector) else {
            throw .notHeld(field: "randao mixes")
        }
        guard slashings.count == Int(spec.epochsPerSlashingsVector) else { throw .notHeld(field: "slashings") }
        if spec.fork >= .bellatrix, chainRecord.executionPayloadHeader.isEmpty {
            throw .notHeld(field: "execution payload header")
        }
        if spec.fork >= .fulu, UInt64(proposerLookahead.count) != (spec.minSeedLookahead + 1) * spec.slotsPerEpoch {
            throw .notHeld(field: "proposer look-ahead")
        }
        for column in [
            registry.effectiveIncrements.count, registry.slashed.count, registry.activationEligibilityEpochs.count,
            registry.activationEpochs.count, registry.exitEpochs.count, registry.withdrawableEpochs.count,
            registry.inactivityScores.count, registry.previousParticipation.count,
            registry.currentParticipation.count,
        ] where column != count {
            throw .columnLength(field: "a registry column", expected: count, found: column)
        }
    }

    private func encodeIdentity(_ encoder: inout SSZEncoder) {
        encoder.uint64(chainRecord.genesisTime)
        encoder.root(chainRecord.genesisValidatorsRoot)
        encoder.uint64(slot)
        encoder.append(chainRecord.previousForkVersion)
        encoder.append(chainRecord.currentForkVersion)
        encoder.uint64(chainRecord.forkEpoch)
        encoder.blockHeader(chainRecord.latestBlockHeader)
        encoder.roots(blockRoots)
        encoder.roots(chainRecord.stateRoots)
    }

    private func encode(
        _ committee: SyncCommittee, _ field: String, _ encoder: inout SSZEncoder
    ) throws(StateFileError) {
        guard UInt64(committee.members.count) == spec.syncCommitteeSize, committee.aggregatePublicKey.count == 48
        else { throw .notHeld(field: field) }
        for (position, member) in committee.members.enumerated() {
            if member >= 0, member < registry.count {
                encoder.append(registry.publicKeys[48 * member..<48 * (member + 1)])
            } else if let key = committee.unregisteredKeys.first(where: { $0.position == position }) {
                encoder.append(key.publicKey)
            } else {
                throw .notHeld(field: "\(field).pubkeys[\(position)]")
            }
        }
        encoder.append(committee.aggregatePublicKey)
    }

    private func encodeValidators(_ encoder: inout SSZEncoder) {
        let increment = spec.effectiveBalanceIncrement
        encoder.records(registry.count, size: Registry.Record.size) { target in
            func put(_ value: UInt64, _ position: Int) {
                target.storeBytes(of: value.littleEndian, toByteOffset: position, as: UInt64.self)
            }
            func copy(_ column: UnsafeRawBufferPointer, _ row: Int, size: Int, to position: Int) {
                UnsafeMutableRawBufferPointer(rebasing: target[position..<position + size])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: column[row * size..<(row + 1) * size]))
            }
            registry.publicKeys.withUnsafeBytes { keys in
                registry.withdrawalCredentials.withUnsafeBytes { credentials in
                    for row in 0..<registry.count {
                        let start = row * Registry.Record.size
                        copy(keys, row, size: 48, to: start + Registry.Record.publicKey)
                        copy(credentials, row, size: 32, to: start + Registry.Record.credentials)
                        put(
                            UInt64(registry.effectiveIncrements[row]) &* increment,
                            start + Registry.Record.effectiveBalance)
                        target[start + Registry.Record.slashed] = registry.slashed[row] ? 1 : 0
                        put(
                            registry.activationEligibilityEpochs[row].epoch,
                            start + Registry.Record.activationEligibility)
                        put(registry.activationEpochs[row].epoch, start + Registry.Record.activation)
                        put(registry.exitEpochs[row].epoch, start + Registry.Record.exit)
                        put(registry.withdrawableEpochs[row].epoch, start + Registry.Record.withdrawable)
                    }
                    for odd in registry.effectiveRemainders where odd.validator < registry.count {
                        let whole = UInt64(registry.effectiveIncrements[odd.validator]) &* increment
                        put(
                            whole &+ odd.amount,
                            odd.validator * Registry.Record.size + Registry.Record.effectiveBalance)
                    }
                }
            }
        }
    }

    private func encodeColumn(_ encoder: inout SSZEncoder, _ values: [some UnsignedInteger & FixedWidthInteger]) {
        encoder.records(values.count, size: 8) { target in
            for (row, value) in values.enumerated() {
                target.storeBytes(of: UInt64(value).littleEndian, toByteOffset: 8 * row, as: UInt64.self)
            }
        }
    }
}

extension BeaconState {
    /// Where the offsets of the parts that came after Altair are to be filled in.
    private struct LaterOffsets {
        var payloadHeader: Int?
        var historicalSummaries: Int?
        var pendingDeposits: Int?
        var pendingPartialWithdrawals: Int?
        var pendingConsolidations: Int?
    }

    private func encodeLaterFixedParts(_ encoder: inout SSZEncoder) -> LaterOffsets {
        var offsets = LaterOffsets()
        if spec.fork >= .bellatrix { offsets.payloadHeader = encoder.offsetPlace() }
        if spec.fork >= .capella {
            encoder.uint64(nextWithdrawalIndex)
            encoder.uint64(UInt64(nextWithdrawalValidatorIndex))
            offsets.historicalSummaries = encoder.offsetPlace()
        }
        if spec.fork >= .electra {
            for value in [
                depositRequestsStartIndex, depositBalanceToConsume, exitBalanceToConsume, earliestExitEpoch,
                consolidationBalanceToConsume, earliestConsolidationEpoch,
            ] { encoder.uint64(value) }
            offsets.pendingDeposits = encoder.offsetPlace()
            offsets.pendingPartialWithdrawals = encoder.offsetPlace()
            offsets.pendingConsolidations = encoder.offsetPlace()
        }
        if spec.fork >= .fulu { encoder.uint64s(proposerLookahead.map { UInt64($0) }) }
        return offsets
    }

    private func encodeLaterParts(_ encoder: inout SSZEncoder, _ offsets: LaterOffsets) -> Bool {
        var fits = true
        if let place = offsets.payloadHeader {
            fits = encoder.beginPart(place) && fits
            encoder.append(chainRecord.executionPayloadHeader)
        }
        if let place = offsets.historicalSummaries {
            fits = encoder.beginPart(place) && fits
            for summary in chainRecord.historicalSummaries {
                encoder.root(summary.blockSummaryRoot)
                encoder.root(summary.stateSummaryRoot)
            }
        }
        if let place = offsets.pendingDeposits {
            fits = encoder.beginPart(place) && fits
            for deposit in pendingDeposits {
                encoder.append(deposit.publicKey)
                encoder.append(deposit.withdrawalCredentials)
                encoder.uint64(deposit.amount)
                encoder.append(deposit.signature)
                encoder.uint64(deposit.slot)
            }
        }
        if let place = offsets.pendingPartialWithdrawals {
            fits = encoder.beginPart(place) && fits
            for withdrawal in pendingPartialWithdrawals {
                encoder.uint64s([UInt64(withdrawal.validator), withdrawal.amount, withdrawal.withdrawableEpoch])
            }
        }
        if let place = offsets.pendingConsolidations {
            fits = encoder.beginPart(place) && fits
            for consolidation in pendingConsolidations {
                encoder.uint64s([UInt64(consolidation.source), UInt64(consolidation.target)])
            }
        }
        return fits
    }
}

extension SSZEncoder {
    mutating func eth1Data(_ value: Eth1Data) {
        root(value.depositRoot)
        uint64(value.depositCount)
        root(value.blockHash)
    }

    mutating func blockHeader(_ value: BlockHeader) {
        uint64(value.slot)
        uint64(value.proposerIndex)
        root(value.parentRoot)
        root(value.stateRoot)
        root(value.bodyRoot)
    }
}
