import BeaconChain

/// A registry as large as asked for, in which everything that costs time happens to some rows.
enum SyntheticState {
    /// Numbers that look random and are the same in every run (SplitMix64).
    struct Numbers {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }

        /// True in so many cases of a thousand.
        mutating func chance(perMille: UInt64) -> Bool { next() % 1000 < perMille }
    }

    /// Mixed participation: 94 % timely in everything, 3 % without the head, 3 % offline; one validator in twenty has
    /// left, one in a thousand is slashed. A share of the rest compounds with 32 to 2,048 ETH.
    static func make(validators: Int, compoundingPerMille: UInt64) -> BeaconState {
        var numbers = Numbers(seed: UInt64(validators))
        var registry = Registry()
        let far = CompactEpoch.farFuture
        for _ in 0..<validators {
            let hasLeft = numbers.chance(perMille: 50)
            let isSlashed = numbers.chance(perMille: 1)
            let compounds = numbers.chance(perMille: compoundingPerMille)
            let increments = compounds ? 32 + numbers.next() % 2017 : 32
            registry.effectiveIncrements.append(UInt16(hasLeft ? 0 : increments))
            registry.balances.append(
                hasLeft ? 0 : increments * 1_000_000_000 + numbers.next() % 200_000_000)
            registry.slashed.append(isSlashed)
            registry.activationEligibilityEpochs.append(CompactEpoch(bits: 0))
            registry.activationEpochs.append(CompactEpoch(bits: 0))
            registry.exitEpochs.append(hasLeft ? CompactEpoch(bits: 90_000) : far)
            registry.withdrawableEpochs.append(hasLeft ? CompactEpoch(bits: 90_256) : far)
            registry.inactivityScores.append(0)
            registry.credentialPrefixes.append(compounds ? 2 : 1)
            let offline = numbers.chance(perMille: 30)
            let late = numbers.chance(perMille: 30)
            let flags: UInt8 = offline || hasLeft ? 0 : late ? 0b011 : 0b111
            registry.previousParticipation.append(flags)
            registry.currentParticipation.append(flags)
        }
        let spec = ChainSpec(preset: .mainnet, fork: .fulu)
        var state = BeaconState(spec: spec, slot: 100_000 * 32 + 31, registry: registry)
        state.justificationBits = 0b1111
        state.finalized = Checkpoint(epoch: 99_998, root: .zero)
        state.currentJustified = Checkpoint(epoch: 99_999, root: .zero)
        state.previousJustified = Checkpoint(epoch: 99_998, root: .zero)
        state.slashings = [Gwei](repeating: 0, count: Int(spec.epochsPerSlashingsVector))
        state.randaoMixes = (0..<spec.epochsPerHistoricalVector).map {
            Root(words: ($0, 1, 2, 3))
        }
        state.proposerLookahead = [ValidatorIndex](repeating: 0, count: 64)
        return state
    }
}
