/// Bytes as hexadecimal text, with or without `0x` before it.
public enum Hexadecimal {
    /// Reads pairs of digits; throws for an odd number of them or any other character.
    public static func bytes(_ text: some StringProtocol) throws(EncodingError) -> [UInt8] {
        var digits = Array(text.utf8)
        if digits.starts(with: [0x30, 0x78]) { digits.removeFirst(2) }
        guard digits.count % 2 == 0 else { throw .notHexadecimal }
        var result: [UInt8] = []
        result.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { throw .notHexadecimal }
            result.append(high << 4 | low)
        }
        return result
    }

    /// Writes lower-case digits, with `0x` before them when asked.
    public static func text(_ bytes: some Sequence<UInt8>, prefix: Bool = true) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var result: [UInt8] = prefix ? [0x30, 0x78] : []
        for byte in bytes {
            result.append(digits[Int(byte >> 4)])
            result.append(digits[Int(byte & 15)])
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
