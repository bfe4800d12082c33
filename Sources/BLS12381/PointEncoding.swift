/// The encodings of points: 48 or 96 bytes for G1, 96 or 192 for G2, big-endian coordinates, in Fp2 the coefficient of
/// u first. Three flags sit in the top bits of the first byte: compressed, infinity, and (compressed only) the sign,
/// set when y is the lexicographically larger of the two roots. Source: the serialisation that ZCash defined for
/// BLS12-381, taken over by draft-irtf-cfrg-pairing-friendly-curves, appendix C.
private struct EncodingFlags {
    var isCompressed: Bool
    var isInfinity: Bool
    var isLarger: Bool

    init(_ byte: UInt8) {
        isCompressed = byte & 0x80 != 0
        isInfinity = byte & 0x40 != 0
        isLarger = byte & 0x20 != 0
    }
}

extension Fp {
    /// Reads 48 big-endian bytes; nil when there are not 48 of them or their value is not below p.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 48 else { return nil }
        var limbs: (UInt, UInt, UInt, UInt, UInt, UInt) = (0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &limbs) { target in
            var position = 48
            for byte in bytes {
                position -= 1
                target[position] = byte
            }
        }
        // The limbs of a little-endian machine; on a big-endian one this swaps them.
        let value = Fp(
            montgomery: UInt(littleEndian: limbs.0), UInt(littleEndian: limbs.1), UInt(littleEndian: limbs.2),
            UInt(littleEndian: limbs.3), UInt(littleEndian: limbs.4), UInt(littleEndian: limbs.5))
        guard value.subtractingReportingBorrow(.modulus).borrow else { return nil }
        self = value * Fp.radixSquared
    }

    /// The value as 48 big-endian bytes.
    public var bytes: [UInt8] {
        let value = integer
        return [value.l5, value.l4, value.l3, value.l2, value.l1, value.l0].flatMap { limb in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: limb >> UInt($0)) }
        }
    }

    /// The limbs of the plain integer, out of Montgomery form.
    var integer: Fp { WideFp(low: self, high: .zero).reduced }

    /// Whether the integer is odd: `sgn0` of RFC 9380, section 4.1.
    var isOdd: Bool { integer.l0 & 1 == 1 }

    /// Whether the integer is above (p − 1)/2.
    var isLexicographicallyLarger: Bool {
        let value = integer
        return !(value &+ value).subtractingReportingBorrow(.modulus).borrow
    }
}

extension Fp2 {
    /// `sgn0` of RFC 9380, section 4.1: the parity of the first coefficient that is not zero.
    var isOdd: Bool { c0.isZero ? c1.isOdd : c0.isOdd }

    /// Whether the element is the larger of itself and its negative, comparing the coefficient of u first.
    var isLexicographicallyLarger: Bool {
        c1.isZero ? c0.isLexicographicallyLarger : c1.isLexicographicallyLarger
    }

    fileprivate init?(bytes: ArraySlice<UInt8>) {
        guard let c1 = Fp(bytes: bytes.prefix(48)), let c0 = Fp(bytes: bytes.suffix(48)) else { return nil }
        self.init(c0, c1)
    }

    fileprivate var bytes: [UInt8] { c1.bytes + c0.bytes }
}

/// Checks length, flags and infinity; returns the bytes without flags, or nil for the neutral element.
private func body(
    of bytes: some Collection<UInt8>, length: Int, compressed: Bool
) throws(EncodingError) -> (bytes: [UInt8], flags: EncodingFlags)? {
    guard bytes.count == length, let first = bytes.first else {
        throw .wrongLength(expected: length, found: bytes.count)
    }
    let flags = EncodingFlags(first)
    guard flags.isCompressed == compressed else { throw .wrongCompressionFlag(expected: compressed) }
    var plain = Array(bytes)
    plain[0] &= 0x1f
    if flags.isInfinity {
        guard !flags.isLarger, plain.allSatisfy({ $0 == 0 }) else { throw .malformedInfinity }
        return nil
    }
    if !compressed && flags.isLarger { throw .unexpectedSignFlag }
    return (plain, flags)
}

extension AffinePoint<Fp> {
    /// Decodes a point of the curve; the subgroup is not checked.
    init(compressed bytes: some Collection<UInt8>) throws(EncodingError) {
        guard let (plain, flags) = try body(of: bytes, length: 48, compressed: true) else {
            self = .infinity
            return
        }
        guard let x = Fp(bytes: plain) else { throw .coordinateNotReduced }
        guard let y = (x.squared * x + G1.b).squareRoot else { throw .notOnCurve }
        self.init(x: x, y: y.isLexicographicallyLarger == flags.isLarger ? y : -y)
    }

    /// Decodes both coordinates of a point of the curve; the subgroup is not checked.
    init(uncompressed bytes: some Collection<UInt8>) throws(EncodingError) {
        guard let (plain, _) = try body(of: bytes, length: 96, compressed: false) else {
            self = .infinity
            return
        }
        guard let x = Fp(bytes: plain[..<48]), let y = Fp(bytes: plain[48...]) else { throw .coordinateNotReduced }
        self.init(x: x, y: y)
        // (0, 0) stands for infinity in memory, but as coordinates it is no point of the curve.
        guard !isInfinity, G1.isOnCurve(self) else { throw .notOnCurve }
    }

    var compressed: [UInt8] {
        if isInfinity { return [0xc0] + [UInt8](repeating: 0, count: 47) }
        var bytes = x.bytes
        bytes[0] |= y.isLexicographicallyLarger ? 0xa0 : 0x80
        return bytes
    }

    var uncompressed: [UInt8] {
        isInfinity ? [0x40] + [UInt8](repeating: 0, count: 95) : x.bytes + y.bytes
    }
}

extension AffinePoint<Fp2> {
    /// Decodes a point of the twist; the subgroup is not checked.
    init(compressed bytes: some Collection<UInt8>) throws(EncodingError) {
        guard let (plain, flags) = try body(of: bytes, length: 96, compressed: true) else {
            self = .infinity
            return
        }
        guard let x = Fp2(bytes: plain[...]) else { throw .coordinateNotReduced }
        guard let y = (x.squared * x + G2.b).squareRoot else { throw .notOnCurve }
        self.init(x: x, y: y.isLexicographicallyLarger == flags.isLarger ? y : -y)
    }

    /// Decodes both coordinates of a point of the twist; the subgroup is not checked.
    init(uncompressed bytes: some Collection<UInt8>) throws(EncodingError) {
        guard let (plain, _) = try body(of: bytes, length: 192, compressed: false) else {
            self = .infinity
            return
        }
        guard let x = Fp2(bytes: plain[..<96]), let y = Fp2(bytes: plain[96...]) else { throw .coordinateNotReduced }
        self.init(x: x, y: y)
        guard !isInfinity, G2.isOnCurve(self) else { throw .notOnCurve }
    }

    var compressed: [UInt8] {
        if isInfinity { return [0xc0] + [UInt8](repeating: 0, count: 95) }
        var bytes = x.bytes
        bytes[0] |= y.isLexicographicallyLarger ? 0xa0 : 0x80
        return bytes
    }

    var uncompressed: [UInt8] {
        isInfinity ? [0x40] + [UInt8](repeating: 0, count: 191) : x.bytes + y.bytes
    }
}

extension G1 {
    /// Decodes 48 bytes, with every check: length, flags, canonical coordinate, curve, subgroup.
    public init(compressed bytes: some Collection<UInt8>) throws(EncodingError) {
        let point = try AffinePoint<Fp>(compressed: bytes)
        guard G1.isInSubgroup(point) else { throw .notInSubgroup }
        self.init(point)
    }

    /// Decodes 96 bytes, with every check: length, flags, canonical coordinates, curve, subgroup.
    public init(uncompressed bytes: some Collection<UInt8>) throws(EncodingError) {
        let point = try AffinePoint<Fp>(uncompressed: bytes)
        guard G1.isInSubgroup(point) else { throw .notInSubgroup }
        self.init(point)
    }

    /// The 48-byte encoding.
    public var compressed: [UInt8] { affine.compressed }

    /// The 96-byte encoding.
    public var uncompressed: [UInt8] { affine.uncompressed }
}

extension G2 {
    /// Decodes 96 bytes, with every check: length, flags, canonical coordinate, curve, subgroup.
    public init(compressed bytes: some Collection<UInt8>) throws(EncodingError) {
        let point = try AffinePoint<Fp2>(compressed: bytes)
        guard G2.isInSubgroup(point) else { throw .notInSubgroup }
        self.init(point)
    }

    /// Decodes 192 bytes, with every check: length, flags, canonical coordinates, curve, subgroup.
    public init(uncompressed bytes: some Collection<UInt8>) throws(EncodingError) {
        let point = try AffinePoint<Fp2>(uncompressed: bytes)
        guard G2.isInSubgroup(point) else { throw .notInSubgroup }
        self.init(point)
    }

    /// The 96-byte encoding.
    public var compressed: [UInt8] { affine.compressed }

    /// The 192-byte encoding.
    public var uncompressed: [UInt8] { affine.uncompressed }
}
