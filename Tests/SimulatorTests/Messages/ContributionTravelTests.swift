import Scenario
import Simulator
import Testing

/// Sync messages travel to aggregators, contributions to the next proposer. Slots of six seconds: messages are due after
/// two, contributions after four.
@Suite struct ContributionTravelTests {
    /// Signatures of the sync committee that are missing while clocks are wrong, epochs 2 to 7 of the run, by cause.
    private static func missing(_ clock: String, hits: String) throws -> [String: Int] {
        let outcome = try AggregateTravelTests.late(clock, hits: hits)
        let causes = outcome.causeRows
        var result: [String: Int] = [:]
        for row in outcome.missRows where row.duty == "sync" {
            result[causes[row.cause].label, default: 0] += row.count
        }
        return result
    }

    @Test(
        "contributions that leave too late for the next block cost every signature, those that come in time none",
        arguments: [("-1700 ms", 0), ("-2100 ms", 5 * 8 * 32)])
    func contributionsLate(clock: String, expected: Int) throws {
        let found = try Self.missing(clock, hits: "{ consensus: [lighthouse, prysm] }")
        // Five epochs of eight slots and thirty-two seats; a slot at either end is not sure to be in.
        #expect(abs(found.values.reduce(0, +) - expected) <= 2 * 32)
        #expect(found.keys.allSatisfy { $0 == "slow" })
    }

    @Test("a message that leaves after its aggregators have closed is lost, one that leaves before is not")
    func messageLate() throws {
        func missing(_ clock: String) throws -> Int {
            try Self.missing(clock, hits: "{ consensus: prysm }").values.reduce(0, +)
        }
        #expect(try missing("-3700 ms") == 0)
        let after = try missing("-4100 ms")
        // Some of the seats, in every slot of five epochs the same: other aggregators take the others' in time.
        #expect(after >= 5 * 8)
        #expect(after < 5 * 8 * 32)
    }

    @Test("whoever signs in time loses to late aggregators, and is told so")
    func othersAreLate() throws {
        let outcome = try AggregateTravelTests.lateOthers(validators: 400)
        let causes = outcome.causeRows
        let me = try #require(outcome.entityRows.firstIndex { $0.name == "me" })
        let mine = outcome.missRows.filter { $0.duty == "sync" && $0.entity == me }
        let late = mine.filter { causes[$0.cause].label == "votes too late for the next block" }.reduce(0) {
            $0 + $1.count
        }
        // Some fifty seats for 96 slots; a block holds those in whose subcommittee an aggregator is mine, and with twelve
        // seats there, each an aggregator in one slot of eight, that is four times in five.
        #expect(late > 96)
        #expect(late < 96 * 25)
        #expect(mine.allSatisfy { ["slow", "votes too late for the next block"].contains(causes[$0.cause].label) })
    }
}
