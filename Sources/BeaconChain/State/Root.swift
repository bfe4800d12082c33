/// A 32-byte hash.
public struct Root: Hashable, Sendable {
    /// The bytes as four words in memory order.
    public var words: (UInt64, UInt64, UInt64, UInt64)

    /// All zero.
    public static let zero = Root(words: (0, 0, 0, 0))

    /// A value of given parts; nothing is checked.
    public init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// The first 32 bytes of a buffer; nil if it is shorter.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count >= 32 else { return nil }
        self = .zero
        withUnsafeMutableBytes(of: &words) { target in
            for (offset, byte) in bytes.prefix(32).enumerated() { target[offset] = byte }
        }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: words) { [UInt8]($0) }
    }

    /// Whether both are the same.
    public static func == (a: Root, b: Root) -> Bool { a.words == b.words }

    /// Feeds the value to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension Root: Comparable {
    /// In the order of the bytes, the first counting most.
    public static func < (a: Root, b: Root) -> Bool {
        (a.words.0.bigEndian, a.words.1.bigEndian, a.words.2.bigEndian, a.words.3.bigEndian)
            < (b.words.0.bigEndian, b.words.1.bigEndian, b.words.2.bigEndian, b.words.3.bigEndian)
    }
}

extension Root: CustomStringConvertible {
    /// `0x` and 64 hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = Array("0x".utf8)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
