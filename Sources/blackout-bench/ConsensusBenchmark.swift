internal import ArgumentParser
internal import DistributedValidators
internal import EventEngine

/// One duty of a cluster: events and microseconds, by messages and by the shortcut.
struct ConsensusBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qbft",
        abstract: "Measure one decision of a cluster and its signature, message by message and by the shortcut.")

    @Option(parsing: .upToNextOption, help: "Members of the clusters.")
    var members = [4, 7, 10, 13]

    @Option(help: "Duties of a run.")
    var duties = 2_000

    @Option(help: "Runs; the median is printed.")
    var repetitions = 5

    func validate() throws {
        guard members.allSatisfy({ (1...64).contains($0) }) else {
            throw ValidationError("--members takes numbers from 1 to 64")
        }
        guard duties > 0, repetitions > 0 else { throw ValidationError("--duties and --repetitions must be positive") }
    }

    func run() throws {
        print("one attestation duty: consensus and partial signatures, latencies of 10 to 100 ms")
        print("flavour  members  leader  messages  µs by messages  ns per message  µs by the shortcut")
        for flavour in ClusterRules.Flavour.allCases {
            for count in members {
                try measure(flavour, count, leaderIsDown: false)
                try measure(flavour, count, leaderIsDown: true)
            }
        }
    }

    private func measure(_ flavour: ClusterRules.Flavour, _ count: Int, leaderIsDown: Bool) throws {
        let rules =
            switch flavour {
            case .charon: try ClusterRules.charon(members: count)
            case .ssv: try ClusterRules.ssv(members: count)
            }
        guard !leaderIsDown || count > rules.sizes.quorum else { return }
        var stream = RandomStream(seed: 1, domain: .benchmark, entity: UInt64(count))
        let latency = (0..<count * count).map {
            $0 / count == $0 % count ? 0 : stream.next(in: 10_000_000...100_000_000)
        }
        var members = (0..<count).map { DutyMember(value: UInt32($0), targetValue: 1) }
        if leaderIsDown { members[0].isUp = false }
        // Slots in which member 0 leads the first round, or any others.
        let step = UInt64(count)
        let first = (0..<step).first { slot in
            let rotation =
                switch flavour {
                case .charon: LeaderRotation.charon(slot: slot, dutyType: 2, members: count)
                case .ssv: LeaderRotation.ssv(height: slot, members: count, isEpochAware: false)
                }
            return rotation.leader(round: 1) == 0
        }
        var plain = rules
        plain.isLeaderEpochAware = false
        var runner = ClusterDutyRunner(plain)
        func cost(_ usesShortcut: Bool) throws -> (microseconds: Double, messages: Int) {
            runner.usesShortcut = usesShortcut
            var messages = 0
            let times = try Timing.nanoseconds(repetitions: repetitions) {
                messages = 0
                var slot = first ?? 0
                for _ in 0..<duties {
                    messages += runner.run(.attester, slot: slot, members: members, latency: latency).messages
                    slot += step
                }
            }
            return (Timing.median(times) / 1e3 / Double(duties), messages / duties)
        }
        let played = try cost(false)
        let short = try cost(true)
        print(
            Timing.column("\(flavour)", 7), Timing.column("\(count)", 8),
            Timing.column(leaderIsDown ? "down" : "up", 7), Timing.column("\(played.messages)", 9),
            Timing.column(Timing.text(played.microseconds, decimals: 1), 15),
            Timing.column(Timing.text(played.microseconds * 1e3 / Double(max(played.messages, 1)), decimals: 0), 15),
            Timing.column(leaderIsDown ? "–" : Timing.text(short.microseconds, decimals: 2), 19))
    }
}
