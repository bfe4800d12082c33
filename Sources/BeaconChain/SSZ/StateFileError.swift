/// Why a beacon state could not be read from SSZ bytes, or written to them.
public enum StateFileError: Error, Equatable, Sendable {
    case malformed(SSZError)
    /// `fork.current_version` is none of those known.
    case unknownForkVersion([UInt8])
    /// Too short to hold a fork version.
    case noForkVersion(length: Int)
    /// A validator's value does not fit the column it is kept in.
    case validatorValue(validator: Int, field: String, value: UInt64, allowed: String)
    /// Another value does not fit the field it is kept in.
    case fieldValue(field: String, value: UInt64, allowed: String)
    /// A column that must have one entry per validator has another number of them.
    case columnLength(field: String, expected: Int, found: Int)
    /// The state was made without that field, so it has no SSZ form.
    case notHeld(field: String)
    /// The encoding would be longer than SSZ's 32-bit offsets reach.
    case tooLong
}

extension StateFileError: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        switch self {
        case .malformed(let error):
            return error.description
        case .unknownForkVersion(let version):
            let known = Preset.allCases.flatMap { preset in
                Fork.allCases.map { "\(hexadecimal($0.version(preset))) (\(preset.rawValue) \($0.rawValue))" }
            }
            return "fork version \(hexadecimal(version)) is unknown; known are \(known.joined(separator: ", ")); "
                + "name the fork if the state is of another network"
        case .noForkVersion(let length):
            return "\(length) bytes are too few for a beacon state: the fork version ends at byte 56"
        case .validatorValue(let validator, let field, let value, let allowed):
            return "validators[\(validator)].\(field) is \(value), which has no compact form: it must be \(allowed)"
        case .fieldValue(let field, let value, let allowed):
            return "\(field) is \(value), it must be \(allowed)"
        case .columnLength(let field, let expected, let found):
            return "\(field) has \(found) entries, there are \(expected) validators"
        case .notHeld(let field):
            return "the state holds no \(field), so it has no SSZ form; read it from a state file to have one"
        case .tooLong:
            return "the state's encoding would be longer than the 4 GiB that SSZ offsets reach"
        }
    }
}

/// `0x` and two digits a byte.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text = Array("0x".utf8)
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
