import DistributedValidators

/// What aggregators do for others, in two kinds that go alike: a proof that it is one's turn, then the thing itself.
enum Aggregation: Int, Sendable, CaseIterable {
    /// Of a committee's attestations.
    case aggregate
    /// Of a subcommittee's sync messages.
    case contribution

    /// The selection proofs, where they are a duty of their own (Charon).
    var proofs: ClusterDutyKind { self == .aggregate ? .prepareAggregator : .prepareSyncContribution }
    /// The thing itself, under SSV with the proofs.
    var duty: ClusterDutyKind { self == .aggregate ? .aggregator : .syncContribution }
    /// Why there is nothing to publish without proofs.
    var failureWithoutProofs: DutyFailure {
        self == .aggregate ? .insufficientAggregatorSelections : .contributionFewPrepares
    }
    var missed: DutyMisses.Duty { self == .aggregate ? .aggregate : .contribution }
}

/// What aggregating came to in a slot, for all aggregators of a cluster at once.
struct ClusterAggregation: Sendable {
    /// Of the selection proofs; under SSV the same as `duty`.
    var proofs: ClusterDutyOutcome
    var duty: ClusterDutyOutcome
}

/// Outcomes of the slot or the epoch at hand, by group.
struct ClusterAggregations: Sendable {
    /// The first slot that is held.
    private(set) var slot: UInt64 = .max
    private var slots = 1
    /// Of slot *s*, group *g* and kind *k* at (*s* · groups + *g*) · 2 + *k*.
    private var outcomes: [ClusterAggregation?]
    private let groups: Int

    init(groups: Int) {
        self.groups = groups
        outcomes = Array(repeating: nil, count: 2 * groups)
    }

    /// Forgets everything and makes room for some slots.
    mutating func begin(_ first: UInt64, slots: Int) {
        slot = first
        self.slots = slots
        let count = 2 * groups * slots
        if outcomes.count == count {
            for place in outcomes.indices { outcomes[place] = nil }
        } else {
            outcomes = Array(repeating: nil, count: count)
        }
    }

    private func place(_ kind: Aggregation, _ group: Int, _ slot: UInt64) -> Int? {
        guard slot >= self.slot, slot - self.slot < UInt64(slots) else { return nil }
        return 2 * (Int(slot - self.slot) * groups + group) + kind.rawValue
    }

    /// What a group's aggregators came to in a slot; nil where none was asked.
    subscript(_ kind: Aggregation, group group: Int, slot slot: UInt64) -> ClusterAggregation? {
        get { place(kind, group, slot).flatMap { outcomes[$0] } }
        set { if let place = place(kind, group, slot) { outcomes[place] = newValue } }
    }
}

extension ClusterDuties {
    /// Plays what a group's aggregators do in a slot, for so many of its clusters.
    ///
    /// Charon's members exchange selection proofs first, without agreeing on anything; who lacks a threshold of them
    /// aggregates nothing. Under SSV that is the first part of the duty itself.
    ///
    /// - Parameter members: nil where all are up, honest and of one mind.
    private mutating func playAggregation(
        _ kind: Aggregation, group: Int, slot: UInt64, members: [DutyMember]?, ways: [Int64]? = nil, clusters: Int
    ) -> ClusterAggregation {
        let rules = rules(group)
        guard rules.flavour == .charon else {
            let outcome = play(kind.duty, group, slot, members, ways, clusters)
            return ClusterAggregation(proofs: outcome, duty: outcome)
        }
        let proofs = play(kind.proofs, group, slot, members, ways, clusters)
        guard proofs.isCompleted else {
            let outcome = ClusterDutyOutcome(failure: kind.failureWithoutProofs)
            failed(proofs, isLate: false, group: group, clusters: clusters)
            count(outcome, kind.duty, group: group, clusters: clusters)
            return ClusterAggregation(proofs: proofs, duty: outcome)
        }
        guard proofs.completedAt > kind.duty.start(rules) else {
            return ClusterAggregation(proofs: proofs, duty: play(kind.duty, group, slot, members, ways, clusters))
        }
        var waiting = members ?? healthyMembers(group)
        for place in waiting.indices {
            waiting[place].beaconReady = max(waiting[place].beaconReady, proofs.completedAt)
        }
        return ClusterAggregation(proofs: proofs, duty: play(kind.duty, group, slot, waiting, ways, clusters))
    }

    private mutating func play(
        _ kind: ClusterDutyKind, _ group: Int, _ slot: UInt64, _ members: [DutyMember]?, _ ways: [Int64]?,
        _ clusters: Int
    ) -> ClusterDutyOutcome {
        guard let members else { return playHealthy(kind, group: group, slot: slot, clusters: clusters) }
        return play(kind, group: group, slot: slot, members: members, ways: ways, clusters: clusters)
    }

    /// Carries out what the aggregators of some of a group's clusters have to do in a slot, and books what goes wrong.
    ///
    /// - Parameters:
    ///   - epoch: counted from the first.
    ///   - due: the clusters with such an aggregator, by kind. Under SSV whoever does both does them in one duty (Boole's
    ///     aggregator committee).
    ///   - cause: what stands behind a failure.
    mutating func aggregate(
        group: Int, slot: UInt64, epoch: Int, due: (Aggregation) -> [Int], members: [DutyMember]?, ways: [Int64]? = nil,
        cause: () -> Int
    ) {
        let combines = rules(group).flavour == .ssv
        var aggregating: [Int] = []
        for kind in Aggregation.allCases {
            let due = due(kind)
            if due.isEmpty { continue }
            let alone = combines && kind == .contribution ? due.filter { !aggregating.contains($0) } : due
            if kind == .aggregate { aggregating = due }
            let done: ClusterAggregation
            if let joint = aggregations[.aggregate, group: group, slot: slot], combines, alone.isEmpty {
                done = joint
            } else {
                done = playAggregation(
                    kind, group: group, slot: slot, members: members, ways: ways, clusters: alone.count)
            }
            aggregations[kind, group: group, slot: slot] = done
            let timeliness = timeliness(done.duty, kind.duty, group: group)
            if timeliness == .inTime { continue }
            let isLate = timeliness == .late
            if !alone.isEmpty { failed(done.duty, isLate: isLate, group: group, clusters: alone.count) }
            let why = cause()
            // A joint duty fails by the words for aggregates.
            let lacksProofs = done.duty.failure == Aggregation.aggregate.failureWithoutProofs
            for site in due {
                miss(
                    kind, site, epoch: epoch, isLate: isLate, cause: why,
                    failure: lacksProofs ? kind.failureWithoutProofs : done.duty.failure)
            }
        }
    }

    /// Books that a cluster's aggregators have published nothing in time.
    mutating func miss(
        _ kind: Aggregation, _ site: Int, epoch: Int, isLate: Bool = false, cause: Int, failure: DutyFailure? = nil
    ) {
        aggregationMisses.add(
            DutyMisses.Miss(
                node: sites[site].node, epoch: epoch, duty: kind.missed, outcome: isLate ? .late : .missed,
                cause: cause, failure: failure, count: 1))
    }
}
