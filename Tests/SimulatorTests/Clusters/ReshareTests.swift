import Scenario
import Simulator
import Testing

/// A member that is replaced while the cluster runs.
@Suite struct ReshareTests {
    static func missed(_ reshare: String, _ resolution: String, during: String? = nil) throws -> Int64 {
        let outcome = try RunOutcome.of(
            Running.scenario(
                """
                name: test
                seed: 7
                resolution: \(resolution)
                chain: { preset: minimal, fork: fulu, validators: 800, start: { epoch: 500_000 } }
                time: { run: 16 epochs }
                network: { nodes: 60, blobs: 0, publish: 10 ms }
                entities: { a: {}, b: {}, c: {}, d: {}, e: {}, me: { validators: 10 } }
                clusters: { ours: { members: [a, b, c, d], validators: 5\(reshare) } }
                outages:
                  - { name: a goes, kind: power, hits: { entity: a }, at: 5 epochs, for: until the end }
                  - { name: b too, kind: power, hits: { entity: b }, at: 10 epochs, for: until the end }
                """))
        #expect(try outcome.whole("me", .missedAttestations) == 0)
        return try outcome.whole("ours", .missedAttestations, during: during)
    }

    @Test(
        "who is replaced before a second member is lost costs the grace, and the cluster goes on",
        arguments: ["duties", "messages"])
    func replacement(resolution: String) throws {
        // Two of four are lost from epoch 10 on; the last epoch's votes are not settled any more.
        #expect(try Self.missed("", resolution) == 5 * 5)
        let pause = ", reshare: { at: 6 epochs, out: a, in: e }"
        #expect(try Self.missed(pause, resolution) == 5 * 2)
        #expect(try Self.missed(pause, resolution, during: "resharing of ours") == 5 * 2)
        #expect(try Self.missed(", reshare: { at: 6 epochs, out: a, in: e, grace: 0 s }", resolution) == 0)
        // Too late, and for the wrong one.
        #expect(try Self.missed(", reshare: { at: 12 epochs, out: c, in: e, grace: 0 s }", resolution) == 5 * 5)
    }
}
