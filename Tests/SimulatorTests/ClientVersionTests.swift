import Scenario
import Simulator
import Staking
import Testing

/// Clients in several versions: `besu@23.10.2`.
@Suite struct ClientVersionTests {
    private static let mixed =
        "clients: { consensus: { prysm@7.0.0: 12 %, prysm@6.1.4: 18 %, teku: 70 % }, execution: { geth: 100 % } }"

    /// Named nodes and validators of the rest (990 of them) that each condition takes.
    static let table: [(hits: String, nodes: [String], ofRest: Int)] = [
        ("client: prysm", ["new", "old"], 297),
        ("client: prysm@7.0.0", ["new"], 119),
        ("consensus: prysm@6.1.4", ["old"], 178),
        ("consensus: [prysm@7.0.0, prysm@6.1.4]", ["new", "old"], 297),
        ("consensus: [prysm, teku]", ["new", "old", "other"], 990),
        ("consensus: prysm@7.0.0, rest: true", [], 119),
    ]

    @Test(
        "a condition on a client means all its versions, one on a version that alone", arguments: table.indices,
        ["duties", "messages"])
    func selects(index: Int, resolution: String) throws {
        let (hits, nodes, ofRest) = Self.table[index]
        let outcome = try Running.run(
            Running.text(
                size: "validators: 1_000", run: "2 epochs", resolution: resolution,
                entities: "new: { validators: 3, clients: { consensus: prysm@7.0.0 } }, "
                    + "old: { validators: 3, clients: { consensus: prysm@6.1.4 } }, "
                    + "other: { validators: 4, clients: { consensus: teku } }", rest: Self.mixed,
                outages: ["name: x, kind: client-crash, hits: { \(hits) }, at: 10 s, for: 9 s, resync: none"],
                more: "network: { nodes: 40, blobs: 0 }"))
        let dark = Set(outcome.stateRows.map(\.node)).sorted().map { outcome.nodeRows[$0].node }
        #expect(dark.filter { !$0.isPopulation }.map(\.name) == nodes)
        #expect(abs(dark.filter(\.isPopulation).reduce(0) { $0 + $1.validators } - ofRest) <= 1)
    }

    @Test("a bug of one version strikes its machines and no other")
    func bug() throws {
        func missed(_ entity: String) throws -> Int64 {
            let outcome = try FaultEffectTests.outcome(
                ["name: x, kind: client-bug, bug: wrong-head, hits: { client: prysm@7.0.0 }, at: 96 s, for: 240 s"],
                rest: "clients: { consensus: { lighthouse: 100 % }, execution: { reth: 100 % } }",
                entities: "me: { validators: 20, clients: { consensus: prysm@7.0.0, execution: reth } }, "
                    + "them: { validators: 20, clients: { consensus: prysm@6.1.4, execution: reth } }")
            return try outcome.whole(entity, .missedRewardsHead, during: "x")
        }
        #expect(try missed("me") > 0)
        #expect(try missed("them") == 0)
    }

    @Test("a version takes its client's times unless it has its own, wherever they stand")
    func recovery() {
        var table = RecoveryTable.shipped
        let besu = table.parameters(.execution, client: "besu")
        #expect(table.parameters(.execution, client: "besu@23.10.2") == besu)
        table.override(client: "besu@23.10.2") { $0.restart = 7 }
        #expect(table.parameters(.execution, client: "besu@23.10.2").restart == 7)
        #expect(table.parameters(.execution, client: "besu@23.10.2").full == besu.full)
        #expect(table.parameters(.execution, client: "besu") == besu)
        #expect(table.parameters(.execution, client: "besu@24.1.0") == besu)
        #expect(
            ValidationTimes.shipped.distribution(.execution, client: "besu@23.10.2")
                == ValidationTimes.shipped.distribution(.execution, client: "besu"))
        #expect(
            SyncTolerance.shipped.slots(client: "nimbus@25.1.0", slotsPerEpoch: 32)
                == SyncTolerance.shipped.slots(client: "nimbus", slotsPerEpoch: 32))
        #expect(SyncTolerance.shipped.slots(client: "nimbus@25.1.0", slotsPerEpoch: 32) == 50)
    }

    @Test("the file's order of a client and its versions does not matter")
    func order() throws {
        func dark(_ resync: String) throws -> [Int64] {
            try Running.run(
                Running.text(
                    run: "60 epochs",
                    entities: "me: { validators: 20, clients: { consensus: teku@1, execution: geth } }",
                    outages: ["name: x, kind: power, hits: { entity: me }, at: 10 s, for: 900 s, resync: catch-up"],
                    more: "resync: { \(resync) }")
            ).stateRows.map { $0.end - $0.start }
        }
        let (version, client) = ("teku@1: { restart: 500 s }", "teku: { restart: 90 s, catch_up: 1 slots per s }")
        let one = try dark("\(version), \(client)")
        #expect(one == (try dark("\(client), \(version)")))
        #expect(one != (try dark(client)))
        #expect(one != (try dark(version)))
    }

    @Test("a client without shipped data has its own recovery on whichever layer it stands")
    func ownClient() {
        var table = RecoveryTable.shipped
        table.override(client: "mine") { $0.restart = 11 }
        #expect(table.parameters(.consensus, client: "mine").restart == 11)
        #expect(table.parameters(.execution, client: "mine").restart == 11)
        #expect(table.parameters(.execution, client: "mine@2").restart == 11)
    }
}
