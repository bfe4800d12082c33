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
}
