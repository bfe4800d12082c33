/// An element of Fp6 before reduction.
///
/// In units of p², the product of two reduced elements has real parts from −5 to 3 and imaginary parts from −2 to 6;
/// what Fp12 sums of them stays within −14 ... 15, the range of ``WideFp/reducedSigned``.
struct WideFp6 {
    var c0: WideFp2
    var c1: WideFp2
    var c2: WideFp2

    /// Writes the exact product `a·b`, for coefficients below 2p, by Karatsuba's six products in Fp2:
    /// `c0 = v0 + ξ((a1 + a2)(b1 + b2) − v1 − v2)`, `c1 = (a0 + a1)(b0 + b1) − v0 − v1 + ξ·v2`,
    /// `c2 = (a0 + a2)(b0 + b2) − v0 − v2 + v1` with `vi = ai·bi`.
    @inline(never)
    static func multiply(_ result: UnsafeMutablePointer<WideFp6>, _ a: UnsafePointer<Fp6>, _ b: UnsafePointer<Fp6>) {
        withUnsafeTemporaryAllocation(of: WideFp2.self, capacity: 5) { scratch in
            let v0 = scratch.baseAddress.unsafelyUnwrapped
            let v1 = v0 + 1
            let v2 = v0 + 2
            let cross = v0 + 3
            let sums = UnsafeMutableRawPointer(v0 + 4).assumingMemoryBound(to: Fp2.self)
            let x = coefficients(a)
            let y = coefficients(b)
            WideFp2.multiply(v0, x, y)
            WideFp2.multiply(v1, x + 1, y + 1)
            WideFp2.multiply(v2, x + 2, y + 2)

            sums[0] = x[1] &+ x[2]
            sums[1] = y[1] &+ y[2]
            WideFp2.multiply(cross, sums, sums + 1)
            crossTimesNonResidue(part(result, 0), v0, cross, v1, v2)

            sums[0] = x[0] &+ x[1]
            sums[1] = y[0] &+ y[1]
            WideFp2.multiply(cross, sums, sums + 1)
            let c1 = part(result, 1)
            c1.pointee.c0 =
                cross.pointee.c0 &- v0.pointee.c0 &- v1.pointee.c0 &+ v2.pointee.c0 &- v2.pointee.c1
            c1.pointee.c1 =
                cross.pointee.c1 &- v0.pointee.c1 &- v1.pointee.c1 &+ v2.pointee.c0 &+ v2.pointee.c1

            sums[0] = x[0] &+ x[2]
            sums[1] = y[0] &+ y[2]
            WideFp2.multiply(cross, sums, sums + 1)
            let c2 = part(result, 2)
            c2.pointee.c0 = cross.pointee.c0 &- v0.pointee.c0 &- v2.pointee.c0 &+ v1.pointee.c0
            c2.pointee.c1 = cross.pointee.c1 &- v0.pointee.c1 &- v2.pointee.c1 &+ v1.pointee.c1
        }
    }

    /// `result = v0 + ξ·(cross − v1 − v2)`.
    @inline(__always)
    private static func crossTimesNonResidue(
        _ result: UnsafeMutablePointer<WideFp2>, _ v0: UnsafeMutablePointer<WideFp2>,
        _ cross: UnsafeMutablePointer<WideFp2>, _ v1: UnsafeMutablePointer<WideFp2>,
        _ v2: UnsafeMutablePointer<WideFp2>
    ) {
        cross.pointee.c0 = cross.pointee.c0 &- v1.pointee.c0 &- v2.pointee.c0
        cross.pointee.c1 = cross.pointee.c1 &- v1.pointee.c1 &- v2.pointee.c1
        result.pointee.c0 = v0.pointee.c0 &+ cross.pointee.c0 &- cross.pointee.c1
        result.pointee.c1 = v0.pointee.c1 &+ cross.pointee.c0 &+ cross.pointee.c1
    }

    /// Writes the product of `a` with the sparse `b0 + b1·v` (five products in Fp2); coefficients below 2p.
    @inline(never)
    static func multiplySparse(
        _ result: UnsafeMutablePointer<WideFp6>, _ a: UnsafePointer<Fp6>, _ b0: UnsafePointer<Fp2>,
        _ b1: UnsafePointer<Fp2>
    ) {
        withUnsafeTemporaryAllocation(of: WideFp2.self, capacity: 4) { scratch in
            let v0 = scratch.baseAddress.unsafelyUnwrapped
            let v1 = v0 + 1
            let cross = v0 + 2
            let sums = UnsafeMutableRawPointer(v0 + 3).assumingMemoryBound(to: Fp2.self)
            let x = coefficients(a)
            WideFp2.multiply(v0, x, b0)
            WideFp2.multiply(v1, x + 1, b1)

            WideFp2.multiply(cross, x + 2, b1)
            let c0 = part(result, 0)
            c0.pointee.c0 = v0.pointee.c0 &+ cross.pointee.c0 &- cross.pointee.c1
            c0.pointee.c1 = v0.pointee.c1 &+ cross.pointee.c0 &+ cross.pointee.c1

            sums[0] = x[0] &+ x[1]
            sums[1] = b0.pointee &+ b1.pointee
            WideFp2.multiply(cross, sums, sums + 1)
            let c1 = part(result, 1)
            c1.pointee.c0 = cross.pointee.c0 &- v0.pointee.c0 &- v1.pointee.c0
            c1.pointee.c1 = cross.pointee.c1 &- v0.pointee.c1 &- v1.pointee.c1

            WideFp2.multiply(cross, x + 2, b0)
            let c2 = part(result, 2)
            c2.pointee.c0 = cross.pointee.c0 &+ v1.pointee.c0
            c2.pointee.c1 = cross.pointee.c1 &+ v1.pointee.c1
        }
    }

    /// Writes the product of `a` with the sparse `b1·v` (three products in Fp2); coefficients below 2p.
    @inline(never)
    static func multiplySparse(
        _ result: UnsafeMutablePointer<WideFp6>, _ a: UnsafePointer<Fp6>, v b1: UnsafePointer<Fp2>
    ) {
        withUnsafeTemporaryAllocation(of: WideFp2.self, capacity: 1) { scratch in
            let product = scratch.baseAddress.unsafelyUnwrapped
            let x = coefficients(a)
            WideFp2.multiply(product, x + 2, b1)
            let c0 = part(result, 0)
            c0.pointee.c0 = product.pointee.c0 &- product.pointee.c1
            c0.pointee.c1 = product.pointee.c0 &+ product.pointee.c1
            WideFp2.multiply(part(result, 1), x, b1)
            WideFp2.multiply(part(result, 2), x + 1, b1)
        }
    }

    /// Writes the reduced element.
    @inline(__always)
    static func reduce(_ result: UnsafeMutablePointer<Fp6>, _ wide: UnsafePointer<WideFp6>) {
        result.pointee.c0 = wide.pointee.c0.reducedSigned
        result.pointee.c1 = wide.pointee.c1.reducedSigned
        result.pointee.c2 = wide.pointee.c2.reducedSigned
    }

    /// The three coefficients as an array in place.
    @inline(__always)
    static func coefficients(_ pointer: UnsafePointer<Fp6>) -> UnsafePointer<Fp2> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Fp2.self)
    }

    /// The coefficient at `index` in place.
    @inline(__always)
    static func part(_ pointer: UnsafeMutablePointer<WideFp6>, _ index: Int) -> UnsafeMutablePointer<WideFp2> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: WideFp2.self) + index
    }
}
