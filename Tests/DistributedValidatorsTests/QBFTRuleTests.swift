import DistributedValidators
import Testing

@Suite("Rules of Charon's QBFT, one by one")
struct QBFTRuleTests {
    /// The leader of round r is process r mod 4.
    private static func instance(process: Int, comparedBits: UInt64 = 0) -> QBFTInstance {
        QBFTInstance(
            QBFTInstance.Settings(
                sizes: .charon(4), rotation: .charon(slot: 0, dutyType: 0, members: 4), process: process,
                comparedBits: comparedBits))
    }

    private static func broadcasts(_ actions: [QBFTAction]) -> [QBFTMessage] {
        actions.compactMap { if case .broadcast(let message) = $0 { message } else { nil } }
    }

    @Test(
        "quorums and faults",
        arguments: [
            (1, 1, 0), (3, 2, 0), (4, 3, 1), (5, 4, 1), (7, 5, 2), (10, 7, 3), (13, 9, 4), (16, 11, 5), (22, 15, 7),
        ])
    func sizes(members: Int, quorum: Int, faulty: Int) {
        #expect(QuorumSizes.charon(members).quorum == quorum)
        #expect(QuorumSizes.charon(members).faulty == faulty)
        #expect(QuorumSizes.charon(members).partialQuorum == faulty + 1)
    }

    @Test("SSV's sizes are 2f + 1 of 3f + 1", arguments: [1, 2, 3, 4])
    func ssvSizes(faulty: Int) {
        let sizes = QuorumSizes.ssv(3 * faulty + 1)
        #expect(sizes.quorum == 2 * faulty + 1)
        #expect(sizes.faulty == faulty)
    }

    @Test("a leader without a value proposes when it comes")
    func leaderWaits() {
        var leader = Self.instance(process: 1)
        var actions: [QBFTAction] = []
        leader.start(&actions)
        #expect(Self.broadcasts(actions).isEmpty)
        leader.provide(7, &actions)
        #expect(Self.broadcasts(actions) == [QBFTMessage(.prePrepare, source: 1, round: 1, value: 7)])
    }

    @Test("a leader whose round is over does not propose late")
    func leaderTooLate() {
        var leader = Self.instance(process: 1)
        var actions: [QBFTAction] = []
        leader.start(&actions)
        leader.timeOut(1, &actions)
        actions = []
        leader.provide(7, &actions)
        #expect(actions.isEmpty)
    }

    @Test("a second proposal in a round is not prepared")
    func secondProposal() {
        var member = Self.instance(process: 0)
        var actions: [QBFTAction] = []
        member.start(&actions)
        member.receive(QBFTMessage(.prePrepare, source: 1, round: 1, value: 7), &actions)
        member.receive(QBFTMessage(.prePrepare, source: 1, round: 1, value: 8), &actions)
        #expect(Self.broadcasts(actions) == [QBFTMessage(.prepare, source: 0, round: 1, value: 7)])
    }

    @Test("f + 1 round changes pull a member to the least of their rounds")
    func jump() {
        var member = Self.instance(process: 0)
        var actions: [QBFTAction] = []
        member.start(&actions)
        member.receive(QBFTMessage(.roundChange, source: 1, round: 5), &actions)
        #expect(member.round == 1)
        member.receive(QBFTMessage(.roundChange, source: 2, round: 3), &actions)
        #expect(member.round == 3)
        #expect(Self.broadcasts(actions).last == QBFTMessage(.roundChange, source: 0, round: 3))
    }

    @Test("the next leader proposes what was prepared, with the prepares that prove it")
    func preparedValueSurvives() {
        var leader = Self.instance(process: 2)
        var actions: [QBFTAction] = []
        leader.start(&actions)
        leader.provide(9, &actions)
        let prepares = [0, 1, 3].map { QBFTMessage(.prepare, source: $0, round: 1, value: 7) }
        leader.receive(QBFTMessage(.prePrepare, source: 1, round: 1, value: 7), &actions)
        leader.timeOut(1, &actions)
        leader.receive(
            QBFTMessage(
                .roundChange, source: 0, round: 2, preparedRound: 1, preparedValue: 7, justification: prepares),
            &actions)
        leader.receive(QBFTMessage(.roundChange, source: 2, round: 2), &actions)
        leader.receive(QBFTMessage(.roundChange, source: 3, round: 2), &actions)
        let proposal = Self.broadcasts(actions).last
        #expect(proposal?.kind == .prePrepare)
        #expect(proposal?.value == 7)
        let rules = QBFTJustification(sizes: .charon(4), rotation: .charon(slot: 0, dutyType: 0, members: 4))
        #expect(proposal.map { rules.holds($0) } == true)
        // Without the prepares nobody would believe it.
        if var bare = proposal {
            bare.justification.removeAll { $0.kind == .prepare }
            #expect(!rules.holds(bare))
        }
    }

    @Test("a member that compares does not prepare another value, and takes the next proposal unproven")
    func comparison() {
        var member = Self.instance(process: 0, comparedBits: 0xFF00)
        var actions: [QBFTAction] = []
        member.start(&actions)
        member.provide(0x0101, &actions)
        member.receive(QBFTMessage(.prePrepare, source: 1, round: 1, value: 0x0201), &actions)
        #expect(Self.broadcasts(actions).isEmpty)
        member.timeOut(1, &actions)
        actions = []
        // The head, outside the compared bits, may differ.
        member.receive(QBFTMessage(.prePrepare, source: 2, round: 2, value: 0x0102), &actions)
        #expect(Self.broadcasts(actions) == [QBFTMessage(.prepare, source: 0, round: 2, value: 0x0102)])
    }

    @Test("a message from nobody's number is dropped", arguments: [-1, 64, Int.max, Int.min])
    func hostileSource(source: Int) {
        var member = Self.instance(process: 0)
        var actions: [QBFTAction] = []
        member.start(&actions)
        actions = []
        for kind in QBFTMessage.Kind.allCases {
            member.receive(QBFTMessage(kind, source: source, round: Int.max, value: 1), &actions)
        }
        #expect(actions.isEmpty)
    }
}
