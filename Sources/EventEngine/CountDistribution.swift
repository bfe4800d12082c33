/// A distribution of counts, such as how many of 5,000 validators are hit: binomial, hypergeometric or Poisson.
///
/// The probabilities are tabulated once, outwards from the mode, by the ratio of neighbours, which for these three is
/// rational; so nothing but +, × and ÷ is needed, and the table is exact up to the rounding of those (relative 1e-13).
/// Where neighbours have fallen below 2⁻⁷⁰ of the mode the table ends: less than a 53-bit draw can tell.
/// Making a table costs about 20 standard deviations' worth of steps; a sample is a binary search and one word.
public struct CountDistribution: Hashable, Sendable {
    /// The count of the first entry of ``cumulative``.
    private let lowest: Int
    /// Running sums of the weights; the last is their total.
    private let cumulative: [Double]

    /// Counts beyond which Double no longer holds every integer.
    private static let largestCount = 1 << 53
    private static let largestTable = 4_000_000

    /// How many of `trials` independent trials succeed.
    /// - Throws: ``DistributionError``, where `trials` is negative or above 2⁵³, or the table would be too wide.
    public static func binomial(
        trials: Int, probability: Probability
    ) throws(DistributionError) -> CountDistribution {
        try require(trials, in: 0...largestCount, "binomial", "number of trials")
        if probability.numerator == 0 { return CountDistribution(always: 0) }
        if probability.numerator == probability.denominator { return CountDistribution(always: trials) }
        let odds = Double(probability.numerator) / Double(probability.denominator - probability.numerator)
        let mode = (Double(trials) + 1) * probability.value
        return try CountDistribution("binomial", mode: mode, range: 0...trials) { count in
            Double(trials - count) / Double(count + 1) * odds
        }
    }

    /// How many of `draws` different members, drawn at random from `population`, are among its `marked` ones.
    /// - Throws: ``DistributionError``, where a number is negative, `population` is above 2⁵³, one of the others is above
    ///   `population`, or the table would be too wide.
    public static func hypergeometric(
        population: Int, marked: Int, draws: Int
    ) throws(DistributionError) -> CountDistribution {
        try require(population, in: 0...largestCount, "hypergeometric", "population")
        try require(marked, in: 0...population, "hypergeometric", "number of marked members")
        try require(draws, in: 0...population, "hypergeometric", "number of draws")
        let range = max(0, draws - (population - marked))...min(draws, marked)
        let mode = (Double(draws) + 1) * (Double(marked) + 1) / (Double(population) + 2)
        return try CountDistribution("hypergeometric", mode: mode, range: range) { count in
            Double(marked - count) / Double(count + 1)
                * (Double(draws - count) / Double(population - marked - draws + count + 1))
        }
    }

    /// How many events happen in a span in which `mean` are expected, each independently of the others.
    /// - Throws: ``DistributionError``, where the mean is negative or not finite, or the table would be too wide.
    public static func poisson(mean: Double) throws(DistributionError) -> CountDistribution {
        guard mean >= 0, mean <= Double(largestCount) else {
            throw .badParameter(
                distribution: "poisson", parameter: "mean", value: "\(mean)", expected: "a number from 0 to 2^53")
        }
        return try CountDistribution("poisson", mode: mean, range: 0...largestCount) { mean / Double($0 + 1) }
    }

    private init(always count: Int) {
        lowest = count
        cumulative = [1]
    }

    /// Tabulates weights from a count at or beside the mode, where `ratio` gives weight(count + 1) / weight(count).
    private init(
        _ name: String, mode: Double, range: ClosedRange<Int>, ratio: (Int) -> Double
    ) throws(DistributionError) {
        let start = min(max(Int(mode), range.lowerBound), range.upperBound)
        var below: [Double] = []
        var weight = 1.0
        var count = start
        while count > range.lowerBound {
            count -= 1
            weight /= ratio(count)
            if weight < 0x1p-70 { break }
            below.append(weight)
            guard below.count < Self.largestTable else { throw .tooWide(distribution: name) }
        }
        var sum = 0.0
        var sums: [Double] = []
        for weight in below.reversed() {
            sum += weight
            sums.append(sum)
        }
        sum += 1
        sums.append(sum)
        weight = 1
        count = start
        while count < range.upperBound {
            weight *= ratio(count)
            if weight < 0x1p-70 { break }
            sum += weight
            sums.append(sum)
            count += 1
            guard sums.count < Self.largestTable else { throw .tooWide(distribution: name) }
        }
        lowest = start - below.count
        cumulative = sums
    }

    private static func require(
        _ value: Int, in range: ClosedRange<Int>, _ distribution: String, _ parameter: String
    ) throws(DistributionError) {
        guard range.contains(value) else {
            throw .badParameter(
                distribution: distribution, parameter: parameter, value: "\(value)",
                expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    /// A count. Takes one word of the stream; a larger word never gives a smaller count.
    public func sample(_ stream: inout RandomStream) -> Int {
        let target = Double(stream.next() >> 11) * 0x1p-53 * cumulative[cumulative.count - 1]
        var low = 0
        var high = cumulative.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > target { high = middle } else { low = middle + 1 }
        }
        return lowest + low
    }

    /// The probability of a count.
    public func probability(of count: Int) -> Double {
        let index = count - lowest
        guard cumulative.indices.contains(index) else { return 0 }
        let weight = cumulative[index] - (index > 0 ? cumulative[index - 1] : 0)
        return weight / cumulative[cumulative.count - 1]
    }
}
