/// The types that a state is made of.
struct StateParts {
    let checkpoint: SSZType
    let forkRecord: SSZType
    let header: SSZType
    let eth1Data: SSZType
    let validator: SSZType
    let syncCommittee: SSZType
    let payloadHeader: SSZType
    let historicalSummary: SSZType
    let pendingDeposit: SSZType
    let pendingPartialWithdrawal: SSZType
    let pendingConsolidation: SSZType
}

extension BeaconSchema {
    /// `BeaconState`, Altair to Fulu.
    static func beaconState(_ spec: ChainSpec, _ p: Primitives, _ parts: StateParts) -> SSZType {
        let limit = spec.validatorRegistryLimit
        let roots = SSZType.vector(p.bytes32, Int(spec.slotsPerHistoricalRoot))
        let amounts = SSZType.list(p.uint64, limit)
        let flags = SSZType.list(p.uint8, limit)
        var fields: [(String, SSZType)] = [
            ("genesis_time", p.uint64), ("genesis_validators_root", p.bytes32), ("slot", p.uint64),
            ("fork", parts.forkRecord), ("latest_block_header", parts.header), ("block_roots", roots),
            ("state_roots", roots), ("historical_roots", .list(p.bytes32, spec.historicalRootsLimit)),
            ("eth1_data", parts.eth1Data),
            ("eth1_data_votes", .list(parts.eth1Data, spec.epochsPerEth1VotingPeriod * spec.slotsPerEpoch)),
            ("eth1_deposit_index", p.uint64), ("validators", .list(parts.validator, limit)),
            ("balances", amounts), ("randao_mixes", .vector(p.bytes32, Int(spec.epochsPerHistoricalVector))),
            ("slashings", .vector(p.uint64, Int(spec.epochsPerSlashingsVector))),
            ("previous_epoch_participation", flags), ("current_epoch_participation", flags),
            ("justification_bits", .bitvector(4)), ("previous_justified_checkpoint", parts.checkpoint),
            ("current_justified_checkpoint", parts.checkpoint), ("finalized_checkpoint", parts.checkpoint),
            ("inactivity_scores", amounts), ("current_sync_committee", parts.syncCommittee),
            ("next_sync_committee", parts.syncCommittee),
        ]
        if spec.fork >= .bellatrix { fields.append(("latest_execution_payload_header", parts.payloadHeader)) }
        if spec.fork >= .capella {
            fields += [
                ("next_withdrawal_index", p.uint64), ("next_withdrawal_validator_index", p.uint64),
                ("historical_summaries", .list(parts.historicalSummary, spec.historicalRootsLimit)),
            ]
        }
        if spec.fork >= .electra { fields += electraFields(spec, p, parts) }
        if spec.fork >= .fulu {
            let slots = (spec.minSeedLookahead + 1) * spec.slotsPerEpoch
            fields.append(("proposer_lookahead", .vector(p.uint64, Int(slots))))
        }
        return .container("BeaconState", fields)
    }

    private static func electraFields(
        _ spec: ChainSpec, _ p: Primitives, _ parts: StateParts
    ) -> [(String, SSZType)] {
        [
            ("deposit_requests_start_index", p.uint64), ("deposit_balance_to_consume", p.uint64),
            ("exit_balance_to_consume", p.uint64), ("earliest_exit_epoch", p.uint64),
            ("consolidation_balance_to_consume", p.uint64), ("earliest_consolidation_epoch", p.uint64),
            ("pending_deposits", .list(parts.pendingDeposit, spec.pendingDepositsLimit)),
            (
                "pending_partial_withdrawals",
                .list(parts.pendingPartialWithdrawal, spec.pendingPartialWithdrawalsLimit)
            ),
            ("pending_consolidations", .list(parts.pendingConsolidation, spec.pendingConsolidationsLimit)),
        ]
    }
}
