/// A point of the group G1: the subgroup of order r of `E: y² = x³ + 4` over Fp. Public keys live here.
///
/// Every value of this type is in the subgroup: the initialisers that read bytes check it, and the group operations
/// keep it.
public struct G1: Sendable {
    var point: JacobianPoint<Fp>

    @inline(__always)
    init(_ point: JacobianPoint<Fp>) { self.point = point }

    @inline(__always)
    init(_ point: AffinePoint<Fp>) { self.point = JacobianPoint(point) }

    /// The neutral element.
    public static var infinity: G1 { G1(JacobianPoint<Fp>.infinity) }

    /// Whether this is the neutral element.
    public var isInfinity: Bool { point.isInfinity }

    /// The constant b of the curve's equation.
    @inline(__always)
    static var b: Fp { Fp.one.doubled.doubled }

    var affine: AffinePoint<Fp> { point.affine }
}

extension G1: Hashable {
    /// Whether both are the same point.
    public static func == (a: G1, b: G1) -> Bool { a.point.isSame(as: b.point) }

    /// Hashes the affine coordinates (one inversion).
    public func hash(into hasher: inout Hasher) {
        let point = affine
        hasher.combine(point.x)
        hasher.combine(point.y)
    }
}

// MARK: - Group operations

extension G1 {
    /// The sum of two points.
    @inline(never)
    public static func + (a: G1, b: G1) -> G1 { G1(a.point.adding(b.point)) }

    /// The difference of two points.
    public static func - (a: G1, b: G1) -> G1 { a + -b }

    /// The opposite point.
    public static prefix func - (a: G1) -> G1 { G1(a.point.negated) }

    /// Adds a point.
    public static func += (a: inout G1, b: G1) { a = a + b }

    /// Twice the point.
    @inline(never)
    public var doubled: G1 { G1(point.doubled) }

    @inline(never)
    mutating func add(_ q: AffinePoint<Fp>) { point = point.adding(q) }

    /// The multiple by a scalar.
    public static func * (scalar: Fr, point: G1) -> G1 {
        // k·P = k0·P + k1·(x²·P) with two half-length coefficients, and x²·P = −(βx, y): Gallant, Lambert and
        // Vanstone, CRYPTO 2001.
        withUnsafeTemporaryAllocation(of: AffinePoint<Fp>.self, capacity: 8) { tables in
            withUnsafeTemporaryAllocation(of: Int8.self, capacity: 2 * SignedDigits.capacity) { digits in
                withUnsafeTemporaryAllocation(of: Int.self, capacity: 2) { lengths in
                    let table = tables.baseAddress.unsafelyUnwrapped
                    let digit = digits.baseAddress.unsafelyUnwrapped
                    let (k0, k1) = scalar.splitByXSquared
                    lengths[0] = SignedDigits.write(k0, to: digit)
                    lengths[1] = SignedDigits.write(k1, to: digit + SignedDigits.capacity)
                    JacobianPoint.writeOddMultiples(of: point.affine, to: table)
                    for index in 0..<4 { table[4 + index] = endomorphism(table[index]).negated }
                    return interleaved(table, digit, lengths.baseAddress.unsafelyUnwrapped, terms: 2)
                }
            }
        }
    }

    @inline(never)
    private static func interleaved(
        _ tables: UnsafePointer<AffinePoint<Fp>>, _ digits: UnsafePointer<Int8>, _ lengths: UnsafePointer<Int>,
        terms: Int
    ) -> G1 {
        G1(JacobianPoint.interleaved(tables: tables, digits: digits, lengths: lengths, terms: terms))
    }

    /// `Σ kᵢ·Pᵢ` for integer coefficients of at most 128 bits; one shared run of doublings.
    ///
    /// - Precondition: as many coefficients as points.
    package static func linearCombination(_ coefficients: [SmallCoefficient], _ points: [G1]) -> G1 {
        precondition(coefficients.count == points.count, "each point needs one coefficient")
        return combine(coefficients, points)
    }

    @inline(never)
    private static func combine(_ coefficients: [SmallCoefficient], _ points: [G1]) -> G1 {
        G1(JacobianPoint.linearCombination(coefficients, points.map(\.point)))
    }

    /// `Σ kᵢ·Pᵢ`; runs of doublings are shared by all terms.
    ///
    /// - Precondition: as many scalars as points.
    public static func linearCombination(_ scalars: [Fr], _ points: [G1]) -> G1 {
        precondition(scalars.count == points.count, "each point needs one scalar")
        var coefficients: [SmallCoefficient] = []
        var terms: [G1] = []
        for (scalar, point) in zip(scalars, points) {
            let (k0, k1) = scalar.splitByXSquared
            let base = point.affine
            coefficients += [SmallCoefficient(magnitude: k0), SmallCoefficient(magnitude: k1, isNegative: true)]
            terms += [G1(base), G1(endomorphism(base))]
        }
        return linearCombination(coefficients, terms)
    }
}

// MARK: - Endomorphism, subgroup, cofactor

extension G1 {
    /// `φ(x, y) = (βx, y)`, which multiplies points of order r by −x².
    @inline(__always)
    static func endomorphism(_ point: AffinePoint<Fp>) -> AffinePoint<Fp> {
        AffinePoint(x: point.x * Fp.cubeRootOfUnity, y: point.y)
    }

    /// Whether a point of the curve is in the subgroup of order r: `φ(P) = −x²·P` (Scott, eprint 2021/1130, section 6).
    @inline(never)
    static func isInSubgroup(_ point: AffinePoint<Fp>) -> Bool {
        let multiple = JacobianPoint.timesParameter(JacobianPoint.timesParameter(point))
        return multiple.negated.isSame(as: JacobianPoint(endomorphism(point)))
    }

    /// Whether a pair of coordinates satisfies `y² = x³ + 4`.
    static func isOnCurve(_ point: AffinePoint<Fp>) -> Bool {
        point.isInfinity || point.y.squared == point.x.squared * point.x + b
    }

    /// Multiplies by `1 − x`, which takes every point of the curve into the subgroup (RFC 9380, section 8.8.1;
    /// Wahby and Boneh, eprint 2019/403).
    @inline(never)
    static func clearingCofactor(_ point: JacobianPoint<Fp>) -> G1 {
        G1(JacobianPoint.timesParameter(point).adding(point))
    }
}

extension G1 {
    /// The standard generator.
    public static var generator: G1 { G1(AffinePoint(x: generatorX, y: generatorY)) }
}

extension G1 {
    /// `φ(P)`, for checking the constant β.
    package var endomorphism: G1 { G1(G1.endomorphism(affine)) }
}
