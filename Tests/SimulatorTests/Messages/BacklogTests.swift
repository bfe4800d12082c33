import Scenario
import Simulator
import Testing

/// Machines that are short of CPU: what they miss, how far they fall behind, and that they come back.
@Suite struct BacklogTests {
    static let quick = "clients: { consensus: lighthouse, execution: reth }"
    static let entities = "me: { validators: 20, \(quick) }, them: { nodes: 3, validators: 160, \(quick) }"
    static let quickRest = "clients: { consensus: { lighthouse: 100 % }, execution: { reth: 100 % } }"

    /// Slots of six seconds, eight to an epoch.
    static func outcome(
        _ outages: [String], run: String = "24 epochs", entities: String = entities, detail: String = "cohorts",
        switching: Bool = true, preset: String = "minimal", network: String = MessageRunning.certain, more: String = "",
        rest: String = quickRest
    ) throws -> RunOutcome {
        try MessageRunning.runCertain(
            MessageRunning.text(
                preset: preset, run: run, detail: detail, entities: entities, rest: rest, outages: outages,
                network: network + ", switching: \(switching)", more: more))
    }

    static func stall(_ by: String, hits: String = "{ node: me/1, consensus: lighthouse }", lasting: String = "480 s")
        -> String
    {
        "name: slow, kind: client-bug, bug: stall, by: \(by), hits: \(hits), at: 96 s, for: \(lasting)"
    }

    @Test(
        "a machine that needs w seconds for a block of each slot of T falls behind by (w − T)/w blocks a slot",
        arguments: [
            // Reth and Lighthouse take 0.22 s on average beside.
            ("6780 ms", 7), ("8780 ms", 9), ("11780 ms", 12),
        ] as [(String, Double)])
    func fallsBehind(by: String, seconds: Double) throws {
        let outcome = try Self.outcome([Self.stall(by)])
        let blocks = 80 * (seconds - 6) / seconds
        let most = Double(try outcome.whole("me", .blocksBehindMax))
        #expect(abs(most - blocks) < 2, "\(most) instead of \(blocks)")
        #expect(try outcome.whole("network", .blocksBehindMax, during: "slow") == Int64(most))
        #expect(try outcome.whole("them", .blocksBehindMax) == 0)
        #expect(try outcome.whole("them", .missedAttestations) == 0)
        // b blocks at 0.22 s each, of which a new one comes every 6 s.
        let recovery = Double(try outcome.whole("me", .resyncLongest, during: "slow")) / 1e9
        #expect(abs(recovery - blocks * 0.22 / (1 - 0.22 / 6)) < 3 + blocks * 0.1, "\(recovery)")
        #expect(try outcome.whole("me", .recoveryLongest) > 300_000_000_000)
        #expect(try outcome.whole("them", .resyncLongest) == 0)
    }

    @Test("a machine that just keeps up is late with every vote for a head, and never falls behind")
    func keepsUp() throws {
        let outcome = try Self.outcome([Self.stall("4 s")])
        #expect(try outcome.whole("me", .blocksBehindMax) == 0)
        #expect(try outcome.whole("me", .missedAttestations) == 0)
        #expect(try outcome.whole("me", .resyncLongest) == 0)
        // Ten epochs, in each of which all twenty vote once; only its own blocks it has in time.
        let late = try outcome.whole("me", .lateAttestations, during: "slow")
        #expect((180...200).contains(late), "\(late)")
    }

    @Test("who is more than an epoch behind votes for nothing that a block takes up, through the fault and after it")
    func misses() throws {
        let outcome = try Self.outcome([Self.stall("24 s")])
        let missed = try outcome.whole("me", .missedAttestations)
        // 80 slots, of which it checks one in four: two epochs behind after eleven slots.
        #expect((130...210).contains(missed), "\(missed)")
        #expect(try outcome.whole("me", .missedAttestations, during: "slow") == missed)
        let causes = Set(outcome.missed("attestation").compactMap { $0.split(separator: "(").last })
        #expect(causes.isSubset(of: ["slow)", "resync after slow)"]), "\(causes)")
        #expect(try outcome.whole("network", .missedAttestations) == missed)
        #expect(try outcome.whole("network", .finalityDelayMax) <= 4)
        // Back at the head, it earns all that there is.
        #expect(outcome.epochPoints.last.map { $0.target == $0.activeBalance } ?? false)
        #expect(try outcome.whole("network", .slashed) == 0)
    }

    @Test("blocks of a proposer that is behind stand on its old head and are passed by, or are not made at all")
    func proposals() throws {
        let outcome = try Self.outcome([
            "name: slow, kind: slow-machine, factor: 6_000 %, hits: { entity: them }, at: 96 s, for: 480 s"
        ])
        let missed = try outcome.whole("them", .proposalsMissed)
        #expect(missed > 5)
        #expect(try outcome.whole("network", .proposalsMissed) == missed)
        #expect(try outcome.whole("them", .missedRewardsProposal, during: "slow") > 0)
        #expect((1..<missed).contains(try outcome.whole("network", .blocksReorged)))
        #expect(try outcome.whole("network", .branchesMax) == 1)
    }

    @Test("a consensus client reports itself syncing when its head is too far behind: Lodestar after 32 slots")
    func syncing() throws {
        func reorged(_ client: String) throws -> Int64 {
            let outcome = try Self.outcome(
                [
                    "name: slow, kind: client-bug, bug: stall, by: 40 s, hits: { entity: them, consensus: \(client) }, "
                        + "at: 0 s, for: until the end"
                ],
                run: "6 epochs",
                entities: "them: { validators: 190, clients: { consensus: \(client), execution: reth } }",
                preset: "mainnet")
            #expect(try outcome.whole("them", .blocksBehindMax) > 60)
            return try outcome.whole("network", .blocksReorged)
        }
        let (lodestar, lighthouse) = (try reorged("lodestar"), try reorged("lighthouse"))
        #expect(lodestar > 3)
        #expect(lighthouse > lodestar + 3, "\(lighthouse), \(lodestar)")
    }

    @Test("a power cut ends a backlog: the machine comes back with the chain")
    func cut() throws {
        let outcome = try Self.outcome([
            Self.stall("24 s"),
            "name: cut, kind: power, hits: { entity: me }, at: 576 s, for: 12 s, resync: none",
        ])
        #expect(try outcome.whole("me", .resyncLongest, during: "slow") == 0)
        let late = outcome.missed("attestation").filter { $0.contains("resync") }
        #expect(late.isEmpty, "\(late)")
    }

    @Test("a whole network that is short of CPU stops finalizing and finds together again")
    func everybody() throws {
        let outcome = try Self.outcome(
            ["name: slow, kind: slow-machine, factor: 6_000 %, hits: { everyone: true }, at: 96 s, for: 480 s"],
            run: "40 epochs")
        #expect(try outcome.whole("network", .finalityDelayMax) > 4)
        #expect(try outcome.whole("network", .blocksBehindMax) > 3)
        #expect(try outcome.whole("network", .slashed) == 0)
        #expect(outcome.epochPoints.last.map { $0.target == $0.activeBalance } ?? false)
    }

    static let hostile: [(String, [String])] = [
        (
            "a share of the rest",
            [
                "name: slow, kind: slow-machine, factor: 5_000 %, hits: { rest: true, share: 30 % }, at: 97 s, for: 300 s"
            ]
        ),
        (
            "faults that change in mid-work",
            [
                "name: a, kind: slow-machine, factor: 3_000 %, hits: { rest: true, share: 30 % }, at: 97 s, for: 300 s",
                "name: b, kind: client-bug, bug: stall, by: 3 s, hits: { execution: reth }, at: 120500 ms, for: 61 s",
                "name: c, kind: slow-machine, factor: 150 %, hits: { entity: them }, at: 120500 ms, for: 100 s",
            ]
        ),
        (
            "behind on one side of a partition",
            [
                "name: slow, kind: slow-machine, factor: 5_000 %, hits: { rest: true, share: 30 % }, at: 97 s, for: 300 s",
                "name: cut, kind: partition, groups: { a: { share: 40 % }, b: others }, at: 150 s, for: 150 s",
            ]
        ),
        (
            "blocks that leave late meet the next",
            [
                "name: late, kind: byzantine, proposers: late, by: 9 s, hits: { entity: them }, at: 96 s, for: 300 s",
                "name: slow, kind: slow-machine, factor: 2_000 %, hits: { entity: me }, at: 97 s, for: 200 s",
            ]
        ),
        (
            "a fault of an instant",
            ["name: slow, kind: slow-machine, factor: 5_000 %, hits: { everyone: true }, at: 98 s, for: 1 ms"]
        ),
    ]

    @Test("no short cut and no cohort shows where machines are behind", arguments: hostile)
    func agreement(name: String, outages: [String]) throws {
        let plain = try Self.outcome(outages, run: "14 epochs", switching: false)
        for outcome in [
            try Self.outcome(outages, run: "14 epochs"),
            try Self.outcome(outages, run: "14 epochs", detail: "individual"),
        ] {
            #expect(outcome.accounts == plain.accounts)
            #expect(outcome.allLosses == plain.allLosses)
        }
    }

    @Test("large blocks alone make slow clients fall behind")
    func largeBlocks() throws {
        let outcome = try Self.outcome(
            [], run: "6 epochs",
            entities: "me: { validators: 20, clients: { consensus: lighthouse, execution: erigon } }",
            network: MessageRunning.certain + ", block_size: 4 MB")
        // Erigon: 0.34 s on average at 100 kB, 36 times that at 4 MB; Reth 1.7 s.
        #expect(try outcome.whole("me", .blocksBehindMax) > 10)
        #expect(try outcome.whole("rest", .blocksBehindMax) <= 2)
        #expect(outcome.missed("attestation").contains { $0.contains("short of CPU") })
    }

    private static func cluster(_ rules: String, behind: Int) throws -> RunOutcome {
        try outcome(
            [
                "name: slow, kind: slow-machine, factor: 20_000 %, at: 96 s, for: 480 s, "
                    + "hits: { entity: [\((1...behind).map { "m\($0)" }.joined(separator: ", "))] }"
            ],
            entities: (1...4).map { "m\($0): { \(quick) }" }.joined(separator: ", "),
            more: "clusters: { friends: { \(rules), members: [m1, m2, m3, m4], threshold: 3, validators: 20 } }")
    }

    @Test("a cluster whose members compare their targets bears one of four that is behind, and not two")
    func comparingClusters() throws {
        for rules in ["flavour: ssv", "flavour: obol, chain_split_halt: true"] {
            #expect(try Self.cluster(rules, behind: 1).whole("friends", .missedAttestations) == 0, "\(rules)")
            let two = try Self.cluster(rules, behind: 2)
            let missed = try two.whole("friends", .missedAttestations)
            #expect((150...200).contains(missed), "\(rules): \(missed)")
            #expect(try two.whole("friends", .missedAttestations, during: "slow") == missed, "\(rules)")
        }
    }

    @Test(
        "members of Charon who take the leader's vote unchecked follow one that is behind, until it has no vote to give"
    )
    func uncheckedLeader() throws {
        let missed = try Self.cluster("flavour: obol", behind: 1).whole("friends", .missedAttestations)
        #expect((1...50).contains(missed), "\(missed)")
    }
}
