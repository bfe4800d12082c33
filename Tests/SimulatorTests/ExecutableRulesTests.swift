import BeaconChain
import Scenario
import Simulator
import Testing

/// The run's balances, made once more by the spec's epoch transition on a plain state.
@Suite struct ExecutableRulesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var fork: String
        var outages: [String]
        var testDescription: String { "\(fork), \(outages.count) outages" }
    }

    static let validators = 64

    static func entities(_ range: Range<Int>) -> String {
        "[" + range.map { "v\($0)" }.joined(separator: ", ") + "]"
    }

    static let cases: [Case] = ["altair", "bellatrix", "capella", "deneb", "electra", "fulu"].flatMap { fork in
        [
            Case(fork: fork, outages: []),
            Case(
                fork: fork,
                outages: [
                    "name: a, kind: power, hits: { entity: \(entities(3..<9)) }, at: 61 s, for: 307 s, resync: 100 s",
                    "name: b, kind: network, hits: { entity: \(entities(7..<12)) }, at: 200 s, for: 99 s, resync: none",
                ]),
            Case(
                fork: fork,
                outages: [
                    "name: leak, kind: power, hits: { entity: \(entities(0..<29)) }, at: 55 s, for: 607 s, resync: none",
                    "name: late, kind: network, hits: { entity: \(entities(40..<43)) }, at: 410 s, for: 99 s, "
                        + "resync: none",
                ]),
        ]
    }

    /// What one run of so many epochs left, by validator.
    struct Run {
        /// By component name, one value for each validator.
        var earned: [String: [Int64]]
        var penalties: [String: [Int64]]
        var balances: [Int64]
        var outcome: RunOutcome
    }

    static func run(_ one: Case, epochs: Int) throws -> Run {
        let people = (0..<validators).map { "v\($0): { validators: 1 }" }.joined(separator: ", ")
        let outages = one.outages.filter { text in
            // An outage must start within the run and cannot outlast it.
            text.contains("at: ")
        }
        let text = Running.text(
            fork: one.fork, size: "validators: \(validators)", run: "24 epochs", entities: people, outages: outages)
        var scenario = try Running.scenario(text)
        scenario.run.nanoseconds = Int64(epochs) * 48_000_000_000
        let outcome = try RunOutcome.of(scenario)
        var earned: [String: [Int64]] = [:]
        var penalties: [String: [Int64]] = [:]
        for row in outcome.componentRows where row.entity < validators {
            earned[row.component, default: []].append(row.ideal - row.missed - row.penalties)
            penalties[row.component, default: []].append(row.penalties)
        }
        var balances = Array(repeating: Int64(0), count: validators)
        for row in outcome.validatorRows { balances[row.entity] = row.endBalance }
        return Run(earned: earned, penalties: penalties, balances: balances, outcome: outcome)
    }

    @Test("every epoch's balances are those of the spec's transition", arguments: cases)
    func equal(_ one: Case) throws {
        let epochs = 20
        let spec = ChainSpec(preset: .minimal, fork: try #require(Fork(rawValue: one.fork)))
        let runs = try (1...epochs + 1).map { try Self.run(one, epochs: $0) }
        let last = try #require(runs.last)
        let start: Epoch = 500_000

        /// Flags of an epoch, counted from the first, by what the run says was missed.
        func flags(_ offset: Int) -> [UInt8] {
            guard offset >= 0 else { return Array(repeating: 7, count: Self.validators) }
            var flags = Array(repeating: UInt8(7), count: Self.validators)
            for miss in last.outcome.missRows where miss.epoch == start + UInt64(offset) {
                if miss.duty == "attestation" { flags[miss.entity] = 0 }
                // Late: without the head, and without what its epoch was charged for.
                if miss.duty == "head vote" {
                    let (before, after) = (runs[offset], runs[offset + 1])
                    func isCharged(_ component: String) -> Bool {
                        (after.penalties[component]?[miss.entity] ?? 0)
                            > (before.penalties[component]?[miss.entity] ?? 0)
                    }
                    flags[miss.entity] = isCharged("target") ? 0 : isCharged("source") ? 2 : 3
                }
            }
            return flags
        }

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
        var state = BeaconState(spec: spec, slot: start * spec.slotsPerEpoch, registry: registry)
        state.justificationBits = 0b1111
        state.currentJustified.epoch = start - 1
        state.previousJustified.epoch = start - 2
        state.finalized.epoch = start - 2
        state.slashings = Array(repeating: 0, count: Int(spec.epochsPerSlashingsVector))
        var transition = EpochTransition()
        transition.drawsDuties = false

        for offset in 0..<epochs {
            // Rewards of blocks and of the sync committee come slot by slot, before the epoch ends.
            for component in ["sync", "proposal"] {
                let now = runs[offset].earned[component] ?? []
                let before =
                    offset > 0 ? runs[offset - 1].earned[component] ?? [] : Array(repeating: 0, count: now.count)
                for (validator, amount) in zip(now, before).map({ $0 - $1 }).enumerated() {
                    state.registry.balances[validator] = Gwei(Int64(state.registry.balances[validator]) + amount)
                }
            }
            state.registry.previousParticipation = flags(offset - 1)
            // The last slot's votes wait for the next epoch's first block.
            let voters = flags(offset).count { $0 & 2 != 0 }
            transition.currentTargetIncrements = UInt64(voters * 32 * 7 / 8)
            try transition.run(&state)
            state.slot += spec.slotsPerEpoch
            #expect(
                state.registry.balances.map { Int64($0) } == runs[offset].balances, "after \(offset + 1) epochs")
        }
        let isLeak = one.outages.contains { $0.contains("name: leak") }
        #expect(last.outcome.epochPoints.contains { $0.isLeaking } == isLeak)
    }
}
