/// Square roots in Fp and Fp2. As `p = 3 mod 4`, one power `e = a^((p − 3)/4)` decides everything in Fp: `a·e` is a
/// root of `a` when `a` is a square and of `−a` when it is not, and `e` is the root's inverse up to that sign.

extension Fp {
    /// `self^((p − 3)/4)`, by a sliding window of five bits.
    @inline(never)
    var powerForSquareRoot: Fp {
        // The limbs of (p − 3)/4.
        power(
            0xee7f_bfff_ffff_eaaa, 0x07aa_ffff_ac54_ffff, 0xd9cc_34a8_3dac_3d89, 0xd91d_d2e1_3ce1_44af,
            0x92c6_e9ed_90d2_eb35, 0x0680_447a_8e5f_f9a6)
    }

    /// `self` to a 384-bit exponent, given as limbs from the least significant, by a sliding window of five bits.
    func power(_ e0: UInt, _ e1: UInt, _ e2: UInt, _ e3: UInt, _ e4: UInt, _ e5: UInt) -> Fp {
        withUnsafeTemporaryAllocation(of: Fp.self, capacity: 18) { scratch in
            let odd = scratch.baseAddress.unsafelyUnwrapped
            let square = odd + 16
            let result = odd + 17
            odd[0] = self
            Fp.square(square, odd)
            for index in 1..<16 { Fp.multiply(odd + index, odd + index - 1, square) }

            var exponent = (e0, e1, e2, e3, e4, e5)
            return withUnsafeBytes(of: &exponent) { bytes in
                let limbs = bytes.bindMemory(to: UInt.self)
                func bit(_ position: Int) -> Int { Int(limbs[position >> 6] >> UInt(position & 63) & 1) }
                result.pointee = .one
                var started = false
                var position = 383
                while position >= 0 {
                    if bit(position) == 0 {
                        if started { Fp.square(result, result) }
                        position -= 1
                        continue
                    }
                    // The window runs down to a set bit, so that only odd powers are needed.
                    var low = max(position - 4, 0)
                    while bit(low) == 0 { low += 1 }
                    var window = 0
                    for index in stride(from: position, through: low, by: -1) {
                        window = window << 1 | bit(index)
                        if started { Fp.square(result, result) }
                    }
                    if started {
                        Fp.multiply(result, result, odd + window >> 1)
                    } else {
                        result.pointee = odd[window >> 1]
                        started = true
                    }
                    position = low - 1
                }
                return result.pointee
            }
        }
    }

    /// A square root, or nil for a non-square.
    public var squareRoot: Fp? {
        let root = powerForSquareRoot * self
        return root.squared == self ? root : nil
    }
}

extension Fp2 {
    /// A square root, or nil for a non-square. An element is a square exactly when its norm is.
    public var squareRoot: Fp2? {
        guard let normRoot = norm.squareRoot else { return nil }
        return squareRoot(normRoot: normRoot)
    }

    /// A square root of an element whose norm has the square root `normRoot`.
    ///
    /// With `x0² = t = (c0 + s)/2` and `x1 = c1/(2·x0)` where `s² = c0² + c1²`. When t is no square, `−t` is the
    /// square of `x1` for the other sign of s. Either way one power in Fp yields both coordinates.
    func squareRoot(normRoot: Fp) -> Fp2 {
        if c1.isZero {
            let root = c0.powerForSquareRoot * c0
            return root.squared == c0 ? Fp2(root, .zero) : Fp2(.zero, root)
        }
        let t = (c0 + normRoot).halved
        let e = t.powerForSquareRoot
        let root = t * e
        let other = (c1 * e).halved
        return root.squared == t ? Fp2(root, other) : Fp2(-other, root)
    }
}
