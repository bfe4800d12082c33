/// Keys of `network`.
enum NetworkLanguage {
    /// Kinds of connection that the shipped table describes.
    static let links = ["data-centre", "home", "laggy", "constrained"]
    /// Regions between which the shipped table has round trips.
    static let regions = [
        "us-west", "us-central", "us-south", "us-east", "ca-east", "sa-east", "eu-west", "eu-central", "eu-north",
        "asia-south", "asia-southeast", "asia-east", "oceania",
    ]
    static let defaultNodes: UInt64 = 1_000

    static let network = FieldTable(
        "'network'", about: "The message network: its nodes, how they are connected, what blocks carry.",
        fields: [
            Field(
                "nodes", .count(2...100_000), fallback: "1_000", examples: ["1_000"],
                about: "Nodes of the whole network, those of the entities included."),
            Field(
                "blobs", .count(0...128), fallback: "6", examples: ["14"], about: "Blobs that each block carries."),
            Field(
                "block_size", .size(1_000...100_000_000), fallback: "100 kB", examples: ["100 kB"],
                about: "Size of a block on the wire, without its blobs. Execution clients take longer over a large one."
            ),
            Field(
                "publish", .either([.duration(.zeroOrMore), .table(publish)]),
                fallback: "{ median: 600 ms, p95: 1.5 s }", examples: ["500 ms", "{ median: 600 ms, p95: 1.5 s }"],
                about: "From the start of a slot until its block leaves the proposer: a time, or a distribution."),
            Field("relay", .table(relay), about: relay.about),
            Field("mesh", .table(mesh), about: mesh.about),
            Field(
                "links", .named(Shape.Name("a link", canBeSet: true), .share(0...Share.whole)),
                fallback: "the shipped mix", examples: ["{ home: 40 %, data-centre: 60 % }"],
                about: "Share of the rest's nodes with each kind of connection; shares add up to 100 %. Known: "
                    + links.joined(separator: ", ") + "; others need a table in `classes`."),
            Field(
                "stake_spread",
                .word([
                    Shape.Word("heavy-tailed", "a few large nodes in data centres hold most of it"),
                    Shape.Word("even", "every node holds the same"),
                ]), fallback: "heavy-tailed", examples: ["even"],
                about:
                    "How the rest's stake is spread over its nodes: stake decides how many data columns a node takes."),
            Field(
                "regions", .text(what: "the path of a CSV file"), fallback: "the shipped table",
                examples: ["data/regions.csv"],
                about:
                    "Table of round trips between regions, its path counted from the scenario's folder. The shipped one "
                    + "has " + regions.joined(separator: ", ") + "."),
            Field(
                "classes", .text(what: "the path of a CSV file"), fallback: "the shipped table",
                examples: ["data/node-classes.csv"],
                about: "Table of kinds of connection, its path counted from the scenario's folder."),
            Field(
                "switching", .flag, fallback: "true", examples: ["false"],
                about: "Follow no block on its way that is certain to be everywhere in time."),
            Field(
                "quiet", .text(what: "the path of a CSV file"), fallback: "followed like the others",
                examples: ["data/mainnet-calibration.csv"],
                about: "Table of `blackout calibrate` by which quiet epochs are settled as a whole, as at `duties`; "
                    + "messages are followed around outages alone."),
        ])

    static let publish = FieldTable(
        "'publish'", about: "A distribution of the time at which blocks leave.",
        fields: OutageLanguage.distribution(mean: "1 s", median: "600 ms", p95: "1.5 s", shorter: "leave earlier"),
        rules: OutageLanguage.distributionRules)

    static let relay = FieldTable(
        "'relay'",
        about: "Blocks that come through a builder's relay (MEV-boost) leave later than others. Whose blocks are built "
            + "locally uses none.",
        fields: [
            Field(
                "delay", .either([.duration(.zeroOrMore), .table(relayDelay)]), isRequired: true,
                examples: ["200 ms", "{ median: 200 ms, p95: 600 ms }"],
                about: "How much later these blocks leave, drawn for each slot: a time, or a distribution."),
            Field(
                "share", .share(0...Share.whole), fallback: "95 %", examples: ["95 %"],
                about: "Share of the blocks of those who do not build locally that come through a relay."),
        ])

    static let relayDelay = FieldTable(
        "'delay'", about: "A distribution of the time that a relay adds.",
        fields: OutageLanguage.distribution(mean: "200 ms", median: "200 ms", p95: "600 ms", shorter: "are added"),
        rules: OutageLanguage.distributionRules)

    private static let peers: ClosedRange<UInt64> = 1...64

    static let mesh = FieldTable(
        "'mesh'", about: "How many peers a node has in the gossip mesh.",
        fields: [
            Field("degree", .count(peers), fallback: "8", examples: ["8"], about: "Peers that a node aims at."),
            Field(
                "low", .count(peers), fallback: "three quarters of the degree", examples: ["6"],
                about: "Fewest peers, at most the degree."),
            Field(
                "high", .count(peers), fallback: "one and a half times the degree", examples: ["12"],
                about: "Most peers, at least the degree."),
        ],
        rules: [.notEmpty(hint: "write degree: 8, or leave the key out")])
}
