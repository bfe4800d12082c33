/// One byte that says of a registry row what the later passes need to know, so that they read little else.
enum RowClass {
    /// Bits 0…2: the flags of the previous epoch, if the row was active then and is not slashed.
    static let flags: UInt8 = 0b0000_0111
    /// Gets rewards and penalties (spec: `get_eligible_validator_indices`).
    static let eligible: UInt8 = 0b0000_1000
    /// Active in the epoch whose proposers are drawn next.
    static let drawn: UInt8 = 1 << drawnShift
    /// Active in the epoch that ends.
    static let active: UInt8 = 1 << activeShift
    /// Active and not slashed in the epoch that ends, so that its flags of that epoch count.
    static let voting: UInt8 = 1 << votingShift
    /// The registry or slashing rules may have something to do.
    static let attention: UInt8 = 0b1000_0000

    static let drawnShift: UInt8 = 4
    static let activeShift: UInt8 = 5
    static let votingShift: UInt8 = 6

    /// Active, and not slashed, in all epochs that matter.
    static let settled: UInt8 = eligible | drawn | active | voting
    /// Bits that choose a row's attestation deltas.
    static let deltaBits: UInt8 = flags | eligible

    /// The first row at or after `start` that asks for attention; `end` if there is none.
    @inline(__always)
    static func nextAttention(from start: Int, to end: Int, in classes: Span<UInt8>) -> Int {
        var row = start
        while row < end {
            if row + 8 <= end {
                let bytes = classes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: row, as: UInt64.self)
                if bytes & 0x8080_8080_8080_8080 == 0 {
                    row += 8
                    continue
                }
            }
            if classes[unchecked: row] & attention != 0 { return row }
            row += 1
        }
        return end
    }
}
