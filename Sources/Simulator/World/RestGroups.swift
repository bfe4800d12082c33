import Scenario

/// A part of the rest whose members share every property that an outage of the scenario asks about.
struct RestGroup: Equatable {
    var validators: Int
    var consensusClient: String?
    var executionClient: String?
    var region: String?
    var provider: String?
    /// Abandoned keys: never online.
    var isAbandoned = false
    /// Validators of a real state that are not active, or slashed: no outage reaches them.
    var isWithoutDuties = false
    /// Outages whose random share takes this group, by position in the scenario.
    var drawnFor: [Int] = []
    /// Sides of partitions that a share put it on.
    var sides: [Side] = []

    /// A side of a partition: position of the outage in the scenario, and of the group in the partition.
    struct Side: Equatable {
        var outage: Int
        var group: Int
    }

    /// For reports: what sets the group apart.
    var label: String {
        var parts = [consensusClient, executionClient, region, provider].compactMap { $0 }
        if isAbandoned { parts.append("abandoned") }
        if isWithoutDuties { parts.append("without duties") }
        return parts.isEmpty ? "the rest" : "the rest: " + parts.joined(separator: ", ")
    }
}

/// Parts the rest by the properties that outages ask about, and by nothing else.
///
/// Properties are taken to be independent: a share of the clients is the same in each region. Whole validators are
/// dealt out by the largest remainder, so that the parts sum to the whole.
struct RestPartition {
    private(set) var groups: [RestGroup]

    /// - Parameters:
    ///   - validators: those with duties.
    ///   - withoutDuties: further ones that are not active, or slashed.
    init(validators: Int, withoutDuties: Int = 0, rest: Rest, clients: ClientMix, outages: [Outage]) {
        groups = [RestGroup(validators: validators)]
        if rest.offlinePartsPerMillion > 0 {
            split([rest.offlinePartsPerMillion], of: { _ in true }, { if $1 == 0 { $0.isAbandoned = true } })
        }
        let reaching = outages.filter { $0.hits.reachesRest && $0.kind != .replay }
        let selectors = reaching.map(\.hits) + outages.flatMap { $0.partitionGroups.map(\.members) }
        func names(_ path: KeyPath<Selector, [String]>, among shares: [ClientMix.Share]) -> [ClientMix.Share] {
            let isClient = path == \.consensusClients || path == \.executionClients
            return shares.filter { share in
                selectors.contains { selector in
                    selector[keyPath: path].contains {
                        isClient ? ClientName.means($0, share.name) : $0 == share.name
                    }
                }
            }
        }
        for (path, shares, assign) in [
            (\Selector.consensusClients, clients.consensus, { $0.consensusClient = $1 }),
            (\Selector.executionClients, clients.execution, { $0.executionClient = $1 }),
            (\Selector.regions, rest.regions, { $0.region = $1 }),
            (\Selector.providers, rest.providers, { $0.provider = $1 }),
        ] as [(KeyPath<Selector, [String]>, [ClientMix.Share], (inout RestGroup, String) -> Void)] {
            let asked = names(path, among: shares)
            if asked.isEmpty { continue }
            split(
                asked.map(\.partsPerMillion), of: { !$0.isAbandoned },
                { group, part in if part < asked.count { assign(&group, asked[part].name) } })
        }
        for (position, outage) in outages.enumerated()
        where outage.hits.reachesRest && outage.kind != .replay && outage.hits.partsPerMillion < 1_000_000 {
            split(
                [outage.hits.partsPerMillion], of: { !$0.isAbandoned && outage.hits.matches($0) },
                { group, part in if part == 0 { group.drawnFor.append(position) } })
        }
        for (position, outage) in outages.enumerated() { splitSides(of: outage.partitionGroups, outage: position) }
        groups.removeAll { $0.validators == 0 }
        if withoutDuties > 0 { groups.append(RestGroup(validators: withoutDuties, isWithoutDuties: true)) }
    }

    /// Deals the rest to the sides of a partition that ask for shares, so that each part stands on one side.
    private mutating func splitSides(of sides: [Fault.Group], outage: Int) {
        var isDone = sides.map { $0.takesOthers || $0.members.partsPerMillion == 1_000_000 }
        for first in sides.indices where !isDone[first] {
            // Shares of the same nodes are dealt together.
            var whole = sides[first].members
            whole.partsPerMillion = 1_000_000
            let alike = sides.indices.filter { index in
                var other = sides[index].members
                other.partsPerMillion = 1_000_000
                return !isDone[index] && other == whole
            }
            for index in alike { isDone[index] = true }
            split(
                alike.map { sides[$0].members.partsPerMillion }, of: { !$0.isAbandoned && whole.matches($0) },
                { group, part in
                    if part < alike.count { group.sides.append(RestGroup.Side(outage: outage, group: alike[part])) }
                })
        }
    }

    /// Replaces each chosen group by one part for each share and one for what is left over.
    private mutating func split(
        _ shares: [Int], of chosen: (RestGroup) -> Bool, _ assign: (inout RestGroup, Int) -> Void
    ) {
        var parts: [RestGroup] = []
        for group in groups {
            guard chosen(group) else {
                parts.append(group)
                continue
            }
            let weights = shares + [max(0, 1_000_000 - shares.reduce(0, +))]
            for (part, count) in LargestRemainder.deal(group.validators, by: weights).enumerated() where count > 0 {
                var copy = group
                copy.validators = count
                assign(&copy, part)
                parts.append(copy)
            }
        }
        groups = parts
    }
}

/// Whole things dealt out in proportion.
enum LargestRemainder {
    /// Parts of `count` in proportion to the weights; they sum to `count`. Earlier parts win ties.
    static func deal(_ count: Int, by weights: [Int]) -> [Int] {
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return weights.map { _ in 0 } }
        var parts = weights.map { Int(Int128(count) * Int128($0) / Int128(sum)) }
        let remainders = weights.map { Int(Int128(count) * Int128($0) % Int128(sum)) }
        let left = count - parts.reduce(0, +)
        let order = weights.indices.sorted { (remainders[$1], $0) < (remainders[$0], $1) }
        for index in order.prefix(left) { parts[index] += 1 }
        return parts
    }
}

extension Selector {
    /// Whether a group of the rest meets the conditions, its random share aside.
    func matches(_ group: RestGroup) -> Bool {
        guard reachesRest, entities.isEmpty, nodes.isEmpty, places.isEmpty, powerZones.isEmpty, operators.isEmpty,
            links.isEmpty
        else { return false }
        return isMet(consensusClients, byClient: group.consensusClient)
            && isMet(executionClients, byClient: group.executionClient) && meets(regions, group.region)
            && meets(providers, group.provider)
    }

    /// An empty condition is met by everybody.
    func meets(_ wanted: [String], _ value: String?) -> Bool {
        wanted.isEmpty || value.map(wanted.contains) ?? false
    }
}

extension Outage {
    /// The sides of a partition; none for other outages.
    var partitionGroups: [Fault.Group] {
        guard case .partition(let groups, _)? = fault else { return [] }
        return groups
    }
}
