import ResultStore
import Scenario
import Simulator

extension RunOutcome {
    /// Holds a published figure against the simulated one.
    ///
    /// - Throws: `SimulationError.badExpectation` where this run has no such figure.
    func judge(_ expectation: Expectation) throws(SimulationError) -> ExpectationRecord {
        let found = try value(of: expectation.metric, location: expectation.location)
        let unit = found.unit
        let published: String
        let isMet: Bool
        switch expectation.comparison {
        case .isOneOf(let values, let tolerance):
            published =
                values.map { QuantityText.number($0) }.joined(separator: " / ") + " " + QuantityText.unit(unit)
                + tolerance.suffix
            isMet = values.contains { tolerance.accepts(found, as: $0) }
        case .atLeast(let bound):
            published = "≥ \(QuantityText.full(bound))"
            isMet = found >= bound
        case .atMost(let bound):
            published = "≤ \(QuantityText.full(bound))"
            isMet = bound >= found
        case .between(let low, let high):
            published = "\(QuantityText.number(low)) … \(QuantityText.full(high))"
            isMet = found >= low && high >= found
        }
        let location = expectation.location
        return ExpectationRecord(
            text: expectation.text, metric: "\(expectation.metric.subject).\(expectation.metric.metric.rawValue)",
            published: published, simulated: QuantityText.full(found), simulatedValue: found.value,
            unit: unit.rawValue, isMet: isMet, source: expectation.source,
            location: "\(location.file):\(location.line):\(location.column)")
    }
}

extension Quantity {
    /// By whole numbers where both have one.
    static func >= (a: Quantity, b: Quantity) -> Bool {
        if let x = a.integer, let y = b.integer { return x >= y }
        return a.value >= b.value
    }
}

extension Expectation.Tolerance {
    /// For a reader: ` ± 0.1 %`.
    var suffix: String {
        switch self {
        case .exact: ""
        case .relative(let parts): " ± \(QuantityText.decimal(Double(parts) / 10_000, digits: 4)) %"
        case .absolute(let amount): " ± \(QuantityText.full(amount))"
        }
    }

    func accepts(_ found: Quantity, as expected: Quantity) -> Bool {
        switch self {
        case .exact:
            if let x = found.integer, let y = expected.integer { return x == y }
            return found.value == expected.value
        case .relative(let parts):
            return abs(found.value - expected.value) <= abs(expected.value) * Double(parts) / 1_000_000
        case .absolute(let amount): return abs(found.value - expected.value) <= amount.value
        }
    }
}
