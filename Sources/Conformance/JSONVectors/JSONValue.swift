/// A JSON value with whole numbers only, as the vector files have them.
enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// Magnitudes up to 2⁶⁴ − 1.
    case integer(UInt64)
    case negative(UInt64)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// - Throws: `JSONError` with the place in the text.
    init(parsing text: [UInt8]) throws(JSONError) {
        var parser = JSONParser(text)
        self = try parser.document()
    }

    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    var array: [JSONValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    var object: [String: JSONValue]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var bool: Bool? {
        switch self {
        case .bool(let value): value
        case .integer(0): false
        case .integer(1): true
        default: nil
        }
    }

    /// A number, or a decimal string for those beyond 2⁵³.
    var unsigned: UInt64? {
        switch self {
        case .integer(let value): value
        case .string(let text): UInt64(text)
        default: nil
        }
    }

    var int: Int? { unsigned.flatMap { Int(exactly: $0) } }
}

extension JSONValue: CustomStringConvertible {
    /// As it would stand in a file, with long arrays cut.
    var description: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .negative(let value): return "-\(value)"
        case .string(let text): return "\"\(text)\""
        case .array(let values):
            let shown = values.prefix(8).map(\.description).joined(separator: ", ")
            return values.count > 8 ? "[\(shown), … \(values.count) values]" : "[\(shown)]"
        case .object(let members):
            let shown = members.sorted { $0.key < $1.key }.prefix(8).map { "\"\($0.key)\": \($0.value)" }
            return "{\(shown.joined(separator: ", "))}"
        }
    }
}

/// Where a text stops being the JSON that vector files consist of.
struct JSONError: Error, Equatable, CustomStringConvertible {
    let reason: String
    let offset: Int

    var description: String { "not valid JSON at byte \(offset): \(reason)" }
}

/// Reads one JSON document of whole numbers, at most 128 levels deep.
private struct JSONParser {
    private let text: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ text: [UInt8]) {
        self.text = text
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value()
        skipSpace()
        guard position == text.count else { throw error("something follows the value") }
        return value
    }

    private func error(_ reason: String) -> JSONError { JSONError(reason: reason, offset: position) }

    private mutating func skipSpace() {
        while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) { position += 1 }
    }

    private mutating func accept(_ character: Character) -> Bool {
        guard position < text.count, text[position] == character.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func accept(word: StaticString) -> Bool {
        let bytes = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard text[position...].starts(with: bytes) else { return false }
        position += bytes.count
        return true
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        guard position < text.count else { throw error("the text ends where a value should be") }
        switch text[position] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default:
            if accept(word: "null") { return .null }
            if accept(word: "true") { return .bool(true) }
            if accept(word: "false") { return .bool(false) }
            throw error("no value begins like this")
        }
    }

    private mutating func enter() throws(JSONError) {
        position += 1
        depth += 1
        guard depth <= 128 else { throw error("nested too deep") }
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        try enter()
        var values: [JSONValue] = []
        skipSpace()
        if !accept("]") {
            repeat {
                values.append(try value())
                skipSpace()
            } while accept(",")
            guard accept("]") else { throw error("expected , or ]") }
        }
        depth -= 1
        return .array(values)
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        try enter()
        var members: [String: JSONValue] = [:]
        skipSpace()
        if !accept("}") {
            repeat {
                skipSpace()
                guard position < text.count, text[position] == UInt8(ascii: "\"") else { throw error("expected a key") }
                let key = try string()
                skipSpace()
                guard accept(":") else { throw error("expected :") }
                guard members.updateValue(try value(), forKey: key) == nil else { throw error("key \(key) repeats") }
                skipSpace()
            } while accept(",")
            guard accept("}") else { throw error("expected , or }") }
        }
        depth -= 1
        return .object(members)
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let isNegative = accept("-")
        let start = position
        var value: UInt64 = 0
        while position < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position]) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(text[position] - UInt8(ascii: "0")))
            guard !overflow, !carry else { throw error("number beyond 64 bits") }
            value = sum
            position += 1
        }
        guard position > start else { throw error("expected digits") }
        if position < text.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(text[position]) {
            throw error("only whole numbers are known here")
        }
        return isNegative && value != 0 ? .negative(value) : .integer(value)
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        var bytes: [UInt8] = []
        while position < text.count {
            let byte = text[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let result = String(validating: bytes, as: UTF8.self) else { throw error("not valid UTF-8") }
                return result
            case UInt8(ascii: "\\"):
                bytes.append(contentsOf: try escape())
            default:
                guard byte >= 0x20 else { throw error("control character in a string") }
                bytes.append(byte)
            }
        }
        throw error("string without an end")
    }

    private mutating func escape() throws(JSONError) -> [UInt8] {
        guard position < text.count else { throw error("string without an end") }
        let byte = text[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "u"):
            guard position + 4 <= text.count,
                let digits = String(validating: text[position..<position + 4], as: UTF8.self),
                let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code)
            else { throw error("not a character that \\u can name by itself") }
            position += 4
            return Array(String(Character(scalar)).utf8)
        default: throw error("unknown escape")
        }
    }
}
