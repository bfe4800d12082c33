/// Reads `clusters`.
extension ScenarioReader {
    mutating func clusters(_ table: Value.Table, entities: [Entity], isSound: Bool, run: Int64?) -> [Cluster] {
        var clusters: [Cluster] = []
        for entry in table.named("clusters") {
            guard let given = entry.value.table else { continue }
            if entities.contains(where: { $0.name == entry.name }) {
                findings.add(
                    "'\(entry.name)' is the name of an entity too", at: entry.nameLocation,
                    hint: "give the cluster a name of its own")
            }
            let flavour = given.text("flavour").flatMap(Cluster.Flavour.init(rawValue:)) ?? .obol
            let members = given.list("members")
            if isSound { check(members, entities) }
            var cluster = Cluster(
                name: entry.name, flavour: flavour, members: members.compactMap(\.text),
                threshold: given.has("file") ? 0 : threshold(given, flavour, members: members.count),
                validators: Int(given.count("validators") ?? 1), count: Int(given.count("count") ?? 1),
                location: entry.nameLocation)
            cluster.signing = given.text("signing").flatMap(Cluster.Signing.init(rawValue:)) ?? .modelled
            cluster.chainSplitHalt = given.flag("chain_split_halt") ?? false
            cluster.timer = given.text("timer").flatMap(Cluster.Timer.init(rawValue:)) ?? .eagerDoubleLinear
            cluster.blockRounds = given.text("block_rounds").flatMap(Cluster.BlockRounds.init(rawValue:)) ?? .instance
            cluster.lateProofs = given.text("late_proofs").flatMap(Cluster.LateProofs.init(rawValue:)) ?? .taken
            cluster.doppelganger = given.flag("doppelganger") ?? false
            cluster.blobWork = given.text("blob_work").flatMap(Cluster.BlobWork.init(rawValue:)) ?? .everyMember
            cluster.balance = UInt64(given.gwei("balance") ?? 32_000_000_000)
            cluster.compounding = given.flag("compounding") ?? false
            cluster.builds = given.text("builds").flatMap(BlockBuilding.init(rawValue:)) ?? .builder
            cluster.file = clusterFile(given)
            takeOperatorIDs(of: &cluster, given)
            if isSound {
                cluster.reshare = reshare(given.table("reshare"), members: members, entities: entities, run: run)
            }
            takeRelay(of: &cluster, given, entities, isSound: isSound)
            checkWhole(cluster, given)
            clusters.append(cluster)
        }
        return clusters
    }

    /// Where the file of a cluster is, seen from where the program runs.
    private mutating func clusterFile(_ given: Value.Table) -> String? {
        guard let value = given["file"], let path = value.text else { return nil }
        for key in ["flavour", "threshold", "validators", "operator_ids"] where given.has(key) {
            findings.add(
                "'\(key)' cannot stand beside a file", at: given.location(of: key), hint: "the cluster file says it")
        }
        do {
            _ = try files.check(path)
        } catch {
            findings.add(
                error.problem.message, at: value.location, hint: error.problem.hint, isMissingInput: error.isMissing)
        }
        return files.resolved(path)
    }

    /// Every member is a node, and no node is a member twice.
    mutating func check(_ members: [Value], _ entities: [Entity]) {
        var seen: [String: SourceLocation] = [:]
        for member in members {
            guard let text = member.text else { continue }
            let node: String
            if let name = NodeName(text) {
                if let problem = name.problem(among: entities) {
                    findings.add(problem, at: member.location)
                    continue
                }
                node = "\(name.entity)/\(name.number)"
            } else {
                guard let entity = entities.first(where: { $0.name == text }) else {
                    findings.add(
                        "the member '\(text)' is not a node", at: member.location,
                        hint: Spelling.nearest(to: text, among: entities.map(\.name)).map { "did you mean '\($0)'?" }
                            ?? "describe it under 'entities'")
                    continue
                }
                guard entity.nodes == 1 else {
                    findings.add(
                        "'\(text)' has \(Count.spelled(entity.nodes)) nodes, so it is not one member",
                        at: member.location, hint: "write which: \(text)/1")
                    continue
                }
                node = "\(text)/1"
            }
            if let first = seen[node] {
                findings.add(
                    "the node '\(node)' is a member twice", at: member.location,
                    hint: first.line > 0
                        ? "it was named first on line \(first.line); name another node" : "name another node")
            }
            seen[node] = seen[node] ?? member.location
        }
    }

    /// Reads the threshold, or works it out from the number of members.
    private mutating func threshold(_ given: Value.Table, _ flavour: Cluster.Flavour, members: Int) -> Int {
        guard members > 0 else { return 0 }
        let place = given["members"]?.location ?? given.location
        switch flavour {
        case .obol where !(3...22).contains(members):
            findings.add("an Obol cluster cannot have \(members) members", at: place, hint: "it has 3 to 22")
        case .ssv where ![4, 7, 10, 13].contains(members):
            findings.add("an SSV cluster cannot have \(members) members", at: place, hint: "it has 4, 7, 10 or 13")
        default: break
        }
        let usual =
            switch flavour {
            case .obol: (2 * members + 2) / 3
            case .ssv: 2 * ((members - 1) / 3) + 1
            }
        let threshold = given.count("threshold").map { Int($0) } ?? usual
        let thresholdPlace = given["threshold"]?.location ?? place
        guard threshold <= members, threshold * 2 > members else {
            findings.add(
                "a threshold of \(threshold) cannot be with \(members) members", at: thresholdPlace,
                hint: threshold > members
                    ? "it is at most \(members)"
                    : "at least \(members / 2 + 1) must sign, otherwise two halves could sign two things")
            return threshold
        }
        if 2 * threshold - members == 1 {
            findings.warn(
                "one dishonest member is enough to sign twice with \(threshold) of \(members)", at: thresholdPlace,
                hint: threshold < members ? "write threshold: \(threshold + 1)" : nil)
        }
        return threshold
    }

    private mutating func checkWhole(_ cluster: Cluster, _ given: Value.Table) {
        if cluster.file == nil, cluster.validators < cluster.count {
            findings.add(
                "\(Count.spelled(cluster.count)) clusters cannot share \(Count.spelled(cluster.validators)) "
                    + (cluster.validators == 1 ? "validator" : "validators"),
                at: given["count"]?.location ?? given.location, hint: "each has at least one; raise 'validators'")
        }
        guard cluster.flavour == .ssv else {
            for key in ["block_rounds", "late_proofs", "doppelganger"] where given.has(key) && cluster.file == nil {
                findings.add(
                    "an Obol cluster has no '\(key)'", at: given.location(of: key), hint: "it belongs to flavour: ssv")
            }
            if given.has("operator_ids"), cluster.file == nil {
                findings.add(
                    "an Obol cluster has no 'operator_ids': its shares are numbered from 1",
                    at: given.location(of: "operator_ids"), hint: "they belong to flavour: ssv")
            }
            return
        }
        for key in ["chain_split_halt", "timer", "relay", "unreachable"] where given.has(key) {
            findings.add(
                "an SSV cluster has no '\(key)'", at: given.location(of: key), hint: "it belongs to flavour: obol")
        }
    }
}
