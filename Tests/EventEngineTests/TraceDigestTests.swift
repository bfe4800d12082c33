import EventEngine
import Testing

@Suite("Trace digest")
struct TraceDigestTests {
    /// Values from an independent program written after the formula on the type.
    @Test("digests are pinned")
    func pinned() {
        #expect(TraceDigest().value.hexString == "e94faca1f895289da028db6ee07a83ea")
        var one = TraceDigest()
        one.absorb(time: .seconds(12), kind: 1, words: (7, 9))
        #expect(one.value.hexString == "b015ee8c28c9a3929f00b33e71e8e6ff")
        var thousand = TraceDigest()
        for index in UInt64(0)..<1_000 {
            thousand.absorb(time: .milliseconds(Int64(index)), kind: UInt32(index % 5), words: (index, index * index))
        }
        #expect(thousand.value.hexString == "c2e6a4ea2df1ba0eca9b011a1a2238b9")
        var list = TraceDigest()
        list.absorb(label: 3, list: [1, 2, 3, 4, 5])
        #expect(list.value.hexString == "5698bc88533a8197f5c77bc45370bf7b")
    }

    @Test("one changed bit anywhere in a long trace changes about half of the digest's bits")
    func avalanche() {
        func digest(flipping bit: Int?) -> TraceDigest.Value {
            var digest = TraceDigest()
            for step in 0..<64 {
                var words: [UInt64] = [UInt64(step), 1, UInt64(step * step), 0]
                if let bit, bit / 256 == step { words[bit / 64 % 4] ^= 1 << UInt64(bit % 64) }
                digest.absorb(words[0], words[1], words[2], words[3])
            }
            return digest.value
        }
        let plain = digest(flipping: nil)
        var total = 0
        for bit in 0..<64 * 256 {
            let changed = digest(flipping: bit)
            let distance = (changed.high ^ plain.high).nonzeroBitCount + (changed.low ^ plain.low).nonzeroBitCount
            #expect(distance > 30, "bit \(bit)")
            total += distance
        }
        #expect(abs(Double(total) / Double(64 * 256) - 64) < 0.5)
    }

    @Test("order, length and the seams of lists count")
    func structure() {
        func digest(_ fill: (inout TraceDigest) -> Void) -> TraceDigest.Value {
            var digest = TraceDigest()
            fill(&digest)
            return digest.value
        }
        var values: Set<TraceDigest.Value> = []
        let fills: [(inout TraceDigest) -> Void] = [
            { _ in },
            { $0.absorb(0, 0, 0, 0) },
            { for _ in 0..<2 { $0.absorb(0, 0, 0, 0) } },
            { $0.absorb(1, 0, 0, 0) },
            { $0.absorb(0, 1, 0, 0) },
            {
                $0.absorb(1, 0, 0, 0)
                $0.absorb(2, 0, 0, 0)
            },
            {
                $0.absorb(2, 0, 0, 0)
                $0.absorb(1, 0, 0, 0)
            },
            { $0.absorb(label: 1, list: []) },
            { $0.absorb(label: 2, list: []) },
            { $0.absorb(label: 1, list: [0]) },
            { $0.absorb(label: 1, list: [0, 0, 0, 0]) },
            { $0.absorb(label: 1, list: [0, 0, 0, 0, 0]) },
            {
                $0.absorb(label: 1, list: [1])
                $0.absorb(label: 1, list: [2])
            },
            { $0.absorb(label: 1, list: [1, 2]) },
        ]
        for fill in fills { values.insert(digest(fill)) }
        #expect(values.count == fills.count)
    }

    @Test("a digest goes on from a checkpoint and reads back from its text")
    func resuming() throws {
        var digest = TraceDigest()
        digest.absorb(1, 2, 3, 4)
        var resumed = try #require(TraceDigest(checkpoint: digest.checkpoint))
        digest.absorb(5, 6, 7, 8)
        resumed.absorb(5, 6, 7, 8)
        #expect(resumed.value == digest.value)
        #expect(TraceDigest.Value(digest.value.hexString) == digest.value)
        #expect(TraceDigest.Value(high: 1, low: 0xf).hexString == "0000000000000001000000000000000f")
        #expect(TraceDigest(checkpoint: [1, 2]) == nil)
        for text in ["", "00", String(repeating: "g", count: 32), "+" + String(repeating: "0", count: 31)] {
            #expect(TraceDigest.Value(text) == nil)
        }
    }
}
