import Scenario
import Simulator
import Staking
import Testing

/// Many who come back at once share what the others can upload.
@Suite struct HerdTests {
    static let second: Int64 = 1_000_000_000
    static let steps = [RecoveryStep(state: "restart", duration: 60 * second, detail: "")]

    /// A slot of 12 s and 150,000 bytes: 100 kbit/s for each asker is as fast as the chain grows.
    static func upload(_ bitsPerSecond: Int64, askers: Int64) -> PeerUpload {
        PeerUpload(bitsPerSecond: bitsPerSecond, askers: askers, bytesPerSlot: 150_000, slot: 12 * second)
    }

    @Test(
        "a backlog of b slots takes b over the surplus of fetching over growth",
        arguments: [
            // 10 slots behind at twice the growth: ten slots' time.
            (200_000, 1, 120, 120), (200_000, 1, 1_200, 1_200), (400_000, 2, 1_200, 1_200),
            // At three times the growth: half of it.
            (300_000, 1, 1_200, 600), (300_000_000, 1_000, 1_200, 600),
            // Just above the growth: a hundred times as long.
            (101_000, 1, 1_200, 120_000),
            // Faster than the clients: they are what binds.
            (1_000_000_000, 1, 1_200, 60), (200_000, 1, 0, 60),
        ] as [(Int64, Int64, Int64, Int64)])
    func closedForm(bits: Int64, askers: Int64, away: Int64, expected: Int64) throws {
        let slowed = try #require(Self.upload(bits, askers: askers).slow(Self.steps, away: away * Self.second))
        let whole = slowed.reduce(0) { $0 + $1.duration }
        #expect((whole + Self.second / 2) / Self.second == expected)
    }

    @Test("who fetches no faster than the chain grows never arrives", arguments: [0, 1, 99_999, 100_000])
    func never(bits: Int64) {
        #expect(Self.upload(bits, askers: 1).slow(Self.steps, away: 1_200 * Self.second) == nil)
        #expect(Self.upload(bits * 50, askers: 50).slow(Self.steps, away: 1_200 * Self.second) == nil)
    }

    @Test("figures at their ends do not trap")
    func ends() {
        for bits in [0, 1, Int64.max] {
            for askers in [0, 1, Int64.max] {
                for bytes in [0, 1, Int64.max / 8] {
                    for slot in [1, 12 * Self.second, Int64.max] {
                        let upload = PeerUpload(bitsPerSecond: bits, askers: askers, bytesPerSlot: bytes, slot: slot)
                        for away in [0, 1, Int64.max] {
                            let slowed = upload.slow(Self.steps, away: away)
                            #expect(slowed.map { $0[0].duration >= 60 * Self.second } ?? true)
                        }
                    }
                }
            }
        }
    }

    /// Home connections with so little upload that it matters.
    static func outcome(share: Int, uploadMegabits: String) throws -> RunOutcome {
        let text = MessageRunning.text(
            run: "40 epochs",
            rest: "clients: { consensus: { lighthouse: 100 % }, execution: { reth: 100 % } }",
            outages: [
                "name: bug, kind: power, hits: { rest: true, share: \(share) % }, at: 96 s, for: 600 s, resync: 10 s"
            ], network: "nodes: 40, blobs: 6, classes: classes.csv")
        let classes = MessageRunning.certainClasses.replacing(",1000,1000,", with: ",\(uploadMegabits),1000,")
        return try MessageRunning.withFolder(["classes.csv": classes]) { folder in
            try RunOutcome.of(Running.scenario(text, folder: folder))
        }
    }

    @Test("a third of the network that returns at once takes longer than a few, and longer than their clients need")
    func herd() throws {
        let few = try Self.outcome(share: 5, uploadMegabits: "2").whole("rest", .resyncLongest)
        let third = try Self.outcome(share: 33, uploadMegabits: "2").whole("rest", .resyncLongest)
        let half = try Self.outcome(share: 50, uploadMegabits: "2").whole("rest", .resyncLongest)
        let alone = try Self.outcome(share: 33, uploadMegabits: "1000").whole("rest", .resyncLongest)
        #expect(alone == 10 * Self.second)
        #expect(few < third && third < half, "\(few) \(third) \(half)")
        #expect(third > alone)
    }

    @Test("a herd that can never catch up is named, and the run ends")
    func neverBack() throws {
        let outcome = try Self.outcome(share: 60, uploadMegabits: "0.3")
        #expect(outcome.notes.contains { $0.contains("never reaches the head again") }, "\(outcome.notes)")
        #expect(outcome.epochCount == 40)
    }
}
