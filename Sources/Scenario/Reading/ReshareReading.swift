/// Reads `reshare` of a cluster.
extension ScenarioReader {
    /// Epochs for which nobody signs, after Charon's own rule for replacing an operator.
    private static let usualGrace: Int64 = 2

    /// Reads who goes and who comes; nil where there is no such thing, or something is wrong.
    mutating func reshare(_ table: Value.Table?, members: [Value], entities: [Entity], run: Int64?) -> Cluster.Reshare?
    {
        guard let table, let at = table.nanoseconds("at"), let out = table["out"], let new = table["in"],
            let outgoing = out.text, let incoming = new.text
        else { return nil }
        let names = members.compactMap(\.text)
        func isMember(_ name: String) -> Bool { names.contains { Self.node($0) == Self.node(name) } }
        guard isMember(outgoing) else {
            findings.add(
                "'\(outgoing)' is not a member of the cluster", at: out.location,
                hint: "the members are: \(names.joined(separator: ", "))")
            return nil
        }
        guard !isMember(incoming) else {
            findings.add("'\(incoming)' is a member already", at: new.location, hint: "name another node")
            return nil
        }
        check([new], entities)
        if let run, at >= run {
            findings.add(
                "the shares change hands at \(Clock.spelled(at)), but the run ends at \(Clock.spelled(run))",
                at: table.location(of: "at"), hint: "lengthen time.run or start earlier")
            return nil
        }
        return Cluster.Reshare(
            at: at, outgoing: outgoing, incoming: incoming,
            grace: table.nanoseconds("grace") ?? Self.usualGrace * clock.epoch)
    }

    /// An entity's only node stands for it.
    private static func node(_ name: String) -> String { NodeName(name) == nil ? "\(name)/1" : name }

    /// The time for which a cluster that changes hands signs nothing, as an outage of the cluster.
    func pauses(of clusters: [Cluster], run: Int64?) -> [Outage] {
        guard let run else { return [] }
        return clusters.compactMap { cluster in
            guard let reshare = cluster.reshare, reshare.grace > 0 else { return nil }
            var hits = Selector()
            hits.clusters = [cluster.name]
            hits.reachesRest = false
            return Outage(
                name: "resharing of \(cluster.name)", kind: .badConfig, hits: hits,
                timing: .once(at: reshare.at, duration: .exactly(min(reshare.grace, run - reshare.at))),
                resync: ResyncPlan.none, location: cluster.location)
        }
    }
}
