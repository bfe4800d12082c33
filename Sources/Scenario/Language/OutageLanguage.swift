/// Keys of `outages` and `resync`.
enum OutageLanguage {
    /// Kinds that take nodes off duty.
    private static let silences: [Shape.Word] = [
        .init("power", "no electricity: the machine is off"),
        .init("network", "no connection: the machine runs but hears nobody"),
        .init("data-centre", "a whole site is gone"),
        .init("bad-config", "a wrong configuration was pushed to a fleet"),
        .init("client-crash", "a client stops; needs `client`, `consensus` or `execution` in `hits`"),
        .init("disk-loss", "the disk is gone with what was on it"),
        .init("replay", "the offline balance of a real incident, epoch by epoch, from `trace`"),
    ]

    static let outage = FieldTable(
        "an outage", about: "Something goes dark.",
        fields: [
            Field(
                "name", .text(what: "a name"), isRequired: true, examples: ["power cut"],
                about: "Name, unlike every other outage's; reports and expectations use it."),
            Field(
                "kind",
                .word(silences + FaultLanguage.kinds), isRequired: true, synonyms: ["type", "cause"],
                about: "What happens."),
            Field("hits", .table(hits), synonyms: ["targets", "target", "aims"], about: hits.about),
            Field(
                "at", .duration(.zeroOrMore), examples: ["6 h"],
                synonyms: ["start", "from", "when"],
                about: "Start, from the start of the run; with `every` the first strike."),
            Field(
                "for", .either([.duration(.positiveOrUntilEnd), .table(length)]),
                examples: ["3 h", "until the end", "{ median: 50 min, p95: 6 h }"],
                synonyms: ["duration", "lasts", "length"],
                about: "How long it lasts: a time, 'until the end', or a distribution."),
            Field(
                "every", .table(interval), examples: ["{ mean: 40 days }"],
                synonyms: ["interval", "repeat"],
                about: "It strikes again and again, for each target by itself (a power zone as one): `mean` time from "
                    + "one outage's end to the next one's start, or `exactly` so long from start to start."),
            Field(
                "intervals", .list(.table(span), length: 1...1_000_000), examples: ["[{ at: 2 h, for: 10 min }]"],
                about: "Fixed outages, in order and apart."),
            Field(
                "trace", .text(what: "the path of a CSV file"), examples: ["traces/isp.csv"],
                about: "CSV file, its path counted from the scenario's folder. Header start_seconds,end_seconds; for "
                    + "kind replay epoch,bucket,offline_eth."),
            Field(
                "loses",
                .word([
                    .init("nothing", "databases survive"),
                    .init("consensus-db", "the consensus client's database"),
                    .init("execution-db", "the execution client's database"),
                    .init("everything", "both databases"),
                ]), fallback: "nothing; everything for disk-loss", about: "What is destroyed beside time."),
            Field(
                "resync",
                .either([
                    .word([
                        .init("none", "back to duty at once"),
                        .init("catch-up", "both clients catch up block by block"),
                        .init("checkpoint", "consensus checkpoint sync, execution catch-up"),
                        .init("snap", "consensus checkpoint sync, execution snap sync"),
                        .init("full", "everything from genesis"),
                    ]), .duration(.zeroOrMore),
                ]), fallback: "what the resync data says for the client and the loss", examples: ["checkpoint", "4 h"],
                about: "How the nodes come back: a way, or a fixed time."),
        ] + FaultLanguage.fields,
        rules: [
            .atMostOne(["at", "intervals"], why: "an interval has its own 'at'"),
            .atMostOne(["at", "trace"], why: "the trace says when"),
            .atMostOne(["for", "intervals"], why: "an interval has its own 'for'"),
            .atMostOne(["for", "trace"], why: "the trace says for how long"),
            .atMostOne(["every", "intervals", "trace"], why: "each of them says when it strikes"),
        ])

    static let hits = FieldTable(
        "'hits'", about: "Who is hit: everyone for whom all the conditions hold.",
        fields: [
            selector("entity", "an entity", "me", "Entity, or one of several."),
            selector("node", "a node", "me/1", "Node: the entity's name, a slash, and its number from 1."),
            selector("place", "a place", "socal", "Place, or one of several."),
            selector("region", "a region", "us-east", "Region; the rest has regions too, if `rest` says so."),
            selector("power", "a power zone", "sce", "Power zone."),
            selector("provider", "a provider", "aws", "Hosting provider; the rest has them too, if `rest` says so."),
            selector("operator", "an operator", "wenmoon", "Who runs the nodes."),
            selector("link", "a link", "home", "Kind of connection."),
            selector(
                "client", "a client", "prysm",
                "Consensus or execution client, in the rest too; CLIENT@VERSION means that version alone."),
            selector(
                "consensus", "a consensus client", "prysm",
                "Consensus client, in the rest too; CLIENT@VERSION means that version alone."),
            selector(
                "execution", "an execution client", "geth",
                "Execution client, in the rest too; CLIENT@VERSION means that version alone."),
            selector("cluster", "a cluster", "friends", "Cluster; only double-keys can hit one."),
            Field(
                "rest", .flag, examples: ["true"],
                about: "true: only those whom no entity names; false: only those whom an entity names."),
            Field("everyone", .flag, examples: ["true"], about: "true: the whole network."),
            Field(
                "share", .share(1...Share.whole), fallback: "100 %", examples: ["22 %"],
                about: "Random share of those whom the other conditions select."),
        ],
        rules: [.notEmpty(hint: "name a condition, or write { everyone: true }")], isWhole: true)

    private static func selector(_ key: String, _ noun: String, _ example: String, _ about: String) -> Field {
        Field(key, .oneOrMore(.name(Shape.Name(noun))), examples: [example], about: about)
    }

    static let length = FieldTable(
        "'for'", about: "A distribution of lengths.",
        fields: distribution(mean: "2 h", median: "50 min", p95: "6 h", shorter: "are shorter"),
        rules: distributionRules)

    /// Keys of a distribution of times, with examples.
    static func distribution(mean: String, median: String, p95: String, shorter: String) -> [Field] {
        [
            Field(
                "mean", .duration(.positive), examples: [mean], about: "Exponentially distributed with this mean."),
            Field(
                "median", .duration(.positive), examples: [median],
                about: "Log-normally distributed with this median; needs `p95`."),
            Field("p95", .duration(.positive), examples: [p95], about: "95 of 100 \(shorter)."),
        ]
    }

    static let distributionRules: [FieldTable.Rule] = [
        .exactlyOne(["mean", "median"]), .needs("median", "p95"), .needs("p95", "median"),
    ]

    static let interval = FieldTable(
        "'every'", about: "Time from the end of one outage to the start of the next.",
        fields: [
            Field(
                "mean", .duration(.positive), examples: ["40 days"], about: "Exponentially distributed with this mean."),
            Field("exactly", .duration(.positive), examples: ["40 epochs"], about: "Always the same."),
        ],
        rules: [.exactlyOne(["mean", "exactly"])])

    static let span = FieldTable(
        "an interval", about: "One outage of several.",
        fields: [
            Field(
                "at", .duration(.zeroOrMore), isRequired: true, examples: ["2 h"],
                about: "Start, from the start of the run."),
            Field(
                "for", .duration(.positiveOrUntilEnd), isRequired: true, examples: ["10 min"],
                about: "How long it lasts."),
        ])

    static let recovery = FieldTable(
        "a client's recovery", about: "How long a client takes to come back.",
        fields: [
            Field(
                "catch_up", .rate, examples: ["20 slots per s", "8 blocks per s"],
                about: "Slots (consensus) or blocks (execution) caught up per second."),
            Field(
                "checkpoint", .duration(.positive), examples: ["3 min"],
                about: "Duration of a checkpoint sync (consensus clients)."),
            Field(
                "snap", .duration(.positive), examples: ["3 h"], about: "Duration of a snap sync (execution clients)."),
            Field("full", .duration(.positive), examples: ["17 days"], about: "Duration of a sync from genesis."),
            Field(
                "restart", .duration(.zeroOrMore), examples: ["30 s"],
                about: "Time from the start of the process until it is ready to sync."),
        ],
        rules: [
            .atMostOne(
                ["checkpoint", "snap"], why: "a consensus client has checkpoint sync, an execution client snap sync"),
            .notEmpty(hint: "write restart: 30 s, or leave the client out"),
        ])
}
