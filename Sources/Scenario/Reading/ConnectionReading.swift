/// Reads what cuts members of a cluster off from each other: half-open connections, and who needs a relay.
extension ScenarioReader {
    /// Reads `unreachable` and `relay`.
    mutating func takeRelay(of cluster: inout Cluster, _ given: Value.Table, _ entities: [Entity], isSound: Bool) {
        let hidden = given.list("unreachable")
        cluster.unreachable = hidden.compactMap(\.text)
        cluster.relay = given.text("relay")
        guard isSound else { return }
        let members = (cluster.members + (cluster.reshare.map { [$0.incoming] } ?? [])).map(wholeName)
        var seen: [String] = []
        for value in hidden {
            guard let name = value.text.map(wholeName) else { continue }
            if !members.contains(name) {
                findings.add(
                    "'\(value.text ?? name)' is not a member of the cluster", at: value.location,
                    hint: "the members are: \(cluster.members.joined(separator: ", "))")
            } else if seen.contains(name) {
                findings.add("'\(value.text ?? name)' is named twice", at: value.location, hint: "name it once")
            }
            seen.append(name)
        }
        guard let value = given["relay"], let name = value.text else { return }
        if let entity = entities.first(where: { $0.name == name }), entity.nodes != 1 {
            findings.add(
                "the relay '\(name)' has \(Count.spelled(entity.nodes)) nodes", at: value.location,
                hint: "write which: \(name)/1")
        } else if !isNode(name, entities) {
            findings.add(
                "the relay '\(name)' is not a node", at: value.location,
                hint: Spelling.nearest(to: name, among: entities.map(\.name)).map { "did you mean '\($0)'?" }
                    ?? "describe it under 'entities', with one node")
        } else if members.contains(wholeName(name)) {
            findings.add(
                "the relay '\(name)' is a member of the cluster", at: value.location,
                hint: "name another node, such as an entity without validators")
        }
    }

    /// A node by its entity and number; an entity's only node is called by the entity's name.
    private func wholeName(_ name: String) -> String { NodeName(name) == nil ? "\(name)/1" : name }

    private func isNode(_ name: String, _ entities: [Entity]) -> Bool {
        if let node = NodeName(name) { return node.problem(among: entities) == nil }
        return entities.contains { $0.name == name && $0.nodes == 1 }
    }

    /// Reads `peer`; nil where it is no fellow member of those who are hit.
    mutating func halfOpenPeer(_ given: Value.Table, hits: Selector, _ population: Population) -> String? {
        if let table = given.table("hits"), !["entity", "node"].contains(where: table.has) {
            findings.add(
                "a half-open connection needs a node that takes another for down", at: table.location,
                hint: "add node: NAME or entity: NAME")
        }
        require("peer", given, .halfOpen, example: "you")
        guard let name = given.text("peer") else { return nil }
        let place = given["peer"]?.location ?? given.location
        guard population.isSound else { return name }
        if let problem = population.problem(withOwner: name) {
            findings.add(problem, at: place)
            return nil
        }
        guard isNode(name, population.entities) else {
            findings.add("'\(name)' is not one node", at: place, hint: "write which: \(name)/1")
            return nil
        }
        let peer = population.owner(name)
        let hit = (hits.entities + hits.nodes).map(population.owner)
        if hit.contains(peer) {
            findings.add(
                "'\(name)' cannot take itself for down", at: place, hint: "name another member of its cluster")
            return nil
        }
        let rosters = population.clusters.flatMap { cluster -> [[String]] in
            let later = cluster.reshare.map { change in
                [cluster.members.map { $0 == change.outgoing ? change.incoming : $0 }]
            }
            return ([cluster.members] + cluster.rosters + (later ?? [])).map { $0.map(population.owner) }
        }.filter { $0.contains(peer) }
        guard !rosters.isEmpty else {
            findings.add(
                "'\(name)' is not a member of a cluster", at: place,
                hint: "half-open connections are between members of one cluster")
            return nil
        }
        let areFellows = rosters.contains { roster in
            roster.contains { member in hit.contains { $0 == member || member.hasPrefix($0 + "/") } }
        }
        if !hit.isEmpty, !areFellows {
            findings.add(
                "'\(name)' is in no cluster with those who are hit", at: place,
                hint: "its fellow members are " + rosters[0].filter { $0 != peer }.joined(separator: ", "))
            return nil
        }
        return name
    }
}
