extension BeaconState {
    /// Reads a beacon state as a beacon node serves it, finding preset and fork by its fork version.
    ///
    /// - Throws: `StateFileError`.
    public init(ssz bytes: [UInt8]) throws(StateFileError) {
        try self.init(ssz: bytes, spec: ChainSpec(ofState: bytes))
    }

    /// Reads a beacon state of the given rules and sizes.
    ///
    /// Columns are filled by striding over the validator records: a state of a million validators (some 300 MB) takes
    /// well below a second and no object per validator. `encodeSSZ()` gives the same bytes back.
    ///
    /// - Parameter keepingRemainders: whether effective balances that are no whole increments are accepted. No chain
    ///   has any; rules that read such a state use the whole increments alone.
    /// - Throws: `StateFileError.malformed` if the bytes are not a state of that fork, and others for values that are
    ///   valid SSZ but have no place in the columns.
    public init(ssz bytes: [UInt8], spec: ChainSpec, keepingRemainders: Bool = false) throws(StateFileError) {
        do {
            let view = try SSZView(BeaconSchema(spec).beaconState, bytes)
            self.init(
                spec: spec, slot: try view.field("slot").uint64(),
                registry: try Self.registry(view, spec, keepingRemainders))
            try readCommon(view)
            if spec.fork >= .bellatrix {
                chainRecord.executionPayloadHeader = try view.field("latest_execution_payload_header").bytes
            }
            if spec.fork >= .capella { try readCapella(view) }
            if spec.fork >= .electra { try readElectra(view) }
            if spec.fork >= .fulu {
                proposerLookahead = try view.field("proposer_lookahead").uint64s().enumerated().map {
                    try Self.index($0.element, "proposer_lookahead[\($0.offset)]")
                }
            }
        } catch let error as SSZError {
            throw .malformed(error)
        } catch let error as StateFileError {
            throw error
        } catch {
            // Nothing else is thrown above; the compiler cannot know.
            throw .notHeld(field: "beacon state")
        }
    }

    private static func registry(
        _ view: SSZView, _ spec: ChainSpec, _ keepingRemainders: Bool
    ) throws -> Registry {
        let validators = try view.field("validators")
        let balances = try view.field("balances").uint64s()
        let scores = try view.field("inactivity_scores").uint64s()
        let previous = try view.field("previous_epoch_participation").bytes
        let current = try view.field("current_epoch_participation").bytes
        return try view.buffer.withUnsafeBytes { raw in
            try Registry(
                records: UnsafeRawBufferPointer(rebasing: raw[validators.range]), balances: balances, scores: scores,
                previous: previous, current: current, increment: spec.effectiveBalanceIncrement,
                keepingRemainders: keepingRemainders)
        }
    }

    private static func index(_ value: UInt64, _ field: @autoclosure () -> String) throws(StateFileError) -> Int {
        guard let index = Int(exactly: value) else {
            throw .fieldValue(field: field(), value: value, allowed: "below 2^63")
        }
        return index
    }

    private mutating func readCommon(_ view: SSZView) throws {
        let fork = try view.field("fork")
        chainRecord.genesisTime = try view.field("genesis_time").uint64()
        chainRecord.genesisValidatorsRoot = try view.field("genesis_validators_root").root()
        chainRecord.previousForkVersion = try fork.field("previous_version").bytes
        chainRecord.currentForkVersion = try fork.field("current_version").bytes
        chainRecord.forkEpoch = try fork.field("epoch").uint64()
        chainRecord.latestBlockHeader = try BlockHeader(view.field("latest_block_header"))
        blockRoots = try view.field("block_roots").roots()
        chainRecord.stateRoots = try view.field("state_roots").roots()
        chainRecord.historicalRoots = try view.field("historical_roots").roots()
        chainRecord.eth1Data = try Eth1Data(view.field("eth1_data"))
        chainRecord.eth1DataVotes = try view.field("eth1_data_votes").elements().map { try Eth1Data($0) }
        chainRecord.eth1DepositIndex = try view.field("eth1_deposit_index").uint64()
        randaoMixes = try view.field("randao_mixes").roots()
        slashings = try view.field("slashings").uint64s()
        justificationBits = try view.field("justification_bits").bytes[0]
        previousJustified = try Checkpoint(view.field("previous_justified_checkpoint"))
        currentJustified = try Checkpoint(view.field("current_justified_checkpoint"))
        finalized = try Checkpoint(view.field("finalized_checkpoint"))
        try readSyncCommittees(view)
    }

    private mutating func readCapella(_ view: SSZView) throws {
        nextWithdrawalIndex = try view.field("next_withdrawal_index").uint64()
        nextWithdrawalValidatorIndex = try Self.index(
            view.field("next_withdrawal_validator_index").uint64(), "next_withdrawal_validator_index")
        chainRecord.historicalSummaries = try view.field("historical_summaries").elements().map {
            HistoricalSummary(
                blockSummaryRoot: try $0.field("block_summary_root").root(),
                stateSummaryRoot: try $0.field("state_summary_root").root())
        }
    }

    private mutating func readElectra(_ view: SSZView) throws {
        depositRequestsStartIndex = try view.field("deposit_requests_start_index").uint64()
        depositBalanceToConsume = try view.field("deposit_balance_to_consume").uint64()
        exitBalanceToConsume = try view.field("exit_balance_to_consume").uint64()
        earliestExitEpoch = try view.field("earliest_exit_epoch").uint64()
        consolidationBalanceToConsume = try view.field("consolidation_balance_to_consume").uint64()
        earliestConsolidationEpoch = try view.field("earliest_consolidation_epoch").uint64()
        pendingDeposits = try view.field("pending_deposits").elements().map {
            PendingDeposit(
                publicKey: try $0.field("pubkey").bytes,
                withdrawalCredentials: try $0.field("withdrawal_credentials").bytes,
                amount: try $0.field("amount").uint64(), signature: try $0.field("signature").bytes,
                slot: try $0.field("slot").uint64())
        }
        pendingPartialWithdrawals = try view.field("pending_partial_withdrawals").elements().map {
            PendingPartialWithdrawal(
                validator: try Self.index(
                    $0.field("validator_index").uint64(), "pending_partial_withdrawals' validator_index"),
                amount: try $0.field("amount").uint64(),
                withdrawableEpoch: try $0.field("withdrawable_epoch").uint64())
        }
        pendingConsolidations = try view.field("pending_consolidations").elements().map {
            PendingConsolidation(
                source: try Self.index($0.field("source_index").uint64(), "pending_consolidations' source_index"),
                target: try Self.index($0.field("target_index").uint64(), "pending_consolidations' target_index"))
        }
    }

    /// Finds the registry rows of both committees' keys in one pass over the registry.
    private mutating func readSyncCommittees(_ view: SSZView) throws {
        let committees = [try view.field("current_sync_committee"), try view.field("next_sync_committee")]
        let keys = try committees.map { try $0.field("pubkeys").elements().map(\.bytes) }
        var rows: [[UInt8]: Int] = [:]
        for key in keys.joined() { rows[key] = -1 }
        let wanted = Set(rows.keys.map { registryKeyPrefix($0) })
        registry.publicKeys.withUnsafeBytes { raw in
            // The last row is looked at first, so that of several equal keys the first row stays.
            for row in stride(from: registry.count - 1, through: 0, by: -1) {
                guard wanted.contains(raw.uint64(row * 48)) else { continue }
                let key = [UInt8](raw[row * 48..<(row + 1) * 48])
                if rows[key] != nil { rows[key] = row }
            }
        }
        var result: [SyncCommittee] = []
        for (committee, keys) in zip(committees, keys) {
            var decoded = SyncCommittee()
            decoded.members = keys.map { rows[$0] ?? -1 }
            for (position, member) in decoded.members.enumerated() where member < 0 {
                decoded.unregisteredKeys.append(UnregisteredKey(position: position, publicKey: keys[position]))
            }
            decoded.aggregatePublicKey = try committee.field("aggregate_pubkey").bytes
            result.append(decoded)
        }
        currentSyncCommittee = result[0]
        nextSyncCommittee = result[1]
    }
}

/// The first eight bytes of a key, by which most rows are told apart without looking at the rest.
private func registryKeyPrefix(_ key: [UInt8]) -> UInt64 {
    key.withUnsafeBytes { $0.count >= 8 ? $0.uint64(0) : 0 }
}

extension BlockHeader {
    /// Reads a `BeaconBlockHeader`.
    init(_ view: SSZView) throws(SSZError) {
        self.init()
        slot = try view.field("slot").uint64()
        proposerIndex = try view.field("proposer_index").uint64()
        parentRoot = try view.field("parent_root").root()
        stateRoot = try view.field("state_root").root()
        bodyRoot = try view.field("body_root").root()
    }
}

extension Eth1Data {
    /// Reads an `Eth1Data`.
    init(_ view: SSZView) throws(SSZError) {
        self.init()
        depositRoot = try view.field("deposit_root").root()
        depositCount = try view.field("deposit_count").uint64()
        blockHash = try view.field("block_hash").root()
    }
}

extension Checkpoint {
    /// Reads a `Checkpoint`.
    init(_ view: SSZView) throws(SSZError) {
        self.init(epoch: try view.field("epoch").uint64(), root: try view.field("root").root())
    }
}
