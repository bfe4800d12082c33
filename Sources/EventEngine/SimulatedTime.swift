/// A span of simulated time in whole nanoseconds; as a point in time, the span since the start of the run.
///
/// One signed 64-bit count serves both uses, so that a clock skew is simply a negative span. The range is ±292 years.
/// `+`, `-` and `*` trap on overflow as Swift's integers do: use them where the operands are the program's own.
/// For numbers from outside use ``init(count:of:)``, ``adding(_:)`` and ``multiplied(by:)``, which throw.
@frozen public struct SimulatedTime: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The count of nanoseconds.
    public var nanoseconds: Int64

    /// The span of that many nanoseconds.
    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The start of a run, or no time at all.
    @inlinable public static var zero: SimulatedTime { SimulatedTime(nanoseconds: 0) }

    /// The last representable point: about 292 years after the start.
    @inlinable public static var distantFuture: SimulatedTime { SimulatedTime(nanoseconds: .max) }

    /// That many nanoseconds.
    @inlinable public static func nanoseconds(_ count: Int64) -> SimulatedTime { SimulatedTime(nanoseconds: count) }

    /// That many microseconds; traps on overflow.
    @inlinable public static func microseconds(_ count: Int64) -> SimulatedTime {
        SimulatedTime(nanoseconds: count * Unit.microseconds.rawValue)
    }

    /// That many milliseconds; traps on overflow.
    @inlinable public static func milliseconds(_ count: Int64) -> SimulatedTime {
        SimulatedTime(nanoseconds: count * Unit.milliseconds.rawValue)
    }

    /// That many seconds; traps on overflow.
    @inlinable public static func seconds(_ count: Int64) -> SimulatedTime {
        SimulatedTime(nanoseconds: count * Unit.seconds.rawValue)
    }

    /// A unit of time; the raw value is its length in nanoseconds.
    public enum Unit: Int64, CaseIterable, Sendable {
        /// 10⁻⁹ s.
        case nanoseconds = 1
        /// 10⁻⁶ s.
        case microseconds = 1_000
        /// 10⁻³ s.
        case milliseconds = 1_000_000
        /// The SI second.
        case seconds = 1_000_000_000
        /// 60 s.
        case minutes = 60_000_000_000
        /// 3,600 s.
        case hours = 3_600_000_000_000
        /// 86,400 s.
        case days = 86_400_000_000_000

        /// The symbol that ``SimulatedTime/description`` writes and ``SimulatedTime/init(_:)`` reads.
        public var symbol: String {
            switch self {
            case .nanoseconds: "ns"
            case .microseconds: "us"
            case .milliseconds: "ms"
            case .seconds: "s"
            case .minutes: "m"
            case .hours: "h"
            case .days: "d"
            }
        }
    }
}

// MARK: - Arithmetic

extension SimulatedTime {
    /// The sum; traps on overflow.
    @inlinable public static func + (left: SimulatedTime, right: SimulatedTime) -> SimulatedTime {
        SimulatedTime(nanoseconds: left.nanoseconds + right.nanoseconds)
    }

    /// The difference; traps on overflow.
    @inlinable public static func - (left: SimulatedTime, right: SimulatedTime) -> SimulatedTime {
        SimulatedTime(nanoseconds: left.nanoseconds - right.nanoseconds)
    }

    /// The span taken `factor` times; traps on overflow.
    @inlinable public static func * (left: SimulatedTime, factor: Int64) -> SimulatedTime {
        SimulatedTime(nanoseconds: left.nanoseconds * factor)
    }

    /// Adds in place; traps on overflow.
    @inlinable public static func += (left: inout SimulatedTime, right: SimulatedTime) { left = left + right }

    /// Subtracts in place; traps on overflow.
    @inlinable public static func -= (left: inout SimulatedTime, right: SimulatedTime) { left = left - right }

    /// Whether the left point is the earlier one.
    @inlinable public static func < (left: SimulatedTime, right: SimulatedTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// `count` units.
    /// - Throws: ``SimulatedTimeError/outOfRange`` beyond ±292 years.
    public init(count: Int64, of unit: Unit) throws(SimulatedTimeError) {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit.rawValue)
        guard !overflow else { throw .outOfRange }
        nanoseconds = product
    }

    /// The sum.
    /// - Throws: ``SimulatedTimeError/outOfRange`` beyond ±292 years.
    public func adding(_ other: SimulatedTime) throws(SimulatedTimeError) -> SimulatedTime {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(other.nanoseconds)
        guard !overflow else { throw .outOfRange }
        return SimulatedTime(nanoseconds: sum)
    }

    /// The span taken `factor` times.
    /// - Throws: ``SimulatedTimeError/outOfRange`` beyond ±292 years.
    public func multiplied(by factor: Int64) throws(SimulatedTimeError) -> SimulatedTime {
        let (product, overflow) = nanoseconds.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw .outOfRange }
        return SimulatedTime(nanoseconds: product)
    }

    /// The sum, held at ``distantFuture`` (or at the earliest point) instead of overflowing.
    @inlinable public func addingSaturated(_ other: SimulatedTime) -> SimulatedTime {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(other.nanoseconds)
        return SimulatedTime(nanoseconds: overflow ? (other.nanoseconds < 0 ? .min : .max) : sum)
    }

    /// The nearest whole count to a number of nanoseconds (ties to even), held at the ends of the range; NaN gives zero.
    @inlinable public init(roundingNanoseconds value: Double) {
        let rounded = value.rounded(.toNearestOrEven)
        if rounded >= 0x1p63 {
            nanoseconds = .max
        } else if rounded < -0x1p63 {
            nanoseconds = .min
        } else {
            nanoseconds = rounded.isNaN ? 0 : Int64(rounded)
        }
    }
}

/// Why a time could not be made.
public enum SimulatedTimeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The result does not fit into 64 bits of nanoseconds.
    case outOfRange

    /// What happened and what would mend it.
    public var description: String {
        switch self {
        case .outOfRange: "simulated time out of range: keep it within 292 years of the start"
        }
    }
}
