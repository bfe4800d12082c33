/// A figure that a run must reproduce, with the place it was published.
public struct Expectation: Sendable, Equatable {
    /// What is asked.
    public var metric: MetricPath
    /// What must hold of it.
    public var comparison: Comparison
    /// Where the figure comes from; required, shown in every report.
    public var source: String
    /// As written in the file, for reports.
    public var text: String
    /// Where the file states it.
    public var location: SourceLocation

    /// An expectation of given parts; nothing is checked.
    public init(
        metric: MetricPath, comparison: Comparison, source: String, text: String, location: SourceLocation
    ) {
        self.metric = metric
        self.comparison = comparison
        self.source = source
        self.text = text
        self.location = location
    }

    /// Ways to compare.
    public enum Comparison: Sendable, Equatable {
        /// One of the values, each within the tolerance.
        case isOneOf([Quantity], tolerance: Tolerance)
        case atLeast(Quantity)
        case atMost(Quantity)
        case between(Quantity, Quantity)
    }

    /// How near is near enough.
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

    /// A metric of a subject, at a time or during an outage.
    public init(subject: String, metric: Metric, at: Int64? = nil, during: String? = nil) {
        self.subject = subject
        self.metric = metric
        self.at = at
        self.during = during
    }
}

/// A number with a unit.
public struct Quantity: Sendable, Equatable {
    /// Value in the unit; a ratio is 1 for the whole.
    public var value: Double
    /// What the value counts.
    public var unit: Unit
    /// Exact value where the unit is whole (Gwei, epochs, counts, nanoseconds).
    public var integer: Int64?

    /// Units of figures.
    public enum Unit: String, Sendable, CaseIterable {
        case gwei, epochs, slots, count, ratio, nanoseconds
    }

    /// A number with its unit.
    public init(value: Double, unit: Unit, integer: Int64?) {
        self.value = value
        self.unit = unit
        self.integer = integer
    }
}

/// Place in a file, 1-based.
public struct SourceLocation: Sendable, Equatable, Hashable {
    /// File, as the user named it.
    public var file: String
    /// Line, from 1.
    public var line: Int
    /// Column in Unicode scalars, from 1.
    public var column: Int
    /// A place.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension SourceLocation: CustomStringConvertible {
    /// `file:line:column`.
    public var description: String { "\(file):\(line):\(column)" }
}
