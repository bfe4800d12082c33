extension BeaconState {
    /// Takes a payload's header as the latest. Spec: `process_execution_payload`, Bellatrix to Fulu.
    ///
    /// Whether the execution engine accepts the payload is the context's to say.
    ///
    /// - Throws: `BlockError`.
    public mutating func processExecutionPayload(
        _ body: BeaconBlockBody, _ context: BlockContext
    ) throws(BlockError) {
        guard let payload = body.executionPayload else { return }
        if spec.fork >= .capella || isMergeComplete {
            guard payload.parentHash == latestBlockHash else { throw BlockError(.executionPayload, .wrongParentHash) }
        }
        guard try payload.prevRandao == randaoMix(at: currentEpoch, .executionPayload) else {
            throw BlockError(.executionPayload, .wrongRandao)
        }
        let (milliseconds, overflow) = slot.multipliedReportingOverflow(by: spec.slotDurationMilliseconds)
        guard !overflow else { throw BlockError(.executionPayload, .overflow) }
        guard try payload.timestamp == chainRecord.genesisTime.plus(milliseconds / 1000, .executionPayload) else {
            throw BlockError(.executionPayload, .wrongTimestamp)
        }
        if spec.fork >= .deneb {
            guard UInt64(body.blobCommitmentCount) <= spec.blobLimit(at: currentEpoch) else {
                throw BlockError(.executionPayload, .tooManyBlobs)
            }
        }
        guard context.engineAcceptsPayload else { throw BlockError(.executionPayload, .payloadRejected) }
        chainRecord.executionPayloadHeader = payload.header
    }

    /// Whether a block's payload is to be processed; always from Capella on. Spec: `is_execution_enabled`, Bellatrix.
    func isExecutionEnabled(_ body: BeaconBlockBody) -> Bool {
        guard let payload = body.executionPayload else { return false }
        return spec.fork >= .capella || isMergeComplete || !payload.isDefault
    }

    /// Spec: `is_merge_transition_complete`, Bellatrix. A default header is its fixed part, zero but for the offset.
    private var isMergeComplete: Bool {
        let header = chainRecord.executionPayloadHeader
        let fixedPart = 536
        let extraDataOffset = 436..<440
        guard header.count == fixedPart else { return !header.isEmpty }
        return header.enumerated().contains { !extraDataOffset.contains($0.offset) && $0.element != 0 }
    }

    /// The block hash of the latest header, which lies after the fixed-size fields before it.
    private var latestBlockHash: Root? {
        let header = chainRecord.executionPayloadHeader
        return header.count < 504 ? nil : Root(header[472..<504])
    }
}
