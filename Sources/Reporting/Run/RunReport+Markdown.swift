internal import ResultStore

extension RunReport {
    /// The report as GitHub-flavoured Markdown, for a pull request or a wiki.
    public func markdown(sections: [ReportSection] = ReportSection.usual, isComplete: Bool = false) -> String {
        sections.map { markdown($0, isComplete: isComplete) }.filter { !$0.isEmpty }
            .map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private func markdown(_ section: ReportSection, isComplete: Bool) -> [String] {
        switch section {
        case .summary: markdownSummary
        case .timeline: markdownTimeline(isComplete: isComplete)
        case .entities: markdownEntities
        case .components: markdownComponents
        case .clusters: markdownClusters
        case .chain: markdownChain
        case .participation: markdownParticipation
        case .published: markdownPublished
        case .notes: record.notes.isEmpty ? [] : ["### Notes", ""] + record.notes.map { "- \(Markdown.escaped($0))" }
        case .ledger: markdownLedger
        case .epochs: markdownEpochs
        }
    }

    private var markdownSummary: [String] {
        let run = record.run
        var lines = ["## \(Markdown.escaped(run.name))", ""]
        if !run.about.isEmpty { lines += [Markdown.escaped(run.about), ""] }
        lines.append(
            "Seed \(run.seed) · \(Figures.count(run.epochs, "epoch")) · \(Figures.count(run.validators, "validator")) · "
                + "digest `\(Figures.digest(run.digest).shown)` · blackout \(Markdown.escaped(run.blackoutVersion))")
        if !run.overrides.isEmpty {
            lines += ["", "With " + run.overrides.map { Markdown.escaped($0) }.joined(separator: ", ")]
        }
        return lines
    }

    private func markdownTimeline(isComplete: Bool) -> [String] {
        var table = MarkdownTable(["Time", "What happened", "For", ""], right: [0, 2])
        let entries = Timeline(self, isComplete: isComplete).entries
        if entries.isEmpty { return ["### What happened", "", "Nothing went dark."] }
        let withDays = length >= 86_400e9 * 2
        for entry in entries {
            table.add([Figures.clock(entry.time, withDays: withDays), entry.text, entry.duration, entry.remark])
        }
        return ["### What happened", ""] + table.lines
    }

    private var markdownClusters: [String] {
        guard !clusters.isEmpty else { return [] }
        var table = MarkdownTable(
            ["Cluster", "", "Played", "Aggregates", "Later rounds", "Missed or late"], right: [2, 3, 4])
        for cluster in clusters {
            let misses = cluster.misses.map { "\($0.text): \(Figures.count($0.count))" }
            table.add([
                cluster.name, cluster.kind, Figures.count(cluster.record.played),
                Figures.count(cluster.record.aggregates + cluster.record.contributions),
                Figures.count(cluster.record.laterRounds),
                misses.isEmpty ? "nothing" : misses.prefix(7).joined(separator: " · "),
            ])
        }
        return ["### Clusters", ""] + table.lines + markdownOperators + markdownFees
    }

    private var markdownOperators: [String] {
        let sets = operators
        guard !sets.isEmpty else { return [] }
        var table = MarkdownTable(["Operators", "With their ids at SSV"], right: [])
        for set in sets.prefix(20) { table.add([set.cluster, set.members]) }
        if sets.count > 20 { table.add(["", "… \(Figures.count(sets.count - 20)) more"]) }
        return [""] + table.lines
    }

    private var markdownFees: [String] {
        let rows = fees(limit: 20)
        guard !rows.isEmpty else { return [] }
        var table = MarkdownTable(
            [ClusterFees.heading, "Paid in", "To operators", "To the network", "Left", ""], right: [1, 2, 3, 4])
        for row in rows { table.add(row.cells) }
        return [""] + table.lines + ["", ClusterFees.remark]
    }

    private var markdownEntities: [String] {
        var table = MarkdownTable(
            ["Who", "Earned, ETH", "Missed, ETH", "Penalties, ETH", "Up", "Why"], right: [1, 2, 3, 4])
        for entity in entities.count > 1 ? entities + [network] : entities {
            let why = entity.causesByLoss.prefix(5).map { part in
                entity.total.loss > 0
                    ? "\(part.name) \(Figures.percent(Double(part.amounts.loss) / Double(entity.total.loss)))"
                    : part.name
            }
            table.add(
                [entity.name]
                    + [entity.total.earned, entity.total.missed, entity.total.penalties].map(Figures.ether)
                    + [entity.uptime.map(Figures.percent) ?? "–", why.joined(separator: " · ")])
        }
        return ["### Who paid", ""] + table.lines
    }

    private var markdownComponents: [String] {
        var table = MarkdownTable(
            ["Who", "Component", "Ideal, ETH", "Earned, ETH", "Missed, ETH", "Penalties, ETH"], right: [2, 3, 4, 5])
        for entity in entities {
            for part in entity.components where part.amounts != Amounts() {
                let amounts = part.amounts
                table.add(
                    [entity.name, part.name]
                        + [amounts.ideal, amounts.earned, amounts.missed, amounts.penalties].map(Figures.ether))
            }
        }
        return ["### By component", ""] + table.lines
    }

    private var markdownChain: [String] {
        guard !record.epochs.isEmpty else { return [] }
        var table = MarkdownTable(["The chain", ""], right: [])
        table.add(["Finality late, at worst", Figures.count(Int(clamping: chain.finalityDelayMax), "epoch")])
        table.add(["Inactivity leak", Figures.count(chain.leakEpochs, "epoch")])
        if let least = chain.participationMin, let mean = chain.participationMean {
            table.add(["Stake on target, mean", Figures.percent(mean)])
            table.add(["Stake on target, least", Figures.percent(least)])
        }
        table.add(["Blocks missed", Figures.count(chain.blocksMissed)])
        return ["### The chain", ""] + table.lines
    }

    private var markdownParticipation: [String] {
        var table = MarkdownTable(["Epoch", "Simulated", "Real", "Difference, points"], right: [0, 1, 2, 3])
        for epoch in record.epochs {
            guard let real = epoch.referenceParticipation, let simulated = epoch.targetParticipation else { continue }
            table.add([
                Figures.count(Int(clamping: epoch.epoch)), Figures.fixed(simulated * 100, digits: 2) + " %",
                Figures.fixed(real * 100, digits: 2) + " %", Figures.fixed((simulated - real) * 100, digits: 2),
            ])
        }
        return table.isEmpty ? [] : ["### Stake on target, simulated beside real", ""] + table.lines
    }

    private var markdownPublished: [String] {
        var table = MarkdownTable(["Figure", "Published", "Simulated", "Verdict", "Source"], right: [1, 2])
        for expectation in record.expectations {
            table.add([
                expectation.metric, expectation.published, expectation.simulated,
                expectation.isMet ? "as expected" : "**not as expected**", expectation.source,
            ])
        }
        return table.isEmpty ? [] : ["### As published", ""] + table.lines
    }

    private var markdownLedger: [String] {
        var table = MarkdownTable(["Who", "Component", "Cause", "Missed, ETH", "Penalties, ETH"], right: [3, 4])
        for row in record.ledger where record.entities.indices ~= row.entity && record.causes.indices ~= row.cause {
            table.add([
                record.entities[row.entity].name, row.component, record.causes[row.cause].label,
                Figures.ether(row.missed), Figures.ether(row.penalties),
            ])
        }
        return ["### Ledger", ""] + table.lines
    }

    private var markdownEpochs: [String] {
        var table = MarkdownTable(
            ["Epoch", "Source", "Target", "Head", "Blocks missed", "Finalized", "Leak"], right: [0, 1, 2, 3, 4, 5])
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
        return ["### Epochs", ""] + table.lines
    }
}
