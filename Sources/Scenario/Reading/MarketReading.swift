/// What a market comes to: the operators of its catalogue, the clusters that they form, what goes dark.
struct MarketExpansion {
    var places: [Place] = []
    var entities: [Entity] = []
    var clusters: [Cluster] = []
    var outages: [Outage] = []
}

/// Reads `market` and writes it out as entities, clusters and outages.
extension ScenarioReader {
    /// Name of the clusters, and subject of `expect`.
    static let marketName = "market"

    /// - Parameter run: length of the run, nanoseconds; nil = unknown.
    mutating func market(_ table: Value.Table, recoveries: [ResyncOverride], run: Int64?) -> MarketExpansion {
        guard let given = table.table("market") else { return MarketExpansion() }
        let size = Int(given.count("size") ?? 4)
        if ![4, 7, 10, 13].contains(size) {
            findings.add(
                "an SSV cluster cannot have \(size) members", at: given["size"]?.location ?? given.location,
                hint: "it has 4, 7, 10 or 13")
        }
        guard let validators = given.count("validators").map({ Int($0) }),
            let operators = catalogue(given, size: size, recoveries: recoveries)
        else { return MarketExpansion() }
        let count = Int(given.count("clusters") ?? 1)
        guard validators >= count else {
            findings.add(
                "\(Count.spelled(count)) clusters cannot share \(Count.spelled(validators)) "
                    + (validators == 1 ? "validator" : "validators"), at: given.location(of: "clusters"),
                hint: "each has at least one; raise 'validators'")
            return MarketExpansion()
        }
        var choice = OperatorChoice(
            operators, given.text("strategy").flatMap(MarketStrategy.init(rawValue:)) ?? .cheapest, size: size,
            capacity: Int(given.count("capacity") ?? 1_000), seed: table.count("seed") ?? 1)
        var rosters: [[MarketOperator]] = []
        for index in 0..<count {
            let own = validators / count + (index < validators % count ? 1 : 0)
            guard let chosen = choice.next(cluster: index, validators: own) else {
                findings.add(
                    "cluster \(index + 1) of \(count) finds \(choice.withRoom(for: own).count) operators with room for "
                        + "\(Count.spelled(own)) validators, not \(size)", at: given.location,
                    hint: "raise 'capacity', lower 'validators', or add operators to the catalogue")
                return MarketExpansion()
            }
            rosters.append(chosen.map { operators[$0] })
        }
        if choice.sharesTraits {
            findings.warn(
                "no \(size) operators of the catalogue with room differ in provider, region and both clients",
                at: given["strategy"]?.location ?? given.location,
                hint: "some clusters have the \(size) that share least")
        }
        return expansion(given, operators, rosters: rosters, validators: validators, run: run)
    }

    private mutating func catalogue(
        _ given: Value.Table, size: Int, recoveries: [ResyncOverride]
    ) -> [MarketOperator]? {
        guard let value = given["catalogue"], let path = value.text else { return nil }
        var table = TraceReading(path: path, place: value.location, files: files)
        table.noun = "the catalogue"
        var reading = OperatorCatalogue(table: table, recoveries: recoveries)
        let operators = reading.operators()
        findings.add(reading.table.findings)
        guard let operators else { return nil }
        guard operators.count >= size else {
            findings.add(
                "the catalogue has \(operators.count) operators, fewer than the \(size) of a cluster",
                at: value.location, hint: "add operators, or lower 'size'")
            return nil
        }
        return operators
    }

    /// Everybody in the catalogue has a node, so that an outage may hit where nobody was picked; only those who were
    /// have outages of their own.
    private func expansion(
        _ given: Value.Table, _ operators: [MarketOperator], rosters: [[MarketOperator]], validators: Int, run: Int64?
    ) -> MarketExpansion {
        var result = MarketExpansion()
        let serving = Set(rosters.joined().map(\.id))
        let down = given.table("downtime")?.nanoseconds("mean")
        for one in operators {
            let place = Place(name: "\(one.provider) \(one.region)", region: one.region, provider: one.provider)
            if !result.places.contains(place) { result.places.append(place) }
            func only(_ client: String) -> [ClientMix.Share] {
                [ClientMix.Share(name: client, partsPerMillion: Share.whole)]
            }
            result.entities.append(
                Entity(
                    name: one.name, places: [place.name],
                    clients: ClientMix(consensus: only(one.consensus), execution: only(one.execution)),
                    link: one.link, location: one.location))
            if let down, serving.contains(one.id), one.uptime < Share.whole {
                result.outages.append(Self.downtime(of: one, mean: down))
            }
        }
        var cluster = Cluster(
            name: Self.marketName, flavour: .ssv, members: rosters.first?.map(\.name) ?? [],
            threshold: 2 * (((rosters.first?.count ?? 0) - 1) / 3) + 1, validators: validators, count: rosters.count,
            location: given.location)
        cluster.rosters = rosters.map { $0.map(\.name) }
        cluster.rosterIDs = rosters.map { $0.map(\.id) }
        cluster.operatorIDs = cluster.rosterIDs.first ?? []
        cluster.signing = given.text("signing").flatMap(Cluster.Signing.init(rawValue:)) ?? .modelled
        cluster.accounts = rosters.enumerated().map { index, roster in
            ClusterAccount(
                deposit: given.gwei("balance"), operatorFees: roster.reduce(0) { $0 + $1.fee },
                networkFee: given.gwei("network_fee") ?? 0,
                validators: validators / rosters.count + (index < validators % rosters.count ? 1 : 0))
        }
        result.clusters = [cluster]
        guard let run else { return result }
        for (index, account) in cluster.accounts.enumerated() {
            guard let end = account.runsOutAt, end < run else { continue }
            var hits = Selector()
            hits.clusters = [Self.marketName]
            hits.nodes = [rosters.count == 1 ? Self.marketName : "\(Self.marketName)/\(index + 1)"]
            hits.reachesRest = false
            result.outages.append(
                Outage(
                    name: "liquidation of \(hits.nodes[0])", kind: .badConfig, hits: hits,
                    timing: .once(at: end, duration: .exactly(run - end)), resync: ResyncPlan.none,
                    location: given.location(of: "balance")))
        }
        return result
    }

    /// An operator's outages: p of the time it is up, so that it stays up for p/(1 − p) of an outage's length.
    private static func downtime(of one: MarketOperator, mean: Int64) -> Outage {
        let up = Int128(mean) * Int128(one.uptime) / Int128(Share.whole - one.uptime)
        var hits = Selector()
        hits.entities = [one.name]
        hits.reachesRest = false
        return Outage(
            name: "downtime of \(one.name)", kind: .network, hits: hits,
            timing: .recurring(
                every: .mean(max(1, min(Int64(clamping: up), Clock.longest))), duration: .mean(mean)),
            resync: ResyncPlan.none, location: one.location)
    }

    /// Says where a market takes a name that something else has.
    mutating func checkNames(
        of market: MarketExpansion, _ table: Value.Table, places: [Place], entities: [Entity], clusters: [Cluster]
    ) {
        guard !market.clusters.isEmpty else { return }
        for (section, names) in [("entities", entities.map(\.name)), ("clusters", clusters.map(\.name))]
        where names.contains(Self.marketName) {
            let entry = table.named(section).first { $0.name == Self.marketName }
            findings.add(
                "'\(Self.marketName)' is the name of the market's clusters",
                at: entry?.nameLocation ?? table.location, hint: "choose another name")
        }
        for one in market.entities
        where entities.contains(where: { $0.name == one.name })
            || clusters.contains(where: { $0.name == one.name }) || one.name == Self.marketName
        {
            findings.add(
                "the operator '\(one.name)' has the name of something in the scenario", at: one.location,
                hint: "give one of them another name")
        }
        for place in market.places where places.contains(where: { $0.name == place.name && $0 != place }) {
            findings.add(
                "the place '\(place.name)' is not where the market's operators of that name stand",
                at: table.location(of: "places"), hint: "give the place another name")
        }
        let names = market.outages.map(\.name)
        for value in table.list("outages") {
            guard let name = value.table?["name"], let text = name.text, names.contains(text) else { continue }
            findings.add("the market has an outage called '\(text)'", at: name.location, hint: "choose another name")
        }
    }
}
