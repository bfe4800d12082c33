import BeaconChain
import DistributedValidators
import EventEngine
import Staking

/// How the clusters of a world perform: each duty played member by member, message by message.
///
/// Where every member is up and sees the same, a duty depends on nothing but who leads it. Those are played once and
/// remembered. Clusters of one entry of the scenario that have the same members do the same.
struct ClusterDuties: Sendable {
    private(set) var sites: [ClusterSite]
    /// Some site has members of a time to come.
    private var hasSuccessors: Bool
    /// Sites of one entry and the same members that stand together, in the order of entries.
    let groups: [Range<Int>]
    private var runners: [ClusterDutyRunner]
    /// By group, kind and leader: the duty with all members up; nil = not asked yet. Empty = nothing of the kind was.
    private var healthy: [[[ClusterDutyOutcome?]]]
    /// By group.
    private(set) var figures: [ClusterFigures]
    /// Groups whose outcomes somebody asks for after the epoch.
    private let isKept: [Bool]
    /// Of the epoch that was asked for last, by group, then by slot and kind.
    private var kept: [[ClusterDutyOutcome]]
    /// What aggregating came to, by group, of the slot or epoch at hand.
    var aggregations: ClusterAggregations
    /// Aggregates and contributions that were not published in time.
    var aggregationMisses = DutyMisses()

    /// What clusters' keys signed twice in that epoch.
    private(set) var doubleSignings: [DoubleSigning] = []

    /// What clusters are asked to do slot by slot.
    static let kinds: [ClusterDutyKind] = [.attester, .proposer, .syncMessage]
    /// What is remembered with all members up: beside those what their aggregators do.
    private static let remembered =
        kinds + [.prepareAggregator, .aggregator, .prepareSyncContribution, .syncContribution]

    /// - Parameters:
    ///   - random: the run's; retries are drawn from it.
    ///   - keeping: entries whose outcomes are asked for after each epoch.
    init(_ sites: [ClusterSite], _ random: RandomSource, keeping: Set<Int> = []) {
        self.sites = sites
        hasSuccessors = sites.contains { $0.successors != nil }
        var groups: [Range<Int>] = []
        for site in sites.indices {
            if let last = groups.last, sites[last.lowerBound].cluster == sites[site].cluster,
                sites[last.lowerBound].members == sites[site].members
            {
                groups[groups.count - 1] = last.lowerBound..<(site + 1)
            } else {
                groups.append(site..<(site + 1))
            }
        }
        self.groups = groups
        runners = groups.map { group in
            var runner = ClusterDutyRunner(sites[group.lowerBound].rules)
            runner.retries = random
            return runner
        }
        healthy = groups.map { _ in Self.remembered.map { _ in [] } }
        aggregations = ClusterAggregations(groups: groups.count)
        figures = groups.map { _ in ClusterFigures() }
        isKept = groups.map { keeping.contains(sites[$0.lowerBound].cluster) }
        kept = groups.map { _ in [] }
    }

    /// After how many slots the same member leads again: under SSV leaders shift with the epoch; where nothing is agreed
    /// on, nobody leads.
    private static func period(_ rules: ClusterRules, _ kind: ClusterDutyKind) -> Int {
        if !kind.needsConsensus(rules.flavour) { return 1 }
        return rules.flavour == .charon ? rules.members : 32 * rules.members
    }

    /// The group that a site belongs to. O(log groups).
    func group(of site: Int) -> Int {
        var (low, high) = (0, groups.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if groups[middle].lowerBound <= site { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// Whether a cluster's sync messages are a duty of their own; under SSV they are signed with the attestations.
    func hasOwnSyncMessages(_ group: Int) -> Bool { rules(group).flavour == .charon }

    func rules(_ group: Int) -> ClusterRules { sites[groups[group].lowerBound].rules }

    /// Lets new members take over where shares have changed hands by then.
    mutating func handOver(by time: Int64) {
        guard hasSuccessors else { return }
        for site in sites.indices where sites[site].handOver(by: time) {
            let group = group(of: site)
            for row in healthy[group].indices { healthy[group][row] = [] }
        }
        hasSuccessors = sites.contains { $0.successors != nil }
    }

    // MARK: One duty

    /// Plays a duty, the same for so many clusters of a group.
    ///
    /// - Parameters:
    ///   - members: in the order of their shares.
    ///   - ways: nanoseconds between them, where that is not as usual.
    mutating func play(
        _ kind: ClusterDutyKind, group: Int, slot: UInt64, members: [DutyMember], ways: [Int64]? = nil, clusters: Int
    ) -> ClusterDutyOutcome {
        let latency = ways ?? sites[groups[group].lowerBound].connections.latency
        let outcome = runners[group].run(kind, slot: slot, members: members, latency: latency)
        figures[group].count(outcome, kind, clusters: clusters)
        return outcome
    }

    /// Counts a duty that was not begun, because one before it had failed.
    mutating func count(_ outcome: ClusterDutyOutcome, _ kind: ClusterDutyKind, group: Int, clusters: Int) {
        figures[group].count(outcome, kind, clusters: clusters)
    }

    /// A duty with all members up and of one mind.
    mutating func playHealthy(
        _ kind: ClusterDutyKind, group: Int, slot: UInt64, clusters: Int
    ) -> ClusterDutyOutcome {
        let outcome = healthyOutcome(kind, group: group, slot: slot)
        figures[group].count(outcome, kind, clusters: clusters)
        return outcome
    }

    /// Whether a duty with all members up and of one mind is in time.
    mutating func isHealthyInTime(_ kind: ClusterDutyKind, group: Int, slot: UInt64) -> Bool {
        // First by itself: within the call a copy of all this would be held while it changes.
        let outcome = healthyOutcome(kind, group: group, slot: slot)
        return timeliness(outcome, kind, group: group) == .inTime
    }

    /// What all members make of a duty; played once for each leader.
    private mutating func healthyOutcome(
        _ kind: ClusterDutyKind, group: Int, slot: UInt64
    ) -> ClusterDutyOutcome {
        let row = Self.remembered.firstIndex(of: kind)
        if let row, healthy[group][row].isEmpty {
            healthy[group][row] = Array(repeating: nil, count: Self.period(rules(group), kind))
        }
        let place = row.map { Int(slot % UInt64(healthy[group][$0].count)) } ?? 0
        if let row, let known = healthy[group][row][place] { return known }
        let outcome = runners[group].run(
            kind, slot: slot, members: healthyMembers(group),
            latency: sites[groups[group].lowerBound].connections.latency)
        if let row { healthy[group][row][place] = outcome }
        return outcome
    }

    func healthyMembers(_ group: Int) -> [DutyMember] {
        Array(repeating: DutyMember(), count: rules(group).members)
    }

    /// What a duty's outcome means to the chain.
    enum Timeliness: Sendable {
        /// Aggregated, or voted for.
        case inTime
        /// A vote that was signed, but too late for its aggregate: a later block takes it. Or an aggregate that came too
        /// late for the next slot's block.
        case late
        /// Not done, or of no use any more.
        case missed
    }

    func timeliness(_ outcome: ClusterDutyOutcome, _ kind: ClusterDutyKind, group: Int) -> Timeliness {
        guard outcome.isCompleted else { return .missed }
        let rules = rules(group)
        if kind == .proposer {
            return outcome.completedAt <= rules.attestationDue.nanoseconds(of: rules.slot) ? .inTime : .missed
        }
        if kind == .aggregator || kind == .syncContribution {
            return outcome.completedAt < rules.slot ? .inTime : .late
        }
        if outcome.completedAt <= rules.aggregationDue.nanoseconds(of: rules.slot) { return .inTime }
        return kind == .attester && outcome.completedAt < 2 * rules.slot ? .late : .missed
    }

    /// Counts a duty that all clusters of a group, or so many of them, have failed or been late with.
    mutating func failed(_ outcome: ClusterDutyOutcome, isLate: Bool, group: Int, clusters: Int? = nil) {
        figures[group].failed(outcome, isLate: isLate, clusters: clusters ?? groups[group].count)
    }

    /// Whether somebody asks for a group's outcomes after the epoch.
    func isKept(_ group: Int) -> Bool { isKept[group] }

    // MARK: An epoch

    /// Adds the slots of an epoch in which clusters do not perform, because of members who are away.
    ///
    /// - Parameters:
    ///   - first: the epoch's first slot on the chain.
    ///   - spans: stretches without duties of a node.
    ///   - cause: of a stretch.
    ///   - strike: the cause of an outage that takes nobody off duty.
    mutating func add(
        to absences: inout EpochAbsences, grid: EpochGrid, first: UInt64,
        spans: (Int) -> [NodeLifeCycle.Span], cause: (NodeLifeCycle.Span) -> Int, strike: (Int) -> Int
    ) {
        doubleSignings = []
        handOver(by: grid.start)
        for group in groups.indices {
            let site = sites[groups[group].lowerBound]
            let areStruck = groups[group].allSatisfy { place in
                absences[sites[place].node].map { $0.attests | $0.proposes == 0 } ?? false
            }
            if areStruck, !isKept[group] { continue }
            let touched = site.memberSpans(spans).map { $0.filter { $0.start < grid.end && $0.end > grid.start } }
            let relay = (site.connections.relay.map { spans($0.node) } ?? [])
                .filter { $0.start < grid.end && $0.end > grid.start }
            let isHealthy = site.isHealthy(touched, relay: relay, from: grid.start, to: grid.end)
            let clusters = groups[group].count
            var reasons: [NodeAbsence.Reason] = []
            if isKept[group] { kept[group].removeAll(keepingCapacity: true) }
            for place in 0..<grid.slots {
                let (slot, time) = (first + UInt64(place), grid.start + Int64(place) * grid.slot)
                let members = isHealthy ? [] : site.members(touched, slotStart: time)
                let ways = isHealthy ? nil : site.ways(at: time, members, relay: relay)
                for kind in Self.kinds {
                    if kind == .syncMessage, !hasOwnSyncMessages(group) {
                        if isKept[group] { kept[group].append(kept[group][place * Self.kinds.count]) }
                        continue
                    }
                    let outcome =
                        isHealthy
                        ? playHealthy(kind, group: group, slot: slot, clusters: clusters)
                        : play(
                            kind, group: group, slot: slot, members: members, ways: ways, clusters: clusters)
                    if isKept[group] { kept[group].append(outcome) }
                    let timeliness = timeliness(outcome, kind, group: group)
                    if timeliness == .inTime { continue }
                    figures[group].failed(outcome, isLate: timeliness == .late, clusters: clusters)
                    let why = site.causeOfFailure(touched, at: time, relay: relay, cause: cause, strike: strike)
                    Self.add(
                        why, outcome.failure, kind, isLate: timeliness == .late, bit: 1 << UInt64(place),
                        withSync: !hasOwnSyncMessages(group), to: &reasons)
                }
            }
            let everything = SlotAvailability.mask(grid.slots)
            for (outage, slots) in site.doubleSignings(touched, grid: grid) {
                for place in groups[group] {
                    let node = sites[place].node
                    doubleSignings.append(
                        DoubleSigning(
                            node: node, outage: outage, attests: slots & (absences[node]?.attests ?? everything),
                            proposes: slots & (absences[node]?.proposes ?? everything)))
                }
            }
            if reasons.isEmpty { continue }
            let attests = everything & ~reasons.reduce(0) { $0 | $1.attests }
            let proposes = everything & ~reasons.reduce(0) { $0 | $1.proposes }
            for place in groups[group] {
                absences.append(
                    NodeAbsence(node: sites[place].node, attests: attests, proposes: proposes, reasons: reasons))
            }
        }
    }

    /// What became of a duty in the epoch that was added last, where it is kept; kinds are those of `kinds`.
    func outcome(_ kind: ClusterDutyKind, group: Int, place: Int) -> ClusterDutyOutcome? {
        guard let row = Self.kinds.firstIndex(of: kind) else { return nil }
        let position = place * Self.kinds.count + row
        return kept[group].indices.contains(position) ? kept[group][position] : nil
    }

    private static func add(
        _ cause: Int, _ failure: DutyFailure?, _ kind: ClusterDutyKind, isLate: Bool, bit: UInt64, withSync: Bool,
        to reasons: inout [NodeAbsence.Reason]
    ) {
        var place = reasons.firstIndex { $0.cause == cause && $0.failure == failure } ?? reasons.count
        if place == reasons.count {
            reasons.append(NodeAbsence.Reason(cause: cause, attests: 0, proposes: 0, failure: failure))
            place = reasons.count - 1
            reasons[place].syncs = 0
        }
        switch kind {
        case .proposer: reasons[place].proposes |= bit
        case .syncMessage: reasons[place].syncs = (reasons[place].syncs ?? 0) | bit
        default:
            if isLate { reasons[place].late |= bit } else { reasons[place].attests |= bit }
            if withSync { reasons[place].syncs = (reasons[place].syncs ?? 0) | bit }
        }
    }
}
