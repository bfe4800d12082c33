import Scenario
import Simulator
import Testing

/// A second machine with the keys of a node, where the heads are those that each machine has seen.
@Suite struct DoubleKeysMessageTests {
    static func run(_ outages: [String], seed: Int = 3) throws -> RunOutcome {
        try RunOutcome.of(
            Running.scenario(
                """
                name: test
                seed: \(seed)
                resolution: messages
                chain: { preset: minimal, fork: fulu, validators: 800, start: { epoch: 500_000 } }
                time: { run: 16 epochs }
                network: { nodes: 60 }
                entities: { me: { validators: 30 }, twin: { validators: 0 } }
                outages: [\(outages.map { "{ \($0) }" }.joined(separator: ", "))]
                """))
    }

    static func keys(_ at: String, _ length: String, more: String = "") -> String {
        "name: twice, kind: double-keys, hits: { entity: me }, backup: twin, at: \(at), for: \(length)\(more)"
    }

    static let cut = "name: cut, kind: power, hits: { entity: me }, at: 96 s, for: 240 s, resync: none"

    @Test("a backup that signs only while the owner is down saves its duties and no key is lost")
    func backup() throws {
        let bare = try Self.run([Self.cut])
        let saved = try Self.run([Self.cut, Self.keys("96 s", "240 s")])
        #expect(try bare.whole("me", .missedAttestations) >= 120)
        #expect(try saved.whole("me", .missedAttestations) <= 30)
        #expect(try saved.whole("me", .slashed) == 0)
    }

    static let split =
        "name: split, kind: partition, groups: { mine: { entity: me }, world: others }, at: 96 s, for: 240 s"

    @Test("during a partition both sign, and who hears both finds it after it heals", arguments: [false, true])
    func partition(listens: Bool) throws {
        let alone = try Self.run([Self.split])
        #expect(try alone.whole("network", .slashed) == 0)
        let twice = try Self.run([
            Self.split, Self.keys("0 s", "400 s", more: ", doppelganger: \(listens)"),
        ])
        let slashed = try twice.whole("me", .slashed)
        #expect(slashed > 5)
        #expect(try twice.whole("network", .slashed) == slashed)
        #expect(try twice.whole("me", .penaltiesSlashing, during: "twice") == slashed * 7_812_500)
        let shared = try Self.run([Self.split, Self.keys("0 s", "400 s", more: ", protection: shared")])
        #expect(try shared.whole("network", .slashed) == 0)
    }
}
