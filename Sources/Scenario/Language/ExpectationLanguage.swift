/// Keys of `expect`.
enum ExpectationLanguage {
    /// Pattern of a metric path for editors.
    private static let metricPattern: String = {
        let names = Metric.allCases.map { $0.rawValue.replacing(".", with: "\\.") }.joined(separator: "|")
        return "^.+\\.(\(names))( +at .+| +during .+)?$"
    }()

    static let expectation = FieldTable(
        "an expectation", about: "A figure that the run must reproduce.",
        fields: [
            Field(
                "that", .text(what: "a metric such as me.penalties", pattern: metricPattern), isRequired: true,
                examples: ["me.penalties", "me.balance at 100 epochs", "me.loss during \"power cut\""],
                synonyms: ["metric"],
                about:
                    "SUBJECT.METRIC, optionally ` at TIME` or ` during \"OUTAGE\"`; the subject is an entity, a cluster, "
                    + "`rest` or `network`."),
            Field(
                "is", .oneOrMore(.quantity), examples: ["189_840 gwei", "[28 epochs, 29 epochs]"],
                synonyms: ["equals", "value"], about: "The value, or a list of which one must hold."),
            Field(
                "or", .oneOrMore(.quantity), examples: ["196_620 gwei"], about: "Other values that will do beside `is`."
            ),
            Field("at_least", .quantity, examples: ["99 %"], about: "Lowest value that will do."),
            Field("at_most", .quantity, examples: ["2 epochs"], about: "Highest value that will do."),
            Field(
                "between", .list(.quantity, length: 2...2), examples: ["[0.6, 1.7]"], about: "Lowest and highest value."
            ),
            Field(
                "within", .quantity, fallback: "exact", examples: ["0.1 %", "5 gwei", "1 epoch"],
                synonyms: ["tolerance"],
                about: "Tolerance of `is` and `or`: a share of the value, or a quantity of its unit; for a metric that "
                    + "is itself a share, also `0.5 points`."),
            Field(
                "source", .text(what: "a source"), isRequired: true, examples: ["28 epochs × 20 × 339 gwei"],
                about: "Where the figure comes from: a publication or a closed form. Every report shows it."),
        ],
        rules: [.exactlyOne(["is", "at_least", "at_most", "between"]), .needs("or", "is"), .needs("within", "is")])
}
