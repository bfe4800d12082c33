import Scenario
import Simulator
import Testing

/// What slashing protection keeps from those who voted for an invalid chain, and what becomes of them without it.
@Suite struct SlashingProtectionTests {
    /// Five of six validators are theirs; the bug lasts five epochs, so that they vote with a source of the invalid chain.
    static func outcome(
        protection: String, theirs: Int = 500, run: String = "24 epochs", chain: String = ""
    ) throws -> RunOutcome {
        try MessageRunning.runCertain(
            MessageRunning.text(
                size: "validators: 600", chain: chain, run: run,
                entities: "me: { validators: 20, clients: { consensus: lighthouse, execution: reth } }, "
                    + "them: { nodes: 5, validators: \(theirs), clients: { consensus: prysm, execution: reth } }",
                rest: "clients: { consensus: { lighthouse: 100 % }, execution: { reth: 100 % } }",
                outages: [
                    "name: bug, kind: client-bug, bug: accept-invalid, hits: { consensus: prysm }, at: 96 s, for: 240 s"
                        + protection
                ], network: MessageRunning.certain))
    }

    @Test("who has voted with a source of the invalid chain stays silent, and is not slashed")
    func kept() throws {
        let outcome = try Self.outcome(protection: "")
        #expect(try outcome.whole("network", .slashed) == 0)
        // From the bug to the end of the run nobody of them votes for the valid chain.
        #expect(try outcome.whole("them", .missedAttestations) >= 500 * 20)
        let missed = outcome.missed("attestation")
        #expect(missed.contains { $0.hasPrefix("them") && $0.hasSuffix("(slashing protection)") })
        // What the others' votes lack is a block of the few that are still made.
        #expect(missed.allSatisfy { $0.hasPrefix("them") || $0.hasSuffix("(blocks missing through bug)") })
    }

    @Test("who empties the database votes at once, and is slashed for votes that surround earlier ones")
    func wiped() throws {
        let outcome = try Self.outcome(protection: ", protection: wiped")
        #expect(try outcome.whole("them", .slashed) == 500)
        #expect(try outcome.whole("network", .slashed) == 500)
        // Electra: 1/4,096 of the effective balance at once.
        #expect(try outcome.whole("them", .penaltiesSlashing, during: "bug") >= 500 * 7_812_500)
        #expect(try outcome.whole("me", .penaltiesSlashing) == 0)
    }

    @Test("a minority justifies nothing, and comes back with its database or without", arguments: ["kept", "wiped"])
    func minority(protection: String) throws {
        let outcome = try Self.outcome(protection: ", protection: \(protection)", theirs: 150)
        #expect(try outcome.whole("network", .slashed) == 0)
        #expect(try outcome.whole("them", .missedAttestations) <= 150 * 6)
        #expect(outcome.epochPoints.last.map { $0.target == $0.activeBalance } ?? false)
    }

    @Test("once the leak has given the valid chain a newer source the silent vote again")
    func leak() throws {
        let outcome = try Self.outcome(
            protection: "", theirs: 402, run: "200 epochs",
            chain: "config: { INACTIVITY_PENALTY_QUOTIENT: 5_000, EJECTION_BALANCE: 1_000_000_000 }")
        #expect(try outcome.whole("network", .slashed) == 0)
        #expect(try outcome.whole("network", .finalityDelayMax) > 20)
        #expect(outcome.epochPoints.last.map { $0.target == $0.activeBalance } ?? false)
        #expect(outcome.epochPoints.last.map { !$0.isLeaking } ?? false)
    }
}
