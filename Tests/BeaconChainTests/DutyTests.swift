import BeaconChain
import Testing

@Suite("Shuffling and draws")
struct DutyTests {
    private let seed = Root(words: (11, 22, 33, 44))

    @Test(
        "the whole list, single indices and their inverse are one permutation",
        arguments: [1, 2, 3, 255, 256, 257, 511, 1000, 4096, 10_007], [10, 90] as [UInt64])
    func permutation(count: Int, rounds: UInt64) {
        let shuffling = Shuffling(seed: seed, count: count, rounds: rounds)
        let whole = shuffling.permutation()
        #expect(Set(whole).count == count)
        for position in stride(from: 0, to: count, by: max(1, count / 200)) {
            #expect(shuffling.index(position) == Int(whole[position]))
            #expect(shuffling.position(of: Int(whole[position])) == position)
        }
        #expect(shuffling.index(count) == nil)
        #expect(shuffling.index(-1) == nil)
        #expect(shuffling.position(of: count) == nil)
    }

    @Test("an empty list has an empty permutation")
    func empty() {
        let shuffling = Shuffling(seed: seed, count: 0, rounds: 90)
        #expect(shuffling.permutation().isEmpty)
        #expect(shuffling.index(0) == nil)
    }

    /// Proposer and sync sampling in the spec's words: every candidate is looked up.
    private func sample(_ stakes: [UInt16], _ seed: Root, _ spec: ChainSpec, _ seats: Int) -> [Int] {
        let shuffling = Shuffling(seed: seed, count: stakes.count, rounds: spec.shuffleRoundCount)
        let isWide = spec.fork >= .electra
        let most = spec.maxEffectiveBalance
        var drawn: [Int] = []
        var candidate = 0
        while drawn.count < seats {
            guard let index = shuffling.index(candidate % stakes.count) else { return drawn }
            var hash = ShortHash(seed)
            hash.set(UInt64(candidate / (isWide ? 16 : 32)), at: 32)
            let bytes = hash.digest(40).bytes
            let place = candidate % (isWide ? 16 : 32)
            let number =
                isWide ? UInt64(bytes[place * 2]) | UInt64(bytes[place * 2 + 1]) << 8 : UInt64(bytes[place])
            if UInt64(stakes[index]) * 1_000_000_000 * (isWide ? 65_535 : 255) >= most * number { drawn.append(index) }
            candidate += 1
        }
        return drawn
    }

    @Test(
        "leaving hopeless candidates out changes no draw", arguments: [Fork.deneb, .electra, .fulu],
        [false, true])
    func sampling(fork: Fork, mixed: Bool) {
        let spec = ChainSpec(preset: .minimal, fork: fork)
        var numbers = TestNumbers(7)
        let stakes = (0..<700).map { _ in
            mixed && fork >= .electra
                ? UInt16.random(in: 1...2048, using: &numbers) : UInt16.random(in: 16...32, using: &numbers)
        }
        let active = ActiveRanges(stakes.map { (1, $0) })
        #expect(
            SyncCommitteeSelection.positions(active, seed: seed, spec: spec)
                == sample(stakes, seed, spec, Int(spec.syncCommitteeSize)))
        let proposers = ProposerSelection(active, seed: seed, spec: spec)
        for slot in UInt64(0)..<20 {
            #expect(
                proposers.position(slot: slot) == sample(stakes, Seed.make(slot: slot, of: seed), spec, 1).first)
        }
    }

    @Test("columns, ranges and a function draw the same")
    func virtualRegistry() {
        let spec = ChainSpec(preset: .mainnet, fork: .fulu)
        let runs: [(count: Int, increments: UInt16)] = [(1000, 32), (0, 7), (3, 2048), (4000, 31)]
        var registry = Registry()
        for run in runs {
            for index in 0..<run.count * 2 {
                registry.append(0, run.increments, 0, CompactEpoch(bits: index % 2 == 0 ? 0 : 900), false)
            }
        }
        let stakes = runs.flatMap { [UInt16](repeating: $0.increments, count: $0.count) }
        let rows = ActiveRows(registry, in: 10)
        let ranges = ActiveRanges(runs)
        let function = ActiveFunction(count: stakes.count, largestIncrements: 2048) { stakes[$0] }
        #expect(rows.count == stakes.count && ranges.count == stakes.count)
        let expected = SyncCommitteeSelection.positions(ranges, seed: seed, spec: spec)
        #expect(SyncCommitteeSelection.positions(rows, seed: seed, spec: spec) == expected)
        #expect(SyncCommitteeSelection.positions(function, seed: seed, spec: spec) == expected)
        for position in stakes.indices {
            #expect(rows.row(at: position) == position * 2)
            #expect(rows.position(of: position * 2) == position)
        }
        #expect(rows.position(of: 1) == nil)
    }

    @Test("a cohort row is drawn as its members would be")
    func cohortRows() {
        let spec = ChainSpec(preset: .mainnet, fork: .fulu)
        var cohorts = Registry()
        cohorts.append(0, 32, 0, CompactEpoch(bits: 0), false)
        cohorts.append(0, 32, 0, .farFuture, false)
        cohorts.append(0, 64, 0, CompactEpoch(bits: 0), true)
        cohorts.multiplicity = [500, 9, 20]
        let active = ActiveRows(cohorts, in: 3)
        #expect(active.count == 520)
        #expect(active.row(at: 499) == 0 && active.row(at: 500) == 2 && active.position(of: 2) == 500)
        let ranges = ActiveRanges([(500, 32), (20, 64)])
        let drawn = SyncCommitteeSelection.positions(active, seed: seed, spec: spec)
        #expect(drawn == SyncCommitteeSelection.positions(ranges, seed: seed, spec: spec))
    }

    @Test(
        "each validator finds its own committee without the others", arguments: [1, 31, 64, 1000, 16_384, 70_000])
    func assignments(active: Int) {
        for preset in Preset.allCases {
            let spec = ChainSpec(preset: preset, fork: .fulu)
            let layout = CommitteeLayout(activeCount: active, spec: spec)
            var seen = 0
            for slot in 0..<layout.slotsPerEpoch {
                for committee in 0..<layout.committeesPerSlot {
                    let seats = layout.seats(slot: slot, committee: committee) ?? 0..<0
                    #expect(seats.lowerBound == seen)
                    seen = seats.upperBound
                    for seat in Set([seats.first, seats.last].compactMap { $0 }) {
                        let place = layout.assignment(ofSeat: seat)
                        #expect(place?.slot == slot && place?.committee == committee)
                        #expect(place?.place == seat - seats.lowerBound)
                    }
                }
            }
            #expect(seen == active)
            #expect(layout.assignment(ofSeat: active) == nil)
        }
    }
}
