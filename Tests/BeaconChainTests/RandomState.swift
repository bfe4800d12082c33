import BeaconChain

/// Numbers that look random and are the same in every run (SplitMix64).
struct TestNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

/// States in which every branch of the epoch rules is taken by some validator.
enum RandomState {
    static func make(_ spec: ChainSpec, rows: Int, seed: UInt64, isLeaking: Bool) -> BeaconState {
        var numbers = TestNumbers(seed)
        let epoch: Epoch = 500
        var registry = Registry()
        func near(_ numbers: inout TestNumbers) -> CompactEpoch {
            switch Int.random(in: 0..<10, using: &numbers) {
            case 0: .farFuture
            case 1...3: CompactEpoch(bits: UInt32(epoch) - 2 + UInt32.random(in: 0..<12, using: &numbers))
            default: CompactEpoch(bits: UInt32.random(in: 0..<400, using: &numbers))
            }
        }
        for _ in 0..<rows {
            let compounds = spec.fork >= .electra && Int.random(in: 0..<4, using: &numbers) == 0
            let most = compounds ? spec.maxEffectiveBalance : spec.minActivationBalance
            let full = most / spec.effectiveBalanceIncrement
            let stake =
                Int.random(in: 0..<3, using: &numbers) == 0 ? UInt64.random(in: 0...full, using: &numbers) : full
            let offset = UInt64.random(in: 0..<3_000_000_000, using: &numbers)
            let balance =
                Int.random(in: 0..<12, using: &numbers) == 0
                ? UInt64.random(in: 0..<400_000, using: &numbers)
                : stake * 1_000_000_000 + 1_500_000_000 - min(offset, stake * 1_000_000_000 + 1_500_000_000)
            registry.effectiveIncrements.append(UInt16(stake))
            registry.balances.append(balance)
            registry.slashed.append(Int.random(in: 0..<8, using: &numbers) == 0)
            registry.activationEligibilityEpochs.append(near(&numbers))
            registry.activationEpochs.append(near(&numbers))
            let leaves = Int.random(in: 0..<4, using: &numbers) == 0
            registry.exitEpochs.append(leaves ? near(&numbers) : .farFuture)
            let half = UInt32(epoch + spec.epochsPerSlashingsVector / 2)
            registry.withdrawableEpochs.append(
                Bool.random(using: &numbers) ? CompactEpoch(bits: half) : near(&numbers))
            registry.inactivityScores.append(
                Bool.random(using: &numbers) ? 0 : UInt32.random(in: 0..<2_000_000, using: &numbers))
            registry.previousParticipation.append(UInt8.random(in: 0..<8, using: &numbers))
            registry.currentParticipation.append(UInt8.random(in: 0..<8, using: &numbers))
            registry.credentialPrefixes.append(compounds ? 2 : UInt8.random(in: 0..<2, using: &numbers))
        }
        var state = BeaconState(
            spec: spec, slot: epoch * spec.slotsPerEpoch + spec.slotsPerEpoch - 1, registry: registry)
        state.slashings = (0..<spec.epochsPerSlashingsVector).map { _ in
            Int.random(in: 0..<16, using: &numbers) == 0 ? UInt64.random(in: 0..<64_000_000_000, using: &numbers) : 0
        }
        state.justificationBits = UInt8.random(in: 0..<16, using: &numbers)
        state.finalized.epoch = isLeaking ? epoch - 20 : epoch - 3
        state.previousJustified.epoch = isLeaking ? epoch - 19 : epoch - UInt64.random(in: 1..<4, using: &numbers)
        state.currentJustified.epoch = isLeaking ? epoch - 18 : epoch - UInt64.random(in: 1..<3, using: &numbers)
        if spec.fork >= .electra {
            state.depositRequestsStartIndex = 0
            state.earliestExitEpoch = epoch + UInt64.random(in: 0..<9, using: &numbers)
            state.exitBalanceToConsume = UInt64.random(in: 0..<64_000_000_000, using: &numbers)
            state.depositBalanceToConsume = UInt64.random(in: 0..<8_000_000_000, using: &numbers)
            for _ in 0..<(seed % 3 == 0 ? 0 : 24) {
                state.pendingDeposits.append(
                    PendingDeposit(
                        publicKey: PendingDeposit.rowKey(Int.random(in: 0..<rows, using: &numbers)),
                        withdrawalCredentials: [1], amount: UInt64.random(in: 0..<9_000_000_000, using: &numbers),
                        signature: [], slot: 10))
            }
        }
        return state
    }
}
