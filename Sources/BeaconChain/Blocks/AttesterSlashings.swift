extension BeaconState {
    /// Slashes everybody who made two votes that exclude each other.
    ///
    /// Spec: `process_attester_slashing`, `is_slashable_attestation_data`, phase 0.
    ///
    /// - Throws: `BlockError`, `EpochError`.
    public mutating func processAttesterSlashing(_ slashing: AttesterSlashing, _ context: BlockContext) throws {
        let (first, second) = (slashing.first, slashing.second)
        guard Self.exclude(first.data, second.data) else { throw BlockError(.attesterSlashing, .votesCompatible) }
        try check(first, context, .attesterSlashing)
        try check(second, context, .attesterSlashing)
        let others = Set(second.attestingIndices)
        var slashedAny = false
        // The indices of a valid attestation ascend, which is the order in which the spec slashes.
        for index in first.attestingIndices where others.contains(index) {
            let row = try row(index, .attesterSlashing)
            if isSlashable(row, at: currentEpoch) {
                try slashValidator(row, context, .attesterSlashing)
                slashedAny = true
            }
        }
        guard slashedAny else { throw BlockError(.attesterSlashing, .notSlashable) }
    }

    /// Whether two votes may not both be made. Spec: `is_slashable_attestation_data`, phase 0.
    static func exclude(_ first: AttestationData, _ second: AttestationData) -> Bool {
        let isDouble = first != second && first.target.epoch == second.target.epoch
        let surrounds = first.source.epoch < second.source.epoch && second.target.epoch < first.target.epoch
        return isDouble || surrounds
    }

    /// Spec: `is_valid_indexed_attestation`, phase 0.
    func check(
        _ attestation: IndexedAttestation, _ context: BlockContext, _ part: BlockPart
    ) throws(BlockError) {
        let indices = attestation.attestingIndices
        guard !indices.isEmpty else { throw BlockError(part, .indicesNotAscending) }
        for (lower, higher) in zip(indices, indices.dropFirst()) where lower >= higher {
            throw BlockError(part, .indicesNotAscending)
        }
        // Ascending, so the last being in the registry means that all are.
        _ = try row(indices[indices.count - 1], part)
        guard context.checksSignatures else { return }
        try context.check(
            part, keys: indices.map { publicKey(Int($0)) }, objectRoot: attestation.data.hashTreeRoot,
            domain: domain(.beaconAttester, at: attestation.data.target.epoch), signature: attestation.signature)
    }
}
