/// A distribution of spans of time: latencies, times to failure, times to repair.
///
/// Each sample takes one word of its stream, by inversion: a larger word gives a longer span, so two variants of a
/// scenario with different means stay comparable draw by draw.
public struct DelayDistribution: Hashable, Sendable {
    private enum Shape: Hashable, Sendable {
        case constant(SimulatedTime)
        case uniform(ClosedRange<Int64>)
        case exponential(mean: Double)
        case logNormal(median: Double, sigma: Double)
    }

    private let shape: Shape

    private init(_ shape: Shape) { self.shape = shape }

    /// Always the same span.
    /// - Throws: ``DistributionError/badParameter(distribution:parameter:value:expected:)`` where it is negative.
    public static func constant(_ span: SimulatedTime) throws(DistributionError) -> DelayDistribution {
        try require(span >= .zero, "constant", "span", span, "zero or more")
        return DelayDistribution(.constant(span))
    }

    /// Each nanosecond from `low` to `high`, both included, equally likely.
    /// - Throws: ``DistributionError/badParameter(distribution:parameter:value:expected:)`` unless 0 ≤ `low` ≤ `high`.
    public static func uniform(
        from low: SimulatedTime, to high: SimulatedTime
    ) throws(DistributionError) -> DelayDistribution {
        try require(low >= .zero, "uniform", "low end", low, "zero or more")
        try require(high >= low, "uniform", "high end", high, "at least the low end, \(low)")
        return DelayDistribution(.uniform(low.nanoseconds...high.nanoseconds))
    }

    /// The time to the next of events that happen at a constant rate.
    /// - Throws: ``DistributionError/badParameter(distribution:parameter:value:expected:)`` where the mean is negative.
    public static func exponential(mean: SimulatedTime) throws(DistributionError) -> DelayDistribution {
        try require(mean >= .zero, "exponential", "mean", mean, "zero or more")
        return DelayDistribution(.exponential(mean: Double(mean.nanoseconds)))
    }

    /// Spans whose logarithm is normal, fixed by the two figures that measurements usually give.
    /// - Parameters:
    ///   - median: half of the spans are shorter.
    ///   - p95: 95 % of the spans are shorter.
    /// - Throws: ``DistributionError/badParameter(distribution:parameter:value:expected:)`` unless
    ///   0 < `median` ≤ `p95`.
    public static func logNormal(
        median: SimulatedTime, p95: SimulatedTime
    ) throws(DistributionError) -> DelayDistribution {
        try require(median > .zero, "lognormal", "median", median, "more than zero")
        try require(p95 >= median, "lognormal", "95th percentile", p95, "at least the median, \(median)")
        let ratio = Double(p95.nanoseconds) / Double(median.nanoseconds)
        let sigma = ElementaryFunctions.log(ratio) / ElementaryFunctions.normalQuantile(0.95)
        return DelayDistribution(.logNormal(median: Double(median.nanoseconds), sigma: sigma))
    }

    private static func require(
        _ holds: Bool, _ distribution: String, _ parameter: String, _ value: SimulatedTime, _ expected: String
    ) throws(DistributionError) {
        guard holds else {
            throw .badParameter(
                distribution: distribution, parameter: parameter, value: value.description, expected: expected)
        }
    }

    /// A span, never negative, rounded to whole nanoseconds and held at 292 years. Takes one word of the stream; a
    /// uniform one may take more, with a probability below (width in ns) / 2⁶⁴, and a constant one takes none.
    public func sample(_ stream: inout RandomStream) -> SimulatedTime {
        switch shape {
        case .constant(let span): span
        case .uniform(let range): SimulatedTime(nanoseconds: stream.next(in: range))
        case .exponential(let mean): SimulatedTime(roundingNanoseconds: mean * stream.nextExponential())
        case .logNormal(let median, let sigma):
            SimulatedTime(
                roundingNanoseconds: median * ElementaryFunctions.exp(sigma * stream.nextNormal()))
        }
    }

    /// The mean in nanoseconds.
    public var meanNanoseconds: Double {
        switch shape {
        case .constant(let span): Double(span.nanoseconds)
        case .uniform(let range): Double(range.lowerBound) / 2 + Double(range.upperBound) / 2
        case .exponential(let mean): mean
        case .logNormal(let median, let sigma): median * ElementaryFunctions.exp(sigma * sigma / 2)
        }
    }
}
