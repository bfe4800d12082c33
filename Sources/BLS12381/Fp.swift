import CGMP

/// An element of the base field of BLS12-381, the integers modulo
/// `p = (x − 1)²·(x⁴ − x² + 1)/3 + x` with `x = −0xd201000000010000` (381 bits).
///
/// Six limbs, least significant first, in Montgomery form: the element `a` is stored as `a·2³⁸⁴ mod p`, always
/// reduced, so equal elements have equal limbs. Products come from GMP's `mpn` layer into a ``WideFp`` and return
/// through Montgomery's reduction. No operation allocates. Running time may depend on the values.
public struct Fp: Hashable, Sendable {
    var l0: UInt
    var l1: UInt
    var l2: UInt
    var l3: UInt
    var l4: UInt
    var l5: UInt

    /// Takes the limbs of `a·2³⁸⁴ mod p`, least significant first, without checking that they are reduced.
    @inline(__always)
    init(montgomery l0: UInt, _ l1: UInt, _ l2: UInt, _ l3: UInt, _ l4: UInt, _ l5: UInt) {
        self.l0 = l0
        self.l1 = l1
        self.l2 = l2
        self.l3 = l3
        self.l4 = l4
        self.l5 = l5
    }

    /// The modulus p itself, as limbs (not a field element).
    @inline(__always)
    static var modulus: Fp {
        Fp(
            montgomery: 0xb9fe_ffff_ffff_aaab, 0x1eab_fffe_b153_ffff, 0x6730_d2a0_f6b0_f624,
            0x6477_4b84_f385_12bf, 0x4b1b_a7b6_434b_acd7, 0x1a01_11ea_397f_e69a)
    }

    /// `−p⁻¹ mod 2⁶⁴`, the factor of Montgomery's reduction.
    @inline(__always)
    static var negatedInverseOfModulus: UInt { 0x89f3_fffc_fffc_fffd }

    /// The additive identity.
    @inline(__always)
    public static var zero: Fp { Fp(montgomery: 0, 0, 0, 0, 0, 0) }

    /// Whether this is the additive identity.
    @inline(__always)
    public var isZero: Bool { l0 | l1 | l2 | l3 | l4 | l5 == 0 }
}

// MARK: - Addition

extension Fp {
    /// `a + b` as an integer. The sum of up to nine reduced elements fits (9p < 2³⁸⁴ < 10p).
    @inline(__always)
    static func &+ (a: Fp, b: Fp) -> Fp {
        var carry = false
        let r0 = BLS12381.add(a.l0, b.l0, &carry)
        let r1 = BLS12381.add(a.l1, b.l1, &carry)
        let r2 = BLS12381.add(a.l2, b.l2, &carry)
        let r3 = BLS12381.add(a.l3, b.l3, &carry)
        let r4 = BLS12381.add(a.l4, b.l4, &carry)
        let r5 = BLS12381.add(a.l5, b.l5, &carry)
        return Fp(montgomery: r0, r1, r2, r3, r4, r5)
    }

    /// `a − b mod 2³⁸⁴`, and whether it borrowed.
    @inline(__always)
    func subtractingReportingBorrow(_ b: Fp) -> (difference: Fp, borrow: Bool) {
        var borrow = false
        let r0 = BLS12381.subtract(l0, b.l0, &borrow)
        let r1 = BLS12381.subtract(l1, b.l1, &borrow)
        let r2 = BLS12381.subtract(l2, b.l2, &borrow)
        let r3 = BLS12381.subtract(l3, b.l3, &borrow)
        let r4 = BLS12381.subtract(l4, b.l4, &borrow)
        let r5 = BLS12381.subtract(l5, b.l5, &borrow)
        return (Fp(montgomery: r0, r1, r2, r3, r4, r5), borrow)
    }

    /// These limbs where `condition` holds, zero where it does not.
    @inline(__always)
    func masked(if condition: Bool) -> Fp {
        let mask: UInt = condition ? .max : 0
        return Fp(montgomery: l0 & mask, l1 & mask, l2 & mask, l3 & mask, l4 & mask, l5 & mask)
    }

    /// Subtracts `multiple` once if that does not go below zero.
    @inline(__always)
    func reducedOnce(by multiple: Fp) -> Fp {
        let (difference, borrow) = subtractingReportingBorrow(multiple)
        return Fp(
            montgomery: borrow ? l0 : difference.l0, borrow ? l1 : difference.l1, borrow ? l2 : difference.l2,
            borrow ? l3 : difference.l3, borrow ? l4 : difference.l4, borrow ? l5 : difference.l5)
    }

    /// The sum in the field.
    @inline(__always)
    public static func + (a: Fp, b: Fp) -> Fp { (a &+ b).reducedOnce(by: modulus) }

    /// The difference in the field.
    @inline(__always)
    public static func - (a: Fp, b: Fp) -> Fp {
        let (difference, borrow) = a.subtractingReportingBorrow(b)
        return difference &+ modulus.masked(if: borrow)
    }

    /// The additive inverse.
    @inline(__always)
    public static prefix func - (a: Fp) -> Fp {
        modulus.subtractingReportingBorrow(a).difference.masked(if: !a.isZero)
    }

    /// Twice the element.
    @inline(__always)
    public var doubled: Fp { self + self }

    /// The element divided by two: a shift, after adding p to an odd representative.
    @inline(__always)
    package var halved: Fp {
        let even = self &+ Fp.modulus.masked(if: l0 & 1 == 1)
        return Fp(
            montgomery: even.l0 >> 1 | even.l1 << 63, even.l1 >> 1 | even.l2 << 63, even.l2 >> 1 | even.l3 << 63,
            even.l3 >> 1 | even.l4 << 63, even.l4 >> 1 | even.l5 << 63, even.l5 >> 1)
    }
}

// MARK: - Multiplication

extension Fp {
    /// Writes `a·b` to `result`, which may be `a` or `b`.
    @inline(never)
    static func multiply(_ result: UnsafeMutablePointer<Fp>, _ a: UnsafePointer<Fp>, _ b: UnsafePointer<Fp>) {
        withUnsafeTemporaryAllocation(of: WideFp.self, capacity: 1) { scratch in
            let wide = scratch.baseAddress.unsafelyUnwrapped
            WideFp.multiply(wide, a, b)
            result.pointee = wide.pointee.reduced
        }
    }

    /// Writes `a²` to `result`, which may be `a`.
    @inline(never)
    static func square(_ result: UnsafeMutablePointer<Fp>, _ a: UnsafePointer<Fp>) {
        withUnsafeTemporaryAllocation(of: WideFp.self, capacity: 1) { scratch in
            let wide = scratch.baseAddress.unsafelyUnwrapped
            WideFp.square(wide, a)
            result.pointee = wide.pointee.reduced
        }
    }

    /// The product in the field.
    @inline(__always)
    public static func * (a: Fp, b: Fp) -> Fp {
        var result = Fp.zero
        withUnsafePointer(to: a) { a in
            withUnsafePointer(to: b) { b in
                multiply(&result, a, b)
            }
        }
        return result
    }

    /// The square in the field.
    @inline(__always)
    public var squared: Fp {
        var result = Fp.zero
        withUnsafePointer(to: self) { Fp.square(&result, $0) }
        return result
    }

    /// `self^(2^count)`.
    @inline(__always)
    func squared(times count: Int) -> Fp {
        var result = self
        withUnsafeMutablePointer(to: &result) { result in
            for _ in 0..<count { Fp.square(result, result) }
        }
        return result
    }

    /// The multiplicative inverse; zero for zero (`inv0` of RFC 9380 section 4).
    ///
    /// GMP's extended Euclid gives `(a·R)⁻¹`; a product with `R³` in Montgomery's domain makes it `a⁻¹·R`.
    @inline(never)
    public var inverseOrZero: Fp {
        if isZero { return .zero }
        return Fp.inverseOfLimbs(self) * Fp.radixCubed
    }

    /// The inverse of the limbs themselves modulo p.
    private static func inverseOfLimbs(_ value: Fp) -> Fp {
        // mpn_gcdext destroys its operands and wants one limb of room after each.
        withUnsafeTemporaryAllocation(of: UInt.self, capacity: 7 * 4) { scratch in
            let u = scratch.baseAddress.unsafelyUnwrapped
            let v = u + 7
            let divisor = v + 7
            let cofactor = divisor + 7
            scratch.update(repeating: 0)
            UnsafeMutableRawPointer(u).storeBytes(of: value, as: Fp.self)
            UnsafeMutableRawPointer(v).storeBytes(of: modulus, as: Fp.self)
            var cofactorLimbs = 0
            _ = __gmpn_gcdext(divisor, cofactor, &cofactorLimbs, u, 6, v, 6)
            let size = min(abs(cofactorLimbs), 6)
            for index in size..<7 { cofactor[index] = 0 }
            let magnitude = UnsafeRawPointer(cofactor).load(as: Fp.self)
            return cofactorLimbs < 0 ? -magnitude : magnitude
        }
    }
}

extension Fp {
    /// The multiplicative identity.
    @inline(__always)
    public static var one: Fp { .radix }
}
