extension BeaconState {
    /// The checkpoints that would be justified and finalized if the epoch ended right after this state.
    ///
    /// Spec: `compute_pulled_up_tip`. Complexity: one pass over the registry.
    ///
    /// - Throws: `EpochError`.
    public func unrealizedCheckpoints() throws(EpochError) -> (justified: Checkpoint, finalized: Checkpoint) {
        var state = self
        var transition = EpochTransition()
        try transition.justificationAndFinalization(&state)
        return (state.currentJustified, state.finalized)
    }

    /// The same for a caller that knows how much stake has voted, in constant time.
    ///
    /// - Parameters:
    ///   - votes: increments with a timely target in the previous and in the current epoch, and of everybody active.
    ///   - root: the checkpoint block of the previous or the current epoch on the state's branch.
    /// - Throws: `EpochError`.
    public func unrealizedCheckpoints(
        votes: TargetVotes, root: (Epoch) -> Root
    ) throws(EpochError) -> (justified: Checkpoint, finalized: Checkpoint) {
        var state = self
        // Roots of newly justified checkpoints come from the caller.
        state.blockRoots = []
        var totals = EpochTotals()
        totals.activeIncrements = votes.active
        totals.previous.target = votes.previous
        totals.current.target = votes.current
        let change = try JustificationStep(rules: try EpochRules(state)).run(&state, totals)
        return (state.named(change.justifiedAfter, before: change.justifiedBefore, root: root), change.finalizedAfter)
    }

    /// A checkpoint with its root, where the step that justified it could not know that.
    private func named(_ checkpoint: Checkpoint, before: Checkpoint, root: (Epoch) -> Root) -> Checkpoint {
        checkpoint == before ? checkpoint : Checkpoint(epoch: checkpoint.epoch, root: root(checkpoint.epoch))
    }
}

/// How much stake has voted for the targets of two epochs, in increments.
public struct TargetVotes: Sendable, Equatable {
    /// Of the previous epoch.
    public var previous: UInt64
    /// Of the current epoch.
    public var current: UInt64
    /// Everybody active in the current epoch.
    public var active: UInt64

    /// Sums that the caller has.
    public init(previous: UInt64, current: UInt64, active: UInt64) {
        self.previous = previous
        self.current = current
        self.active = active
    }
}
