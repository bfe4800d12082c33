import BLS12381

/// The coefficients of interpolation at zero, `λᵢ = Π xⱼ / (xⱼ − xᵢ)` over all j ≠ i, for a set of indices.
///
/// For small indices the λᵢ are fractions with a small common denominator: `λᵢ = cᵢ / D`. For 1 to 13 and thresholds
/// up to 9 the cᵢ have at most 18 bits and D at most 12, so `D⁻¹·(Σ cᵢ·Sᵢ)` costs one long scalar multiplication in
/// all, and none when D is 1, where `Σ λᵢ·Sᵢ` costs one for each partial signature.
public struct LagrangeCoefficients: Sendable {
    /// The indices, in the order given.
    public let indices: [ShareIndex]
    private let small: SmallFractions?

    private struct SmallFractions {
        var numerators: [SmallCoefficient]
        var denominator: UInt128
    }

    /// The coefficients for a set of indices; reuse them while the same members sign.
    ///
    /// - Throws: `duplicateIndex` when two are equal.
    public init(_ indices: [ShareIndex]) throws(ThresholdError) {
        if let index = indices.firstDuplicate { throw .duplicateIndex(index) }
        self.init(distinct: indices)
    }

    init(distinct indices: [ShareIndex]) {
        self.indices = indices
        small = LagrangeCoefficients.smallFractions(indices)
    }

    /// The λᵢ as scalars.
    var scalars: [Fr] {
        indices.indices.map { i in
            var numerator = Fr.one
            var denominator = Fr.one
            for j in indices.indices where j != i {
                numerator = numerator * indices[j].scalar
                denominator = denominator * (indices[j].scalar - indices[i].scalar)
            }
            return numerator * denominator.inverseOrZero
        }
    }

    /// `Σ λᵢ·Sᵢ` for points in the order of the indices.
    func interpolate(_ points: [G2]) -> G2 {
        guard let small else { return G2.linearCombination(scalars, points) }
        let sum = G2.linearCombination(small.numerators, points)
        if small.denominator == 1 { return sum }
        return Fr(wide: small.denominator).inverseOrZero * sum
    }

    /// `Σ λᵢ·Pᵢ` for points in the order of the indices.
    func interpolate(_ points: [G1]) -> G1 {
        guard let small else { return G1.linearCombination(scalars, points) }
        let sum = G1.linearCombination(small.numerators, points)
        if small.denominator == 1 { return sum }
        return Fr(wide: small.denominator).inverseOrZero * sum
    }

    // MARK: - Small fractions

    /// The fractions over their least common denominator, unless a number passes 128 bits or the long multiplication
    /// that is saved costs less than the doublings that are added.
    private static func smallFractions(_ indices: [ShareIndex]) -> SmallFractions? {
        var fractions: [(numerator: UInt128, denominator: UInt128, isNegative: Bool)] = []
        for i in indices.indices {
            var numerator: UInt128 = 1
            var denominator: UInt128 = 1
            var isNegative = false
            for j in indices.indices where j != i {
                let (x, y) = (indices[i].value, indices[j].value)
                guard let n = product(numerator, UInt128(y)),
                    let d = product(denominator, UInt128(x > y ? x - y : y - x))
                else { return nil }
                if x > y { isNegative.toggle() }
                let common = greatestCommonDivisor(n, d)
                numerator = n / common
                denominator = d / common
            }
            fractions.append((numerator, denominator, isNegative))
        }
        var common: UInt128 = 1
        for fraction in fractions {
            guard let next = product(common, fraction.denominator / greatestCommonDivisor(common, fraction.denominator))
            else { return nil }
            common = next
        }
        var numerators: [SmallCoefficient] = []
        var longest = 0
        for fraction in fractions {
            guard let numerator = product(fraction.numerator, common / fraction.denominator) else { return nil }
            longest = max(longest, 128 - numerator.leadingZeroBitCount)
            numerators.append(SmallCoefficient(magnitude: numerator, isNegative: fraction.isNegative))
        }
        return isWorthwhile(bits: longest, terms: indices.count) && longest <= 120
            ? SmallFractions(numerators: numerators, denominator: common) : nil
    }

    /// Compares costs in doublings: an addition costs 1.8, a signed digit in five is not zero, and a long
    /// multiplication is 64 doublings with four digit rows.
    private static func isWorthwhile(bits: Int, terms: Int) -> Bool {
        let addition = 0.36
        let short = Double(bits) * (1 + addition * Double(terms)) + 64 * (1 + 4 * addition)
        return short < 64 * (1 + 4 * addition * Double(terms))
    }

    private static func product(_ a: UInt128, _ b: UInt128) -> UInt128? {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        return overflow ? nil : product
    }

    private static func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}

extension Fr {
    init(wide value: UInt128) {
        self =
            Fr(UInt64(truncatingIfNeeded: value >> 64)) * Fr(1 << 32) * Fr(1 << 32)
            + Fr(UInt64(truncatingIfNeeded: value))
    }
}
