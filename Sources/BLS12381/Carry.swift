/// Carry-propagating limb arithmetic.
///
/// The shape of these three functions matters: the compiler turns a chain of the first two into `add`/`adc` and
/// `sub`/`sbb`, and the third into one `mul` with two carries, where other spellings cost up to five times as much.

/// `a + b + carry`; leaves the carry out in `carry`.
@inline(__always)
func add(_ a: UInt, _ b: UInt, _ carry: inout Bool) -> UInt {
    let (partial, overflowed) = a.addingReportingOverflow(b)
    let (sum, overflowedAgain) = partial.addingReportingOverflow(carry ? 1 : 0)
    carry = overflowed != overflowedAgain
    return sum
}

/// `a − b − borrow`; leaves the borrow out in `borrow`.
@inline(__always)
func subtract(_ a: UInt, _ b: UInt, _ borrow: inout Bool) -> UInt {
    let (partial, overflowed) = a.subtractingReportingOverflow(b)
    let (difference, overflowedAgain) = partial.subtractingReportingOverflow(borrow ? 1 : 0)
    borrow = overflowed != overflowedAgain
    return difference
}

/// `a + x·y + carry`, which always fits two limbs; leaves the high limb in `carry`.
@inline(__always)
func multiplyAdd(_ a: UInt, _ x: UInt, _ y: UInt, _ carry: inout UInt) -> UInt {
    let wide = UInt128(x) &* UInt128(y) &+ UInt128(a) &+ UInt128(carry)
    carry = UInt(truncatingIfNeeded: wide >> 64)
    return UInt(truncatingIfNeeded: wide)
}
