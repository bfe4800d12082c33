internal import BeaconChain

/// Runner `epoch_processing`: one step of the epoch transition, and the whole transition around it.
enum EpochProcessingRunner {
    static func run(_ handler: String, _ files: OfficialCaseFiles, _ signatures: any SignatureChecking) throws {
        let transition = EpochTransition(
            signatures: signatures, historicalUpdate: { $0.processHistoricalUpdate() })
        try files.expect("post", after: try files.state("pre")) { state in
            var transition = transition
            try step(handler, &transition, &state)
        }
        guard try files.ssz("pre_epoch") != nil else { return }
        try files.expect("post_epoch", after: try files.state("pre_epoch"), where: "whole epoch: ") { state in
            var transition = transition
            try transition.run(&state)
        }
    }

    private static func step(
        _ handler: String, _ transition: inout EpochTransition, _ state: inout BeaconState
    ) throws {
        switch handler {
        case "justification_and_finalization": try transition.justificationAndFinalization(&state)
        case "inactivity_updates": try transition.inactivityUpdates(&state)
        case "rewards_and_penalties": try transition.rewardsAndPenalties(&state)
        case "registry_updates": try transition.registryUpdates(&state)
        case "slashings": try transition.slashings(&state)
        case "eth1_data_reset": try transition.eth1DataReset(&state)
        case "pending_deposits": try transition.pendingDeposits(&state)
        case "pending_consolidations": try transition.pendingConsolidations(&state)
        case "effective_balance_updates": try transition.effectiveBalanceUpdates(&state)
        case "slashings_reset": try transition.slashingsReset(&state)
        case "randao_mixes_reset": try transition.randaoMixesReset(&state)
        case "historical_roots_update", "historical_summaries_update": state.processHistoricalUpdate()
        case "participation_flag_updates": EpochTransition.participationFlagUpdates(&state)
        case "sync_committee_updates": try transition.syncCommitteeUpdates(&state)
        case "proposer_lookahead": try transition.proposerLookahead(&state)
        default: throw Mismatch(field: "handler", expected: "a known step", found: handler)
        }
    }
}
