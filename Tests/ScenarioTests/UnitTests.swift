import Scenario
import Testing

private let second: Int64 = 1_000_000_000

@Suite("Units")
struct UnitTests {
    static let durations: [(String, Int64)] = [
        ("90s", 90 * second), ("90 s", 90 * second), ("90 seconds", 90 * second), ("3h", 10_800 * second),
        ("3 h", 10_800 * second), ("3 h 30 min", 12_600 * second), ("3h30min", 12_600 * second),
        ("1 day", 86_400 * second), ("1.5 days", 129_600 * second), ("2 weeks", 1_209_600 * second),
        ("250 ms", 250_000_000), ("0.000001 ms", 1), ("5 slots", 60 * second), ("3 epochs", 1152 * second),
        ("1 epoch", 384 * second), ("1 day 6 h 3 epochs", 109_152 * second), ("1_000 s", 1000 * second),
        ("3\u{A0}h", 10_800 * second), ("'3 h'", 10_800 * second), ("0 s", 0),
    ]

    @Test("a duration is read to the nanosecond", arguments: durations)
    func duration(text: String, nanoseconds: Int64) throws {
        #expect(try start(text) == nanoseconds)
    }

    @Test(
        "slots and epochs are those of the preset and its configuration",
        arguments: [
            ("preset: minimal", "5 slots", 30), ("preset: minimal", "3 epochs", 144),
            ("config: { SLOT_DURATION_MS: 4000 }", "3 epochs", 384),
            ("config: { SLOTS_PER_EPOCH: 4 }", "3 epochs", 144),
        ] as [(String, String, Int64)])
    func preset(chain: String, text: String, seconds: Int64) throws {
        #expect(try start(text, chain: chain) == seconds * second)
    }

    private func start(_ text: String, chain: String = "") throws -> Int64? {
        let scenario = try read(
            """
            name: t
            time: { run: 30 days }
            chain: { \(chain) }
            outages: [{ name: a, kind: power, hits: { everyone: true }, at: \(text), for: 1 h }]
            """)
        guard case .once(let at, _) = scenario.outages[0].timing else { return nil }
        return at
    }

    static let amounts: [(String, Int64)] = [
        ("32 ETH", 32_000_000_000), ("32ETH", 32_000_000_000), ("0.5 ETH", 500_000_000), ("189_840 gwei", 189_840),
        ("189840 Gwei", 189_840), ("0.000000001 ETH", 1), ("16.749700001 ETH", 16_749_700_001),
        ("48.187778 ETH", 48_187_778_000), ("1_000_000_000 ETH", 1_000_000_000_000_000_000),
        ("123_456_789.987654321 ETH", 123_456_789_987_654_321), ("0 gwei", 0), ("-0.5 ETH", -500_000_000),
    ]

    @Test("an amount is read to the gwei", arguments: amounts)
    func amount(text: String, gwei: Int64) throws {
        let scenario = try read(
            "name: t\ntime: { run: 1 h }\nexpect: [{ that: network.earned, at_least: \(text), source: x }]\n")
        guard case .atLeast(let quantity) = scenario.expectations[0].comparison else {
            Issue.record("it became another comparison")
            return
        }
        #expect(quantity.integer == gwei)
    }

    static let shares: [(String, Int)] = [
        ("12%", 120_000), ("12 %", 120_000), ("0.316 %", 3160), ("0.0001 %", 1), ("100 %", 1_000_000), ("1/3", 333_333),
        ("2/3", 666_667), ("1 / 2", 500_000), ("0 %", 0), ("12.34560 %", 123_456),
    ]

    @Test("a share is read to the part per million", arguments: shares)
    func share(text: String, partsPerMillion: Int) throws {
        let scenario = try read("name: t\ntime: { run: 1 h }\nrest: { offline: \(text) }\n")
        #expect(scenario.rest.offlinePartsPerMillion == partsPerMillion)
    }

    @Test(
        "a count may have underscores",
        arguments: [
            ("0", 0), ("7", 7), ("1_000", 1000), ("18446744073709551615", UInt64.max), ("'5'", 5),
        ] as [(String, UInt64)])
    func count(text: String, value: UInt64) throws {
        #expect(try read("name: t\ntime: { run: 1 h }\nseed: \(text)\n").seed == value)
    }

    @Test("three thirds are a whole", arguments: ["1/3, b: 1/3, c: 1/3", "1/6, b: 1/6, c: 2/3", "1/7, b: 2/7, c: 4/7"])
    func thirds(shares: String) throws {
        let scenario = try read(
            "name: t\ntime: { run: 1 h }\nresolution: duties\nrest: { regions: { a: \(shares) } }\n")
        #expect(scenario.rest.regions.reduce(0) { $0 + $1.partsPerMillion } == 1_000_000)
    }

    @Test("a run is rounded up to whole epochs")
    func rounding() throws {
        #expect(try read("name: t\ntime: { run: 1 s }\n").run.nanoseconds == 384 * second)
        #expect(try read("name: t\ntime: { run: 385 s }\n").run.nanoseconds == 768 * second)
        #expect(try read("name: t\ntime: { run: 2 epochs }\n").run.nanoseconds == 768 * second)
    }
}
