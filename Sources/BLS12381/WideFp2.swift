/// An element of Fp2 before reduction: the coefficients of a sum of products.
struct WideFp2 {
    var c0: WideFp
    var c1: WideFp

    /// Writes the exact product of `a` and `b`, whose coefficients are any integers below 4p (so that their sums
    /// fit 384 bits): `c0 = a0·b0 − a1·b1` (signed) and `c1 = (a0 + a1)(b0 + b1) − a0·b0 − a1·b1`.
    @inline(never)
    static func multiply(_ result: UnsafeMutablePointer<WideFp2>, _ a: UnsafePointer<Fp2>, _ b: UnsafePointer<Fp2>) {
        withUnsafeTemporaryAllocation(of: WideFp.self, capacity: 4) { scratch in
            let low = scratch.baseAddress.unsafelyUnwrapped
            let high = low + 1
            let cross = low + 2
            let sums = UnsafeMutableRawPointer(low + 3).assumingMemoryBound(to: Fp.self)
            sums[0] = a.pointee.c0 &+ a.pointee.c1
            sums[1] = b.pointee.c0 &+ b.pointee.c1
            WideFp.multiply(cross, sums, sums + 1)
            WideFp.multiply(low, Fp2.coefficients(a), Fp2.coefficients(b))
            WideFp.multiply(high, Fp2.coefficients(a) + 1, Fp2.coefficients(b) + 1)
            result.pointee.c1 = cross.pointee &- low.pointee &- high.pointee
            result.pointee.c0 = low.pointee &- high.pointee
        }
    }

    /// Writes a representative of `a²` with both coefficients in `0 ... 2p²`, for reduced `a`.
    @inline(never)
    static func square(_ result: UnsafeMutablePointer<WideFp2>, _ a: UnsafePointer<Fp2>) {
        withUnsafeTemporaryAllocation(of: Fp.self, capacity: 3) { scratch in
            let sums = scratch.baseAddress.unsafelyUnwrapped
            let product = UnsafeMutableRawPointer(result).assumingMemoryBound(to: WideFp.self)
            sums[0] = a.pointee.c0 &+ a.pointee.c1
            sums[1] = a.pointee.c0 - a.pointee.c1
            sums[2] = a.pointee.c0 &+ a.pointee.c0
            WideFp.multiply(product, sums, sums + 1)
            WideFp.multiply(product + 1, sums + 2, Fp2.coefficients(a) + 1)
        }
    }

    /// The sum, coefficient by coefficient.
    @inline(__always)
    static func &+ (a: WideFp2, b: WideFp2) -> WideFp2 { WideFp2(c0: a.c0 &+ b.c0, c1: a.c1 &+ b.c1) }

    /// The difference, coefficient by coefficient.
    @inline(__always)
    static func &- (a: WideFp2, b: WideFp2) -> WideFp2 { WideFp2(c0: a.c0 &- b.c0, c1: a.c1 &- b.c1) }

    /// The reduced element, for signed coefficients within the bounds of ``WideFp/reducedSigned``.
    @inline(__always)
    var reducedSigned: Fp2 { Fp2(c0.reducedSigned, c1.reducedSigned) }
}
