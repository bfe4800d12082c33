/// Compares the scenario's nodes with the field tables and reads every value by its shape.
///
/// What is wrong is noted and left out, so that one pass finds all of it.
struct Checker {
    let clock: Clock
    var findings = Findings()

    init(clock: Clock) { self.clock = clock }

    /// Reads a mapping by its table; `path` is the key that holds it, for messages.
    mutating func table(_ node: SourceNode, _ table: FieldTable, path: String) -> Value.Table? {
        guard case .mapping(let pairs) = node.content else {
            expected(Shape.table(table), node, path)
            return nil
        }
        var result = Value.Table(noun: table.noun, location: node.location)
        for pair in pairs {
            guard let field = table.field(pair.key) else {
                unknownKey(pair, table, path)
                if let meant = table.meant(by: pair.key) { result.attempted.append(meant) }
                continue
            }
            result.given.append(pair.key)
            if let reason = field.unavailable {
                findings.add("'\(pair.key)' cannot be used: \(reason)", at: pair.keyLocation)
            } else if pair.value.isNothing {
                findings.add(
                    "'\(pair.key)' has no value", at: pair.keyLocation,
                    hint: "it is \(field.shape.expectation)"
                        + (field.isRequired ? "" : "; leave the key out if you do not need it"))
            } else if let value = value(pair.value, field.shape, path: pair.key) {
                result.entries.append(
                    Value.Entry(name: pair.key, nameLocation: pair.keyLocation, value: value))
            }
        }
        for field in table.fields where field.isRequired && result.lacks(field.key) {
            findings.add(
                "\(table.noun) needs the key '\(field.key)'", at: node.location,
                hint: field.examples.first.map { "for example \(field.key): \($0)" }
                    ?? "it is \(field.shape.expectation)")
        }
        check(table.rules, table, pairs, node)
        return result
    }

    private mutating func check(
        _ rules: [FieldTable.Rule], _ table: FieldTable, _ pairs: [SourceNode.Pair], _ node: SourceNode
    ) {
        func given(_ keys: [String]) -> [SourceNode.Pair] { pairs.filter { keys.contains($0.key) } }
        for rule in rules {
            switch rule {
            case .atMostOne(let keys, let why):
                let found = given(keys)
                guard found.count > 1 else { continue }
                findings.add(
                    "'\(found[0].key)' and '\(found[1].key)' cannot stand together", at: found[1].keyLocation,
                    hint: "\(why); keep one of them")
            case .exactlyOne(let keys):
                let found = given(keys)
                if found.isEmpty {
                    let isAttempted = pairs.contains { table.field($0.key) == nil }
                    if !isAttempted {
                        findings.add(
                            "\(table.noun) needs one of \(keys.map { "'\($0)'" }.joined(separator: ", "))",
                            at: node.location)
                    }
                } else if found.count > 1 {
                    findings.add(
                        "'\(found[0].key)' and '\(found[1].key)' cannot stand together", at: found[1].keyLocation,
                        hint: "keep one of them")
                }
            case .needs(let key, let other):
                guard let pair = given([key]).first, given([other]).isEmpty else { continue }
                findings.add("'\(key)' means nothing without '\(other)'", at: pair.keyLocation)
            case .notEmpty(let hint):
                if pairs.isEmpty { findings.add("\(table.noun) is empty", at: node.location, hint: hint) }
            }
        }
    }

    private mutating func unknownKey(_ pair: SourceNode.Pair, _ table: FieldTable, _ path: String) {
        let place = path.isEmpty ? "" : " in '\(path)'"
        let hint = findings.isFull ? nil : table.hint(for: pair.key)
        findings.add(
            "unknown key '\(SourceNode.shortened(pair.key))'\(place)", at: pair.keyLocation, hint: hint)
    }

    /// Reads a value by its shape; nil where it is wrong.
    mutating func value(_ node: SourceNode, _ shape: Shape, path: String) -> Value? {
        switch shape {
        case .table(let fields):
            return table(node, fields, path: path).map { Value(content: .table($0), location: node.location) }
        case .named(let name, let shape):
            return named(node, name, shape, path: path)
        case .list(let shape, let length):
            return list(node, shape, length, path: path)
        case .oneOrMore(let shape):
            if case .list = node.content { return list(node, shape, 1...10_000, path: path) }
            return value(node, shape, path: path)
        case .either(let shapes):
            return either(node, shapes, path: path)
        case .settings:
            guard case .mapping = node.content else {
                expected(shape, node, path)
                return nil
            }
            return Value(content: .settings, location: node.location)
        default:
            guard case .scalar(let text, _) = node.content, !node.isNothing else {
                expected(shape, node, path)
                return nil
            }
            do {
                let content = try scalar(text, node, shape)
                return Value(content: content, location: node.location)
            } catch {
                findings.add(problem(error, path), at: node.location)
                return nil
            }
        }
    }

    private func problem(_ problem: Problem, _ path: String) -> Problem {
        path.isEmpty ? problem : Problem("'\(path)': \(problem.message)", hint: problem.hint)
    }

    private mutating func expected(_ shape: Shape, _ node: SourceNode, _ path: String) {
        let subject = path.isEmpty ? "the scenario" : "'\(path)'"
        findings.add("\(subject) must be \(shape.expectation), found \(node.found)", at: node.location)
    }

    private mutating func named(_ node: SourceNode, _ name: Shape.Name, _ shape: Shape, path: String) -> Value? {
        guard case .mapping(let pairs) = node.content else {
            expected(.named(name, shape), node, path)
            return nil
        }
        var entries: [Value.Entry] = []
        let errorsBefore = findings.errors.count
        for pair in pairs {
            if let problem = Self.problem(with: pair.key, as: name) {
                findings.add(problem, at: pair.keyLocation)
                continue
            }
            if pair.value.isNothing {
                findings.add(
                    "'\(pair.key)' has no value", at: pair.keyLocation, hint: "it is \(shape.expectation)")
            } else if let value = value(pair.value, shape, path: pair.key) {
                entries.append(Value.Entry(name: pair.key, nameLocation: pair.keyLocation, value: value))
            }
        }
        return Value(
            content: .named(entries), location: node.location, isWhole: findings.errors.count == errorsBefore)
    }

    private mutating func list(
        _ node: SourceNode, _ shape: Shape, _ length: ClosedRange<Int>, path: String
    ) -> Value? {
        guard case .list(let nodes) = node.content else {
            expected(.list(shape, length: length), node, path)
            return nil
        }
        guard length.contains(nodes.count) else {
            let wanted =
                length.lowerBound == length.upperBound
                ? "\(length.lowerBound)" : "\(length.lowerBound) to \(Count.spelled(length.upperBound))"
            findings.add("'\(path)' must hold \(wanted) values, found \(nodes.count)", at: node.location)
            return nil
        }
        let values = nodes.compactMap { value($0, shape, path: path) }
        // A list with a wrong value is not read on, so that nothing is built from a part of it.
        guard values.count == nodes.count || Self.isTable(shape) else { return nil }
        return Value(content: .list(values), location: node.location)
    }

    private static func isTable(_ shape: Shape) -> Bool {
        if case .table = shape { return true }
        return false
    }

    private mutating func either(_ node: SourceNode, _ shapes: [Shape], path: String) -> Value? {
        let fitting = shapes.filter { Self.fits(node, $0) }
        if fitting.count == 1 { return value(node, fitting[0], path: path) }
        guard let text = node.text, !fitting.isEmpty else {
            expected(.either(shapes), node, path)
            return nil
        }
        var problems: [Problem] = []
        for shape in fitting {
            do {
                let content = try scalar(text, node, shape)
                return Value(content: content, location: node.location)
            } catch {
                problems.append(error)
            }
        }
        // A text that starts with a digit was meant as a quantity, another as a word.
        let isQuantity = text.first?.isNumber == true || text.first == "-"
        let chosen = isQuantity ? problems.last : problems.first
        if let chosen { findings.add(problem(chosen, path), at: node.location) }
        return nil
    }

    private static func fits(_ node: SourceNode, _ shape: Shape) -> Bool {
        switch (node.content, shape) {
        case (.mapping, .table), (.mapping, .named), (.list, .list), (_, .oneOrMore): true
        case (.scalar, .table), (.scalar, .named), (.scalar, .list): false
        case (.scalar, _): true
        default: false
        }
    }
}
