extension SourceNode {
    /// The value as YAML on one line, as `--set` takes it.
    var flowText: String {
        guard case .scalar(let text, let isQuoted) = content else { return flowItem }
        let isPlain =
            !isQuoted && text.first.map { !"[{\"' ".contains($0) } ?? true && !text.contains(where: \.isNewline)
        return isPlain ? text : Self.quoted(text)
    }

    /// The value as a part of another.
    private var flowItem: String {
        switch content {
        case .scalar(let text, let isQuoted):
            isQuoted || !Self.isSafe(text) ? Self.quoted(text) : text
        case .list(let nodes):
            "[" + nodes.map(\.flowItem).joined(separator: ", ") + "]"
        case .mapping(let pairs):
            "{ "
                + pairs.map { "\(Self.isSafe($0.key) ? $0.key : Self.quoted($0.key)): \($0.value.flowItem)" }
                .joined(separator: ", ") + " }"
        }
    }

    /// True for text that means itself without quotes, within lists and mappings too.
    private static func isSafe(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || ("0"..."9").contains(first) else {
            return false
        }
        return text.last != " "
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || " %_-./+".unicodeScalars.contains($0)
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
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
