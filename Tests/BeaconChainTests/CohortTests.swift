import BeaconChain
import Testing

@Suite("Rows that stand for several validators")
struct CohortTests {
    /// A registry of cohorts, and for each row the validators that it stands for in a registry without.
    private struct Pair {
        var cohorts: BeaconState
        var singles: BeaconState
        var members: [[Int]]
    }

    private func make(_ spec: ChainSpec, seed: UInt64) -> Pair {
        var numbers = TestNumbers(seed)
        var (cohorts, singles) = (Registry(), Registry())
        var members: [[Int]] = []
        for _ in 0..<14 {
            let count = Int.random(in: 1..<60, using: &numbers)
            let compounds = spec.fork >= .electra && Bool.random(using: &numbers)
            let stake =
                compounds ? UInt16.random(in: 17..<100, using: &numbers) : UInt16.random(in: 17...32, using: &numbers)
            let balance = UInt64(stake) * 1_000_000_000 + UInt64.random(in: 0..<1_000_000_000, using: &numbers)
            let score = UInt32.random(in: 0..<2_000_000, using: &numbers)
            let waits = Int.random(in: 0..<5, using: &numbers) == 0
            let activation: CompactEpoch = waits ? .farFuture : CompactEpoch(bits: 0)
            members.append(Array(singles.count..<singles.count + count))
            cohorts.append(balance, stake, score, activation, compounds)
            cohorts.multiplicity.append(UInt32(count))
            for _ in 0..<count { singles.append(balance, stake, score, activation, compounds) }
        }
        let slot = 100 * spec.slotsPerEpoch + spec.slotsPerEpoch - 1
        var states = [cohorts, singles].map { BeaconState(spec: spec, slot: slot, registry: $0) }
        for index in states.indices {
            states[index].slashings = [Gwei](repeating: 0, count: Int(spec.epochsPerSlashingsVector))
            states[index].finalized.epoch = 97
            states[index].previousJustified.epoch = 98
            states[index].currentJustified.epoch = 98
        }
        return Pair(cohorts: states[0], singles: states[1], members: members)
    }

    @Test(
        "cohorts and single validators agree through leaks, ejections and activations",
        arguments: [Fork.bellatrix, .deneb, .fulu], [1, 2, 3] as [UInt64])
    func agree(fork: Fork, seed: UInt64) throws {
        let spec = ChainSpec(preset: .minimal, fork: fork)
        var pair = make(spec, seed: seed)
        var numbers = TestNumbers(seed + 1000)
        let offline = Set((0..<14).filter { _ in Int.random(in: 0..<5, using: &numbers) < 2 })
        var (a, b) = (EpochTransition(), EpochTransition())
        a.drawsDuties = false
        b.drawsDuties = false
        var (ejected, splits, leaking) = (0, 0, 0)
        for _ in 0..<130 {
            for row in pair.members.indices {
                let isOff = row < 14 ? offline.contains(row) : true
                let flags: UInt8 = isOff ? 0 : [7, 7, 7, 3, 1, 0].randomElement(using: &numbers) ?? 7
                pair.cohorts.registry.currentParticipation[row] = flags
                for member in pair.members[row] { pair.singles.registry.currentParticipation[member] = flags }
            }
            let cohort = try a.run(&pair.cohorts)
            let single = try b.run(&pair.singles)
            for split in cohort.rowSplits {
                let here = pair.members[split.row]
                // Who is activated comes from the front; who leaves later follows those who keep the row.
                let later = cohort.rowSplits.filter { $0.row == split.row && $0.newRow >= split.newRow }
                let isActivated = cohort.registry.activated.contains(split.newRow)
                let start = isActivated ? 0 : here.count - later.reduce(0) { $0 + Int($1.count) }
                let moved = start..<start + Int(split.count)
                pair.members.append(Array(here[moved]))
                pair.members[split.row].removeSubrange(moved)
                #expect(split.newRow == pair.members.count - 1)
            }
            #expect(cohort.totalActiveBalance == single.totalActiveBalance)
            #expect(cohort.baseRewardPerIncrement == single.baseRewardPerIncrement)
            #expect(cohort.previousParticipation == single.previousParticipation)
            #expect(cohort.currentParticipation == single.currentParticipation)
            #expect(cohort.justification == single.justification)
            #expect(pair.cohorts.earliestExitEpoch == pair.singles.earliestExitEpoch)
            #expect(pair.cohorts.exitBalanceToConsume == pair.singles.exitBalanceToConsume)
            try expectSame(pair)
            ejected += cohort.registry.ejected.count
            splits += cohort.rowSplits.count
            leaking += cohort.isLeaking ? 1 : 0
            pair.cohorts.slot += spec.slotsPerEpoch
            pair.singles.slot += spec.slotsPerEpoch
        }
        #expect(ejected > 0)
        #expect(splits > 0)
        if seed == 1 { #expect(leaking > 0) }
    }

    private func expectSame(_ pair: Pair) throws {
        let (rows, ones) = (pair.cohorts.registry, pair.singles.registry)
        try #require(rows.count == pair.members.count)
        for (row, members) in pair.members.enumerated() {
            try #require(Int(rows.multiplicity[row]) == members.count)
            for member in members {
                let isSame =
                    rows.balances[row] == ones.balances[member]
                    && rows.effectiveIncrements[row] == ones.effectiveIncrements[member]
                    && rows.inactivityScores[row] == ones.inactivityScores[member]
                    && rows.exitEpochs[row] == ones.exitEpochs[member]
                    && rows.withdrawableEpochs[row] == ones.withdrawableEpochs[member]
                    && rows.activationEpochs[row] == ones.activationEpochs[member]
                    && rows.activationEligibilityEpochs[row] == ones.activationEligibilityEpochs[member]
                try #require(isSame, "row \(row), validator \(member), epoch \(pair.cohorts.currentEpoch)")
            }
        }
    }

    @Test("members admitted together leave when they would one by one", arguments: [Fork.altair, .fulu])
    func exitQueue(fork: Fork) throws {
        var state = BeaconState(spec: ChainSpec(preset: .mainnet, fork: fork), slot: 3200, registry: Registry())
        state.earliestExitEpoch = 106
        state.exitBalanceToConsume = 100_000_000_000
        var together = try ExitQueue(state, totalActiveBalance: 40_000_000_000_000_000)
        var single = together
        for balance in [16_000_000_000, 0, 31_000_000_000, 2_048_000_000_000] as [Gwei] {
            var left: UInt64 = 57
            while left > 0 {
                let group = try together.admit(balance: balance, count: left)
                for _ in 0..<group.count {
                    let one = try single.admit(balance: balance, count: 1)
                    #expect(one.count == 1 && one.exit == group.exit && one.withdrawable == group.withdrawable)
                }
                left -= group.count
            }
            #expect(together.epoch == single.epoch && together.used == single.used)
        }
    }
}

extension Registry {
    /// One row as tests need it.
    mutating func append(
        _ balance: Gwei, _ stake: UInt16, _ score: UInt32, _ activation: CompactEpoch, _ compounds: Bool
    ) {
        balances.append(balance)
        effectiveIncrements.append(stake)
        slashed.append(false)
        activationEligibilityEpochs.append(CompactEpoch(bits: 0))
        activationEpochs.append(activation)
        exitEpochs.append(.farFuture)
        withdrawableEpochs.append(.farFuture)
        inactivityScores.append(score)
        previousParticipation.append(7)
        currentParticipation.append(7)
        credentialPrefixes.append(compounds ? 2 : 1)
    }
}
