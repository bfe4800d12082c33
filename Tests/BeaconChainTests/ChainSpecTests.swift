import BeaconChain
import Testing

@Suite("Chain spec")
struct ChainSpecTests {
    @Test(
        "slashing constants are those of the fork",
        arguments: [
            (Fork.altair, 64, 2, 50_331_648), (.bellatrix, 32, 3, 16_777_216), (.deneb, 32, 3, 16_777_216),
            (.electra, 4_096, 3, 16_777_216), (.fulu, 4_096, 3, 16_777_216),
        ] as [(Fork, UInt64, UInt64, UInt64)])
    func forkConstants(fork: Fork, slashing: UInt64, multiplier: UInt64, leak: UInt64) {
        let spec = ChainSpec(preset: .mainnet, fork: fork)
        #expect(spec.minSlashingPenaltyQuotient == slashing)
        #expect(spec.proportionalSlashingMultiplier == multiplier)
        #expect(spec.inactivityPenaltyQuotient == leak)
    }
}
