import Yams

/// Reads YAML text into nodes with places, and refuses what no honest scenario holds.
struct YAMLSource {
    let text: String
    let file: String

    init(text: String, file: String) {
        // Some editors write a byte-order mark, which the parser would take for text.
        self.text = text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
        self.file = file
    }

    /// Largest scenario, bytes. Bulk data belongs in CSV or SSZ files.
    static let mostBytes = 4_000_000
    /// Most nodes after aliases are followed; an alias bomb ends here.
    static let mostNodes = 200_000
    /// Deepest nesting; the language itself needs six levels.
    static let deepest = 32

    /// Reads the text; nil where it is not YAML, which `findings` then says.
    func root(_ findings: inout Findings) -> SourceNode? {
        let start = SourceLocation(file: file, line: 1, column: 1)
        guard text.utf8.count <= Self.mostBytes else {
            findings.add(
                "the scenario is larger than \(Self.mostBytes / 1_000_000) MB", at: start,
                hint: "keep long lists in a CSV trace")
            return nil
        }
        if let place = complexKeyWithAlias() {
            findings.add("a key must be plain text", at: place, hint: "write the name out instead of an alias")
            return nil
        }
        var composed: Node?
        var disguises = Disguises()
        do {
            composed = try disguises.compose(text)
        } catch {
            report(error, &findings)
            return nil
        }
        guard let node = composed else {
            findings.add("the scenario is empty", at: start, hint: "a scenario needs a name, a time and what happens")
            return nil
        }
        var walk = Walk(file: file, disguises: disguises)
        let root = walk.convert(node, depth: 0, fallback: start)
        findings.add(walk.findings)
        return walk.isOverfull ? nil : root
    }

    /// Place of a key that may be an alias or a collection in a text that has aliases.
    ///
    /// Yams hashes keys while it composes, and hashing a key that is an alias bomb would not end; so such keys are
    /// refused before composing. Plain text that only looks like this must be quoted.
    private func complexKeyWithAlias() -> SourceLocation? {
        var hasAlias = false
        var suspect: SourceLocation?
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let scalars = Array(line.unicodeScalars)
            var opener: Unicode.Scalar = "\n"
            for (index, scalar) in scalars.enumerated() where scalar != " " && scalar != "\t" {
                let isFirst = index == 0 || " \t[{,:-".unicodeScalars.contains(scalars[index - 1])
                if scalar == "#", isFirst { break }
                var key: ArraySlice<Unicode.Scalar>?
                if scalar == "*", isFirst, index + 1 < scalars.count, Self.startsAliasName(scalars[index + 1]) {
                    hasAlias = true
                    key = scalars[index...].drop { $0 != " " && $0 != "\t" && $0 != ":" }
                } else if scalar == "]" || scalar == "}" {
                    key = scalars[(index + 1)...]
                } else if scalar == "?", "\n-[{,".unicodeScalars.contains(opener),
                    index + 1 == scalars.count || scalars[index + 1] == " " || scalars[index + 1] == "\t"
                {
                    key = [":"]
                }
                if suspect == nil, key?.first(where: { $0 != " " && $0 != "\t" }) == ":" {
                    suspect = SourceLocation(file: file, line: number + 1, column: index + 1)
                }
                opener = scalar
            }
        }
        return hasAlias ? suspect : nil
    }

    private static func startsAliasName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_"
    }

    private func report(_ error: any Error, _ findings: inout Findings) {
        func place(_ mark: Mark) -> SourceLocation {
            SourceLocation(file: file, line: mark.line, column: mark.column)
        }
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            if problem.hasPrefix("Maximum nesting level") {
                findings.add(Walk.tooDeep, at: place(mark))
            } else if problem.hasPrefix("but found another document") {
                findings.add("the file holds more than one document", at: place(mark), hint: "write one file for each")
            } else {
                let about = context.map { " \($0.text)" } ?? ""
                findings.add("not YAML: \(problem)\(about)", at: place(mark), hint: Self.hint(problem))
            }
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "'\($0)'" }.joined(separator: ", ")
            findings.add("a key is given twice: \(names)", at: place(context.mark))
        case .reader(let problem, let offset, _, _):
            findings.add("not YAML: \(problem)", at: location(ofCharacter: offset ?? 0))
        default:
            findings.add("not YAML: \(error)", at: SourceLocation(file: file, line: 1, column: 1))
        }
    }

    private static func hint(_ problem: String) -> String? {
        if problem.contains("cannot start any token") { return "indent with blanks, and quote text that starts so" }
        if problem.contains("mapping values are not allowed") { return "quote a text that holds ': '" }
        return nil
    }

    private func location(ofCharacter offset: Int) -> SourceLocation {
        var line = 1
        var column = 1
        for character in text.prefix(offset) {
            if character.isNewline {
                line += 1
                column = 1
            } else {
                column += character.unicodeScalars.count
            }
        }
        return SourceLocation(file: file, line: line, column: column)
    }
}

/// Turns Yams' nodes into ours, counting them.
private struct Walk {
    let file: String
    let disguises: Disguises
    var findings = Findings()
    var visited = 0
    var isOverfull = false

    static let tooDeep = "the scenario is nested more than \(YAMLSource.deepest) levels deep"

    mutating func convert(_ node: Node, depth: Int, fallback: SourceLocation) -> SourceNode {
        let place = node.mark.map { SourceLocation(file: file, line: $0.line, column: $0.column) } ?? fallback
        let nothing = SourceNode(content: .scalar("", isQuoted: false), location: place)
        guard !isOverfull else { return nothing }
        visited += 1
        guard visited <= YAMLSource.mostNodes else {
            refuse("the scenario holds more than \(YAMLSource.mostNodes) values once its aliases are followed", place)
            return nothing
        }
        guard depth <= YAMLSource.deepest else {
            refuse(Self.tooDeep, place)
            return nothing
        }
        switch node {
        case .scalar(let scalar):
            checkTag(scalar.tag, place)
            let isQuoted = scalar.style != .plain && scalar.style != .any
            return SourceNode(content: .scalar(scalar.string, isQuoted: isQuoted), location: place)
        case .sequence(let sequence):
            checkTag(sequence.tag, place)
            return SourceNode(
                content: .list(sequence.map { convert($0, depth: depth + 1, fallback: place) }), location: place)
        case .mapping(let mapping):
            checkTag(mapping.tag, place)
            return SourceNode(content: .mapping(pairs(of: mapping, depth: depth, place: place)), location: place)
        case .alias:
            return nothing
        }
    }

    private mutating func pairs(of mapping: Node.Mapping, depth: Int, place: SourceLocation) -> [SourceNode.Pair] {
        var pairs: [SourceNode.Pair] = []
        var firstPlace: [String: SourceLocation] = [:]
        for (keyNode, valueNode) in mapping {
            let keyPlace =
                keyNode.mark.map { SourceLocation(file: file, line: $0.line, column: $0.column) } ?? place
            guard let written = keyNode.scalar?.string else {
                findings.add("a key must be plain text", at: keyPlace)
                continue
            }
            let key = disguises.original(of: written)
            let value = convert(valueNode, depth: depth + 1, fallback: keyPlace)
            if key == "<<" {
                findings.add(
                    "merge keys are not part of the scenario language", at: keyPlace, hint: "write the keys out")
            } else if let first = firstPlace[key] {
                findings.add(
                    "the key '\(SourceNode.shortened(key))' is given twice", at: keyPlace,
                    hint: "it was given first on line \(first.line)")
            } else {
                firstPlace[key] = keyPlace
                pairs.append(SourceNode.Pair(key: key, keyLocation: keyPlace, value: value))
            }
        }
        return pairs
    }

    private mutating func checkTag(_ tag: Tag, _ place: SourceLocation) {
        let allowed: [Tag.Name] = [.implicit, .nonSpecific, .str, .map, .seq]
        guard !allowed.contains(where: { Tag($0) == tag }) else { return }
        findings.add("YAML tags are not part of the scenario language", at: place, hint: "write the value without '!'")
    }

    private mutating func refuse(_ message: String, _ place: SourceLocation) {
        isOverfull = true
        findings.add(message, at: place)
    }
}

/// Gets texts with duplicate keys past Yams, which would otherwise stop at the first of them.
///
/// The first letter of such a key is replaced by a private-use character, one of its own for each, and put back when
/// the nodes are read; marks stay right because the length does not change.
private struct Disguises {
    private static let first: UInt32 = 0xE000
    private static let most = 32
    /// Each duplicate costs another pass over the text, so a larger text is told of its first one only.
    private static let mostBytes = 200_000
    private var originals: [Unicode.Scalar] = []

    /// The key as it was written.
    func original(of key: String) -> String {
        guard let scalar = key.unicodeScalars.first, scalar.value >= Self.first,
            scalar.value < Self.first + UInt32(originals.count)
        else { return key }
        var restored = String(originals[Int(scalar.value - Self.first)])
        restored.unicodeScalars.append(contentsOf: key.unicodeScalars.dropFirst())
        return restored
    }

    mutating func compose(_ text: String) throws -> Node? {
        var attempt = text
        let isDisguisable =
            text.utf8.count <= Self.mostBytes && !text.unicodeScalars.contains { (0xE000...0xF8FF).contains($0.value) }
        while true {
            do {
                return try Yams.compose(yaml: attempt, .basic, .default, .utf8)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard isDisguisable, originals.count < Self.most,
                    let changed = disguise(attempt, mark: context.mark)
                else { throw YamlError.duplicatedKeysInMapping(duplicates: keys, context: context) }
                attempt = changed
            }
        }
    }

    private mutating func disguise(_ text: String, mark: Mark) -> String? {
        var line = 1
        var column = 1
        var scalars = String.UnicodeScalarView()
        var isPending = true
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            var kept = scalar
            if isPending, line == mark.line, column >= mark.column {
                let isQuote = column == mark.column && (scalar == "\"" || scalar == "'")
                if !isQuote {
                    guard scalar.properties.isAlphabetic || ("0"..."9").contains(scalar),
                        let disguise = Unicode.Scalar(Self.first + UInt32(originals.count))
                    else { return nil }
                    originals.append(scalar)
                    kept = disguise
                    isPending = false
                }
            }
            scalars.append(kept)
            if scalar == "\r" || (scalar == "\n" && previous != "\r") {
                line += 1
                column = 1
            } else if scalar != "\n" {
                column += 1
            }
            previous = scalar
        }
        return isPending ? nil : String(scalars)
    }
}
