extension UInt64 {
    /// The largest integer whose square does not exceed this one.
    ///
    /// A `Double` root is wrong above 2⁵³, and balances of the whole network lie above that. Exact for every value.
    /// Spec: `integer_squareroot`, phase 0.
    public var squareRoot: UInt64 {
        guard self > 1 else { return self }
        // Newton's iteration from a power of two that is not below the root falls until it meets it.
        var root: UInt64 = 1 << UInt64((65 - leadingZeroBitCount) / 2)
        while true {
            let next = (root + self / root) / 2
            if next >= root { return root }
            root = next
        }
    }
}
