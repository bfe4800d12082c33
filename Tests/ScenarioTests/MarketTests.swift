import Scenario
import Testing

/// Operators picked from a catalogue, and what the market becomes.
@Suite("An operator market") struct MarketTests {
    static let header = "id,name,region,provider,consensus,execution,link,uptime_percent,fee_eth_per_year\n"
    /// Cheap ones in one cloud; ids are not in the order of fees.
    static let operators = """
        5,ann,us-east,aws,prysm,geth,data-centre,95,0.1
        4,bob,us-east,aws,prysm,geth,data-centre,96,0.2
        3,cem,us-east,aws,lighthouse,geth,data-centre,97,0.3
        2,dot,eu-west,ovh,teku,besu,data-centre,98,0.4
        1,eve,oceania,none,nimbus,reth,home,99,0.5
        6,fay,sa-east,azure,lodestar,erigon,data-centre,100,0.6
        7,gus,ca-east,gcp,lighthouse,nethermind,data-centre,99,0.7
        """

    static func load(_ keys: String, _ rows: String = operators, more: String = "") throws -> Scenario {
        try withFolder(["ops.csv": header + rows + "\n"]) { folder in
            try read(
                "name: t\ntime: { run: 10 days }\nresolution: duties\nmarket: { catalogue: ops.csv, \(keys) }\n\(more)",
                folder: folder)
        }
    }

    @Test(
        "a strategy picks by fee, by uptime or by what the operators share; the committee is in the order of ids",
        arguments: [
            ("cheapest", ["dot", "cem", "bob", "ann"]), ("best-uptime", ["eve", "dot", "fay", "gus"]),
            ("diverse", ["eve", "dot", "ann", "fay"]),
        ])
    func strategies(strategy: String, members: [String]) throws {
        let scenario = try Self.load("validators: 10, strategy: \(strategy)")
        #expect(scenario.clusters.map(\.rosters) == [[members]])
        let ids: [String: UInt64] = ["ann": 5, "bob": 4, "cem": 3, "dot": 2, "eve": 1, "fay": 6, "gus": 7]
        #expect(scenario.clusters.map(\.rosterIDs) == [[members.compactMap { ids[$0] }]])
        #expect(scenario.clusters.map(\.threshold) == [3])
        #expect(scenario.warnings.isEmpty)
        #expect(scenario.entities.map(\.name) == ["ann", "bob", "cem", "dot", "eve", "fay", "gus"])
        #expect(scenario.entities.allSatisfy { $0.validators == 0 && $0.nodes == 1 })
    }

    @Test("who has no room left is passed over")
    func capacity() throws {
        let scenario = try Self.load(
            "clusters: 3, validators: 30, capacity: 20", Self.operators + "\n8,hal,asia-east,gcp,teku,geth,home,90,1")
        let cheap = ["dot", "cem", "bob", "ann"]
        #expect(scenario.clusters.first?.rosters == [cheap, cheap, ["eve", "fay", "gus", "hal"]])
    }

    @Test("a random choice follows the seed, and another operator changes nobody else's lot")
    func random() throws {
        func rosters(_ seed: Int, _ rows: String = Self.operators) throws -> [[String]] {
            let keys = "clusters: 40, validators: 40, strategy: random"
            return try #require(Self.load(keys, rows, more: "seed: \(seed)").clusters.first?.rosters)
        }
        let first = try rosters(1)
        #expect(try rosters(1) == first)
        #expect(try rosters(2) != first)
        #expect(Set(first.joined()).count == 7)
        let more = try rosters(1, Self.operators + "\n8,hal,asia-east,gcp,teku,geth,home,90,1")
        for (before, after) in zip(first, more) where !after.contains("hal") { #expect(before == after) }
        #expect(more.contains { $0.contains("hal") })
    }

    @Test("an operator that is up p of the time stays up for p/(1 − p) of an outage; one that is always up has none")
    func downtime() throws {
        let scenario = try Self.load("validators: 4, strategy: best-uptime, downtime: { mean: 2 h }")
        let hour: Int64 = 3_600_000_000_000
        #expect(
            scenario.outages.map(\.name) == ["downtime of dot", "downtime of eve", "downtime of gus"])
        #expect(
            scenario.outages.map(\.timing)
                == [98, 198, 198].map {
                    .recurring(every: .mean($0 * hour), duration: .mean(2 * hour))
                })
    }

    @Test("a cluster is liquidated when its fees have used up its balance, and not where that is after the run")
    func liquidation() throws {
        // ann to dot: 1 ETH, and the network's 0.25: 3 and 2 validators burn 3.75 and 2.5 ETH in 365 days.
        let scenario = try Self.load("clusters: 2, validators: 5, balance: 0.075 ETH, network_fee: 0.25 ETH")
        let day: Int64 = 86_400_000_000_000
        let outage = try #require(scenario.outages.first)
        #expect(scenario.outages.count == 1)
        #expect(outage.name == "liquidation of market/1")
        #expect(outage.hits.nodes == ["market/1"])
        guard case .once(let at, .exactly(let length)) = outage.timing else {
            Issue.record("it strikes once")
            return
        }
        #expect(at == 73 * day / 10)
        // Ten days are 2,250 epochs.
        #expect(at + length == 10 * day)
    }

    @Test("where the catalogue is too small for diversity, the clusters that share least are formed, with a warning")
    func shares() throws {
        let rows = Self.operators.split(separator: "\n").prefix(4).joined(separator: "\n")
        let scenario = try Self.load("validators: 1, strategy: diverse", rows)
        #expect(scenario.warnings.count == 1)
        #expect(scenario.clusters.first?.rosters == [["dot", "cem", "bob", "ann"]])
    }

    @Test(
        "what is wrong with a market is said with its place",
        arguments: [
            ("validators: 10, size: 5", operators, "an SSV cluster cannot have 5 members; it has 4, 7, 10 or 13"),
            (
                "validators: 10, size: 10", operators,
                "the catalogue has 7 operators, fewer than the 10 of a cluster; add operators, or lower 'size'"
            ),
            (
                "validators: 10, capacity: 9", operators,
                "cluster 1 of 1 finds 0 operators with room for 10 validators, not 4; raise 'capacity', lower "
                    + "'validators', or add operators to the catalogue"
            ),
            (
                "validators: 1, clusters: 2", operators,
                "2 clusters cannot share 1 validator; each has at least one; raise 'validators'"
            ),
            (
                "validators: 1", operators + "\n8,hal,x,y,prysm,geth,home,101,0",
                "an uptime of 101 % cannot be; it is above 0 and at most 100"
            ),
            (
                "validators: 1", operators + "\n0,hal,x,y,prysm,geth,home,90,0",
                "an operator cannot have the id 0; ids of SSV begin with 1"
            ),
            (
                "validators: 1", operators + "\n7,hal,x,y,prysm,geth,home,90,0",
                "the operator 7 stands in the catalogue twice"
            ),
            (
                "validators: 1", operators + "\n8,ann,x,y,prysm,geth,home,90,0",
                "two operators are called 'ann'; give each a name of its own"
            ),
            (
                "validators: 1", operators + "\n8,hal,x,y,geth,geth,home,90,0",
                "'geth' is not a consensus client that this version knows; known: lighthouse, prysm, teku, nimbus, "
                    + "lodestar, grandine; another needs an entry in 'resync'"
            ),
            ("validators: 1", operators + "\n8,hal,x,y,prysm", "expected 9 fields, found 5"),
        ])
    func wrong(keys: String, rows: String, message: String) throws {
        let error = #expect(throws: ScenarioErrors.self) { try Self.load(keys, rows) }
        #expect(error?.errors.map(\.fullMessage) == [message])
        #expect(error?.errors.allSatisfy { $0.location.line > 0 } == true)
    }

    @Test("an unknown column is named, and so is a file that is not there")
    func columns() throws {
        try withFolder(["ops.csv": "id,name,rating\n"]) { folder in
            #expect(
                findings(
                    "name: t\ntime: { run: 1 day }\nmarket: { catalogue: ops.csv, validators: 1 }\n", folder: folder)
                    == [
                        "\(folder)/ops.csv:1:1: the header must be '\(Self.header.dropLast())', found 'id,name,rating'; "
                            + "there is no column 'rating'"
                    ])
        }
        #expect(
            findings("name: t\ntime: { run: 1 day }\nmarket: { catalogue: no.csv, validators: 1 }\n")
                == ["3:22: there is no file '/nowhere/no.csv'; paths count from the scenario's folder"])
    }

    @Test("names that the market takes are free")
    func names() {
        #expect(throws: ScenarioErrors.self) { try Self.load("validators: 1", more: "entities: { market: {} }\n") }
        #expect(throws: ScenarioErrors.self) { try Self.load("validators: 1", more: "entities: { ann: {} }\n") }
        #expect(throws: ScenarioErrors.self) {
            try Self.load("validators: 1", more: "clusters: { market: { members: [ann, bob, cem] } }\n")
        }
        #expect(throws: Never.self) {
            try Self.load("validators: 1", more: "clusters: { ours: { members: [ann, bob, cem] } }\n")
        }
    }
}
