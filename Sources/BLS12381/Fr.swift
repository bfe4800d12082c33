import CGMP

/// A scalar: an integer modulo the prime order `r = x⁴ − x² + 1` of the groups (255 bits).
///
/// Four limbs, least significant first, always reduced, not in Montgomery form. Products, quotients and inverses
/// are GMP's (`mpn_mul_n`, `mpn_tdiv_qr`, `mpn_gcdext`), on the stack. Running time may depend on the values.
public struct Fr: Hashable, Sendable {
    var l0: UInt
    var l1: UInt
    var l2: UInt
    var l3: UInt

    @inline(__always)
    init(limbs l0: UInt, _ l1: UInt, _ l2: UInt, _ l3: UInt) {
        self.l0 = l0
        self.l1 = l1
        self.l2 = l2
        self.l3 = l3
    }

    /// The order r itself, as limbs (not a scalar).
    static var modulus: Fr {
        Fr(
            limbs: 0xffff_ffff_0000_0001, 0x53bd_a402_fffe_5bfe, 0x3339_d808_09a1_d805, 0x73ed_a753_299d_7d48)
    }

    /// The scalar with a small value.
    public init(_ value: UInt64) { self.init(limbs: UInt(value), 0, 0, 0) }

    /// The scalar 0.
    public static var zero: Fr { Fr(0) }

    /// The scalar 1.
    public static var one: Fr { Fr(1) }

    /// Whether this is 0.
    public var isZero: Bool { l0 | l1 | l2 | l3 == 0 }
}

// MARK: - Bytes

extension Fr {
    /// Reads 32 big-endian bytes; nil when there are not 32 of them or their value is not below r.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.init(limbs: 0, 0, 0, 0)
        for (position, byte) in bytes.enumerated() { place(byte, at: 31 - position) }
        guard subtractingReportingBorrow(.modulus).borrow else { return nil }
    }

    /// Reads any number of big-endian bytes and reduces their value modulo r.
    public init(reducing bytes: some Collection<UInt8>) {
        self = .zero
        let radix = Fr(1 << 32) * Fr(1 << 32)
        var limb: UInt64 = 0
        var count = bytes.count
        for byte in bytes {
            limb = limb << 8 | UInt64(byte)
            count -= 1
            if count % 8 == 0 {
                self = self * radix + Fr(limb)
                limb = 0
            }
        }
    }

    /// The value as 32 big-endian bytes.
    public var bytes: [UInt8] {
        [l3, l2, l1, l0].flatMap { limb in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: limb >> UInt($0)) }
        }
    }

    private mutating func place(_ byte: UInt8, at position: Int) {
        let shifted = UInt(byte) << UInt(position % 8 * 8)
        switch position / 8 {
        case 0: l0 |= shifted
        case 1: l1 |= shifted
        case 2: l2 |= shifted
        default: l3 |= shifted
        }
    }
}

// MARK: - Arithmetic

extension Fr {
    private func subtractingReportingBorrow(_ b: Fr) -> (difference: Fr, borrow: Bool) {
        var borrow = false
        let r0 = subtract(l0, b.l0, &borrow)
        let r1 = subtract(l1, b.l1, &borrow)
        let r2 = subtract(l2, b.l2, &borrow)
        let r3 = subtract(l3, b.l3, &borrow)
        return (Fr(limbs: r0, r1, r2, r3), borrow)
    }

    /// The sum modulo 2²⁵⁶; two scalars' sum fits.
    private func addingLimbs(_ b: Fr) -> Fr {
        var carry = false
        let r0 = add(l0, b.l0, &carry)
        let r1 = add(l1, b.l1, &carry)
        let r2 = add(l2, b.l2, &carry)
        let r3 = add(l3, b.l3, &carry)
        return Fr(limbs: r0, r1, r2, r3)
    }

    /// The sum modulo r.
    public static func + (a: Fr, b: Fr) -> Fr {
        let sum = a.addingLimbs(b)
        let (difference, borrow) = sum.subtractingReportingBorrow(.modulus)
        return borrow ? sum : difference
    }

    /// The difference modulo r.
    public static func - (a: Fr, b: Fr) -> Fr {
        let (difference, borrow) = a.subtractingReportingBorrow(b)
        return borrow ? difference.addingLimbs(.modulus) : difference
    }

    /// The additive inverse modulo r.
    public static prefix func - (a: Fr) -> Fr { Fr.zero - a }

    /// The product modulo r.
    public static func * (a: Fr, b: Fr) -> Fr {
        withUnsafeTemporaryAllocation(of: UInt.self, capacity: 8 + 5 + 4 + 12) { scratch in
            let product = scratch.baseAddress.unsafelyUnwrapped
            let quotient = product + 8
            let remainder = quotient + 5
            let operands = remainder + 4
            a.store(to: operands)
            b.store(to: operands + 4)
            modulus.store(to: operands + 8)
            __gmpn_mul_n(product, operands, operands + 4, 4)
            __gmpn_tdiv_qr(quotient, remainder, 0, product, 8, operands + 8, 4)
            return Fr(limbs: remainder[0], remainder[1], remainder[2], remainder[3])
        }
    }

    /// The multiplicative inverse modulo r; zero for zero.
    public var inverseOrZero: Fr {
        if isZero { return .zero }
        return withUnsafeTemporaryAllocation(of: UInt.self, capacity: 5 * 4) { scratch in
            // mpn_gcdext destroys its operands and wants one limb of room after each.
            scratch.update(repeating: 0)
            let u = scratch.baseAddress.unsafelyUnwrapped
            let v = u + 5
            let divisor = v + 5
            let cofactor = divisor + 5
            store(to: u)
            Fr.modulus.store(to: v)
            var size = 0
            _ = __gmpn_gcdext(divisor, cofactor, &size, u, 4, v, 4)
            for index in min(abs(size), 5)..<5 { cofactor[index] = 0 }
            let magnitude = Fr(limbs: cofactor[0], cofactor[1], cofactor[2], cofactor[3])
            return size < 0 ? -magnitude : magnitude
        }
    }

    func store(to limbs: UnsafeMutablePointer<UInt>) {
        limbs[0] = l0
        limbs[1] = l1
        limbs[2] = l2
        limbs[3] = l3
    }
}

extension Fr {
    /// A uniform scalar: 512 random bits modulo r, whose bias is below 2⁻²⁵⁶.
    public static func random(using generator: inout some RandomNumberGenerator) -> Fr {
        var bytes: [UInt8] = []
        for _ in 0..<8 {
            let word = generator.next()
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return Fr(reducing: bytes)
    }
}
