/// The scenario file's keys, in the order in which a file is best read.
enum ScenarioLanguage {
    static let root = FieldTable(
        "the scenario",
        about: "A scenario for Blackout: a chain, the people on it, what goes dark, and what should come out.",
        fields: [
            Field(
                "name", .text(what: "a name"), isRequired: true, examples: ["home power cut"],
                about: "Short name, shown as the title of reports."),
            Field(
                "about", .text(what: "a sentence"), examples: ["A home staker loses power for three hours."],
                synonyms: ["description"], about: "One or two sentences for the reader of a report."),
            Field(
                "seed", .count(0...UInt64.max), fallback: "1", examples: ["7"],
                about: "Root of all chance in the run; the same scenario with the same seed gives the same run."),
            Field("chain", .table(chain), about: chain.about),
            Field("time", .table(time), isRequired: true, about: time.about),
            Field(
                "resolution",
                .word([
                    .init("messages", "blocks, aggregates and votes are messages"),
                    .init("duties", "no messages: whether a duty is in time follows from who is up; for months"),
                ]), fallback: "messages", about: "How finely the network is simulated."),
            Field(
                "detail",
                .word([
                    .init("cohorts", "validators with one history share one set of values and a count"),
                    .init("individual", "every validator by itself"),
                ]), fallback: "cohorts", about: "How the validators whom no entity names are carried."),
            Field("network", .table(NetworkLanguage.network), about: NetworkLanguage.network.about),
            Field(
                "calibration", .text(what: "the path of a CSV file"), examples: ["data/mainnet-calibration.csv"],
                about: "How often votes and blocks are late, as `blackout calibrate` measures it, for `resolution: "
                    + "duties`; without it nobody who is up is late. Its path is counted from the scenario's folder."),
            Field("places", .named(Shape.Name("a place"), .table(place)), about: "Where nodes stand, by name."),
            Field(
                "entities",
                .named(
                    Shape.Name("an entity", nouns: "entities", reserved: subjects, isSubject: true),
                    .table(EntityLanguage.entity)),
                about: "Somebody with nodes and validators, by name. Whom no entity names is the rest."),
            Field(
                "clusters",
                .named(
                    Shape.Name("a cluster", nouns: "clusters", reserved: subjects, isSubject: true),
                    .table(ClusterLanguage.cluster)),
                about: "Distributed validators by name; each cluster is a subject of `expect` like an entity."),
            Field("market", .table(MarketLanguage.market), about: MarketLanguage.market.about),
            Field("rest", .table(EntityLanguage.rest), about: EntityLanguage.rest.about),
            Field(
                "outages", .list(.table(OutageLanguage.outage), length: 0...10_000),
                about: "What goes dark, when and for how long."),
            Field(
                "resync", .named(Shape.Name("a client", canBeSet: true), .table(OutageLanguage.recovery)),
                about: "Recovery parameters, by client, that replace those of the shipped data file."),
            Field(
                "expect", .list(.table(ExpectationLanguage.expectation), length: 0...10_000),
                about: "Figures that the run must reproduce, with where each was published."),
            Field(
                "compare", .named(Shape.Name("a variant", canBeSet: true), .settings),
                examples: ["{ solo: { remove: clusters, me: { validators: 2 } } }"], synonyms: ["variants"],
                about: "Other choices under the same luck, by name. Each is a mapping from settings, as `--set` takes "
                    + "them, to their values; a mapping as value stands for several settings. `remove` takes paths that "
                    + "are left out."),
        ])

    /// What `expect` and `hits` call others than entities and clusters.
    static let subjects = ["rest", "network", "everyone"]

    /// Forks in their order on mainnet, with the epoch in which mainnet adopted each.
    ///
    /// Source: mainnet configuration of the consensus spec (`*_FORK_EPOCH`).
    static let forks: [(name: String, mainnetEpoch: UInt64)] = [
        ("altair", 74_240), ("bellatrix", 144_896), ("capella", 194_048), ("deneb", 269_568), ("electra", 364_032),
        ("fulu", 411_392),
    ]

    static let defaultValidators: UInt64 = 1_000_000
    static let mostValidators: UInt64 = 100_000_000

    static let chain = FieldTable(
        "'chain'", about: "The chain's rules and its state at the start.",
        fields: [
            Field(
                "fork", .word(forks.map { .init($0.name, "mainnet's rules from epoch \($0.mainnetEpoch)") }),
                fallback: "fulu", about: "Fork whose rules hold."),
            Field(
                "preset",
                .word([
                    .init("mainnet", "32 slots of 12 s in an epoch"),
                    .init("minimal", "8 slots of 6 s in an epoch, as in the spec's own tests"),
                ]), fallback: "mainnet", about: "Sizes of the protocol's structures."),
            Field(
                "stake", .amount(1...Amount.largest, step: 1), examples: ["35_632_000 ETH"],
                about: "Stake of the whole network, that of the entities included. What the entities leave is divided "
                    + "by the balance of a validator of the rest; a last part of a validator is dropped."),
            Field(
                "validators", .count(1...mostValidators), fallback: "1_000_000", examples: ["1_000_000"],
                about: "Validators in the whole network, those of the entities included."),
            Field("start", .table(start), about: start.about),
            Field(
                "mode",
                .word([
                    .init("spec", "the protocol's own arithmetic"),
                    .init(
                        "paper",
                        "as papers on the leak reckon: balances without steps, no rewards or penalties but the "
                            + "leak's, ejection at 16.75 ETH, no exit queue"),
                ]), fallback: "spec",
                about: "Arithmetic of balances. 'paper' sets constants, which `config` may set again."),
            Field(
                "config", .table(config), examples: ["{ BASE_REWARD_FACTOR: 0 }"], about: config.about),
            Field(
                "sampling",
                .word([
                    .init("spec", "the spec's own functions and its shuffle"),
                    .init("fast", "uniform draws: cheaper over months, the same distribution"),
                ]), fallback: "spec", about: "How proposers and sync committees are drawn."),
        ],
        rules: [
            .atMostOne(["stake", "validators"], why: "each of them sets the size of the network")
        ])

    static let config = FieldTable(
        "'config'",
        about: "Constants of the spec that differ, by their name there; amounts in gwei, delays in epochs or slots as "
            + "in the spec.",
        fields: KnownConstants.all.map {
            Field($0.name, .count($0.range), about: "`\($0.name)` of the consensus spec.")
        })

    static let start = FieldTable(
        "'start'", about: "Where the run starts: an epoch of a network in good order, or a real state.",
        fields: [
            Field(
                "epoch", .count(0...1_099_511_627_776), fallback: "mainnet's first epoch of the fork",
                examples: ["411_500"], about: "First simulated epoch."),
            Field(
                "state", .text(what: "the path of a beacon state"), examples: ["states/mainnet.ssz"],
                about: "File of a real beacon state, `.ssz` as a beacon node serves it or `.ssz_snappy`; the path "
                    + "counts from the scenario's folder."),
        ],
        rules: [
            .atMostOne(["epoch", "state"], why: "a real state has its own epoch"),
            .notEmpty(hint: "write epoch: 411_500, or state: FILE"),
        ])

    static let time = FieldTable(
        "'time'", about: "How long the run is.",
        fields: [
            Field(
                "run", .duration(.positive), isRequired: true, examples: ["1 day", "225 epochs"],
                synonyms: ["duration", "length"], about: "Length of the run, rounded up to whole epochs.")
        ])

    static let place = FieldTable(
        "a place", about: "A failure domain that nodes stand in.",
        fields: [
            Field(
                "region", .name(Shape.Name("a region")), isRequired: true, examples: ["us-west"],
                about: "Region of the world."),
            Field(
                "power", .name(Shape.Name("a power zone")), examples: ["sce"],
                synonyms: ["power_zone", "zone"], about: "Power zone: what goes dark together."),
            Field("provider", .name(Shape.Name("a provider")), examples: ["aws"], about: "Hosting provider."),
        ])
}
