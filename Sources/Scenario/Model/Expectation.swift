/// A figure that a run must reproduce, with the place it was published.
public struct Expectation: Sendable, Equatable {
    public var metric: MetricPath
    public var comparison: Comparison
    /// Where the figure comes from; required, shown in every report.
    public var source: String
    /// As written in the file, for reports.
    public var text: String
    public var location: SourceLocation

    public enum Comparison: Sendable, Equatable {
        /// One of the values, each within the tolerance.
        case isOneOf([Quantity], tolerance: Tolerance)
        case atLeast(Quantity)
        case atMost(Quantity)
        case between(Quantity, Quantity)
    }

    public enum Tolerance: Sendable, Equatable {
        case exact
        /// Parts per million of the expected value.
        case relative(partsPerMillion: Int)
        case absolute(Quantity)
    }
}

/// `subject.name.part`, optionally `at TIME` or `during "OUTAGE"`.
public struct MetricPath: Sendable, Equatable {
    /// An entity's name, `rest`, or `network`.
    public var subject: String
    /// A name of the catalogue (`penalties`, `missed_rewards`, `finality.delay.max`).
    public var metric: Metric
    /// Nanoseconds from the start of the run; nil = the end.
    public var at: Int64?
    /// Name of an outage; nil = the whole run.
    public var during: String?
}

/// A number with a unit.
public struct Quantity: Sendable, Equatable {
    public var value: Double
    public var unit: Unit
    /// Exact value where the unit is whole (Gwei, epochs, counts, nanoseconds).
    public var integer: Int64?

    public enum Unit: String, Sendable, CaseIterable {
        case gwei, epochs, slots, count, ratio, nanoseconds
    }

    public init(value: Double, unit: Unit, integer: Int64?) {
        self.value = value
        self.unit = unit
        self.integer = integer
    }
}

/// Place in a file, 1-based.
public struct SourceLocation: Sendable, Equatable, Hashable {
    public var file: String
    public var line: Int
    public var column: Int
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}
