/// Who is in a scenario, for questions about whom an outage reaches.
struct Population {
    let places: [Place]
    let entities: [Entity]
    let rest: Rest
    /// Validators of the whole network; nil where a real state has them.
    let validators: Int?
    /// False where an error in the description makes such questions moot.
    let isSound: Bool

    /// Balance of the whole network, Gwei; nil where a real state has it.
    var stake: Int128? {
        guard let validators else { return nil }
        let named = entities.reduce(Int128(0)) { $0 + Int128($1.validators) * Int128($1.balance) }
        let others = validators - entities.reduce(0) { $0 + $1.validators }
        return named + Int128(max(0, others)) * Int128(rest.balance)
    }

    var entityNames: [String] { entities.map(\.name) }
    /// False where the entities are the whole network.
    var hasRest: Bool {
        guard let validators else { return true }
        return validators > entities.reduce(0) { $0 + $1.validators }
    }

    /// Names that a condition of a selector can have.
    func names(for condition: String) -> [String] {
        let names: [String?]
        switch condition {
        case "entity": names = entityNames
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

    /// Clients that someone runs; where a mix is left open, any that has shipped data.
    private func clients(_ layer: KeyPath<ClientMix, [ClientMix.Share]>, shipped: [String]) -> [String] {
        let mixes = entities.map { $0.clients[keyPath: layer] } + (hasRest ? [rest.clients[keyPath: layer]] : [])
        return mixes.flatMap { mix in
            mix.isEmpty ? shipped : mix.filter { $0.partsPerMillion > 0 }.map(\.name)
        }
    }

    /// True where some named node fulfils the conditions.
    func reachesNamed(_ selector: Selector) -> Bool {
        guard !selector.onlyRest else { return false }
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

    private func isAt(_ wanted: [String], _ shares: [ClientMix.Share]) -> Bool {
        wanted.isEmpty || shares.contains { wanted.contains($0.name) && $0.partsPerMillion > 0 }
    }

    private func holds(_ wanted: [String], _ name: String?) -> Bool {
        guard !wanted.isEmpty else { return true }
        guard let name else { return false }
        return wanted.contains(name)
    }

    private func runs(_ wanted: [String], _ mix: [ClientMix.Share]) -> Bool {
        wanted.isEmpty || mix.isEmpty || isAt(wanted, mix)
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
        guard let slash = text.lastIndex(of: "/"), let number = Int(text[text.index(after: slash)...]), number >= 1
        else { return nil }
        entity = String(text[..<slash])
        self.number = number
    }
}
