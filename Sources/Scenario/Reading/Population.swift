/// Who is in a scenario, for questions about whom an outage reaches.
struct Population {
    let places: [Place]
    let entities: [Entity]
    let clusters: [Cluster]
    let rest: Rest
    /// Validators of the whole network; nil where a real state has them.
    let validators: Int?
    /// False where an error in the description makes such questions moot.
    let isSound: Bool

    /// Balance of the whole network, Gwei; nil where a real state has it.
    var stake: Int128? {
        guard let validators else { return nil }
        let named = NamedStake(entities, clusters)
        return named.gwei + Int128(max(0, validators - named.validators)) * Int128(rest.balance)
    }

    var entityNames: [String] { entities.map(\.name) }
    /// False where entities and clusters are the whole network.
    var hasRest: Bool {
        guard let validators else { return true }
        return validators > NamedStake(entities, clusters).validators
    }

    /// Names that a condition of a selector can have.
    func names(for condition: String) -> [String] {
        let names: [String?]
        switch condition {
        case "entity": names = entityNames
        case "cluster": names = clusters.map(\.name)
        case "place": names = places.map(\.name)
        case "region": names = places.map(\.region) + rest.regions.map(\.name)
        case "power": names = places.map(\.power)
        case "provider": names = places.map(\.provider) + rest.providers.map(\.name)
        case "operator": names = entities.map { $0.nodeOperator ?? $0.name }
        case "link": names = entities.map(\.link)
        case "consensus": names = clients(\.consensus, shipped: KnownClients.consensus)
        case "execution": names = clients(\.execution, shipped: KnownClients.execution)
        case "client":
            names =
                clients(\.consensus, shipped: KnownClients.consensus)
                + clients(\.execution, shipped: KnownClients.execution)
        default: names = []
        }
        var unique: [String] = []
        for case let name? in names where !unique.contains(name) { unique.append(name) }
        return unique
    }

    /// Clients that someone runs, by product and, where versions are told apart, by these too; where a mix is left open, any that has shipped data.
    private func clients(_ layer: KeyPath<ClientMix, [ClientMix.Share]>, shipped: [String]) -> [String] {
        let mixes = entities.map { $0.clients[keyPath: layer] } + (hasRest ? [rest.clients[keyPath: layer]] : [])
        return mixes.flatMap { mix in
            mix.isEmpty
                ? shipped
                : mix.filter { $0.partsPerMillion > 0 }.flatMap { share in
                    let product = ClientName(share.name).product
                    return product == share.name ? [product] : [product, share.name]
                }
        }
    }

    /// True where some named node fulfils the conditions.
    func reachesNamed(_ selector: Selector) -> Bool {
        guard !selector.onlyRest else { return false }
        guard selector.clusters.isEmpty else { return true }
        return entities.contains { entity in
            guard holds(selector.entities, entity.name), holds(selector.operators, entity.nodeOperator ?? entity.name),
                holds(selector.links, entity.link), runs(selector.consensusClients, entity.clients.consensus),
                runs(selector.executionClients, entity.clients.execution)
            else { return false }
            return nodeNumbers(of: entity, selector).contains { standsRight(entity, node: $0, selector) }
        }
    }

    /// True where some validator of the rest fulfils the conditions.
    func reachesRest(_ selector: Selector) -> Bool {
        hasRest && selector.reachesRest && isAt(selector.regions, rest.regions)
            && isAt(selector.providers, rest.providers) && runs(selector.consensusClients, rest.clients.consensus)
            && runs(selector.executionClients, rest.clients.execution)
    }

    /// What is wrong with a name that should be a node's or an entity's.
    func problem(withOwner name: String) -> Problem? {
        if let node = NodeName(name) { return node.problem(among: entities) }
        guard !entityNames.contains(name) else { return nil }
        return Problem(
            "there is no node or entity '\(name)'",
            hint: Spelling.hint(for: name, among: entityNames, noun: "the entities are"))
    }

    /// The cluster that a name means: its own, or `NAME/2` for one of several of a kind.
    func cluster(standingFor name: String) -> Cluster? {
        clusters.first { cluster in
            if cluster.count == 1 { return cluster.name == name }
            guard let node = NodeName(name), node.entity == cluster.name else { return false }
            return node.number <= cluster.count
        }
    }

    /// The name of a node or entity; an entity's only node stands for it.
    func owner(_ name: String) -> String {
        entities.first { $0.name == name }?.nodes == 1 ? "\(name)/1" : name
    }

    /// True where somebody can fulfil both lists of conditions; shares are not looked at.
    func canMeet(_ a: Selector, _ b: Selector) -> Bool {
        guard let both = a.intersection(b) else { return false }
        return reachesNamed(both) || reachesRest(both)
    }

    /// True where somebody fulfils none of the lists of conditions.
    func leavesSomebody(_ taken: [Selector]) -> Bool {
        let isRestTaken = !hasRest || taken.contains { reachesRest($0) && $0.isWholeRest } || areRegionsTaken(taken)
        guard isRestTaken else { return true }
        return entities.contains { entity in
            var everybody = Selector()
            everybody.entities = [entity.name]
            return nodeNumbers(of: entity, everybody).contains { number in
                !taken.contains { selector in
                    var one = Selector()
                    one.nodes = ["\(entity.name)/\(number + 1)"]
                    return selector.intersection(one).map(reachesNamed) ?? false
                }
            }
        }
    }

    /// True where the conditions name every region of the rest and ask no more.
    private func areRegionsTaken(_ taken: [Selector]) -> Bool {
        guard !rest.regions.isEmpty else { return false }
        let names = taken.filter { reachesRest($0) && $0.isRegionsAlone }.flatMap(\.regions)
        return rest.regions.allSatisfy { $0.partsPerMillion == 0 || names.contains($0.name) }
    }

    private func isAt(_ wanted: [String], _ shares: [ClientMix.Share]) -> Bool {
        wanted.isEmpty || shares.contains { wanted.contains($0.name) && $0.partsPerMillion > 0 }
    }

    private func holds(_ wanted: [String], _ name: String?) -> Bool {
        guard !wanted.isEmpty else { return true }
        guard let name else { return false }
        return wanted.contains(name)
    }

    private func runs(_ wanted: [String], _ mix: [ClientMix.Share]) -> Bool {
        guard !wanted.isEmpty, !mix.isEmpty else { return true }
        return mix.contains { share in
            share.partsPerMillion > 0 && wanted.contains { ClientName.means($0, share.name) }
        }
    }

    /// Numbers (from 0) of the nodes that differ in what a selector can ask: one round of the places, or those named.
    private func nodeNumbers(of entity: Entity, _ selector: Selector) -> [Int] {
        guard selector.nodes.isEmpty else {
            return selector.nodes.compactMap { node in
                guard let name = NodeName(node), name.entity == entity.name else { return nil }
                return name.number - 1
            }
        }
        return Array(0..<min(entity.nodes, max(1, entity.places.count)))
    }

    private func standsRight(_ entity: Entity, node: Int, _ selector: Selector) -> Bool {
        let name = entity.places.isEmpty ? nil : entity.places[node % entity.places.count]
        let place = name.flatMap { name in places.first { $0.name == name } }
        return holds(selector.places, name) && holds(selector.regions, place?.region)
            && holds(selector.powerZones, place?.power) && holds(selector.providers, place?.provider)
    }
}

/// An entity's node by number: `me/1`.
struct NodeName {
    let entity: String
    /// From 1.
    let number: Int

    init?(_ text: String) {
        guard let slash = text.lastIndex(of: "/") else { return nil }
        let digits = text[text.index(after: slash)...]
        guard let number = Int(digits), number >= 1, String(number) == digits else { return nil }
        entity = String(text[..<slash])
        self.number = number
    }

    /// What is wrong with it, if there is no such node.
    func problem(among entities: [Entity]) -> Problem? {
        guard let owner = entities.first(where: { $0.name == entity }) else {
            return Problem(
                "there is no entity '\(entity)'",
                hint: Spelling.hint(for: entity, among: entities.map(\.name), noun: "the entities are"))
        }
        guard number > owner.nodes else { return nil }
        return Problem(
            "'\(entity)' has no node \(number)", hint: "its nodes are \(entity)/1 to \(entity)/\(owner.nodes)")
    }
}

/// Validators whom entities and clusters name, and what they hold.
struct NamedStake {
    let validators: Int
    /// Gwei.
    let gwei: Int128

    init(_ entities: [Entity], _ clusters: [Cluster]) {
        validators = entities.reduce(0) { $0 + $1.validators } + clusters.reduce(0) { $0 + $1.validators }
        gwei =
            entities.reduce(Int128(0)) { $0 + Int128($1.validators) * Int128($1.balance) }
            + clusters.reduce(Int128(0)) { $0 + Int128($1.validators) * Int128($1.balance) }
    }
}
