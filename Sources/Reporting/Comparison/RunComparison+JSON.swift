internal import ResultStore

extension RunComparison {
    /// Name and version of the layout of `json`.
    public static let jsonSchema = "blackout.compare/1"

    /// The comparison as data: money in Gwei, differences as B − A, keys sorted.
    public func json(verdicts: [FailCondition.Verdict] = []) -> String {
        JSONValue.object([
            "schema": .text(RunComparison.jsonSchema),
            "a": RunComparison.run(a.record.run, file: nameA),
            "b": RunComparison.run(b.record.run, file: nameB),
            "is_identical": .bool(isIdentical),
            "warnings": .list(warnings.map { .text($0) }),
            "entities": .list(parties.map { $0.json }),
            "network": network.json,
            "conditions": .list(
                verdicts.map { verdict in
                    .object([
                        "fail_if": .text(verdict.condition), "holds": .bool(verdict.holds),
                        "found": .text(verdict.found),
                    ])
                }),
        ]).document
    }

    private static func run(_ run: RunHeader, file: String) -> JSONValue {
        .object([
            "file": .text(file), "name": .text(run.name), "scenario_file": .text(run.scenarioFile),
            "seed": .unsigned(run.seed), "blackout_version": .text(run.blackoutVersion), "digest": .text(run.digest),
            "epochs": .count(run.epochs), "validators": .count(run.validators),
        ])
    }
}

extension RunComparison.Party {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .text(name), "is_in_a": .bool(a != nil), "is_in_b": .bool(b != nil),
            "components": .list(components.map { part("component", $0, component($0)) }),
            "causes": .list(causes.map { part("cause", $0, cause($0)) }),
        ]
        for figure in figures {
            members[figure.name == "uptime" ? "uptime_ratio" : figure.name + "_gwei"] = figure.json
        }
        return .object(members)
    }

    private func part(_ kind: String, _ name: String, _ pair: (a: Amounts?, b: Amounts?)) -> JSONValue {
        .object([
            kind: .text(name),
            "missed_gwei": RunComparison.Figure("missed", pair, \.missed).json,
            "penalties_gwei": RunComparison.Figure("penalties", pair, \.penalties).json,
            "loss_gwei": RunComparison.Figure("loss", pair, \.loss).json,
        ])
    }
}

extension RunComparison.Figure {
    var json: JSONValue {
        let difference: JSONValue =
            moneyDifference.map { .integer($0) } ?? ratioDifference.map { .number($0) } ?? .null
        return .object([
            "a": RunComparison.Figure.json(a), "b": RunComparison.Figure.json(b), "difference": difference,
            "change_ratio": .optional(change),
        ])
    }

    private static func json(_ value: Value?) -> JSONValue {
        switch value {
        case .money(let gwei): .integer(gwei)
        case .ratio(let ratio): .number(ratio)
        case nil: .null
        }
    }
}
