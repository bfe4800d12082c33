import Scenario
import Simulator
import Testing

@Suite struct MetricTests {
    static func rich() throws -> RunOutcome {
        try Running.run(
            Running.text(
                chain: "config: { INACTIVITY_PENALTY_QUOTIENT: 5_000 }", run: "110 epochs",
                entities: "me: { validators: 20 }, gone: { validators: 3 }, idle: { nodes: 1 }",
                rest: "offline: 1 %",
                outages: [
                    "name: dark, kind: power, hits: { rest: true, share: 70 % }, at: 100 s, for: 85 epochs, resync: 50 s",
                    "name: cut, kind: power, hits: { entity: [me, gone] }, at: 200 s, for: 20 epochs, resync: 100 s",
                    "name: gone, kind: network, hits: { entity: gone }, at: 24 epochs, for: until the end",
                ],
                more: "expect: [{ that: me.balance at 5 epochs, at_least: 0 gwei, source: none }]"))
    }

    @Test("every metric has a value or says why it has none")
    func all() throws {
        let outcome = try Self.rich()
        var refused: Set<String> = []
        for metric in Metric.allCases {
            for subject in ["me", "gone", "rest", "network"] where subject == "network" || !metric.isOfNetworkOnly {
                do {
                    let value = try outcome.value(subject, metric)
                    #expect(value.unit == metric.unit, "\(metric)")
                    #expect(value.value.isFinite)
                    #expect(metric.canBeNegative || value.value >= 0, "\(subject).\(metric)")
                    if let integer = value.integer { #expect(Double(integer) == value.value) }
                } catch {
                    guard case .badExpectation(let why, let location) = error else {
                        Issue.record("\(error)")
                        continue
                    }
                    #expect(!why.isEmpty && location.line == 1)
                    refused.insert("\(subject).\(metric.rawValue)")
                }
            }
        }
        let ofMessages = [
            Metric.blocksReorged, .propagationMedian, .propagationP95, .voteTravelMedian, .voteTravelP95, .branchesMax,
        ].map { "network.\($0.rawValue)" }
        let ofBoth = ["me", "gone", "rest", "network"].map { "\($0).blocks_behind.max" }
        #expect(refused == Set(ofMessages + ofBoth + ["me.ejected.after_leak_epochs", "me.ejected.balance"]))
        #expect(throws: SimulationError.self) { try outcome.value("nobody", .earned) }
        #expect(throws: SimulationError.self) { try outcome.value("me", .penalties, during: "nothing") }
        #expect(throws: SimulationError.self) { try outcome.value("idle", .balance) }
    }

    @Test("metrics agree with one another")
    func agreement() throws {
        let outcome = try Self.rich()
        func whole(_ subject: String, _ metric: Metric) throws -> Int64 { try outcome.whole(subject, metric) }
        let sums: [(Metric, [Metric])] = [
            (.penaltiesAttestation, [.penaltiesSource, .penaltiesTarget]),
            (.penalties, [.penaltiesAttestation, .penaltiesSync, .penaltiesLeak, .penaltiesSlashing]),
            (.missedRewards, [.missedRewardsAttestation, .missedRewardsSync, .missedRewardsProposal]),
            (.missedRewardsAttestation, [.missedRewardsSource, .missedRewardsTarget, .missedRewardsHead]),
            (.loss, [.penalties, .missedRewards]),
        ]
        for subject in ["me", "gone", "rest", "network"] {
            for (metric, parts) in sums {
                let sum = try parts.reduce(0) { try $0 + whole(subject, $1) }
                #expect(try whole(subject, metric) == sum, "\(subject).\(metric)")
            }
            #expect(try whole(subject, .proposalsMissed) <= whole(subject, .proposalsAssigned))
            #expect(try whole(subject, .missedAttestations) <= whole(subject, .assignedAttestations))
        }
        for metric in [Metric.earned, .ideal, .penalties, .loss, .proposalsAssigned, .missedAttestations, .exited] {
            let sum = try ["me", "gone", "idle", "rest"].reduce(0) { try $0 + whole($1, metric) }
            #expect(try whole("network", metric) == sum, "\(metric)")
        }
        // Each slot has one proposer.
        #expect(try whole("network", .proposalsAssigned) == 110 * 8)
        // The last epoch's blocks are not in the series: its attestations are not settled.
        #expect(try whole("network", .blocksMissed) <= whole("network", .proposalsMissed))
        #expect(try whole("me", .assignedAttestations) == 109 * 20)
        #expect(try whole("gone", .exited) == 3)
        #expect(try whole("gone", .ejectedAfterLeakEpochs) > 50)
    }

    @Test("times: uptime, recovery and resync")
    func times() throws {
        let outcome = try Self.rich()
        let epoch = 48.0
        #expect(try outcome.value("me", .uptime).value == 1 - (20 * epoch + 100) / (110 * epoch))
        #expect(try outcome.value("me", .recoveryLongest).value == (20 * epoch + 100) * 1e9)
        #expect(try outcome.value("me", .resyncLongest).value == 100e9)
        #expect(try outcome.value("me", .recoveryLongest, during: "dark").value == 0)
        #expect(try outcome.value("rest", .resyncLongest).value == 50e9)
    }

    @Test("'at' asks for the state after so many epochs")
    func at() throws {
        let outcome = try Self.rich()
        let early = try outcome.value("me", .balance, at: 5 * 48_000_000_000)
        #expect(early.value != (try outcome.value("me", .balance).value))
        let short = try Running.scenario(Running.text(run: "110 epochs"))
        #expect(short.run.nanoseconds == 110 * 48_000_000_000)
        var cut = outcome.scenario
        cut.run.nanoseconds = 5 * 48_000_000_000
        cut.expectations = []
        #expect(try RunOutcome.of(cut).value("me", .balance) == early)
        #expect(throws: SimulationError.self) { try outcome.value("me", .balance, at: 7 * 48_000_000_000) }
    }

    @Test("a run may start at the genesis and right after it", arguments: [0, 1, 2, 3])
    func genesis(epoch: Int) throws {
        let outcome = try Running.run(
            Running.text(
                epoch: epoch, run: "9 epochs",
                outages: ["name: cut, kind: network, hits: { entity: me }, at: 50 s, for: 100 s, resync: none"]))
        #expect(outcome.epochCount == 9)
        #expect(try outcome.whole("me", .penalties) > 0)
        #expect(try outcome.whole("network", .leakEpochs) == 0)
    }
}
