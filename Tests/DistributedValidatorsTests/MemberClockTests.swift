import DistributedValidators
import EventEngine
import Testing

@Suite("Members whose clocks are wrong")
struct MemberClockTests {
    private static let ms = DutySetting.milliseconds

    @Test(
        "when all clocks are ahead by the same, all happens by that much earlier",
        arguments: ClusterRules.Flavour.allCases, [-1_700, -300, 40, 900, 3_000] as [Int64])
    func together(flavour: ClusterRules.Flavour, ahead: Int64) throws {
        var runner = ClusterDutyRunner(try DutySetting.rules(flavour, 4))
        for kind in [ClusterDutyKind.attester, .aggregator] {
            for dead in [nil, 0, 1] as [Int?] {
                var members = DutySetting.members(4)
                if let dead { members[dead].isUp = false }
                for member in members.indices { members[member].beaconReady = kind.start(runner.rules) }
                let slot = DutySetting.slot(flavour, kind, 4)
                let expected = runner.run(kind, slot: slot, members: members, latency: DutySetting.latency(4))
                for member in members.indices {
                    members[member].clock = Self.ms(ahead)
                    members[member].beaconReady -= Self.ms(ahead)
                }
                let found = runner.run(kind, slot: slot, members: members, latency: DutySetting.latency(4))
                #expect(expected.failure == nil && found.failure == nil)
                #expect(found.round == expected.round && found.messages == expected.messages)
                #expect(found.completedAt == expected.completedAt - Self.ms(ahead))
            }
        }
    }

    @Test("the round of a dead leader ends by each member's own clock")
    func ownTimers() throws {
        var runner = ClusterDutyRunner(try DutySetting.rules(.charon, 4))
        var members = DutySetting.members(4)
        members[0].isUp = false
        let slot = DutySetting.slot(.charon, .attester, 4)
        let punctual = runner.run(.attester, slot: slot, members: members, latency: DutySetting.latency(4))
        // One that is late is pulled along by the round changes of the two others, one way later.
        members[3].clock = Self.ms(-300)
        let pulled = runner.run(.attester, slot: slot, members: members, latency: DutySetting.latency(4))
        // Of two that are late neither is.
        members[2].clock = Self.ms(-300)
        let late = runner.run(.attester, slot: slot, members: members, latency: DutySetting.latency(4))
        #expect(punctual.round == 2 && pulled.round == 2 && late.round == 2)
        #expect(pulled.decidedAt == punctual.decidedAt + Self.ms(20))
        #expect(late.decidedAt == punctual.decidedAt + Self.ms(300))
    }

    /// Only member 0 has a beacon node to broadcast with, so what it refuses is lost.
    private func randao(_ flavour: ClusterRules.Flavour, clock: Int64) throws -> ClusterDutyOutcome {
        var runner = ClusterDutyRunner(try DutySetting.rules(flavour, 4))
        var members = DutySetting.members(4)
        for member in 1..<4 { members[member].beaconReady = .max }
        members[0].clock = clock
        return runner.run(.randao, slot: 64, members: members, latency: DutySetting.latency(4))
    }

    @Test(
        "a Charon member takes messages of duties up to two epochs ahead and not yet expired, by its own clock",
        arguments: [
            (0, true), (-20, true), (-700, true),
            // Slot 64 begins an epoch: 768 s before it is two epochs earlier, one nanosecond more is three.
            (-768, true), (-770, false), (-1_200, false),
            // A randao's deadline is 5 s after the slot's start; the parts come at 25 ms.
            (4, true), (5, false), (60, false),
        ] as [(Int64, Bool)])
    func gate(seconds: Int64, isTaken: Bool) throws {
        let outcome = try randao(.charon, clock: Self.ms(1_000 * seconds))
        #expect(outcome.failure == (isTaken ? nil : .broadcastBeaconError), "\(outcome)")
    }

    @Test(
        "an SSV member drops what comes before the slot by its own clock, and what comes long after",
        arguments: [
            (0, true), (-70, true), (-80, false), (-700, false), (38_900, true), (39_100, false),
        ] as [(Int64, Bool)])
    func messageTimes(milliseconds: Int64, isTaken: Bool) throws {
        // The parts come at 25 ms, so a clock that is 75 ms behind shows the 50 ms that are let pass.
        let outcome = try randao(.ssv, clock: Self.ms(milliseconds))
        #expect(outcome.failure == (isTaken ? nil : .broadcastBeaconError), "\(outcome)")
    }

    @Test(
        "an SSV block with three of four up fails where one clock is behind by more than a message's way and 50 ms",
        arguments: [(.charon, 100, true), (.ssv, 60, true), (.ssv, 100, false)] as [(ClusterRules.Flavour, Int64, Bool)]
    )
    func block(flavour: ClusterRules.Flavour, behind: Int64, isMade: Bool) throws {
        var runner = ClusterDutyRunner(try DutySetting.rules(flavour, 4))
        var members = DutySetting.members(4)
        members[3].isUp = false
        members[2].clock = Self.ms(-behind)
        let outcome = runner.run(
            .proposer, slot: DutySetting.slot(flavour, .proposer, 4), members: members,
            latency: DutySetting.latency(4))
        #expect(outcome.isCompleted == isMade, "\(outcome)")
    }

    @Test(
        "one clock that is wrong costs nothing while the others are enough", arguments: ClusterRules.Flavour.allCases,
        [-1_000_000, -5_000, -60, 700, 1_000_000] as [Int64])
    func oneOfFour(flavour: ClusterRules.Flavour, milliseconds: Int64) throws {
        var runner = ClusterDutyRunner(try DutySetting.rules(flavour, 4))
        for kind in [ClusterDutyKind.attester, .proposer, .aggregator, .syncMessage] {
            for skewed in 0..<4 {
                var members = DutySetting.members(4)
                for member in members.indices { members[member].value = 1 }
                members[skewed].clock = Self.ms(milliseconds)
                let outcome = runner.run(kind, slot: 0, members: members, latency: DutySetting.latency(4))
                #expect(outcome.isCompleted, "\(kind), \(skewed): \(outcome)")
            }
        }
    }

    @Test("a dropped message is told as lost")
    func traced() throws {
        var runner = ClusterDutyRunner(try DutySetting.rules(.ssv, 4))
        runner.isTracing = true
        var members = DutySetting.members(4)
        members[3].clock = Self.ms(-200)
        _ = runner.run(.randao, slot: 0, members: members, latency: DutySetting.latency(4))
        #expect(runner.trace.contains { $0.to == 3 && $0.isLost })
        #expect(!runner.trace.contains { $0.to != 3 && $0.isLost })
    }

    @Test("the shortcut leaves clocks and retries to the messages", arguments: ClusterRules.Flavour.allCases, [4, 7])
    func shortcut(flavour: ClusterRules.Flavour, count: Int) throws {
        var quick = ClusterDutyRunner(try DutySetting.rules(flavour, count))
        var slow = quick
        slow.usesShortcut = false
        var stream = RandomStream(seed: UInt64(count) + 20, domain: .unspecified)
        for slot: UInt64 in 0..<200 {
            var members = DutySetting.members(count)
            for member in 0..<count {
                if stream.next(below: 12) == 0 {
                    members[member].clock = stream.next(in: -6_000_000_000...6_000_000_000)
                }
                if stream.next(below: 12) == 0 {
                    members[member].beaconAwayUntil = stream.next(in: 0...9_000_000_000)
                }
                if stream.next(below: 10) == 0 { members[member].isUp = false }
                if stream.next(below: 15) == 0 { members[member].beaconReady = .max }
            }
            let kind = ClusterDutyKind.allCases[stream.next(below: ClusterDutyKind.allCases.count)]
            let latency = DutySetting.latency(count, milliseconds: stream.next(in: 1...90))
            let expected = slow.run(kind, slot: slot, members: members, latency: latency)
            #expect(quick.run(kind, slot: slot, members: members, latency: latency) == expected, "\(kind), \(slot)")
        }
        #expect(20..<180 ~= quick.shortcutAnswers)
    }
}
