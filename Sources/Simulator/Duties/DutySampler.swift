import BeaconChain
import EventEngine
import Scenario

/// Draws who proposes, who sits in the sync committee and who attests when.
///
/// RANDAO mixes come from a stream of their own, one for each epoch, so that no outage changes anybody's luck: two
/// variants of a scenario have the same proposers as long as they have the same validators and balances.
struct DutySampler: Sendable {
    private let spec: ChainSpec
    private let sampling: Chain.Sampling
    private let random: RandomSource
    /// Proposers that are already drawn, by epoch: the look-ahead.
    private var drawnProposers: [(epoch: Epoch, proposers: [Int])] = []
    private var committee: (period: UInt64, members: [Int])?
    private var nextCommittee: (period: UInt64, members: [Int])?

    /// Mixes of a real state, by epoch; the streams have the others.
    private var knownMixes: [(epoch: Epoch, mix: Root)] = []

    init(_ world: World) {
        spec = world.spec
        sampling = world.scenario.chain.sampling
        random = world.random
        take(from: world.state)
    }

    /// Takes over what a real state has already drawn.
    private mutating func take(from state: BeaconState) {
        let epoch = state.currentEpoch
        if !state.randaoMixes.isEmpty {
            for past in epoch.saturatingSubtraction(3)..<epoch {
                knownMixes.append((past, state.randaoMixes[Int(past % UInt64(state.randaoMixes.count))]))
            }
        }
        let slots = Int(spec.slotsPerEpoch)
        for ahead in 0..<(state.proposerLookahead.count / slots) {
            drawnProposers.append(
                (epoch + UInt64(ahead), Array(state.proposerLookahead[ahead * slots..<(ahead + 1) * slots])))
        }
        let period = epoch / spec.epochsPerSyncCommitteePeriod
        let known: ([Int]) -> Bool = { $0.count == Int(state.spec.syncCommitteeSize) && !$0.contains { $0 < 0 } }
        if known(state.currentSyncCommittee.members) { committee = (period, state.currentSyncCommittee.members) }
        if known(state.nextSyncCommittee.members) { nextCommittee = (period + 1, state.nextSyncCommittee.members) }
    }

    /// Virtual index of the proposer of each slot of an epoch.
    mutating func proposers(of epoch: Epoch, _ active: ActiveSet, _ effective: EffectiveBalances) -> [Int] {
        if let position = drawnProposers.firstIndex(where: { $0.epoch == epoch }) {
            return drawnProposers.remove(at: position).proposers
        }
        return drawProposers(of: epoch, active, effective)
    }

    /// Virtual indices of the sync committee in office, with repeats.
    mutating func syncCommittee(of epoch: Epoch, _ active: ActiveSet, _ effective: EffectiveBalances) -> [Int] {
        let period = epoch / spec.epochsPerSyncCommitteePeriod
        if let committee, committee.period == period { return committee.members }
        if let next = nextCommittee, next.period == period {
            committee = next
        } else {
            committee = (period, drawCommittee(of: period, active, effective))
        }
        nextCommittee = (period + 1, drawCommittee(of: period + 1, active, effective))
        return committee?.members ?? []
    }

    /// After an epoch's transition: draws what the spec draws there.
    ///
    /// - Parameter active: in the epoch whose proposers are drawn, `lookahead` epochs on.
    mutating func epochEnded(_ epoch: Epoch, _ active: ActiveSet, _ effective: EffectiveBalances) {
        let drawn = epoch + lookahead
        if !drawnProposers.contains(where: { $0.epoch == drawn }) {
            drawnProposers.append((drawn, drawProposers(of: drawn, active, effective)))
        }
    }

    /// Epochs from the end of one to the start of the one whose proposers are drawn then (EIP-7917 from Fulu on).
    var lookahead: Epoch { spec.fork >= .fulu ? 2 : 1 }

    /// How an epoch's attesters are dealt to its slots.
    func permutation(of epoch: Epoch, _ active: ActiveSet) -> Permutation {
        switch sampling {
        case .spec:
            .spec(
                Shuffling(
                    seed: seed(epoch, domain: .attester), count: active.count, rounds: spec.shuffleRoundCount))
        case .fast: .even(random, epoch)
        }
    }

    private func drawProposers(of epoch: Epoch, _ active: ActiveSet, _ effective: EffectiveBalances) -> [Int] {
        guard active.count > 0 else { return [] }
        switch sampling {
        case .spec:
            return ProposerSelection(effective, seed: seed(epoch, domain: .proposer), spec: spec)
                .positions(epoch: epoch).map { active.virtualIndex(at: $0) }
        case .fast:
            var stream = random.stream(.proposer, entity: epoch)
            return (0..<Int(spec.slotsPerEpoch)).map { _ in draw(&stream, active, effective) }
        }
    }

    private func drawCommittee(of period: UInt64, _ active: ActiveSet, _ effective: EffectiveBalances) -> [Int] {
        guard active.count > 0 else { return [] }
        // Drawn when the period before it begins (`get_next_sync_committee_indices` at its epoch).
        let epoch = period == 0 ? 0 : (period - 1) * spec.epochsPerSyncCommitteePeriod
        switch sampling {
        case .spec:
            return SyncCommitteeSelection.positions(
                effective, seed: seed(epoch, domain: .syncCommittee), spec: spec
            ).map { active.virtualIndex(at: $0) }
        case .fast:
            var stream = random.stream(.syncCommittee, entity: period)
            return (0..<Int(spec.syncCommitteeSize)).map { _ in draw(&stream, active, effective) }
        }
    }

    /// One validator in proportion to effective balance.
    private func draw(_ stream: inout RandomStream, _ active: ActiveSet, _ effective: EffectiveBalances) -> Int {
        while true {
            let position = stream.next(below: active.count)
            if active.isUniform
                || stream.next(below: Int(active.highest)) < Int(effective.increments(at: position))
            {
                return active.virtualIndex(at: position)
            }
        }
    }

    /// Spec: `get_seed`.
    private func seed(_ epoch: Epoch, domain: DutyDomain) -> Root {
        let lookback = spec.minSeedLookahead + 1
        return Seed.make(domain, epoch: epoch, mix: mix(of: epoch >= lookback ? epoch - lookback : 0))
    }

    private func mix(of epoch: Epoch) -> Root {
        if let known = knownMixes.first(where: { $0.epoch == epoch }) { return known.mix }
        var stream = random.stream(.randao, entity: epoch)
        return Root(words: (stream.next(), stream.next(), stream.next(), stream.next()))
    }
}

extension UInt64 {
    /// The difference, or nought.
    fileprivate func saturatingSubtraction(_ other: UInt64) -> UInt64 { self > other ? self - other : 0 }
}
