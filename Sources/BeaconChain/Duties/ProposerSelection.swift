/// Who proposes.
///
/// Spec: `compute_proposer_index`, `get_beacon_proposer_index`, Altair to Electra; `get_beacon_proposer_indices`, Fulu.
public struct ProposerSelection<Active: ActiveValidators> {
    private let active: Active
    private let spec: ChainSpec
    private let seed: Root

    /// - Parameters:
    ///   - active: the validators active in the epoch of the slots.
    ///   - seed: of that epoch, for proposers (`Seed.make(.proposer, …)`).
    public init(_ active: Active, seed: Root, spec: ChainSpec) {
        self.active = active
        self.seed = seed
        self.spec = spec
    }

    /// Active position of a slot's proposer; nil if nobody is active.
    ///
    /// Complexity: one single-index shuffle for each candidate that somebody's balance could carry.
    public func position(slot: Slot) -> Int? {
        guard active.count > 0 else { return nil }
        var sampling = BalanceSampling(active, seed: Seed.make(slot: slot, of: seed), spec: spec)
        return sampling.next()
    }

    /// Active positions of the proposers of an epoch's slots; empty if nobody is active.
    public func positions(epoch: Epoch) -> [Int] {
        (0..<spec.slotsPerEpoch).compactMap { position(slot: epoch &* spec.slotsPerEpoch &+ $0) }
    }
}

extension BeaconState {
    /// Registry rows of an epoch's proposers by slot, drawn from the state as it is.
    ///
    /// Complexity: one pass over the registry and the draws.
    /// - Throws: `EpochError` where nobody is active or the randomness is missing.
    public func proposers(epoch: Epoch) throws(EpochError) -> [ValidatorIndex] {
        try proposers(epoch: epoch, of: ActiveRows(registry, in: epoch))
    }

    func proposers(epoch: Epoch, of active: ActiveRows) throws(EpochError) -> [ValidatorIndex] {
        guard active.count > 0 else { throw .nobodyActive(epoch: epoch) }
        let seed = try seed(.proposer, epoch: epoch)
        return ProposerSelection(active, seed: seed, spec: spec).positions(epoch: epoch).map { active.row(at: $0) }
    }

    /// Registry row of the current slot's proposer (spec: `get_beacon_proposer_index`).
    ///
    /// - Throws: `EpochError` where nobody is active, or the look-ahead (Fulu) or the randomness is missing.
    public func currentProposer() throws(EpochError) -> ValidatorIndex {
        if fork >= .fulu {
            let place = Int(slot % spec.slotsPerEpoch)
            guard place < proposerLookahead.count else {
                throw .vectorLength(
                    vector: "proposerLookahead", found: proposerLookahead.count,
                    expected: (spec.minSeedLookahead &+ 1) &* spec.slotsPerEpoch)
            }
            return proposerLookahead[place]
        }
        let active = ActiveRows(registry, in: currentEpoch)
        let seed = try seed(.proposer, epoch: currentEpoch)
        guard let position = ProposerSelection(active, seed: seed, spec: spec).position(slot: slot) else {
            throw .nobodyActive(epoch: currentEpoch)
        }
        return active.row(at: position)
    }
}
