/// Reads `hits`.
extension ScenarioReader {
    /// Conditions that a validator of the rest cannot fulfil, because the rest has no such thing.
    private static let namedOnly = ["entity", "node", "place", "power", "operator", "link", "cluster"]

    /// Reads whom an outage hits; `table` is nil where nothing was said.
    mutating func selector(_ table: Value.Table?, kind: Outage.Kind?, outage: Value.Table, _ population: Population)
        -> Selector
    {
        guard let table else {
            var selector = Selector()
            if kind == .replay {
                selector.onlyRest = true
            } else if kind != .partition, outage.lacks("hits") {
                findings.add(
                    "an outage needs the key 'hits'", at: outage.location,
                    hint: "for example hits: { entity: me }, or hits: { everyone: true }")
            }
            return selector
        }
        if kind == .partition {
            findings.add(
                "a partition has no 'hits'", at: outage.location(of: "hits"), hint: "its groups say who is cut off")
        }
        if kind != .doubleKeys, table.has("cluster") {
            findings.add(
                "only double-keys can hit a cluster", at: table.location(of: "cluster"),
                hint: "name the nodes that are its members")
        }
        if table.has("cluster"), let other = table.given.first(where: { $0 != "cluster" && $0 != "share" }) {
            findings.add(
                "'cluster' and '\(other)' cannot stand together", at: table.location(of: other),
                hint: "keep one of them")
        }
        let noun = kind == .clientCrash ? "client crash" : "client bug"
        if kind == .clientCrash || kind == .clientBug, !["client", "consensus", "execution"].contains(where: table.has)
        {
            findings.add(
                "a \(noun) needs a client", at: table.location,
                hint: "add client: NAME, consensus: NAME or execution: NAME")
        }
        return selector(table, "'hits'", population)
    }

    /// Reads conditions; `subject` is what they belong to, for messages.
    mutating func selector(_ table: Value.Table, _ subject: String, _ population: Population) -> Selector {
        var selector = Selector()
        let errorsBefore = findings.errors.count
        selector.partsPerMillion = table.partsPerMillion("share") ?? Share.whole
        selector.entities = names(table, "entity", population)
        selector.places = names(table, "place", population)
        selector.regions = names(table, "region", population)
        selector.powerZones = names(table, "power", population)
        selector.providers = names(table, "provider", population)
        selector.operators = names(table, "operator", population)
        selector.links = names(table, "link", population)
        selector.consensusClients = names(table, "consensus", population)
        selector.executionClients = names(table, "execution", population)
        selector.nodes = nodes(table, population)
        clients(table, &selector, population)
        selector.clusters = names(table, "cluster", population)
        scope(table, &selector)
        // Who is misnamed reaches nobody, which need not be said twice.
        if findings.errors.count == errorsBefore { checkReach(table, &selector, subject, population) }
        return selector
    }

    private mutating func names(_ table: Value.Table, _ key: String, _ population: Population) -> [String] {
        let known = population.names(for: key)
        var names: [String] = []
        for value in table.list(key) {
            guard let name = value.text else { continue }
            names.append(name)
            guard population.isSound, !known.contains(name) else { continue }
            let noun = key == "power" ? "power zone" : key == "consensus" || key == "execution" ? "\(key) client" : key
            let others =
                [
                    "entity": "entities", "power": "power zones", "consensus": "consensus clients",
                    "execution": "execution clients",
                ][
                    key] ?? "\(key)s"
            let client = ClientName(name)
            if ["client", "consensus", "execution"].contains(key), client.version != nil {
                findings.add(
                    client.problem
                        ?? Problem(
                            "nobody here runs '\(name)'",
                            hint: "give somebody clients with their versions: "
                                + "clients: { consensus: { prysm@7.0.0: 20 %, lighthouse: 80 % } }"), at: value.location
                )
                continue
            }
            findings.add(
                "there is no \(noun) '\(name)' here", at: value.location,
                hint: Spelling.hint(for: name, among: known, noun: "the \(others) are"))
        }
        return names
    }

    private mutating func nodes(_ table: Value.Table, _ population: Population) -> [String] {
        var names: [String] = []
        for value in table.list("node") {
            guard let text = value.text else { continue }
            names.append(text)
            guard let name = NodeName(text) else {
                findings.add(
                    "'\(text)' is not the name of a node", at: value.location, hint: "write ENTITY/NUMBER: me/1")
                continue
            }
            guard population.isSound else { continue }
            if let problem = name.problem(among: population.entities) { findings.add(problem, at: value.location) }
        }
        return names
    }

    /// `client` is either layer; the clients of one list must be of one layer, because each condition must hold.
    private mutating func clients(_ table: Value.Table, _ selector: inout Selector, _ population: Population) {
        let named = names(table, "client", population)
        guard !named.isEmpty else { return }
        let consensus = KnownClients.consensus + population.names(for: "consensus")
        let execution = KnownClients.execution + population.names(for: "execution")
        if named.allSatisfy({ !execution.contains($0) || consensus.contains($0) }) {
            selector.consensusClients = named
        } else if named.allSatisfy({ !consensus.contains($0) || execution.contains($0) }) {
            selector.executionClients = named
        } else {
            findings.add(
                "'client' lists consensus and execution clients together", at: table.location(of: "client"),
                hint: "write two outages, or 'consensus' and 'execution' if a node must run both")
        }
    }

    private mutating func scope(_ table: Value.Table, _ selector: inout Selector) {
        let conditions = table.given.filter { !["rest", "everyone", "share"].contains($0) }
        if let everyone = table.flag("everyone") {
            let place = table.location(of: "everyone")
            if !everyone {
                findings.add("'everyone: false' means nothing", at: place, hint: "name a condition instead")
            } else if let other = table.given.first(where: { $0 != "everyone" && $0 != "share" }) {
                findings.add(
                    "'everyone' and '\(other)' cannot stand together", at: table.location(of: other),
                    hint: "a condition picks from everyone by itself; leave 'everyone' out")
            }
        }
        let needsNamed = conditions.first(where: Self.namedOnly.contains)
        if needsNamed != nil { selector.reachesRest = false }
        guard let rest = table.flag("rest") else { return }
        selector.onlyRest = rest
        if !rest { selector.reachesRest = false }
        if rest, let needsNamed {
            findings.add(
                "the rest has no '\(needsNamed)'", at: table.location(of: needsNamed),
                hint: "the rest can be chosen by region, provider, client and share")
        }
    }

    private mutating func checkReach(
        _ table: Value.Table, _ selector: inout Selector, _ subject: String, _ population: Population
    ) {
        guard population.isSound else { return }
        let isRestReached = population.reachesRest(selector)
        if !isRestReached { selector.reachesRest = false }
        guard !isRestReached, !population.reachesNamed(selector) else { return }
        let asksRest = selector.onlyRest
        let hint: String
        if asksRest, !population.hasRest {
            hint = "the entities are the whole network, nobody is the rest"
        } else if asksRest, !selector.regions.isEmpty || !selector.providers.isEmpty {
            hint = "say in 'rest' which regions and providers it has"
        } else {
            hint = "no node fulfils all of the conditions together"
        }
        findings.add("\(subject) reaches nobody", at: table.location, hint: hint)
    }
}
