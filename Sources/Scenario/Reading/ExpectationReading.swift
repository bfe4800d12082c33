/// Reads `expect`.
extension ScenarioReader {
    mutating func expectations(
        _ table: Value.Table, population: Population, outages: [String], run: Int64?
    ) -> [Expectation] {
        var expectations: [Expectation] = []
        for value in table.list("expect") {
            guard let given = value.table, let that = given["that"], let text = that.text else { continue }
            let path: MetricPath
            do {
                let grammar = MetricGrammar(population: population, outages: outages, clock: clock, run: run)
                path = try grammar.path(text)
            } catch {
                findings.add(error, at: that.location)
                continue
            }
            guard let comparison = comparison(given, path), let source = given.text("source") else { continue }
            expectations.append(
                Expectation(
                    metric: path, comparison: comparison, source: source, text: Self.sentence(given, text),
                    location: given.location))
        }
        return expectations
    }

    private mutating func comparison(_ given: Value.Table, _ path: MetricPath) -> Expectation.Comparison? {
        let reader = QuantityReading(metric: path.metric, clock: clock)
        if given.has("between") {
            let bounds = quantities(given, "between", reader)
            guard bounds.count == 2 else { return nil }
            guard bounds[0].value <= bounds[1].value else {
                findings.add(
                    "the bounds of 'between' are the wrong way round", at: given["between"]?.location ?? given.location,
                    hint: "write the lower one first")
                return nil
            }
            return .between(bounds[0], bounds[1])
        }
        if given.has("at_least") { return quantities(given, "at_least", reader).first.map { .atLeast($0) } }
        if given.has("at_most") { return quantities(given, "at_most", reader).first.map { .atMost($0) } }
        let values = quantities(given, "is", reader) + quantities(given, "or", reader)
        guard !values.isEmpty, let tolerance = tolerance(given, reader) else { return nil }
        return .isOneOf(values, tolerance: tolerance)
    }

    private mutating func quantities(_ given: Value.Table, _ key: String, _ reader: QuantityReading) -> [Quantity] {
        var quantities: [Quantity] = []
        for value in given.list(key) {
            guard let text = value.text else { continue }
            do {
                quantities.append(try reader.quantity(text))
            } catch {
                let unit = reader.unitName
                findings.add(
                    Problem("'\(key)': \(error.message)", hint: error.hint ?? "the metric is measured in \(unit)"),
                    at: value.location)
            }
        }
        return quantities
    }

    private mutating func tolerance(_ given: Value.Table, _ reader: QuantityReading) -> Expectation.Tolerance? {
        guard given.has("within") else { return .exact }
        guard let value = given["within"], let text = value.text else { return nil }
        do {
            return try reader.tolerance(text)
        } catch {
            findings.add(Problem("'within': \(error.message)", hint: error.hint), at: value.location)
            return nil
        }
    }

    /// The expectation as one reads it: `me.penalties is 28 epochs or 29 epochs within 1 epoch`.
    private static func sentence(_ given: Value.Table, _ that: String) -> String {
        func texts(_ key: String) -> [String] { given.list(key).compactMap(\.text) }
        var words = [that]
        let values = texts("is") + texts("or")
        if !values.isEmpty { words.append("is " + values.joined(separator: " or ")) }
        words += texts("at_least").map { "at least \($0)" }
        words += texts("at_most").map { "at most \($0)" }
        if given.has("between") { words.append("between " + texts("between").joined(separator: " and ")) }
        words += texts("within").map { "within \($0)" }
        return words.joined(separator: " ")
    }
}
