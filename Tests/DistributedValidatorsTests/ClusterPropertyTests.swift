import DistributedValidators
import EventEngine
import Testing

@Suite("What holds for all duties of all clusters")
struct ClusterPropertyTests {
    private static let sizes = [4, 7, 10]

    private static func randomLatency(_ count: Int, _ stream: inout RandomStream) -> [Int64] {
        (0..<count * count).map { $0 / count == $0 % count ? 0 : stream.next(in: 1_000_000...150_000_000) }
    }

    @Test("the shortcut and the messages come to the same", arguments: ClusterRules.Flavour.allCases, [3, 4, 7, 10])
    func shortcut(flavour: ClusterRules.Flavour, count: Int) throws {
        var rules = try DutySetting.rules(flavour, count)
        rules.blockDelay = DutySetting.milliseconds(150)
        var quick = ClusterDutyRunner(rules)
        var slow = ClusterDutyRunner(rules)
        slow.usesShortcut = false
        var stream = RandomStream(seed: UInt64(count), domain: .unspecified)
        for slot: UInt64 in 0..<300 {
            var members = DutySetting.members(count)
            for member in 0..<count {
                members[member].isUp = stream.next(below: 8) != 0
                members[member].signs = stream.next(below: 12) != 0
                members[member].processing = stream.next(in: 0...5_000_000)
                members[member].beaconReady = stream.next(below: 20) == 0 ? .max : stream.next(in: 0...4_100_000_000)
                if stream.next(below: 3) == 0 { members[member].value = 1 }
                if stream.next(below: 10) == 0 { members[member].targetValue = 2 }
                if stream.next(below: 20) == 0 { members[member].upUntil = stream.next(in: 0...12_000_000_000) }
                if stream.next(below: 20) == 0 { members[member].upFrom = stream.next(in: 0...12_000_000_000) }
            }
            var latency = Self.randomLatency(count, &stream)
            if stream.next(below: 5) == 0 { latency[stream.next(below: latency.count)] = .max }
            let kind = ClusterDutyKind.allCases[stream.next(below: ClusterDutyKind.allCases.count)]
            let expected = slow.run(kind, slot: slot, members: members, latency: latency)
            let found = quick.run(kind, slot: slot, members: members, latency: latency)
            #expect(found == expected, "\(kind) in slot \(slot)")
        }
        // Both ways have to be taken often.
        #expect(30..<270 ~= quick.shortcutAnswers)
    }

    @Test(
        "all that is up completes a duty exactly when it is a threshold", arguments: ClusterRules.Flavour.allCases,
        [4, 7])
    func availability(flavour: ClusterRules.Flavour, count: Int) throws {
        var rules = try DutySetting.rules(flavour, count)
        rules.patience = DutySetting.milliseconds(30_000)
        var runner = ClusterDutyRunner(rules)
        for kind in [ClusterDutyKind.attester, .aggregator, .randao] {
            for pattern in 0..<(1 << count) {
                var members = DutySetting.members(count)
                for member in 0..<count { members[member].isUp = pattern >> member & 1 == 1 }
                let outcome = runner.run(kind, slot: 3, members: members, latency: DutySetting.latency(count))
                #expect(
                    outcome.isCompleted == (pattern.nonzeroBitCount >= rules.threshold), "\(kind), \(pattern)")
            }
        }
    }

    @Test(
        "never are two values signed, whatever f members, crashes and the network do",
        arguments: ClusterRules.Flavour.allCases, [4, 7])
    func safety(flavour: ClusterRules.Flavour, count: Int) throws {
        var rules = try DutySetting.rules(flavour, count)
        rules.jitter = DutySetting.milliseconds(1_500)
        var runner = ClusterDutyRunner(rules)
        runner.isTracing = true
        var stream = RandomStream(seed: 7, replica: UInt64(count), domain: .unspecified)
        var completed = 0
        for slot: UInt64 in 0..<200 {
            var members = DutySetting.members(count)
            for member in 0..<rules.sizes.faulty {
                members[(member + Int(slot)) % count].conduct = .equivocates
            }
            for member in 0..<count where stream.next(below: 5) == 0 {
                members[member].upUntil = stream.next(in: 4_000_000_000...10_000_000_000)
            }
            let luck = RandomStream(seed: slot, domain: .unspecified)
            let outcome = runner.run(
                .attester, slot: slot, members: members, latency: Self.randomLatency(count, &stream), jitter: luck)
            if outcome.isCompleted { completed += 1 }
            let honest = (0..<count).filter { members[$0].conduct == .honest }
            let values = Set(runner.decisions(of: honest))
            #expect(values.count <= 1, "slot \(slot): \(values)")
        }
        // The test would prove nothing if nothing were ever decided.
        #expect(completed > 5)
    }

    @Test("an equivocating member is named where its two stories meet")
    func equivocation() throws {
        var runner = ClusterDutyRunner(try DutySetting.rules(.charon, 4))
        var members = DutySetting.members(4)
        members[0].conduct = .equivocates
        let outcome = runner.run(
            .attester, slot: DutySetting.slot(.charon, .attester, 4), members: members, latency: DutySetting.latency(4))
        #expect(outcome.liars.members == [0])
    }
}
