/// Reads `operator_ids` of a cluster.
extension ScenarioReader {
    /// Numbers the members and puts them in the order of their numbers, in which SSV has a committee.
    mutating func takeOperatorIDs(of cluster: inout Cluster, _ given: Value.Table) {
        let values = given.list("operator_ids")
        guard !values.isEmpty, cluster.flavour == .ssv, cluster.file == nil else { return }
        guard values.count == cluster.members.count else {
            findings.add(
                "\(cluster.members.count) members have \(Count.spelled(values.count)) operator ids",
                at: given["operator_ids"]?.location ?? given.location,
                hint: "write one for each member, in the order of 'members'")
            return
        }
        var first: [UInt64: SourceLocation] = [:]
        for value in values {
            guard let id = value.count else { continue }
            if let earlier = first[id] {
                findings.add(
                    "the operator id \(id) is given twice", at: value.location,
                    hint: "it was given first in line \(earlier.line), column \(earlier.column); an operator has "
                        + "one share of a key")
            }
            first[id] = first[id] ?? value.location
        }
        cluster.number(by: values.compactMap(\.count))
    }
}

extension Cluster {
    /// Gives the members, in their order, operator ids, and orders both by them.
    ///
    /// Nothing happens unless there is an id for each member.
    public mutating func number(by ids: [UInt64]) {
        guard ids.count == members.count else { return }
        let order = ids.indices.sorted { (ids[$0], $0) < (ids[$1], $1) }
        members = order.map { members[$0] }
        operatorIDs = order.map { ids[$0] }
    }
}
