public import BLS12381

/// The place of a share: the point at which the sharing polynomial was evaluated. Never zero, as the value at zero is
/// the secret itself. Charon numbers shares 1 to n; SSV uses its operators' identifiers.
public struct ShareIndex: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number, from 1 up.
    public let value: UInt64

    /// Takes a number; throws `zeroIndex` for zero.
    public init(_ value: UInt64) throws(ThresholdError) {
        guard value != 0 else { throw .zeroIndex }
        self.value = value
    }

    /// Reads decimal digits; throws `zeroIndex` for zero and `indexOutOfRange` for anything that is not a whole number
    /// below 2⁶⁴.
    public init(decimal text: some StringProtocol) throws(ThresholdError) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = UInt64(text) else {
            throw .indexOutOfRange(String(text))
        }
        try self.init(value)
    }

    init(checked value: UInt64) { self.value = value }

    /// The index as a scalar.
    public var scalar: Fr { Fr(value) }

    /// The number in decimal digits.
    public var description: String { String(value) }

    /// Orders by number.
    public static func < (a: ShareIndex, b: ShareIndex) -> Bool { a.value < b.value }
}
