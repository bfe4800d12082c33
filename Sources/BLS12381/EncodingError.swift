/// Why bytes are not the encoding of a point, a scalar or a key.
public enum EncodingError: Error, Hashable, Sendable {
    /// The number of bytes is wrong.
    case wrongLength(expected: Int, found: Int)
    /// The compression flag (bit 7 of the first byte) does not fit the length.
    case wrongCompressionFlag(expected: Bool)
    /// The infinity flag (bit 6) is set, but other bits are set that a neutral element must not have.
    case malformedInfinity
    /// The sign flag (bit 5) is set in an uncompressed encoding.
    case unexpectedSignFlag
    /// A coordinate is not below the field's modulus.
    case coordinateNotReduced
    /// No point of the curve has this x coordinate, or the coordinates do not satisfy the curve's equation.
    case notOnCurve
    /// The point is on the curve, but not in the subgroup of prime order.
    case notInSubgroup
    /// The neutral element where it is not allowed, as for public keys.
    case infinityNotAllowed
    /// A scalar is not below the group order.
    case scalarNotReduced
    /// A secret key is zero.
    case zeroSecretKey
    /// Text that is not pairs of hexadecimal digits.
    case notHexadecimal
}

extension EncodingError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .wrongLength(let expected, let found): "expected \(expected) bytes, found \(found)"
        case .wrongCompressionFlag(let expected):
            expected
                ? "bit 7 of the first byte is clear, but a compressed point sets it"
                : "bit 7 of the first byte is set, but an uncompressed point clears it"
        case .malformedInfinity: "the infinity flag (bit 6) is set together with other bits of a point"
        case .unexpectedSignFlag: "the sign flag (bit 5) is set in an uncompressed point"
        case .coordinateNotReduced: "a coordinate is not below the field modulus"
        case .notOnCurve: "the coordinates are not those of a point on the curve"
        case .notInSubgroup: "the point is on the curve but outside the subgroup of prime order"
        case .infinityNotAllowed: "the point at infinity is not allowed here"
        case .scalarNotReduced: "the scalar is not below the group order"
        case .zeroSecretKey: "a secret key of zero is not allowed"
        case .notHexadecimal: "the text is not an even number of hexadecimal digits"
        }
    }
}
