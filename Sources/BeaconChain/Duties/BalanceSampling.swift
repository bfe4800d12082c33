/// Draws validators in proportion to their effective balances, by trial and rejection.
///
/// A candidate's random number is known before the candidate is: where nobody's balance could pass, the candidate
/// need not be found, which saves the rounds of its shuffle. With 32 ETH validators and a limit of 2,048 ETH this
/// leaves one shuffle of 64.
/// Spec: `compute_proposer_index`, `get_next_sync_committee_indices`, Altair and Electra.
struct BalanceSampling<Active: ActiveValidators> {
    private let active: Active
    private let shuffling: Shuffling
    private let seed: Root
    /// 16-bit numbers from Electra on, bytes before.
    private let isWide: Bool
    /// In increments.
    private let most: UInt64
    private var candidate: UInt64 = 0
    private var numbers: Root = .zero
    private var permutation: [UInt32] = []
    private var shuffled = 0

    /// - Precondition: somebody is active.
    init(_ active: Active, seed: Root, spec: ChainSpec) {
        self.active = active
        self.seed = seed
        shuffling = Shuffling(seed: seed, count: active.count, rounds: spec.shuffleRoundCount)
        isWide = spec.fork >= .electra
        most = spec.maxEffectiveBalance / max(1, spec.effectiveBalanceIncrement)
    }

    /// The next validator drawn, as an active position.
    mutating func next() -> Int {
        let largest = UInt64(active.largestIncrements)
        let perHash: UInt64 = isWide ? 16 : 32
        let scale: UInt64 = isWide ? 65_535 : 255
        while true {
            let place = candidate % perHash
            if place == 0 {
                var hash = ShortHash(seed)
                hash.set(candidate / perHash, at: 32)
                numbers = hash.digest(40)
            }
            let limit = most &* number(place)
            let position = Int(candidate % UInt64(active.count))
            candidate += 1
            if largest &* scale < limit { continue }
            let index = find(position)
            if UInt64(active.increments(at: index)) &* scale >= limit { return index }
        }
    }

    private func number(_ place: UInt64) -> UInt64 {
        let word = numbers.word(Int(isWide ? place / 4 : place / 8))
        return isWide ? word >> (place % 4 * 16) & 0xFFFF : word >> (place % 8 * 8) & 0xFF
    }

    /// Follows one position through all rounds, until so many have been asked for that the whole list is cheaper.
    private mutating func find(_ position: Int) -> Int {
        if !permutation.isEmpty { return Int(permutation[position]) }
        shuffled += 1
        if shuffled > 16 + active.count / 64 {
            permutation = shuffling.permutation()
            return Int(permutation[position])
        }
        return shuffling.index(position) ?? 0
    }
}
