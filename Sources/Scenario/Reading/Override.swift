/// A value that replaces one of the scenario's from outside: `--set time.run=2 days`.
enum Override {
    /// Splits `key=value`; a value is YAML where it is a list, a mapping or quoted, else plain text.
    ///
    /// - Throws: `Problem` where it is not of that form, too long, or not YAML.
    static func setting(_ text: String) throws(Problem) -> Setting {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
            throw Problem("'\(SourceNode.shortened(text))' is not of the form key=value", hint: "write time.run=2 days")
        }
        guard text.utf8.count <= 10_000 else { throw Problem("the value is longer than 10,000 bytes") }
        let location = location(text)
        return Setting(
            path: String(text[..<equals]), value: try node(text[text.index(after: equals)...], location),
            location: location)
    }

    /// Place of an override in messages.
    static func location(_ text: String) -> SourceLocation {
        SourceLocation(file: "--set \(SourceNode.shortened(text))", line: 0, column: 0)
    }

    private static func node(_ text: Substring, _ location: SourceLocation) throws(Problem) -> SourceNode {
        let trimmed = text.drop { $0 == " " }
        guard let first = trimmed.first, "[{\"'".contains(first) else {
            return SourceNode(content: .scalar(String(trimmed), isQuoted: false), location: location)
        }
        var findings = Findings()
        let source = YAMLSource(text: String(trimmed), file: location.file)
        guard let root = source.root(&findings), findings.isEmpty else {
            let first = findings.errors.first
            throw Problem(first?.message ?? "the value is not YAML", hint: first?.hint)
        }
        return relocated(root, location)
    }

    private static func relocated(_ node: SourceNode, _ location: SourceLocation) -> SourceNode {
        var node = node
        node.location = location
        switch node.content {
        case .scalar: break
        case .list(let nodes): node.content = .list(nodes.map { relocated($0, location) })
        case .mapping(let pairs):
            node.content = .mapping(
                pairs.map {
                    SourceNode.Pair(key: $0.key, keyLocation: location, value: relocated($0.value, location))
                })
        }
        return node
    }
}
