/// A point of the group G2: the subgroup of order r of the twist `E': y² = x³ + 4(1 + u)` over Fp2. Signatures live
/// here.
///
/// Every value of this type is in the subgroup: the initialisers that read bytes check it, and the group operations
/// keep it.
public struct G2: Sendable {
    var point: JacobianPoint<Fp2>

    @inline(__always)
    init(_ point: JacobianPoint<Fp2>) { self.point = point }

    @inline(__always)
    init(_ point: AffinePoint<Fp2>) { self.point = JacobianPoint(point) }

    /// The neutral element.
    public static var infinity: G2 { G2(JacobianPoint<Fp2>.infinity) }

    /// Whether this is the neutral element.
    public var isInfinity: Bool { point.isInfinity }

    /// The constant b of the curve's equation.
    @inline(__always)
    static var b: Fp2 { Fp2(G1.b, G1.b) }

    var affine: AffinePoint<Fp2> { point.affine }
}

extension G2: Hashable {
    /// Whether both are the same point.
    public static func == (a: G2, b: G2) -> Bool { a.point.isSame(as: b.point) }

    /// Hashes the affine coordinates (one inversion).
    public func hash(into hasher: inout Hasher) {
        let point = affine
        hasher.combine(point.x)
        hasher.combine(point.y)
    }
}

// MARK: - Group operations

extension G2 {
    /// The sum of two points.
    @inline(never)
    public static func + (a: G2, b: G2) -> G2 { G2(a.point.adding(b.point)) }

    /// The difference of two points.
    public static func - (a: G2, b: G2) -> G2 { a + -b }

    /// The opposite point.
    public static prefix func - (a: G2) -> G2 { G2(a.point.negated) }

    /// Adds a point.
    public static func += (a: inout G2, b: G2) { a = a + b }

    /// Twice the point.
    @inline(never)
    public var doubled: G2 { G2(point.doubled) }

    @inline(never)
    mutating func add(_ q: AffinePoint<Fp2>) { point = point.adding(q) }

    /// The multiple by a scalar.
    public static func * (scalar: Fr, point: G2) -> G2 {
        // k = d0 + d1·|x| + d2·|x|² + d3·|x|³ and |x|·P = −ψ(P): four quarter-length coefficients (Galbraith, Lin
        // and Scott, eprint 2008/194).
        let (d0, d1, d2, d3) = scalar.digitsInBaseX
        return withFourTables { tables in
            withUnsafeTemporaryAllocation(of: Int8.self, capacity: 4 * SignedDigits.capacity) { digits in
                withUnsafeTemporaryAllocation(of: Int.self, capacity: 4) { lengths in
                    let digit = digits.baseAddress.unsafelyUnwrapped
                    lengths[0] = SignedDigits.write(UInt128(d0), to: digit)
                    lengths[1] = SignedDigits.write(UInt128(d1), to: digit + SignedDigits.capacity)
                    lengths[2] = SignedDigits.write(UInt128(d2), to: digit + 2 * SignedDigits.capacity)
                    lengths[3] = SignedDigits.write(UInt128(d3), to: digit + 3 * SignedDigits.capacity)
                    JacobianPoint.writeOddMultiples(of: point.affine, to: tables)
                    for index in 4..<16 { tables[index] = endomorphism(tables[index - 4]).negated }
                    return interleaved(tables, digit, lengths.baseAddress.unsafelyUnwrapped, terms: 4)
                }
            }
        }
    }

    /// Lends room for sixteen points on the stack; too much for `withUnsafeTemporaryAllocation` to keep off the heap.
    @inline(__always)
    private static func withFourTables(_ body: (UnsafeMutablePointer<AffinePoint<Fp2>>) -> G2) -> G2 {
        typealias Four = (AffinePoint<Fp2>, AffinePoint<Fp2>, AffinePoint<Fp2>, AffinePoint<Fp2>)
        let empty = AffinePoint<Fp2>.infinity
        let four: Four = (empty, empty, empty, empty)
        var tables = (four, four, four, four)
        return withUnsafeMutablePointer(to: &tables) {
            body(UnsafeMutableRawPointer($0).assumingMemoryBound(to: AffinePoint<Fp2>.self))
        }
    }

    @inline(never)
    private static func interleaved(
        _ tables: UnsafePointer<AffinePoint<Fp2>>, _ digits: UnsafePointer<Int8>, _ lengths: UnsafePointer<Int>,
        terms: Int
    ) -> G2 {
        G2(JacobianPoint.interleaved(tables: tables, digits: digits, lengths: lengths, terms: terms))
    }

    /// `Σ kᵢ·Pᵢ` for integer coefficients of at most 128 bits; one shared run of doublings.
    ///
    /// - Precondition: as many coefficients as points.
    package static func linearCombination(_ coefficients: [SmallCoefficient], _ points: [G2]) -> G2 {
        precondition(coefficients.count == points.count, "each point needs one coefficient")
        return combine(coefficients, points)
    }

    @inline(never)
    private static func combine(_ coefficients: [SmallCoefficient], _ points: [G2]) -> G2 {
        G2(JacobianPoint.linearCombination(coefficients, points.map(\.point)))
    }

    /// `Σ kᵢ·Pᵢ`; runs of doublings are shared by all terms.
    ///
    /// - Precondition: as many scalars as points.
    public static func linearCombination(_ scalars: [Fr], _ points: [G2]) -> G2 {
        precondition(scalars.count == points.count, "each point needs one scalar")
        var coefficients: [SmallCoefficient] = []
        var terms: [G2] = []
        for (scalar, point) in zip(scalars, points) {
            let (d0, d1, d2, d3) = scalar.digitsInBaseX
            var base = point.affine
            for digit in [d0, d1, d2, d3] {
                coefficients.append(SmallCoefficient(magnitude: UInt128(digit)))
                terms.append(G2(base))
                base = endomorphism(base).negated
            }
        }
        return linearCombination(coefficients, terms)
    }
}

// MARK: - Endomorphism, subgroup, cofactor

extension G2 {
    /// `ψ`, the p-th power map carried to the twist, which multiplies points of order r by x:
    /// `ψ(x, y) = (ξ^(−(p − 1)/3)·x̄, ξ^(−(p − 1)/2)·ȳ)`.
    @inline(__always)
    static func endomorphism(_ point: AffinePoint<Fp2>) -> AffinePoint<Fp2> {
        AffinePoint(x: point.x.conjugate * endomorphismX, y: point.y.conjugate * endomorphismY)
    }

    @inline(__always)
    static func endomorphism(_ point: JacobianPoint<Fp2>) -> JacobianPoint<Fp2> {
        JacobianPoint(
            x: point.x.conjugate * endomorphismX, y: point.y.conjugate * endomorphismY, z: point.z.conjugate)
    }

    /// Whether a point of the twist is in the subgroup of order r: `ψ(P) = x·P` (Scott, eprint 2021/1130, section 4).
    @inline(never)
    static func isInSubgroup(_ point: AffinePoint<Fp2>) -> Bool {
        JacobianPoint.timesParameter(point).negated.isSame(as: JacobianPoint(endomorphism(point)))
    }

    /// Whether a pair of coordinates satisfies `y² = x³ + 4(1 + u)`.
    static func isOnCurve(_ point: AffinePoint<Fp2>) -> Bool {
        point.isInfinity || point.y.squared == point.x.squared * point.x + b
    }

    /// Multiplies by RFC 9380's `h_eff`, as `(x² − x − 1)·P + (x − 1)·ψ(P) + ψ²(2P)` (Budroni and Pintore, eprint
    /// 2017/419; RFC 9380, appendix G.3).
    @inline(never)
    static func clearingCofactor(_ p: JacobianPoint<Fp2>) -> G2 {
        let xp = JacobianPoint.timesParameter(p).negated
        let psi = endomorphism(p)
        let twice = p.doubled
        let psiSquaredOfTwice = JacobianPoint(x: twice.x * endomorphismSquaredX, y: -twice.y, z: twice.z)
        let inner = JacobianPoint.timesParameter(xp.adding(psi)).negated
        return G2(
            psiSquaredOfTwice.adding(psi.negated).adding(inner).adding(xp.negated).adding(p.negated))
    }
}

extension G2 {
    /// The standard generator.
    public static var generator: G2 { G2(AffinePoint(x: generatorX, y: generatorY)) }
}

extension G2 {
    /// `ψ(P)`, for checking its constants.
    package var endomorphism: G2 { G2(G2.endomorphism(affine)) }
}
