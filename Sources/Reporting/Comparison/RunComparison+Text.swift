internal import ResultStore

extension RunComparison {
    /// The comparison for a terminal.
    public func text(_ options: TextOptions = TextOptions(), verdicts: [FailCondition.Verdict] = []) -> String {
        var blocks = [heading(options)]
        if !warnings.isEmpty {
            blocks.append(
                warnings.map { "  " + options.palette.paint("warning:", .warning) + " " + $0 })
        }
        if isIdentical { blocks.append(["  the two runs went exactly the same way"]) }
        for party in parties.count == 1 ? parties : parties + [network] {
            blocks.append(table(party).lines(width: options.width, palette: options.palette))
        }
        if !verdicts.isEmpty { blocks.append(conditions(verdicts, options)) }
        return blocks.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private func heading(_ options: TextOptions) -> [String] {
        var table = TextTable([.left, .left, .left, .right, .right, .left])
        table.addHeading(["comparing", "", "run", "seed", "epochs", "digest"])
        for (letter, name, run) in [("A", nameA, a.record.run), ("B", nameB, b.record.run)] {
            table.add([
                letter, name, run.name, "\(run.seed)", Figures.count(run.epochs), Figures.digest(run.digest),
            ])
        }
        return table.lines(width: options.width, palette: options.palette)
    }

    private func table(_ party: Party) -> TextTable {
        var table = TextTable([.left, .right, .right, .right, .right])
        table.addHeading([party.name, "A", "B", "B − A", "change"])
        if party.a == party.b {
            table.add(["all as before", "", "", "", ""])
            return table
        }
        for row in party.rows { table.add(cells(row)) }
        return table
    }

    private func cells(_ row: Row) -> [TextTable.Cell] {
        let style: Palette.Style =
            switch row.effect {
            case .better: .good
            case .worse: .bad
            case .none: .plain
            }
        return [
            .init(row.label), .init(row.a), .init(row.b), .init(row.difference, style), .init(row.change, style),
        ]
    }

    private func conditions(_ verdicts: [FailCondition.Verdict], _ options: TextOptions) -> [String] {
        var table = TextTable([.left, .left, .left])
        table.addHeading(["fail if", "verdict", "found"])
        for verdict in verdicts {
            table.add([
                .init(verdict.condition), verdict.holds ? .init("FAILED", .bad) : .init("passed", .good),
                .init(verdict.found),
            ])
        }
        return table.lines(width: options.width, palette: options.palette)
    }

    /// A figure ready to show.
    struct Row {
        enum Effect {
            case better
            case worse
            case none
        }

        var label: String
        var a: String
        var b: String
        var difference: String
        var change: String
        var effect: Effect
    }
}

extension RunComparison.Party {
    /// The figures, then the loss by cause and by component.
    var rows: [RunComparison.Row] {
        var rows = figures.map { figure in
            row(figure, label: figure.name == "uptime" ? "uptime" : figure.name + ", ETH")
        }
        for name in causes {
            rows.append(row(.init("loss", cause(name), \.loss), label: "lost to \(name), ETH"))
        }
        for name in components {
            let figure = RunComparison.Figure("loss", component(name), \.loss)
            if figure.a == .money(0) || figure.a == nil, figure.b == .money(0) || figure.b == nil { continue }
            rows.append(row(figure, label: "lost in \(name), ETH"))
        }
        return rows
    }

    private func row(_ figure: RunComparison.Figure, label: String) -> RunComparison.Row {
        let isGain = figure.name == "uptime" || figure.name == "earned"
        let sign =
            figure.moneyDifference.map { $0.signum() } ?? figure.ratioDifference.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
        let effect: RunComparison.Row.Effect =
            switch sign ?? 0 {
            case 1: isGain ? .better : .worse
            case -1: isGain ? .worse : .better
            default: .none
            }
        let difference =
            figure.moneyDifference.map(Figures.etherChange)
            ?? figure.ratioDifference.map { Figures.points($0) } ?? "–"
        let hasChange = figure.moneyDifference != nil
        return RunComparison.Row(
            label: label, a: figure.a.shown, b: figure.b.shown, difference: difference,
            change: hasChange ? Figures.percentChange(figure.change) : "", effect: effect)
    }
}

extension Optional where Wrapped == RunComparison.Figure.Value {
    var shown: String {
        switch self {
        case .money(let gwei): Figures.ether(gwei)
        case .ratio(let ratio): Figures.percent(ratio)
        case nil: "–"
        }
    }
}
