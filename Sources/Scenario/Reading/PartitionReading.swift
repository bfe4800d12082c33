/// Reads the groups of a `partition`.
extension ScenarioReader {
    /// Most groups of a partition.
    private static let mostGroups = 64

    /// A group and what is needed to say where it goes wrong.
    private struct Side {
        var group: Fault.Group
        var place: SourceLocation
        /// False where something is wrong with it.
        var isSound: Bool
    }

    mutating func partition(_ given: Value.Table, _ population: Population) -> Fault? {
        guard let groups = given["groups"], case .named(let entries) = groups.content else {
            if given.lacks("groups") {
                findings.add(
                    "an outage of kind 'partition' needs the key 'groups'", at: given.location,
                    hint: "for example groups: { europe: { region: eu-central }, the rest: others }")
            }
            return nil
        }
        guard groups.isWhole else { return nil }
        guard (2...Self.mostGroups).contains(entries.count) else {
            findings.add(
                entries.count < 2
                    ? "a partition needs two groups or more"
                    : "a partition has at most \(Self.mostGroups) groups, found \(entries.count)",
                at: groups.location,
                hint: entries.count < 2 ? "add the group of everybody else: the rest: others" : nil)
            return nil
        }
        let sides = entries.map { side($0, population) }
        let others = sides.filter(\.group.takesOthers)
        if let second = others.dropFirst().first {
            findings.add(
                "two groups take the others", at: second.place, hint: "name a condition in one of them")
        }
        if population.isSound, sides.allSatisfy(\.isSound) { checkApart(sides, population) }
        return .partition(groups: sides.map(\.group), oneWay: given.flag("one_way") ?? false)
    }

    private mutating func side(_ entry: Value.Entry, _ population: Population) -> Side {
        var group = Fault.Group(name: entry.name)
        guard let table = entry.value.table else {
            group.takesOthers = true
            return Side(group: group, place: entry.nameLocation, isSound: true)
        }
        let errorsBefore = findings.errors.count
        group.members = selector(table, "the group '\(entry.name)'", population)
        return Side(group: group, place: entry.nameLocation, isSound: findings.errors.count == errorsBefore)
    }

    /// Nobody is in two groups, and the others are somebody.
    private mutating func checkApart(_ sides: [Side], _ population: Population) {
        let named = sides.filter { !$0.group.takesOthers }
        var dealt: [(conditions: Selector, partsPerMillion: Int, first: Int)] = []
        for (index, side) in named.enumerated() {
            let members = side.group.members
            var conditions = members
            conditions.partsPerMillion = Share.whole
            let same = dealt.firstIndex { $0.conditions == conditions }
            for earlier in named[..<index] {
                var others = earlier.group.members
                others.partsPerMillion = Share.whole
                let areShares =
                    conditions == others
                    && min(members.partsPerMillion, earlier.group.members.partsPerMillion) < Share.whole
                guard !areShares, population.canMeet(conditions, others) else { continue }
                findings.add(
                    "a node can be in both the groups '\(earlier.group.name)' and '\(side.group.name)'", at: side.place,
                    hint: "name conditions that exclude each other, shares of the same conditions, or others")
                return
            }
            guard let same else {
                dealt.append((conditions, members.partsPerMillion, index))
                continue
            }
            dealt[same].partsPerMillion += members.partsPerMillion
            let excess = dealt[same].partsPerMillion - Share.whole
            if excess > 0 {
                findings.add(
                    "the groups' shares of the same nodes add up to \(Share.spelled(Share.whole + excess)), more than "
                        + "100 %", at: side.place, hint: "lower them by \(Share.spelled(excess))")
                return
            }
        }
        guard let others = sides.first(where: \.group.takesOthers) else { return }
        let taken = dealt.filter { $0.partsPerMillion == Share.whole }.map(\.conditions)
        if !population.leavesSomebody(taken) {
            findings.add(
                "the group '\(others.group.name)' takes nobody", at: others.place,
                hint: "the other groups take everybody; leave it out")
        }
    }
}
