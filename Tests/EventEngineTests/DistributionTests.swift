import EventEngine
import Foundation
import Testing

@Suite("Elementary functions")
struct ElementaryFunctionTests {
    static func relativeError(_ value: Double, _ expected: Double) -> Double {
        value == expected ? 0 : abs(value - expected) / abs(expected)
    }

    @Test("log agrees with the system's to 1e-15, also beside 1 and among subnormal numbers")
    func log() {
        var stream = RandomStream(seed: 1, domain: .unspecified)
        var worst = 0.0
        for index in 0..<200_000 {
            let x =
                switch index % 3 {
                case 0: Double(bitPattern: stream.next() % 0x7ff0_0000_0000_0000)
                case 1: 1 + (stream.nextUnit() - 0.5) * 0x1p-10
                default: stream.nextUnit()
                }
            guard x > 0, x != 1 else { continue }
            worst = max(worst, Self.relativeError(ElementaryFunctions.log(x), Foundation.log(x)))
        }
        #expect(worst < 1e-15)
        #expect(ElementaryFunctions.log(1) == 0)
        #expect(ElementaryFunctions.log(0) == -.infinity)
        #expect(ElementaryFunctions.log(.infinity) == .infinity)
        #expect(ElementaryFunctions.log(-1).isNaN && ElementaryFunctions.log(.nan).isNaN)
        #expect(ElementaryFunctions.log(.leastNonzeroMagnitude) == Foundation.log(.leastNonzeroMagnitude))
    }

    @Test("exp agrees with the system's to 1e-15 over the normal range")
    func exp() {
        var stream = RandomStream(seed: 2, domain: .unspecified)
        var worst = 0.0
        for _ in 0..<200_000 {
            let x = (stream.nextUnit() - 0.5) * 1_416
            worst = max(worst, Self.relativeError(ElementaryFunctions.exp(x), Foundation.exp(x)))
        }
        #expect(worst < 1e-15)
        #expect(ElementaryFunctions.exp(0) == 1)
        #expect(ElementaryFunctions.exp(710) == .infinity && ElementaryFunctions.exp(.infinity) == .infinity)
        #expect(ElementaryFunctions.exp(-746) == 0 && ElementaryFunctions.exp(-.infinity) == 0)
        #expect(ElementaryFunctions.exp(-745) > 0 && ElementaryFunctions.exp(709.7).isFinite)
        #expect(ElementaryFunctions.exp(.nan).isNaN)
    }

    @Test("the normal quantile inverts the system's error function to 1e-12")
    func normalQuantile() {
        var stream = RandomStream(seed: 3, domain: .unspecified)
        var worst = 0.0
        for index in 0..<100_000 {
            // Down to 1e-250 on the left side; symmetry covers the right.
            let p =
                index % 2 == 0 ? stream.nextUnit() / 2 : Foundation.pow(10, -250 * stream.nextUnit()) / 2
            let x = ElementaryFunctions.normalQuantile(p)
            // The error of p, brought back to x through the density.
            let back = 0.5 * Foundation.erfc(-x / 2.squareRoot())
            let density = Foundation.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
            worst = max(worst, abs(back - p) / density / max(abs(x), 1e-3))
        }
        #expect(worst < 1e-12)
        #expect(ElementaryFunctions.normalQuantile(0.5) == 0)
        #expect(abs(ElementaryFunctions.normalQuantile(0.95) - 1.644_853_626_951_472_7) < 2e-15)
        #expect(ElementaryFunctions.normalQuantile(0.0625) == -ElementaryFunctions.normalQuantile(0.9375))
        #expect(ElementaryFunctions.normalQuantile(0) == -.infinity)
        #expect(ElementaryFunctions.normalQuantile(1) == .infinity)
        #expect(ElementaryFunctions.normalQuantile(1.5).isNaN && ElementaryFunctions.normalQuantile(.nan).isNaN)
    }
}

@Suite("Distributions")
struct DistributionTests {
    static let trials = 200_000

    static func samples(_ distribution: DelayDistribution, seed: UInt64) -> [Double] {
        var stream = RandomStream(seed: seed, domain: .unspecified)
        return (0..<trials).map { _ in Double(distribution.sample(&stream).nanoseconds) }
    }

    static func moments(_ samples: [Double]) -> (mean: Double, deviation: Double) {
        let mean = samples.reduce(0, +) / Double(samples.count)
        let squares = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (squares / Double(samples.count)).squareRoot())
    }

    @Test("an exponential span has its mean, its deviation and no memory")
    func exponential() throws {
        let samples = Self.samples(try .exponential(mean: .seconds(600)), seed: 21)
        let (mean, deviation) = Self.moments(samples)
        #expect(abs(mean / 600e9 - 1) < 0.012)
        #expect(abs(deviation / 600e9 - 1) < 0.02)
        let late = samples.filter { $0 > 600e9 }
        #expect(abs(Double(late.count) / Double(Self.trials) - 0.367_879_4) < 0.006)
        #expect(abs(Self.moments(late).mean / 600e9 - 2) < 0.02)
    }

    @Test("a lognormal span has the median and the 95th percentile that were asked for")
    func logNormal() throws {
        let distribution = try DelayDistribution.logNormal(median: .milliseconds(80), p95: .milliseconds(400))
        let samples = Self.samples(distribution, seed: 22).sorted()
        #expect(abs(samples[Self.trials / 2] / 80e6 - 1) < 0.012)
        #expect(abs(samples[Self.trials / 100 * 95] / 400e6 - 1) < 0.02)
        #expect(abs(Self.moments(samples).mean / distribution.meanNanoseconds - 1) < 0.02)
        let narrow = try DelayDistribution.logNormal(median: .milliseconds(5), p95: .milliseconds(5))
        #expect(Self.samples(narrow, seed: 23).allSatisfy { $0 == 5e6 })
    }

    @Test("a uniform span reaches both ends and nothing beyond")
    func uniform() throws {
        let samples = Self.samples(try .uniform(from: .nanoseconds(10), to: .nanoseconds(19)), seed: 24)
        #expect(samples.min() == 10 && samples.max() == 19)
        let (mean, deviation) = Self.moments(samples)
        #expect(abs(mean - 14.5) < 0.04)
        #expect(abs(deviation - (99.0 / 12).squareRoot()) < 0.03)
        #expect(Self.samples(try .constant(.seconds(2)), seed: 25).allSatisfy { $0 == 2e9 })
    }

    @Test("a sample takes one word, so that draws stay paired between variants")
    func oneWord() throws {
        var stream = RandomStream(seed: 26, domain: .unspecified)
        for distribution in [
            try DelayDistribution.exponential(mean: .seconds(1)),
            try .logNormal(median: .seconds(1), p95: .seconds(2)),
            try .uniform(from: .zero, to: .seconds(1)),
        ] {
            let before = stream.position
            _ = distribution.sample(&stream)
            #expect(stream.position == before + 1)
        }
    }

    @Test("delay parameters that make no sense are refused by name")
    func badDelays() {
        let refused: [(String, () throws -> DelayDistribution)] = [
            ("mean", { try .exponential(mean: .seconds(-1)) }),
            ("median", { try .logNormal(median: .zero, p95: .seconds(1)) }),
            ("95th percentile", { try .logNormal(median: .seconds(2), p95: .seconds(1)) }),
            ("high end", { try .uniform(from: .seconds(2), to: .seconds(1)) }),
            ("low end", { try .uniform(from: .seconds(-2), to: .seconds(1)) }),
            ("span", { try .constant(.seconds(-2)) }),
        ]
        for (parameter, make) in refused {
            let error = #expect(throws: DistributionError.self) { try make() }
            #expect(error?.description.contains(parameter) == true)
        }
    }

    struct CountCase: CustomTestStringConvertible {
        var testDescription: String
        var distribution: CountDistribution
        var mean: Double
        var variance: Double
    }

    static func counts() throws -> [CountCase] {
        func binomial(_ n: Int, _ p: Double) throws -> CountCase {
            CountCase(
                testDescription: "binomial \(n), \(p)",
                distribution: try .binomial(trials: n, probability: Probability(p)), mean: Double(n) * p,
                variance: Double(n) * p * (1 - p))
        }
        func hypergeometric(_ population: Int, _ marked: Int, _ draws: Int) throws -> CountCase {
            let (size, share) = (Double(population), Double(marked) / Double(population))
            return CountCase(
                testDescription: "hypergeometric \(population), \(marked), \(draws)",
                distribution: try .hypergeometric(population: population, marked: marked, draws: draws),
                mean: Double(draws) * share,
                variance: Double(draws) * share * (1 - share) * (size - Double(draws)) / (size - 1))
        }
        func poisson(_ mean: Double) throws -> CountCase {
            CountCase(
                testDescription: "poisson \(mean)", distribution: try .poisson(mean: mean), mean: mean, variance: mean)
        }
        return try [
            binomial(1, 0.3), binomial(20, 0.95), binomial(1_000_000, 0.5), binomial(31_250, 0.001),
            binomial(1_000_000_000, 1e-9), binomial(7, 0), binomial(7, 1), binomial(0, 0.5),
            hypergeometric(7, 4, 3), hypergeometric(1_000_000, 330_000, 31_250), hypergeometric(100, 99, 50),
            hypergeometric(10, 10, 4), hypergeometric(10, 0, 4), hypergeometric(32, 11, 32),
            poisson(0), poisson(0.01), poisson(3.5), poisson(40_000),
        ]
    }

    @Test("counts have the mean and the variance of the closed form")
    func countMoments() throws {
        for (index, item) in try Self.counts().enumerated() {
            var stream = RandomStream(seed: 27, domain: .unspecified, entity: UInt64(index))
            let samples = (0..<Self.trials).map { _ in Double(item.distribution.sample(&stream)) }
            let (mean, deviation) = Self.moments(samples)
            let standardError = (item.variance / Double(Self.trials)).squareRoot()
            #expect(abs(mean - item.mean) <= 5 * standardError + 1e-9, "\(item.testDescription)")
            let expected = item.variance.squareRoot()
            #expect(abs(deviation - expected) <= 0.05 * expected + 1e-9, "\(item.testDescription)")
        }
    }

    @Test("tabulated probabilities are those of the closed forms")
    func countProbabilities() throws {
        let binomial = try CountDistribution.binomial(trials: 40, probability: Probability(3, outOf: 10))
        for k in 0...40 {
            let closed =
                Foundation.exp(
                    Foundation.lgamma(41) - Foundation.lgamma(Double(k) + 1) - Foundation.lgamma(41 - Double(k)))
                * Foundation.pow(0.3, Double(k)) * Foundation.pow(0.7, Double(40 - k))
            #expect(abs(binomial.probability(of: k) - closed) < 1e-13)
        }
        // C(4, k) · C(3, 3 − k) / C(7, 3)
        let hypergeometric = try CountDistribution.hypergeometric(population: 7, marked: 4, draws: 3)
        for (k, ways) in [1.0, 12, 18, 4].enumerated() {
            #expect(abs(hypergeometric.probability(of: k) - ways / 35) < 1e-15)
        }
        let poisson = try CountDistribution.poisson(mean: 2)
        for (k, factorial) in [1.0, 1, 2, 6, 24, 120].enumerated() {
            let closed = Foundation.exp(-2) * Foundation.pow(2, Double(k)) / factorial
            #expect(abs(poisson.probability(of: k) - closed) < 1e-15)
        }
        #expect(binomial.probability(of: -1) == 0 && binomial.probability(of: 41) == 0)
    }

    @Test("count parameters that make no sense are refused")
    func badCounts() {
        let half = Probability.always
        #expect(throws: DistributionError.self) { try CountDistribution.binomial(trials: -1, probability: half) }
        #expect(throws: DistributionError.self) { try CountDistribution.binomial(trials: .max, probability: half) }
        #expect(throws: DistributionError.self) {
            try CountDistribution.binomial(trials: 1 << 53, probability: Probability(0.5))
        }
        for (population, marked, draws) in [(-1, 0, 0), (5, 6, 1), (5, 1, 6), (5, -1, 1), (5, 1, -1), (.max, 1, 1)] {
            #expect(throws: DistributionError.self) {
                try CountDistribution.hypergeometric(population: population, marked: marked, draws: draws)
            }
        }
        for mean in [-1, .nan, .infinity, 1e300] {
            #expect(throws: DistributionError.self) { try CountDistribution.poisson(mean: mean) }
        }
    }
}
