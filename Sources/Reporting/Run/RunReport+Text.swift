internal import ResultStore

/// How a report is laid out as text.
public struct TextOptions: Sendable {
    /// Columns of the page.
    public var width: Int
    /// Colour or none.
    public var palette: Palette
    /// Leave nothing out of the timeline and the tables.
    public var isComplete: Bool

    /// The usual page.
    public init(width: Int = 120, palette: Palette = .plain, isComplete: Bool = false) {
        self.width = width
        self.palette = palette
        self.isComplete = isComplete
    }
}

extension RunReport {
    /// The report for a terminal.
    public func text(_ options: TextOptions = TextOptions(), sections: [ReportSection] = ReportSection.usual) -> String
    {
        let page = TextPage(report: self, options: options)
        return sections.map(page.section).filter { !$0.isEmpty }
            .map { $0.joined(separator: "\n") + "\n" }
            .joined(separator: "\n")
    }
}

/// A run report drawn for a terminal, section by section.
struct TextPage {
    let report: RunReport
    let options: TextOptions
    private var record: RunRecord { report.record }

    init(report: RunReport, options: TextOptions) {
        self.report = report
        self.options = options
    }

    func section(_ section: ReportSection) -> [String] {
        switch section {
        case .summary: summary
        case .timeline: timeline
        case .entities: entities
        case .components: components
        case .clusters: clusters
        case .chain: chain
        case .participation: participation
        case .published: published
        case .notes: notes
        case .ledger: ledger
        case .epochs: epochs
        }
    }

    private var summary: [String] {
        let run = record.run
        let facts = [
            "seed \(run.seed)", Figures.count(run.epochs, "epoch"), Figures.count(run.validators, "validator"),
            "digest \(Figures.digest(run.digest).shown)",
        ].joined(separator: " · ")
        let name = run.name.shown
        let gap = options.width - 2 - DisplayWidth.of(name) - DisplayWidth.of(facts)
        let title = options.palette.paint(name, .heading)
        let faint = options.palette.paint(facts, .faint)
        var lines =
            gap >= 3 ? ["  " + title + String(repeating: " ", count: gap) + faint] : ["  " + title, "  " + faint]
        if !run.about.isEmpty {
            lines += run.about.shown.wrapped(to: max(40, options.width - 2)).map { "  " + $0 }
        }
        if !run.overrides.isEmpty { lines.append("  with \(run.overrides.joined(separator: ", ").shown)") }
        return lines
    }

    private var timeline: [String] {
        var lines = [heading("what happened")]
        let entries = Timeline(report, isComplete: options.isComplete).entries
        if entries.isEmpty { return lines + ["    nothing went dark"] }
        let limit = options.isComplete ? entries.count : 24
        let told = entries.count <= limit + 1 ? entries : Array(entries[..<limit])
        let withDays = report.length >= 86_400e9 * 2
        let clocks = told.map { Figures.clock($0.time, withDays: withDays) }
        let clockWidth = clocks.map { DisplayWidth.of($0) }.max() ?? 0
        let textWidth = min(
            max(24, options.width - 56),
            told.filter { !$0.duration.isEmpty }.map { DisplayWidth.of($0.text.shown) }.max() ?? 0)
        let durationWidth = told.map { DisplayWidth.of($0.duration) }.max() ?? 0
        for (entry, clock) in zip(told, clocks) {
            var line = "    " + clock.padded(to: clockWidth, .right) + "  " + entry.text.shown
            if !entry.duration.isEmpty {
                let dots = textWidth - DisplayWidth.of(entry.text.shown)
                line += dots >= 0 ? " " + String(repeating: ".", count: dots + 2) + " " : " "
                line += entry.duration.padded(to: durationWidth, .right)
            }
            if !entry.remark.isEmpty { line += "   " + options.palette.paint(entry.remark.shown, .faint) }
            lines.append(line)
        }
        if told.count < entries.count {
            lines.append("    … \(Figures.count(entries.count - told.count)) more (--all shows them)")
        }
        return lines
    }

    private var entities: [String] {
        var table = TextTable([.left, .right, .right, .right, .right, .left])
        table.addHeading(["who paid", "earned, ETH", "missed, ETH", "penalties, ETH", "up", "why"])
        let limit = options.isComplete ? report.entities.count : 24
        let shown = report.entities.count <= limit + 1 ? report.entities[...] : report.entities[..<limit]
        for entity in shown { table.add(row(entity)) }
        if shown.count < report.entities.count {
            table.add(["… \(Figures.count(report.entities.count - shown.count)) more", "", "", "", "", ""])
        }
        if report.entities.count > 1 { table.add(row(report.network)) }
        return lines(table)
    }

    private func row(_ entity: EntityResult) -> [TextTable.Cell] {
        [
            .init(entity.name), .init(Figures.ether(entity.total.earned), entity.total.earned < 0 ? .bad : .plain),
            .init(Figures.ether(entity.total.missed)),
            .init(Figures.ether(entity.total.penalties), entity.total.penalties > 0 ? .warning : .plain),
            .init(entity.uptime.map(Figures.percent) ?? "–"), .init(why(entity)),
        ]
    }

    /// Causes with their share of the loss, the greatest first.
    private func why(_ entity: EntityResult) -> String {
        let causes = entity.causesByLoss
        if causes.isEmpty { return entity.total.loss == 0 ? "nothing lost" : "" }
        if causes.count == 1 { return causes[0].name }
        let limit = options.isComplete || causes.count <= 5 ? causes.count : 4
        var parts = causes[..<limit].map { "\($0.name) \(share($0.amounts.loss, of: entity))" }
        if limit < causes.count {
            let left = causes[limit...].reduce(0) { $0 + $1.amounts.loss }
            parts.append("\(causes.count - limit) more \(share(left, of: entity))")
        }
        return parts.joined(separator: " · ")
    }

    private func share(_ loss: Int64, of entity: EntityResult) -> String {
        entity.total.loss > 0 ? Figures.percent(Double(loss) / Double(entity.total.loss)) : Figures.ether(loss) + " ETH"
    }

    private var components: [String] {
        guard !record.components.isEmpty else { return [] }
        var table = TextTable([.left, .left, .right, .right, .right, .right])
        table.addHeading(["by component", "", "ideal, ETH", "earned, ETH", "missed, ETH", "penalties, ETH"])
        let parties = report.entities.count <= 6 || options.isComplete ? report.entities : [report.network]
        for entity in parties {
            for (position, part) in entity.components.filter({ $0.amounts != Amounts() }).enumerated() {
                let amounts = part.amounts
                table.add(
                    [position == 0 ? entity.name : "", part.name]
                        + [amounts.ideal, amounts.earned, amounts.missed, amounts.penalties].map(Figures.ether))
            }
        }
        return lines(table)
    }

    private var clusters: [String] {
        let clusters = report.clusters
        guard !clusters.isEmpty else { return [] }
        var table = TextTable([.left, .left, .right, .right, .right, .left])
        table.addHeading(["clusters", "", "played", "aggregates", "later rounds", "missed or late"])
        for cluster in clusters {
            let misses = cluster.misses.map { "\($0.text): \(Figures.count($0.count))" }
            let limit = options.isComplete || misses.count <= 7 ? misses.count : 6
            table.add([
                cluster.name, cluster.kind, Figures.count(cluster.record.played),
                Figures.count(cluster.record.aggregates + cluster.record.contributions),
                Figures.count(cluster.record.laterRounds), misses.first ?? "nothing",
            ])
            let indent = Array(repeating: "", count: 5)
            for miss in misses[..<limit].dropFirst() { table.add(indent + [miss]) }
            if limit < misses.count { table.add(indent + ["… \(Figures.count(misses.count - limit)) more"]) }
        }
        return lines(table) + operators + fees
    }

    /// Members of clusters whose operators are numbered.
    private var operators: [String] {
        let sets = report.operators
        guard !sets.isEmpty else { return [] }
        let limit = options.isComplete || sets.count <= 8 ? sets.count : 7
        var table = TextTable([.left, .left])
        table.addHeading(["operators", "with their ids at SSV"])
        for set in sets[..<limit] { table.add([set.cluster, set.members]) }
        if limit < sets.count { table.add(["", "… \(Figures.count(sets.count - limit)) more"]) }
        return [""] + lines(table)
    }

    private var fees: [String] {
        let rows = report.fees(limit: options.isComplete ? .max : 8)
        guard !rows.isEmpty else { return [] }
        var table = TextTable([.left, .right, .right, .right, .right, .left])
        table.addHeading([ClusterFees.heading, "paid in", "to operators", "to the network", "left", ""])
        for row in rows { table.add(row.cells) }
        return [""] + lines(table) + ["", "  " + ClusterFees.remark]
    }

    private var chain: [String] {
        let chain = report.chain
        guard !record.epochs.isEmpty else { return [] }
        var table = TextTable([.left, .left])
        table.addHeading(["the chain", ""])
        let place = chain.finalityDelayMaxEpoch.map { " (epoch \(Figures.count(Int(clamping: $0))))" } ?? ""
        let delay =
            chain.finalityDelayMax == 0
            ? "never late" : "\(Figures.count(Int(clamping: chain.finalityDelayMax), "epoch")) late at worst\(place)"
        let leak =
            chain.firstLeakEpoch.map {
                "leaking for \(Figures.count(chain.leakEpochs, "epoch")), first in epoch \(Figures.count(Int(clamping: $0)))"
            } ?? "no inactivity leak"
        table.add([.init("finality"), .init(delay + ", " + leak, chain.leakEpochs > 0 ? .bad : .plain)])
        if let least = chain.participationMin, let mean = chain.participationMean,
            let epoch = chain.participationMinEpoch
        {
            table.add([
                "votes",
                "\(Figures.percent(mean)) of stake on target on average, \(Figures.percent(least)) at the least "
                    + "(epoch \(Figures.count(Int(clamping: epoch))))",
            ])
        }
        let slots = chain.blocksProposed + chain.blocksMissed
        table.add(["blocks", "\(Figures.count(chain.blocksMissed)) of \(Figures.count(slots)) missed"])
        return lines(table)
    }

    private var participation: [String] {
        let replayed = record.epochs.filter { $0.referenceParticipation != nil }
        guard !replayed.isEmpty else { return [] }
        var table = TextTable([.right, .right, .right, .right])
        table.addHeading(["epoch", "simulated", "real", "difference"])
        let limit = options.isComplete ? replayed.count : 64
        let shown = replayed.count <= limit + 1 ? replayed[...] : replayed[..<limit]
        for epoch in shown {
            guard let real = epoch.referenceParticipation, let simulated = epoch.targetParticipation else { continue }
            table.add([
                Figures.count(Int(clamping: epoch.epoch)), Figures.fixed(simulated * 100, digits: 2) + " %",
                Figures.fixed(real * 100, digits: 2) + " %", Figures.fixed((simulated - real) * 100, digits: 2),
            ])
        }
        var lines = [heading("stake on target, epoch by epoch (difference in percentage points)")] + lines(table)
        if shown.count < replayed.count {
            lines.append("    … \(Figures.count(replayed.count - shown.count)) more (--all shows them)")
        }
        let differences = replayed.compactMap { epoch -> Double? in
            guard let real = epoch.referenceParticipation, let simulated = epoch.targetParticipation else { return nil }
            return simulated - real
        }
        if let worst = differences.map({ abs($0) }).max() {
            let mean = differences.reduce(0, +) / Double(differences.count)
            lines.append(
                "    furthest apart \(Figures.fixed(worst * 100, digits: 2)), "
                    + "on average \(Figures.fixed(mean * 100, digits: 2)) percentage points")
        }
        return lines
    }

    private var published: [String] {
        guard !record.expectations.isEmpty else { return [] }
        var table = TextTable([.left, .right, .right, .left, .left])
        table.addHeading(["as published", "published", "simulated", "verdict", "source"])
        for expectation in record.expectations {
            table.add([
                .init(expectation.metric), .init(expectation.published), .init(expectation.simulated),
                expectation.isMet ? .init("as expected", .good) : .init("NOT as expected", .bad),
                .init(expectation.source, .faint),
            ])
        }
        return lines(table)
    }

    private var notes: [String] {
        guard !record.notes.isEmpty else { return [] }
        return [heading("notes")]
            + record.notes.flatMap { note in
                note.shown.wrapped(to: max(40, options.width - 6)).enumerated()
                    .map { ($0.offset == 0 ? "    - " : "      ") + $0.element }
            }
    }

    private var ledger: [String] {
        var table = TextTable([.left, .left, .right, .right, .left])
        table.addHeading(["ledger", "component", "missed, ETH", "penalties, ETH", "cause"])
        for row in record.ledger where record.entities.indices ~= row.entity && record.causes.indices ~= row.cause {
            table.add([
                record.entities[row.entity].name, row.component, Figures.ether(row.missed),
                Figures.ether(row.penalties),
                record.causes[row.cause].label,
            ])
        }
        return lines(table)
    }

    private var epochs: [String] {
        var table = TextTable([.right, .right, .right, .right, .right, .right, .left])
        table.addHeading(["epoch", "source", "target", "head", "blocks missed", "finalized", "leak"])
        for epoch in record.epochs {
            let shares = [epoch.sourceBalance, epoch.targetBalance, epoch.headBalance]
            table.add(
                [Figures.count(Int(clamping: epoch.epoch))]
                    + shares.map { epoch.share($0).map(Figures.percent) ?? "–" }
                    + [
                        Figures.count(epoch.blocksMissed), Figures.count(Int(clamping: epoch.finalizedEpoch)),
                        epoch.isLeaking ? "leaking" : "",
                    ])
        }
        return lines(table)
    }

    private func heading(_ text: String) -> String { "  " + options.palette.paint(text, .heading) }

    private func lines(_ table: TextTable) -> [String] { table.lines(width: options.width, palette: options.palette) }
}
