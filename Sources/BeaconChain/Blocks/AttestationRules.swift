extension BeaconState {
    /// Credits attesters with what their vote did in time, and the proposer for including it.
    ///
    /// Spec: `process_attestation`, Altair; Deneb (EIP-7045: to the end of the next epoch); Electra (EIP-7549:
    /// several committees).
    ///
    /// - Throws: `BlockError`, `EpochError` if committees or the proposer cannot be drawn.
    public mutating func processAttestation(_ attestation: Attestation, _ context: inout BlockContext) throws {
        try checkTiming(attestation.data)
        let attesters = try attestingRows(attestation, &context)
        let indexed = IndexedAttestation(
            attestingIndices: attesters.sorted().map { UInt64($0) }, data: attestation.data,
            signature: attestation.signature)
        try check(indexed, context, .attestation)
        try credit(attesters, with: attestation.data, context)
    }

    /// The same for attesters that are known by their rows, committees and signature being the caller's concern.
    ///
    /// - Throws: `BlockError`, `EpochError` if nobody can propose.
    public mutating func processAttestation(
        _ data: AttestationData, attesters: [ValidatorIndex], _ context: BlockContext
    ) throws {
        try checkTiming(data)
        guard !attesters.isEmpty else { throw BlockError(.attestation, .indicesNotAscending) }
        for attester in attesters { _ = try row(attester, .attestation) }
        try credit(attesters, with: data, context)
    }

    private mutating func credit(
        _ attesters: [ValidatorIndex], with data: AttestationData, _ context: BlockContext
    ) throws {
        let flags = try participationFlags(data, inclusionDelay: slot - data.slot)
        let isCurrent = data.target.epoch == currentEpoch
        var rewardNumerator: UInt64 = 0
        for row in attesters {
            let before = isCurrent ? registry.currentParticipation[row] : registry.previousParticipation[row]
            var after = before
            var weights: UInt64 = 0
            for flag in flags where before & flag.bit == 0 {
                after |= flag.bit
                weights += flag.weight
            }
            guard weights > 0 else { continue }
            if isCurrent {
                registry.currentParticipation[row] = after
            } else {
                registry.previousParticipation[row] = after
            }
            let baseReward = UInt64(registry.effectiveIncrements[row]) * context.baseRewardPerIncrement
            rewardNumerator = try rewardNumerator.plus(baseReward * weights, .attestation)
        }
        let (whole, proposer) = (ParticipationFlag.weightDenominator, ParticipationFlag.proposerWeight)
        let denominator = (whole - proposer) * whole / proposer
        try increaseBalance(
            row(context.proposer, .attestation), by: rewardNumerator / denominator, .attestation)
    }

    private func checkTiming(_ data: AttestationData) throws(BlockError) {
        guard data.target.epoch == previousEpoch || data.target.epoch == currentEpoch else {
            throw BlockError(.attestation, .targetNeitherCurrentNorPrevious)
        }
        guard data.target.epoch == data.slot / spec.slotsPerEpoch else {
            throw BlockError(.attestation, .targetNotOfSlot)
        }
        guard try data.slot.plus(spec.minAttestationInclusionDelay, .attestation) <= slot else {
            throw BlockError(.attestation, .includedTooEarly)
        }
        if spec.fork < .deneb, try slot > data.slot.plus(spec.slotsPerEpoch, .attestation) {
            throw BlockError(.attestation, .includedTooLate)
        }
    }

    /// The rows whose bits are set. Spec: `get_attesting_indices`, with the checks of `process_attestation`.
    func attestingRows(_ attestation: Attestation, _ context: inout BlockContext) throws -> [Int] {
        let data = attestation.data
        let committees = try context.committees(at: data.target.epoch, self)
        var named: [UInt64] = []
        if spec.fork >= .electra {
            guard data.index == 0 else { throw BlockError(.attestation, .indexNotZero) }
            for (index, bit) in attestation.committeeBits.enumerated() where bit { named.append(UInt64(index)) }
        } else {
            named = [data.index]
        }
        var attesters: [Int] = []
        var offset = 0
        for index in named {
            guard let index = Int(exactly: index),
                let members = committees.members(
                    slot: Int(data.slot % max(1, spec.slotsPerEpoch)), committee: index)
            else { throw BlockError(.attestation, .noSuchCommittee) }
            guard attestation.aggregationBits.count >= offset + members.count else {
                throw BlockError(.attestation, .wrongBitCount)
            }
            let before = attesters.count
            for (position, row) in members.enumerated() where attestation.aggregationBits[offset + position] {
                attesters.append(row)
            }
            if spec.fork >= .electra, attesters.count == before {
                throw BlockError(.attestation, .emptyCommitteeBits)
            }
            offset += members.count
        }
        guard attestation.aggregationBits.count == offset else { throw BlockError(.attestation, .wrongBitCount) }
        return attesters
    }

    /// What a vote included after `inclusionDelay` slots did in time.
    ///
    /// Spec: `get_attestation_participation_flag_indices`, Altair and Deneb.
    ///
    /// - Throws: `BlockError` if its source is not the justified checkpoint or its roots are out of reach.
    public func participationFlags(
        _ data: AttestationData, inclusionDelay: UInt64
    ) throws(BlockError) -> [ParticipationFlag] {
        let justified = data.target.epoch == currentEpoch ? currentJustified : previousJustified
        let targetSlot = data.target.epoch.multipliedReportingOverflow(by: spec.slotsPerEpoch)
        guard !targetSlot.overflow else { throw BlockError(.attestation, .overflow) }
        let targetMatches = try data.target.root == blockRoot(at: targetSlot.partialValue, .attestation)
        let headMatches = try data.beaconBlockRoot == blockRoot(at: data.slot, .attestation)
        guard data.source == justified else { throw BlockError(.attestation, .wrongSource) }

        var flags: [ParticipationFlag] = []
        if inclusionDelay <= spec.slotsPerEpoch.squareRoot { flags.append(.source) }
        if targetMatches, spec.fork >= .deneb || inclusionDelay <= spec.slotsPerEpoch { flags.append(.target) }
        if targetMatches, headMatches, inclusionDelay == spec.minAttestationInclusionDelay { flags.append(.head) }
        return flags
    }
}
