/// JSON with its keys in the order in which they are written, so that the same data gives the same bytes.
indirect enum JSONText {
    case text(String)
    case number(UInt64)
    case flag(Bool)
    case list([JSONText])
    case object([(String, JSONText)])

    /// The document, indented by two blanks.
    func document() -> String {
        var out = ""
        write(to: &out, indent: "")
        return out + "\n"
    }

    private func write(to out: inout String, indent: String) {
        switch self {
        case .text(let text): out += Self.quoted(text)
        case .number(let number): out += String(number)
        case .flag(let flag): out += flag ? "true" : "false"
        case .list(let items):
            let isShort = items.allSatisfy(\.isLeaf)
            out += "["
            for (index, item) in items.enumerated() {
                if index > 0 { out += isShort ? ", " : "," }
                if !isShort { out += "\n\(indent)  " }
                item.write(to: &out, indent: indent + "  ")
            }
            out += isShort || items.isEmpty ? "]" : "\n\(indent)]"
        case .object(let pairs):
            guard !pairs.isEmpty else {
                out += "{}"
                return
            }
            out += "{"
            for (index, (key, value)) in pairs.enumerated() {
                out += index > 0 ? ",\n\(indent)  " : "\n\(indent)  "
                out += Self.quoted(key) + ": "
                value.write(to: &out, indent: indent + "  ")
            }
            out += "\n\(indent)}"
        }
    }

    private var isLeaf: Bool {
        switch self {
        case .list, .object: false
        default: true
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 {
                    let hex = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
