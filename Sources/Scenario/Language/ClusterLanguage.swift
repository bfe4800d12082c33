/// Keys of `clusters`.
enum ClusterLanguage {
    /// Numbers that an operator can have at SSV: never nought, at which the polynomial is the key itself.
    static let operatorIDs: ClosedRange<UInt64> = 1...UInt64(Int64.max)

    static let cluster = FieldTable(
        "a cluster", about: "Nodes that hold shares of the same validator keys; any `threshold` of them can sign.",
        fields: [
            Field(
                "flavour",
                .word([
                    Shape.Word("obol", "Charon's rules; 3 to 22 members"),
                    Shape.Word("ssv", "SSV's rules; 4, 7, 10 or 13 members"),
                ]), fallback: "obol", synonyms: ["flavor"], about: "Whose rules it follows."),
            Field(
                "members", .list(.name(Shape.Name("a node")), length: 1...10_000), isRequired: true,
                examples: ["[me, you, wenmoon, coinbase/2]"], synonyms: ["operators"],
                about: "Nodes, in the order of their shares; the name of an entity stands for its only node."),
            Field(
                "operator_ids", .list(.count(operatorIDs), length: 1...22), fallback: "1 to n",
                examples: ["[5, 17, 42, 103]"],
                about: "Numbers of the members at SSV, one for each (ssv): a share is the key's polynomial at that "
                    + "number, and SSV orders a committee by them."),
            Field(
                "threshold", .count(1...22), fallback: "two thirds of the members, rounded up", examples: ["3"],
                about: "Members whose signatures are enough: more than half of them."),
            Field(
                "validators", .count(1...ScenarioLanguage.mostValidators), fallback: "1", examples: ["2"],
                about: "Validators in all."),
            Field(
                "count", .count(1...100_000), fallback: "1", examples: ["500"],
                about: "Clusters of this kind, with the same members, among which the validators are spread evenly."),
            signing,
            Field(
                "chain_split_halt", .flag, fallback: "false", examples: ["true"],
                about: "Charon's check of the leader's source and target before a member agrees (obol)."),
            Field(
                "timer",
                .word([
                    Shape.Word("eager-double-linear", "rounds end at fixed times, later where a proposal came"),
                    Shape.Word("increasing", "each round is longer than the last"),
                    Shape.Word("linear", "a longer first round, then rounds that grow evenly"),
                ]), fallback: "eager-double-linear", about: "Charon's round timer (obol); SSV has its own."),
            Field(
                "block_rounds",
                .word([
                    Shape.Word("instance", "when the member begins, with its block at hand: the Go client"),
                    Shape.Word("slot", "with the slot: Anchor in April 2026"),
                ]), fallback: "instance", about: "From when the rounds of a block's consensus count (ssv)."),
            Field(
                "late_proofs",
                .word([
                    Shape.Word("taken", "it counts: the Go client"),
                    Shape.Word("refused", "it is dropped: Anchor until the end of April 2026"),
                ]), fallback: "taken",
                about: "What becomes of the proof of a decision that reaches a member in a later round (ssv)."),
            Field(
                "doppelganger", .flag, fallback: "false", examples: ["true"],
                about:
                    "Doppelganger protection (ssv): a member that has restarted signs only when the others have signed "
                    + "without it for an epoch, or from the third epoch on."),
            Field(
                "blob_work",
                .word([
                    Shape.Word("every-member", "each member carries everything"),
                    Shape.Word("rows", "proofs of blobs are dealt to the members"),
                    Shape.Word("columns", "columns are dealt to the members"),
                ]), fallback: "every-member", about: "How the work of blobs is shared among the members."),
            EntityLanguage.builds,
            Field(
                "file", .text(what: "the path of a cluster file"), examples: ["cluster-lock.json"],
                about: "Obol's `cluster-lock.json` or SSV's `keyshares.json`, from the scenario's folder: flavour, "
                    + "threshold and validators are as it says; it must verify, and `members` names a node for each."),
            Field(
                "unreachable", .list(.name(Shape.Name("a node")), length: 1...22), examples: ["[me, you]"],
                about: "Members that cannot be called from outside (obol): two of them talk through the relay; whoever "
                    + "else is called straight."),
            Field(
                "relay", .name(Shape.Name("a node")), fallback: "stands nowhere, doubles the latency and never fails",
                examples: ["relay", "relays/2"],
                about:
                    "Node, not a member, that relays for members that cannot reach each other (obol): its place says "
                    + "how far that is, its outages cut them off."),
            Field("reshare", .table(reshare), about: reshare.about),
            Field(
                "balance", EntityLanguage.balance, fallback: "32 ETH", examples: ["32 ETH"],
                about: "Balance and effective balance of each validator at the start; over 32 ETH only for compounding "
                    + "validators."),
            Field(
                "compounding", .flag, fallback: "false", examples: ["true"],
                about: "0x02 credentials: rewards compound up to 2,048 ETH (from electra on)."),
        ])

    static let signing = Field(
        "signing",
        .word([
            Shape.Word("modelled", "signatures take their time but are not made"),
            Shape.Word("real", "partial signatures are made, checked and combined"),
        ]), fallback: "modelled", about: "Whether signatures are real; the outcome is the same.")

    static let reshare = FieldTable(
        "'reshare'", about: "A member is replaced by new shares of the same key.",
        fields: [
            Field(
                "at", .duration(.zeroOrMore), isRequired: true, examples: ["1 day"],
                about: "When all stop signing with the old shares, from the start of the run."),
            Field(
                "out", .name(Shape.Name("a node")), isRequired: true, examples: ["wenmoon"],
                about: "Member that goes, as it is called among the members."),
            Field(
                "in", .name(Shape.Name("a node")), isRequired: true, examples: ["dave"],
                about: "Node that takes its place and the number of its share."),
            Field(
                "grace", .duration(.zeroOrMore), fallback: "2 epochs", examples: ["0 s"],
                about: "For so long after that nobody signs: the new shares know nothing of what the old ones signed."),
        ])
}
