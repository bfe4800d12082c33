/// A change of one place in the scenario's tree: another value there, or nothing any more.
struct Setting {
    /// Keys and names with a '.' between: `entities.me.validators`.
    let path: String
    /// What stands there afterwards; nil removes it.
    let value: SourceNode?
    /// Where the change is asked for.
    let location: SourceLocation

    /// Makes the change, with mappings on the way where the language knows the key.
    func apply(to root: inout SourceNode) throws(Problem) {
        let keys = try Self.keys(of: path)
        try set(&root, .table(ScenarioLanguage.root), keys[...], walked: "")
    }

    /// The keys of a path.
    static func keys(of path: String) throws(Problem) -> [String] {
        let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard keys.allSatisfy({ !$0.isEmpty }) else {
            throw Problem("'\(path)' has an empty key", hint: "write keys with a '.' between: time.run")
        }
        return keys
    }

    /// The alternative of a shape that can be walked into.
    static func container(of shape: Shape, holding node: SourceNode?) -> Shape {
        switch shape {
        case .either(let shapes):
            return shapes.first {
                switch $0 {
                case .table, .named, .list: true
                default: false
                }
            } ?? shape
        case .oneOrMore(let inner):
            if case .list? = node?.content { return .list(inner, length: 1...10_000) }
            return inner
        default: return shape
        }
    }

    /// The item of a list that keys begin with, by its `name`, else by its number from 1, and how many keys that takes.
    static func item(of items: [SourceNode], _ keys: ArraySlice<String>) -> (index: Int, length: Int)? {
        for length in stride(from: keys.count, through: 1, by: -1) {
            let candidate = keys.prefix(length).joined(separator: ".")
            let number = Int(candidate).map { $0 - 1 }
            let index =
                items.firstIndex { $0["name"]?.text == candidate }
                ?? number.flatMap { items.indices.contains($0) ? $0 : nil }
            if let index { return (index, length) }
        }
        return nil
    }

    /// The longest of the names that keys begin with, which may hold a `.`, and how many keys that takes.
    static func name(of pairs: [SourceNode.Pair], _ keys: ArraySlice<String>) -> (index: Int, length: Int)? {
        for length in stride(from: keys.count, through: 1, by: -1) {
            let candidate = keys.prefix(length).joined(separator: ".")
            if let index = pairs.firstIndex(where: { $0.key == candidate }) { return (index, length) }
        }
        return nil
    }

    private func set(
        _ node: inout SourceNode, _ shape: Shape, _ keys: ArraySlice<String>, walked: String
    ) throws(Problem) {
        if keys.isEmpty, let value {
            node = value
            return
        }
        switch Self.container(of: shape, holding: node) {
        case .table(let table):
            try setKey(&node, table, keys, walked: walked)
        case .named(let name, let inner):
            try setName(&node, name, inner, keys, walked: walked)
        case .list(let inner, _):
            try setItem(&node, inner, keys, walked: walked)
        default:
            throw Problem(
                "'\(walked)' has no keys, so '\(keys.joined(separator: "."))' cannot be set in it",
                hint: "it is \(shape.expectation)")
        }
    }

    private func setKey(
        _ node: inout SourceNode, _ table: FieldTable, _ keys: ArraySlice<String>, walked: String
    ) throws(Problem) {
        guard let key = keys.first else { return }
        guard let field = table.field(key) else {
            throw Problem(
                "unknown key '\(key)'" + (walked.isEmpty ? "" : " in '\(walked)'"),
                hint: table.hint(for: key))
        }
        var pairs = node.pairs
        if value == nil {
            guard let index = pairs.firstIndex(where: { $0.key == key }) else {
                throw nothing(joined(walked, key), among: pairs.map(\.key))
            }
            if keys.count == 1 {
                pairs.remove(at: index)
            } else {
                try set(&pairs[index].value, field.shape, keys.dropFirst(), walked: joined(walked, key))
            }
        } else {
            let rivals = table.rivals(of: key)
            pairs.removeAll { rivals.contains($0.key) }
            let index = index(of: key, in: &pairs)
            if keys.count == 1 { pairs[index].keyLocation = location }
            try set(&pairs[index].value, field.shape, keys.dropFirst(), walked: joined(walked, key))
        }
        node.content = .mapping(pairs)
    }

    private func setName(
        _ node: inout SourceNode, _ name: Shape.Name, _ shape: Shape, _ keys: ArraySlice<String>, walked: String
    ) throws(Problem) {
        var pairs = node.pairs
        guard let key = keys.first else { return }
        if let found = Self.name(of: pairs, keys) {
            if found.length == keys.count, value == nil {
                pairs.remove(at: found.index)
            } else {
                let path = joined(walked, pairs[found.index].key)
                try set(&pairs[found.index].value, shape, keys.dropFirst(found.length), walked: path)
            }
        } else {
            // A whole description can be added; a key in one that is not there is a slip.
            guard value != nil, name.canBeSet || (keys.count == 1 && value?.isMapping == true) else {
                throw Problem(
                    "'\(walked)' has no '\(key)'",
                    hint: Spelling.hint(for: key, among: pairs.map(\.key), noun: "it has") ?? "it has none")
            }
            let index = index(of: key, in: &pairs)
            try set(&pairs[index].value, shape, keys.dropFirst(), walked: joined(walked, key))
        }
        node.content = .mapping(pairs)
    }

    private func setItem(
        _ node: inout SourceNode, _ shape: Shape, _ keys: ArraySlice<String>, walked: String
    ) throws(Problem) {
        var items: [SourceNode] = []
        if case .list(let present) = node.content { items = present }
        guard let key = keys.first else { return }
        if let found = Self.item(of: items, keys) {
            if found.length == keys.count, value == nil {
                items.remove(at: found.index)
            } else {
                let path = joined(walked, keys.prefix(found.length).joined(separator: "."))
                try set(&items[found.index], shape, keys.dropFirst(found.length), walked: path)
            }
        } else if keys.count == 1, let value, value.isMapping, case .table(let table) = shape,
            table.field("name") != nil
        {
            items.append(value.named(key, at: location))
        } else {
            guard !items.isEmpty else { throw Problem("'\(walked)' is empty, so nothing in it can be set") }
            throw Problem(
                "'\(walked)' has no '\(key)'",
                hint: Spelling.hint(for: key, among: items.compactMap { $0["name"]?.text }, noun: "it has")
                    ?? "it has \(items.count), counted from 1")
        }
        node.content = .list(items)
    }

    private func nothing(_ path: String, among known: [String]) -> Problem {
        Problem(
            "there is no '\(path)' to remove",
            hint: Spelling.nearest(to: path, among: known).map { "did you mean '\($0)'?" } ?? "leave it out")
    }

    private func index(of key: String, in pairs: inout [SourceNode.Pair]) -> Int {
        if let index = pairs.firstIndex(where: { $0.key == key }) { return index }
        let empty = SourceNode(content: .mapping([]), location: location)
        pairs.append(SourceNode.Pair(key: key, keyLocation: location, value: empty))
        return pairs.count - 1
    }

    private func joined(_ walked: String, _ key: String) -> String { walked.isEmpty ? key : "\(walked).\(key)" }
}

extension SourceNode {
    /// The pairs of a mapping; none where it is something else.
    var pairs: [Pair] {
        guard case .mapping(let pairs) = content else { return [] }
        return pairs
    }

    /// Takes a key out of mappings in mappings, if it is there.
    mutating func remove(_ path: [String]) {
        guard case .mapping(var pairs) = content, let key = path.first,
            let index = pairs.firstIndex(where: { $0.key == key })
        else { return }
        if path.count == 1 {
            pairs.remove(at: index)
        } else {
            pairs[index].value.remove(Array(path.dropFirst()))
        }
        content = .mapping(pairs)
    }

    var isMapping: Bool {
        if case .mapping = content { return true }
        return false
    }

    /// A mapping with a `name`, unless it has one.
    fileprivate func named(_ name: String, at place: SourceLocation) -> SourceNode {
        guard self["name"] == nil else { return self }
        let key = Pair(
            key: "name", keyLocation: place, value: SourceNode(content: .scalar(name, isQuoted: true), location: place))
        return SourceNode(content: .mapping([key] + pairs), location: location)
    }
}
