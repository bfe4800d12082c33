/// Keys of `entities` and `rest`.
enum EntityLanguage {
    /// Effective balances are whole increments of an ETH, up to that of a compounding validator.
    static let balance = Shape.amount(Amount.gweiPerETH...2048 * Amount.gweiPerETH, step: Amount.gweiPerETH)
    private static let client = Shape.either([
        .name(Shape.Name("a client")),
        .named(Shape.Name("a client", canBeSet: true), .share(0...Share.whole)),
    ])

    static let clients = FieldTable(
        "'clients'", about: "Consensus and execution clients.",
        fields: [
            Field(
                "consensus", client, fallback: "the shipped mix",
                examples: KnownClients.consensus + [
                    "{ teku: 60 %, prysm: 40 % }", "{ prysm@7.0.0: 60 %, prysm@6.1.4: 40 % }",
                ],
                about:
                    "A consensus client, or the share of each; shares add up to 100 %. CLIENT@VERSION tells versions "
                    + "apart. Known: "
                    + KnownClients.consensus.joined(separator: ", ") + "; others need an entry in `resync`."),
            Field(
                "execution", client, fallback: "the shipped mix",
                examples: KnownClients.execution + ["{ geth: 50 %, besu: 50 % }"],
                about:
                    "An execution client, or the share of each; shares add up to 100 %. CLIENT@VERSION tells versions "
                    + "apart. Known: "
                    + KnownClients.execution.joined(separator: ", ") + "; others need an entry in `resync`."),
        ])

    static let shift = FieldTable(
        "a shift", about: "Somebody's node or cluster that operates the validators from some time on.",
        fields: [
            Field(
                "by", .name(Shape.Name("a node or a cluster")), isRequired: true, examples: ["me", "friends"],
                about: "An entity with one node, ENTITY/NUMBER, or a cluster."),
            Field(
                "from", .duration(.zeroOrMore), fallback: "the start of the run", examples: ["2 days"],
                about: "From when on."),
            Field(
                "grace", .duration(.zeroOrMore), fallback: "2 epochs", examples: ["2 epochs", "0 s"],
                about:
                    "For so long nobody signs after a change, so that no vote of the last operator can meet one of the "
                    + "next."),
        ])

    static let entity = FieldTable(
        "an entity", about: "Somebody with nodes and validators.",
        fields: [
            Field("nodes", .count(1...1_000_000), fallback: "1", examples: ["1"], about: "Machines."),
            Field(
                "validators", .count(0...ScenarioLanguage.mostValidators), fallback: "0", examples: ["4_000"],
                about: "Validators of the whole entity, spread evenly over its nodes; the first nodes get one more."),
            Field(
                "at", .oneOrMore(.name(Shape.Name("a place"))), fallback: "nowhere in particular",
                examples: ["socal", "[berlin, austin]"], about: "Place, or places dealt to the nodes in turn."),
            Field("clients", .table(clients), about: clients.about),
            Field(
                "link", .name(Shape.Name("a link")), examples: ["home", "data-centre"],
                about: "Kind of connection to the internet; an outage can aim at it."),
            Field(
                "disk", .word([Shape.Word("nvme", "NVMe"), Shape.Word("sata", "SATA, slower to sync")]),
                fallback: "nvme", examples: ["sata"],
                about: "What the clients' databases lie on; decides how long a snapshot or full sync takes."),
            Field(
                "bandwidth", .count(1...1_000_000), fallback: "100", examples: ["50"],
                about: "Download bandwidth of each node, megabits per second; bounds how fast a snapshot arrives."),
            Field(
                "operated_by", .list(.table(shift), length: 1...1_000),
                examples: ["[{ by: me }, { by: friends, from: 2 days }]"],
                about: "Whose node or cluster operates the validators, and from when on; the entity has no node of its "
                    + "own then."),
            Field(
                "operator", .name(Shape.Name("an operator")), fallback: "the entity itself", examples: ["wenmoon"],
                about: "Who runs the nodes."),
            Field(
                "balance", balance, fallback: "32 ETH", examples: ["32 ETH"],
                about: "Balance and effective balance of each validator at the start; over 32 ETH only for compounding "
                    + "validators."),
            Field(
                "compounding", .flag, fallback: "false", examples: ["true"],
                about: "0x02 credentials: rewards compound up to 2,048 ETH (from electra on)."),
            Field(
                "cohort", .flag, fallback: "false", examples: ["true"],
                about: "Carry the validators of this entity that have one history together: for thousands of them."),
            builds,
        ])

    static let builds = Field(
        "builds",
        .word([
            Shape.Word("builder", "a builder makes the block and the proofs of its blobs"),
            Shape.Word("local", "its own node does, and the block leaves when the cell proofs are there"),
        ]), fallback: "builder", about: "Who makes its blocks; it matters where blocks carry blobs.")

    static let rest = FieldTable(
        "'rest'", about: "The validators whom no entity names.",
        fields: [
            Field("clients", .table(clients), about: "Consensus and execution clients of the rest."),
            Field(
                "regions", .named(Shape.Name("a region", canBeSet: true), .share(0...Share.whole)),
                fallback: "one unnamed region", examples: ["{ us-east: 40 %, eu-central: 60 % }"],
                about: "Share of the rest in each region; shares add up to 100 %."),
            Field(
                "providers", .named(Shape.Name("a provider", canBeSet: true), .share(0...Share.whole)),
                fallback: "none", examples: ["{ aws: 36 % }"],
                about: "Share of the rest at each hosting provider; what is missing to 100 % is at none."),
            Field(
                "offline", .share(0...Share.whole), fallback: "0 %", examples: ["0.316 %"],
                about: "Share that is offline the whole time, such as keys that were given up."),
            Field(
                "balance", balance, fallback: "32 ETH", examples: ["32 ETH"],
                about: "Effective balance of each validator of the rest."),
        ])
}
