/// Rewards and penalties of attesting, validator by validator and component by component.
///
/// What an epoch transition applies in one pass, as columns for whoever wants to see the parts.
/// Spec: `get_flag_index_deltas`, `get_inactivity_penalty_deltas`, Altair and Bellatrix.
public struct AttestationDeltas: Sendable, Equatable {
    /// Gwei by registry row.
    public struct Pair: Sendable, Equatable {
        /// Gwei earned, by row.
        public var rewards: [Gwei]
        /// Gwei taken, by row.
        public var penalties: [Gwei]
    }

    /// For the source vote.
    public private(set) var source: Pair
    /// For the target vote.
    public private(set) var target: Pair
    /// For the head vote.
    public private(set) var head: Pair
    /// Its rewards are zero.
    public private(set) var inactivity: Pair

    /// What the transition at the end of the state's epoch would pay and take, with scores and checkpoints as they
    /// stand.
    ///
    /// Complexity: some passes over the registry.
    /// - Throws: `EpochError` as the transition does.
    public init(_ state: BeaconState) throws(EpochError) {
        let spec = state.spec
        let registry = state.registry
        let previous = state.previousEpoch
        let delay = try previous.subtracting(state.finalized.epoch, "finality delay")
        let table = try AttestationRewardTable(
            EpochTotals(state), isLeaking: delay > spec.minEpochsToInactivityPenalty, spec: spec)
        let zeros = [Gwei](repeating: 0, count: registry.count)
        source = Pair(rewards: zeros, penalties: zeros)
        target = source
        head = source
        inactivity = source
        for row in 0..<registry.count {
            let isActive = registry.isActive(row, in: previous)
            let waits = registry.slashed[row] && previous + 1 < registry.withdrawableEpochs[row].epoch
            guard isActive || waits else { continue }
            let flags = isActive && !registry.slashed[row] ? registry.previousParticipation[row] : 0
            let increments = registry.effectiveIncrements[row]
            for flag in ParticipationFlag.allCases {
                if flags & flag.bit != 0 {
                    self[flag].rewards[row] = table.reward(flag, increments: increments)
                } else {
                    self[flag].penalties[row] = table.penalty(flag, increments: increments)
                }
            }
            if flags & ParticipationFlag.target.bit == 0 {
                inactivity.penalties[row] = try table.inactivityPenalty(
                    increments: increments, score: registry.inactivityScores[row])
            }
        }
    }

    /// The pair of a flag.
    public private(set) subscript(flag: ParticipationFlag) -> Pair {
        get {
            switch flag {
            case .source: source
            case .target: target
            case .head: head
            }
        }
        _modify {
            switch flag {
            case .source: yield &source
            case .target: yield &target
            case .head: yield &head
            }
        }
    }
}
