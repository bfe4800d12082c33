import DistributedValidators
import Testing

@Suite("Which messages members let in")
struct MessageAdmissionTests {
    private static let slot: Int64 = 12_000_000_000

    private func refusal(_ duty: CharonDuty, slot: UInt64, at reading: Int64) -> DutyGate.Refusal? {
        do throws(DutyGate.Refusal) {
            try DutyGate.check(duty, slot: slot, at: reading, slotLength: Self.slot)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "Charon's gate opens two epochs before the duty's own, wherever the slot stands in it",
        arguments: [(64, 0), (65, 1), (95, 31), (96, 0)] as [(UInt64, Int64)])
    func epochsAhead(slot: UInt64, place: Int64) {
        // The first moment of the epoch two before.
        let opens = -(64 + place) * Self.slot
        #expect(refusal(.attester, slot: slot, at: opens) == nil)
        #expect(refusal(.attester, slot: slot, at: opens - 1) == .tooFarAhead)
        #expect(refusal(.exit, slot: slot, at: opens - 1) == .tooFarAhead)
    }

    @Test(
        "Charon's gate shuts with the duty's deadline",
        arguments: [
            (.proposer, 5_000), (.randao, 5_000), (.attester, 385_000), (.syncMessage, 13_000),
            (.prepareAggregator, 769_000),
        ] as [(CharonDuty, Int64)])
    func deadlines(duty: CharonDuty, milliseconds: Int64) {
        let deadline = DutySetting.milliseconds(milliseconds)
        #expect(refusal(duty, slot: 7, at: deadline) == nil)
        #expect(refusal(duty, slot: 7, at: deadline + 1) == .expired)
    }

    @Test("exits never expire")
    func exits() { #expect(refusal(.exit, slot: 7, at: .max / 2) == nil) }

    private func refusal(_ check: () throws(SSVMessageLimits.Refusal) -> Void) -> SSVMessageLimits.Refusal? {
        do throws(SSVMessageLimits.Refusal) {
            try check()
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "SSV lets messages in from 50 ms before their slot to three seconds after the last in which they count",
        arguments: [
            (.committee, 34), (.aggregator, 34), (.proposer, 3), (.syncContribution, 3),
            (.registration, nil),
        ] as [(SSVMessageLimits.Role, Int64?)])
    func times(role: SSVMessageLimits.Role, slots: Int64?) {
        func at(_ reading: Int64) -> SSVMessageLimits.Refusal? {
            refusal { () throws(SSVMessageLimits.Refusal) in
                try SSVMessageLimits.checkTime(role, at: reading, slotLength: Self.slot)
            }
        }
        #expect(at(-50_000_000) == nil)
        #expect(at(-50_000_001) == .early)
        let last = slots.map { $0 * Self.slot + 3_050_000_000 }
        #expect(at(last ?? .max) == nil)
        if let last { #expect(at(last + 1) == .late) }
    }

    @Test(
        "SSV's expected round counts two seconds each from the slot's start up to the eighth, then two minutes",
        arguments: [
            (-1_000, 1), (0, 1), (1_999, 1), (2_000, 2), (15_999, 8), (16_000, 9), (135_999, 9), (136_000, 10),
        ] as [(Int64, Int)])
    func estimates(milliseconds: Int64, round: Int) {
        #expect(SSVMessageLimits.estimatedRound(at: DutySetting.milliseconds(milliseconds)) == round)
    }

    @Test("SSV lets in rounds up to one more than it expects, and up to the last of the role")
    func rounds() {
        func refused(_ round: Int, _ role: SSVMessageLimits.Role, _ milliseconds: Int64) -> SSVMessageLimits.Refusal? {
            refusal { () throws(SSVMessageLimits.Refusal) in
                try SSVMessageLimits.checkRound(round, role, at: DutySetting.milliseconds(milliseconds))
            }
        }
        #expect(refused(2, .committee, 0) == nil)
        #expect(refused(3, .committee, 1_999) == .roundTooFarAhead)
        #expect(refused(3, .committee, 2_000) == nil)
        #expect(refused(12, .committee, 900_000) == nil)
        #expect(refused(13, .aggregator, 900_000) == .roundTooHigh)
        #expect(refused(6, .proposer, 20_000) == nil)
        #expect(refused(7, .proposer, 20_000) == .roundTooHigh)
        #expect(refused(7, .syncContribution, 20_000) == .roundTooHigh)
    }

    @Test("a member in time is never in a round that others do not expect yet")
    func honestRounds() {
        for round in 1...12 {
            let timer = RoundTimer.ssv()
            for (role, start, limits) in [
                (RoundTimer.Role.other, 4_000, SSVMessageLimits.Role.committee), (.other, 8_000, .aggregator),
                (.proposer, 1_200, .proposer),
            ] as [(RoundTimer.Role, Int64, SSVMessageLimits.Role)] where round <= SSVMessageLimits.lastRound(limits) {
                let due = DutySetting.milliseconds(start)
                var begins = due
                for earlier in 1..<round {
                    begins = timer.deadline(
                        round: earlier, role: role, dutyStart: due, instanceStart: due, now: begins)
                }
                #expect(round <= SSVMessageLimits.estimatedRound(at: begins) + SSVMessageLimits.roundsAhead)
            }
        }
    }

    @Test("one message of each kind for each signer and round, and so many duties in an epoch")
    func tally() {
        var tally = SSVMessageTally(validators: 3)
        func take(
            _ kind: SSVMessage.Kind, _ signer: Int, _ round: Int, _ slot: UInt64, _ role: SSVMessageLimits.Role
        ) -> SSVMessageLimits.Refusal? {
            refusal { () throws(SSVMessageLimits.Refusal) in
                try tally.take(kind, from: signer, round: round, slot: slot, role)
            }
        }
        #expect(take(.prepare, 1, 1, 0, .committee) == nil)
        #expect(take(.prepare, 1, 1, 0, .committee) == .repeated)
        #expect(take(.commit, 1, 1, 0, .committee) == nil)
        #expect(take(.prepare, 2, 1, 0, .committee) == nil)
        #expect(take(.prepare, 1, 2, 0, .committee) == nil)
        // Twice the validators in an epoch, of which one is used.
        for slot: UInt64 in 1..<6 { #expect(take(.prepare, 1, 1, slot, .committee) == nil) }
        #expect(take(.prepare, 1, 1, 6, .committee) == .tooManyDuties)
        #expect(take(.prepare, 1, 1, 32, .committee) == nil)
        #expect(take(.prepare, 1, 1, 0, .proposer) == .repeated)
        for slot: UInt64 in 7..<9 { #expect(take(.prepare, 1, 1, slot, .proposer) == nil) }
        #expect(take(.prepare, 1, 1, 9, .proposer) == .tooManyDuties)
        #expect(SSVMessageLimits.dutiesPerEpoch(.committee, validators: 500) == 32)
    }
}
