import Staking
import Testing

private let second: Int64 = 1_000_000_000
private let hour = 3_600 * second
private let slot = 12 * second

private func node(_ consensus: String, _ execution: String, disk: Disk = .nvme, megabits: Int = 1_000) -> Node {
    var node = Node(name: "me", entity: 0, isPopulation: false, validators: 1)
    node.consensusClient = consensus
    node.executionClient = execution
    node.disk = disk
    node.megabitsPerSecond = megabits
    return node
}

@Suite("recovery")
struct RecoveryTests {
    let table = RecoveryTable.shipped
    let catchUp = RecoveryPlan.sync(consensus: .catchUp, execution: .catchUp)

    /// A backlog of b seconds at 5 slots a second, against a chain that grows by one in 12 s: b/12 ÷ (5 − 1/12) = b/59.
    @Test(
        "a catch-up takes its backlog divided by what the client gains on the chain",
        arguments: [Int64(12), 3_600, 10_800, 86_400, 1_209_600])
    func closedForm(seconds: Int64) throws {
        let steps = try #require(
            table.recovery(
                of: node("lighthouse", "geth"), plan: catchUp, away: seconds * second, slot: slot, restarts: false))
        let step = try #require(steps.first)
        #expect(steps.count == 1 && step.state == "consensus catch-up")
        let expected = Double(seconds) / 59 * 1e9
        #expect(abs(Double(step.duration) - expected) < 1e-7 * expected, "\(step.duration)")
    }

    @Test("a restart comes first, takes as long as the slower client, and adds to the backlog")
    func restart() throws {
        let steps = try #require(
            table.recovery(
                of: node("lighthouse", "geth"), plan: catchUp, away: 3 * hour, slot: slot, restarts: true))
        #expect(steps.map(\.state) == ["restarting", "consensus catch-up"])
        #expect(steps[0].duration == 60 * second)
        // 3 h and a minute: 905 slots, 10,860/59 s.
        #expect(steps[1].duration / second == 184)
        #expect(steps[1].detail == "lighthouse + geth, 905 slots behind")
    }

    @Test("who was not away for a slot still has one to catch up with")
    func partOfASlot() throws {
        let steps = table.recovery(of: node("teku", "reth"), plan: catchUp, away: 1, slot: slot, restarts: false)
        let duration = try #require(steps?.first?.duration)
        #expect(duration / 1_000_000 == 203)
    }

    @Test("nothing missed is nothing to do")
    func nothing() {
        let node = node("lighthouse", "geth")
        #expect(table.recovery(of: node, plan: catchUp, away: 0, slot: slot, restarts: false) == [])
        #expect(table.recovery(of: node, plan: .none, away: hour, slot: slot, restarts: true) == [])
        #expect(table.recovery(of: node, plan: .fixed(0), away: hour, slot: slot, restarts: true) == [])
        let fixed = table.recovery(of: node, plan: .fixed(hour), away: 1, slot: slot, restarts: true)
        #expect(fixed?.map(\.duration) == [hour])
    }

    @Test("the slower of the two clients decides")
    func slower() throws {
        let plan = RecoveryPlan.sync(consensus: .snapshot, execution: .catchUp)
        // A checkpoint takes 3 minutes; 1 h of blocks 61 s, a day of blocks 24.4 minutes.
        let hourAway = table.recovery(of: node("teku", "geth"), plan: plan, away: hour, slot: slot, restarts: false)
        #expect(hourAway?.map(\.state) == ["consensus snapshot"])
        #expect(hourAway?.map(\.duration) == [180 * second])
        let dayAway = table.recovery(of: node("teku", "geth"), plan: plan, away: 24 * hour, slot: slot, restarts: false)
        #expect(dayAway?.map(\.state) == ["execution catch-up"])
        #expect(dayAway?.map { $0.duration / second } == [1_464])
    }

    @Test("a snapshot is bound by the disk or by the line, whichever is slower")
    func snapshot() {
        let plan = RecoveryPlan.sync(consensus: .snapshot, execution: .snapshot)
        func time(_ disk: Disk, _ megabits: Int) -> Int64? {
            table.recovery(
                of: node("teku", "besu", disk: disk, megabits: megabits), plan: plan, away: hour, slot: slot,
                restarts: false)?.last?.duration
        }
        #expect(time(.nvme, 1_000) == 13 * hour)
        #expect(time(.sata, 1_000) == 65 * hour / 2)
        // 400 GB at 10 Mbit/s: 320,000 s.
        #expect(time(.nvme, 10) == 320_000 * second)
        // A line without any bandwidth is taken for 1 Mbit/s.
        #expect(time(.nvme, 0) == 3_200_000 * second)
    }

    @Test("a client that imports no faster than the chain grows never comes back", arguments: [0, 83, 84])
    func never(rate: Int64) {
        var table = table
        table.override(client: "geth") { $0.catchUpPerThousandSeconds = rate }
        let steps = table.recovery(of: node("teku", "geth"), plan: catchUp, away: hour, slot: slot, restarts: true)
        // A block in 12 s is 83.33 in a thousand.
        #expect((steps == nil) == (rate < 84))
    }

    @Test("absurd figures are as long as time can be, and stop nothing")
    func absurd() {
        var table = table
        table.override(client: "teku") { parameters in
            parameters.restart = .max
            parameters.catchUpPerThousandSeconds = .max
        }
        table.override(client: "besu") { parameters in
            parameters.snapshot = .max
            parameters.full = .max
            parameters.downloadMegabytes = .max
        }
        for mode in [SyncMode.catchUp, .snapshot, .full] {
            let steps = table.recovery(
                of: node("teku", "besu", disk: .sata, megabits: 1),
                plan: .sync(consensus: mode, execution: mode), away: .max, slot: slot, restarts: true)
            #expect(steps?.first?.duration == .max)
        }
    }
}
