import BeaconChain
import Scenario
import Simulator
import Testing

/// A second machine with the keys of a node: what it saves, and whom it gets slashed.
@Suite struct DoubleKeysTests {
    /// Turns outages of a scenario into copies of keys, by name.
    static func scenario(_ text: String, doubled: [String: Fault.DoubleKeys]) throws -> Scenario {
        var scenario = try Running.scenario(text)
        for index in scenario.outages.indices {
            guard let keys = doubled[scenario.outages[index].name] else { continue }
            scenario.outages[index].kind = .doubleKeys
            scenario.outages[index].fault = .doubleKeys(keys)
        }
        return scenario
    }

    static func run(_ text: String, doubled: [String: Fault.DoubleKeys]) throws -> RunOutcome {
        try RunOutcome.of(scenario(text, doubled: doubled))
    }

    static let twin = "twin: { validators: 0 }"

    static func keys(_ hits: String, at: String = "0 s", length: String = "until the end") -> String {
        "name: twice, kind: bad-config, hits: { \(hits) }, at: \(at), for: \(length), resync: none"
    }

    @Test(
        "two machines that never hear of each other get their keys slashed; one database or listening saves them",
        arguments: [
            (.separate, false, true), (.wiped, false, true), (.shared, false, false), (.separate, true, false),
        ] as [(Fault.DoubleKeys.Protection, Bool, Bool)])
    func protection(kind: Fault.DoubleKeys.Protection, listens: Bool, isSlashed: Bool) throws {
        let outcome = try Self.run(
            Running.text(
                run: "60 epochs", entities: "me: { validators: 60 }, \(Self.twin)",
                outages: [Self.keys("entity: me")]),
            doubled: ["twice": .init(backup: "twin", protection: kind, doppelganger: listens)])
        let slashed = try outcome.whole("me", .slashed)
        // Nobody else has two machines.
        #expect(try outcome.whole("network", .slashed) == slashed)
        #expect((slashed > 0) == isSlashed)
        #expect(try outcome.whole("me", .exited) == slashed)
        if !isSlashed {
            #expect(try outcome.whole("me", .penalties) == 0)
            #expect(outcome.losses(ofRest: false).isEmpty)
        }
    }

    /// 600 of 1,000 keys with two machines for 20 epochs vote in 160 slots of which 1 % are ambiguous.
    @Test("how many are slashed follows from the chance of differing heads")
    func chance() throws {
        var conflicts = 0
        let seeds = 30
        for seed in 1...seeds {
            let outcome = try Self.run(
                Running.text(
                    size: "validators: 4_000", seed: seed, run: "21 epochs",
                    entities: "me: { validators: 8 }, \(Self.twin)",
                    outages: [Self.keys("entity: me", length: "20 epochs")]),
                doubled: ["twice": .init(backup: "twin")])
            conflicts += Int(try outcome.whole("me", .slashed))
        }
        // A vote in each epoch and 8/4000 of 8 proposals: 8·20·(0.01 + 0.002), less those who are slashed already.
        let expected = Double(seeds * 8) * (1 - 0.988_02.power(20))
        #expect(abs(Double(conflicts) - expected) < 4 * expected.squareRoot(), "\(conflicts) of \(expected)")
    }

    @Test("a backup that signs only while the owner is down saves its duties", arguments: ["cohorts", "individual"])
    func backup(detail: String) throws {
        let cut = "name: cut, kind: power, hits: { entity: me }, at: 96 s, for: 480 s, resync: none"
        func outcome(_ doubled: [String: Fault.DoubleKeys], _ more: [String] = []) throws -> RunOutcome {
            try Self.run(
                Running.text(
                    run: "30 epochs", detail: detail, entities: "me: { validators: 20 }, \(Self.twin)",
                    outages: [cut] + more), doubled: doubled)
        }
        let bare = try outcome([:])
        // 480 s are 10 epochs of 8 slots.
        #expect(try bare.whole("me", .missedAttestations) == 200)
        let saved = try outcome(
            ["twice": .init(backup: "twin")], [Self.keys("entity: me", at: "96 s", length: "480 s")])
        #expect(try saved.whole("me", .missedAttestations) == 0)
        #expect(try saved.whole("me", .loss) == 0)
        #expect(try saved.whole("me", .slashed) == 0)
        // Doppelganger protection costs the two epochs that it listens, and no key.
        let careful = try outcome(
            ["twice": .init(backup: "twin", doppelganger: true)],
            [Self.keys("entity: me", at: "0 s", length: "576 s")])
        #expect(try careful.whole("me", .missedAttestations) == 40)
        #expect(try careful.whole("me", .slashed) == 0)
        // The backup itself is dark for the first 100 s: two epochs and a slot or two.
        let late = try outcome(
            ["twice": .init(backup: "twin")],
            [
                Self.keys("entity: me", at: "96 s", length: "480 s"),
                "name: also, kind: power, hits: { entity: twin }, at: 96 s, for: 96 s, resync: none",
            ])
        #expect(try late.whole("me", .missedAttestations) == 40)
    }

    @Test("who goes on signing after the owner is back is slashed, listening or not")
    func ownerReturns() throws {
        for listens in [false, true] {
            let outcome = try Self.run(
                Running.text(
                    run: "80 epochs", entities: "me: { validators: 60 }, \(Self.twin)",
                    outages: [
                        "name: cut, kind: power, hits: { entity: me }, at: 0 s, for: 240 s, resync: none",
                        Self.keys("entity: me"),
                    ]), doubled: ["twice": .init(backup: "twin", doppelganger: listens)])
            #expect(try outcome.whole("me", .slashed) > 0)
        }
    }

    @Test("a run with cohorts and one with every validator by itself agree on slashings", arguments: 1...4)
    func details(seed: Int) throws {
        let outcomes = try ["cohorts", "individual"].map { detail in
            try Self.run(
                Running.text(
                    fork: seed % 2 == 0 ? "fulu" : "deneb", size: "validators: 300", seed: seed, run: "50 epochs",
                    detail: detail,
                    entities: "me: { validators: 40 }, them: { nodes: 2, validators: 9 }, \(Self.twin)",
                    outages: [
                        Self.keys("entity: [me, them]", at: "100 s"),
                        "name: cut, kind: power, hits: { rest: true, share: 20 % }, at: 300 s, for: 300 s, resync: none",
                    ]), doubled: ["twice": .init(backup: "twin")])
        }
        #expect(try outcomes[0].whole("me", .slashed) > 3)
        for ofRest in [false, true] {
            #expect(outcomes[0].losses(ofRest: ofRest) == outcomes[1].losses(ofRest: ofRest))
            #expect(outcomes[0].ideals(ofRest: ofRest) == outcomes[1].ideals(ofRest: ofRest))
        }
    }

    @Test("members of cohorts are slashed one by one", arguments: ["altair", "capella", "deneb", "electra", "fulu"])
    func cohorts(fork: String) throws {
        // The run's books are compared with all balances after every epoch and at the end.
        let outcome = try Self.run(
            Running.text(
                fork: fork, size: "validators: 400", run: "48 epochs",
                entities: "fleet: { validators: 60, cohort: true }, \(Self.twin)",
                outages: [
                    Self.keys("entity: fleet"),
                    "name: some, kind: bad-config, hits: { rest: true, share: 25 % }, at: 200 s, for: 700 s, resync: none",
                    "name: cut, kind: power, hits: { everyone: true, share: 40 % }, at: 500 s, for: 900 s, resync: none",
                ]), doubled: ["twice": .init(backup: "twin"), "some": .init(backup: "twin")])
        let (slashed, others) = (try outcome.whole("fleet", .slashed), try outcome.whole("rest", .slashed))
        #expect(slashed > 5 && others > 5, "\(slashed), \(others)")
        let each: Int64 =
            switch fork {
            case "altair": 500_000_000
            case "capella", "deneb": 1_000_000_000
            default: 7_812_500
            }
        // Within 32 epochs of the first slashing only the initial penalties are taken.
        let early = try Self.run(
            Running.text(
                fork: fork, size: "validators: 400", run: "30 epochs",
                entities: "fleet: { validators: 60, cohort: true }, \(Self.twin)",
                outages: [Self.keys("entity: fleet")]), doubled: ["twice": .init(backup: "twin")])
        let penalties = try early.whole("fleet", .penaltiesSlashing)
        #expect(penalties == (try early.whole("fleet", .slashed)) * each)
        #expect(penalties == (try early.whole("fleet", .penaltiesSlashing, during: "twice")))
    }

    @Test("a backup that nobody is, or that holds the keys anyway, is an error with its place")
    func badBackup() throws {
        let text = Running.text(
            entities: "me: { validators: 4 }, \(Self.twin)", outages: [Self.keys("entity: me", length: "100 s")])
        for (name, word) in [("nobody", "no node or entity is called 'nobody'"), ("me", "among those whose keys")] {
            let scenario = try Self.scenario(text, doubled: ["twice": .init(backup: name)])
            let error = #expect(throws: SimulationError.self) { try RunOutcome.of(scenario) }
            let message = try #require(error).description
            #expect(message.contains(word) && message.hasPrefix("test.yaml:"), "\(message)")
        }
    }
}

extension Double {
    fileprivate func power(_ exponent: Int) -> Double { (0..<exponent).reduce(1) { product, _ in product * self } }
}
