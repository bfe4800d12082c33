import BeaconChain

/// A state with every field filled, as small as the preset lets it be.
func completeState(_ fork: Fork, _ preset: Preset = .minimal, validators: Int = 40) -> BeaconState {
    let spec = ChainSpec(preset: preset, fork: fork)
    var registry = Registry()
    for row in 0..<validators {
        registry.effectiveIncrements.append(32)
        registry.balances.append(32_000_000_000 + UInt64(row))
        registry.slashed.append(row % 7 == 3)
        registry.activationEligibilityEpochs.append(CompactEpoch(bits: 0))
        registry.activationEpochs.append(CompactEpoch(bits: 0))
        registry.exitEpochs.append(row % 5 == 4 ? CompactEpoch(bits: 9) : .farFuture)
        registry.withdrawableEpochs.append(row % 5 == 4 ? CompactEpoch(bits: 265) : .farFuture)
        registry.inactivityScores.append(UInt32(row))
        registry.previousParticipation.append(UInt8(row % 8))
        registry.currentParticipation.append(UInt8((row + 1) % 8))
        registry.credentialPrefixes.append(UInt8(row % 3))
        registry.publicKeys += (0..<48).map { UInt8(truncatingIfNeeded: row &* 31 &+ $0) }
        registry.withdrawalCredentials += [UInt8(row % 3)] + (1..<32).map { UInt8(truncatingIfNeeded: row &+ $0) }
    }
    var state = BeaconState(spec: spec, slot: 20, registry: registry)
    func roots(_ count: UInt64) -> [Root] { (0..<count).map { Root(words: ($0, 1, 2, 3)) } }
    state.blockRoots = roots(spec.slotsPerHistoricalRoot)
    state.chainRecord.stateRoots = roots(spec.slotsPerHistoricalRoot)
    state.randaoMixes = roots(spec.epochsPerHistoricalVector)
    state.slashings = [Gwei](repeating: 5, count: Int(spec.epochsPerSlashingsVector))
    state.chainRecord.currentForkVersion = fork.version(preset)
    state.chainRecord.previousForkVersion = preset.genesisForkVersion
    state.chainRecord.eth1DataVotes = [Eth1Data(), Eth1Data()]
    state.chainRecord.historicalRoots = roots(3)
    var committee = SyncCommittee()
    committee.members = (0..<Int(spec.syncCommitteeSize)).map { $0 * 3 % validators }
    committee.aggregatePublicKey = [UInt8](repeating: 7, count: 48)
    state.currentSyncCommittee = committee
    state.nextSyncCommittee = committee
    if fork >= .bellatrix {
        var header = [UInt8](repeating: 0, count: fork >= .deneb ? 584 : fork >= .capella ? 568 : 536)
        header[436] = UInt8(header.count & 255)
        header[437] = UInt8(header.count >> 8)
        state.chainRecord.executionPayloadHeader = header + [1, 2, 3]
    }
    if fork >= .capella {
        state.nextWithdrawalIndex = 17
        state.nextWithdrawalValidatorIndex = 3
        state.chainRecord.historicalSummaries = [
            HistoricalSummary(blockSummaryRoot: roots(2)[1], stateSummaryRoot: roots(1)[0])
        ]
    }
    if fork >= .electra {
        state.earliestExitEpoch = 7
        state.pendingDeposits = [
            PendingDeposit(
                publicKey: [UInt8](repeating: 1, count: 48), withdrawalCredentials: [UInt8](repeating: 2, count: 32),
                amount: 3, signature: [UInt8](repeating: 4, count: 96), slot: 5)
        ]
        state.pendingPartialWithdrawals = [PendingPartialWithdrawal(validator: 1, amount: 2, withdrawableEpoch: 3)]
        state.pendingConsolidations = [PendingConsolidation(source: 4, target: 5)]
    }
    if fork >= .fulu {
        state.proposerLookahead = (0..<Int((spec.minSeedLookahead + 1) * spec.slotsPerEpoch)).map { $0 % validators }
    }
    return state
}

/// Byte at which the first validator record begins.
func firstValidator(_ ssz: [UInt8], _ spec: ChainSpec) -> Int {
    // The offset of `validators` follows six fixed fields, two vectors, two offsets and the deposit index.
    let place = 8 + 32 + 8 + 16 + 112 + 64 * Int(spec.slotsPerHistoricalRoot) + 4 + 72 + 4 + 8
    return (0..<4).reversed().reduce(0) { $0 << 8 | Int(ssz[place + $1]) }
}

extension [UInt8] {
    /// The same bytes with a little-endian integer put at a position.
    func putting(_ value: UInt64, at position: Int) -> [UInt8] {
        var copy = self
        for index in 0..<8 { copy[position + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
        return copy
    }
}
