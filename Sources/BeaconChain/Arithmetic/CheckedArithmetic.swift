extension UInt64 {
    /// Sum; an `EpochError.overflow` that names `quantity` where 64 bits do not hold it.
    func adding(_ other: UInt64, _ quantity: @autoclosure () -> String) throws(EpochError) -> UInt64 {
        let (value, overflow) = addingReportingOverflow(other)
        guard !overflow else { throw .overflow(quantity: quantity()) }
        return value
    }

    /// Difference; an `EpochError.overflow` that names `quantity` where it would be negative.
    func subtracting(_ other: UInt64, _ quantity: @autoclosure () -> String) throws(EpochError) -> UInt64 {
        let (value, overflow) = subtractingReportingOverflow(other)
        guard !overflow else { throw .overflow(quantity: quantity()) }
        return value
    }

    /// Product; an `EpochError.overflow` that names `quantity` where 64 bits do not hold it.
    func multiplied(_ other: UInt64, _ quantity: @autoclosure () -> String) throws(EpochError) -> UInt64 {
        let (value, overflow) = multipliedReportingOverflow(by: other)
        guard !overflow else { throw .overflow(quantity: quantity()) }
        return value
    }

    /// Difference, or zero where it would be negative (spec: `decrease_balance`).
    @inline(__always)
    func lowered(by other: UInt64) -> UInt64 {
        self < other ? 0 : self &- other
    }
}
