/// The messages that an instance keeps, and who voted for what among them.
///
/// Each member's last messages are kept, first in, first out, so that a member that floods pushes out only itself.
struct VoteLog: Sendable {
    private struct Tally: Sendable {
        let kind: QBFTMessage.Kind
        let round: Int
        let value: UInt64
        var voters: MemberSet
    }

    private let limit: Int
    private(set) var messages: [QBFTMessage] = []
    private var counts: [Int]
    private var tallies: [Tally] = []

    /// - Parameter limit: messages kept of each member.
    init(limit: Int) {
        self.limit = max(limit, 1)
        counts = Array(repeating: 0, count: 64)
    }

    /// Forgets everything, keeping the memory.
    mutating func removeAll() {
        messages.removeAll(keepingCapacity: true)
        tallies.removeAll(keepingCapacity: true)
        for member in counts.indices { counts[member] = 0 }
    }

    /// Keeps a message. O(tallies) unless its sender is at the limit.
    mutating func append(_ message: QBFTMessage) {
        guard MemberSet.holds(message.source) else { return }
        if counts[message.source] == limit, let oldest = messages.firstIndex(where: { $0.source == message.source }) {
            messages.remove(at: oldest)
            messages.append(message)
            tallies.removeAll(keepingCapacity: true)
            for kept in messages { count(kept) }
            return
        }
        counts[message.source] += 1
        messages.append(message)
        count(message)
    }

    private mutating func count(_ message: QBFTMessage) {
        tally(message)
        for nested in message.justification { tally(nested) }
    }

    private mutating func tally(_ message: QBFTMessage) {
        guard message.kind == .prepare || message.kind == .commit else { return }
        for index in tallies.indices
        where tallies[index].round == message.round && tallies[index].kind == message.kind
            && tallies[index].value == message.value
        {
            tallies[index].voters.insert(message.source)
            return
        }
        var voters = MemberSet()
        voters.insert(message.source)
        tallies.append(Tally(kind: message.kind, round: message.round, value: message.value, voters: voters))
    }

    /// Who prepared or committed a value in a round, by own message or by one that another handed on. O(tallies).
    func voters(_ kind: QBFTMessage.Kind, round: Int, value: UInt64) -> MemberSet {
        for tally in tallies where tally.round == round && tally.kind == kind && tally.value == value {
            return tally.voters
        }
        return MemberSet()
    }

    /// Quorums of prepares before a round, the latest round first.
    func preparedQuorums(
        _ quorum: Int, before round: Int
    ) -> [(round: Int, value: UInt64, voters: MemberSet)] {
        tallies.filter { $0.kind == .prepare && $0.voters.count >= quorum && $0.round < round }
            .map { ($0.round, $0.value, $0.voters) }
            .sorted { $0.round != $1.round ? $0.round > $1.round : $0.value < $1.value }
    }

    /// The first round change of each member for the round; those that others handed on count too.
    func roundChanges(_ round: Int) -> [QBFTMessage] {
        var seen = MemberSet()
        var changes: [QBFTMessage] = []
        forEachRoundChange { change in
            guard change.round == round, !seen.contains(change.source) else { return }
            seen.insert(change.source)
            changes.append(change)
        }
        return changes
    }

    /// The least of the highest rounds to which members beyond `round` have changed, if there are `count` of them.
    func leastHigherRound(than round: Int, members count: Int) -> Int? {
        var highest: [Int] = []
        var members: [Int] = []
        forEachRoundChange { change in
            guard change.round > round else { return }
            if let index = members.firstIndex(of: change.source) {
                highest[index] = max(highest[index], change.round)
            } else {
                members.append(change.source)
                highest.append(change.round)
            }
        }
        return members.count >= count ? highest.min() : nil
    }

    private func forEachRoundChange(_ body: (QBFTMessage) -> Void) {
        for message in messages {
            if message.kind == .roundChange { body(message) }
            for nested in message.justification where nested.kind == .roundChange { body(nested) }
        }
    }
}
