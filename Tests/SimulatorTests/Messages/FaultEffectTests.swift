import Scenario
import Simulator
import Testing

/// What faults of the network and of clients do to blocks, votes and finality.
@Suite struct FaultEffectTests {
    static let clients =
        "clients: { consensus: { lighthouse: 60 %, prysm: 40 % }, execution: { reth: 100 % } }"

    /// Links are short and machines quick: what happens is the fault's work.
    static func outcome(
        _ outages: [String], run: String = "16 epochs", rest: String = clients, detail: String = "cohorts",
        entities: String = "me: { validators: 20, clients: { consensus: lighthouse, execution: reth } }, "
            + "them: { nodes: 3, validators: 160, clients: { consensus: lighthouse, execution: reth } }"
    ) throws -> RunOutcome {
        try MessageRunning.runCertain(
            MessageRunning.text(
                run: run, detail: detail, entities: entities, rest: rest, outages: outages,
                network: MessageRunning.certain))
    }

    static func causes(_ outcome: RunOutcome, _ component: String) -> Set<String> {
        Set(outcome.allLosses.filter { $0.component == component && $0.missed > 0 }.map(\.cause))
    }

    @Test("a block that leaves before the deadline costs nobody anything, one that leaves after it loses head votes")
    func lateBlocks() throws {
        func late(_ by: String) throws -> RunOutcome {
            try Self.outcome([
                "name: late, kind: byzantine, proposers: late, by: \(by), hits: { entity: them }, at: 100 s, for: 500 s"
            ])
        }
        let early = try late("500 ms")
        #expect(try early.whole("network", .loss) == 0)
        #expect(try early.whole("network", .lateAttestations) == 0)
        let after = try late("2100 ms")
        #expect(try after.whole("network", .lateAttestations) > 0)
        let cut = try after.whole("network", .missedRewardsHead, during: "late")
        #expect(cut > 0)
        #expect(Self.causes(after, "source").isSubset(of: ["others' missing votes"]))
    }

    @Test("the next proposer passes a weak late block by, and its proposer loses what it would have earned")
    func reorg() throws {
        let outcome = try Self.outcome([
            "name: late, kind: byzantine, proposers: late, by: 2500 ms, hits: { entity: them }, at: 100 s, for: 500 s"
        ])
        #expect(try outcome.whole("network", .blocksReorged) > 3)
        #expect(
            try outcome.whole("network", .blocksReorged) == outcome.whole("network", .proposalsMissed))
        #expect(try outcome.whole("them", .proposalsMissed) == outcome.whole("network", .proposalsMissed))
        #expect(try outcome.whole("them", .missedRewardsProposal, during: "late") > 0)
        #expect(try outcome.whole("me", .missedRewardsProposal) == 0)
    }

    @Test(
        "finality stands still where neither side of a partition holds two thirds",
        arguments: [
            (10, false), (25, false), (32, false), (35, true), (50, true),
        ])
    func twoThirds(share: Int, stalls: Bool) throws {
        let outcome = try Self.outcome(
            ["name: cut, kind: partition, groups: { a: { share: \(share) % }, b: others }, at: 96 s, for: 480 s"],
            run: "20 epochs", entities: "me: { validators: 0 }")
        let delay = try outcome.whole("network", .finalityDelayMax)
        #expect(stalls ? delay >= 10 : delay <= 4, "\(delay)")
        #expect(try outcome.whole("network", .branchesMax) == 2)
        #expect(try outcome.whole("network", .slashed) == 0)
        // Both are one again at the end.
        #expect(outcome.epochPoints.last.map { $0.target == $0.activeBalance } ?? false)
    }

    @Test("votes of the smaller side are booked under the partition, and its blocks are passed by")
    func smallerSide() throws {
        let outcome = try Self.outcome(
            ["name: cut, kind: partition, groups: { a: { entity: them }, b: others }, at: 96 s, for: 240 s"])
        #expect(try outcome.whole("them", .missedAttestations) >= 160 * 4)
        #expect(try outcome.whole("me", .missedAttestations) == 0)
        let loss = try outcome.whole("them", .penalties, during: "cut")
        #expect(loss * 10 > (try outcome.whole("them", .penalties)) * 9)
        #expect(try outcome.whole("network", .blocksReorged) > 3)
    }

    @Test("a group whose messages are lost still follows the others' chain")
    func oneWay() throws {
        let outcome = try Self.outcome(
            [
                "name: cut, kind: partition, one_way: true, groups: { a: { entity: them }, b: others }, at: 96 s, for: 240 s"
            ])
        #expect(try outcome.whole("them", .missedAttestations) >= 160 * 4)
        #expect(try outcome.whole("me", .missedAttestations) == 0)
        #expect(try outcome.whole("network", .finalityDelayMax) <= 4)
    }

    @Test("a third group that hears both sides passes everything on")
    func porous() throws {
        let outcome = try Self.outcome(
            ["name: cut, kind: partition, groups: { a: { share: 40 % }, b: { share: 40 % } }, at: 96 s, for: 240 s"])
        #expect(try outcome.whole("network", .branchesMax) == 1)
        #expect(try outcome.whole("network", .missedAttestations) == 0)
    }

    @Test("a minority that refuses a valid block is alone with its branch, and the others finalise")
    func minority() throws {
        let outcome = try Self.outcome(
            ["name: bug, kind: client-bug, bug: reject-valid, hits: { consensus: prysm }, at: 96 s, for: 240 s"],
            rest: Self.clients.replacing("60 %", with: "80 %").replacing("40 %", with: "20 %"))
        #expect(try outcome.whole("network", .branchesMax) == 2)
        #expect(try outcome.whole("network", .finalityDelayMax) <= 4)
        #expect(try outcome.whole("me", .missedAttestations) == 0)
        #expect(try outcome.whole("rest", .missedAttestations) > 50)
        #expect(try outcome.whole("rest", .penalties, during: "bug") > 0)
    }

    @Test("a majority that justified an invalid chain comes back, and the chain with it")
    func invalidMajority() throws {
        // They stop in the epoch whose target they justified, before they vote with it as their source.
        let outcome = try Self.outcome(
            [
                "name: bug, kind: client-bug, bug: accept-invalid, hits: { consensus: prysm }, at: 90 s, for: 53 s",
                "name: wait, kind: client-bug, bug: replay-overload, share_of_duties: 100 %, hits: { consensus: prysm }, at: 143 s, for: 192 s",
            ],
            run: "30 epochs", rest: Self.clients.replacing("60 %", with: "20 %").replacing("40 %", with: "80 %"),
            entities: "me: { validators: 20, clients: { consensus: lighthouse, execution: reth } }")
        #expect(try outcome.whole("network", .branchesMax) == 2)
        // Whoever stayed with the valid chain has it to itself until the others come back.
        #expect(try outcome.whole("me", .missedAttestations) == 0)
        #expect(try outcome.whole("rest", .penaltiesTarget, during: "bug") > 0)
        #expect(outcome.epochPoints.last.map { $0.target == $0.activeBalance } ?? false)
        #expect(try outcome.whole("network", .leakEpochs) > 0)
    }

    @Test("who proposes twice for one slot is slashed by the next proposer, and nobody else is")
    func equivocation() throws {
        let outcome = try Self.outcome([
            "name: two, kind: byzantine, proposers: equivocate, hits: { entity: them }, at: 96 s, for: 96 s"
        ])
        let slashed = try outcome.whole("them", .slashed)
        #expect(slashed > 0)
        #expect(try outcome.whole("network", .slashed) == slashed)
        // Electra: 1/4,096 of the effective balance at once.
        #expect(try outcome.whole("them", .penaltiesSlashing, during: "two") >= slashed * 7_812_500)
        #expect(try outcome.whole("me", .penaltiesSlashing) == 0)
        // One of each two blocks is not on the chain.
        #expect(try outcome.whole("network", .blocksReorged) >= slashed)
    }

    @Test("two blocks whose halves of the network do not hear each other are found when they do")
    func hiddenEquivocation() throws {
        let outcome = try Self.outcome([
            "name: cut, kind: partition, groups: { a: { rest: true, share: 50 % }, b: others }, at: 96 s, for: 192 s",
            "name: two, kind: byzantine, proposers: equivocate, hits: { entity: them }, at: 100 s, for: 100 s",
        ])
        #expect(try outcome.whole("them", .slashed) > 0)
        #expect(try outcome.whole("rest", .slashed) == 0)
    }

    @Test("wrong heads cost head votes only, an overload costs a share of the duties")
    func bugs() throws {
        let wrong = try Self.outcome([
            "name: bug, kind: client-bug, bug: wrong-head, hits: { consensus: prysm }, at: 96 s, for: 240 s"
        ])
        // In an epoch's first slot the parent is of the epoch before, and with it the target is wrong.
        #expect(try wrong.whole("network", .penaltiesSource) == 0)
        #expect(try wrong.whole("me", .loss) < wrong.whole("me", .ideal) / 20)
        #expect(try wrong.whole("rest", .missedRewardsHead, during: "bug") > 0)
        let overload = try Self.outcome([
            "name: bug, kind: client-bug, bug: replay-overload, share_of_duties: 50 %, hits: { consensus: prysm }, at: 96 s, for: 240 s"
        ])
        let missed = try overload.whole("rest", .missedAttestations)
        // Five epochs of some 184 validators, half of them.
        #expect((350...570).contains(missed), "\(missed)")
        let withheld = try Self.outcome([
            "name: no, kind: byzantine, proposers: withhold, hits: { entity: them }, at: 96 s, for: 240 s"
        ])
        #expect(try withheld.whole("them", .proposalsMissed) > 3)
        #expect(try withheld.whole("them", .missedAttestations) == 0)
    }

    @Test("a machine or a clock that is off loses the head votes of its own validators alone")
    func machines() throws {
        for fault in [
            "kind: slow-machine, factor: 1_500 %", "kind: clock-skew, by: 2 s", "kind: clock-skew, by: -4500 ms",
            "kind: slow-link, latency: 3 s",
        ] {
            let outcome = try Self.outcome(["name: slow, \(fault), hits: { entity: me }, at: 96 s, for: 240 s"])
            #expect(try outcome.whole("me", .missedRewardsHead, during: "slow") > 0, "\(fault)")
            #expect(try outcome.whole("me", .missedAttestations) == 0, "\(fault)")
            #expect(try outcome.whole("them", .lateAttestations) < 70, "\(fault)")
        }
    }
}
