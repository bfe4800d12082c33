import DistributedValidators
import EventEngine
import Testing

@Suite("Beacon nodes that come back during a duty")
struct BeaconRetryTests {
    private static let ms = DutySetting.milliseconds

    @Test("waits grow by 1.6 up to twelve seconds, the first exact, the others a tenth more or less")
    func schedule() throws {
        for entity: UInt64 in 0..<50 {
            func attempt(_ back: Int64) throws -> Int64 {
                var stream = RandomSource(seed: 3).stream(.beaconRetry, entity: entity)
                return try #require(
                    BeaconRetries.charon.attempt(notBefore: back, asked: 0, limit: 200_000_000_000, &stream))
            }
            var time = try attempt(1)
            #expect(time == Self.ms(250))
            var wait = Self.ms(400)
            for number in 2...14 {
                let next = try attempt(time + 1)
                #expect(abs(next - time - wait) <= wait / 10, "attempt \(number)")
                wait = min(Self.ms(12_000), wait * 8 / 5)
                time = next
            }
            #expect(wait == Self.ms(12_000))
        }
    }

    @Test("who is answered at once does not wait, and nobody asks after the limit")
    func limits() {
        var stream = RandomStream(seed: 1, domain: .unspecified)
        #expect(BeaconRetries.charon.attempt(notBefore: 5, asked: 5, limit: 9, &stream) == 5)
        #expect(BeaconRetries.charon.attempt(notBefore: .min, asked: 10, limit: 9, &stream) == nil)
        #expect(BeaconRetries.charon.attempt(notBefore: 6, asked: 5, limit: Self.ms(250), &stream) == nil)
        #expect(
            BeaconRetries.charon.attempt(notBefore: 6, asked: 5, limit: Self.ms(250) + 5, &stream)
                == Self.ms(250) + 5)
    }

    private func play(
        _ flavour: ClusterRules.Flavour, seed: UInt64 = 1, _ change: (inout [DutyMember]) -> Void
    ) throws -> ClusterDutyOutcome {
        var runner = ClusterDutyRunner(try DutySetting.rules(flavour, 4))
        runner.retries = RandomSource(seed: seed)
        var members = DutySetting.members(4)
        change(&members)
        return runner.run(
            .attester, slot: DutySetting.slot(flavour, .attester, 4), members: members,
            latency: DutySetting.latency(4))
    }

    /// The duty starts at 4 s, and three ways of 20 ms lead to a decision.
    @Test(
        "a leader has its value at the next attempt under Charon, at once under SSV",
        arguments: [(.charon, 4_250), (.ssv, 4_100)] as [(ClusterRules.Flavour, Int64)])
    func leader(flavour: ClusterRules.Flavour, ready: Int64) throws {
        let outcome = try play(flavour) { $0[0].beaconAwayUntil = Self.ms(4_100) }
        #expect(outcome.failure == nil && outcome.round == 1)
        #expect(outcome.value == 1)
        #expect(outcome.decidedAt == Self.ms(ready + 60))
    }

    @Test("chance moves the later attempts, the same for the same seed")
    func luck() throws {
        func decided(_ seed: UInt64) throws -> Int64 {
            try play(.charon, seed: seed) { $0[0].beaconAwayUntil = Self.ms(4_300) }.decidedAt
        }
        #expect(try decided(1) == decided(1))
        let found = try (1...8).map { try decided($0) }
        #expect(Set(found).count == 8)
        #expect(found.allSatisfy { abs($0 - Self.ms(4_650 + 60)) <= Self.ms(40) })
    }

    @Test("a leader that is back only after its round has cost the round")
    func tooLate() throws {
        let outcome = try play(.charon) { $0[0].beaconAwayUntil = Self.ms(4_900) }
        #expect(outcome.failure == nil && outcome.round == 2)
    }

    @Test(
        "a signature waits for the only beacon node that can take it, under Charon",
        arguments: [(.charon, nil), (.ssv, .broadcastBeaconError)] as [(ClusterRules.Flavour, DutyFailure?)])
    func broadcast(flavour: ClusterRules.Flavour, failure: DutyFailure?) throws {
        var runner = ClusterDutyRunner(try DutySetting.rules(flavour, 4))
        var members = DutySetting.members(4)
        for member in 1..<4 { members[member].beaconReady = .max }
        members[0].beaconAwayUntil = Self.ms(100)
        let outcome = runner.run(.randao, slot: 0, members: members, latency: DutySetting.latency(4))
        #expect(outcome.failure == failure)
        // The parts of the three others are there at 25 ms; who cannot ask its beacon node at the start does not sign.
        if failure == nil {
            #expect(outcome.completedAt == Self.ms(25 + 250) && outcome.broadcaster == 0)
            #expect(outcome.firstSigners.members == [1, 2, 3])
        }
    }

    @Test("another member's beacon node takes the signature meanwhile", arguments: ClusterRules.Flavour.allCases)
    func othersBroadcast(flavour: ClusterRules.Flavour) throws {
        var runner = ClusterDutyRunner(try DutySetting.rules(flavour, 4))
        var members = DutySetting.members(4)
        members[0].beaconAwayUntil = Self.ms(100)
        let outcome = runner.run(.randao, slot: 0, members: members, latency: DutySetting.latency(4))
        #expect(outcome.failure == nil)
        #expect(outcome.completedAt == Self.ms(25) && outcome.broadcaster == 1)
    }
}
