import Staking
import Testing

@Suite("validation by block size")
struct ValidationBySizeTests {
    private static let second: Int64 = 1_000_000_000

    @Test(
        "an execution client takes a tenth of its time for any block, and the rest in proportion to the bytes",
        arguments: [
            // bytes, time of a block that takes a second at 100 kB: 0.1 s + 0.9 s · bytes / 100 kB
            (0, 100_000_000), (1_000, 109_000_000), (50_000, 550_000_000), (100_000, second),
            (165_000, 1_585_000_000), (1_000_000, 9_100_000_000), (100_000_000, 900_100_000_000),
        ] as [(Int, Int64)])
    func execution(bytes: Int, time: Int64) {
        #expect(ValidationBySize.shipped.factor(.execution, bytes: bytes).of(Self.second) == time)
    }

    @Test("a consensus client takes as long over a large block as over a small one", arguments: [1_000, 100_000_000])
    func consensus(bytes: Int) {
        #expect(ValidationBySize.shipped.factor(.consensus, bytes: bytes).of(Self.second) == Self.second)
    }

    @Test(
        "a block of the default size takes what was measured, to the nanosecond",
        arguments: [0, 1, 75_123_457, .max] as [Int64])
    func reference(span: Int64) {
        #expect(ValidationBySize.shipped.factor(.execution, bytes: 100_000).of(span) == span)
    }

    @Test("no block and no span is too long to be stretched")
    func longest() {
        #expect(ValidationBySize.shipped.factor(.execution, bytes: 100_000_000).of(.max) == .max)
        #expect(ValidationBySize.shipped.factor(.execution, bytes: 100_000_000).of(.max / 1_000) > .max / 2)
    }
}
