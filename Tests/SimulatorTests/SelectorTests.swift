import Scenario
import Simulator
import Staking
import Testing

@Suite struct SelectorTests {
    static let world = """
        places:
          munich: { region: eu, power: south, provider: hosts }
          hamburg: { region: eu, power: north, provider: clouds }
          austin: { region: us, power: ercot }
        """
    static let people =
        "a: { nodes: 3, validators: 3, at: [munich, hamburg, austin], link: home, operator: op1, "
        + "clients: { consensus: teku, execution: geth } }, "
        + "b: { nodes: 2, validators: 5, at: austin, link: data-centre, operator: op2, "
        + "clients: { consensus: { prysm: 50 %, teku: 50 % }, execution: besu } }, c: { validators: 1 }"
    static let rest =
        "clients: { consensus: { teku: 25 %, prysm: 75 % }, execution: { geth: 50 %, besu: 50 % } }, "
        + "regions: { eu: 40 %, us: 60 % }, providers: { hosts: 36 % }"

    /// Named nodes and validators of the rest (991 of them) that each selector takes.
    static let table: [(hits: String, nodes: [String], ofRest: Int)] = [
        ("entity: a", ["a/1", "a/2", "a/3"], 0),
        ("entity: [b, c]", ["b/1", "b/2", "c"], 0),
        ("node: a/2", ["a/2"], 0),
        ("node: [c/1, b/1]", ["b/1", "c"], 0),
        ("place: austin", ["a/3", "b/1", "b/2"], 0),
        ("place: [munich, hamburg], entity: a", ["a/1", "a/2"], 0),
        ("region: eu", ["a/1", "a/2"], 396),
        ("region: us, rest: false", ["a/3", "b/1", "b/2"], 0),
        ("power: south", ["a/1"], 0),
        ("provider: hosts", ["a/1"], 357),
        ("operator: op2", ["b/1", "b/2"], 0),
        ("link: home", ["a/1", "a/2", "a/3"], 0),
        ("consensus: teku", ["a/1", "a/2", "a/3", "b/2"], 248),
        ("client: besu", ["b/1", "b/2"], 495),
        ("execution: geth, region: us", ["a/3"], 298),
        ("rest: true", [], 991),
        ("rest: true, share: 10 %", [], 99),
        ("everyone: true", ["a/1", "a/2", "a/3", "b/1", "b/2", "c"], 991),
    ]

    @Test("a selector takes whom it names", arguments: table.indices)
    func selects(index: Int) throws {
        let (hits, nodes, ofRest) = Self.table[index]
        let outcome = try Running.run(
            Running.text(
                size: "validators: 1_000", run: "2 epochs", entities: Self.people, rest: Self.rest,
                outages: ["name: x, kind: network, hits: { \(hits) }, at: 10 s, for: 9 s, resync: none"],
                more: Self.world))
        let dark = Set(outcome.stateRows.map(\.node)).sorted().map { outcome.nodeRows[$0].node }
        #expect(dark.filter { !$0.isPopulation }.map(\.name) == nodes)
        #expect(abs(dark.filter(\.isPopulation).reduce(0) { $0 + $1.validators } - ofRest) <= 1)
        #expect(outcome.nodeRows.reduce(0) { $0 + $1.node.validators } == 1_000)
        #expect(outcome.strikeRows.reduce(0) { $0 + $1.validators } == dark.reduce(0) { $0 + $1.validators })
    }

    @Test("a share of named nodes is drawn for each by itself")
    func share() throws {
        func struck(_ nodes: Int, seed: Int) throws -> Set<Int> {
            let outcome = try Running.run(
                Running.text(
                    seed: seed, run: "1 epochs", entities: "a: { nodes: \(nodes), validators: 3 }",
                    outages: ["name: x, kind: network, hits: { entity: a, share: 30 % }, at: 0 s, for: 9 s"]))
            return Set(outcome.stateRows.filter { $0.state == "dark" }.map(\.node))
        }
        let few = try struck(300, seed: 1)
        // Five standard deviations of the binomial.
        #expect(abs(few.count - 90) < 40)
        #expect(try struck(500, seed: 1).filter { $0 < 300 } == few)
        #expect(try struck(300, seed: 2) != few)
    }

    @Test("parts of the rest are dealt by the largest remainder and sum to it", arguments: [64, 97, 100, 101, 333])
    func partition(validators: Int) throws {
        let outcome = try Running.run(
            Running.text(
                size: "validators: \(validators)", run: "1 epochs", entities: "me: { validators: 1 }",
                rest: "regions: { a: 33.3333 %, b: 33.3333 %, c: 33.3334 % }, offline: 1 %",
                outages: [
                    "name: x, kind: network, hits: { region: a }, at: 0 s, for: 9 s, resync: none",
                    "name: y, kind: network, hits: { region: b }, at: 0 s, for: 9 s, resync: none",
                    "name: z, kind: network, hits: { region: c }, at: 0 s, for: 9 s, resync: none",
                ]))
        let parts = outcome.nodeRows.filter { $0.node.isPopulation }
        #expect(parts.reduce(0) { $0 + $1.node.validators } == validators - 1)
        let regions = parts.filter { $0.node.region != nil }.map(\.node.validators)
        #expect(regions.count == 3)
        #expect((regions.max() ?? 0) - (regions.min() ?? 0) <= 1)
        let abandoned = validators - 1 - regions.reduce(0, +)
        #expect(abs(Double(abandoned) - Double(validators - 1) * 0.01) <= 0.5)
    }
}
