import BeaconChain

/// A field of a vector that is missing or not what it should be.
struct VectorFormatError: Error, CustomStringConvertible {
    let field: String
    let expected: String

    var description: String { "field \(field): expected \(expected)" }
}

extension JSONValue {
    func need(_ key: String) throws(VectorFormatError) -> JSONValue {
        guard let value = self[key] else { throw VectorFormatError(field: key, expected: "to be there") }
        return value
    }

    func needUnsigned(_ key: String) throws(VectorFormatError) -> UInt64 {
        guard let value = try need(key).unsigned else { throw VectorFormatError(field: key, expected: "a number") }
        return value
    }

    func needArray(_ key: String) throws(VectorFormatError) -> [JSONValue] {
        guard let value = try need(key).array else { throw VectorFormatError(field: key, expected: "an array") }
        return value
    }

    func needString(_ key: String) throws(VectorFormatError) -> String {
        guard let value = try need(key).string else { throw VectorFormatError(field: key, expected: "a string") }
        return value
    }

    /// A column of numbers; `null` is the epoch that never comes.
    func needNumbers(_ key: String) throws(VectorFormatError) -> [UInt64] {
        var numbers: [UInt64] = []
        for value in try needArray(key) {
            guard let number = value == .null ? farFutureEpoch : value.unsigned else {
                throw VectorFormatError(field: key, expected: "numbers")
            }
            numbers.append(number)
        }
        return numbers
    }

    /// A root as `0x` and 64 digits.
    var root: Root? { string.flatMap { Root(Self.bytes($0) ?? []) } }

    /// The bytes of `0x…`.
    var bytes: [UInt8]? { string.flatMap(Self.bytes) }

    private static func bytes(_ text: String) -> [UInt8]? {
        guard text.hasPrefix("0x"), text.utf8.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in text.utf8.dropFirst(2) {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            if let first = high {
                bytes.append(first << 4 | UInt8(value))
                high = nil
            } else {
                high = UInt8(value)
            }
        }
        return bytes
    }

    /// `[epoch, root]`.
    func needCheckpoint(_ key: String) throws(VectorFormatError) -> Checkpoint {
        let pair = try needArray(key)
        guard pair.count == 2, let epoch = pair[0].unsigned, let root = pair[1].root else {
            throw VectorFormatError(field: key, expected: "[epoch, root]")
        }
        return Checkpoint(epoch: epoch, root: root)
    }

    static func number(_ value: UInt64) -> JSONValue { .integer(value) }

    /// `null` for the epoch that never comes.
    static func epoch(_ value: Epoch) -> JSONValue { value == farFutureEpoch ? .null : .integer(value) }

    static func root(_ value: Root) -> JSONValue { .string(value.description) }

    static func checkpoint(_ value: Checkpoint) -> JSONValue { .array([.integer(value.epoch), root(value.root)]) }
}
