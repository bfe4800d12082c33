import Scenario
import Simulator
import Testing

/// Votes travel to aggregators, aggregates to the next proposer. Slots of six seconds: votes are due after two, aggregates
/// after four.
@Suite struct AggregateTravelTests {
    static func late(_ clock: String, hits: String, more: [String] = []) throws -> RunOutcome {
        try FaultEffectTests.outcome(
            ["name: slow, kind: clock-skew, by: \(clock), hits: \(hits), at: 96 s, for: 240 s"] + more)
    }

    /// The mainnet preset, where all clocks but mine are so far behind that aggregators publish after the slot.
    static func lateOthers(validators: Int) throws -> RunOutcome {
        try MessageRunning.runCertain(
            MessageRunning.text(
                preset: "mainnet", size: "validators: 4_096", run: "6 epochs",
                entities: "me: { validators: \(validators), clients: { consensus: lighthouse, execution: reth } }",
                rest: FaultEffectTests.clients,
                outages: ["name: slow, kind: clock-skew, by: -4200 ms, hits: { rest: true }, at: 384 s, for: 1152 s"],
                network: MessageRunning.certain))
    }

    @Test("a vote that leaves after its aggregators have closed loses the head and nothing else")
    func voteLate() throws {
        // Its slot begins late, and with it its vote: the block has long been there.
        let early = try Self.late("-3700 ms", hits: "{ entity: me }")
        #expect(try early.whole("me", .lateAttestations) == 0)
        let after = try Self.late("-4100 ms", hits: "{ entity: me }")
        // Five epochs of twenty votes.
        #expect(try (95...105).contains(after.whole("me", .lateAttestations)))
        #expect(try after.whole("me", .missedAttestations) == 0)
        #expect(try after.whole("me", .missedRewardsHead, during: "slow") > 0)
        #expect(try after.whole("me", .penaltiesSource) == 0)
        #expect(try after.whole("them", .lateAttestations) == 0)
    }

    @Test("aggregates that leave too late for the next block cost every head, those that just come in time none")
    func aggregatesLate() throws {
        let early = try Self.late("-1700 ms", hits: "{ consensus: [lighthouse, prysm] }")
        #expect(try early.whole("network", .lateAttestations) == 0)
        let after = try Self.late("-2100 ms", hits: "{ consensus: [lighthouse, prysm] }")
        // Five epochs of 640 votes.
        #expect(try (3_100...3_300).contains(after.whole("network", .lateAttestations)))
        #expect(try after.whole("network", .missedAttestations) == 0)
    }

    @Test("whose own clock is right loses heads to late aggregators, and is told so")
    func othersAreLate() throws {
        let outcome = try Self.lateOthers(validators: 20)
        // One in eight of its votes has an aggregator on its own machine, whose clock is right.
        #expect(try (30...60).contains(outcome.whole("me", .lateAttestations)))
        #expect(FaultEffectTests.causes(outcome, "head").contains("votes too late for the next block"))
        #expect(try outcome.whole("me", .missedAttestations) == 0)
    }

    @Test("a slow link makes votes late that leave in time")
    func slowLink() throws {
        func late(_ latency: String) throws -> RunOutcome {
            try FaultEffectTests.outcome(
                ["name: slow, kind: slow-link, latency: \(latency), hits: { entity: me }, at: 96 s, for: 240 s"])
        }
        // Blocks come in time with one second and votes too; with 1.95 s both still do, with 2.05 s neither.
        #expect(try late("1 s").whole("me", .lateAttestations) == 0)
        #expect(try late("2050 ms").whole("me", .lateAttestations) >= 95)
    }

    @Test("the way of votes is measured, and longer over slow links")
    func measured() throws {
        func median(_ outages: [String]) throws -> Int64 {
            try FaultEffectTests.outcome(outages).whole("network", .voteTravelMedian)
        }
        let usual = try median([])
        #expect(usual > 0)
        #expect(usual <= 60_000_000)
        let slow = try median([
            "name: slow, kind: slow-link, latency: 300 ms, hits: { consensus: [lighthouse, prysm] }, at: 0 s, for: 16 epochs"
        ])
        #expect(slow > 600_000_000)
    }
}
