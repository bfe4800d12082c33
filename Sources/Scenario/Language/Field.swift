/// One key of a mapping in the scenario file: what it means, what it holds, what it is when left out.
///
/// The fields are the single description of the language: the checker, the decoder and the editors' schema all read
/// them.
struct Field: Sendable {
    let key: String
    let about: String
    let shape: Shape
    /// True where the mapping is an error without this key.
    var isRequired = false
    /// What holds when the key is left out, as one would write it; nil = nothing.
    var fallback: String?
    /// Values as one would write them.
    var examples: [String] = []
    /// Words that people write for the key; they are errors, with a hint to the key.
    var synonyms: [String] = []
    /// For keys of a later version: why they are refused.
    var unavailable: String?

    init(
        _ key: String, _ shape: Shape, isRequired: Bool = false, fallback: String? = nil, examples: [String] = [],
        synonyms: [String] = [], unavailable: String? = nil, about: String
    ) {
        self.key = key
        self.about = about
        self.shape = shape
        self.isRequired = isRequired
        self.fallback = fallback
        self.examples = examples
        self.synonyms = synonyms
        self.unavailable = unavailable
    }
}

/// A mapping with a fixed set of keys.
struct FieldTable: Sendable {
    /// What the mapping describes, with its article, for messages: `an outage`.
    let noun: String
    let about: String
    let fields: [Field]
    var rules: [Rule] = []
    /// True where a variant replaces the mapping rather than some of its keys.
    var isWhole = false

    /// What must hold between the keys.
    enum Rule: Sendable {
        /// Only one of the keys may be given; the text says why.
        case atMostOne([String], why: String)
        /// One of the keys must be given, and no second.
        case exactlyOne([String])
        /// The first key means nothing without the second.
        case needs(String, String)
        /// Some key must be given.
        case notEmpty(hint: String)
    }

    init(_ noun: String, about: String, fields: [Field], rules: [Rule] = [], isWhole: Bool = false) {
        self.noun = noun
        self.about = about
        self.fields = fields
        self.rules = rules
        self.isWhole = isWhole
    }

    /// The field with a key.
    func field(_ key: String) -> Field? { fields.first { $0.key == key } }

    /// Keys that this version understands, in table order.
    var availableKeys: [String] { fields.filter { $0.unavailable == nil }.map(\.key) }

    /// What a key that is not of the table was meant to be, if that can be told.
    func meant(by key: String) -> String? {
        let words = fields.filter { $0.unavailable == nil }.flatMap { field in
            ([field.key] + field.synonyms).map { (word: $0, key: field.key) }
        }
        guard let near = Spelling.nearest(to: key, among: words.map(\.word)) else { return nil }
        return words.first { $0.word == near }?.key
    }

    /// The hint for a key that is not of the table.
    func hint(for key: String) -> String? {
        if let meant = meant(by: key) { return "did you mean '\(meant)'?" }
        return "known keys: \(availableKeys.joined(separator: ", "))"
    }

    /// Keys that cannot stand beside the given one.
    func rivals(of key: String) -> [String] {
        rules.flatMap { rule -> [String] in
            switch rule {
            case .atMostOne(let keys, _), .exactlyOne(let keys):
                keys.contains(key) ? keys.filter { $0 != key } : []
            case .needs, .notEmpty: []
            }
        }
    }
}
