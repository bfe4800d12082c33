/// How often a member that has decided tells others so again.
///
/// A round change that comes after the decision is answered at most once per source and strictly higher round, and at
/// most sixteen times per source. Source: distributed-validator-specs 406c832, docs/dv-spec/consensus.md.
public struct DecidedResends: Sendable {
    /// Answers to one source, at most.
    public static let limit = 16

    private var lastRound = [Int](repeating: 0, count: 64)
    private var answers = [Int](repeating: 0, count: 64)

    /// Nothing answered yet.
    public init() {}

    /// Whether a round change is answered; counts it if so. Sources outside 0 to 63 never are.
    public mutating func answers(source: Int, round: Int) -> Bool {
        guard MemberSet.holds(source), round > lastRound[source], answers[source] < Self.limit else { return false }
        lastRound[source] = round
        answers[source] += 1
        return true
    }

    mutating func reset() {
        for source in lastRound.indices {
            lastRound[source] = 0
            answers[source] = 0
        }
    }
}
