internal import ResultStore

extension RunComparison {
    /// The comparison as GitHub-flavoured Markdown.
    public func markdown(verdicts: [FailCondition.Verdict] = []) -> String {
        var blocks: [[String]] = []
        var heading = MarkdownTable(["", "File", "Run", "Seed", "Epochs", "Digest"], right: [3, 4])
        for (letter, name, run) in [("A", nameA, a.record.run), ("B", nameB, b.record.run)] {
            heading.add([letter, name, run.name, "\(run.seed)", Figures.count(run.epochs), Figures.digest(run.digest)])
        }
        blocks.append(["## Comparison", ""] + heading.lines)
        if !verdicts.isEmpty {
            var table = MarkdownTable(["Fail if", "Verdict", "Found"], right: [])
            for verdict in verdicts {
                table.add([verdict.condition, verdict.holds ? "**failed**" : "passed", verdict.found])
            }
            blocks.append(table.lines)
        }
        if !warnings.isEmpty { blocks.append(warnings.map { "- warning: \(Markdown.escaped($0))" }) }
        if isIdentical { blocks.append(["The two runs went exactly the same way."]) }
        for party in parties.count == 1 ? parties : parties + [network] {
            var table = MarkdownTable(
                [Markdown.escaped(party.name), "A", "B", "B − A", "Change"], right: [1, 2, 3, 4])
            if party.a == party.b { table.add(["all as before", "", "", "", ""]) }
            for row in party.a == party.b ? [] : party.rows {
                table.add([row.label, row.a, row.b, row.difference, row.change])
            }
            blocks.append(table.lines)
        }
        return blocks.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }
}
