import BeaconChain
import Testing

/// Operations that break one rule each, and the rule that they are told.
@Suite("block rules")
struct BlockRuleTests {
    private static let slot: Slot = 20
    private static let proposer = 2

    private func state(_ fork: Fork) -> BeaconState { completeState(fork) }

    private func context(_ state: BeaconState) throws -> BlockContext {
        try BlockContext(state, proposer: Self.proposer)
    }

    private func vote(_ state: BeaconState, slot: Slot = 19, target: Epoch = 2) -> AttestationData {
        AttestationData(
            slot: slot, index: 0, beaconBlockRoot: state.blockRoots[Int(slot)], source: state.currentJustified,
            target: Checkpoint(epoch: target, root: state.blockRoots[Int(target * 8)]))
    }

    @Test("an attestation is refused for the rule that it breaks")
    func attestationRules() throws {
        var state = state(.deneb)
        let context = try context(state)
        func attempt(_ rule: BlockRule, _ change: (inout AttestationData) -> Void) {
            var data = vote(state)
            change(&data)
            #expect(throws: BlockError(.attestation, rule)) {
                try state.processAttestation(data, attesters: [1], context)
            }
        }
        attempt(.targetNeitherCurrentNorPrevious) { $0.target.epoch = 5 }
        attempt(.targetNotOfSlot) { $0.slot = 9 }
        attempt(.includedTooEarly) { $0.slot = 20 }
        attempt(.wrongSource) { $0.source.epoch = 1 }
    }

    @Test("before Deneb an attestation is too late after an epoch's slots, afterwards it is not")
    func inclusionWindow() throws {
        for (fork, isAccepted) in [(Fork.capella, false), (.deneb, true)] {
            var state = state(fork)
            state.registry.previousParticipation = [UInt8](repeating: 0, count: 40)
            let context = try context(state)
            let data = vote(state, slot: 9, target: 1)
            if isAccepted {
                try state.processAttestation(data, attesters: [1], context)
                #expect(state.registry.previousParticipation[1] == ParticipationFlag.target.bit)
            } else {
                #expect(throws: BlockError(.attestation, .includedTooLate)) {
                    try state.processAttestation(data, attesters: [1], context)
                }
            }
        }
    }

    @Test("a timely vote sets all flags once and pays the proposer one rounded sum")
    func attestationPays() throws {
        var state = state(.fulu)
        state.registry.currentParticipation = [UInt8](repeating: 0, count: 40)
        let before = state.registry.balances[Self.proposer]
        let context = try context(state)
        try state.processAttestation(vote(state), attesters: [5, 6], context)
        #expect(state.registry.currentParticipation[5] == 7)
        let expected = 2 * 32 * context.baseRewardPerIncrement * 54 / 448
        #expect(state.registry.balances[Self.proposer] == before + expected)
        try state.processAttestation(vote(state), attesters: [5, 6], context)
        #expect(state.registry.balances[Self.proposer] == before + expected)
    }

    @Test("attesters that do not exist are refused")
    func unknownAttester() throws {
        var state = state(.fulu)
        let context = try context(state)
        for attesters in [[40], [-1], [Int.max]] {
            #expect(throws: BlockError(.attestation, .unknownValidator)) {
                try state.processAttestation(vote(state), attesters: attesters, context)
            }
        }
        #expect(throws: BlockError(.attestation, .indicesNotAscending)) {
            try state.processAttestation(vote(state), attesters: [], context)
        }
    }

    @Test("a proposer slashing is refused for the rule that it breaks")
    func proposerSlashingRules() throws {
        var state = state(.electra)
        let context = try context(state)
        var first = BlockHeader()
        first.proposerIndex = 5
        func attempt(_ rule: BlockRule, _ change: (inout BlockHeader) -> Void) {
            var second = first
            change(&second)
            #expect(throws: BlockError(.proposerSlashing, rule)) {
                try state.processProposerSlashing(
                    ProposerSlashing(
                        first: SignedBlockHeader(message: first, signature: []),
                        second: SignedBlockHeader(message: second, signature: [])), context)
            }
        }
        attempt(.headersEqual) { _ in }
        attempt(.slotsDiffer) { $0.slot = 1 }
        attempt(.proposersDiffer) { $0.proposerIndex = 6 }
        first.proposerIndex = 40
        attempt(.unknownValidator) { $0.bodyRoot = Root(words: (1, 0, 0, 0)) }
        first.proposerIndex = .max
        attempt(.unknownValidator) { $0.bodyRoot = Root(words: (1, 0, 0, 0)) }
        // Row 3 is slashed already.
        first.proposerIndex = 3
        attempt(.notSlashable) { $0.bodyRoot = Root(words: (1, 0, 0, 0)) }
    }

    @Test(
        "a slashing takes the fork's share and the proposer gets it as whistle-blower",
        arguments: [
            (.altair, 500_000_000, 62_500_000), (.bellatrix, 1_000_000_000, 62_500_000),
            (.electra, 7_812_500, 7_812_500),
        ] as [(Fork, Gwei, Gwei)])
    func slashingAmounts(fork: Fork, penalty: Gwei, reward: Gwei) throws {
        var state = state(fork)
        let before = state.registry.balances
        try state.slashValidator(5, context(state), .proposerSlashing)
        #expect(state.registry.slashed[5])
        #expect(state.registry.balances[5] == before[5] - penalty)
        #expect(state.registry.balances[Self.proposer] == before[Self.proposer] + reward)
        #expect(state.slashings[2] == 5 + 32_000_000_000)
        #expect(state.registry.withdrawableEpochs[5].epoch >= 2 + 64)
    }

    @Test("an exit is refused for the rule that it breaks")
    func exitRules() throws {
        var state = state(.electra)
        let context = try context(state)
        func attempt(_ validator: UInt64, _ epoch: Epoch, _ rule: BlockRule) {
            #expect(throws: BlockError(.voluntaryExit, rule)) {
                try state.processVoluntaryExit(
                    SignedVoluntaryExit(epoch: epoch, validator: validator, signature: []), context)
            }
        }
        attempt(99, 0, .unknownValidator)
        attempt(4, 0, .exitInitiated)
        attempt(5, 3, .exitInFuture)
        attempt(5, 0, .activeTooShortly)
        state.registry.activationEpochs[6] = CompactEpoch(bits: 50)
        attempt(6, 0, .notActive)
    }

    @Test("balances and epochs at the end of their range give errors, not traps")
    func extremes() throws {
        var state = state(.fulu)
        state.registry.balances[Self.proposer] = .max
        let context = try context(state)
        state.registry.currentParticipation = [UInt8](repeating: 0, count: 40)
        #expect(throws: BlockError(.attestation, .overflow)) {
            try state.processAttestation(vote(state), attesters: [5], context)
        }
        state.nextWithdrawalValidatorIndex = 40
        #expect(throws: BlockError(.withdrawals, .unknownValidator)) { try state.expectedWithdrawals() }
        state.nextWithdrawalValidatorIndex = .max
        #expect(throws: BlockError(.withdrawals, .unknownValidator)) { try state.expectedWithdrawals() }
        state.slot = .max
        #expect(throws: BlockError(.slots, .slotNotAhead)) {
            try state.processSlots(to: 5, signatures: .trusting)
        }
    }

    @Test("messages name the part and the rule")
    func descriptions() {
        #expect(
            BlockError(.voluntaryExit, .exitInFuture).description
                == "invalid voluntary exit: the exit is not valid yet")
    }

    @Test("signing domains are those of the networks")
    func domains() {
        // Mainnet's deposit domain, as deposit tools have it.
        let deposit = SigningDomain(.deposit, forkVersion: [0, 0, 0, 0], genesisValidatorsRoot: .zero)
        #expect(
            deposit.bytes.description == "0x03000000f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a9")
    }

    @Test("a state without block roots cannot be carried through slots, and says so")
    func slotsNeedRoots() {
        var state = state(.fulu)
        state.blockRoots = []
        #expect(throws: StateFileError.notHeld(field: "block roots")) {
            try state.processSlots(to: 21, signatures: .trusting)
        }
    }

    @Test("the end of a historical period is remembered by its roots", arguments: [Fork.bellatrix, .capella])
    func historicalUpdate(fork: Fork) {
        var state = state(fork)
        let before = (state.chainRecord.historicalRoots.count, state.chainRecord.historicalSummaries.count)
        state.processHistoricalUpdate()
        #expect(state.chainRecord.historicalRoots.count == before.0)
        state.slot = 63
        state.processHistoricalUpdate()
        let roots = Merkleization.root(ofVector: state.blockRoots)
        if fork == .bellatrix {
            #expect(state.chainRecord.historicalRoots.last == Merkleization.hash(roots, roots))
        } else {
            #expect(
                state.chainRecord.historicalSummaries.last
                    == HistoricalSummary(blockSummaryRoot: roots, stateSummaryRoot: roots))
        }
        #expect(
            state.chainRecord.historicalRoots.count + state.chainRecord.historicalSummaries.count
                == before.0 + before.1 + 1)
    }
}
