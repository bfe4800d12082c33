import BeaconChain
import Testing

@Suite("States that cannot be carried over an epoch")
struct EpochErrorTests {
    private func state(_ fork: Fork = .fulu, _ change: (inout BeaconState) -> Void) -> BeaconState {
        let spec = ChainSpec(preset: .minimal, fork: fork)
        var registry = Registry()
        for _ in 0..<10 { registry.append(32_000_000_000, 32, 0, CompactEpoch(bits: 0), false) }
        var state = BeaconState(spec: spec, slot: 12 * 8 - 1, registry: registry)
        state.finalized.epoch = 9
        change(&state)
        return state
    }

    private func run(_ state: BeaconState) throws {
        var state = state
        var transition = EpochTransition()
        transition.drawsDuties = false
        try transition.run(&state)
    }

    @Test("an untouched state passes")
    func sound() throws {
        try run(state { _ in })
    }

    @Test("a short column is named")
    func shortColumn() {
        #expect(throws: EpochError.columnLength(column: "slashed", found: 9, expected: 10)) {
            try run(state { $0.registry.slashed.removeLast() })
        }
    }

    @Test("a balance that leaves 64 bits is an error")
    func balanceOverflow() {
        #expect(throws: EpochError.self) { try run(state { $0.registry.balances[3] = .max - 5 }) }
        #expect(throws: EpochError.self) {
            try run(
                state {
                    $0.registry.balances[3] = .max
                    $0.registry.effectiveIncrements[3] = 0
                    $0.registry.activationEpochs[3] = .farFuture
                })
        }
    }

    @Test("a score that leaves its column is an error")
    func scoreOverflow() {
        #expect(throws: EpochError.self) {
            try run(
                state {
                    $0.registry.inactivityScores[2] = .max
                    $0.registry.previousParticipation[2] = 0
                })
        }
    }

    @Test("a finalized epoch in the future is an error")
    func futureFinality() {
        #expect(throws: EpochError.overflow(quantity: "finality delay")) { try run(state { $0.finalized.epoch = 50 }) }
    }

    @Test("an exit queue at the end of time is an error", arguments: [Fork.altair, .fulu])
    func exitQueueAtTheEnd(fork: Fork) {
        #expect(throws: EpochError.self) {
            try run(
                state(fork) {
                    $0.earliestExitEpoch = farFutureEpoch - 1
                    $0.registry.exitEpochs[0] = CompactEpoch(bits: .max - 1)
                    $0.registry.effectiveIncrements[5] = 16
                })
        }
    }

    @Test("a deposit to one of a cohort is refused by name")
    func depositToCohort() {
        #expect(throws: EpochError.cohortRow(row: 4, event: "a deposit")) {
            try run(
                state {
                    $0.registry.multiplicity = [UInt32](repeating: 3, count: 10)
                    $0.pendingDeposits = [deposit(PendingDeposit.rowKey(4))]
                })
        }
    }

    @Test("deposit keys that name nobody are errors")
    func depositKeys() {
        #expect(throws: EpochError.depositKey(position: 0, byteCount: 5)) {
            try run(state { $0.pendingDeposits = [deposit([1, 2, 3, 4, 5])] })
        }
        #expect(throws: EpochError.unknownRow(row: 77, count: 10, place: "pending deposit 0")) {
            try run(state { $0.pendingDeposits = [deposit(PendingDeposit.rowKey(77))] })
        }
        #expect(throws: EpochError.unknownRow(row: 10, count: 10, place: "pending consolidation 0")) {
            try run(state { $0.pendingConsolidations = [PendingConsolidation(source: 10, target: 0)] })
        }
    }

    @Test("a row key one past the end makes a new validator")
    func newRow() throws {
        var state = state { $0.pendingDeposits = [deposit(PendingDeposit.rowKey(10))] }
        var transition = EpochTransition()
        transition.drawsDuties = false
        let outcome = try transition.run(&state)
        #expect(state.registry.count == 11)
        #expect(state.registry.balances[10] == 1_000_000_000)
        #expect(outcome.deposits.map(\.row) == [10])
    }

    @Test("constants that divide by zero are errors")
    func zeroConstants() {
        var isKnown = true
        for name in ["HYSTERESIS_QUOTIENT", "CHURN_LIMIT_QUOTIENT", "EPOCHS_PER_SLASHINGS_VECTOR"] {
            #expect(throws: EpochError.self) { try run(state { isKnown = $0.spec.set(name, to: 0) && isKnown }) }
        }
        #expect(isKnown)
    }

    @Test("missing randomness is an error where duties are drawn")
    func missingRandomness() {
        var state = state { $0.proposerLookahead = [Int](repeating: 0, count: 16) }
        #expect(throws: EpochError.vectorLength(vector: "randaoMixes", found: 0, expected: 64)) {
            var transition = EpochTransition()
            try transition.run(&state)
        }
    }

    private func deposit(_ key: [UInt8]) -> PendingDeposit {
        PendingDeposit(
            publicKey: key, withdrawalCredentials: [1], amount: 1_000_000_000, signature: [], slot: 0)
    }

    @Test("the integer square root is exact at the edges", arguments: [1, 2, 3, 94_906_267, 4_294_967_295] as [UInt64])
    func squareRoot(root: UInt64) {
        #expect((root * root).squareRoot == root)
        #expect((root * root - 1).squareRoot == root - 1)
        #expect(UInt64.max.squareRoot == 4_294_967_295)
    }
}
