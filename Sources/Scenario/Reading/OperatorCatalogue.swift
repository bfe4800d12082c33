/// Somebody who runs nodes for clusters against a fee, as a line of a catalogue tells.
struct MarketOperator: Equatable {
    /// Number at SSV, unlike every other operator's.
    var id: UInt64
    /// Name of the entity that stands for it.
    var name: String
    var region: String
    var provider: String
    var consensus: String
    var execution: String
    /// Kind of connection.
    var link: String
    /// Past uptime, parts per million, above nought.
    var uptime: Int
    /// For each validator and year, Gwei.
    var fee: Int64
    var location: SourceLocation

    /// What two operators have in common that can take both of them down: of provider, region and the two clients, of
    /// whatever version.
    func traits(sharedWith other: MarketOperator) -> Int {
        (provider == other.provider ? 1 : 0) + (region == other.region ? 1 : 0)
            + (ClientName(consensus).product == ClientName(other.consensus).product ? 1 : 0)
            + (ClientName(execution).product == ClientName(other.execution).product ? 1 : 0)
    }
}

/// Reads a catalogue of operators; its errors carry the file's own name and line.
struct OperatorCatalogue {
    static let columns = [
        "id", "name", "region", "provider", "consensus", "execution", "link", "uptime_percent", "fee_eth_per_year",
    ]

    private static let name = Shape.Name(
        "an operator", nouns: "operators", reserved: ScenarioLanguage.subjects, isSubject: true)

    var table: TraceReading
    /// Clients that have an entry in `resync`.
    let recoveries: [ResyncOverride]

    /// Reads all operators; nil where something is wrong.
    mutating func operators() -> [MarketOperator]? {
        var operators: [MarketOperator] = []
        var (ids, names): (Set<UInt64>, Set<String>) = ([], [])
        let recoveries = recoveries
        table.forEachRow(header: Self.columns) { fields, place throws(Problem) in
            let id = try Count.integer(fields[0])
            guard ClusterLanguage.operatorIDs.contains(id) else {
                throw Problem("an operator cannot have the id \(id)", hint: "ids of SSV begin with 1")
            }
            guard ids.insert(id).inserted else { throw Problem("the operator \(id) stands in the catalogue twice") }
            if let problem = Checker.problem(with: fields[1], as: Self.name) { throw problem }
            guard names.insert(fields[1]).inserted else {
                throw Problem("two operators are called '\(fields[1])'", hint: "give each a name of its own")
            }
            for (column, noun) in [(2, "region"), (3, "provider"), (6, "link")] where fields[column].isEmpty {
                throw Problem("the operator has no \(noun)", hint: "write one in the column '\(Self.columns[column])'")
            }
            try Self.check(fields[4], .consensus, recoveries)
            try Self.check(fields[5], .execution, recoveries)
            operators.append(
                MarketOperator(
                    id: id, name: fields[1], region: fields[2], provider: fields[3], consensus: fields[4],
                    execution: fields[5], link: fields[6], uptime: try Self.uptime(fields[7]),
                    fee: try Self.fee(fields[8]), location: place))
        }
        return table.findings.isEmpty ? operators : nil
    }

    private static func check(
        _ client: String, _ layer: ClientLayer, _ recoveries: [ResyncOverride]
    ) throws(Problem) {
        if let problem = ClientName(client).problem { throw problem }
        guard !layer.known.contains(ClientName(client).product),
            !recoveries.contains(where: { ClientName.means($0.client, client) })
        else { return }
        throw Problem(
            "'\(SourceNode.shortened(client))' is not \(layer.noun) that this version knows",
            hint: "known: \(layer.known.joined(separator: ", ")); another needs an entry in 'resync'")
    }

    private static func uptime(_ text: String) throws(Problem) -> Int {
        let number = try Decimal(text)
        guard let parts = number.scaled(by: 10_000) else {
            throw Problem("an uptime of '\(text)' is finer than 0.0001 %, or too large")
        }
        guard (1...Int64(Share.whole)).contains(parts) else {
            throw Problem("an uptime of \(text) % cannot be", hint: "it is above 0 and at most 100")
        }
        return Int(parts)
    }

    private static func fee(_ text: String) throws(Problem) -> Int64 {
        let number = try Decimal(text)
        guard number.mantissa >= 0 else { throw Problem("a fee cannot be negative, found '\(text)'") }
        guard let gwei = number.scaled(by: Amount.gweiPerETH), gwei <= Amount.largest else {
            throw Problem("'\(text)' is not an amount of ETH in whole gwei")
        }
        return gwei
    }
}
