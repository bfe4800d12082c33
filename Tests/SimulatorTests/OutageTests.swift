import Scenario
import Simulator
import Staking
import Testing

@Suite struct OutageTests {
    /// `dark 100-300 by a` for each stretch of a node without duty.
    static func states(_ outcome: RunOutcome, _ node: String) -> [String] {
        let names = outcome.scenario.outages.map(\.name)
        let nodes = outcome.nodeRows.map(\.node.name)
        return outcome.stateRows.filter { nodes[$0.node] == node }.map {
            "\($0.state) \($0.start / 1_000_000_000)-\($0.end / 1_000_000_000) by \(names[$0.outage])"
        }
    }

    static func run(_ outages: [String], more: String = "", clients: String = "") throws -> [String] {
        let clients = clients.isEmpty ? "clients: { consensus: lighthouse, execution: geth }" : clients
        return states(
            try Running.run(
                Running.text(run: "2 days", entities: "me: { validators: 2, \(clients) }", outages: outages, more: more)
            ), "me")
    }

    @Test("overlapping outages are one absence, told apart by who holds the node")
    func overlap() throws {
        let a = "name: a, kind: network, hits: { entity: me }, at: 100 s, for: 200 s, resync: 10 s"
        let b = "name: b, kind: network, hits: { entity: me }, at: 200 s, for: 200 s, resync: 20 s"
        let inside = "name: c, kind: network, hits: { entity: me }, at: 150 s, for: 50 s, resync: none"
        #expect(try Self.run([a, b]) == ["dark 100-300 by a", "dark 300-400 by b", "resync 400-420 by b"])
        #expect(try Self.run([b, a]) == ["dark 100-300 by a", "dark 300-400 by b", "resync 400-420 by b"])
        #expect(try Self.run([a, inside]) == ["dark 100-300 by a", "resync 300-310 by a"])
    }

    @Test("an outage during a resync sends the node back, with the whole time away to catch up")
    func duringResync() throws {
        // Restart 60 s; then 5 blocks a second against one every 6 s: 0.2069 s for each slot behind.
        let a = "name: a, kind: power, hits: { entity: me }, at: 0 s, for: 540 s"
        let b = "name: b, kind: network, hits: { entity: me }, at: 570 s, for: 30 s"
        #expect(try Self.run([a]) == ["dark 0-540 by a", "restarting 540-600 by a", "consensus catch-up 600-620 by a"])
        #expect(
            try Self.run([a, b]) == [
                "dark 0-540 by a", "restarting 540-570 by a", "dark 570-600 by b", "restarting 600-660 by b",
                "consensus catch-up 660-682 by b",
            ])
    }

    @Test("a short outage does not bring back a disk that an earlier one took")
    func damageRemains() throws {
        let loss = "name: disk, kind: disk-loss, hits: { entity: me }, at: 1 h, for: 1 h"
        let alone = try Self.run([loss])
        #expect(alone.last?.hasPrefix("execution snapshot") == true)
        let blip = "name: blip, kind: network, hits: { entity: me }, at: 3 h, for: 1 min, resync: none"
        let states = try Self.run([loss, blip])
        // Geth's snap sync takes 3 h (400 GB at 100 Mbit/s: 8 h 53 min 20 s); it starts again.
        #expect(states.last?.hasPrefix("execution snapshot 10920-42920") == true, "\(states)")
        let fixed = "name: disk, kind: power, hits: { entity: me }, at: 1 h, for: 1 h, resync: 6 h"
        let later = "name: blip, kind: network, hits: { entity: me }, at: 3 h, for: 1 min"
        #expect(
            try Self.run([fixed, later]).last == "resync 10860-32460 by disk", "six hours, from when it can start again"
        )
    }

    @Test("a bad configuration leaves the chain where it is: no resync")
    func badConfiguration() throws {
        let bad = "name: bad, kind: bad-config, hits: { entity: me }, at: 100 s, for: 5 h"
        #expect(try Self.run([bad]) == ["dark 100-18100 by bad"])
        // Only the cable's five minutes must be caught up.
        let cable = "name: cable, kind: network, hits: { entity: me }, at: 18000 s, for: 5 min"
        let states = try Self.run([bad, cable])
        #expect(
            states == ["dark 100-18100 by bad", "dark 18100-18300 by cable", "consensus catch-up 18300-18310 by cable"])
    }

    @Test("clients that import more slowly than the chain grows never come back, and the run says so")
    func never() throws {
        let outcome = try Running.run(
            Running.text(
                entities: "me: { validators: 2, clients: { consensus: lighthouse, execution: geth } }",
                outages: ["name: cut, kind: network, hits: { entity: me }, at: 100 s, for: 100 s"],
                more: "resync: { lighthouse: { catch_up: 0.1 slots per s } }"))
        #expect(outcome.epochCount == 24)
        #expect(Self.states(outcome, "me") == ["dark 100-200 by cut", "falling behind 200-1152 by cut"])
        #expect(outcome.notes.contains { $0.contains("me never reaches the head again") })
        #expect(try outcome.value("me", .recoveryLongest).value == 1052e9)
    }

    @Test("intervals strike at their times")
    func intervals() throws {
        #expect(
            try Self.run([
                "name: i, kind: network, hits: { entity: me }, resync: none, "
                    + "intervals: [{ at: 10 s, for: 5 s }, { at: 1 h, for: 1 min }, { at: 47 h, for: until the end }]"
            ]) == ["dark 10-15 by i", "dark 3600-3660 by i", "dark 169200-172800 by i"])
    }

    @Test("a power zone goes dark as one, machines on a network each by itself")
    func units() throws {
        let outcome = try Running.run(
            Running.text(
                run: "300 epochs",
                entities: "me: { nodes: 3, validators: 3, at: home }, them: { validators: 1, at: home }",
                outages: [
                    "name: grid, kind: power, hits: { power: grid }, every: { mean: 1000 s }, for: { mean: 50 s }, resync: none",
                    "name: line, kind: network, hits: { entity: me }, every: { mean: 3000 s }, for: 20 s, resync: none",
                ], more: "places: { home: { region: eu, power: grid } }"))
        let grid = outcome.strikeRows.filter { $0.outage == 0 }
        #expect(grid.count > 3)
        #expect(grid.allSatisfy { $0.nodes == 4 && $0.validators == 4 })
        let line = outcome.strikeRows.filter { $0.outage == 1 }
        #expect(line.allSatisfy { $0.nodes == 1 && $0.end - $0.start == 20_000_000_000 })
        #expect(Set(line.map(\.start)).count == line.count)
    }

    @Test("recurring outages come as often and last as long as they should")
    func recurring() throws {
        let outcome = try Running.run(
            Running.text(
                run: "1 day", entities: "a: { nodes: 200 }, b: { nodes: 200 }, c: { nodes: 1 }",
                outages: [
                    "name: mean, kind: network, hits: { entity: a }, every: { mean: 2 h }, for: { mean: 10 min }",
                    "name: median, kind: network, hits: { entity: b }, every: { mean: 2 h }, for: { median: 10 min, p95: 30 min }",
                    "name: exact, kind: network, hits: { entity: c }, every: { exactly: 1 h }, at: 30 min, for: 1 min",
                ]))
        let minute = 60e9
        let mean = outcome.strikeRows.filter { $0.outage == 0 }
        // 24 h / 2 h 10 min for each of 200; five standard deviations.
        let often: Double = 200 * 1440 / 130
        #expect(abs(Double(mean.count) - often) < 235, "\(mean.count)")
        let length = mean.reduce(0.0) { $0 + Double($1.end - $1.start) } / Double(mean.count) / minute
        #expect(abs(length - 10) < 1.1, "\(length)")
        let median = outcome.strikeRows.filter { $0.outage == 1 }
        let shorter = Double(median.count { $0.end - $0.start < 600_000_000_000 }) / Double(median.count)
        let shortest = Double(median.count { $0.end - $0.start < 1_800_000_000_000 }) / Double(median.count)
        #expect(abs(shorter - 0.5) < 0.06, "\(shorter)")
        #expect(abs(shortest - 0.95) < 0.03, "\(shortest)")
        let exact: [Int64] = outcome.strikeRows.filter { $0.outage == 2 }.map { $0.start / 60_000_000_000 }
        let expected: [Int64] = (0..<24).map { Int64(30 + 60 * $0) }
        #expect(exact == expected)
    }

    @Test("an outage that no die lets hit anybody is an error at its place")
    func nobody() throws {
        let scenario = Running.text(
            outages: ["name: rare, kind: network, hits: { entity: me, share: 0.0001 % }, at: 0 s, for: 9 s"])
        let error = try #require(try Running.failure(scenario))
        guard case .noTarget(let outage, let location) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(outage == "rare")
        #expect(location.line == 8)
        #expect(error.description.hasPrefix("test.yaml:8:"))
        #expect(error.description.contains("hits nobody"))
        let rest = Running.text(
            outages: ["name: few, kind: network, hits: { rest: true, share: 0.01 % }, at: 0 s, for: 9 s"])
        #expect(try Running.failure(rest)?.description.contains("hits nobody") == true)
    }

    @Test("a recurring outage of the rest is an error")
    func recurringRest() throws {
        let error = try Running.failure(
            Running.text(outages: ["name: r, kind: network, hits: { rest: true }, every: { mean: 1 h }, for: 9 s"]))
        guard case .recurringOutageOfTheRest(let outage, _, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(outage == "r")
    }

    @Test("a run that is told to stop stops")
    func interrupted() throws {
        let scenario = try Running.scenario(Running.text())
        var seen: [Int] = []
        #expect(throws: SimulationError.interrupted) {
            try RunOutcome.of(scenario) { done, total in
                seen.append(done)
                return done < 3 && total == 24
            }
        }
        #expect(seen == [1, 2, 3])
    }
}
