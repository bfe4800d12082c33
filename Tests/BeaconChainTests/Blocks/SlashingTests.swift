import BeaconChain
import Testing

/// Slashing by rows of many, and what it costs by the closed forms.
@Suite("slashing")
struct SlashingTests {
    static let forks: [Fork] = [.altair, .bellatrix, .capella, .deneb, .electra, .fulu]

    /// A registry of rows with so many members and increments each.
    static func state(
        _ fork: Fork, preset: Preset = .minimal, rows: [(members: UInt32, increments: UInt16)]
    ) -> BeaconState {
        let spec = ChainSpec(preset: preset, fork: fork)
        var registry = Registry()
        for row in rows {
            registry.effectiveIncrements.append(row.increments)
            registry.balances.append(Gwei(row.increments) * 1_000_000_000 + 123)
            registry.slashed.append(false)
            registry.activationEligibilityEpochs.append(CompactEpoch(bits: 0))
            registry.activationEpochs.append(CompactEpoch(bits: 0))
            registry.exitEpochs.append(.farFuture)
            registry.withdrawableEpochs.append(.farFuture)
            registry.inactivityScores.append(0)
            registry.previousParticipation.append(7)
            registry.currentParticipation.append(7)
            registry.credentialPrefixes.append(row.increments > 32 ? 2 : 1)
        }
        if rows.contains(where: { $0.members > 1 }) { registry.multiplicity = rows.map(\.members) }
        let epoch: Epoch = 10_000
        var state = BeaconState(spec: spec, slot: epoch * spec.slotsPerEpoch, registry: registry)
        state.justificationBits = 0b1111
        state.currentJustified.epoch = epoch - 1
        state.previousJustified.epoch = epoch - 2
        state.finalized.epoch = epoch - 2
        state.slashings = Array(repeating: 0, count: Int(spec.epochsPerSlashingsVector))
        return state
    }

    static func total(_ state: BeaconState) -> Gwei {
        (0..<state.registry.count).reduce(0) {
            $0 + Gwei(state.registry.effectiveIncrements[$1]) * state.registry.members(of: $1) * 1_000_000_000
        }
    }

    /// Evidence that validators voted for two heads.
    static func evidence(_ validators: [UInt64], _ state: BeaconState) -> AttesterSlashing {
        let target = Checkpoint(epoch: state.currentEpoch, root: .zero)
        func vote(_ head: UInt64) -> IndexedAttestation {
            IndexedAttestation(
                attestingIndices: validators,
                data: AttestationData(
                    slot: state.slot, index: 0, beaconBlockRoot: Root(words: (head, 0, 0, 0)),
                    source: state.currentJustified, target: target), signature: [])
        }
        return AttesterSlashing(first: vote(1), second: vote(2))
    }

    /// What a member of a row has, as a line to compare.
    static func members(_ state: BeaconState, rows: some Sequence<Int>) -> [String] {
        let registry = state.registry
        return rows.flatMap { row in
            let line =
                "\(registry.effectiveIncrements[row]) \(registry.balances[row]) \(registry.slashed[row]) "
                + "\(registry.exitEpochs[row].epoch) \(registry.withdrawableEpochs[row].epoch)"
            return Array(repeating: line, count: Int(registry.members(of: row)))
        }.sorted()
    }

    @Test("members of a row are slashed as process_attester_slashing slashes them one by one", arguments: forks)
    func rowsAreMembers(fork: Fork) throws {
        for (count, increments) in [(1, UInt16(32)), (7, 32), (40, 32), (40, 31), (30, 2_048)] {
            // 30 members of 2,048 ETH are more than an epoch of exits, before Electra five of any size are.
            let kept: [(members: UInt32, increments: UInt16)] = [(600, 32), (1, 32)]
            if increments > 32, fork < .electra { continue }
            var byRow = Self.state(fork, rows: [(40, increments)] + kept)
            var single = Self.state(
                fork, rows: Array(repeating: (1, increments), count: 40) + Array(repeating: (1, 32), count: 601))
            let before = Self.total(single)
            #expect(before == Self.total(byRow))

            let parts = try byRow.slash(0, members: UInt64(count), totalActiveBalance: before, .attesterSlashing)
            let proposer = 640
            try single.processAttesterSlashing(
                Self.evidence(Array(0..<UInt64(count)), single),
                BlockContext(single, proposer: proposer))

            let isTold = Set(parts.map(\.row))
            #expect(parts.reduce(0) { $0 + $1.members } == UInt64(count))
            for row in 0..<byRow.registry.count {
                #expect(byRow.registry.slashed[row] == isTold.contains(row))
            }
            for part in parts {
                #expect(part.isNewRow == (part.row > 2))
                #expect(byRow.registry.members(of: part.row) == part.members)
            }
            let others = [0] + Array(3..<byRow.registry.count)
            #expect(
                Self.members(byRow, rows: others.filter { $0 < byRow.registry.count })
                    == Self.members(single, rows: 0..<40))
            #expect(byRow.slashings == single.slashings)
            #expect(byRow.earliestExitEpoch == single.earliestExitEpoch)
            #expect(byRow.exitBalanceToConsume == single.exitBalanceToConsume)
            let reward = parts.reduce(Gwei(0)) { $0 + $1.reward * $1.members }
            #expect(single.registry.balances[proposer] == 32_000_000_123 + reward)
            // A second slashing finds nobody.
            #expect(parts.allSatisfy { !byRow.isSlashable($0.row, at: byRow.currentEpoch) })
        }
    }

    @Test("who is leaving already keeps the exit and waits longer for the withdrawal", arguments: forks)
    func leaving(fork: Fork) throws {
        var state = Self.state(fork, rows: [(10, 32), (500, 32)])
        state.registry.exitEpochs[0] = CompactEpoch(bits: 10_003)
        state.registry.withdrawableEpochs[0] = CompactEpoch(bits: 10_259)
        let parts = try state.slash(0, members: 4, totalActiveBalance: Self.total(state), .attesterSlashing)
        #expect(parts.map(\.members) == [4])
        let row = try #require(parts.first?.row)
        #expect(state.registry.exitEpochs[row].epoch == 10_003)
        #expect(state.registry.withdrawableEpochs[row].epoch == 10_259)
        #expect(state.earliestExitEpoch == 0)
        #expect(!state.registry.slashed[0])
    }

    @Test("constants with which nobody can be slashed give an error", arguments: [0, 1])
    func zeroQuotients(which: Int) {
        var state = Self.state(.fulu, rows: [(10, 32)])
        if which == 0 { state.spec.minSlashingPenaltyQuotient = 0 } else { state.spec.whistleblowerRewardQuotient = 0 }
        #expect(throws: EpochError.self) {
            try state.slash(0, members: 1, totalActiveBalance: 320_000_000_000, .attesterSlashing)
        }
    }

    /// EIP-7251: with 35.6 million ETH of stake, what a group of validators of 32 ETH loses at once (all together) and
    /// half-way to its withdrawal (each), before Electra and from it on.
    @Test(
        "the closed forms of initial and correlation penalties hold",
        arguments: [
            (1, 7_812_500, 86_272, 0), (39, 304_687_500, 3_365_376, 0), (1_000, 7_812_500_000, 86_292_128, 0),
            (11_125, 86_914_062_500, 960_000_000, 0), (111_250, 869_140_625_000, 9_600_000_000, 9_000_000_000),
            (370_834, 2_897_140_625_000, 32_000_000_000, 32_000_000_000),
        ] as [(Int, Gwei, Gwei, Gwei)])
    func closedForms(validators: Int, initial: Gwei, electra: Gwei, before: Gwei) throws {
        for (fork, correlation) in [(Fork.electra, electra), (.fulu, electra), (.deneb, before), (.capella, before)] {
            var state = Self.state(
                fork, preset: .mainnet, rows: [(UInt32(validators), 32), (1_112_500 - UInt32(validators), 32)])
            let total = Self.total(state)
            #expect(total == 35_600_000_000_000_000)
            let parts = try state.slash(0, members: UInt64(validators), totalActiveBalance: total, .attesterSlashing)
            let paid = parts.reduce(Gwei(0)) { $0 + $1.penalty * $1.members }
            // 1/4096 of the stake from Electra on, 1/32 from Bellatrix to Deneb.
            #expect(paid == (fork >= .electra ? initial : Gwei(validators) * 1_000_000_000))
            let fine = try SlashingFine(state, totalActiveBalance: total)
            #expect(abs(Int64(try fine.penalty(increments: 32)) - Int64(correlation)) <= 32)
        }
    }
}
