/// How a cluster agrees on an order from the orders that its members propose.
///
/// Source: distributed-validator-specs 406c832, docs/dv-spec/priority.md. A priority scores 1000 less its place for each
/// peer that names it; it is kept if at least `minimum` peers name it.
public enum PriorityScoring {
    /// The most priorities of a topic.
    public static let limit = 1_000

    /// A priority that was kept.
    public struct Scored: Sendable, Hashable {
        /// What is preferred.
        public let priority: String
        /// The sum over the peers.
        public let score: Int
    }

    /// Why proposals cannot be scored.
    public enum Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        /// A peer names a priority twice.
        case duplicate(priority: String, peer: String)
        /// A peer proposes twice.
        case duplicatePeer(String)
        /// A peer names more than ``PriorityScoring/limit``.
        case tooMany(count: Int, peer: String)

        /// Who proposed what.
        public var description: String {
            switch self {
            case .duplicate(let priority, let peer): "peer \(peer) names priority \(priority) twice; name each once"
            case .duplicatePeer(let peer): "peer \(peer) proposes twice; keep its first message only"
            case .tooMany(let count, let peer):
                "peer \(peer) names \(count) priorities; at most \(PriorityScoring.limit) are allowed"
            }
        }
    }

    /// The agreed order of one topic, best first; equal scores keep the order in which they were first named, peers taken
    /// in ascending order of their ids. O(names²).
    ///
    /// - Parameters:
    ///   - proposals: each peer's id and its priorities, best first.
    ///   - minimum: peers that must name a priority.
    public static func order(
        _ proposals: [(peer: String, priorities: [String])], minimum: Int
    ) throws(Refusal) -> [Scored] {
        let sorted = proposals.sorted { $0.peer < $1.peer }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.peer == next.peer {
            throw .duplicatePeer(one.peer)
        }
        var names: [String] = []
        var scores: [Int] = []
        for (peer, priorities) in sorted {
            guard priorities.count <= limit else { throw .tooMany(count: priorities.count, peer: peer) }
            for (place, name) in priorities.enumerated() {
                guard !priorities[..<place].contains(name) else { throw .duplicate(priority: name, peer: peer) }
                if let known = names.firstIndex(of: name) {
                    scores[known] += 1_000 - place
                } else {
                    names.append(name)
                    scores.append(1_000 - place)
                }
            }
        }
        // A score above (minimum − 1)·1000 needs `minimum` peers, since none gives more than 1000.
        return names.indices.filter { scores[$0] > (minimum - 1) * 1_000 }
            .sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
            .map { Scored(priority: names[$0], score: scores[$0]) }
    }
}
