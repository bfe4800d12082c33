/// Reads what a fault of the network, of a client or of keys does.
extension ScenarioReader {
    /// Keys that belong to some kinds of outage alone.
    private static let owners: [(key: String, kinds: [Outage.Kind])] = [
        ("groups", [.partition]), ("one_way", [.partition]), ("latency", [.slowLink]), ("bandwidth", [.slowLink]),
        ("factor", [.slowMachine]), ("by", [.clockSkew, .clientBug, .byzantine]), ("bug", [.clientBug]),
        ("share_of_duties", [.clientBug]), ("proposers", [.byzantine]), ("backup", [.doubleKeys]),
        ("protection", [.doubleKeys, .clientBug]), ("doppelganger", [.doubleKeys]), ("peer", [.halfOpen]),
    ]

    /// Reads the fault of an outage; nil where the kind has none or something is wrong.
    mutating func fault(
        _ given: Value.Table, kind: Outage.Kind?, hits: Selector, resolution: Scenario.Resolution,
        _ population: Population
    ) -> Fault? {
        guard let kind else { return nil }
        for (key, kinds) in Self.owners where given.has(key) && !kinds.contains(kind) {
            let names = kinds.map(\.rawValue).joined(separator: ", ")
            findings.add(
                "an outage of kind '\(kind.rawValue)' has no '\(key)'", at: given.location(of: key),
                hint: "it belongs to kind: \(names)")
        }
        let fault: Fault?
        switch kind {
        case .power, .network, .dataCentre, .badConfig, .clientCrash, .diskLoss, .replay: return nil
        case .partition: fault = partition(given, population)
        case .slowLink: fault = slowLink(given)
        case .slowMachine:
            require("factor", given, kind, example: "300 %")
            fault = given.count("factor").map { .slowMachine(percent: Int($0)) }
        case .clockSkew:
            require("by", given, kind, example: "500 ms")
            fault = given.nanoseconds("by").map { .clockSkew($0) }
        case .clientBug: fault = bug(given).map { .clientBug($0) }
        case .byzantine: fault = misdeed(given).map { .byzantine($0) }
        case .doubleKeys: fault = doubleKeys(given, hits: hits, population).map { .doubleKeys($0) }
        case .halfOpen: fault = halfOpenPeer(given, hits: hits, population).map { .halfOpen(peer: $0) }
        }
        checkNeeds(given, kind: kind, fault: fault, resolution: resolution)
        return fault
    }

    /// Faults that leave nodes on duty destroy nothing, and most of them show in messages alone.
    private mutating func checkNeeds(
        _ given: Value.Table, kind: Outage.Kind, fault: Fault?, resolution: Scenario.Resolution
    ) {
        guard let fault, fault != .clientBug(.crash) else { return }
        for key in ["loses", "resync"] where given.has(key) {
            findings.add(
                "an outage of kind '\(kind.rawValue)' has no '\(key)'", at: given.location(of: key),
                hint: "the nodes stay up, so there is nothing to come back from")
        }
        let isOfClusters = fault == .byzantine(.wrongPartials) || fault == .byzantine(.equivocatePartials)
        guard kind != .doubleKeys, kind != .halfOpen, !isOfClusters, resolution == .duties else { return }
        findings.add(
            "an outage of kind '\(kind.rawValue)' shows only in messages",
            at: given["kind"]?.location ?? given.location,
            hint: "write resolution: messages")
    }

    /// Says where a key is missing without which the kind means nothing.
    mutating func require(_ key: String, _ given: Value.Table, _ kind: Outage.Kind, example: String) {
        guard given.lacks(key) else { return }
        findings.add(
            "an outage of kind '\(kind.rawValue)' needs the key '\(key)'", at: given.location,
            hint: "for example \(key): \(example)")
    }

    private mutating func slowLink(_ given: Value.Table) -> Fault? {
        if given.lacks("latency"), given.lacks("bandwidth") {
            findings.add(
                "an outage of kind 'slow-link' needs 'latency', 'bandwidth' or both", at: given.location,
                hint: "for example latency: 300 ms")
        }
        return .slowLink(
            latency: given.nanoseconds("latency") ?? 0, bitsPerSecond: given.count("bandwidth").map { Int64($0) })
    }

    private mutating func bug(_ given: Value.Table) -> Fault.Bug? {
        require("bug", given, .clientBug, example: "crash")
        guard let word = given.text("bug") else { return nil }
        refuse("by", given, unless: word == "stall", word, owner: "bug: stall")
        refuse("share_of_duties", given, unless: word == "replay-overload", word, owner: "bug: replay-overload")
        refuse("protection", given, unless: word == "accept-invalid", word, owner: "bug: accept-invalid")
        switch word {
        case "crash": return .crash
        case "reject-valid": return .rejectValid
        case "accept-invalid": return .acceptInvalid(wipesProtection: wipesProtection(given))
        case "stall": return delay(given, of: word, example: "5 s").map { .stall($0) }
        case "wrong-head": return .wrongHead
        default:
            if given.lacks("share_of_duties") {
                findings.add(
                    "'\(word)' needs the key 'share_of_duties'", at: given["bug"]?.location ?? given.location,
                    hint: "for example share_of_duties: 25 %")
            }
            return given.partsPerMillion("share_of_duties").map { .replayOverload(partsPerMillion: $0) }
        }
    }

    private mutating func wipesProtection(_ given: Value.Table) -> Bool {
        guard let word = given.text("protection") else { return false }
        if word != "wiped", word != "kept" {
            findings.add(
                "'protection: \(word)' is for keys on two machines",
                at: given["protection"]?.location ?? given.location,
                hint: "after accept-invalid databases are kept or wiped")
        }
        return word == "wiped"
    }

    private mutating func misdeed(_ given: Value.Table) -> Fault.Misdeed? {
        require("proposers", given, .byzantine, example: "withhold")
        guard let word = given.text("proposers") else { return nil }
        refuse("by", given, unless: word == "late", word, owner: "proposers: late")
        switch word {
        case "equivocate": return .equivocate
        case "withhold": return .withhold
        case "wrong-partials": return .wrongPartials
        case "equivocate-partials": return .equivocatePartials
        default: return delay(given, of: word, example: "4 s").map { .late($0) }
        }
    }

    private mutating func refuse(
        _ key: String, _ given: Value.Table, unless isRight: Bool, _ word: String, owner: String
    ) {
        guard !isRight, given.has(key) else { return }
        findings.add("'\(word)' has no '\(key)'", at: given.location(of: key), hint: "it belongs to \(owner)")
    }

    /// Reads `by` where it can only be a delay.
    private mutating func delay(_ given: Value.Table, of word: String, example: String) -> Int64? {
        guard let value = given["by"], let time = value.nanoseconds else {
            if given.lacks("by") {
                findings.add(
                    "'\(word)' needs the key 'by'",
                    at: (given["bug"] ?? given["proposers"])?.location ?? given.location,
                    hint: "for example by: \(example)")
            }
            return nil
        }
        guard time > 0 else {
            findings.add(
                "'by': a delay cannot be negative", at: value.location, hint: "only a clock can be behind: clock-skew")
            return nil
        }
        return time
    }

    private mutating func doubleKeys(_ given: Value.Table, hits: Selector, _ population: Population)
        -> Fault.DoubleKeys?
    {
        if let table = given.table("hits"), !["entity", "node", "cluster"].contains(where: table.has) {
            findings.add(
                "keys that are used twice need an owner", at: table.location,
                hint: "add entity: NAME, node: NAME or cluster: NAME")
        }
        require("backup", given, .doubleKeys, example: "you")
        guard let name = given.text("backup") else { return nil }
        let place = given["backup"]?.location ?? given.location
        let word = given.text("protection")
        let protection = word.flatMap(Fault.DoubleKeys.Protection.init(rawValue:)) ?? .separate
        if word == "kept" {
            findings.add(
                "'protection: kept' is for clients that accepted an invalid chain",
                at: given["protection"]?.location ?? place,
                hint: "two machines with the same keys have separate, shared or wiped databases")
        }
        if let cluster = population.cluster(standingFor: name) {
            if hits.clusters.contains(cluster.name) {
                findings.add(
                    "'\(name)' cannot be its own backup", at: place, hint: "name another cluster, node or entity")
            }
            if protection == .shared {
                findings.add(
                    "two clusters cannot share a slashing protection database",
                    at: given["protection"]?.location ?? place,
                    hint: "their members hold other shares, each with a database of its own: write separate")
            }
        } else if population.isSound {
            if let problem = population.problem(withOwner: name) {
                findings.add(problem, at: place)
            } else if (hits.entities + hits.nodes).map(population.owner).contains(population.owner(name)) {
                findings.add(
                    "'\(name)' cannot be its own backup", at: place, hint: "name another node or entity")
            }
        }
        return Fault.DoubleKeys(
            backup: name, protection: protection, doppelganger: given.flag("doppelganger") ?? false)
    }
}
