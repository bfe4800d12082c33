/// Sums of multiples `Σ kᵢ·Pᵢ` by interleaving: one run of doublings for all terms, and for each term a table of the
/// affine odd multiples P, 3P, 5P, 7P (Straus; signed digits after Möller, "Algorithms for multi-exponentiation").
extension JacobianPoint {
    /// The entries of one table.
    @inline(__always)
    static var tableSize: Int { 4 }

    /// Writes P, 3P, 5P and 7P.
    @inline(__always)
    static func writeOddMultiples(of point: AffinePoint<Field>, to table: UnsafeMutablePointer<AffinePoint<Field>>) {
        withUnsafeTemporaryAllocation(of: JacobianPoint.self, capacity: 3) { scratch in
            let odd = scratch.baseAddress.unsafelyUnwrapped
            let twice = JacobianPoint(point).doubled
            odd[0] = twice.adding(point)
            odd[1] = odd[0].adding(twice)
            odd[2] = odd[1].adding(twice)
            table[0] = point
            normalise(odd, count: 3, to: table + 1)
        }
    }

    /// `Σ kᵢ·Pᵢ` for `terms` tables in a row and as many digit rows, ``SignedDigits/capacity`` apart.
    @inline(__always)
    static func interleaved(
        tables: UnsafePointer<AffinePoint<Field>>, digits: UnsafePointer<Int8>, lengths: UnsafePointer<Int>,
        terms: Int
    ) -> JacobianPoint {
        var longest = 0
        for term in 0..<terms { longest = max(longest, lengths[term]) }
        var sum = JacobianPoint.infinity
        for position in stride(from: longest - 1, through: 0, by: -1) {
            sum = sum.doubled
            for term in 0..<terms where position < lengths[term] {
                let digit = Int(digits[term * SignedDigits.capacity + position])
                if digit > 0 {
                    sum = sum.adding(tables[term * tableSize + digit >> 1])
                } else if digit < 0 {
                    sum = sum.adding(tables[term * tableSize + (-digit) >> 1].negated)
                }
            }
        }
        return sum
    }

    /// `Σ kᵢ·Pᵢ` for integer coefficients. All tables are made affine with one inversion.
    @inline(__always)
    static func linearCombination(_ coefficients: [SmallCoefficient], _ points: [JacobianPoint]) -> JacobianPoint {
        if coefficients.allSatisfy({ $0.magnitude >> 32 == 0 }) { return shortCombination(coefficients, points) }
        let terms = points.count
        var multiples = [JacobianPoint](repeating: .infinity, count: terms * tableSize)
        var tables = [AffinePoint<Field>](repeating: .infinity, count: terms * tableSize)
        var digits = [Int8](repeating: 0, count: terms * SignedDigits.capacity)
        var lengths = [Int](repeating: 0, count: terms)
        return digits.withUnsafeMutableBufferPointer { digits in
            guard let digit = digits.baseAddress else { return .infinity }
            for term in 0..<terms {
                lengths[term] = SignedDigits.write(
                    coefficients[term].magnitude, to: digit + term * SignedDigits.capacity)
                let base = coefficients[term].isNegative ? points[term].negated : points[term]
                let twice = base.doubled
                multiples[term * tableSize] = base
                for entry in 1..<tableSize {
                    multiples[term * tableSize + entry] = multiples[term * tableSize + entry - 1].adding(twice)
                }
            }
            return tables.withUnsafeMutableBufferPointer { tables in
                multiples.withUnsafeBufferPointer { multiples in
                    lengths.withUnsafeBufferPointer { lengths in
                        guard let table = tables.baseAddress, let multiple = multiples.baseAddress,
                            let length = lengths.baseAddress
                        else { return .infinity }
                        normalise(multiple, count: terms * tableSize, to: table)
                        return interleaved(tables: table, digits: digit, lengths: length, terms: terms)
                    }
                }
            }
        }
    }

    /// The same for coefficients below 2³², where tables would cost more than they save: plain non-adjacent forms with
    /// digits 0 and ±1, which are the bits of `3k` and `k` that differ.
    @inline(__always)
    private static func shortCombination(
        _ coefficients: [SmallCoefficient], _ points: [JacobianPoint]
    ) -> JacobianPoint {
        var bases = [AffinePoint<Field>](repeating: .infinity, count: points.count)
        points.withUnsafeBufferPointer { points in
            bases.withUnsafeMutableBufferPointer { bases in
                if let point = points.baseAddress, let base = bases.baseAddress {
                    normalise(point, count: points.count, to: base)
                }
            }
        }
        var sum = JacobianPoint.infinity
        for position in stride(from: 33, through: 1, by: -1) {
            sum = sum.doubled
            for term in bases.indices {
                let k = UInt64(truncatingIfNeeded: coefficients[term].magnitude)
                let triple = 3 &* k
                if (triple ^ k) >> UInt64(position) & 1 == 0 { continue }
                let isNegative = triple >> UInt64(position) & 1 == 0
                sum = sum.adding(isNegative != coefficients[term].isNegative ? bases[term].negated : bases[term])
            }
        }
        return sum
    }

    /// `|x|·P`, by the 63 doublings and 5 additions of the curve's parameter.
    @inline(__always)
    static func timesParameter(_ point: AffinePoint<Field>) -> JacobianPoint {
        var result = JacobianPoint(point)
        for position in stride(from: 62, through: 0, by: -1) {
            result = result.doubled
            if BLSParameter.magnitude >> UInt(position) & 1 == 1 { result = result.adding(point) }
        }
        return result
    }

    /// `|x|·P` for a point in Jacobian coordinates.
    @inline(__always)
    static func timesParameter(_ point: JacobianPoint) -> JacobianPoint {
        var result = point
        for position in stride(from: 62, through: 0, by: -1) {
            result = result.doubled
            if BLSParameter.magnitude >> UInt(position) & 1 == 1 { result = result.adding(point) }
        }
        return result
    }
}

/// One integer coefficient of a linear combination of points.
package struct SmallCoefficient: Sendable {
    /// The absolute value, below 2¹²⁸ − 8.
    package var magnitude: UInt128
    /// Whether the coefficient is below zero.
    package var isNegative: Bool

    /// A coefficient from its absolute value and sign.
    package init(magnitude: UInt128, isNegative: Bool = false) {
        self.magnitude = magnitude
        self.isNegative = isNegative
    }
}
