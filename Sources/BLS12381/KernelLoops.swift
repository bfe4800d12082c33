import CGMP

/// Chains of the innermost operations, each depending on the one before, for benchmarks: from outside the module a call
/// would cost about as much as the operation.
package enum KernelLoops {
    /// `count` products in Fp.
    package static func fpProducts(_ a: Fp, _ b: Fp, count: Int) -> Fp {
        var value = a
        withUnsafeMutablePointer(to: &value) { value in
            withUnsafePointer(to: b) { b in
                for _ in 0..<count { Fp.multiply(value, value, b) }
            }
        }
        return value
    }

    /// `count` of GMP's 6-limb products alone, without reduction.
    package static func gmpProducts(_ a: Fp, _ b: Fp, count: Int) -> Fp {
        var wide = WideFp(low: a, high: a)
        var value = a
        withUnsafeMutablePointer(to: &wide) { wide in
            withUnsafeMutablePointer(to: &value) { value in
                withUnsafePointer(to: b) { b in
                    for _ in 0..<count {
                        WideFp.multiply(wide, value, b)
                        value.pointee.l0 = wide.pointee.high.l5
                    }
                }
            }
        }
        return value
    }

    /// `count` products in Fp2.
    package static func fp2Products(_ a: Fp2, _ b: Fp2, count: Int) -> Fp2 {
        var value = a
        withUnsafeMutablePointer(to: &value) { value in
            withUnsafePointer(to: b) { b in
                for _ in 0..<count { Fp2.multiply(value, value, b) }
            }
        }
        return value
    }
}
