/// A probability as an exact ratio of integers, checked when it is made.
@frozen public struct Probability: Hashable, Sendable, BitwiseCopyable {
    /// The favourable share of ``denominator``.
    public let numerator: UInt64
    /// Positive.
    public let denominator: UInt64

    @inlinable
    init(unchecked numerator: UInt64, outOf denominator: UInt64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// `numerator` chances out of `denominator`.
    /// - Throws: ``DistributionError/notAProbability(_:)`` where that is not between 0 and 1.
    @inlinable
    public init(_ numerator: UInt64, outOf denominator: UInt64) throws(DistributionError) {
        guard denominator > 0, numerator <= denominator else {
            throw .notAProbability("\(numerator)/\(denominator)")
        }
        self.init(unchecked: numerator, outOf: denominator)
    }

    /// The nearest multiple of 2⁻⁵³ to a number.
    /// - Throws: ``DistributionError/notAProbability(_:)`` where that is not between 0 and 1.
    public init(_ value: Double) throws(DistributionError) {
        guard value >= 0, value <= 1 else { throw .notAProbability("\(value)") }
        self.init(unchecked: UInt64((value * 0x1p53).rounded(.toNearestOrEven)), outOf: 1 << 53)
    }

    /// What never happens.
    @inlinable public static var never: Probability { Probability(unchecked: 0, outOf: 1) }
    /// What always happens.
    @inlinable public static var always: Probability { Probability(unchecked: 1, outOf: 1) }
    /// The probability that it does not happen.
    @inlinable public var complement: Probability {
        Probability(unchecked: denominator - numerator, outOf: denominator)
    }
    /// The nearest Double.
    @inlinable public var value: Double { Double(numerator) / Double(denominator) }
}

/// Why a distribution could not be made.
public enum DistributionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not between 0 and 1.
    case notAProbability(String)
    /// A parameter out of its range.
    case badParameter(distribution: String, parameter: String, value: String, expected: String)
    /// The distribution spreads over more values than can be tabulated.
    case tooWide(distribution: String)

    /// What happened and what would mend it.
    public var description: String {
        switch self {
        case .notAProbability(let value):
            "\(value) is not a probability: give a number from 0 to 1"
        case .badParameter(let distribution, let parameter, let value, let expected):
            "\(distribution) distribution: \(parameter) is \(value): give \(expected)"
        case .tooWide(let distribution):
            "\(distribution) distribution is too wide to tabulate: keep its standard deviation below 100000"
        }
    }
}
