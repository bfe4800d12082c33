/// The JSON Schema of the scenario language, made from the field tables that also check and decode it.
enum ScenarioSchema {
    /// The schema as text; the same bytes every time.
    static func text() -> String {
        var pairs: [(String, JSONText)] = [
            ("$schema", .text("http://json-schema.org/draft-07/schema#")),
            ("title", .text("Blackout scenario")),
        ]
        pairs += object(ScenarioLanguage.root)
        return JSONText.object(pairs).document()
    }

    private static func object(_ table: FieldTable) -> [(String, JSONText)] {
        let fields = table.fields.filter { $0.unavailable == nil }
        var pairs: [(String, JSONText)] = [
            ("description", .text(table.about)),
            ("type", .text("object")),
            ("additionalProperties", .flag(false)),
        ]
        let required = fields.filter(\.isRequired).map { JSONText.text($0.key) }
        if !required.isEmpty { pairs.append(("required", .list(required))) }
        pairs += constraints(table.rules)
        pairs.append(("properties", .object(fields.map { ($0.key, .object(property($0))) })))
        return pairs
    }

    private static func property(_ field: Field) -> [(String, JSONText)] {
        var about = field.about
        if case .word(let words) = field.shape {
            about += "\n" + words.filter { $0.unavailable == nil }.map { "\n- `\($0.word)`: \($0.about)" }.joined()
        }
        if let fallback = field.fallback { about += "\n\nDefault: \(fallback)." }
        var pairs: [(String, JSONText)] = [("description", .text(about))]
        pairs += schema(field.shape).filter { $0.0 != "description" }
        // A flow mapping or list as an example would be a text to the editor, so only plain values are given.
        let examples = field.examples.filter { $0.first != "{" && $0.first != "[" }
        if !examples.isEmpty, !pairs.contains(where: { $0.0 == "properties" }) {
            pairs.append(("examples", .list(examples.map { example(of: field, $0) })))
        }
        return pairs
    }

    private static func example(of field: Field, _ text: String) -> JSONText {
        switch field.shape {
        case .count: UInt64(text).map(JSONText.number) ?? .text(text)
        case .flag: .flag(text == "true")
        default: .text(text)
        }
    }

    private static func constraints(_ rules: [FieldTable.Rule]) -> [(String, JSONText)] {
        var all: [JSONText] = []
        var pairs: [(String, JSONText)] = []
        for rule in rules {
            switch rule {
            case .atMostOne(let keys, _):
                for (index, key) in keys.enumerated() {
                    for other in keys[(index + 1)...] {
                        all.append(.object([("not", .object([("required", .list([.text(key), .text(other)]))]))]))
                    }
                }
            case .exactlyOne(let keys):
                pairs.append(("oneOf", .list(keys.map { .object([("required", .list([.text($0)]))]) })))
            case .needs(let key, let other):
                let existing = pairs.firstIndex { $0.0 == "dependencies" }
                let entry = (key, JSONText.list([.text(other)]))
                if let existing, case .object(let entries) = pairs[existing].1 {
                    pairs[existing].1 = .object(entries + [entry])
                } else {
                    pairs.append(("dependencies", .object([entry])))
                }
            case .notEmpty:
                pairs.append(("minProperties", .number(1)))
            }
        }
        if !all.isEmpty { pairs.append(("allOf", .list(all))) }
        return pairs
    }

    private static func schema(_ shape: Shape) -> [(String, JSONText)] {
        switch shape {
        case .text(_, let pattern?):
            return [("type", .text("string")), ("pattern", .text(pattern))]
        case .text, .name:
            // An unquoted `2026` or `no` is a number or a truth value to the editor, and a text to Blackout.
            return [("type", .list([.text("string"), .text("number"), .text("boolean")]))]
        case .word(let words):
            return [("enum", .list(words.filter { $0.unavailable == nil }.map { .text($0.word) }))]
        case .flag:
            return [("type", .text("boolean"))]
        case .count(let range):
            // `1_000` is a number to Blackout and a text to editors that read YAML 1.2.
            var pairs: [(String, JSONText)] = [
                ("type", .list([.text("integer"), .text("string")])), ("pattern", .text(Count.pattern)),
                ("minimum", .number(range.lowerBound)),
            ]
            if range.upperBound < UInt64.max { pairs.append(("maximum", .number(range.upperBound))) }
            return pairs
        case .duration(.positiveOrUntilEnd):
            let pattern = Clock.pattern.dropFirst().dropLast()
            return [("type", .text("string")), ("pattern", .text("^(\(pattern)|until the end)$"))]
        case .duration(.signed):
            return [("type", .text("string")), ("pattern", .text("^[-−]?" + Clock.pattern.dropFirst()))]
        case .duration:
            return [("type", .text("string")), ("pattern", .text(Clock.pattern))]
        case .amount:
            return [("type", .text("string")), ("pattern", .text(Amount.pattern))]
        case .share:
            return [("type", .text("string")), ("pattern", .text(Share.pattern))]
        case .percent:
            return [("type", .text("string")), ("pattern", .text(#"^[0-9]+(_[0-9]+)* ?%$"#))]
        case .size:
            return [("type", .text("string")), ("pattern", .text(DataSize.pattern))]
        case .bandwidth:
            return [("type", .text("string")), ("pattern", .text(DataSize.bandwidthPattern))]
        case .rate:
            return [("type", .text("string")), ("pattern", .text(Count.ratePattern))]
        case .quantity:
            return [("type", .list([.text("string"), .text("number")]))]
        case .oneOrMore(let inner):
            let list: [(String, JSONText)] = [
                ("type", .text("array")), ("items", .object(schema(inner))), ("minItems", .number(1)),
            ]
            return [("anyOf", .list([.object(schema(inner)), .object(list)]))]
        case .list(let inner, let length):
            var pairs: [(String, JSONText)] = [("type", .text("array")), ("items", .object(schema(inner)))]
            if length.lowerBound > 0 { pairs.append(("minItems", .number(UInt64(length.lowerBound)))) }
            pairs.append(("maxItems", .number(UInt64(length.upperBound))))
            return pairs
        case .named(_, let inner):
            var pairs: [(String, JSONText)] = [("type", .text("object"))]
            pairs.append(("additionalProperties", .object(schema(inner))))
            return pairs
        case .table(let table):
            return object(table)
        case .settings:
            let path: [(String, JSONText)] = [("type", .text("string"))]
            let paths: [(String, JSONText)] = [("type", .text("array")), ("items", .object(path))]
            let remove: [(String, JSONText)] = [
                ("description", .text("Paths of what the variant leaves out.")),
                ("anyOf", .list([.object(path), .object(paths)])),
            ]
            return [("type", .text("object")), ("properties", .object([("remove", .object(remove))]))]
        case .either(let shapes):
            return [("anyOf", .list(shapes.map { .object(schema($0)) }))]
        }
    }
}

extension Scenario {
    /// The JSON Schema (draft 7) of scenario files, for editors; the same bytes every time.
    public static func jsonSchema() -> String { ScenarioSchema.text() }
}
