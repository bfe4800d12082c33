import BeaconChain
import Scenario
import Simulator
import Testing

/// Slashings of a run, made once more by the spec's operations on a plain state.
@Suite struct SlashingRulesTests {
    static let validators = 64
    static let doubled = 10
    static let start: Epoch = 500_000

    /// What one run of so many epochs left, by validator.
    struct Run {
        var balances: [Gwei]
        var slashed: [Bool]
        var exits: [Epoch]
        /// Earned in blocks and in the sync committee.
        var besides: [Int64]
        /// For including evidence.
        var rewards: [Int64]
        /// Penalties for a missed source and target.
        var charges: [String: [Int64]] = [:]
        var missRows: [RunOutcome.MissRow]
    }

    static func run(fork: String, epochs: Int) throws -> Run {
        let people = (0..<validators).map { "v\($0): { validators: 1 }" }.joined(separator: ", ")
        let owners = (0..<doubled).map { "v\($0)" }.joined(separator: ", ")
        var scenario = try DoubleKeysTests.scenario(
            Running.text(
                fork: fork, size: "validators: \(validators)",
                chain: "config: { MIN_VALIDATOR_WITHDRAWABILITY_DELAY: 8 }", run: "60 epochs",
                entities: people + ", " + DoubleKeysTests.twin,
                outages: [DoubleKeysTests.keys("entity: [\(owners)]", at: "96 s")]),
            doubled: ["twice": .init(backup: "twin")])
        scenario.run.nanoseconds = Int64(epochs) * 48_000_000_000
        let outcome = try RunOutcome.of(scenario)
        var run = Run(
            balances: Array(repeating: 0, count: validators), slashed: Array(repeating: false, count: validators),
            exits: Array(repeating: .max, count: validators), besides: Array(repeating: 0, count: validators),
            rewards: Array(repeating: 0, count: validators), missRows: outcome.missRows)
        for row in outcome.validatorRows {
            run.balances[row.entity] = Gwei(row.endBalance)
            run.slashed[row.entity] = row.slashed
            run.exits[row.entity] = row.exitEpoch ?? .max
        }
        for row in outcome.componentRows where row.entity < validators {
            switch row.component {
            case "sync", "proposal": run.besides[row.entity] += row.ideal - row.missed - row.penalties
            case "slashing": run.rewards[row.entity] = row.ideal
            case "source", "target": run.charges[row.component, default: []].append(row.penalties)
            default: break
            }
        }
        return run
    }

    /// The correlation penalty comes half-way through a slashing's 64 epochs, unless the exit and the delay after it take
    /// longer, as they do in the minimal preset: hence the shorter delay.
    @Test(
        "every epoch's balances, exits and slashings are those of the spec's operations",
        arguments: ["altair", "bellatrix", "capella", "deneb", "electra", "fulu"])
    func equal(fork: String) throws {
        let epochs = 52
        var spec = ChainSpec(preset: .minimal, fork: try #require(Fork(rawValue: fork)))
        spec.minValidatorWithdrawabilityDelay = 8
        let runs = try (1...epochs + 1).map { try Self.run(fork: fork, epochs: $0) }
        let last = try #require(runs.last)

        var state = plainState(spec)
        var transition = EpochTransition()
        transition.drawsDuties = false
        var slashings = 0
        var fines = 0
        for offset in 0..<epochs {
            let (now, before) = (runs[offset], offset > 0 ? runs[offset - 1] : nil)
            for validator in 0..<Self.validators {
                let amount = now.besides[validator] - (before?.besides[validator] ?? 0)
                state.registry.balances[validator] = Gwei(Int64(state.registry.balances[validator]) + amount)
            }
            // Who is slashed in the epoch, in the order of the exit queue; and who was paid for it.
            let caught = (0..<Self.validators).filter { now.slashed[$0] && before?.slashed[$0] != true }
                .sorted { (now.exits[$0], $0) < (now.exits[$1], $1) }
            let worth = Int64(32_000_000_000 / spec.whistleblowerRewardQuotient)
            var includers = (0..<Self.validators).flatMap { validator in
                let paid = now.rewards[validator] - (before?.rewards[validator] ?? 0)
                return Array(repeating: validator, count: Int(paid / worth))
            }
            try #require(includers.count == caught.count)
            for validator in caught {
                let evidence = SlashingEvidence.vote(UInt64(validator), state)
                let proposer = includers.removeLast()
                try state.processAttesterSlashing(evidence, BlockContext(state, proposer: proposer))
                slashings += 1
            }
            // Nobody is away; but blocks are missing where the proposer was slashed, and votes are late through them.
            state.registry.previousParticipation = (0..<Self.validators).map { validator in
                let isLate = last.missRows.contains {
                    $0.duty == "head vote" && $0.entity == validator && $0.epoch + 1 == Self.start + UInt64(offset)
                }
                func isCharged(_ component: String) -> Bool {
                    (now.charges[component]?[validator] ?? 0) > (before?.charges[component]?[validator] ?? 0)
                }
                return !isLate ? 7 : isCharged("target") ? 0 : isCharged("source") ? 2 : 3
            }
            let unslashed = (0..<Self.validators).filter {
                !state.registry.slashed[$0] && state.registry.isActive($0, in: state.currentEpoch)
            }
            transition.currentTargetIncrements = UInt64(unslashed.count * 32 * 7 / 8)
            fines += try transition.run(&state).slashingPenalties.count
            state.slot += spec.slotsPerEpoch
            #expect(state.registry.balances == now.balances, "after \(offset + 1) epochs")
            #expect(state.registry.slashed == now.slashed)
            #expect(state.registry.exitEpochs.map(\.epoch) == now.exits)
        }
        #expect(slashings == Self.doubled && fines > 0, "\(slashings) slashed, \(fines) fined")
    }

    private func plainState(_ spec: ChainSpec) -> BeaconState {
        var registry = Registry()
        for _ in 0..<Self.validators {
            registry.effectiveIncrements.append(32)
            registry.balances.append(32_000_000_000)
            registry.slashed.append(false)
            registry.activationEligibilityEpochs.append(CompactEpoch(bits: 0))
            registry.activationEpochs.append(CompactEpoch(bits: 0))
            registry.exitEpochs.append(.farFuture)
            registry.withdrawableEpochs.append(.farFuture)
            registry.inactivityScores.append(0)
            registry.previousParticipation.append(7)
            registry.currentParticipation.append(7)
            registry.credentialPrefixes.append(1)
        }
        var state = BeaconState(spec: spec, slot: Self.start * spec.slotsPerEpoch, registry: registry)
        state.justificationBits = 0b1111
        state.currentJustified.epoch = Self.start - 1
        state.previousJustified.epoch = Self.start - 2
        state.finalized.epoch = Self.start - 2
        state.slashings = Array(repeating: 0, count: Int(spec.epochsPerSlashingsVector))
        return state
    }
}

enum SlashingEvidence {
    /// Two votes of a validator for two heads in the state's slot.
    static func vote(_ validator: UInt64, _ state: BeaconState) -> AttesterSlashing {
        func vote(_ head: UInt64) -> IndexedAttestation {
            IndexedAttestation(
                attestingIndices: [validator],
                data: AttestationData(
                    slot: state.slot, index: 0, beaconBlockRoot: Root(words: (head, 0, 0, 0)),
                    source: state.currentJustified, target: Checkpoint(epoch: state.currentEpoch, root: .zero)),
                signature: [])
        }
        return AttesterSlashing(first: vote(1), second: vote(2))
    }
}
