/// Reads `outages`.
extension ScenarioReader {
    mutating func outages(
        _ table: Value.Table, population: Population, run: Int64?, chain: Chain, resolution: Scenario.Resolution
    ) -> [Outage] {
        var outages: [Outage] = []
        var seen: [String: SourceLocation] = [:]
        for value in table.list("outages") {
            guard let given = value.table else { continue }
            if let name = given.text("name") {
                let place = given["name"]?.location ?? given.location
                if let first = seen[name] {
                    findings.add(
                        "two outages have the name '\(name)'", at: place,
                        hint: first.line > 0 ? "the first is on line \(first.line)" : nil)
                }
                seen[name] = seen[name] ?? place
                if name.contains(where: { $0 == "\"" || $0.isNewline }) {
                    findings.add("the name of an outage cannot hold '\"' or a line break", at: place)
                }
            }
            let kind = given.text("kind").flatMap(Outage.Kind.init(rawValue:))
            let selector = selector(given.table("hits"), kind: kind, outage: given, population)
            let timing = timing(given, kind: kind, run: run, chain: chain, population)
            let loses = loss(given, kind)
            let resync = resync(given, kind, loses)
            let fault = fault(given, kind: kind, hits: selector, resolution: resolution, population)
            guard let name = given.text("name"), let kind, let timing else { continue }
            var outage = Outage(
                name: name, kind: kind, hits: selector, timing: timing, loses: loses, resync: resync,
                fault: fault, location: given.location)
            if case .recurring = timing { outage.firstStart = given.nanoseconds("at") }
            outages.append(outage)
        }
        return outages
    }

    private mutating func timing(
        _ given: Value.Table, kind: Outage.Kind?, run: Int64?, chain: Chain, _ population: Population
    ) -> Outage.Timing? {
        if kind == .replay { return replay(given, run: run, chain: chain, population) }
        if let trace = given["trace"] {
            return trace.text.flatMap { intervals(trace: $0, at: trace.location, run: run) }.map { .intervals($0) }
        }
        if given.has("trace") { return nil }
        if given.has("intervals") { return intervals(given.list("intervals"), run: run).map { .intervals($0) } }
        if given.lacks("for") {
            findings.add(
                "an outage needs the key 'for'", at: given.location, hint: "for example for: 3 h, or for: until the end"
            )
        }
        let isRecurring = !given.lacks("every")
        if !isRecurring, given.lacks("at") {
            findings.add(
                "an outage needs the key 'at'", at: given.location,
                hint: "for example at: 6 h, or every: { mean: 40 days }")
        }
        let start = given["at"]
        if let start, let at = start.nanoseconds, let run, at >= run {
            findings.add(
                "the outage starts at \(Clock.spelled(at)), but the run ends at \(Clock.spelled(run))",
                at: start.location, hint: "lengthen time.run or start earlier")
            return nil
        }
        guard let length = given["for"] else { return nil }
        if isRecurring {
            if case .untilEnd = length.content {
                findings.add("'until the end' cannot recur", at: length.location, hint: "write a duration such as 3 h")
                return nil
            }
            guard let every = interval(given.table("every")), let duration = duration(length, from: 0, run: nil) else {
                return nil
            }
            return .recurring(every: every, duration: duration)
        }
        guard let at = start?.nanoseconds, let duration = duration(length, from: at, run: run) else { return nil }
        return .once(at: at, duration: duration)
    }

    private func interval(_ table: Value.Table?) -> Outage.Interval? {
        if let mean = table?.nanoseconds("mean") { return .mean(mean) }
        return table?.nanoseconds("exactly").map { .exactly($0) }
    }

    /// Reads a length; an exact one must end with the run at the latest.
    mutating func duration(_ value: Value, from start: Int64, run: Int64?) -> Outage.Duration? {
        switch value.content {
        case .untilEnd:
            return run.map { .exactly($0 - start) }
        case .nanoseconds(let length):
            if let run, start + length > run {
                findings.add(
                    "the outage lasts until \(Clock.spelled(start + length)), but the run ends at \(Clock.spelled(run))",
                    at: value.location, hint: "lengthen time.run, or write for: until the end")
                return nil
            }
            return .exactly(length)
        case .table(let table):
            if let mean = table.nanoseconds("mean") { return .mean(mean) }
            guard let median = table.nanoseconds("median"), let p95 = table.nanoseconds("p95") else { return nil }
            guard p95 > median else {
                findings.add(
                    "'p95' must be longer than 'median'", at: table.location(of: "p95"),
                    hint: "half are shorter than the median, 95 of 100 shorter than p95")
                return nil
            }
            return .median(median, p95: p95)
        default:
            return nil
        }
    }

    private mutating func intervals(_ values: [Value], run: Int64?) -> [Outage.Span]? {
        var spans = SpanList(run: run)
        for value in values {
            guard let table = value.table, let at = table["at"], let start = at.nanoseconds, let length = table["for"]
            else { continue }
            let end: Int64
            if case .untilEnd = length.content, let run {
                end = max(run, start)
            } else {
                guard let nanoseconds = length.nanoseconds else { continue }
                end = start + nanoseconds
            }
            if let problem = spans.append(start: start, end: end) { findings.add(problem, at: at.location) }
        }
        return spans.spans.isEmpty ? nil : spans.spans
    }

    private mutating func intervals(trace path: String, at place: SourceLocation, run: Int64?) -> [Outage.Span]? {
        var reading = TraceReading(path: path, place: place, files: files)
        let spans = reading.spans(run: run)
        findings.add(reading.findings)
        return spans
    }

    private mutating func replay(
        _ given: Value.Table, run: Int64?, chain: Chain, _ population: Population
    ) -> Outage.Timing? {
        for key in ["at", "for", "every", "intervals", "loses", "resync"] where given.has(key) {
            findings.add(
                "a replay has no '\(key)'", at: given.location(of: key), hint: "the trace says who was offline when")
        }
        guard let trace = given["trace"], let path = trace.text else {
            if given.lacks("trace") {
                findings.add(
                    "a replay needs the key 'trace'", at: given.location, hint: "for example trace: traces/incident.csv"
                )
            }
            return nil
        }
        var reading = TraceReading(path: path, place: trace.location, files: files)
        var epochs: Range<UInt64>?
        if chain.stateFile == nil, let run {
            epochs = chain.startEpoch..<chain.startEpoch + UInt64(run / clock.epoch)
        }
        let rows = reading.offlineRows(epochs: epochs, stake: population.isSound ? population.stake : nil)
        findings.add(reading.findings)
        return rows.map { .offlineBalances(OfflineTrace(file: path, rows: $0)) }
    }

    private mutating func loss(_ given: Value.Table, _ kind: Outage.Kind?) -> Outage.Loss {
        guard let loss = given.text("loses").flatMap(Outage.Loss.init(rawValue:)) else {
            return kind == .diskLoss ? .everything : .nothing
        }
        if kind == .diskLoss, loss == .nothing {
            findings.add(
                "a lost disk cannot lose nothing", at: given["loses"]?.location ?? given.location,
                hint: "leave 'loses' out, or name the database that was on it")
        }
        return loss
    }

    private mutating func resync(_ given: Value.Table, _ kind: Outage.Kind?, _ loss: Outage.Loss) -> ResyncPlan? {
        guard let value = given["resync"] else { return nil }
        let plan: ResyncPlan
        if let nanoseconds = value.nanoseconds {
            return .fixed(nanoseconds)
        }
        switch value.text {
        case "none": plan = .none
        case "catch-up": plan = .catchUp
        case "checkpoint": plan = .checkpoint
        case "snap": plan = .snap
        case "full": plan = .full
        default: return nil
        }
        let needed: [String]
        switch (plan, loss) {
        case (_, .nothing), (.snap, _), (.full, _), (.fixed, _), (.checkpoint, .consensusDatabase): return plan
        case (_, .consensusDatabase): needed = ["checkpoint", "snap", "full"]
        default: needed = ["snap", "full"]
        }
        findings.add(
            "'\(value.text ?? "")' cannot bring back what is lost (\(loss.rawValue))", at: value.location,
            hint: "write \(needed.joined(separator: ", ")), or a fixed time")
        return nil
    }
}

/// Intervals in order and apart; those that touch become one.
struct SpanList {
    /// Length of the run, nanoseconds; nil = unknown.
    let run: Int64?
    private(set) var spans: [Outage.Span] = []

    init(run: Int64?) { self.run = run }

    /// Adds an interval, or says why it cannot be one.
    mutating func append(start: Int64, end: Int64) -> Problem? {
        guard end > start else { return Problem("the interval ends before it starts") }
        if let run, end > run {
            let isBeyond = start >= run
            let what = isBeyond ? "starts at \(Clock.spelled(start))" : "lasts until \(Clock.spelled(end))"
            return Problem(
                "the interval \(what), but the run ends at \(Clock.spelled(run))",
                hint: "lengthen time.run or leave it out")
        }
        guard let last = spans.last else {
            spans.append(Outage.Span(start: start, end: end))
            return nil
        }
        guard start >= last.end else {
            return Problem(
                "the interval starts before the one above it has ended",
                hint: "write intervals in order and apart")
        }
        if start == last.end {
            spans[spans.count - 1].end = end
        } else {
            spans.append(Outage.Span(start: start, end: end))
        }
        return nil
    }
}
