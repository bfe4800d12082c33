import DistributedValidators

/// The messages of a duty in order, and what came of them.
struct MessageSequence {
    /// A message to one or more members, sent in one go.
    struct Step {
        var sentAt: Int64
        var from: Int
        var kind: TracedMessage.Kind
        var round: Int
        /// Receivers with the time of arrival.
        var arrivals: [(member: Int, time: Int64, isLost: Bool)]

        var label: String { round > 0 ? "\(kind.rawValue) \(round)" : kind.rawValue }
    }

    let members: Int
    let down: [Int]
    /// Their numbers at SSV; empty = members are numbered from 1.
    let operatorIDs: [UInt64]
    let outcome: ClusterDutyOutcome
    private(set) var steps: [Step] = []

    /// - Parameters:
    ///   - down: members that never ran, numbered from 1.
    ///   - operatorIDs: empty, or one for each member.
    init(
        members: Int, down: [Int], operatorIDs: [UInt64] = [], trace: [TracedMessage], outcome: ClusterDutyOutcome
    ) {
        self.members = members
        self.down = down
        self.operatorIDs = operatorIDs
        self.outcome = outcome
        for message in trace {
            let arrival = (member: message.to, time: message.arrivesAt, isLost: message.isLost)
            if let last = steps.last, last.sentAt == message.sentAt, last.from == message.from,
                last.kind == message.kind, last.round == message.round,
                !last.arrivals.contains(where: { $0.member == message.to })
            {
                steps[steps.count - 1].arrivals.append(arrival)
            } else {
                steps.append(
                    Step(
                        sentAt: message.sentAt, from: message.from, kind: message.kind, round: message.round,
                        arrivals: [arrival]))
            }
        }
    }

    private var noun: String { operatorIDs.isEmpty ? "member" : "operator" }

    /// A member's number, or its operator id.
    private func number(_ member: Int) -> String {
        operatorIDs.isEmpty ? "\(member + 1)" : "\(operatorIDs[member])"
    }

    /// `member 2`, `operator 17`.
    func name(_ member: Int) -> String { "\(noun) \(number(member))" }

    /// Seconds with three decimals.
    static func seconds(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        let rest = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    /// What came of the duty, in a sentence.
    var result: String {
        var parts: [String] = []
        if outcome.decidedAt >= 0 {
            parts.append("decided in round \(outcome.round) at \(Self.seconds(outcome.decidedAt)) s")
        }
        if let failure = outcome.failure {
            parts.append("failed: \(failure.rawValue)")
        } else {
            let signers = outcome.firstSigners.members.map(number).joined(separator: ", ")
            parts.append(
                "signed by \(noun)s \(signers), broadcast by \(name(outcome.broadcaster)) at "
                    + "\(Self.seconds(outcome.completedAt)) s after \(outcome.messages) messages")
        }
        return parts.joined(separator: "; ")
    }

    /// A line a step.
    var text: String {
        var lines = steps.map { step in
            let late = step.arrivals.map(\.time).max() ?? step.sentAt
            let receivers = step.arrivals.map { arrival in
                let isDown = down.contains(arrival.member + 1)
                return number(arrival.member) + (arrival.isLost ? isDown ? " (down)" : " (lost)" : "")
            }
            return "\(Self.seconds(step.sentAt)) s  \(name(step.from)) → \(receivers.joined(separator: ", "))  "
                + "\(step.label)  arrives \(Self.seconds(late)) s"
        }
        lines.append(result)
        return lines.joined(separator: "\n") + "\n"
    }

    /// A Mermaid sequence diagram.
    var mermaid: String {
        var lines = ["sequenceDiagram"]
        for member in 1...members {
            lines.append("    participant m\(member) as \(name(member - 1))\(down.contains(member) ? " (down)" : "")")
        }
        var clock: Int64?
        for step in steps {
            if step.sentAt != clock {
                clock = step.sentAt
                lines.append("    Note over m1,m\(members): \(Self.seconds(step.sentAt)) s")
            }
            for arrival in step.arrivals {
                let arrow = arrival.isLost ? "--x" : "->>"
                lines.append("    m\(step.from + 1)\(arrow)m\(arrival.member + 1): \(step.label)")
            }
        }
        lines.append("    Note over m1,m\(members): \(result)")
        return lines.joined(separator: "\n") + "\n"
    }
}
