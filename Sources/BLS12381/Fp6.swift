/// An element `c0 + c1·v + c2·v²` of `Fp6 = Fp2[v]/(v³ − ξ)` with `ξ = 1 + u`.
public struct Fp6: Hashable, Sendable {
    /// The coefficient of 1.
    public var c0: Fp2
    /// The coefficient of v.
    public var c1: Fp2
    /// The coefficient of v².
    public var c2: Fp2

    /// The element `c0 + c1·v + c2·v²`.
    @inline(__always)
    public init(_ c0: Fp2, _ c1: Fp2, _ c2: Fp2) {
        self.c0 = c0
        self.c1 = c1
        self.c2 = c2
    }

    /// The additive identity.
    @inline(__always)
    public static var zero: Fp6 { Fp6(.zero, .zero, .zero) }

    /// The multiplicative identity.
    @inline(__always)
    public static var one: Fp6 { Fp6(.one, .zero, .zero) }

    /// Whether this is the additive identity.
    @inline(__always)
    public var isZero: Bool { c0.isZero && c1.isZero && c2.isZero }

    /// The sum in the field.
    @inline(__always)
    public static func + (a: Fp6, b: Fp6) -> Fp6 { Fp6(a.c0 + b.c0, a.c1 + b.c1, a.c2 + b.c2) }

    /// The difference in the field.
    @inline(__always)
    public static func - (a: Fp6, b: Fp6) -> Fp6 { Fp6(a.c0 - b.c0, a.c1 - b.c1, a.c2 - b.c2) }

    /// The additive inverse.
    @inline(__always)
    public static prefix func - (a: Fp6) -> Fp6 { Fp6(-a.c0, -a.c1, -a.c2) }

    /// Coefficient sums without reduction.
    @inline(__always)
    static func &+ (a: Fp6, b: Fp6) -> Fp6 { Fp6(a.c0 &+ b.c0, a.c1 &+ b.c1, a.c2 &+ b.c2) }

    /// The product with v, the quadratic non-residue under Fp12.
    @inline(__always)
    var timesNonResidue: Fp6 { Fp6(c2.timesNonResidue, c0, c1) }

    /// The product in the field.
    public static func * (a: Fp6, b: Fp6) -> Fp6 {
        var result = Fp6.zero
        withUnsafePointer(to: a) { a in
            withUnsafePointer(to: b) { b in
                withUnsafeTemporaryAllocation(of: WideFp6.self, capacity: 1) { scratch in
                    let wide = scratch.baseAddress.unsafelyUnwrapped
                    WideFp6.multiply(wide, a, b)
                    WideFp6.reduce(&result, wide)
                }
            }
        }
        return result
    }

    /// The multiplicative inverse; zero for zero. Handbook of Elliptic and Hyperelliptic Curve Cryptography, 11.3.6:
    /// with `A = c0² − ξ·c1·c2`, `B = ξ·c2² − c0·c1`, `C = c1² − c0·c2` it is
    /// `(A + B·v + C·v²) / (c0·A + ξ·(c2·B + c1·C))`.
    public var inverseOrZero: Fp6 {
        let a = c0.squared - (c1 * c2).timesNonResidue
        let b = c2.squared.timesNonResidue - c0 * c1
        let c = c1.squared - c0 * c2
        let inverseNorm = (c0 * a + (c2 * b + c1 * c).timesNonResidue).inverseOrZero
        return Fp6(a * inverseNorm, b * inverseNorm, c * inverseNorm)
    }
}
