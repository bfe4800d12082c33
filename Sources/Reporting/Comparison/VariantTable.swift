internal import ResultStore

/// The same luck, other choices: what each variant of a scenario cost whom.
public struct VariantTable: Sendable {
    /// The scenario as it stands first, then its variants.
    public var runs: [(name: String, report: RunReport)]

    /// A table of runs.
    public init(_ runs: [(name: String, report: RunReport)]) { self.runs = runs }

    private static let titles = [
        "the same luck", "who", "validators", "earned, ETH", "missed, ETH", "penalties, ETH", "up",
    ]

    /// By run and entity; the network as a whole where nobody with validators is named.
    private var rows: [[String]] {
        runs.flatMap { run in
            let named = run.report.entities.filter { !$0.isRest && $0.validators > 0 }
            return (named.isEmpty ? [run.report.network] : named).enumerated().map { place, entity in
                [
                    place == 0 ? run.name : "", entity.name, Figures.count(entity.validators),
                    Figures.ether(entity.total.earned), Figures.ether(entity.total.missed),
                    Figures.ether(entity.total.penalties), entity.uptime.map(Figures.percent) ?? "–",
                ]
            }
        }
    }

    /// The table for a terminal, and each figure of a variant that was to come out.
    public func text(_ options: TextOptions = TextOptions()) -> String {
        var table = TextTable([.left, .left, .right, .right, .right, .right, .right])
        table.addHeading(Self.titles)
        for row in rows { table.add(row) }
        var lines = table.lines(width: options.width, palette: options.palette)
        let judged = runs.dropFirst().filter { !$0.report.record.expectations.isEmpty }
        if !judged.isEmpty { lines.append("") }
        for run in judged {
            for expectation in run.report.record.expectations {
                lines.append(
                    "    \(run.name): \(expectation.metric) \(expectation.simulated), published \(expectation.published): "
                        + (expectation.isMet ? "as expected" : "BROKEN"))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The table as Markdown.
    public var markdown: String {
        let head = "| " + Self.titles.joined(separator: " | ") + " |\n|---|---|---:|---:|---:|---:|---:|\n"
        return head + rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    /// All reports in one object: `base` and, by name, `variants`.
    public var json: String {
        guard let base = runs.first else { return JSONValue.object([:]).document }
        return JSONValue.object([
            "schema": .text("blackout.variants/1"), "base": base.report.document,
            "variants": .list(
                runs.dropFirst().map { .object(["name": .text($0.name), "report": $0.report.document]) }),
        ]).document
    }
}
