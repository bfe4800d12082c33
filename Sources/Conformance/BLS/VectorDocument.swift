import BLS12381
import Foundation

/// A value of a vector file, with accessors that name the missing field instead of trapping.
struct VectorDocument {
    let path: String
    private let value: Any

    /// Reads a JSON file. Integers of more than 15 digits become text, as no number type of the parser holds them.
    init(path: String) throws {
        self.path = path
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw BLSVectorError(path: path, problem: "cannot be read: \(error.localizedDescription)")
        }
        do {
            value = try JSONSerialization.jsonObject(
                with: Data(Self.quotingLongIntegers(text).utf8), options: .fragmentsAllowed)
        } catch {
            throw BLSVectorError(path: path, problem: "is not JSON: \(error.localizedDescription)")
        }
    }

    private init(path: String, value: Any) {
        self.path = path
        self.value = value
    }

    /// Puts quotes around digit runs longer than 15 that stand outside strings.
    private static func quotingLongIntegers(_ text: String) -> String {
        var result: [UInt8] = []
        var run: [UInt8] = []
        var isInString = false
        var isEscaped = false
        for byte in Array(text.utf8) + [0x0a] {
            if !isInString, (0x30...0x39).contains(byte) {
                run.append(byte)
                continue
            }
            if run.count > 15 {
                result += [0x22] + run + [0x22]
            } else {
                result += run
            }
            run = []
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5c {
                    isEscaped = true
                } else if byte == 0x22 {
                    isInString = false
                }
            } else if byte == 0x22 {
                isInString = true
            }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func problem(_ text: String) -> BLSVectorError { BLSVectorError(path: path, problem: text) }

    /// The value of a key.
    subscript(_ key: String) -> VectorDocument {
        get throws {
            guard let object = value as? [String: Any] else { throw problem("expected an object with '\(key)'") }
            guard let child = object[key] else { throw problem("the field '\(key)' is missing") }
            return VectorDocument(path: path, value: child)
        }
    }

    /// The value of a key, nil when it is missing or null.
    func optional(_ key: String) -> VectorDocument? {
        guard let child = (value as? [String: Any])?[key], !(child is NSNull) else { return nil }
        return VectorDocument(path: path, value: child)
    }

    /// The keys of an object, sorted.
    var keys: [String] { ((value as? [String: Any]) ?? [:]).keys.sorted() }

    /// The elements of an array.
    var array: [VectorDocument] {
        get throws {
            guard let array = value as? [Any] else { throw problem("expected an array") }
            return array.map { VectorDocument(path: path, value: $0) }
        }
    }

    /// The text of a string, or of an integer.
    var text: String {
        get throws {
            if let text = value as? String { return text }
            if let number = value as? NSNumber { return number.stringValue }
            throw problem("expected text")
        }
    }

    /// The bytes of hexadecimal text.
    var bytes: [UInt8] { get throws { try Hexadecimal.bytes(text) } }

    /// The bytes of each hexadecimal text of an array.
    var byteArrays: [[UInt8]] { get throws { try array.map { try $0.bytes } } }

    /// A truth value.
    var flag: Bool {
        get throws {
            guard let number = value as? NSNumber else { throw problem("expected true or false") }
            return number.boolValue
        }
    }

    /// A small integer.
    var integer: Int {
        get throws {
            guard let number = value as? NSNumber else { throw problem("expected an integer") }
            return number.intValue
        }
    }

    /// The bytes of base64 text.
    var base64: [UInt8] {
        get throws {
            guard let data = Data(base64Encoded: try text) else { throw problem("expected base64") }
            return Array(data)
        }
    }
}
