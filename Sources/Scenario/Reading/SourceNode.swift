/// A value of the scenario as text, with its place: what YAML says, before anything is known of its meaning.
///
/// Scalars keep their text, so that no number or truth value is guessed by YAML's rules.
struct SourceNode {
    var content: Content
    var location: SourceLocation

    enum Content {
        case scalar(String, isQuoted: Bool)
        case list([SourceNode])
        case mapping([Pair])
    }

    struct Pair {
        var key: String
        var keyLocation: SourceLocation
        var value: SourceNode
    }

    /// The value of a key, the first where it is given twice.
    subscript(key: String) -> SourceNode? {
        guard case .mapping(let pairs) = content else { return nil }
        return pairs.first { $0.key == key }?.value
    }

    var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// True for an empty value, `~` and `null`.
    var isNothing: Bool {
        guard case .scalar(let text, let isQuoted) = content, !isQuoted else { return false }
        return text.isEmpty || text == "~" || text == "null" || text == "Null" || text == "NULL"
    }

    /// What stands there, for messages.
    var found: String {
        switch content {
        case .scalar(let text, _): isNothing ? "nothing" : "'\(Self.shortened(text))'"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }

    static func shortened(_ text: String) -> String {
        let line = text.prefix { !$0.isNewline }
        return line.count > 60 || line.count < text.count ? "\(line.prefix(60))…" : String(line)
    }
}
