import DistributedValidators

/// A message sequence as a picture: time runs to the right, one line a member, one arrow a message.
///
/// Spans in which nothing is sent or comes are drawn short and marked, so that a round's timer does not squeeze what
/// happens between members into a point.
struct SequencePicture {
    private let sequence: MessageSequence
    /// Moments at which something happens, ascending, and where they are drawn.
    private let moments: [Int64]
    private let places: [Double]

    private static let left = 90.0
    private static let top = 70.0
    private static let lane = 56.0
    /// Pixels a millisecond, and the longest span drawn to scale.
    private static let scale = 4.0
    private static let longest: Int64 = 60_000_000

    init(_ sequence: MessageSequence) {
        self.sequence = sequence
        var times: [Int64] = []
        for step in sequence.steps { times += [step.sentAt] + step.arrivals.map(\.time) }
        for time in [sequence.outcome.decidedAt, sequence.outcome.completedAt] where time >= 0 { times.append(time) }
        times.sort()
        var moments: [Int64] = []
        var places: [Double] = []
        for time in times where moments.last != time {
            let span = moments.last.map { time - $0 } ?? 0
            let width = Double(min(span, Self.longest)) / 1e6 * Self.scale
            places.append((places.last ?? Self.left + 20) + (moments.isEmpty ? 0 : max(width, 4)))
            moments.append(time)
        }
        self.moments = moments
        self.places = places
    }

    private func x(_ time: Int64) -> Double {
        moments.lastIndex { $0 <= time }.map { places[$0] } ?? Self.left
    }

    private func y(_ member: Int) -> Double { Self.top + Self.lane * Double(member) }

    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }

    private static func colour(_ kind: TracedMessage.Kind) -> String {
        switch kind {
        case .preConsensusPartial: "#8c6bb1"
        case .proposal: "#d94801"
        case .prepare: "#2171b5"
        case .commit: "#238b45"
        case .roundChange: "#cb181d"
        case .decided: "#525252"
        case .partial: "#6a51a3"
        }
    }

    /// The picture, as SVG.
    var svg: String {
        let width = (places.last ?? Self.left) + 60
        let height = y(sequence.members) + 60
        func number(_ value: Double) -> String { Self.number(value) }
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(number(width)) \(number(height))\" "
                + "font-family=\"sans-serif\" font-size=\"12\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
            "<text x=\"10\" y=\"20\" font-size=\"13\">\(sequence.result)</text>",
        ]
        for member in 0..<sequence.members {
            let isDown = sequence.down.contains(member + 1)
            lines.append(
                "<text x=\"10\" y=\"\(number(y(member) + 4))\">\(sequence.name(member))\(isDown ? ", down" : "")</text>"
                    + "<line x1=\"\(number(Self.left))\" x2=\"\(number(width - 20))\" y1=\"\(number(y(member)))\" "
                    + "y2=\"\(number(y(member)))\" stroke=\"#999\"\(isDown ? " stroke-dasharray=\"4 4\"" : "")/>")
        }
        lines += gaps() + arrows() + marks()
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    /// Where a span was drawn short.
    private func gaps() -> [String] {
        zip(moments.indices, moments.indices.dropFirst()).compactMap { before, after in
            guard moments[after] - moments[before] > Self.longest else { return nil }
            let middle = (places[before] + places[after]) / 2
            let span = MessageSequence.seconds(moments[after] - moments[before])
            return "<text x=\"\(Self.number(middle))\" y=\"\(Self.number(Self.top - 14))\" text-anchor=\"middle\" "
                + "fill=\"#666\">⋯ \(span) s ⋯</text>"
        }
    }

    private func arrows() -> [String] {
        sequence.steps.flatMap { step in
            step.arrivals.map { arrival in
                let (fromX, toX) = (x(step.sentAt), x(arrival.time))
                let (fromY, toY) = (y(step.from), y(arrival.member))
                let colour = Self.colour(step.kind)
                let end =
                    arrival.isLost
                    ? "<text x=\"\(Self.number(toX - 4))\" y=\"\(Self.number(toY + 4))\" fill=\"\(colour)\">×</text>"
                    : "<circle cx=\"\(Self.number(toX))\" cy=\"\(Self.number(toY))\" r=\"2.5\" fill=\"\(colour)\"/>"
                return "<line x1=\"\(Self.number(fromX))\" y1=\"\(Self.number(fromY))\" x2=\"\(Self.number(toX))\" "
                    + "y2=\"\(Self.number(toY))\" stroke=\"\(colour)\"\(arrival.isLost ? " stroke-dasharray=\"3 3\"" : "")/>"
                    + end
            }
        }
    }

    /// What each burst of messages is, and when.
    private func marks() -> [String] {
        var lines: [String] = []
        var time: Int64?
        var labels: [String] = []
        for step in sequence.steps {
            let place = Self.number(x(step.sentAt))
            if step.sentAt != time {
                time = step.sentAt
                labels = []
                lines.append(
                    "<text x=\"\(place)\" y=\"\(Self.number(y(sequence.members) - 18))\" fill=\"#666\">"
                        + "\(MessageSequence.seconds(step.sentAt)) s</text>")
            }
            guard !labels.contains(step.label) else { continue }
            let below = y(sequence.members) - 2 + 14 * Double(labels.count)
            lines.append(
                "<text x=\"\(place)\" y=\"\(Self.number(below))\" fill=\"\(Self.colour(step.kind))\">"
                    + "\(step.label)</text>")
            labels.append(step.label)
        }
        return lines
    }
}
