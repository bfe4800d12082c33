/// Keys of `market`.
enum MarketLanguage {
    static let market = FieldTable(
        "the market",
        about: "SSV clusters whose members a strategy picks from a catalogue of operators. They are one subject of "
            + "`expect`: `market`.",
        fields: [
            Field(
                "catalogue", .text(what: "the path of a CSV file"), isRequired: true,
                examples: ["data/ssv-operators.csv"], synonyms: ["catalog", "operators"],
                about: "Operators, a file whose path counts from the scenario's folder. Header "
                    + OperatorCatalogue.columns.joined(separator: ",") + "."),
            Field("clusters", .count(1...1_000), fallback: "1", examples: ["50"], about: "Clusters that are formed."),
            Field(
                "size", .count(4...13), fallback: "4", examples: ["7"], synonyms: ["members"],
                about: "Operators of each cluster: 4, 7, 10 or 13."),
            Field(
                "validators", .count(1...ScenarioLanguage.mostValidators), isRequired: true, examples: ["500"],
                about: "Validators in all, spread evenly over the clusters."),
            Field(
                "strategy",
                .word([
                    Shape.Word("cheapest", "the lowest fee first"),
                    Shape.Word("best-uptime", "the highest past uptime first"),
                    Shape.Word(
                        "diverse",
                        "no two of a cluster share provider, region or client as far as the catalogue allows; the least "
                            + "busy and then the cheapest first"),
                    Shape.Word("random", "any, by the seed"),
                ]), fallback: "cheapest", about: "How each cluster picks its operators."),
            Field(
                "capacity", .count(1...1_000_000), fallback: "1_000", examples: ["100"],
                about: "Validators that one operator serves at most."),
            Field(
                "balance", .amount(1...Amount.largest, step: 1), examples: ["2 ETH"],
                about:
                    "What each cluster pays in. Where fees have used it up, the cluster is liquidated: its validators "
                    + "stop until the end. Left out: it never runs out."),
            Field(
                "network_fee", .amount(0...Amount.largest, step: 1), fallback: "0 ETH", examples: ["0.01 ETH"],
                about: "Fee of the network beside the operators', for each validator and year."),
            ClusterLanguage.signing,
            Field("downtime", .table(downtime), about: downtime.about),
        ])

    static let downtime = FieldTable(
        "'downtime'",
        about: "Length of an operator's outage; how often it has one follows from its uptime.",
        fields: [
            Field(
                "mean", .duration(.positive), isRequired: true, examples: ["2 h"],
                about: "Mean of an exponential distribution.")
        ])
}
