import Scenario
import Simulator
import Testing

/// Blocks that come through a builder's relay leave later.
@Suite struct RelayTests {
    static func outcome(
        _ network: String, builds: String = "builder", resolution: String = "messages", clusters: Bool = false
    ) throws -> RunOutcome {
        let members = clusters ? ["a", "b", "c", "d"] : []
        return try Running.run(
            MessageRunning.text(
                resolution: resolution,
                entities: (["them: { validators: 600, builds: \(builds) }"] + members.map { "\($0): {}" }).joined(
                    separator: ", "),
                network: "nodes: 24, blobs: 0, \(network)",
                more: clusters
                    ? "clusters: { ours: { members: [\(members.joined(separator: ", "))], validators: 30, "
                        + "builds: \(builds) } }" : ""))
    }

    @Test("a relay that all blocks come through delays them by what it takes", arguments: [false, true])
    func whole(clusters: Bool) throws {
        let relayed = try Self.outcome("publish: 600 ms, relay: { share: 100 %, delay: 900 ms }", clusters: clusters)
        let later = try Self.outcome("publish: 1500 ms", clusters: clusters)
        #expect(relayed.accounts == later.accounts)
        #expect(relayed.allLosses == later.allLosses)
        let without = try Self.outcome("publish: 600 ms", clusters: clusters)
        #expect(try relayed.whole("network", .lateAttestations) > without.whole("network", .lateAttestations))
    }

    @Test("a relay that nobody's blocks come through changes nothing")
    func nobody() throws {
        let without = try Self.outcome("publish: { median: 600 ms, p95: 1500 ms }")
        let unused = try Self.outcome(
            "publish: { median: 600 ms, p95: 1500 ms }, relay: { share: 0 %, delay: { mean: 900 ms } }")
        #expect(unused.accounts == without.accounts)
    }

    @Test("whose blocks are built locally wait for no relay, nor does a cluster of theirs", arguments: [false, true])
    func local(clusters: Bool) throws {
        // The rest holds a validator of twenty at most.
        let network = "publish: 600 ms, relay: { share: 100 %, delay: 900 ms }"
        let built = try Self.outcome(network, builds: "local", clusters: clusters)
        let bought = try Self.outcome(network, clusters: clusters)
        #expect(
            try built.whole("network", .lateAttestations) * 3 < bought.whole("network", .lateAttestations))
    }

    @Test("a share of the blocks is late where a share comes through the relay")
    func share() throws {
        func late(_ share: Int) throws -> Int64 {
            try Self.outcome("publish: 300 ms, relay: { share: \(share) %, delay: 4 s }")
                .whole("network", .lateAttestations)
        }
        let (all, third) = (try late(100), try late(33))
        // 96 slots: a third of them, give or take ten.
        #expect(third * 100 > all * 18 && third * 100 < all * 48, "\(third) of \(all)")
    }

    @Test(
        "at duties a cluster's block waits for the relay too, unless its members build it",
        arguments: ["builder", "local"])
    func duties(builds: String) throws {
        let network = "publish: 600 ms, relay: { delay: 3 s }"
        let outcome = try Self.outcome(network, builds: builds, resolution: "duties", clusters: true)
        let assigned = try outcome.whole("ours", .proposalsAssigned)
        #expect(assigned > 0)
        // Votes are due after 2 s of the slot of 6 s.
        #expect(try outcome.whole("ours", .proposalsMissed) == (builds == "local" ? 0 : assigned))
    }

    @Test("a delay without bounds runs to the end")
    func longest() throws {
        let outcome = try Self.outcome("relay: { share: 50 %, delay: { median: 1 s, p95: 36_500 days } }")
        #expect(try outcome.whole("network", .blocksMissed) > 10)
    }
}
