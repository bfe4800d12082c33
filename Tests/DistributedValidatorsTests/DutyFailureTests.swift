import DistributedValidators
import Testing

@Suite("Why duties fail")
struct DutyFailureTests {
    private static func run(
        _ kind: ClusterDutyKind, _ flavour: ClusterRules.Flavour = .charon,
        _ change: (inout [DutyMember]) -> Void
    ) throws -> ClusterDutyOutcome {
        var runner = ClusterDutyRunner(try DutySetting.rules(flavour, 4))
        var members = DutySetting.members(4)
        change(&members)
        return runner.run(kind, slot: 0, members: members, latency: DutySetting.latency(4))
    }

    @Test("two of four members down: nothing is agreed on", arguments: ClusterRules.Flavour.allCases)
    func noQuorum(flavour: ClusterRules.Flavour) throws {
        let outcome = try Self.run(.attester, flavour) {
            $0[0].isUp = false
            $0[1].isUp = false
        }
        #expect(outcome.failure == .noConsensus)
        #expect(outcome.completedAt == -1)
    }

    @Test("no beacon node gives data")
    func noData() throws {
        let outcome = try Self.run(.attester) { for member in $0.indices { $0[member].beaconReady = .max } }
        #expect(outcome.failure == .fetchBeaconError)
    }

    @Test("validator clients that do not sign", arguments: [(4, DutyFailure.noLocalSignature), (3, .noPeerSignatures)])
    func noSignatures(silent: Int, failure: DutyFailure) throws {
        let outcome = try Self.run(.attester) { for member in 0..<silent { $0[member].signs = false } }
        #expect(outcome.failure == failure)
        #expect(outcome.decidedAt > 0)
    }

    @Test("too few partial signatures")
    func tooFew() throws {
        let outcome = try Self.run(.attester) { for member in 0..<2 { $0[member].signs = false } }
        #expect(outcome.failure == .insufficientPeerSignatures)
    }

    @Test(
        "a block without its randao",
        arguments: [
            (4, DutyFailure.proposerZeroRandaos), (3, .proposerNoExternalRandaos), (2, .proposerInsufficientRandaos),
        ])
    func noRandao(silent: Int, failure: DutyFailure) throws {
        let silence = try Self.run(.proposer) { for member in 0..<silent { $0[member].signs = false } }
        #expect(silence.failure == failure)
        let darkness = try Self.run(.proposer) { for member in 0..<silent { $0[member].isUp = false } }
        #expect(darkness.failure == failure)
    }

    @Test(
        "without enough selection proofs nothing is agreed on, whether members are down or do not sign",
        arguments: [
            (ClusterDutyKind.aggregator, DutyFailure.insufficientAggregatorSelections),
            (.syncContribution, .contributionFewPrepares),
        ])
    func noProofs(kind: ClusterDutyKind, failure: DutyFailure) throws {
        let down = try Self.run(kind, .ssv) { for member in 0..<2 { $0[member].isUp = false } }
        let silent = try Self.run(kind, .ssv) { for member in 0..<2 { $0[member].signs = false } }
        #expect(down.failure == failure && silent.failure == failure)
        // Charon's proofs are a duty of their own.
        let charon = try Self.run(kind) { for member in 0..<2 { $0[member].isUp = false } }
        #expect(charon.failure == .noConsensus)
    }

    @Test("a block that comes after the deadline is not waited for")
    func lateBlock() throws {
        let outcome = try Self.run(.proposer) {
            for member in $0.indices { $0[member].beaconReady = DutySetting.milliseconds(5_100) }
        }
        #expect(outcome.failure == .fetchBeaconError || outcome.failure == .noConsensus)
    }

    @Test("signed, and nobody can broadcast")
    func noBroadcast() throws {
        let outcome = try Self.run(.randao) { for member in $0.indices { $0[member].beaconReady = .max } }
        #expect(outcome.failure == .broadcastBeaconError)
    }

    @Test("a member that goes down in the middle is missing, one that comes back catches up")
    func windows() throws {
        // Member 3 never runs, so that the three others are all needed.
        let gone = try Self.run(.attester) {
            $0[3].isUp = false
            $0[2].upUntil = DutySetting.milliseconds(4_010)
        }
        #expect(gone.failure == .noConsensus)
        let back = try Self.run(.attester) {
            $0[3].isUp = false
            $0[2].upFrom = DutySetting.milliseconds(9_000)
        }
        #expect(back.failure == nil)
        #expect(back.completedAt > DutySetting.milliseconds(9_000))
    }

    @Test("a leader that hears but is not heard costs a round", arguments: ClusterRules.Flavour.allCases)
    func halfOpen(flavour: ClusterRules.Flavour) throws {
        var runner = ClusterDutyRunner(try DutySetting.rules(flavour, 4))
        var latency = DutySetting.latency(4)
        for receiver in 1..<4 { latency[receiver] = .max }
        let outcome = runner.run(
            .attester, slot: DutySetting.slot(flavour, .attester, 4), members: DutySetting.members(4),
            latency: latency)
        #expect(outcome.failure == nil)
        #expect(outcome.round == 2)
        #expect(!outcome.firstSigners.contains(0) || outcome.broadcaster == 0)
    }

    @Test("numbers that make no cluster are errors that say so")
    func badRules() {
        #expect(throws: ClusterRules.Fault.members(0)) { try ClusterRules.charon(members: 0) }
        #expect(throws: ClusterRules.Fault.members(65)) { try ClusterRules.ssv(members: 65) }
        #expect(throws: ClusterRules.Fault.threshold(5, members: 4)) {
            try ClusterRules.charon(members: 4, threshold: 5)
        }
        #expect(throws: ClusterRules.Fault.threshold(0, members: 4)) {
            try ClusterRules.charon(members: 4, threshold: 0)
        }
        #expect(ClusterRules.Fault.threshold(5, members: 4).description.contains("give it 1 to 4"))
    }
}
