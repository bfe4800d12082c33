import EventEngine
import Testing

@Suite("Random streams")
struct RandomStreamTests {
    typealias Block = Philox4x32.Block

    /// The three lines `philox4x32 10` of `kat_vectors` in Random123 1.09.
    @Test(
        "Philox4x32-10 gives its authors' known answers",
        arguments: [
            (Block(0, 0, 0, 0), UInt64(0), Block(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)),
            (
                Block(.max, .max, .max, .max), UInt64.max,
                Block(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
            ),
            (
                Block(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), UInt64(0x299f_31d0_a409_3822),
                Block(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
            ),
        ])
    func knownAnswers(counter: Block, key: UInt64, output: Block) {
        #expect(Philox4x32.block(counter: counter, key: key) == output)
    }

    @Test("word k of a stream is the same in sequence, at random and after a jump")
    func positions() {
        var stream = RandomStream(seed: 42, replica: 3, domain: .benchmark, entity: 99)
        let pure = stream
        for k in UInt64(0)..<100 {
            #expect(stream.position == k)
            #expect(stream.next() == pure.word(at: k))
            let pair = pure.words(atPair: k / 2)
            #expect(pure.word(at: k) == (k % 2 == 0 ? pair.0 : pair.1))
        }
        let jumps: [UInt64] = [7, 8, 0x2_0000_0000, 0x2_0000_0001, 0x1_0000_0000_0000]
        for k in jumps {
            stream.position = k
            #expect(stream.next() == pure.word(at: k))
            #expect(stream.next() == pure.word(at: k + 1))
        }
        stream.position = 100
        var fresh = pure
        for _ in 0..<100 { _ = fresh.next() }
        #expect(fresh == stream)
    }

    @Test("every part of the key gives another stream, and the position never reaches a neighbour's words")
    func independence() {
        var words: Set<UInt64> = []
        var count = 0
        for seed in UInt64(0)..<3 {
            for replica in [UInt64(0), 1, 1 << 40] {
                for domain in [UInt16(0), 1, 0x0100, 0xffff] {
                    for entity in [UInt64(0), 1, 1 << 32, .max] {
                        let stream = RandomSource(seed: seed, replica: replica).stream(
                            StreamDomain(rawValue: domain), entity: entity)
                        for k in [UInt64(0), 1, 2, 3, 0x2_0000_0000, 0x1_0000_0000_0000] {
                            words.insert(stream.word(at: k))
                            count += 1
                        }
                    }
                }
            }
        }
        #expect(words.count == count)
        let source = RandomSource(seed: 1)
        #expect(source.stream(.benchmark, entity: 5, 6) != source.stream(.benchmark, entity: 6, 5))
        #expect(source.stream(.benchmark, entity: 5, 6) == source.stream(.benchmark, entity: 6 << 32 | 5))
    }

    @Test("adding an entity, or asking it more, moves nobody else's draws")
    func addingAnEntity() {
        func draws(entities: Int, perEntity: (Int) -> Int) -> [[UInt64]] {
            let source = RandomSource(seed: 2026)
            return (0..<entities).map { entity in
                var stream = source.stream(.benchmark, entity: UInt64(entity))
                return (0..<perEntity(entity)).map { _ in stream.next() }
            }
        }
        let before = draws(entities: 10) { _ in 20 }
        let after = draws(entities: 11) { $0 == 4 ? 25 : 20 }
        #expect(Array(after[4].prefix(20)) == before[4])
        for entity in 0..<10 where entity != 4 { #expect(after[entity] == before[entity]) }
    }

    @Test("the draws of a stream are pinned: they are part of every stored result")
    func pinned() {
        var stream = RandomStream(seed: 1, replica: 2, domain: StreamDomain(rawValue: 3), entity: 4)
        #expect((0..<4).map { _ in stream.next() } == PinnedStreams.words)
        #expect((0..<8).map { _ in stream.next(below: 1_000) } == PinnedStreams.bounded)
        var order = Array(0..<10)
        stream.shuffle(&order)
        #expect(order == PinnedStreams.order)
        #expect(stream.sample(5, of: 1_000_000) == PinnedStreams.sample)
        #expect(stream.nextExponential().bitPattern == PinnedStreams.exponential)
        #expect(stream.nextNormal().bitPattern == PinnedStreams.normal)
    }

    @Test("bounded integers are uniform, also for bounds that leave a large remainder", arguments: [3, 7, 10, 64])
    func uniformity(bound: Int) {
        var stream = RandomStream(seed: 6, domain: .unspecified, entity: UInt64(bound))
        var counts = Array(repeating: 0, count: bound)
        let trials = 20_000 * bound
        for _ in 0..<trials { counts[stream.next(below: bound)] += 1 }
        var chiSquare = 0.0
        for count in counts { chiSquare += Double((count - 20_000) * (count - 20_000)) / 20_000 }
        // Mean bound − 1, variance 2 (bound − 1): five deviations.
        let freedom = Double(bound - 1)
        #expect(chiSquare < freedom + 5 * (2 * freedom).squareRoot())
        #expect(chiSquare > 0)
    }

    @Test("bounds near 2^64, where a third of the words are rejected, stay unbiased")
    func largeBounds() {
        var stream = RandomStream(seed: 8, domain: .unspecified)
        let bound: UInt64 = 3 << 62
        var thirds = [0, 0, 0]
        for _ in 0..<90_000 {
            let value = stream.next(below: bound)
            #expect(value < bound)
            thirds[Int(value >> 62)] += 1
        }
        for count in thirds { #expect(abs(count - 30_000) < 750) }
        #expect(stream.position > 115_000, "a quarter of the words must have been rejected")
        #expect(stream.next(below: UInt64(1)) == 0)
        for _ in 0..<1_000 { #expect((-3...3).contains(stream.next(in: -3...3))) }
        _ = stream.next(in: .min ... .max)
    }

    @Test("chances are exact at their ends and near their value between")
    func chances() throws {
        var stream = RandomStream(seed: 9, domain: .unspecified)
        for _ in 0..<1_000 {
            let impossible = stream.next(Probability.never)
            let certain = stream.next(Probability.always)
            #expect(!impossible && certain)
        }
        let third = try Probability(1, outOf: 3)
        let hits = (0..<90_000).count { _ in stream.next(third) }
        #expect(abs(hits - 30_000) < 5 * 141)
        #expect(try Probability(0.25) == Probability(1 << 51, outOf: 1 << 53))
        #expect(third.complement.numerator == 2)
    }

    @Test("probabilities outside 0…1 are refused")
    func badProbabilities() {
        #expect(throws: DistributionError.self) { try Probability(3, outOf: 2) }
        #expect(throws: DistributionError.self) { try Probability(0, outOf: 0) }
        for value in [-0.1, 1.000_000_1, .nan, .infinity] {
            #expect(throws: DistributionError.self) { try Probability(value) }
        }
    }

    @Test("all orders of four are equally likely after a shuffle")
    func shuffling() {
        var stream = RandomStream(seed: 10, domain: .unspecified)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<48_000 {
            var array = [0, 1, 2, 3]
            stream.shuffle(&array)
            counts[array, default: 0] += 1
        }
        #expect(counts.count == 24)
        for count in counts.values { #expect(abs(count - 2_000) < 5 * 44) }
    }

    @Test("a sample is the front of the shuffle that the same words would have made", arguments: [1, 2, 10, 1_000])
    func sampling(population: Int) {
        let start = RandomStream(seed: 12, domain: .unspecified, entity: UInt64(population))
        var shuffled = Array(0..<population)
        var stream = start
        stream.shuffle(&shuffled)
        for count in [0, 1, population / 2, population - 1, population] {
            var sampler = start
            #expect(sampler.sample(count, of: population) == Array(shuffled.prefix(count)))
        }
        var sampler = start
        #expect(sampler.sample(population + 5, of: population).count == population)
        #expect(sampler.sample(3, of: 0).isEmpty)
        #expect(sampler.sample(-1, of: 5).isEmpty)
    }

    @Test("weights are met in proportion, and zero weights never")
    func weights() {
        var stream = RandomStream(seed: 14, domain: .unspecified)
        var counts = [0, 0, 0, 0]
        for _ in 0..<60_000 { counts[stream.pick(weights: [1, 0, 2, 3]) ?? 1] += 1 }
        #expect(counts[1] == 0)
        for (count, expected) in zip(counts, [10_000, 0, 20_000, 30_000]) { #expect(abs(count - expected) < 650) }
        #expect(stream.pick(weights: [0, 0]) == nil)
        #expect(stream.pick(weights: []) == nil)
    }
}

/// Values that every build on every machine must repeat; the words were also computed by an independent program.
enum PinnedStreams {
    static let words: [UInt64] = [
        0x1e18_583a_5f7b_7862, 0x90bb_251f_e27b_6de1, 0x4a2d_2f3c_56fc_5a63, 0x5ba5_40ac_e8ec_a979,
    ]
    static let bounded = [960, 199, 365, 142, 346, 976, 159, 73]
    static let order = [5, 4, 2, 9, 7, 3, 8, 1, 6, 0]
    static let sample = [258_724, 100_996, 792_465, 194_231, 338_382]
    static let exponential: UInt64 = 4_611_857_414_299_214_533
    static let normal: UInt64 = 13_819_603_024_589_345_040
}
