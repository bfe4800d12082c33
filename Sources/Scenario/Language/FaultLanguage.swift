/// Keys of `outages` that belong to one kind or a few: faults of the network, of clients and of keys.
enum FaultLanguage {
    static let kinds: [Shape.Word] = [
        .init("partition", "groups of nodes do not hear each other"),
        .init("slow-link", "messages take longer, or the bandwidth is capped"),
        .init("slow-machine", "checking a block takes longer"),
        .init("clock-skew", "the clock is ahead or behind"),
        .init("client-bug", "a client errs; needs `client`, `consensus` or `execution` in `hits`"),
        .init("byzantine", "proposers do not do what the protocol asks"),
        .init("double-keys", "a second machine signs with the same keys"),
        .init("half-open", "a cluster's member takes another, `peer`, for down and sends it nothing"),
    ]

    /// A group of a partition: whom a selector can name, but for everyone.
    static let group = FieldTable(
        "a group", about: "A side of a partition: those for whom all the conditions hold, or a share of them.",
        fields: OutageLanguage.hits.fields.filter { $0.key != "everyone" && $0.key != "cluster" },
        rules: [.notEmpty(hint: "name a condition, or write the word others in its place")])

    static let fields: [Field] = [
        Field(
            "groups",
            .named(
                Shape.Name("a group", canBeSet: true),
                .either([.word([.init("others", "everybody whom no other group takes")]), .table(group)])),
            examples: ["{ europe: { region: eu-central }, the rest: others }"],
            about:
                "partition: two groups or more that do not hear each other, each a selector as in `hits` or the word "
                + "`others`. Who is in no group hears everybody."),
        Field(
            "one_way", .flag, fallback: "false", examples: ["true"],
            about: "partition: only what the first group sends to the others is lost."),
        Field(
            "latency", .duration(.positive), examples: ["300 ms"],
            about: "slow-link: each message takes so much longer at this end."),
        Field(
            "bandwidth", .bandwidth(1_000...1_000_000_000_000), examples: ["5 Mbit/s"],
            about: "slow-link: cap of the bandwidth in each direction."),
        Field(
            "factor", .percent(101...100_000), examples: ["300 %"],
            about: "slow-machine: checking a block takes this part of its usual time; 300 % is three times as long."),
        Field(
            "by", .duration(.signed), examples: ["500 ms", "-500 ms"],
            about: "clock-skew: the clock is ahead by so much, or behind where it is negative. client-bug stall and "
                + "byzantine late: how much later."),
        Field(
            "bug",
            .word([
                .init("crash", "the client stops at the block of that moment, until the outage ends"),
                .init("reject-valid", "it refuses the valid block of that moment and what is built on it"),
                .init("accept-invalid", "its proposers make an invalid block, and it accepts what others refuse"),
                .init("stall", "each block takes longer, by `by`"),
                .init("wrong-head", "it votes for the parent of the head"),
                .init("replay-overload", "busy with old states, it leaves `share_of_duties` undone"),
            ]), about: "client-bug: what the client gets wrong."),
        Field(
            "share_of_duties", .share(1...Share.whole), examples: ["25 %"],
            about: "client-bug replay-overload: share of the duties that are not done."),
        Field(
            "proposers",
            .word([
                .init("equivocate", "two blocks for one slot, to two halves of the network"),
                .init("withhold", "no block"),
                .init("late", "the block leaves late, by `by` from the start of the slot"),
                .init(
                    "wrong-partials", "blocks as they should be, but in clusters partial signatures that do not verify"),
                .init(
                    "equivocate-partials",
                    "blocks as they should be, but in clusters partial signatures of two values for each duty"),
            ]), about: "byzantine: what the proposers among those hit do."),
        Field(
            "backup", .name(Shape.Name("a node, an entity or a cluster")), examples: ["you", "you/2"],
            about: "double-keys: who holds the second copy of the keys."),
        Field(
            "protection",
            .word([
                .init("separate", "each has a slashing protection database of its own"),
                .init("shared", "both use one slashing protection database"),
                .init(
                    "wiped", "the backup's database was emptied; of accept-invalid: every database, when the bug ends"),
                .init("kept", "accept-invalid: no database is touched"),
            ]),
            about: "double-keys: what keeps the two from signing twice; `separate` where nothing is said. client-bug "
                + "accept-invalid: what becomes of slashing protection when the bug ends; `kept` where nothing is said."
        ),
        Field(
            "doppelganger", .flag, fallback: "false", examples: ["true"],
            about: "double-keys: the backup listens for two epochs before it signs."),
        Field(
            "peer", .name(Shape.Name("a node")), examples: ["you", "you/2"],
            about: "half-open: the member of a cluster that gets nothing more from its fellow members in `hits`, who "
                + "take it for down; ends early when they restart."),
    ]
}
