import BeaconChain

/// The state of one branch at the start of an epoch, and who has which duty in that epoch on it.
///
/// Blocks of the epoch are built on it; at the epoch's end it is carried on, once for each last block that somebody
/// builds on. Branches that differ only in recent blocks share their past.
struct Lane {
    var number: Int
    var epoch: Epoch
    /// The last block before the epoch.
    var tip: BlockID
    var branch: Branch
    var committees: EpochCommittees
    /// Who had which duty in the epoch before; nil in the first.
    var before: EpochCommittees?
    var weights: VoteWeights
    /// By slot of the epoch: a proposal that did not come about.
    var missed: [MissedProposal?]

    init(number: Int, tip: BlockID, branch: Branch, after before: Lane?, shared: [EpochCommittees])
        throws(SimulationError)
    {
        self.number = number
        self.tip = tip
        var branch = branch
        let epoch = branch.world.state.currentEpoch
        branch.prepareEpoch(epoch)
        self.epoch = epoch
        self.before = before?.committees
        let active = branch.active
        let effective = branch.effectiveBalances
        let proposers = branch.sampler.proposers(of: epoch, active, effective)
        let seats = branch.sampler.syncCommittee(of: epoch, active, effective)
        if let known = shared.first(where: {
            $0.epoch == epoch && $0.active == active && $0.proposers == proposers && $0.syncCommittee == seats
        }) {
            committees = known
        } else {
            guard case .spec(let shuffling) = branch.sampler.permutation(of: epoch, active) else {
                throw .badChain("'resolution: messages' needs 'sampling: spec'")
            }
            committees = EpochCommittees(
                epoch: epoch, shuffling: shuffling, active: active, proposers: proposers, syncCommittee: seats,
                spec: branch.world.spec)
        }
        missed = Array(repeating: nil, count: branch.world.slotsPerEpoch)
        if let before, !branch.weightsChanged, before.branch.active == active {
            weights = before.weights
        } else {
            // Rows may have parted without anybody's vote weighing more or less: what is equal is shared.
            let found = try Self.weights(branch)
            weights = before.flatMap { $0.weights == found ? $0.weights : nil } ?? found
        }
        branch.weightsChanged = false
        self.branch = branch
    }

    /// What each validator's vote weighs, by virtual index.
    ///
    /// - Complexity: O(validators).
    private static func weights(_ branch: Branch) throws(SimulationError) -> VoteWeights {
        let registry = branch.world.state.registry
        var increments = [UInt32](repeating: 0, count: branch.world.population.total)
        for run in branch.world.population.runsInOrder {
            for offset in 0..<run.count {
                let row = run.isCohort ? run.row : run.row + offset
                guard registry.isActive(row, in: branch.world.state.currentEpoch), !registry.slashed[row] else {
                    continue
                }
                increments[run.virtualStart + offset] = UInt32(registry.effectiveIncrements[row])
            }
        }
        do {
            return try VoteWeights(
                increments: increments,
                totalActiveBalance: max(1, branch.active.increments) * branch.world.spec.effectiveBalanceIncrement,
                spec: branch.world.spec)
        } catch {
            throw .badChain("\(error)")
        }
    }

    /// Effective balance of a validator whose vote counts, in increments.
    var stake: (Int) -> UInt64 {
        let branch = branch
        let uniform = UInt64(branch.active.highest)
        if branch.active.isUniform, !branch.hasSlashed { return { _ in uniform } }
        let registry = branch.world.state.registry
        let population = branch.world.population
        return { validator in
            let row = population.row(of: validator)
            return registry.slashed[row] ? 0 : UInt64(registry.effectiveIncrements[row])
        }
    }
}
