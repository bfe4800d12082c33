import Foundation
import Scenario
import Simulator
import Testing

@Suite("Connections between a cluster's members")
struct MemberConnectionTests {
    // MARK: Ways

    /// Ten nanoseconds between any two of so many.
    private func connections(_ count: Int, isGossip: Bool = false, relay: Bool = false) -> MemberConnections {
        let latency = (0..<count * count).map { $0 / count == $0 % count ? 0 : Int64(10) }
        guard relay else { return MemberConnections(count, latency: latency, isGossip: isGossip) }
        // The first two have the relay alone.
        let pairs = (0..<count * count).map { $0 == 1 || $0 == count }
        return MemberConnections(
            count, latency: latency, isGossip: isGossip,
            relay: .init(
                node: 0, pairs: pairs, inbound: (1...Int64(count)).map { $0 },
                outbound: (1...Int64(count)).map { 100 * $0 }))
    }

    private func ways(
        _ connections: MemberConnections, at time: Int64 = 0, carriers: [Int] = [0, 1, 2, 3],
        _ change: (inout MemberConnections.Conditions) -> Void = { _ in }
    ) -> [Int64] {
        var conditions = MemberConnections.Conditions()
        change(&conditions)
        return connections.ways(at: time, conditions) { carriers.contains($0) }
    }

    @Test("a half-open pair is cut one way, and only while it lasts")
    func oneWay() {
        var found = connections(4)
        found.halfOpen = [.init(from: 1, to: 0, outage: 0, start: 5, end: 9)]
        #expect(ways(found, at: 4) == found.latency && ways(found, at: 9) == found.latency)
        var expected = found.latency
        expected[4] = .max
        #expect(ways(found, at: 5) == expected && ways(found, at: 8) == expected)
    }

    @Test("where members gossip, a pair that is cut takes the shortest way through somebody who is up")
    func detour() {
        var found = connections(4, isGossip: true)
        found.halfOpen = [.init(from: 1, to: 0, outage: 0, start: 0, end: 9)]
        #expect(ways(found)[4] == 20)
        #expect(ways(found, carriers: [0, 1, 3])[4] == 20)
        #expect(ways(found, carriers: [0, 1])[4] == .max)
        // Nothing else takes another way.
        #expect(ways(found).enumerated().allSatisfy { $0.offset == 4 || $0.element == found.latency[$0.offset] })
        // Two cuts that leave one way around.
        found.halfOpen.append(.init(from: 1, to: 2, outage: 0, start: 0, end: 9))
        #expect(ways(found)[4] == 20 && ways(found)[6] == 20)
        #expect(ways(found, carriers: [2])[4] == .max)
    }

    @Test("two that cannot be called talk through the relay, there and back")
    func relayed() {
        let found = connections(4, relay: true)
        let usual = ways(found)
        #expect(usual[1] == 1 + 200 && usual[4] == 2 + 100)
        #expect(usual[2] == 10 && usual[8] == 10)
        let alone = ways(found) { $0.isRelayUp = false }
        #expect(alone[1] == .max && alone[4] == .max && alone[2] == 10)
        let slow = ways(found) {
            $0.extra = [1_000, 0, 0, 0]
            $0.relayExtra = 10_000
        }
        #expect(slow[1] == 201 + 1_000 + 20_000 && slow[2] == 1_010)
    }

    @Test("a pair that is cut has the relay too, if both reach it")
    func fallback() {
        let found = connections(4, relay: true)
        #expect(ways(found) { $0.hears = { from, to in (from, to) != (2, 3) } }[11] == 3 + 400)
        #expect(ways(found) { $0.hears = { from, to in (from, to) != (2, 3) && to != 4 } }[11] == .max)
        #expect(ways(connections(4)) { $0.hears = { from, to in (from, to) != (2, 3) } }[11] == .max)
    }

    // MARK: Runs

    private func missed(_ outcome: RunOutcome) -> [String] {
        outcome.clusterMisses.filter { $0.hasPrefix("attestation missed") }
    }

    private func causes(_ outcome: RunOutcome) -> Set<String> {
        Set(outcome.missRows.filter { $0.reason != nil }.map { outcome.causeRows[$0.cause].label })
    }

    private static let stuck = "name: stuck, kind: half-open, hits: { entity: b }, peer: a"
    private static let dark = "name: dark, kind: network, hits: { entity: d }, at: 1 epochs, for: 3 epochs"

    private func run(
        _ resolution: String, flavour: String = "obol", cluster: String = "", entities: String? = nil,
        _ outages: [String]
    ) throws -> RunOutcome {
        var scenario = ClusterScenario(
            flavour: flavour, resolution: resolution, validators: 64, run: "7 epochs", cluster: cluster,
            outages: outages)
        if let entities { scenario.entities += ", " + entities }
        return try scenario.outcome()
    }

    @Test("a half-open pair alone costs no attestation", arguments: ["obol", "ssv"], ["duties", "messages"])
    func allUp(flavour: String, resolution: String) throws {
        let outcome = try run(resolution, flavour: flavour, [Self.stuck + ", at: 1 epochs, for: 4 epochs"])
        #expect(missed(outcome) == [])
        let row = try #require(outcome.strikeRows.first)
        #expect(outcome.strikeRows.count == 1 && row.nodes == 1)
        #expect(row.start == 384_000_000_000 && row.end == 5 * 384_000_000_000)
    }

    @Test(
        "with another of four dark it costs every attestation under Obol, and none under SSV",
        arguments: ["duties", "messages"])
    func oneDark(resolution: String) throws {
        let stuck = Self.stuck + ", at: 1 epochs, for: 4 epochs"
        let outcome = try run(resolution, [stuck, Self.dark])
        #expect(missed(outcome) == ["attestation missed no_consensus: \(3 * 64)"])
        #expect(causes(outcome) == ["stuck"])
        #expect(try missed(run(resolution, flavour: "ssv", [stuck, Self.dark])) == [])
        #expect(try missed(run(resolution, [Self.dark])) == [])
    }

    @Test(
        "it ends when the machine that holds the other for down restarts, and with nothing else",
        arguments: [
            ("power", "b", 0), ("data-centre", "b", 0), ("network", "b", 3), ("power", "a", 3),
        ] as [(String, String, Int)])
    func restart(kind: String, who: String, epochs: Int) throws {
        let outcome = try run(
            "duties",
            [
                Self.stuck + ", at: 0 s, for: 6 epochs",
                "name: again, kind: \(kind), hits: { entity: \(who) }, at: 12 s, for: 12 s, resync: none", Self.dark,
            ])
        #expect(missed(outcome) == (epochs == 0 ? [] : ["attestation missed no_consensus: \(epochs * 64)"]))
        let end = try #require(outcome.strikeRows.first { outcome.scenario.outages[$0.outage].name == "stuck" }).end
        #expect(end == (epochs == 0 ? 12_000_000_000 : 6 * 384_000_000_000))
    }

    @Test("one that comes again and again strikes as often as it is drawn")
    func recurring() throws {
        let outcome = try run(
            "duties", [Self.stuck + ", every: { exactly: 2 epochs }, at: 1 epochs, for: 1 epochs", Self.dark])
        // In force in the second and the fourth epoch, of which both lie in the darkness.
        #expect(missed(outcome) == ["attestation missed no_consensus: \(2 * 64)"])
    }

    @Test("whoever is hit beside the peer's fellow members makes no difference, and without one it is an error")
    func strangers() throws {
        let scenario = ClusterScenario(
            entities: "a: { at: north }, b: { at: north, nodes: 2 }, c: { at: south }, d: { at: south }",
            outages: ["name: stuck, kind: half-open, hits: { node: b/2, entity: b }, peer: a, at: 0 s, for: 1 epochs"])
        var text = scenario.text.replacingOccurrences(of: "[a, b, c, d]", with: "[a, b/1, c, d]")
        let error = try #require(try Running.failure(text))
        #expect("\(error)".contains("nobody whom it hits is in a cluster with its 'peer'"), "\(error)")
        text = text.replacingOccurrences(of: "node: b/2, ", with: "")
        #expect(try Running.failure(text) == nil)
    }

    @Test("a partition between two members cuts what Charon sends straight, and not what SSV passes on")
    func partition() throws {
        // Who is in no group hears both.
        let cut =
            "name: cut, kind: partition, at: 1 epochs, for: 3 epochs, "
            + "groups: { one: { entity: a }, other: { entity: b } }"
        #expect(try missed(run("messages", [cut])) == [])
        #expect(try missed(run("messages", flavour: "ssv", [cut, Self.dark])) == [])
        let found = try run("messages", [cut, Self.dark])
        #expect(missed(found) == ["attestation missed no_consensus: \(3 * 64)"])
        #expect(causes(found) == ["cut"])
        // A relay that both reach carries what is cut.
        #expect(try missed(run("messages", cluster: "relay: r", entities: "r: { at: north }", [cut, Self.dark])) == [])
    }

    @Test("an outage of the relay cuts those off from each other who have it alone", arguments: ["duties", "messages"])
    func relayDown(resolution: String) throws {
        let relay = "name: relay down, kind: network, hits: { entity: r }, at: 1 epochs, for: 3 epochs"
        func found(_ cluster: String, _ outages: [String]) throws -> RunOutcome {
            try run(resolution, cluster: cluster, entities: "r: { at: north }", outages)
        }
        let hidden = "relay: r, unreachable: [a, b]"
        #expect(try missed(found(hidden, [Self.dark])) == [])
        #expect(try missed(found(hidden, [relay])) == [])
        let both = try found(hidden, [relay, Self.dark])
        #expect(missed(both) == ["attestation missed no_consensus: \(3 * 64)"])
        #expect(causes(both) == ["relay down"])
        // One that can be called is called straight; and a relay that stands nowhere does not fail.
        #expect(try missed(found("relay: r, unreachable: [a]", [relay, Self.dark])) == [])
        #expect(try missed(found("unreachable: [a, b]", [relay, Self.dark])) == [])
    }

    /// A block is there 1.25 s into its slot and some; its first round ends at 1.5 s. Between Frankfurt and Singapore a
    /// message takes some 75 ms.
    private func laterRounds(_ cluster: String, link: String = "data-centre") throws -> Int {
        let outcome = try RunOutcome.of(
            Running.scenario(
                """
                name: relays
                chain: { validators: 640 }
                time: { run: 4 epochs }
                resolution: duties
                network: { publish: 1.25 s }
                places: { near: { region: eu-central }, far: { region: asia-southeast } }
                entities:
                  a: { at: near, link: data-centre }
                  b: { at: far, link: data-centre }
                  c: { at: near, link: data-centre }
                  d: { at: near, link: data-centre }
                  r: { at: near, link: \(link) }
                clusters: { ours: { members: [a, b, c, d]\(cluster) } }
                outages: [{ name: dead, kind: network, hits: { entity: d }, at: 0 s, for: until the end }]
                """))
        return try #require(outcome.clusterRows.first).laterRounds
    }

    @Test("a relay that stands nowhere doubles the way, one on the way costs nothing, one with a bad link much")
    func relayedWays() throws {
        let straight = try laterRounds("")
        #expect(try laterRounds(", unreachable: [a, b]") > straight)
        #expect(try laterRounds(", relay: r, unreachable: [a, b]") == straight)
        #expect(try laterRounds(", relay: r, unreachable: [a, b]", link: "laggy") > straight)
        #expect(try laterRounds(", unreachable: [b]") == straight)
    }
}
