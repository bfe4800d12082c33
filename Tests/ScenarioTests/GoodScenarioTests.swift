import Scenario
import Testing

private let second: Int64 = 1_000_000_000
private let hour = 3600 * second
private let day = 24 * hour
private let epoch = 384 * second

@Suite("Right scenarios")
struct GoodScenarioTests {
    static let powerCut = """
        # yaml-language-server: $schema=../docs/scenario.schema.json
        name: home power cut
        about: A home staker in Southern California loses power for three hours on a Tuesday evening.
        seed: 1

        chain:
          fork: fulu
          stake: 35_632_000 ETH          # everyone; the share that `entities` does not name is "the rest"
          start: { epoch: 411_500 }

        time: { run: 1 day }
        resolution: duties

        places:
          socal: { region: us-west, power: sce }   # one power zone: what goes dark together

        entities:
          me: { nodes: 1, validators: 1, at: socal, clients: { consensus: lighthouse, execution: geth } }

        outages:
          - name: power cut
            kind: power
            hits: { power: sce }
            at: 6 h
            for: 3 h

        expect:
          - { that: me.penalties, is: 189_840 gwei, or: 196_620 gwei, source: "28 or 29 epochs × 20 × 339 gwei" }
          - { that: network.finality.delay.max, at_most: 2 epochs, source: "two epochs when all is well" }
        """

    @Test("a home staker's power cut is read whole")
    func homePowerCut() throws {
        let scenario = try read(Self.powerCut)
        #expect(scenario.name == "home power cut")
        #expect(scenario.seed == 1)
        #expect(scenario.chain.fork == "fulu")
        #expect(scenario.chain.preset == "mainnet")
        #expect(scenario.chain.validators == 1_113_500)
        #expect(scenario.chain.startEpoch == 411_500)
        #expect(scenario.chain.stateFile == nil)
        #expect(scenario.run.nanoseconds == 225 * epoch)
        #expect(scenario.places == [Place(name: "socal", region: "us-west", power: "sce")])
        let me = try #require(scenario.entities.first)
        #expect(me.name == "me")
        #expect(me.nodes == 1)
        #expect(me.validators == 1)
        #expect(me.places == ["socal"])
        #expect(me.clients.consensus == [ClientMix.Share(name: "lighthouse", partsPerMillion: 1_000_000)])
        #expect(me.balance == 32_000_000_000)
        #expect(me.location == SourceLocation(file: "s.yaml", line: 18, column: 3))
        let cut = try #require(scenario.outages.first)
        #expect(cut.kind == .power)
        #expect(cut.timing == .once(at: 6 * hour, duration: .exactly(3 * hour)))
        #expect(cut.hits.powerZones == ["sce"])
        #expect(!cut.hits.reachesRest)
        #expect(cut.loses == .nothing)
        #expect(cut.resync == nil)
        #expect(scenario.expectations.count == 2)
        let penalties = scenario.expectations[0]
        #expect(penalties.metric == MetricPath(subject: "me", metric: .penalties))
        #expect(
            penalties.comparison
                == .isOneOf(
                    [
                        Quantity(value: 189_840, unit: .gwei, integer: 189_840),
                        Quantity(value: 196_620, unit: .gwei, integer: 196_620),
                    ], tolerance: .exact))
        #expect(penalties.text == "me.penalties is 189_840 gwei or 196_620 gwei")
        #expect(
            scenario.expectations[1].comparison == .atMost(Quantity(value: 2, unit: .epochs, integer: 2)))
    }

    @Test("what is left out has its default")
    func defaults() throws {
        let scenario = try read("name: t\ntime: { run: 1 h }\n")
        #expect(scenario.about == "")
        #expect(scenario.seed == 1)
        #expect(scenario.chain == Chain(fork: "fulu", preset: "mainnet", validators: 1_000_000, startEpoch: 411_392))
        #expect(scenario.resolution == .messages)
        #expect(scenario.network == nil && scenario.clusters.isEmpty && scenario.warnings.isEmpty)
        #expect(scenario.detail == .cohorts)
        #expect(scenario.rest == Rest())
        #expect(scenario.run.nanoseconds == 10 * epoch)
        #expect(scenario.entities.isEmpty && scenario.outages.isEmpty && scenario.expectations.isEmpty)
    }

    @Test(
        "each fork starts where mainnet adopted it",
        arguments: [
            ("altair", 74_240), ("bellatrix", 144_896), ("capella", 194_048), ("deneb", 269_568),
            ("electra", 364_032), ("fulu", 411_392),
        ] as [(String, UInt64)])
    func forkEpoch(fork: String, epoch: UInt64) throws {
        #expect(try read("name: t\ntime: { run: 1 h }\nchain: { fork: \(fork) }\n").chain.startEpoch == epoch)
    }

    @Test("words that YAML 1.1 takes for truth, numbers or nothing stay names")
    func wordsStayText() throws {
        let scenario = try read(
            """
            name: no
            about: 012
            time: { run: 1 day }
            resolution: duties
            places: { on: { region: off, power: "null" } }
            entities: { no: { validators: 1, at: on, link: 1_000 } }
            outages: [{ name: 12:30:45, kind: power, hits: { entity: no }, at: 1 h, for: 1 h }]
            """)
        #expect(scenario.name == "no")
        #expect(scenario.about == "012")
        #expect(scenario.places == [Place(name: "on", region: "off", power: "null")])
        #expect(scenario.entities[0].name == "no")
        #expect(scenario.entities[0].link == "1_000")
        #expect(scenario.outages[0].name == "12:30:45")
    }

    @Test("every key of entities, rest and resync reaches the model")
    func people() throws {
        let scenario = try read(
            """
            name: t
            time: { run: 1 day }
            resolution: duties
            chain: { stake: 640_000 ETH, config: { BASE_REWARD_FACTOR: 0 }, sampling: fast }
            detail: individual
            places: { a: { region: eu }, b: { region: us, provider: aws } }
            entities:
              big co:
                { nodes: 3, validators: 10, at: [a, b], link: data-centre, operator: someone, balance: 2_048 ETH,
                  compounding: true, cohort: true,
                  clients: { consensus: { teku: 1/3, prysm: 1/3, nimbus: 1/3 }, execution: { geth: 60 %, mine: 40% } } }
            rest:
              clients: { consensus: { prysm: 12.5 %, teku: 87.5 % } }
              regions: { us: 40 %, eu: 60 % }
              providers: { aws: 36 % }
              offline: 0.316 %
              balance: 40 ETH
            resync:
              lighthouse: { catch_up: 20 slots per s, checkpoint: 3 min, full: 2 days, restart: 30 s }
              mine: { catch_up: 3.5 per s, snap: 3 h, full: 17 days, restart: 0 s }
            """)
        let entity = try #require(scenario.entities.first)
        #expect(entity.nodes == 3)
        #expect(entity.places == ["a", "b"])
        #expect(entity.link == "data-centre")
        #expect(entity.nodeOperator == "someone")
        #expect(entity.balance == 2_048_000_000_000)
        #expect(entity.compounding && entity.cohort)
        #expect(entity.clients.consensus.map(\.partsPerMillion).reduce(0, +) == 1_000_000)
        #expect(entity.clients.consensus.map(\.name) == ["teku", "prysm", "nimbus"])
        #expect(entity.clients.execution.map(\.partsPerMillion) == [600_000, 400_000])
        // 640,000 ETH less 10 × 2,048 leave 619,520 ETH, which make 15,488 validators of 40 ETH.
        #expect(scenario.chain.validators == 15_498)
        #expect(scenario.chain.config.map(\.name) == ["BASE_REWARD_FACTOR"])
        #expect(scenario.chain.config.map(\.value) == [0])
        #expect(scenario.chain.sampling == .fast)
        #expect(scenario.detail == .individual)
        #expect(scenario.rest.regions.map(\.partsPerMillion) == [400_000, 600_000])
        #expect(scenario.rest.providers.map(\.partsPerMillion) == [360_000])
        #expect(scenario.rest.offlinePartsPerMillion == 3_160)
        #expect(scenario.rest.balance == 40_000_000_000)
        #expect(
            scenario.resync == [
                ResyncOverride(
                    client: "lighthouse", catchUpPerSecond: 20, snapshot: 180 * second, full: 2 * day,
                    restart: 30 * second),
                ResyncOverride(
                    client: "mine", catchUpPerSecond: 3.5, snapshot: 3 * hour, full: 17 * day, restart: 0),
            ])
    }

    @Test("every way to time an outage reaches the model")
    func timings() throws {
        let scenario = try read(
            """
            name: t
            time: { run: 4 days }
            entities: { me: { nodes: 2, validators: 1, link: home } }
            outages:
              - { name: a, kind: power, hits: { entity: me }, at: 1 day, for: until the end }
              - { name: b, kind: network, hits: { link: home }, every: { mean: 2 days }, for: { median: 50 min, p95: 6 h } }
              - { name: c, kind: bad-config, hits: { node: me/2 }, every: { exactly: 40 epochs }, for: 5 slots, at: 1 h }
              - { name: d, kind: data-centre, hits: { everyone: true, share: 22 % }, at: 0 s, for: { mean: 2 h } }
              - { name: e, kind: disk-loss, hits: { operator: me }, intervals: [{ at: 1 h, for: 1 h }, { at: 2 h, for: 1 h }, { at: 3 days, for: until the end }] }
            """)
        let outages = scenario.outages
        let end = scenario.run.nanoseconds
        #expect(end == 900 * epoch)
        #expect(outages[0].timing == .once(at: day, duration: .exactly(end - day)))
        #expect(
            outages[1].timing
                == .recurring(every: .mean(2 * day), duration: .median(3000 * second, p95: 6 * hour)))
        #expect(outages[1].firstStart == nil)
        #expect(outages[2].timing == .recurring(every: .exactly(40 * epoch), duration: .exactly(60 * second)))
        #expect(outages[2].firstStart == hour)
        #expect(outages[3].timing == .once(at: 0, duration: .mean(2 * hour)))
        // Intervals that touch are one.
        #expect(
            outages[4].timing
                == .intervals([
                    Outage.Span(start: hour, end: 3 * hour), Outage.Span(start: 3 * day, end: end),
                ]))
        #expect(outages[4].loses == .everything)
    }

    @Test(
        "each condition says whether the rest can be hit",
        arguments: [
            ("{ everyone: true }", true, false), ("{ rest: true }", true, true), ("{ rest: false }", false, false),
            ("{ share: 22 % }", true, false), ("{ client: prysm }", true, false),
            ("{ consensus: nimbus }", false, false),
            ("{ region: us }", true, false), ("{ region: us, rest: false }", false, false),
            ("{ place: a }", false, false),
            ("{ provider: aws }", true, false), ("{ entity: me }", false, false), ("{ region: asia }", false, false),
            ("{ client: prysm, rest: true, share: 5 % }", true, true), ("{ execution: geth }", true, false),
        ])
    func reach(hits: String, reachesRest: Bool, onlyRest: Bool) throws {
        let scenario = try read(
            """
            name: t
            time: { run: 4 days }
            resolution: duties
            places: { a: { region: asia, provider: ovh }, b: { region: us } }
            entities: { me: { nodes: 2, validators: 1, at: [a, b], clients: { consensus: nimbus } } }
            rest: { clients: { consensus: { prysm: 40 %, teku: 60 % } }, regions: { us: 40 %, eu: 60 % }, providers: { aws: 1 % } }
            outages:
              - { name: a, kind: power, hits: \(hits), at: 1 day, for: 1 h }
            """)
        #expect(scenario.outages[0].hits.reachesRest == reachesRest)
        #expect(scenario.outages[0].hits.onlyRest == onlyRest)
    }

    @Test(
        "a way back and what was lost fit together",
        arguments: [
            ("loses: nothing, resync: none", ResyncPlan.none), ("resync: catch-up", .catchUp),
            ("loses: consensus-db, resync: checkpoint", .checkpoint), ("loses: execution-db, resync: snap", .snap),
            ("loses: everything, resync: full", .full), ("loses: everything, resync: 4 h", .fixed(4 * hour)),
        ])
    func wayBack(keys: String, plan: ResyncPlan) throws {
        let scenario = try read(
            "name: t\ntime: { run: 1 day }\noutages:\n"
                + "  - { name: a, kind: network, hits: { everyone: true }, at: 1 h, for: 1 h, \(keys) }\n")
        #expect(scenario.outages[0].resync == plan)
    }

    @Test("metrics are read with their subject, time, outage and tolerance")
    func metrics() throws {
        let scenario = try read(
            """
            name: t
            time: { run: 4 days }
            entities: { big co: { validators: 1 } }
            outages: [{ name: power cut, kind: power, hits: { everyone: true }, at: 1 h, for: 1 h }]
            expect:
              - { that: big co.balance at 100 epochs, between: [31.9 ETH, 32 ETH], source: x }
              - { that: rest.uptime, at_least: 12.5 %, source: x }
              - { that: big co.net.attestation, is: -1_525_500 gwei, within: 5 gwei, source: x }
              - { that: network.proposals.missed.expected, is: 1.13, within: 1 %, source: x }
              - { that: network.participation.min, is: 87.1 %, within: 0.5 points, source: x }
              - { that: network.participation.min_epoch, is: [411_520, 411_521], within: 1 epoch, source: x }
              - { that: big co.recovery.longest during "power cut", at_most: 4 h, source: x }
            """)
        let expectations = scenario.expectations
        #expect(
            expectations.map(\.metric.subject) == [
                "big co", "rest", "big co", "network", "network", "network", "big co",
            ])
        #expect(expectations[0].metric.at == 100 * epoch)
        #expect(
            expectations[0].comparison
                == .between(
                    Quantity(value: 31.9e9, unit: .gwei, integer: 31_900_000_000),
                    Quantity(value: 32e9, unit: .gwei, integer: 32_000_000_000)))
        #expect(expectations[1].metric.during == nil)
        #expect(expectations[6].metric.during == "power cut")
        #expect(expectations[1].comparison == .atLeast(Quantity(value: 0.125, unit: .ratio, integer: nil)))
        #expect(
            expectations[2].comparison
                == .isOneOf(
                    [Quantity(value: -1_525_500, unit: .gwei, integer: -1_525_500)],
                    tolerance: .absolute(Quantity(value: 5, unit: .gwei, integer: 5))))
        #expect(
            expectations[3].comparison
                == .isOneOf(
                    [Quantity(value: 1.13, unit: .count, integer: nil)], tolerance: .relative(partsPerMillion: 10_000)))
        #expect(
            expectations[4].comparison
                == .isOneOf(
                    [Quantity(value: 0.871, unit: .ratio, integer: nil)],
                    tolerance: .absolute(Quantity(value: 0.005, unit: .ratio, integer: nil))))
        #expect(
            expectations[5].comparison
                == .isOneOf(
                    [
                        Quantity(value: 411_520, unit: .epochs, integer: 411_520),
                        Quantity(value: 411_521, unit: .epochs, integer: 411_521),
                    ], tolerance: .absolute(Quantity(value: 1, unit: .epochs, integer: 1))))
        #expect(
            expectations[6].comparison
                == .atMost(Quantity(value: Double(4 * hour), unit: .nanoseconds, integer: 4 * hour)))
        #expect(expectations[4].text == "network.participation.min is 87.1 % within 0.5 points")
    }

    @Test("figures of the message network are read in their units")
    func messageMetrics() throws {
        let scenario = try read(
            """
            name: t
            time: { run: 4 days }
            entities: { me: { validators: 1 } }
            outages: [{ name: cut, kind: power, hits: { entity: me }, at: 1 h, for: 1 h }]
            expect:
              - { that: me.duties.missed during "cut", at_most: 1 %, source: x }
              - { that: rest.head_votes, at_least: 99.5 %, source: x }
              - { that: network.head_votes.min, at_least: 90 %, source: x }
              - { that: me.attestations.late, is: 0, source: x }
              - { that: network.blocks.reorged, at_most: 3, source: x }
              - { that: network.branches.max, is: 2, source: x }
              - { that: network.propagation.p50, at_most: 800 ms, source: x }
              - { that: network.propagation.p95, at_most: 1.5 s, source: x }
            """)
        #expect(
            scenario.expectations.map(\.metric.metric) == [
                .dutiesMissed, .headVotes, .headVotesMin, .lateAttestations, .blocksReorged, .branchesMax,
                .propagationMedian, .propagationP95,
            ])
        #expect(
            scenario.expectations.map(\.metric.metric.unit) == [
                .ratio, .ratio, .ratio, .count, .count, .count, .nanoseconds, .nanoseconds,
            ])
        #expect(scenario.expectations[0].metric.during == "cut")
        #expect(
            scenario.expectations[7].comparison
                == .atMost(Quantity(value: 1.5e9, unit: .nanoseconds, integer: 1_500_000_000)))
    }

    @Test(
        "a figure of the whole network is nobody's own",
        arguments: ["head_votes.min", "blocks.reorged", "branches.max", "propagation.p50", "propagation.p95"])
    func networkOnly(metric: String) {
        #expect(
            findings("name: t\ntime: { run: 1 h }\nexpect: [{ that: rest.\(metric), at_most: 1, source: x }]\n") == [
                "3:18: '\(metric)' is a figure of the whole network, not of 'rest'; write network.\(metric)"
            ])
    }

    @Test("a real state needs neither epoch nor size, and counts its path from the scenario's folder")
    func state() throws {
        try withFolder(["a.ssz": "x"]) { folder in
            let text = "name: t\ntime: { run: 1 h }\nresolution: duties\nchain: { start: { state: a.ssz } }\n"
            let chain = try read(text, folder: folder).chain
            #expect(chain.stateFile == folder + "/a.ssz")
            #expect(chain.validators == nil)
        }
    }

    @Test("the same text gives the same scenario")
    func repeatable() throws {
        #expect(try read(Self.powerCut) == read(Self.powerCut))
    }
}
