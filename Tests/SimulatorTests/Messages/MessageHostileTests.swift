import Scenario
import Simulator
import Testing

/// Networks at the edge of sense, and beyond: they run with balanced books, or say what is wrong and where.
@Suite struct MessageHostileTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var size = "validators: 640"
        var epoch = 500_000
        var entities = "me: { validators: 20 }"
        var rest = ""
        var outages: [String] = []
        var network = "nodes: 24, blobs: 0"
        var chain = ""
        var run = "6 epochs"
        var regions = MessageRunning.nearRegions
        var classes = MessageRunning.certainClasses
        /// What the error says; nil = it runs.
        var error: String?

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "two nodes", network: "nodes: 2, blobs: 0, mesh: { degree: 1 }"),
        Case(name: "two nodes with blobs", network: "nodes: 2, blobs: 6, mesh: { degree: 1 }"),
        Case(
            name: "three nodes for two entities", entities: "me: {}, you: {}",
            network: "nodes: 3, blobs: 0, mesh: { degree: 2 }"),
        Case(name: "two nodes and the usual mesh", network: "nodes: 2, blobs: 0", error: "mesh: { degree: 1 }"),
        Case(name: "as many nodes as peers", network: "nodes: 8, blobs: 0", error: "mesh: { degree: 7 }"),
        Case(name: "one more node than peers", network: "nodes: 9, blobs: 0"),
        Case(
            name: "a mesh of one's own that is too large", network: "nodes: 10, mesh: { degree: 12, low: 3, high: 20 }",
            error: "mesh: { degree: 9 }"),
        Case(name: "a mesh as sparse as a ring", network: "nodes: 30, mesh: { degree: 2, low: 1, high: 2 }"),
        Case(name: "fewer nodes than are named", entities: "me: { nodes: 5 }", network: "nodes: 5", error: "nodes"),
        Case(name: "more nodes than validators", size: "validators: 24", network: "nodes: 200, blobs: 0"),
        Case(name: "a validator to a slot", size: "validators: 8", entities: "me: { validators: 1 }"),
        Case(name: "one validator", size: "validators: 1", entities: "me: { validators: 1 }", error: "too small"),
        Case(name: "everybody has a name", size: "validators: 24", entities: "me: { validators: 24 }"),
        Case(name: "blocks leave at the end of the slot", network: "nodes: 24, publish: 5999 ms"),
        Case(name: "blocks leave a slot late", network: "nodes: 24, publish: 7 s", error: "beyond the slot"),
        Case(name: "blocks leave whenever", network: "nodes: 24, publish: { median: 5 s, p95: 60 s }"),
        Case(name: "a start at epoch 2", epoch: 2),
        Case(name: "a start at epoch 1", epoch: 1, error: "start"),
        Case(name: "a start at genesis", epoch: 0, error: "start"),
        Case(name: "one epoch", run: "1 epochs"),
        Case(
            name: "a side without validators", entities: "me: { validators: 20 }, watcher: { validators: 0 }",
            outages: [
                "name: cut, kind: partition, groups: { a: { entity: watcher }, b: others }, at: 50 s, for: 100 s"
            ]),
        Case(
            name: "a side that holds everybody", entities: "me: { validators: 20 }, watcher: { validators: 0 }",
            outages: [
                "name: cut, kind: partition, groups: { a: { rest: true }, b: { entity: me } }, at: 0 s, for: until the end"
            ]),
        Case(
            name: "everybody is dark",
            outages: ["name: off, kind: power, hits: { everyone: true }, at: 50 s, for: 100 s, resync: none"]),
        Case(
            name: "everybody is dark from the start to the end",
            outages: ["name: off, kind: power, hits: { everyone: true }, at: 0 s, for: until the end, resync: none"]),
        Case(
            name: "nobody in a group",
            outages: [
                "name: cut, kind: partition, groups: { a: { region: nowhere }, b: others }, at: 50 s, for: 100 s"
            ], error: "nowhere"),
        Case(
            name: "a fault of nobody",
            outages: [
                "name: slow, kind: slow-link, latency: 1 s, hits: { entity: me, consensus: grandine }, at: 50 s, for: 100 s"
            ], error: "nobody"),
        Case(
            name: "a fault that recurs",
            outages: [
                "name: slow, kind: slow-link, latency: 1 s, hits: { entity: me }, every: { mean: 50 s }, for: 10 s"
            ], error: "fixed time"),
        Case(
            name: "a slow link without end",
            outages: [
                "name: slow, kind: slow-link, latency: 36_500 days, hits: { rest: true }, at: 50 s, for: until the end"
            ]),
        Case(
            name: "a link of a thousand bits",
            outages: [
                "name: slow, kind: slow-link, bandwidth: 1 kbit/s, hits: { rest: true }, at: 50 s, for: 100 s"
            ], network: "nodes: 24, blobs: 6"),
        Case(
            name: "a clock that is off by years",
            outages: [
                "name: skew, kind: clock-skew, by: -36_500 days, hits: { entity: me }, at: 50 s, for: 100 s",
                "name: skew2, kind: clock-skew, by: 36_500 days, hits: { rest: true, share: 30 % }, at: 50 s, for: 100 s",
            ]),
        Case(
            name: "a stall of years", rest: MessageBooksTests.mixedRest,
            outages: [
                "name: bug, kind: client-bug, bug: stall, by: 36_500 days, hits: { consensus: prysm }, at: 50 s, for: 100 s"
            ]),
        Case(
            name: "blocks that leave after years",
            outages: [
                "name: late, kind: byzantine, proposers: late, by: 36_500 days, hits: { rest: true, share: 30 % }, at: 50 s, for: 100 s"
            ]),
        Case(
            name: "a machine a thousand times too slow",
            outages: [
                "name: slow, kind: slow-machine, factor: 100_000 %, hits: { rest: true, share: 60 % }, at: 50 s, for: 100 s"
            ]),
        Case(
            name: "a partition of an instant",
            outages: [
                "name: cut, kind: partition, groups: { a: { share: 50 % }, b: others }, at: 50 s, for: 1 ms"
            ]),
        Case(name: "blobs at their limit", network: "nodes: 24, blobs: 128"),
        Case(name: "the largest block", network: "nodes: 24, blobs: 0, block_size: 100 MB"),
        Case(name: "random sampling", chain: "sampling: fast", error: "sampling"),
        Case(
            name: "regions that are not square", network: "nodes: 24, regions: regions.csv",
            regions: "region,here,there\nhere,2,9\n", error: "regions.csv"),
        Case(
            name: "a negative latency", network: "nodes: 24, regions: regions.csv",
            regions: "region,here,there\nhere,2,-9\nthere,-9,2\n", error: "regions.csv:2"),
        Case(
            name: "no regions", network: "nodes: 24, regions: regions.csv", regions: "", error: "regions.csv"),
        Case(
            name: "a class with a word for a number", network: "nodes: 24, classes: classes.csv",
            classes: MessageRunning.certainClasses.replacing("home,1,0", with: "home,one,0"), error: "classes.csv:3"),
        Case(
            name: "a class without upload", network: "nodes: 24, classes: classes.csv",
            classes: MessageRunning.certainClasses.replacing("home,1,0,1000", with: "home,1,0,-5"),
            error: "classes.csv:3"),
        Case(
            name: "a link that the table lacks", network: "nodes: 24, classes: classes.csv, links: { fibre: 100 % }",
            error: "fibre"),
    ]

    @Test("it runs, or the error says why", arguments: cases)
    func extremes(_ one: Case) throws {
        let text = MessageRunning.text(
            size: one.size, epoch: one.epoch, chain: one.chain, run: one.run, entities: one.entities, rest: one.rest,
            outages: one.outages, network: one.network)
        try MessageRunning.withFolder(["regions.csv": one.regions, "classes.csv": one.classes]) { folder in
            var problem: String?
            do {
                let outcome = try RunOutcome.of(Running.scenario(text, folder: folder))
                let earned = outcome.componentRows.reduce(0) { $0 + $1.ideal - $1.missed - $1.penalties }
                #expect(try outcome.whole("network", .earned) == earned)
            } catch {
                problem = "\(error)"
            }
            if let expected = one.error {
                #expect(problem?.contains(expected) == true, "\(problem ?? "it ran")")
                #expect(problem?.contains("internal") != true)
            } else {
                #expect(problem == nil)
            }
        }
    }
}
