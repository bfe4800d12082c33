/// Reads `SUBJECT.METRIC`, ` at TIME` and ` during "OUTAGE"`.
struct MetricGrammar {
    let population: Population
    let outages: [String]
    let clock: Clock
    let run: Int64?

    /// - Throws: `Problem` for an unknown subject, metric or outage, or a metric that the subject does not have.
    func path(_ text: String) throws(Problem) -> MetricPath {
        let subjects = population.entityNames + population.clusters.map(\.name) + ["rest", "network"]
        let known = subjects.filter { text.hasPrefix($0 + ".") }.max { $0.count < $1.count }
        guard let subject = known else { throw unknownSubject(text, subjects) }
        let afterSubject = text.dropFirst(subject.count + 1)
        let word = String(afterSubject.prefix { $0 != " " })
        let names = Metric.allCases.filter { subject == "network" || !$0.isOfNetworkOnly }.map(\.rawValue)
        guard let metric = Metric(rawValue: word) else {
            throw Problem(
                "there is no metric '\(SourceNode.shortened(word))'",
                hint: Spelling.nearest(to: word, among: names).map { "did you mean '\($0)'?" }
                    ?? "docs/scenarios.md lists them")
        }
        if metric.isOfNetworkOnly, subject != "network" {
            throw Problem(
                "'\(word)' is a figure of the whole network, not of '\(subject)'", hint: "write network.\(word)")
        }
        if subject == "rest", !population.hasRest {
            throw Problem("the entities are the whole network, nobody is the rest")
        }
        var path = MetricPath(subject: subject, metric: metric)
        let tail = afterSubject.dropFirst(word.count).drop { $0 == " " }
        if tail.hasPrefix("at ") {
            path.at = try time(String(tail.dropFirst(3)), metric)
        } else if tail.hasPrefix("during ") {
            path.during = try outage(String(tail.dropFirst(7)), metric)
        } else if !tail.isEmpty {
            throw Problem(
                "'\(SourceNode.shortened(String(tail)))' cannot follow a metric",
                hint: "write at 100 epochs, or during \"power cut\"")
        }
        return path
    }

    private func unknownSubject(_ text: String, _ subjects: [String]) -> Problem {
        guard let dot = text.firstIndex(of: ".") else {
            return Problem(
                "'\(SourceNode.shortened(text))' is not of the form SUBJECT.METRIC", hint: "for example me.penalties")
        }
        let word = String(text[..<dot])
        return Problem(
            "there is no entity '\(SourceNode.shortened(word))'",
            hint: Spelling.hint(for: word, among: subjects, noun: "the subjects are"))
    }

    private func time(_ text: String, _ metric: Metric) throws(Problem) -> Int64 {
        guard metric.takesTime else {
            let others = Metric.allCases.filter(\.takesTime).map(\.rawValue).joined(separator: ", ")
            throw Problem(
                "'\(metric.rawValue)' counts over the whole run, so it takes no 'at'", hint: "these do: \(others)")
        }
        let time = try clock.nanoseconds(text)
        if let run, time > run {
            throw Problem(
                "'at \(text)' is after the end of the run (\(Clock.spelled(run)))", hint: "lengthen time.run")
        }
        return time
    }

    private func outage(_ text: String, _ metric: Metric) throws(Problem) -> String {
        guard metric.takesOutage else {
            throw Problem("'\(metric.rawValue)' cannot be told apart by outage, so it takes no 'during'")
        }
        var name = Substring(text)
        if let quote = name.first, quote == "\"" || quote == "'", name.count > 1, name.last == quote {
            name = name.dropFirst().dropLast()
        }
        guard outages.contains(String(name)) else {
            throw Problem(
                "there is no outage '\(SourceNode.shortened(String(name)))'",
                hint: Spelling.hint(for: String(name), among: outages, noun: "the outages are"))
        }
        return String(name)
    }
}

/// Reads quantities in the unit of a metric.
struct QuantityReading {
    let metric: Metric
    let clock: Clock

    /// The unit as messages name it.
    var unitName: String {
        switch metric.unit {
        case .gwei: "gwei or ETH"
        case .epochs: metric == .participationMinEpoch ? "the number of an epoch: 411_440" : "epochs"
        case .slots: "slots"
        case .count: "a plain number"
        case .ratio: "%"
        case .nanoseconds: "a time such as 3 h"
        }
    }

    /// - Throws: `Problem` for another unit than the metric's.
    func quantity(_ text: String) throws(Problem) -> Quantity {
        switch metric.unit {
        case .gwei:
            let gwei = try Amount.gwei(text, canBeNegative: metric.canBeNegative)
            return Quantity(value: Double(gwei), unit: .gwei, integer: gwei)
        case .nanoseconds:
            let nanoseconds = try clock.nanoseconds(text)
            return Quantity(value: Double(nanoseconds), unit: .nanoseconds, integer: nanoseconds)
        case .ratio:
            let parts = try Share.partsPerMillion(text)
            guard parts <= Share.whole else { throw Problem("'\(text)' is more than 100 %") }
            return Quantity(value: Double(parts) / 1_000_000, unit: .ratio, integer: nil)
        case .epochs:
            return try counted(text, units: ["epochs", "epoch"], bare: metric == .participationMinEpoch)
        case .slots:
            return try counted(text, units: ["slots", "slot"], bare: false)
        case .count:
            return try counted(text, units: [], bare: true)
        }
    }

    /// - Throws: `Problem` for anything but a share or a quantity of the metric's unit.
    func tolerance(_ text: String) throws(Problem) -> Expectation.Tolerance {
        if metric.unit == .ratio, let points = try points(text) { return .absolute(points) }
        if text.last == "%" {
            return .relative(partsPerMillion: try Share.partsPerMillion(text))
        }
        if metric == .participationMinEpoch {
            return .absolute(try counted(text, units: ["epochs", "epoch"], bare: false))
        }
        guard metric.unit != .ratio else {
            throw Problem("'\(text)' is no tolerance of a share", hint: "write 0.1 % of the value, or 0.5 points")
        }
        let quantity = try quantity(text)
        guard quantity.value >= 0 else { throw Problem("a tolerance cannot be negative, found '\(text)'") }
        return .absolute(quantity)
    }

    private func points(_ text: String) throws(Problem) -> Quantity? {
        let terms = try Term.all(in: text, expecting: "a tolerance such as 0.1 % or 0.5 points")
        guard let term = terms.first, terms.count == 1, ["points", "point"].contains(term.unit) else { return nil }
        let number = try Decimal(term.number)
        guard number.mantissa >= 0 else { throw Problem("a tolerance cannot be negative, found '\(text)'") }
        return Quantity(value: number.double / 100, unit: .ratio, integer: nil)
    }

    private func counted(_ text: String, units: [String], bare: Bool) throws(Problem) -> Quantity {
        let terms = try Term.all(in: text, expecting: unitName)
        guard terms.count == 1, let term = terms.first else { throw Problem("expected \(unitName), found '\(text)'") }
        let number = try Decimal(term.number)
        guard number.mantissa >= 0 else { throw Problem("it cannot be negative, found '\(text)'") }
        let isRight = term.unit.isEmpty ? bare : units.contains(term.unit)
        guard isRight else {
            if term.unit.isEmpty {
                throw Problem("'\(text)' has no unit", hint: "write \(term.number) \(units.first ?? "")")
            }
            throw Problem("'\(term.unit)' is not the unit here", hint: "the metric is measured in \(unitName)")
        }
        let whole = number.scaled(by: 1)
        guard metric.unit == .count || whole != nil else {
            throw Problem("'\(text)' is not a whole number of \(units.first ?? "units")")
        }
        return Quantity(value: number.double, unit: metric.unit, integer: whole)
    }
}
