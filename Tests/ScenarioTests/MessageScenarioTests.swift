import Scenario
import Testing

private let millisecond: Int64 = 1_000_000
private let second: Int64 = 1_000_000_000

@Suite("Right scenarios of the message network")
struct MessageScenarioTests {
    private func network(_ keys: String) throws -> Network {
        let network = try read("name: t\ntime: { run: 1 h }\nnetwork: { \(keys) }\n").network
        return try #require(network)
    }

    @Test("what a network leaves out has its default")
    func defaults() throws {
        #expect(
            try network("blobs: 6") == Network(location: SourceLocation(file: "s.yaml", line: 3, column: 1)))
    }

    @Test("every key of a network reaches the model")
    func everyKey() throws {
        try withFolder(["r.csv": "region,a\na,10\n", "c.csv": "class\n"]) { folder in
            let text = """
                name: t
                time: { run: 1 h }
                network:
                  nodes: 10_000
                  blobs: 14
                  block_size: 128 KiB
                  publish: { median: 700 ms, p95: 2 s }
                  relay: { share: 40 %, delay: { mean: 250 ms } }
                  mesh: { degree: 6, low: 5, high: 10 }
                  links: { fibre: 2/3, home: 1/3 }
                  stake_spread: even
                  regions: r.csv
                  classes: c.csv
                  switching: false
                """
            let network = try #require(try read(text, folder: folder).network)
            #expect(network.nodes == 10_000)
            #expect(network.blobs == 14)
            #expect(network.blockBytes == 131_072)
            #expect(network.publish == .median(700 * millisecond, p95: 2 * second))
            #expect(network.relay == Network.Relay(partsPerMillion: 400_000, delay: .mean(250 * millisecond)))
            #expect(network.mesh == Network.Mesh(degree: 6, low: 5, high: 10))
            #expect(network.links.map(\.partsPerMillion) == [666_667, 333_333])
            #expect(network.stakeSpread == .even)
            #expect(network.regionsFile?.text == "region,a\na,10\n")
            #expect(network.classesFile?.name == "c.csv")
            #expect(network.classesFile?.location == SourceLocation(file: "s.yaml", line: 13, column: 12))
            #expect(!network.switching)
        }
    }

    @Test(
        "sizes and times to leave are read exactly",
        arguments: [
            ("block_size: 100 kB, publish: 500 ms", 100_000, .exactly(500 * millisecond)),
            ("block_size: 1.5MB, publish: { mean: 1 s }", 1_500_000, .mean(second)),
            ("block_size: 64 KiB, publish: 0 s", 65_536, .exactly(0)),
        ] as [(String, Int, Outage.Duration)])
    func units(keys: String, bytes: Int, publish: Outage.Duration) throws {
        let network = try network(keys)
        #expect(network.blockBytes == bytes)
        #expect(network.publish == publish)
    }

    @Test("a relay takes 95 % of the blocks where nothing is said, and there is none where it is not named")
    func relay() throws {
        #expect(try network("relay: { delay: 200 ms }").relay?.partsPerMillion == 950_000)
        #expect(
            try network("relay: { delay: { median: 200 ms, p95: 600 ms } }").relay?.delay.usual == 200 * millisecond)
        #expect(try network("blobs: 6").relay == nil)
    }

    @Test("bounds of the mesh follow its degree", arguments: [(1, 1, 1), (4, 3, 6), (8, 6, 12), (50, 37, 64)])
    func mesh(degree: Int, low: Int, high: Int) throws {
        #expect(
            try network("mesh: { degree: \(degree) }").mesh == Network.Mesh(degree: degree, low: low, high: high))
    }

    static let faults: [(String, Fault)] = [
        (
            "kind: slow-link, latency: 300 ms, bandwidth: 5 Mbit/s",
            .slowLink(latency: 300 * millisecond, bitsPerSecond: 5_000_000)
        ),
        ("kind: slow-link, bandwidth: 512 kbit/s", .slowLink(latency: 0, bitsPerSecond: 512_000)),
        ("kind: slow-link, latency: 1 s", .slowLink(latency: second, bitsPerSecond: nil)),
        ("kind: slow-machine, factor: 300 %", .slowMachine(percent: 300)),
        ("kind: clock-skew, by: 500 ms", .clockSkew(500 * millisecond)),
        ("kind: clock-skew, by: -1 s 500 ms", .clockSkew(-1_500 * millisecond)),
        ("kind: client-bug, bug: crash", .clientBug(.crash)),
        ("kind: client-bug, bug: reject-valid", .clientBug(.rejectValid)),
        ("kind: client-bug, bug: accept-invalid", .clientBug(.acceptInvalid(wipesProtection: false))),
        ("kind: client-bug, bug: accept-invalid, protection: kept", .clientBug(.acceptInvalid(wipesProtection: false))),
        ("kind: client-bug, bug: accept-invalid, protection: wiped", .clientBug(.acceptInvalid(wipesProtection: true))),
        ("kind: client-bug, bug: stall, by: 5 s", .clientBug(.stall(5 * second))),
        ("kind: client-bug, bug: wrong-head", .clientBug(.wrongHead)),
        (
            "kind: client-bug, bug: replay-overload, share_of_duties: 25 %",
            .clientBug(.replayOverload(partsPerMillion: 250_000))
        ),
        ("kind: byzantine, proposers: equivocate", .byzantine(.equivocate)),
        ("kind: byzantine, proposers: withhold", .byzantine(.withhold)),
        ("kind: byzantine, proposers: equivocate-partials", .byzantine(.equivocatePartials)),
        ("kind: byzantine, proposers: late, by: 4 s", .byzantine(.late(4 * second))),
    ]

    @Test("every fault reaches the model", arguments: faults)
    func fault(keys: String, fault: Fault) throws {
        let scenario = try read(
            "name: t\ntime: { run: 1 day }\noutages:\n"
                + "  - { name: f, hits: { client: prysm }, at: 1 h, for: 1 h, \(keys) }\n")
        #expect(scenario.outages[0].fault == fault)
        #expect(scenario.outages[0].hits.consensusClients == ["prysm"])
    }

    @Test("a crash needs no messages and can lose a database")
    func crash() throws {
        let scenario = try read(
            """
            name: t
            time: { run: 1 day }
            resolution: duties
            outages:
              - { name: f, kind: client-bug, bug: crash, loses: execution-db, hits: { client: geth }, at: 1 h, for: 1 h }
            """)
        #expect(scenario.outages[0].fault == .clientBug(.crash))
        #expect(scenario.outages[0].loses == .executionDatabase)
    }

    @Test("connections of a cluster reach the model, at both resolutions", arguments: Scenario.Resolution.allCases)
    func connections(resolution: Scenario.Resolution) throws {
        let scenario = try read(
            """
            name: t
            time: { run: 1 day }
            resolution: \(resolution.rawValue)
            entities: { a: {}, b: {}, c: {}, d: { nodes: 2 }, far: {} }
            clusters:
              ours: { members: [a, b, c, d/2], unreachable: [a, d/2, far], relay: d/1, reshare: { at: 1 h, out: c, in: far } }
            outages:
              - { name: h, kind: half-open, hits: { node: d/2 }, peer: far, at: 2 h, for: 1 h }
            """)
        #expect(scenario.clusters[0].unreachable == ["a", "d/2", "far"])
        #expect(scenario.clusters[0].relay == "d/1")
        #expect(scenario.outages[0].fault == .halfOpen(peer: "far"))
        #expect(scenario.outages[0].hits.nodes == ["d/2"])
    }

    @Test("groups of a partition keep their order, shares and direction")
    func partition() throws {
        let scenario = try read(
            """
            name: t
            time: { run: 1 day }
            entities: { me: { nodes: 2 } }
            rest: { regions: { us-east: 40 %, eu-west: 60 % } }
            outages:
              - name: f
                kind: partition
                groups:
                  mine: { node: me/2 }
                  some of us: { region: us-east, share: 60 % }
                  more of us: { region: us-east, share: 40 % }
                  europe: { region: eu-west, consensus: [prysm, teku] }
                  all else: others
                one_way: true
                at: 1 h
                for: 1 h
            """)
        guard case .partition(let groups, let oneWay) = scenario.outages[0].fault else {
            Issue.record("it became another fault")
            return
        }
        #expect(oneWay)
        #expect(groups.map(\.name) == ["mine", "some of us", "more of us", "europe", "all else"])
        #expect(groups.map(\.takesOthers) == [false, false, false, false, true])
        #expect(groups.map(\.members.partsPerMillion) == [1_000_000, 600_000, 400_000, 1_000_000, 1_000_000])
        #expect(groups[0].members.nodes == ["me/2"] && !groups[0].members.reachesRest)
        #expect(groups[3].members.regions == ["eu-west"] && groups[3].members.reachesRest)
    }

    @Test(
        "groups that cannot meet may stand side by side",
        arguments: [
            "a: { entity: me }, b: { entity: you }", "a: { node: me/1 }, b: { node: me/2 }",
            "a: { rest: true }, b: { rest: false }", "a: { region: us-east }, b: { region: eu-west }",
            "a: { region: us-east, client: prysm }, b: { region: us-east, client: teku }",
            "a: { entity: [me, you] }, b: { rest: true, share: 50 % }, c: { rest: true, share: 50 % }",
            "a: { entity: me }, b: others", "a: { share: 33 % }, b: others",
        ])
    func apart(groups: String) {
        let found = findings(
            """
            name: t
            time: { run: 1 day }
            places: { x: { region: us-east }, y: { region: eu-west } }
            entities: { me: { nodes: 2, at: x, clients: { consensus: prysm } }, you: { at: y } }
            rest: { regions: { us-east: 40 %, eu-west: 60 % } }
            outages: [{ name: f, kind: partition, groups: { \(groups) }, at: 1 h, for: 1 h }]
            """)
        #expect(found == [])
    }

    @Test(
        "keys that are used twice have an owner and a backup",
        arguments: [
            ("hits: { entity: me }, backup: you", .init(backup: "you")),
            ("hits: { node: me/1 }, backup: me/2, protection: shared", .init(backup: "me/2", protection: .shared)),
            (
                "hits: { cluster: friends }, backup: you, protection: wiped, doppelganger: true",
                .init(backup: "you", protection: .wiped, doppelganger: true)
            ),
        ] as [(String, Fault.DoubleKeys)], ["duties", "messages"])
    func doubleKeys(keys: (String, Fault.DoubleKeys), resolution: String) throws {
        let scenario = try read(
            """
            name: t
            time: { run: 1 day }
            resolution: \(resolution)
            entities: { me: { nodes: 2, validators: 1 }, you: {}, her: {} }
            clusters: { friends: { members: [me/1, you, her] } }
            outages: [{ name: f, kind: double-keys, \(keys.0), at: 1 h, for: 1 h }]
            """)
        #expect(scenario.outages[0].fault == .doubleKeys(keys.1))
        #expect(scenario.outages[0].hits.clusters == (keys.0.contains("cluster") ? ["friends"] : []))
        #expect(!scenario.outages[0].hits.reachesRest)
    }

    private static let twentyTwo = "entities: { co: { nodes: 22 } }\n"

    private func cluster(_ keys: String, members: Int) throws -> Scenario {
        let names = (1...members).map { "co/\($0)" }.joined(separator: ", ")
        return try read(
            "name: t\ntime: { run: 1 h }\n\(Self.twentyTwo)clusters: { x: { members: [\(names)]\(keys) } }\n")
    }

    @Test("every key of a cluster reaches the model")
    func cluster() throws {
        let scenario = try read(
            """
            name: t
            time: { run: 1 h }
            chain: { validators: 1_000 }
            entities: { me: { validators: 10 }, you: {}, co: { nodes: 2 } }
            clusters:
              friends:
                { members: [me, you, co/2], threshold: 3, validators: 60, count: 20, signing: real, chain_split_halt: true,
                  timer: linear, blob_work: columns, balance: 64 ETH, compounding: true }
              others: { members: [you, me, co/1] }
            outages: [{ name: cut, kind: power, hits: { entity: you }, at: 10 min, for: 10 min }]
            expect:
              - { that: friends.penalties during "cut", is: 0 gwei, source: x }
            """)
        #expect(
            scenario.clusters.first
                == Cluster(
                    name: "friends", flavour: .obol, members: ["me", "you", "co/2"], threshold: 3, validators: 60,
                    count: 20, signing: .real, chainSplitHalt: true, timer: .linear, blobWork: .columns,
                    balance: 64_000_000_000, compounding: true,
                    location: SourceLocation(file: "s.yaml", line: 6, column: 3)))
        #expect(
            scenario.clusters.last
                == Cluster(
                    name: "others", flavour: .obol, members: ["you", "me", "co/1"], threshold: 2, validators: 1,
                    location: SourceLocation(file: "s.yaml", line: 9, column: 3)))
        #expect(scenario.expectations[0].metric.subject == "friends")
    }

    @Test("validators of clusters are part of the network's stake")
    func stake() throws {
        let scenario = try read(
            """
            name: t
            time: { run: 1 h }
            chain: { stake: 64_000 ETH }
            entities: { a: { validators: 10 }, b: {}, c: {} }
            clusters: { x: { members: [a, b, c], validators: 5, balance: 2_048 ETH, compounding: true } }
            """)
        // 64,000 ETH less 320 and 10,240 leave 53,440 ETH, which make 1,670 validators.
        #expect(scenario.chain.validators == 1_685)
    }

    @Test(
        "the threshold is two thirds unless the file says otherwise",
        arguments: [(3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (9, 6), (10, 7), (13, 9), (22, 15)])
    func threshold(members: Int, threshold: Int) throws {
        #expect(try cluster("", members: members).clusters[0].threshold == threshold)
    }

    @Test("an SSV cluster's threshold is 2f + 1", arguments: [(4, 3), (7, 5), (10, 7), (13, 9)])
    func thresholdOfSSV(members: Int, threshold: Int) throws {
        #expect(try cluster(", flavour: ssv", members: members).clusters[0].threshold == threshold)
    }

    @Test(
        "a threshold that one dishonest member can break is warned of",
        arguments: [
            (3, 2, "; write threshold: 3"), (5, 3, "; write threshold: 4"), (4, 3, nil), (5, 4, nil), (6, 4, nil),
        ])
    func warning(members: Int, threshold: Int, hint: String?) throws {
        let warnings = try cluster(", threshold: \(threshold)", members: members).warnings
        #expect(
            warnings.map(\.message)
                == (hint == nil ? [] : ["one dishonest member is enough to sign twice with \(threshold) of \(members)"])
        )
        #expect(warnings.first.map { $0.description.hasSuffix(hint ?? "") } != false)
        #expect(warnings.allSatisfy { $0.location.line == 4 && $0.description.hasPrefix("s.yaml:4:") })
    }

    @Test("so is one that follows from the number of members")
    func warningOfUsual() throws {
        let warnings = try cluster("", members: 3).warnings
        #expect(
            warnings.map(\.description) == [
                "s.yaml:4:27: warning: one dishonest member is enough to sign twice with 2 of 3; write threshold: 3"
            ])
    }
}
