/// A condition on two runs that makes `blackout compare` fail.
///
///     condition = [ subject "." ] metric comparison threshold
///     subject   = an entity's name, in quotes where it holds < or > or ends like a metric; "network" if left out
///     metric    = money [ "." component ] | "uptime" | chain
///     money     = "earned" | "ideal" | "missed" | "penalties" | "loss"
///     component = "source" | "target" | "head" | "sync" | "proposal" | "leak" | "slashing"
///     chain     = "participation.min" | "participation.mean" | "finality.delay.max" | "finality.leak_epochs"
///               | "blocks.missed"
///     comparison = ">" | ">=" | "<" | "<="
///     threshold = [ "+" | "-" ] number [ unit ]
///     unit      = "%" | "gwei" | "ETH" | "epochs" | "blocks"
///
/// A threshold with a sign is about the change from A to B, one without about the value in B. For money `%` is
/// relative to A; for uptime and participation, which are percentages already, it means percentage points. From
/// nothing to something is more than any per cent.
public struct FailCondition: Sendable, Equatable {
    /// As given.
    public let text: String
    let subject: String?
    let metric: ComparedMetric
    let comparison: Comparison
    let threshold: Threshold

    enum Comparison: String, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"

        func holds<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
            switch self {
            case .atLeast: a >= b
            case .atMost: a <= b
            case .above: a > b
            case .below: a < b
            }
        }
    }

    struct Threshold: Equatable {
        /// Thousand-millionths of the unit.
        var value: Int128
        var isChange: Bool
        var unit: Unit
    }

    enum Unit: Equatable {
        case percent
        /// The value is in thousand-millionths of a Gwei.
        case gwei
        case count
    }

    static let scale: Int128 = 1_000_000_000

    /// Reads a condition.
    public init(parsing text: String) throws(FailConditionError) {
        self.text = text
        guard let (place, comparison) = FailCondition.operatorPlace(in: text) else {
            throw FailConditionError(text, "there is no comparison", "write one of > >= < <=, as in 'loss > +5 %'")
        }
        self.comparison = comparison
        let path = text[..<place.lowerBound].trimmed
        (subject, metric) = try FailCondition.metric(path, in: text)
        threshold = try FailCondition.threshold(text[place.upperBound...].trimmed, of: metric, in: text)
    }

    private static func operatorPlace(in text: String) -> (Range<String.Index>, Comparison)? {
        var isQuoted = false
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == "\"" { isQuoted.toggle() }
            if !isQuoted {
                for comparison in Comparison.allCases where text[index...].hasPrefix(comparison.rawValue) {
                    return (index..<text.index(index, offsetBy: comparison.rawValue.count), comparison)
                }
            }
            index = text.index(after: index)
        }
        return nil
    }

    /// Takes the metric off the end of a path; what is before it names the subject.
    private static func metric(_ path: String, in text: String) throws(FailConditionError) -> (String?, ComparedMetric)
    {
        var quoted: String?
        var rest = path
        if path.hasPrefix("\"") {
            guard let end = path.dropFirst().firstIndex(of: "\"") else {
                throw FailConditionError(text, "a quote is not closed", "put the entity's name between two quotes")
            }
            quoted = String(path[path.index(after: path.startIndex)..<end])
            let after = path[path.index(after: end)...]
            guard after.hasPrefix(".") else {
                throw FailConditionError(
                    text, "after the entity's name a '.' and a metric are missing", ComparedMetric.mend)
            }
            rest = String(after.dropFirst())
        }
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false).map { $0.trimmed }
        // `blocks.missed` is the chain's figure, not what an entity called "blocks" missed.
        let metrics = parts.indices.reversed().compactMap { start in
            ComparedMetric(parts[start...].joined(separator: ".")).map { (start: start, metric: $0) }
        }
        for (start, metric) in metrics.filter(\.metric.isOfNetworkOnly) + metrics {
            let before = parts[..<start].joined(separator: ".")
            if quoted != nil, !before.isEmpty { continue }
            let subject = quoted ?? (start == 0 || before == "network" ? nil : before)
            if subject != nil, metric.isOfNetworkOnly {
                throw FailConditionError(
                    text, "'\(metric.name)' is a figure of the whole network", "leave out what stands before it")
            }
            return (subject, metric)
        }
        throw FailConditionError(text, "'\(parts.last ?? path)' is no metric", ComparedMetric.mend)
    }

    private static func threshold(
        _ written: String, of metric: ComparedMetric, in text: String
    ) throws(FailConditionError) -> Threshold {
        var rest = written[...]
        var sign: Int128 = 1
        var isChange = false
        if let first = rest.first, "+-−".contains(first) {
            isChange = true
            sign = first == "+" ? 1 : -1
            rest = rest.dropFirst()
        }
        let digits = rest.trimmed.prefix { $0.isASCII && $0.isNumber || $0 == "." || $0 == "_" }
        guard let value = decimal(digits) else {
            throw FailConditionError(
                text, "'\(written)' does not start with a number",
                "write a number with a unit, such as +5 % or 1_000 gwei")
        }
        let unit = String(rest.trimmed.dropFirst(digits.count)).trimmed
        guard let (kind, factor) = metric.unit(unit) else {
            throw FailConditionError(
                text, unit.isEmpty ? "'\(metric.name)' needs a unit" : "'\(metric.name)' is not measured in '\(unit)'",
                "write \(metric.unitsShown)")
        }
        if metric.isMoney, kind == .percent, !isChange {
            throw FailConditionError(
                text, "a percentage of money is a change from A to B", "give it a sign, as in '\(metric.name) > +5 %'")
        }
        return Threshold(value: sign * value * factor, isChange: isChange, unit: kind)
    }

    /// Up to fifteen digits before the point and nine after it, in thousand-millionths.
    private static func decimal(_ text: some StringProtocol) -> Int128? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            .map { String($0.filter { $0 != "_" }) }
        guard parts.count == 1 || parts.count == 2, let whole = Int128(parts[0]), parts[0].count <= 15 else {
            return nil
        }
        guard parts.count == 2 else { return whole * scale }
        let fraction = parts[1]
        guard !fraction.isEmpty, fraction.count <= 9,
            let value = Int128(fraction + String(repeating: "0", count: 9 - fraction.count))
        else { return nil }
        return whole * scale + value
    }
}

/// Why a condition cannot be read or does not fit two runs.
public struct FailConditionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Message with the condition and its mend.
    public let description: String

    init(_ condition: String, _ reason: String, _ mend: String) {
        description = "--fail-if '\(condition.shown)': \(reason.shown); \(mend.shown)"
    }
}

extension StringProtocol {
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
