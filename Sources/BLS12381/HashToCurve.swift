/// Hashing to the groups (RFC 9380): suites `BLS12381G1_XMD:SHA-256_SSWU_RO_`, `BLS12381G2_XMD:SHA-256_SSWU_RO_` and
/// their `NU` variants, by the simplified map of Shallue, van de Woestijne and Ulas to an isogenous curve
/// (section 6.6.3; Wahby and Boneh, eprint 2019/403).
///
/// The two mapped points are added on the isogenous curve, so the isogeny is applied once.
extension G2 {
    /// `hash_to_curve` of the message.
    public static func hash(_ message: some Collection<UInt8>, expansion: MessageExpansion) -> G2 {
        let u = expansion.fieldElements(4, from: message)
        guard u.count == 4 else { return .infinity }
        return hash(Fp2(u[0], u[1]), Fp2(u[2], u[3]))
    }

    /// `encode_to_curve` of the message: not uniform, one map.
    public static func encode(_ message: some Collection<UInt8>, expansion: MessageExpansion) -> G2 {
        let u = expansion.fieldElements(2, from: message)
        guard u.count == 2 else { return .infinity }
        return encode(Fp2(u[0], u[1]))
    }

    @inline(never)
    private static func hash(_ u0: Fp2, _ u1: Fp2) -> G2 {
        let candidates = SSWU.candidates(u0, u1)
        let first = SSWU.point(u0, candidates.0)
        let second = SSWU.point(u1, candidates.1)
        return clearingCofactor(StandardIsogeny.toG2.image(of: SSWU.sum(first, second, a: SSWU.a2)))
    }

    @inline(never)
    private static func encode(_ u: Fp2) -> G2 {
        let point = SSWU.point(u, SSWU.candidates(u, u).0)
        return clearingCofactor(StandardIsogeny.toG2.image(of: JacobianPoint(point)))
    }

    /// `map_to_curve` before the cofactor is cleared: a point of the twist.
    static func mapToCurve(_ u: Fp2) -> AffinePoint<Fp2> {
        StandardIsogeny.toG2.image(of: JacobianPoint(SSWU.point(u, SSWU.candidates(u, u).0))).affine
    }
}

extension G1 {
    /// `hash_to_curve` of the message.
    public static func hash(_ message: some Collection<UInt8>, expansion: MessageExpansion) -> G1 {
        let u = expansion.fieldElements(2, from: message)
        guard u.count == 2 else { return .infinity }
        let sum = SSWU.sum(SSWU.point(u[0]), SSWU.point(u[1]), a: Fp.isogenousG1A)
        return clearingCofactor(StandardIsogeny.toG1.image(of: sum))
    }

    /// `encode_to_curve` of the message: not uniform, one map.
    public static func encode(_ message: some Collection<UInt8>, expansion: MessageExpansion) -> G1 {
        let u = expansion.fieldElements(1, from: message)
        guard u.count == 1 else { return .infinity }
        return clearingCofactor(StandardIsogeny.toG1.image(of: JacobianPoint(SSWU.point(u[0]))))
    }

    /// `map_to_curve` before the cofactor is cleared: a point of the curve.
    static func mapToCurve(_ u: Fp) -> AffinePoint<Fp> {
        StandardIsogeny.toG1.image(of: JacobianPoint(SSWU.point(u))).affine
    }
}

/// The simplified SWU map: for `t = Z·u²`, one of `x1 = −B/A·(1 + 1/(t² + t))` and `x2 = t·x1` is the x coordinate of a
/// point of `y² = x³ + A·x + B`, because `g(x2) = t³·g(x1)` and Z is not a square.
private enum SSWU {
    /// `A' = 240·u` of the curve isogenous to the twist.
    static var a2: Fp2 { Fp2(.zero, small(240)) }

    /// `B' = 1012·(1 + u)`.
    static var b2: Fp2 { Fp2(small(1012), small(1012)) }

    /// `Z = −(2 + u)`.
    static var z2: Fp2 { Fp2(-small(2), -Fp.one) }

    static func small(_ value: UInt) -> Fp { Fp(montgomery: value, 0, 0, 0, 0, 0) * Fp.radixSquared }

    /// One candidate of the map to G2: `t = Z·u²` and x1.
    struct Candidate {
        var t: Fp2
        var x: Fp2
    }

    /// Both candidates with one inversion.
    static func candidates(_ u0: Fp2, _ u1: Fp2) -> (Candidate, Candidate) {
        let t0 = z2 * u0.squared
        let t1 = z2 * u1.squared
        let (n0, d0) = fraction(t0)
        let (n1, d1) = fraction(t1)
        let inverse = (d0 * d1).inverseOrZero
        return (Candidate(t: t0, x: n0 * (inverse * d1)), Candidate(t: t1, x: n1 * (inverse * d0)))
    }

    /// `x1 = B·(t² + t + 1) / (−A·(t² + t))`, or `B / (Z·A)` where `t² + t = 0`.
    private static func fraction(_ t: Fp2) -> (numerator: Fp2, denominator: Fp2) {
        let s = t.squared + t
        return s.isZero ? (b2, z2 * a2) : (b2 * (s + .one), -(a2 * s))
    }

    /// The point of the isogenous curve for u: at most one power in Fp to find out which candidate is a square, and
    /// one for its root.
    ///
    /// The norms carry the decision over: `N(g(x2)) = N(Z)³·N(u)⁶·N(g(x1))` with `N(Z) = 5`, so a root of the one
    /// norm's negative is a root of the other norm up to the known factor `√−125·N(u)³`.
    static func point(_ u: Fp2, _ candidate: Candidate) -> AffinePoint<Fp2> {
        var x = candidate.x
        var gx = x.squared * x + a2 * x + b2
        let norm = gx.norm
        var root = norm.powerForSquareRoot * norm
        if root.squared != norm {
            let t = candidate.t
            x = x * t
            gx = gx * (t.squared * t)
            let uNorm = u.norm
            root = root * Fp.squareRootOfMinus125 * (uNorm.squared * uNorm)
        }
        let y = gx.squareRoot(normRoot: root)
        return AffinePoint(x: x, y: y.isOdd == u.isOdd ? y : -y)
    }

    /// The point of the curve isogenous to E for u. `Z = 11`; a root of `−g(x1)` gives one of `g(x2) = Z³·u⁶·g(x1)`.
    static func point(_ u: Fp) -> AffinePoint<Fp> {
        let z = small(11)
        let t = z * u.squared
        let s = t.squared + t
        let a = Fp.isogenousG1A
        let b = Fp.isogenousG1B
        var x = s.isZero ? b * (z * a).inverseOrZero : b * (s + .one) * (-(a * s)).inverseOrZero
        let gx = x.squared * x + a * x + b
        var y = gx.powerForSquareRoot * gx
        if y.squared != gx {
            x = x * t
            y = y * Fp.squareRootOfMinus1331 * (u.squared * u)
        }
        return AffinePoint(x: x, y: y.isOdd == u.isOdd ? y : -y)
    }

    /// The sum of two affine points of `y² = x³ + a·x + b`, in Jacobian coordinates.
    @inline(__always)
    static func sum<Field: CurveField>(
        _ p: AffinePoint<Field>, _ q: AffinePoint<Field>, a: Field
    ) -> JacobianPoint<Field> {
        var h = q.x - p.x
        var r = q.y - p.y
        if h.isZero {
            guard r.isZero, !p.y.isZero else { return .infinity }
            // The tangent: slope (3x² + a) / 2y.
            r = p.x.squared.doubled + p.x.squared + a
            h = p.y.doubled
        }
        let hh = h.squared
        let v = p.x * hh
        let x3 = r.squared - v - q.x * hh
        return JacobianPoint(x: x3, y: r * (v - x3) - p.y * (hh * h), z: h)
    }
}
