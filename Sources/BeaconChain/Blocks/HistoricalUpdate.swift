extension BeaconState {
    /// At the end of a historical period, keeps the Merkle roots of its block and state roots.
    ///
    /// Spec: `process_historical_roots_update` (before Capella), `process_historical_summaries_update`.
    public mutating func processHistoricalUpdate() {
        let period = spec.slotsPerHistoricalRoot / max(1, spec.slotsPerEpoch)
        guard period > 0, (currentEpoch &+ 1) % period == 0 else { return }
        let blocks = Merkleization.root(ofVector: blockRoots)
        let states = Merkleization.root(ofVector: chainRecord.stateRoots)
        if spec.fork >= .capella {
            chainRecord.historicalSummaries.append(
                HistoricalSummary(blockSummaryRoot: blocks, stateSummaryRoot: states))
        } else {
            chainRecord.historicalRoots.append(Merkleization.hash(blocks, states))
        }
    }
}
