import BeaconChain

/// Replays one sub-transition, a whole transition, or the reward deltas.
enum EpochVectors {
    typealias Step = @Sendable (inout EpochTransition, inout BeaconState) throws -> Void

    /// Handlers that change a state and list its new fields.
    static let steps: [String: Step] = [
        "justification_and_finalization": { try $0.justificationAndFinalization(&$1) },
        "inactivity_updates": { try $0.inactivityUpdates(&$1) },
        "rewards_and_penalties": { try $0.rewardsAndPenalties(&$1) },
        "registry_updates": { try $0.registryUpdates(&$1) },
        "slashings": { try $0.slashings(&$1) },
        "slashings_reset": { try $0.slashingsReset(&$1) },
        "effective_balance_updates": { try $0.effectiveBalanceUpdates(&$1) },
        "pending_deposits": { try $0.pendingDeposits(&$1) },
        "pending_consolidations": { try $0.pendingConsolidations(&$1) },
        "participation_flag_updates": { EpochTransition.participationFlagUpdates(&$1) },
        "sync_committee_updates": { try $0.syncCommitteeUpdates(&$1) },
        "proposer_lookahead": { try $0.proposerLookahead(&$1) },
        "epoch": { try $0.run(&$1) },
    ]

    static func run(_ vector: VectorCase, _ step: Step) throws -> CaseResult.Outcome {
        var state = try vector.pre()
        var expected = ExpectedState(try vector.json.need("pre"))
        var transition = EpochTransition(signatures: VectorSignatures())
        let isValid = vector.json["valid"]?.bool ?? true
        do {
            try step(&transition, &state)
        } catch let error as EpochError {
            guard isValid else { return .passed }
            return .failed(Mismatch(field: "valid", expected: "true", found: error.description))
        }
        guard isValid else { return .failed(Mismatch(field: "valid", expected: "false", found: "true")) }
        expected.apply(try vector.json.need("post"))
        return expected.firstMismatch(state).map { .failed($0) } ?? .passed
    }

    /// Works out the four delta pairs of every validator without applying them.
    static func runRewards(_ vector: VectorCase) throws -> CaseResult.Outcome {
        let deltas = try vector.json.need("deltas")
        let state = try vector.pre()
        let table = try AttestationRewardTable(state)
        var found: [String: (rewards: [Gwei], penalties: [Gwei])] = [:]
        let components: [(String, ParticipationFlag?)] = [
            ("source", .source), ("target", .target), ("head", .head), ("inactivity_penalty", nil),
        ]
        let registry = state.registry
        for (name, flag) in components {
            var column = (
                rewards: [Gwei](repeating: 0, count: registry.count),
                penalties: [Gwei](repeating: 0, count: registry.count)
            )
            for row in 0..<registry.count {
                let wasActive = registry.isActive(row, in: state.previousEpoch)
                let pays =
                    registry.slashed[row] && state.previousEpoch + 1 < registry.withdrawableEpochs[row].epoch
                guard wasActive || pays else { continue }
                let flags = registry.slashed[row] || !wasActive ? 0 : registry.previousParticipation[row]
                let stake = registry.effectiveIncrements[row]
                if let flag {
                    if flags & flag.bit != 0 {
                        column.rewards[row] = table.reward(flag, increments: stake)
                    } else {
                        column.penalties[row] = table.penalty(flag, increments: stake)
                    }
                } else if flags & ParticipationFlag.target.bit == 0 {
                    column.penalties[row] = try table.inactivityPenalty(
                        increments: stake, score: registry.inactivityScores[row])
                }
            }
            found[name] = column
        }
        for (name, _) in components {
            let pair = try deltas.need(name)
            for (side, values) in [("rewards", found[name]?.rewards), ("penalties", found[name]?.penalties)] {
                let written = JSONValue.array((values ?? []).map { .integer($0) })
                if let mismatch = ExpectedState.mismatch("deltas.\(name).\(side)", try pair.need(side), written) {
                    return .failed(mismatch)
                }
            }
        }
        return .passed
    }
}
