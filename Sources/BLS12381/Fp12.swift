/// An element `c0 + c1·w` of `Fp12 = Fp6[w]/(w² − v)`; pairings take their values in its subgroup of order r.
public struct Fp12: Hashable, Sendable {
    /// The coefficient of 1.
    public var c0: Fp6
    /// The coefficient of w.
    public var c1: Fp6

    /// The element `c0 + c1·w`.
    @inline(__always)
    public init(_ c0: Fp6, _ c1: Fp6) {
        self.c0 = c0
        self.c1 = c1
    }

    /// The multiplicative identity.
    @inline(__always)
    public static var one: Fp12 { Fp12(.one, .zero) }

    /// Whether this is the multiplicative identity.
    public var isOne: Bool { self == Fp12.one }

    /// The conjugate `c0 − c1·w`, which is the p⁶-th power, and the inverse in the cyclotomic subgroup.
    public var conjugate: Fp12 { Fp12(c0, -c1) }

    /// The multiplicative inverse `(c0 − c1·w) / (c0² − v·c1²)`; zero for zero.
    public var inverseOrZero: Fp12 {
        let inverseNorm = (c0 * c0 - (c1 * c1).timesNonResidue).inverseOrZero
        return Fp12(c0 * inverseNorm, -(c1 * inverseNorm))
    }

    /// The product in the field.
    public static func * (a: Fp12, b: Fp12) -> Fp12 {
        var result = a
        result.multiply(by: b)
        return result
    }

    /// The square in the field.
    public var squared: Fp12 {
        var result = self
        result.square()
        return result
    }
}

// MARK: - In place

extension Fp12 {
    /// Multiplies by `other`: three products in Fp6, twelve reductions.
    package mutating func multiply(by other: Fp12) {
        withUnsafePointer(to: other) { other in
            withUnsafeMutablePointer(to: &self) { Fp12.multiply($0, $0, other) }
        }
    }

    /// Squares.
    mutating func square() {
        withUnsafeMutablePointer(to: &self) { Fp12.square($0, $0) }
    }

    /// Multiplies by the sparse element `(b0 + b1·v) + (b4·v)·w` of a line.
    @inline(__always)
    package mutating func multiply(byLine b0: Fp2, _ b1: Fp2, _ b4: Fp2) {
        var line = (b0, b1, b4)
        withUnsafeMutablePointer(to: &self) { value in
            withUnsafeMutablePointer(to: &line) { line in
                Fp12.multiplyLine(value, UnsafeRawPointer(line).assumingMemoryBound(to: Fp2.self))
            }
        }
    }

    /// Writes `a·b`, Karatsuba: `c0 = a0·b0 + v·a1·b1`, `c1 = (a0 + a1)(b0 + b1) − a0·b0 − a1·b1`.
    @inline(never)
    static func multiply(_ result: UnsafeMutablePointer<Fp12>, _ a: UnsafePointer<Fp12>, _ b: UnsafePointer<Fp12>) {
        withFourScratchProducts { low, high, cross, spare in
            let sums = UnsafeMutableRawPointer(spare).assumingMemoryBound(to: Fp6.self)
            sums[0] = a.pointee.c0 &+ a.pointee.c1
            sums[1] = b.pointee.c0 &+ b.pointee.c1
            WideFp6.multiply(cross, sums, sums + 1)
            WideFp6.multiply(low, coefficients(a), coefficients(b))
            WideFp6.multiply(high, coefficients(a) + 1, coefficients(b) + 1)
            finishKaratsuba(result, low, high, cross)
        }
    }

    /// Writes the product of `value` with `(line[0] + line[1]·v) + (line[2]·v)·w` back to `value`.
    @inline(never)
    static func multiplyLine(_ value: UnsafeMutablePointer<Fp12>, _ line: UnsafePointer<Fp2>) {
        withFourScratchProducts { low, high, cross, spare in
            let sum = UnsafeMutableRawPointer(spare).assumingMemoryBound(to: Fp6.self)
            let lineSum = UnsafeMutableRawPointer(sum + 1).assumingMemoryBound(to: Fp2.self)
            sum.pointee = value.pointee.c0 &+ value.pointee.c1
            lineSum.pointee = line[1] + line[2]
            WideFp6.multiplySparse(cross, sum, line, lineSum)
            WideFp6.multiplySparse(low, coefficients(value), line, line + 1)
            WideFp6.multiplySparse(high, coefficients(value) + 1, v: line + 2)
            finishKaratsuba(value, low, high, cross)
        }
    }

    /// Lends four uninitialised places on the stack. One allocation for all would pass the kilobyte up to which
    /// `withUnsafeTemporaryAllocation` is sure not to use the heap.
    @inline(__always)
    private static func withFourScratchProducts(
        _ body: (
            UnsafeMutablePointer<WideFp6>, UnsafeMutablePointer<WideFp6>, UnsafeMutablePointer<WideFp6>,
            UnsafeMutablePointer<WideFp6>
        ) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: WideFp6.self, capacity: 1) { first in
            withUnsafeTemporaryAllocation(of: WideFp6.self, capacity: 1) { second in
                withUnsafeTemporaryAllocation(of: WideFp6.self, capacity: 1) { third in
                    withUnsafeTemporaryAllocation(of: WideFp6.self, capacity: 1) { fourth in
                        body(
                            first.baseAddress.unsafelyUnwrapped, second.baseAddress.unsafelyUnwrapped,
                            third.baseAddress.unsafelyUnwrapped, fourth.baseAddress.unsafelyUnwrapped)
                    }
                }
            }
        }
    }

    /// `c0 = low + v·high`, `c1 = cross − low − high`, reduced. Bounds in p²: −11 ... 12.
    @inline(__always)
    private static func finishKaratsuba(
        _ result: UnsafeMutablePointer<Fp12>, _ low: UnsafePointer<WideFp6>, _ high: UnsafePointer<WideFp6>,
        _ cross: UnsafePointer<WideFp6>
    ) {
        result.pointee.c1.c0 = reduceDifference(cross.pointee.c0, low.pointee.c0, high.pointee.c0)
        result.pointee.c1.c1 = reduceDifference(cross.pointee.c1, low.pointee.c1, high.pointee.c1)
        result.pointee.c1.c2 = reduceDifference(cross.pointee.c2, low.pointee.c2, high.pointee.c2)
        result.pointee.c0.c0.c0 = (low.pointee.c0.c0 &+ high.pointee.c2.c0 &- high.pointee.c2.c1).reducedSigned
        result.pointee.c0.c0.c1 = (low.pointee.c0.c1 &+ high.pointee.c2.c0 &+ high.pointee.c2.c1).reducedSigned
        result.pointee.c0.c1 = (low.pointee.c1 &+ high.pointee.c0).reducedSigned
        result.pointee.c0.c2 = (low.pointee.c2 &+ high.pointee.c1).reducedSigned
    }

    /// `a − b − c`, reduced.
    @inline(__always)
    private static func reduceDifference(_ a: WideFp2, _ b: WideFp2, _ c: WideFp2) -> Fp2 {
        Fp2((a.c0 &- b.c0 &- c.c0).reducedSigned, (a.c1 &- b.c1 &- c.c1).reducedSigned)
    }

    /// Writes `a²` by the complex method: `c0 = (a0 + a1)(a0 + v·a1) − a0·a1 − v·a0·a1`, `c1 = 2·a0·a1`.
    ///
    /// The sums are reduced first, which keeps the signed result within −14 ... 15 p².
    @inline(never)
    static func square(_ result: UnsafeMutablePointer<Fp12>, _ a: UnsafePointer<Fp12>) {
        withFourScratchProducts { mixed, product, spare, _ in
            let sums = UnsafeMutableRawPointer(spare).assumingMemoryBound(to: Fp6.self)
            sums[0] = a.pointee.c0 + a.pointee.c1
            sums[1] = a.pointee.c0 + a.pointee.c1.timesNonResidue
            WideFp6.multiply(mixed, sums, sums + 1)
            WideFp6.multiply(product, coefficients(a), coefficients(a) + 1)
            let m = UnsafePointer(mixed)
            let ab = UnsafePointer(product)
            result.pointee.c0.c0.c0 =
                (m.pointee.c0.c0 &- ab.pointee.c0.c0 &- ab.pointee.c2.c0 &+ ab.pointee.c2.c1).reducedSigned
            result.pointee.c0.c0.c1 =
                (m.pointee.c0.c1 &- ab.pointee.c0.c1 &- ab.pointee.c2.c0 &- ab.pointee.c2.c1).reducedSigned
            result.pointee.c0.c1 = reduceDifference(m.pointee.c1, ab.pointee.c1, ab.pointee.c0)
            result.pointee.c0.c2 = reduceDifference(m.pointee.c2, ab.pointee.c2, ab.pointee.c1)
            result.pointee.c1.c0 = ab.pointee.c0.reducedSigned.doubled
            result.pointee.c1.c1 = ab.pointee.c1.reducedSigned.doubled
            result.pointee.c1.c2 = ab.pointee.c2.reducedSigned.doubled
        }
    }

    /// The two coefficients as an array in place.
    @inline(__always)
    private static func coefficients(_ pointer: UnsafePointer<Fp12>) -> UnsafePointer<Fp6> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Fp6.self)
    }
}
