/// Reads `network`, and says where the message network cannot simulate what the scenario asks.
extension ScenarioReader {
    /// Largest table of regions or kinds of connection, bytes.
    private static let mostTableBytes = 4_000_000

    mutating func network(
        _ table: Value.Table, resolution: Scenario.Resolution, entities: [Entity], population: Population
    ) -> Network? {
        let given = table.table("network")
        let nodes = Int(given?.count("nodes") ?? NetworkLanguage.defaultNodes)
        if given != nil || resolution == .messages {
            checkNodes(nodes, given, table, entities: entities, population: population)
        }
        if resolution == .messages { checkTables(given, table) }
        guard let given else { return nil }
        var network = Network(nodes: nodes, location: table.location(of: "network"))
        if let blobs = given.count("blobs") { network.blobs = Int(blobs) }
        if let bytes = given.count("block_size") { network.blockBytes = Int(bytes) }
        if let publish = given["publish"], let duration = publishing(publish) { network.publish = duration }
        network.relay = relay(given, publish: network.publish)
        network.mesh = mesh(given, nodes: nodes)
        network.regionsFile = dataFile(given["regions"])
        network.classesFile = dataFile(given["classes"])
        network.links = links(given)
        network.stakeSpread =
            given.text("stake_spread").flatMap(Network.StakeSpread.init(rawValue:)) ?? .heavyTailed
        network.switching = given.flag("switching") ?? true
        network.quietFile = dataFile(given["quiet"])
        return network
    }

    /// The nodes of the entities must fit in the network, and leave one to the rest if there is a rest.
    private mutating func checkNodes(
        _ nodes: Int, _ network: Value.Table?, _ table: Value.Table, entities: [Entity], population: Population
    ) {
        let named = entities.reduce(0) { $0 + $1.nodes }
        let place = network?["nodes"]?.location ?? table["entities"]?.location ?? table.location
        guard named <= nodes else {
            findings.add(
                "the entities name \(Count.spelled(named)) nodes, the network has only \(Count.spelled(nodes))",
                at: place, hint: "raise network.nodes or name fewer")
            return
        }
        if named == nodes, population.isSound, population.hasRest {
            findings.add(
                "the entities name all of the \(Count.spelled(nodes)) nodes, so the rest has none", at: place,
                hint: "raise network.nodes")
        }
    }

    /// Where the tables are the shipped ones, regions and kinds of connection must stand in them.
    private mutating func checkTables(_ network: Value.Table?, _ table: Value.Table) {
        if network?.has("regions") != true {
            for place in table.named("places") {
                guard let region = place.value.table?["region"], let name = region.text else { continue }
                check(region: name, at: region.location)
            }
            if let regions = table.table("rest")?["regions"], case .named(let entries) = regions.content {
                for entry in entries { check(region: entry.name, at: entry.nameLocation) }
            }
        }
        guard network?.has("classes") != true else { return }
        for entity in table.named("entities") {
            guard let link = entity.value.table?["link"], let name = link.text else { continue }
            check(link: name, at: link.location)
        }
    }

    private mutating func check(region name: String, at place: SourceLocation) {
        guard !NetworkLanguage.regions.contains(name) else { return }
        let near = Spelling.nearest(to: name, among: NetworkLanguage.regions).map { "did you mean '\($0)'? " } ?? ""
        findings.add(
            "the message network has no region '\(name)'", at: place,
            hint: near + "it has \(NetworkLanguage.regions.joined(separator: ", ")); others need a table in "
                + "network.regions")
    }

    private mutating func check(link name: String, at place: SourceLocation) {
        guard !NetworkLanguage.links.contains(name) else { return }
        let near = Spelling.nearest(to: name, among: NetworkLanguage.links).map { "did you mean '\($0)'? " } ?? ""
        findings.add(
            "there is no kind of connection '\(name)'", at: place,
            hint: near
                + "known: \(NetworkLanguage.links.joined(separator: ", ")); others need a table in network.classes")
    }

    private mutating func publishing(_ value: Value) -> Outage.Duration? {
        guard let duration = duration(value, from: 0, run: nil) else { return nil }
        let usual = duration.usual
        if usual >= clock.slot {
            findings.add(
                "'publish': \(Clock.spelled(usual)) is beyond the slot of \(Clock.spelled(clock.slot))",
                at: value.location, hint: "blocks leave some time after the start of their slot: 600 ms")
        }
        return duration
    }

    private mutating func relay(_ network: Value.Table, publish: Outage.Duration) -> Network.Relay? {
        guard let given = network.table("relay"), let value = given["delay"],
            let delay = duration(value, from: 0, run: nil)
        else { return nil }
        if publish.usual < clock.slot, delay.usual >= clock.slot - publish.usual {
            findings.add(
                "'delay': \(Clock.spelled(delay.usual)) after the usual \(Clock.spelled(publish.usual)) is beyond the slot of "
                    + Clock.spelled(clock.slot),
                at: value.location, hint: "a relay takes some hundred milliseconds: 200 ms")
        }
        return Network.Relay(partsPerMillion: given.partsPerMillion("share") ?? Self.usualRelayShare, delay: delay)
    }

    /// Parts per million of the blocks that came through a relay in May 2026
    /// (investigations.ethpandaops.io/2026-05/block-size-vs-propagation).
    private static let usualRelayShare = 950_000

    private mutating func mesh(_ network: Value.Table, nodes: Int) -> Network.Mesh {
        let given = network.table("mesh")
        var mesh = Network.Mesh()
        if let degree = given?.count("degree") {
            mesh = Network.Mesh(
                degree: Int(degree), low: max(1, Int(degree) * 3 / 4), high: min(64, Int(degree) * 3 / 2))
        }
        if let low = given?.count("low") { mesh.low = Int(low) }
        if let high = given?.count("high") { mesh.high = Int(high) }
        func place(_ key: String) -> SourceLocation { given?[key]?.location ?? given?.location ?? network.location }
        if mesh.low > mesh.degree {
            findings.add(
                "the fewest peers, \(mesh.low), are more than the degree of \(mesh.degree)", at: place("low"),
                hint: "'low' is at most 'degree'")
        }
        if mesh.high < mesh.degree {
            findings.add(
                "the most peers, \(mesh.high), are fewer than the degree of \(mesh.degree)", at: place("high"),
                hint: "'high' is at least 'degree'")
        }
        if mesh.degree >= nodes {
            findings.add(
                "a mesh of degree \(mesh.degree) needs more than \(Count.spelled(nodes)) nodes", at: place("degree"),
                hint: "raise network.nodes, or write mesh: { degree: \(nodes - 1) }")
        }
        return mesh
    }

    private mutating func links(_ network: Value.Table) -> [ClientMix.Share] {
        if !network.has("classes") {
            for entry in network.named("links") { check(link: entry.name, at: entry.nameLocation) }
        }
        return shares(network["links"], mustBeWhole: true)
    }

    /// The table of lateness, which only a run without messages needs.
    mutating func calibration(_ table: Value.Table, resolution: Scenario.Resolution) -> Network.DataFile? {
        guard let value = table["calibration"] else { return nil }
        if resolution == .messages {
            findings.add(
                "'calibration' stands in for messages, and this run has them", at: value.location,
                hint: "write resolution: duties, or leave calibration out")
        }
        return dataFile(value)
    }

    private mutating func dataFile(_ value: Value?) -> Network.DataFile? {
        guard let value, let path = value.text else { return nil }
        do {
            let text = try files.text(path, limit: Self.mostTableBytes)
            return Network.DataFile(name: path, text: text, location: value.location)
        } catch {
            let isInside = error.line > 0
            let inside = SourceLocation(file: files.resolved(path), line: error.line, column: error.column)
            findings.add(
                error.problem.message, at: isInside ? inside : value.location, hint: error.problem.hint,
                isMissingInput: error.isMissing)
            return nil
        }
    }

    /// What only the `duties` resolution can do.
    mutating func checkResolution(_ resolution: Scenario.Resolution, _ table: Value.Table) {
        guard resolution == .messages else { return }
        let hint = table.has("resolution") ? "write resolution: duties" : "add resolution: duties"
        let chain = table.table("chain")
        if let state = chain?.table("start")?["state"] {
            findings.add("the message network cannot start from a real state", at: state.location, hint: hint)
        }
        if let sampling = chain?["sampling"], sampling.text == Chain.Sampling.fast.rawValue {
            findings.add(
                "the message network needs the spec's own sampling", at: sampling.location,
                hint: "\(hint), or leave 'sampling' out")
        }
        for value in table.list("outages") {
            guard let kind = value.table?["kind"], kind.text == Outage.Kind.replay.rawValue else { continue }
            findings.add("the message network cannot replay a trace of balances", at: kind.location, hint: hint)
        }
    }
}
