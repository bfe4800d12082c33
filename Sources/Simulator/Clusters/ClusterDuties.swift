import BeaconChain
import DistributedValidators
import EventEngine
import Staking

/// How the clusters of a world perform: each duty played member by member, message by message.
///
/// Where every member is up and sees the same, a duty depends on nothing but who leads it. Those are played once and
/// remembered.
struct ClusterDuties: Sendable {
    let sites: [ClusterSite]
    private var runners: [ClusterDutyRunner]
    /// By site: whether each duty is in time with all members up, by kind and leader; nil = not asked yet.
    private var healthy: [[ClusterDutyKind: [ClusterDutyOutcome?]]]
    /// Number of messages that were sent between members.
    private(set) var messages = 0
    /// Duties that were played.
    private(set) var played = 0

    init(_ sites: [ClusterSite]) {
        self.sites = sites
        runners = sites.map { ClusterDutyRunner($0.rules) }
        healthy = sites.map { _ in [:] }
    }

    /// Plays a duty.
    ///
    /// - Parameter members: the site's members in the order of their shares.
    mutating func play(
        _ kind: ClusterDutyKind, site: Int, slot: UInt64, members: [DutyMember]
    ) -> ClusterDutyOutcome {
        let outcome = runners[site].run(kind, slot: slot, members: members, latency: sites[site].latency)
        played += 1
        messages += outcome.messages
        return outcome
    }

    /// A duty with all members up and of one mind.
    ///
    /// Who leads repeats with a period of n slots under Charon and of n epochs under SSV.
    mutating func playHealthy(_ kind: ClusterDutyKind, site: Int, slot: UInt64) -> ClusterDutyOutcome {
        let period = sites[site].rules.flavour == .charon ? sites[site].members.count : 32 * sites[site].members.count
        let place = Int(slot % UInt64(period))
        if let known = healthy[site][kind]?[place] { return known }
        let members = sites[site].members.map { _ in DutyMember() }
        let outcome = play(kind, site: site, slot: slot, members: members)
        healthy[site][kind, default: Array(repeating: nil, count: period)][place] = outcome
        return outcome
    }

    /// Whether a vote that was signed then is aggregated, and whether a block that left then is voted for.
    func isInTime(_ outcome: ClusterDutyOutcome, _ kind: ClusterDutyKind, site: Int) -> Bool {
        guard outcome.isCompleted else { return false }
        let rules = sites[site].rules
        switch kind {
        case .proposer: return outcome.completedAt <= rules.attestationDue.nanoseconds(of: rules.slot)
        default: return outcome.completedAt <= rules.aggregationDue.nanoseconds(of: rules.slot)
        }
    }

    /// Adds the slots of an epoch in which a cluster cannot perform, because of members who are away.
    ///
    /// - Parameters:
    ///   - first: the epoch's first slot on the chain.
    ///   - spans: stretches without duties of a node.
    ///   - cause: of a stretch.
    mutating func add(
        to absences: inout EpochAbsences, grid: EpochGrid, first: UInt64,
        spans: (Int) -> [NodeLifeCycle.Span], cause: (NodeLifeCycle.Span) -> Int, lie: (Int) -> Int
    ) -> [ClusterFailure] {
        var failures: [ClusterFailure] = []
        let everything = SlotAvailability.mask(grid.slots)
        for site in sites.indices {
            if let whole = absences[sites[site].node], whole.attests | whole.proposes == 0 { continue }
            let touched = sites[site].members.map { spans($0).filter { $0.start < grid.end && $0.end > grid.start } }
            let isHealthy =
                touched.allSatisfy(\.isEmpty)
                && !sites[site].liars.contains { $0.start < grid.end && $0.end > grid.start }
            var attests = everything
            var proposes = everything
            var reasons: [NodeAbsence.Reason] = []
            for slot in 0..<grid.slots {
                let time = grid.start + Int64(slot) * grid.slot
                for kind in [ClusterDutyKind.attester, .proposer] {
                    let outcome: ClusterDutyOutcome
                    if isHealthy {
                        outcome = playHealthy(kind, site: site, slot: first + UInt64(slot))
                    } else {
                        outcome = play(
                            kind, site: site, slot: first + UInt64(slot),
                            members: members(of: site, touched, slotStart: time))
                    }
                    if isInTime(outcome, kind, site: site) { continue }
                    let why = causeOfFailure(site, touched, at: time, cause: cause, lie: lie)
                    failures.append(
                        ClusterFailure(
                            site: site, kind: kind, slot: first + UInt64(slot), reason: outcome.failure, cause: why))
                    let bit: UInt64 = 1 << UInt64(slot)
                    if kind == .attester { attests &= ~bit } else { proposes &= ~bit }
                    add(why, attests: kind == .attester ? bit : 0, proposes: kind == .proposer ? bit : 0, to: &reasons)
                }
            }
            if reasons.isEmpty { continue }
            absences.append(
                NodeAbsence(node: sites[site].node, attests: attests, proposes: proposes, reasons: reasons))
        }
        return failures
    }

    private func add(_ cause: Int, attests: UInt64, proposes: UInt64, to reasons: inout [NodeAbsence.Reason]) {
        if let known = reasons.firstIndex(where: { $0.cause == cause }) {
            reasons[known].attests |= attests
            reasons[known].proposes |= proposes
        } else {
            reasons.append(NodeAbsence.Reason(cause: cause, attests: attests, proposes: proposes))
        }
    }

    /// The members as a slot finds them: dark ones are off, those that resync run without data and do not sign.
    private func members(
        of site: Int, _ touched: [[NodeLifeCycle.Span]], slotStart: Int64
    ) -> [DutyMember] {
        touched.enumerated().map { place, spans in
            var member = DutyMember()
            for span in spans where span.isDark {
                let from = span.start - slotStart
                let until = span.end == .max ? Int64.max : span.end - slotStart
                if from <= 0, until > 0 {
                    if until >= sites[site].rules.slot { member.isUp = false } else { member.upFrom = max(member.upFrom, until) }
                } else if from > 0 {
                    member.upUntil = min(member.upUntil, from)
                }
            }
            for span in spans where !span.isDark && span.start <= slotStart && span.end > slotStart {
                member.beaconReady = .max
                member.signs = false
            }
            for lie in sites[site].liars
            where lie.members >> UInt64(place) & 1 == 1 && lie.start <= slotStart && lie.end > slotStart {
                member.conduct = .wrongPartial
            }
            return member
        }
    }

    /// What stands behind a failure: the outage of the first member that is away, or its lie.
    private func causeOfFailure(
        _ site: Int, _ touched: [[NodeLifeCycle.Span]], at time: Int64, cause: (NodeLifeCycle.Span) -> Int,
        lie: (Int) -> Int
    ) -> Int {
        let end = time + sites[site].rules.slot
        for spans in touched {
            if let span = spans.first(where: { $0.start < end && $0.end > time }) { return cause(span) }
        }
        if let found = sites[site].liars.first(where: { $0.start < end && $0.end > time }) { return lie(found.outage) }
        return Causes.clusterTiming
    }
}

/// A duty that a cluster did not perform, or too late.
struct ClusterFailure: Sendable {
    var site: Int
    var kind: ClusterDutyKind
    var slot: UInt64
    /// Nil where it was performed, but too late.
    var reason: DutyFailure?
    var cause: Int
}
