import Scenario
import Simulator
import Testing

/// SSV's doppelganger protection: whoever has restarted listens for its own keys before it signs again. Epochs of 48 s.
@Suite("Members that listen for their own keys")
struct ListeningMembersTests {
    private static func missed(
        _ outages: [String], _ resolution: String, protected: Bool = true, members: String = "a, b, c, d"
    ) throws -> [String] {
        let outcome = try MessageRunning.runCertain(
            MessageRunning.text(
                run: "24 epochs", resolution: resolution,
                entities: ["a", "b", "c", "d", "e", "f", "g"].map {
                    "\($0): { validators: 1, \(MessageAgreementTests.quick) }"
                }.joined(separator: ", "), rest: MessageAgreementTests.quickRest, outages: outages,
                network: MessageRunning.certain,
                more: "clusters: { ours: { flavour: ssv, members: [\(members)], validators: 80"
                    + (protected ? ", doppelganger: true" : "") + " } }"))
        return outcome.missed("attestation").filter { $0.hasPrefix("ours") }
    }

    private static func cut(_ who: String, kind: String = "power", at: String = "480 s", name: String = "cut") -> String
    {
        "name: \(name), kind: \(kind), hits: { entity: [\(who)] }, at: \(at), for: 48 s, resync: none"
    }

    @Test(
        "a cluster that restarts as a whole misses two epochs and the rest of one beside",
        arguments: ["duties", "messages"])
    func wholeCluster(resolution: String) throws {
        // Dark in epoch 10; back with epoch 11, and safe when epoch 14 begins.
        let dark = "ours epoch 500010: 80 (cut)"
        #expect(
            try Self.missed([Self.cut("a, b, c, d")], resolution) == [dark]
                + (11...13).map {
                    "ours epoch 5000\($0): 80 (resync after cut)"
                })
        #expect(try Self.missed([Self.cut("a, b, c, d")], resolution, protected: false) == [dark])
    }

    @Test("members whom the others can do without cost nothing", arguments: ["duties", "messages"])
    func carried(resolution: String) throws {
        #expect(try Self.missed([Self.cut("a")], resolution).isEmpty)
        #expect(try Self.missed([Self.cut("a, b")], resolution, members: "a, b, c, d, e, f, g").isEmpty)
    }

    @Test(
        "two of four that restart leave too few to be seen signing, one after the other not",
        arguments: ["duties", "messages"])
    func two(resolution: String) throws {
        let together = try Self.missed([Self.cut("a, b")], resolution)
        #expect(together.count == 4)
        // The second goes dark as soon as the first has listened for an epoch.
        let apart = [Self.cut("a"), Self.cut("b", at: "576 s", name: "next")]
        #expect(try Self.missed(apart, resolution).isEmpty)
        // And here while it still does: three must sign, and two do.
        let close = [Self.cut("a"), Self.cut("b", at: "552 s", name: "next")]
        #expect(try !Self.missed(close, resolution).isEmpty)
    }

    @Test("a cable that is cut restarts nobody", arguments: ["duties", "messages"])
    func network(resolution: String) throws {
        #expect(try Self.missed([Self.cut("a, b, c, d", kind: "network")], resolution).count == 1)
    }
}
