import BeaconChain
import Testing

@Suite("Epoch transition against the plain reading of the rules")
struct EpochEquivalenceTests {
    @Test(
        "random states come out the same, field by field", arguments: Fork.allCases, [Preset.minimal, .mainnet])
    func randomStates(fork: Fork, preset: Preset) throws {
        for seed in UInt64(0)..<12 {
            let spec = ChainSpec(preset: preset, fork: fork)
            let rows = [1, 7, 300, 2049, 4100][Int(seed % 5)]
            var fast = RandomState.make(spec, rows: rows, seed: seed, isLeaking: seed % 2 == 0)
            var reference = ReferenceTransition(fast)
            reference.run()
            var transition = EpochTransition()
            transition.drawsDuties = false
            try transition.run(&fast)
            expectEqual(fast, reference.state)
        }
    }

    @Test(
        "long runs of settled and departed validators come out the same", arguments: Fork.allCases, [true, false])
    func quietRuns(fork: Fork, isLeaking: Bool) throws {
        let spec = ChainSpec(preset: .mainnet, fork: fork)
        for seed in UInt64(20)..<24 {
            var state = RandomState.make(spec, rows: 4099, seed: seed, isLeaking: isLeaking)
            var numbers = TestNumbers(seed)
            for row in 0..<state.registry.count where Int.random(in: 0..<60, using: &numbers) != 0 {
                let isGone = Int.random(in: 0..<6, using: &numbers) == 0
                state.registry.slashed[row] = false
                state.registry.activationEligibilityEpochs[row] = CompactEpoch(bits: 0)
                state.registry.activationEpochs[row] = CompactEpoch(bits: 0)
                state.registry.exitEpochs[row] = isGone ? CompactEpoch(bits: 499 - UInt32(seed % 2)) : .farFuture
                state.registry.withdrawableEpochs[row] = isGone ? CompactEpoch(bits: 755) : .farFuture
                state.registry.effectiveIncrements[row] = isGone ? 0 : UInt16.random(in: 17...32, using: &numbers)
                state.registry.inactivityScores[row] = 0
                if isGone { state.registry.balances[row] = 0 }
            }
            if !isLeaking, seed % 2 == 0 {
                state.registry.inactivityScores = state.registry.inactivityScores.map { _ in 0 }
            }
            var reference = ReferenceTransition(state)
            reference.run()
            var transition = EpochTransition()
            transition.drawsDuties = false
            try transition.run(&state)
            expectEqual(state, reference.state)
        }
    }

    @Test("effective balances beyond the preset's largest are followed all the same")
    func oversized() throws {
        let spec = ChainSpec(preset: .minimal, fork: .fulu)
        var state = RandomState.make(spec, rows: 100, seed: 5, isLeaking: false)
        for (row, stake) in [(3, UInt16(2049)), (17, 32_767), (40, 32_768), (41, 40_000), (99, 65_535)] {
            state.registry.effectiveIncrements[row] = stake
            state.registry.balances[row] = UInt64(stake) * 1_000_000_000
            state.registry.activationEligibilityEpochs[row] = CompactEpoch(bits: 0)
            state.registry.activationEpochs[row] = CompactEpoch(bits: 0)
        }
        var reference = ReferenceTransition(state)
        reference.run()
        var transition = EpochTransition()
        transition.drawsDuties = false
        try transition.run(&state)
        expectEqual(state, reference.state)
    }

    @Test("the steps one by one are the whole", arguments: Fork.allCases)
    func stepsOneByOne(fork: Fork) throws {
        let spec = ChainSpec(preset: .minimal, fork: fork)
        for seed in UInt64(0)..<6 {
            let before = RandomState.make(spec, rows: 500, seed: seed, isLeaking: seed % 2 == 0)
            var (whole, parts) = (before, before)
            var transition = EpochTransition()
            transition.drawsDuties = false
            try transition.run(&whole)
            try transition.justificationAndFinalization(&parts)
            try transition.inactivityUpdates(&parts)
            try transition.rewardsAndPenalties(&parts)
            try transition.registryUpdates(&parts)
            try transition.slashings(&parts)
            if fork >= .electra {
                try transition.pendingDeposits(&parts)
                try transition.pendingConsolidations(&parts)
            }
            try transition.effectiveBalanceUpdates(&parts)
            try transition.slashingsReset(&parts)
            EpochTransition.participationFlagUpdates(&parts)
            expectEqual(whole, parts)
        }
    }

    @Test("the reward table explains every balance that attestations changed", arguments: [true, false])
    func rewardTable(isLeaking: Bool) throws {
        let spec = ChainSpec(preset: .mainnet, fork: .fulu)
        let before = RandomState.make(spec, rows: 1500, seed: 99, isLeaking: isLeaking)
        var after = before
        var transition = EpochTransition()
        try transition.justificationAndFinalization(&after)
        try transition.inactivityUpdates(&after)
        let table = try AttestationRewardTable(after)
        let scores = after.registry.inactivityScores
        try transition.rewardsAndPenalties(&after)
        for row in 0..<before.registry.count {
            let registry = before.registry
            let wasActive = registry.isActive(row, in: before.previousEpoch)
            let pays = registry.slashed[row] && before.currentEpoch < registry.withdrawableEpochs[row].epoch
            guard wasActive || pays else {
                #expect(after.registry.balances[row] == registry.balances[row])
                continue
            }
            let flags = wasActive && !registry.slashed[row] ? registry.previousParticipation[row] : 0
            let settled = try table.settle(
                balance: registry.balances[row], increments: registry.effectiveIncrements[row], flags: flags,
                score: scores[row])
            #expect(settled.balance == after.registry.balances[row])
            var sum = Int64(registry.balances[row])
            for flag in ParticipationFlag.allCases {
                sum += Int64(settled.rewards[flag]) - Int64(settled.penalties[flag])
            }
            #expect(sum - Int64(settled.inactivityPenalty) == Int64(settled.balance))
        }
    }
}

/// Expects equal states, naming the first column that differs.
func expectEqual(_ a: BeaconState, _ b: BeaconState, sourceLocation: SourceLocation = #_sourceLocation) {
    func check<Value: Equatable>(_ name: String, _ path: KeyPath<BeaconState, [Value]>) {
        let (left, right) = (a[keyPath: path], b[keyPath: path])
        guard left != right else { return }
        let row = zip(left, right).enumerated().first { $0.element.0 != $0.element.1 }
        Issue.record(
            "\(name): \(left.count) and \(right.count) entries, first difference \(String(describing: row))",
            sourceLocation: sourceLocation)
    }
    check("scores", \.registry.inactivityScores)
    check("balances", \.registry.balances)
    check("increments", \.registry.effectiveIncrements)
    check("eligibility", \.registry.activationEligibilityEpochs)
    check("activation", \.registry.activationEpochs)
    check("exit", \.registry.exitEpochs)
    check("withdrawable", \.registry.withdrawableEpochs)
    check("slashings", \.slashings)
    check("deposits", \.pendingDeposits)
    let isSame = a.registry == b.registry
    #expect(isSame, "a column of the registry differs", sourceLocation: sourceLocation)
    #expect(a.justificationBits == b.justificationBits, sourceLocation: sourceLocation)
    #expect(a.finalized == b.finalized, sourceLocation: sourceLocation)
    #expect(a.currentJustified == b.currentJustified, sourceLocation: sourceLocation)
    #expect(a.previousJustified == b.previousJustified, sourceLocation: sourceLocation)
    #expect(a.earliestExitEpoch == b.earliestExitEpoch, sourceLocation: sourceLocation)
    #expect(a.exitBalanceToConsume == b.exitBalanceToConsume, sourceLocation: sourceLocation)
    #expect(a.depositBalanceToConsume == b.depositBalanceToConsume, sourceLocation: sourceLocation)
}
