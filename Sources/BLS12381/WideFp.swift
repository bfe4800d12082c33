import CGMP

/// A product of two field elements, or a signed sum of such products, before reduction modulo p.
///
/// Twelve limbs read as an integer modulo 2⁷⁶⁸, with two's complement for negative values. Sums and differences
/// just wrap: what counts is the true value of the final sum, which the comments bound in units of p². As
/// `2⁷⁶⁸ ≈ 96.9·p²`, products of unreduced sums up to 8p·8p are exact, and Karatsuba's differences need no
/// correction on the way ("lazy reduction", Aranha, Karabina, Longa, Gebotys and López, eprint 2010/526).
struct WideFp {
    var low: Fp
    var high: Fp

    /// Writes `a·b`; the operands are any integers below 2³⁸⁴.
    @inline(__always)
    static func multiply(_ result: UnsafeMutablePointer<WideFp>, _ a: UnsafePointer<Fp>, _ b: UnsafePointer<Fp>) {
        __gmpn_mul_n(
            UnsafeMutableRawPointer(result).assumingMemoryBound(to: UInt.self),
            UnsafeRawPointer(a).assumingMemoryBound(to: UInt.self),
            UnsafeRawPointer(b).assumingMemoryBound(to: UInt.self), 6)
    }

    /// Writes `a²`; the operand is any integer below 2³⁸⁴.
    @inline(__always)
    static func square(_ result: UnsafeMutablePointer<WideFp>, _ a: UnsafePointer<Fp>) {
        __gmpn_sqr(
            UnsafeMutableRawPointer(result).assumingMemoryBound(to: UInt.self),
            UnsafeRawPointer(a).assumingMemoryBound(to: UInt.self), 6)
    }

    /// The sum modulo 2⁷⁶⁸.
    @inline(__always)
    static func &+ (a: WideFp, b: WideFp) -> WideFp {
        var carry = false
        let r0 = add(a.low.l0, b.low.l0, &carry)
        let r1 = add(a.low.l1, b.low.l1, &carry)
        let r2 = add(a.low.l2, b.low.l2, &carry)
        let r3 = add(a.low.l3, b.low.l3, &carry)
        let r4 = add(a.low.l4, b.low.l4, &carry)
        let r5 = add(a.low.l5, b.low.l5, &carry)
        let r6 = add(a.high.l0, b.high.l0, &carry)
        let r7 = add(a.high.l1, b.high.l1, &carry)
        let r8 = add(a.high.l2, b.high.l2, &carry)
        let r9 = add(a.high.l3, b.high.l3, &carry)
        let r10 = add(a.high.l4, b.high.l4, &carry)
        let r11 = add(a.high.l5, b.high.l5, &carry)
        return WideFp(
            low: Fp(montgomery: r0, r1, r2, r3, r4, r5), high: Fp(montgomery: r6, r7, r8, r9, r10, r11))
    }

    /// The difference modulo 2⁷⁶⁸, and whether it borrowed.
    @inline(__always)
    func subtractingReportingBorrow(_ b: WideFp) -> (difference: WideFp, borrow: Bool) {
        var borrow = false
        let r0 = subtract(low.l0, b.low.l0, &borrow)
        let r1 = subtract(low.l1, b.low.l1, &borrow)
        let r2 = subtract(low.l2, b.low.l2, &borrow)
        let r3 = subtract(low.l3, b.low.l3, &borrow)
        let r4 = subtract(low.l4, b.low.l4, &borrow)
        let r5 = subtract(low.l5, b.low.l5, &borrow)
        let r6 = subtract(high.l0, b.high.l0, &borrow)
        let r7 = subtract(high.l1, b.high.l1, &borrow)
        let r8 = subtract(high.l2, b.high.l2, &borrow)
        let r9 = subtract(high.l3, b.high.l3, &borrow)
        let r10 = subtract(high.l4, b.high.l4, &borrow)
        let r11 = subtract(high.l5, b.high.l5, &borrow)
        let difference = WideFp(
            low: Fp(montgomery: r0, r1, r2, r3, r4, r5), high: Fp(montgomery: r6, r7, r8, r9, r10, r11))
        return (difference, borrow)
    }

    /// The difference modulo 2⁷⁶⁸.
    @inline(__always)
    static func &- (a: WideFp, b: WideFp) -> WideFp { a.subtractingReportingBorrow(b).difference }

    /// The difference of two values in `0 ..< p·2³⁸⁴`, kept in that range by adding `p·2³⁸⁴` to a negative one.
    @inline(__always)
    func differenceModuloShiftedPrime(_ b: WideFp) -> WideFp {
        var (difference, borrow) = subtractingReportingBorrow(b)
        difference.high = difference.high &+ Fp.modulus.masked(if: borrow)
        return difference
    }
}

// MARK: - Montgomery reduction

extension WideFp {
    /// `self / 2³⁸⁴ mod p`, for values in `0 ..< p·2³⁸⁴` (9.8·p²). Montgomery, Math. Comp. 44 (1985).
    @inline(__always)
    var reduced: Fp { dividedByRadix.reducedOnce(by: .modulus) }

    /// `self / 2³⁸⁴ mod p`, for signed values from −14·p² to 15·p².
    ///
    /// With 14·p² added the value is below 29.5·p² < 3·p·2³⁸⁴, so the quotient is below 4p.
    @inline(__always)
    var reducedSigned: Fp {
        (self &+ WideFp.fourteenSquaredPrimes).dividedByRadix.reducedOnce(by: .twiceModulus).reducedOnce(by: .modulus)
    }

    /// The integer `(self + m·p) / 2³⁸⁴`, with `m < 2³⁸⁴` chosen to make the division exact.
    @inline(__always)
    var dividedByRadix: Fp {
        var t0 = low.l0
        var t1 = low.l1
        var t2 = low.l2
        var t3 = low.l3
        var t4 = low.l4
        var t5 = low.l5
        var t6 = high.l0
        var t7 = high.l1
        var t8 = high.l2
        var t9 = high.l3
        var t10 = high.l4
        var t11 = high.l5
        var carry = false
        WideFp.clear(&t0, &t1, &t2, &t3, &t4, &t5, &t6, &carry)
        WideFp.clear(&t1, &t2, &t3, &t4, &t5, &t6, &t7, &carry)
        WideFp.clear(&t2, &t3, &t4, &t5, &t6, &t7, &t8, &carry)
        WideFp.clear(&t3, &t4, &t5, &t6, &t7, &t8, &t9, &carry)
        WideFp.clear(&t4, &t5, &t6, &t7, &t8, &t9, &t10, &carry)
        WideFp.clear(&t5, &t6, &t7, &t8, &t9, &t10, &t11, &carry)
        return Fp(montgomery: t6, t7, t8, t9, t10, t11)
    }

    /// Makes `t0` zero by adding a multiple of p at its place; `carry` goes from row to row one limb higher.
    @inline(__always)
    private static func clear(
        _ t0: inout UInt, _ t1: inout UInt, _ t2: inout UInt, _ t3: inout UInt, _ t4: inout UInt, _ t5: inout UInt,
        _ t6: inout UInt, _ carry: inout Bool
    ) {
        let p = Fp.modulus
        let factor = t0 &* Fp.negatedInverseOfModulus
        var high: UInt = 0
        _ = multiplyAdd(t0, factor, p.l0, &high)
        t1 = multiplyAdd(t1, factor, p.l1, &high)
        t2 = multiplyAdd(t2, factor, p.l2, &high)
        t3 = multiplyAdd(t3, factor, p.l3, &high)
        t4 = multiplyAdd(t4, factor, p.l4, &high)
        t5 = multiplyAdd(t5, factor, p.l5, &high)
        t6 = add(t6, high, &carry)
    }
}
