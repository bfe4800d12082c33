/// Reads `places`, `entities`, `rest` and `resync`.
extension ScenarioReader {
    func places(_ table: Value.Table) -> [Place] {
        table.named("places").compactMap { entry in
            guard let given = entry.value.table else { return nil }
            return Place(
                name: entry.name, region: given.text("region") ?? "", power: given.text("power"),
                provider: given.text("provider"))
        }
    }

    mutating func entities(_ table: Value.Table, root: SourceNode, recoveries: [ResyncOverride]) -> [Entity] {
        var entities: [Entity] = []
        let placeNames: [String]
        if case .mapping(let pairs)? = root["places"]?.content {
            placeNames = pairs.map(\.key)
        } else {
            placeNames = []
        }
        for entry in table.named("entities") {
            guard let given = entry.value.table else { continue }
            var at: [String] = []
            for value in given.list("at") {
                guard let name = value.text else { continue }
                at.append(name)
                if !placeNames.contains(name) {
                    findings.add(
                        "there is no place '\(name)'", at: value.location,
                        hint: Spelling.hint(for: name, among: placeNames, noun: "the places are")
                            ?? "describe it under 'places'")
                }
            }
            var entity =
                Entity(
                    name: entry.name, nodes: Int(given.count("nodes") ?? 1),
                    validators: Int(given.count("validators") ?? 0), places: at,
                    clients: clients(given.table("clients"), recoveries: recoveries), link: given.text("link"),
                    disk: given.text("disk") ?? "nvme", megabitsPerSecond: Int(given.count("bandwidth") ?? 100),
                    nodeOperator: given.text("operator"), balance: UInt64(given.gwei("balance") ?? 32_000_000_000),
                    compounding: given.flag("compounding") ?? false, cohort: given.flag("cohort") ?? false,
                    builds: given.text("builds").flatMap(BlockBuilding.init(rawValue:)) ?? .builder,
                    location: entry.nameLocation)
            entity.shifts = shifts(given)
            entities.append(entity)
        }
        return entities
    }

    /// Reads who operates an entity's validators.
    private mutating func shifts(_ given: Value.Table) -> [Entity.Shift] {
        var shifts: [Entity.Shift] = []
        for value in given.list("operated_by") {
            guard let table = value.table, let by = table.text("by") else { continue }
            let from = table.nanoseconds("from") ?? 0
            if let last = shifts.last, from <= last.from {
                findings.add(
                    "the shift begins before the one above it", at: table.location(of: "from"),
                    hint: "write 'from', and the shifts in order of time")
            }
            shifts.append(
                Entity.Shift(
                    by: by, from: from, grace: table.nanoseconds("grace") ?? 2 * clock.epoch,
                    location: table["by"]?.location ?? value.location))
        }
        guard !shifts.isEmpty else { return [] }
        if shifts[0].from > 0 {
            findings.add(
                "nobody operates the validators at the start", at: shifts[0].location,
                hint: "leave 'from' out of the first shift")
        }
        for key in ["nodes", "at", "clients", "link", "operator", "cohort"] where given.has(key) {
            findings.add(
                "an entity that is operated by others has no '\(key)'", at: given.location(of: key),
                hint: "leave it out, or 'operated_by'")
        }
        return shifts
    }

    /// Everybody who operates others' validators is a node or a cluster.
    mutating func checkShifts(_ entities: [Entity], _ clusters: [Cluster]) {
        for shift in entities.flatMap(\.shifts) where !clusters.contains(where: { $0.name == shift.by }) {
            if let name = NodeName(shift.by) {
                if let problem = name.problem(among: entities) { findings.add(problem, at: shift.location) }
                continue
            }
            guard let entity = entities.first(where: { $0.name == shift.by }) else {
                let names = entities.map(\.name) + clusters.map(\.name)
                findings.add(
                    "'\(shift.by)' is neither a node nor a cluster", at: shift.location,
                    hint: Spelling.nearest(to: shift.by, among: names).map { "did you mean '\($0)'?" }
                        ?? "describe it under 'entities' or 'clusters'")
                continue
            }
            if !entity.shifts.isEmpty {
                findings.add(
                    "'\(shift.by)' has no node of its own", at: shift.location,
                    hint: "name who operates its validators instead")
            } else if entity.nodes > 1 {
                findings.add(
                    "'\(shift.by)' has \(Count.spelled(entity.nodes)) nodes", at: shift.location,
                    hint: "write which: \(shift.by)/1")
            }
        }
    }

    mutating func rest(_ table: Value.Table, recoveries: [ResyncOverride]) -> Rest {
        guard let given = table.table("rest") else { return Rest() }
        return Rest(
            clients: clients(given.table("clients"), recoveries: recoveries),
            regions: shares(given["regions"], mustBeWhole: true),
            providers: shares(given["providers"], mustBeWhole: false),
            offlinePartsPerMillion: given.partsPerMillion("offline") ?? 0,
            balance: UInt64(given.gwei("balance") ?? 32_000_000_000))
    }

    private mutating func clients(_ table: Value.Table?, recoveries: [ResyncOverride]) -> ClientMix {
        guard let table else { return ClientMix() }
        return ClientMix(
            consensus: clientShares(table["consensus"], .consensus, recoveries),
            execution: clientShares(table["execution"], .execution, recoveries))
    }

    private mutating func clientShares(
        _ value: Value?, _ layer: ClientLayer, _ recoveries: [ResyncOverride]
    ) -> [ClientMix.Share] {
        guard let value else { return [] }
        if let name = value.text {
            check(client: name, layer, recoveries, at: value.location)
            return [ClientMix.Share(name: name, partsPerMillion: Share.whole)]
        }
        guard case .named(let entries) = value.content else { return [] }
        for entry in entries { check(client: entry.name, layer, recoveries, at: entry.nameLocation) }
        return shares(value, mustBeWhole: true)
    }

    private mutating func check(
        client name: String, _ layer: ClientLayer, _ recoveries: [ResyncOverride], at place: SourceLocation
    ) {
        let client = ClientName(name)
        if let problem = client.problem {
            findings.add(problem, at: place)
            return
        }
        if layer.known.contains(client.product) { return }
        if layer.other.known.contains(client.product) {
            findings.add("'\(name)' is \(layer.other.noun), not \(layer.noun)", at: place)
        } else if !recoveries.contains(where: { ClientName.means($0.client, name) }) {
            let near = Spelling.nearest(to: client.product, among: layer.known).map { "did you mean '\($0)'? " } ?? ""
            findings.add(
                "'\(name)' is not \(layer.noun) that this version knows", at: place,
                hint: near + "known: \(layer.known.joined(separator: ", ")); another needs an entry in 'resync'")
        }
    }

    /// Shares of a whole; thirds that were rounded are put right on the largest.
    mutating func shares(_ value: Value?, mustBeWhole: Bool) -> [ClientMix.Share] {
        guard let value, case .named(let entries) = value.content else { return [] }
        var shares = entries.map { ClientMix.Share(name: $0.name, partsPerMillion: $0.value.partsPerMillion ?? 0) }
        let sum = shares.reduce(0) { $0 + $1.partsPerMillion }
        let difference = Share.whole - sum
        let isRounding = difference != 0 && abs(difference) <= shares.count / 2 + 1
        if isRounding, mustBeWhole || difference < 0,
            let largest = shares.indices.max(by: { shares[$0].partsPerMillion < shares[$1].partsPerMillion })
        {
            shares[largest].partsPerMillion += difference
        } else if difference < 0 {
            findings.add(
                "the shares add up to \(Share.spelled(sum)), more than 100 %", at: value.location,
                hint: "lower them by \(Share.spelled(-difference))")
        } else if difference > 0, mustBeWhole {
            findings.add(
                "the shares add up to \(Share.spelled(sum)), less than 100 %", at: value.location,
                hint: "\(Share.spelled(difference)) are missing")
        }
        return shares
    }

    mutating func recoveries(_ table: Value.Table) -> [ResyncOverride] {
        var overrides: [ResyncOverride] = []
        for entry in table.named("resync") {
            guard let given = entry.value.table else { continue }
            if let problem = ClientName(entry.name).problem { findings.add(problem, at: entry.nameLocation) }
            let layer = ClientLayer.of(ClientName(entry.name).product)
            if layer == .execution, given.has("checkpoint") {
                findings.add(
                    "'\(entry.name)' is an execution client, which has no checkpoint sync",
                    at: given.location(of: "checkpoint"), hint: "write 'snap'")
            }
            if layer == .consensus, given.has("snap") {
                findings.add(
                    "'\(entry.name)' is a consensus client, which has no snap sync", at: given.location(of: "snap"),
                    hint: "write 'checkpoint'")
            }
            let product = ClientName(entry.name).product
            let isVersion = product != entry.name && table.named("resync").contains { $0.name == product }
            if layer == nil, !isVersion { checkWhole(given, entry) }
            overrides.append(
                ResyncOverride(
                    client: entry.name, catchUpPerSecond: rate(given["catch_up"], layer),
                    snapshot: given.nanoseconds("checkpoint") ?? given.nanoseconds("snap"),
                    full: given.nanoseconds("full"), restart: given.nanoseconds("restart")))
        }
        return overrides
    }

    /// A client without shipped data needs all of it.
    private mutating func checkWhole(_ given: Value.Table, _ entry: Value.Entry) {
        let known = KnownClients.consensus + KnownClients.execution
        let needed = ["catch_up", "full", "restart"].filter { !given.has($0) }
        let missing = given.has("checkpoint") || given.has("snap") ? needed : needed + ["checkpoint' or 'snap"]
        guard !missing.isEmpty else { return }
        let near = Spelling.nearest(to: entry.name, among: known)
        findings.add(
            "'\(entry.name)' is not a client with shipped data, so it needs "
                + missing.map { "'\($0)'" }.joined(separator: ", "), at: entry.nameLocation,
            hint: near.map { "did you mean '\($0)'?" } ?? "known clients: \(known.joined(separator: ", "))")
    }

    private mutating func rate(_ value: Value?, _ layer: ClientLayer?) -> Double? {
        guard let value, let text = value.text else { return nil }
        do {
            return try Count.perSecond(text, noun: layer?.caughtUp)
        } catch {
            findings.add(Problem("'catch_up': \(error.message)", hint: error.hint), at: value.location)
            return nil
        }
    }
}

/// The two halves of a node.
enum ClientLayer {
    case consensus
    case execution

    /// The layer of a client with shipped data.
    static func of(_ name: String) -> ClientLayer? {
        if KnownClients.consensus.contains(name) { return .consensus }
        return KnownClients.execution.contains(name) ? .execution : nil
    }

    var known: [String] { self == .consensus ? KnownClients.consensus : KnownClients.execution }
    var other: ClientLayer { self == .consensus ? .execution : .consensus }
    var noun: String { self == .consensus ? "a consensus client" : "an execution client" }
    var caughtUp: String { self == .consensus ? "slots" : "blocks" }
}
