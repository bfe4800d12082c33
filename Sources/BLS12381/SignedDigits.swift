/// The width-4 non-adjacent form of a scalar: digits 0, ±1, ±3, ±5, ±7, of which at most one in four adjacent ones
/// is not zero (one in five on average), so that four precomputed odd multiples of a point serve.
enum SignedDigits {
    /// Room for the digits of any value below 2¹²⁸ − 8.
    static let capacity = 130

    /// Writes the digits of `value`, least significant first, and returns how many there are.
    ///
    /// - Parameter value: below 2¹²⁸ − 8.
    @inline(__always)
    static func write(_ value: UInt128, to digits: UnsafeMutablePointer<Int8>) -> Int {
        var rest = value
        var count = 0
        while rest != 0 {
            var digit = 0
            if rest & 1 == 1 {
                digit = Int(truncatingIfNeeded: rest & 15)
                if digit >= 8 {
                    digit -= 16
                    rest &+= UInt128(truncatingIfNeeded: -digit)
                } else {
                    rest &-= UInt128(truncatingIfNeeded: digit)
                }
            }
            digits[count] = Int8(truncatingIfNeeded: digit)
            count += 1
            rest >>= 1
        }
        return count
    }
}

extension Fr {
    /// `(k0, k1)` with `k = k0 + k1·x²`, both below x² (127.4 bits), for the endomorphism of G1.
    var splitByXSquared: (UInt128, UInt128) {
        let (q1, d0) = dividedByX(Limbs4(l0, l1, l2, l3))
        let (q2, d1) = dividedByX(q1)
        let (q3, d2) = dividedByX(q2)
        let x = UInt128(BLSParameter.magnitude)
        return (UInt128(d0) &+ UInt128(d1) &* x, UInt128(d2) &+ UInt128(q3.0) &* x)
    }

    /// The four digits of `k` in base |x|, least significant first, for the endomorphism of G2.
    var digitsInBaseX: (UInt, UInt, UInt, UInt) {
        let (q1, d0) = dividedByX(Limbs4(l0, l1, l2, l3))
        let (q2, d1) = dividedByX(q1)
        let (q3, d2) = dividedByX(q2)
        return (d0, d1, d2, q3.0)
    }

    private typealias Limbs4 = (UInt, UInt, UInt, UInt)

    private func dividedByX(_ limbs: Limbs4) -> (quotient: Limbs4, remainder: UInt) {
        let x = BLSParameter.magnitude
        let (q3, r3) = limbs.3.quotientAndRemainder(dividingBy: x)
        let (q2, r2) = x.dividingFullWidth((r3, limbs.2))
        let (q1, r1) = x.dividingFullWidth((r2, limbs.1))
        let (q0, r0) = x.dividingFullWidth((r1, limbs.0))
        return ((q0, q1, q2, q3), r0)
    }
}

/// The parameter `x = −0xd201000000010000` from which the whole curve follows.
enum BLSParameter {
    /// |x|, of Hamming weight 6.
    @inline(__always)
    static var magnitude: UInt { 0xd201_0000_0001_0000 }
}
