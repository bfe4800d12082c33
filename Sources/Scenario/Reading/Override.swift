/// A value that replaces one of the scenario's: `--set time.run=2 days`.
struct Override {
    /// As typed, without the option.
    let text: String
    private let path: String
    private let valueText: String
    let location: SourceLocation

    /// Splits `key=value`.
    init(_ text: String) throws(Problem) {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
            throw Problem("'\(SourceNode.shortened(text))' is not of the form key=value", hint: "write time.run=2 days")
        }
        self.text = text
        path = String(text[..<equals])
        valueText = String(text[text.index(after: equals)...])
        location = Self.location(text)
        guard text.utf8.count <= 10_000 else { throw Problem("the value is longer than 10,000 bytes") }
    }

    /// Place of an override in messages.
    static func location(_ text: String) -> SourceLocation {
        SourceLocation(file: "--set \(SourceNode.shortened(text))", line: 0, column: 0)
    }

    /// Puts the value into the tree, making mappings on the way where the language knows the key.
    func apply(to root: inout SourceNode) throws(Problem) {
        let value = try node()
        let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard keys.allSatisfy({ !$0.isEmpty }) else {
            throw Problem("'\(path)' has an empty key", hint: "write keys with a '.' between: time.run")
        }
        try set(&root, .table(ScenarioLanguage.root), keys[...], value, walked: "")
    }

    /// The value as YAML where it is a list, a mapping or quoted, else as plain text.
    private func node() throws(Problem) -> SourceNode {
        let trimmed = valueText.drop { $0 == " " }
        guard let first = trimmed.first, "[{\"'".contains(first) else {
            return SourceNode(content: .scalar(String(trimmed), isQuoted: false), location: location)
        }
        var findings = Findings()
        let source = YAMLSource(text: String(trimmed), file: location.file)
        guard let root = source.root(&findings), findings.isEmpty else {
            let first = findings.errors.first
            throw Problem(first?.message ?? "the value is not YAML", hint: first?.hint)
        }
        return relocated(root)
    }

    private func relocated(_ node: SourceNode) -> SourceNode {
        var node = node
        node.location = location
        switch node.content {
        case .scalar: break
        case .list(let nodes): node.content = .list(nodes.map(relocated))
        case .mapping(let pairs):
            node.content = .mapping(
                pairs.map { SourceNode.Pair(key: $0.key, keyLocation: location, value: relocated($0.value)) })
        }
        return node
    }

    private func set(
        _ node: inout SourceNode, _ shape: Shape, _ keys: ArraySlice<String>, _ value: SourceNode, walked: String
    ) throws(Problem) {
        guard !keys.isEmpty else {
            node = value
            return
        }
        switch Self.container(of: shape, holding: node) {
        case .table(let table):
            try setKey(&node, table, keys, value, walked: walked)
        case .named(let name, let inner):
            try setName(&node, name, inner, keys, value, walked: walked)
        case .list(let inner, _):
            try setItem(&node, inner, keys, value, walked: walked)
        default:
            throw Problem(
                "'\(walked)' has no keys, so '\(keys.joined(separator: "."))' cannot be set in it",
                hint: "it is \(shape.expectation)")
        }
    }

    /// The alternative of a shape that can be walked into.
    private static func container(of shape: Shape, holding node: SourceNode) -> Shape {
        switch shape {
        case .either(let shapes):
            shapes.first {
                switch $0 {
                case .table, .named, .list: true
                default: false
                }
            } ?? shape
        case .oneOrMore(let inner):
            if case .list = node.content { .list(inner, length: 1...10_000) } else { inner }
        default: shape
        }
    }

    private func setKey(
        _ node: inout SourceNode, _ table: FieldTable, _ keys: ArraySlice<String>, _ value: SourceNode, walked: String
    ) throws(Problem) {
        guard let key = keys.first else { return }
        guard let field = table.field(key) else {
            throw Problem(
                "unknown key '\(key)'" + (walked.isEmpty ? "" : " in '\(walked)'"),
                hint: table.hint(for: key))
        }
        var pairs = pairs(of: node)
        let rivals = table.rivals(of: key)
        pairs.removeAll { rivals.contains($0.key) }
        let index = index(of: key, in: &pairs)
        if keys.count == 1 { pairs[index].keyLocation = location }
        try set(&pairs[index].value, field.shape, keys.dropFirst(), value, walked: joined(walked, key))
        node.content = .mapping(pairs)
    }

    /// Names may hold a `.`, so the longest name that is there is taken.
    private func setName(
        _ node: inout SourceNode, _ name: Shape.Name, _ shape: Shape, _ keys: ArraySlice<String>, _ value: SourceNode,
        walked: String
    ) throws(Problem) {
        var pairs = pairs(of: node)
        let names = pairs.map(\.key)
        for length in stride(from: keys.count, through: 1, by: -1) {
            let candidate = keys.prefix(length).joined(separator: ".")
            guard let index = names.firstIndex(of: candidate) else { continue }
            try set(&pairs[index].value, shape, keys.dropFirst(length), value, walked: joined(walked, candidate))
            node.content = .mapping(pairs)
            return
        }
        guard name.canBeSet, let key = keys.first else {
            throw Problem(
                "'\(walked)' has no '\(keys.first ?? "")'",
                hint: Spelling.hint(for: keys.first ?? "", among: names, noun: "it has") ?? "it has none")
        }
        let index = index(of: key, in: &pairs)
        try set(&pairs[index].value, shape, keys.dropFirst(), value, walked: joined(walked, key))
        node.content = .mapping(pairs)
    }

    /// Items of a list are found by their `name`, else by their number from 1.
    private func setItem(
        _ node: inout SourceNode, _ shape: Shape, _ keys: ArraySlice<String>, _ value: SourceNode, walked: String
    ) throws(Problem) {
        guard case .list(var items) = node.content else {
            throw Problem("'\(walked)' is empty, so nothing in it can be set")
        }
        for length in stride(from: keys.count, through: 1, by: -1) {
            let candidate = keys.prefix(length).joined(separator: ".")
            let number = Int(candidate).map { $0 - 1 }
            let index =
                items.firstIndex { $0["name"]?.text == candidate }
                ?? number.flatMap { items.indices.contains($0) ? $0 : nil }
            guard let index else { continue }
            try set(&items[index], shape, keys.dropFirst(length), value, walked: joined(walked, candidate))
            node.content = .list(items)
            return
        }
        let names = items.compactMap { $0["name"]?.text }
        throw Problem(
            "'\(walked)' has no '\(keys.first ?? "")'",
            hint: Spelling.hint(for: keys.first ?? "", among: names, noun: "it has")
                ?? "it has \(items.count), counted from 1")
    }

    private func pairs(of node: SourceNode) -> [SourceNode.Pair] {
        guard case .mapping(let pairs) = node.content else { return [] }
        return pairs
    }

    private func index(of key: String, in pairs: inout [SourceNode.Pair]) -> Int {
        if let index = pairs.firstIndex(where: { $0.key == key }) { return index }
        let empty = SourceNode(content: .mapping([]), location: location)
        pairs.append(SourceNode.Pair(key: key, keyLocation: location, value: empty))
        return pairs.count - 1
    }

    private func joined(_ walked: String, _ key: String) -> String { walked.isEmpty ? key : "\(walked).\(key)" }
}
