/// A JSON text in the making: keys sorted, integers as integers, the same bytes for the same content.
package indirect enum JSONValue {
    case null
    case bool(Bool)
    case integer(Int64)
    /// Beyond signed 64 bits, still an integer.
    case unsigned(UInt64)
    /// Written with the fewest digits that give the same value; what is not finite becomes `null`.
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    package static func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }

    package static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

    package static func optional(_ value: String?) -> JSONValue { value.map { .text($0) } ?? .null }

    /// The text with two spaces of indentation and a final line end.
    package var document: String {
        var out = ""
        write(to: &out, indent: 0)
        return out + "\n"
    }

    private func write(to out: inout String, indent: Int) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        case .integer(let value): out += String(value)
        case .unsigned(let value): out += String(value)
        case .number(let value): out += value.isFinite ? value.description : "null"
        case .text(let value): JSONValue.quote(value, to: &out)
        case .list(let values):
            JSONValue.enclose("[", "]", values, to: &out, indent: indent) { value, out in
                value.write(to: &out, indent: indent + 1)
            }
        case .object(let members):
            let sorted = members.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
            JSONValue.enclose("{", "}", sorted, to: &out, indent: indent) { member, out in
                JSONValue.quote(member.key, to: &out)
                out += ": "
                member.value.write(to: &out, indent: indent + 1)
            }
        }
    }

    private static func enclose<Item>(
        _ start: String, _ end: String, _ items: [Item], to out: inout String, indent: Int,
        _ write: (Item, inout String) -> Void
    ) {
        guard !items.isEmpty else {
            out += start + end
            return
        }
        let space = String(repeating: "  ", count: indent)
        out += start
        for (position, item) in items.enumerated() {
            out += (position == 0 ? "\n" : ",\n") + space + "  "
            write(item, &out)
        }
        out += "\n" + space + end
    }

    private static func quote(_ text: String, to out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }
}
