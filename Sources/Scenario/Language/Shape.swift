/// What a value in the scenario file can look like.
indirect enum Shape: Sendable {
    /// Any text; `what` is used in messages (`a sentence`), the pattern by editors.
    case text(what: String, pattern: String? = nil)
    /// A name by which other parts refer to something; see `Name`.
    case name(Name)
    /// One of a few words.
    case word([Word])
    /// `true` or `false`.
    case flag
    /// A plain whole number.
    case count(ClosedRange<UInt64>)
    /// A time with its unit; `orEnd`: the words `until the end` may stand for it.
    case duration(Duration)
    /// Ether, in whole gwei.
    case amount(ClosedRange<Int64>, step: Int64)
    /// A share, in parts per million.
    case share(ClosedRange<Int>)
    /// A factor in whole percent, `300 %`.
    case percent(ClosedRange<Int>)
    /// A size, in bytes.
    case size(ClosedRange<UInt64>)
    /// A bandwidth, in bits per second.
    case bandwidth(ClosedRange<UInt64>)
    /// Something per second.
    case rate
    /// A number with any unit, read later by what it is compared with.
    case quantity
    /// A value, or a list of them.
    case oneOrMore(Shape)
    /// A list.
    case list(Shape, length: ClosedRange<Int>)
    /// A mapping from free names to values of one shape.
    case named(Name, Shape)
    /// A mapping with fixed keys.
    case table(FieldTable)
    /// What a variant changes: paths of settings, or mappings that stand for several; read later by what they change.
    case settings
    /// The first that fits.
    case either([Shape])

    /// A word of a closed choice.
    struct Word: Sendable {
        let word: String
        let about: String
        /// Why the word is refused in this version; nil = it is not.
        let unavailable: String?

        init(_ word: String, _ about: String, unavailable: String? = nil) {
            self.word = word
            self.about = about
            self.unavailable = unavailable
        }
    }

    /// Bounds of a duration.
    enum Duration: Sendable {
        case zeroOrMore
        case positive
        case positiveOrUntilEnd
        /// Not zero, with a sign where it is negative.
        case signed
    }

    /// Kind of a name, which decides the letters it may have.
    struct Name: Sendable {
        /// For messages, with the article: `an entity`.
        let noun: String
        /// True where a `--set` may add a name that the file does not have.
        var canBeSet = false
        /// Names that mean something else.
        var reserved: [String] = []
        /// True for names that end at a `.` or `/` elsewhere, so may not hold one.
        var isSubject = false
        /// Several of them, for messages: `entities`.
        let nouns: String

        init(
            _ noun: String, nouns: String = "such things", canBeSet: Bool = false, reserved: [String] = [],
            isSubject: Bool = false
        ) {
            self.noun = noun
            self.nouns = nouns
            self.canBeSet = canBeSet
            self.reserved = reserved
            self.isSubject = isSubject
        }
    }

    /// What to say that was expected.
    var expectation: String {
        switch self {
        case .text(let what, _): what
        case .name(let name): "the name of \(name.noun)"
        case .word(let words): "one of " + words.filter { $0.unavailable == nil }.map(\.word).joined(separator: ", ")
        case .flag: "true or false"
        case .count: "a whole number such as 1_000"
        case .duration(.positiveOrUntilEnd): "a duration such as 3 h, or 'until the end'"
        case .duration(.signed): "a duration such as 500 ms or -500 ms"
        case .duration: "a duration such as 90 s, 3 h 30 min or 5 epochs"
        case .amount: "an amount such as 32 ETH or 189_840 gwei"
        case .share: "a share such as 12 % or 1/3"
        case .percent: "a percentage such as 300 %"
        case .size: "a size such as 100 kB"
        case .bandwidth: "a bandwidth such as 5 Mbit/s"
        case .rate: "a rate such as 20 slots per s"
        case .quantity: "a number with its unit"
        case .oneOrMore(let shape): "\(shape.expectation), or a list of such"
        case .list: "a list"
        case .named(let name, _): "a mapping from the name of \(name.noun) to its description"
        case .table(let table): "a mapping with \(Self.listed(table.availableKeys))"
        case .settings: "a mapping from settings to their values"
        case .either(let shapes): shapes.map(\.expectation).joined(separator: ", or ")
        }
    }

    private static func listed(_ keys: [String]) -> String {
        let shown = keys.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        return keys.count > 5 ? shown + ", …" : shown
    }
}
