/// An element `c0 + c1·u` of `Fp2 = Fp[u]/(u² + 1)`.
public struct Fp2: Hashable, Sendable {
    /// The coefficient of 1.
    public var c0: Fp
    /// The coefficient of u.
    public var c1: Fp

    /// The element `c0 + c1·u`.
    @inline(__always)
    public init(_ c0: Fp, _ c1: Fp) {
        self.c0 = c0
        self.c1 = c1
    }

    /// The additive identity.
    @inline(__always)
    public static var zero: Fp2 { Fp2(.zero, .zero) }

    /// The multiplicative identity.
    @inline(__always)
    public static var one: Fp2 { Fp2(.one, .zero) }

    /// Whether this is the additive identity.
    @inline(__always)
    public var isZero: Bool { c0.isZero && c1.isZero }

    /// The sum in the field.
    @inline(__always)
    public static func + (a: Fp2, b: Fp2) -> Fp2 { Fp2(a.c0 + b.c0, a.c1 + b.c1) }

    /// The difference in the field.
    @inline(__always)
    public static func - (a: Fp2, b: Fp2) -> Fp2 { Fp2(a.c0 - b.c0, a.c1 - b.c1) }

    /// The additive inverse.
    @inline(__always)
    public static prefix func - (a: Fp2) -> Fp2 { Fp2(-a.c0, -a.c1) }

    /// Coefficient sums without reduction.
    @inline(__always)
    static func &+ (a: Fp2, b: Fp2) -> Fp2 { Fp2(a.c0 &+ b.c0, a.c1 &+ b.c1) }

    /// Twice the element.
    @inline(__always)
    public var doubled: Fp2 { Fp2(c0.doubled, c1.doubled) }

    /// The element divided by two.
    @inline(__always)
    var halved: Fp2 { Fp2(c0.halved, c1.halved) }

    /// The conjugate `c0 − c1·u`, which is also the p-th power.
    @inline(__always)
    public var conjugate: Fp2 { Fp2(c0, -c1) }

    /// The product with the sextic non-residue `ξ = 1 + u`.
    @inline(__always)
    var timesNonResidue: Fp2 { Fp2(c0 - c1, c0 + c1) }

    /// The product with a base field element.
    @inline(__always)
    static func * (a: Fp2, scale: Fp) -> Fp2 { Fp2(a.c0 * scale, a.c1 * scale) }

    /// The multiplicative inverse `(c0 − c1·u) / (c0² + c1²)`; zero for zero.
    public var inverseOrZero: Fp2 {
        let inverseNorm = norm.inverseOrZero
        return Fp2(c0 * inverseNorm, -(c1 * inverseNorm))
    }

    /// The norm `c0² + c1²` in Fp.
    @inline(__always)
    var norm: Fp { c0.squared + c1.squared }
}

// MARK: - Multiplication

extension Fp2 {
    /// Writes `a·b` to `result`, which may be `a` or `b`: three products, two reductions.
    @inline(never)
    static func multiply(_ result: UnsafeMutablePointer<Fp2>, _ a: UnsafePointer<Fp2>, _ b: UnsafePointer<Fp2>) {
        withUnsafeTemporaryAllocation(of: WideFp.self, capacity: 4) { scratch in
            let low = scratch.baseAddress.unsafelyUnwrapped
            let high = low + 1
            let cross = low + 2
            let sums = UnsafeMutableRawPointer(low + 3).assumingMemoryBound(to: Fp.self)
            sums[0] = a.pointee.c0 &+ a.pointee.c1
            sums[1] = b.pointee.c0 &+ b.pointee.c1
            WideFp.multiply(cross, sums, sums + 1)
            WideFp.multiply(low, coefficients(a), coefficients(b))
            WideFp.multiply(high, coefficients(a) + 1, coefficients(b) + 1)
            result.pointee.c1 = (cross.pointee &- low.pointee &- high.pointee).reduced
            result.pointee.c0 = low.pointee.differenceModuloShiftedPrime(high.pointee).reduced
        }
    }

    /// Writes `a²` to `result`, which may be `a`: `(c0 + c1)(c0 − c1) + 2·c0·c1·u`.
    @inline(never)
    static func square(_ result: UnsafeMutablePointer<Fp2>, _ a: UnsafePointer<Fp2>) {
        withUnsafeTemporaryAllocation(of: WideFp.self, capacity: 4) { scratch in
            let real = scratch.baseAddress.unsafelyUnwrapped
            let imaginary = real + 1
            let sums = UnsafeMutableRawPointer(real + 2).assumingMemoryBound(to: Fp.self)
            sums[0] = a.pointee.c0 &+ a.pointee.c1
            sums[1] = a.pointee.c0 - a.pointee.c1
            sums[2] = a.pointee.c0 &+ a.pointee.c0
            WideFp.multiply(real, sums, sums + 1)
            WideFp.multiply(imaginary, sums + 2, coefficients(a) + 1)
            result.pointee.c0 = real.pointee.reduced
            result.pointee.c1 = imaginary.pointee.reduced
        }
    }

    /// The two coefficients as an array in place.
    @inline(__always)
    static func coefficients(_ pointer: UnsafePointer<Fp2>) -> UnsafePointer<Fp> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Fp.self)
    }

    /// The product in the field.
    @inline(__always)
    public static func * (a: Fp2, b: Fp2) -> Fp2 {
        var result = Fp2.zero
        withUnsafePointer(to: a) { a in
            withUnsafePointer(to: b) { b in
                multiply(&result, a, b)
            }
        }
        return result
    }

    /// The square in the field.
    @inline(__always)
    public var squared: Fp2 {
        var result = Fp2.zero
        withUnsafePointer(to: self) { Fp2.square(&result, $0) }
        return result
    }
}
