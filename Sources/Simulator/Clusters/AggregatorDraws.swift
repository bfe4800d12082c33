import BeaconChain
import EventEngine

/// Whose turn it is to aggregate.
///
/// A member of a committee is an aggregator with a chance of 16 in its size, a member of a sync subcommittee with one of 16 in
/// its size, by its selection proof. Here the proof's hash is a draw. Spec: `is_aggregator` (phase 0),
/// `is_sync_committee_aggregator` (Altair).
struct AggregatorDraws: Sendable {
    /// `TARGET_AGGREGATORS_PER_COMMITTEE` and `TARGET_AGGREGATORS_PER_SYNC_SUBCOMMITTEE`.
    private static let target = 16
    /// `SYNC_COMMITTEE_SUBNET_COUNT`.
    static let subcommittees = 4

    private let random: RandomSource

    init(_ random: RandomSource) { self.random = random }

    /// One in so many members of a committee aggregates.
    static func modulo(committee members: Int) -> UInt64 { UInt64(max(1, members / target)) }

    /// The same on average for committees of so many active validators. Spec: `get_committee_count_per_slot`.
    static func modulo(active validators: Int, _ spec: ChainSpec) -> UInt64 {
        let perSlot = validators / Int(spec.slotsPerEpoch)
        let committees = max(1, min(Int(spec.maxCommitteesPerSlot), perSlot / Int(spec.targetCommitteeSize)))
        return modulo(committee: perSlot / committees)
    }

    /// The same for a sync committee's subcommittees.
    static func modulo(syncCommittee members: Int) -> UInt64 { modulo(committee: members / subcommittees) }

    /// Whether a validator aggregates in the slot of its attestation.
    func aggregates(_ validator: Int, slot: Slot, modulo: UInt64) -> Bool {
        random.stream(.aggregatorSelection, entity: UInt64(validator)).word(at: slot) % modulo == 0
    }

    /// Whether a validator with a seat in a subcommittee contributes for it.
    func contributes(_ validator: Int, subcommittee: Int, slot: Slot, modulo: UInt64) -> Bool {
        random.stream(
            .contributorSelection, entity: UInt32(truncatingIfNeeded: validator),
            UInt32(truncatingIfNeeded: subcommittee)
        ).word(at: slot) % modulo == 0
    }

    /// The slot of an epoch in which a validator aggregates, where nobody follows the shuffle; nil in most epochs.
    func aggregates(_ validator: Int, first: Slot, slots: Int, modulo: UInt64) -> Int? {
        let words = random.stream(.aggregatorSelection, entity: UInt64(validator)).words(atPair: first >> 1)
        return words.0 % modulo == 0 ? Int(words.1 % UInt64(slots)) : nil
    }
}

/// Aggregators among clusters' validators, in a slot or an epoch.
struct ClusterAggregators: Sendable {
    struct Turn: Sendable {
        var validator: Int
        var site: Int
        /// Of the epoch; 0 where there is one slot alone.
        var place: Int
        /// Nought for aggregates.
        var subcommittee = 0
    }

    /// By kind.
    private var turns: [[Turn]] = [[], []]
    /// By kind and site, bit = place.
    private var places: [[UInt64]]

    init(sites: Int) { places = Array(repeating: Array(repeating: 0, count: sites), count: 2) }

    func turns(_ kind: Aggregation) -> [Turn] { turns[kind.rawValue] }

    /// Slots in which some of these clusters have either kind; bit = place.
    func places(of sites: Range<Int>) -> UInt64 {
        sites.reduce(0) { $0 | places[0][$1] | places[1][$1] }
    }

    func sites(_ kind: Aggregation, among sites: Range<Int>, place: Int = 0) -> [Int] {
        sites.filter { places[kind.rawValue][$0] >> UInt64(place) & 1 == 1 }
    }

    mutating func add(_ kind: Aggregation, _ turn: Turn) {
        turns[kind.rawValue].append(turn)
        places[kind.rawValue][turn.site] |= 1 << UInt64(turn.place)
    }

    /// Adds the contributors among a sync committee's members.
    ///
    /// - Parameters:
    ///   - committee: validators by seat; one with two seats of a subcommittee has one turn.
    ///   - site: the cluster that has a seat.
    mutating func addContributors(
        _ committee: [Int], _ draws: AggregatorDraws, slot: Slot, place: Int = 0, site: (Int) -> Int?
    ) {
        let modulo = AggregatorDraws.modulo(syncCommittee: committee.count)
        let size = max(1, committee.count / AggregatorDraws.subcommittees)
        let before = turns[Aggregation.contribution.rawValue].count
        for (seat, validator) in committee.enumerated() {
            guard let site = site(seat) else { continue }
            let subcommittee = seat / size
            guard
                draws.contributes(validator, subcommittee: subcommittee, slot: slot, modulo: modulo),
                !turns[Aggregation.contribution.rawValue][before...].contains(where: {
                    $0.validator == validator && $0.subcommittee == subcommittee
                })
            else { continue }
            add(.contribution, Turn(validator: validator, site: site, place: place, subcommittee: subcommittee))
        }
    }

    /// Takes away the turns of clusters that cannot act as a whole.
    ///
    /// - Parameter cause: what keeps a turn's cluster from acting; nil where nothing does.
    /// - Returns: what was taken, each cluster, slot and kind once.
    mutating func remove(
        where cause: (Turn) -> Int?
    ) -> [(kind: Aggregation, turn: Turn, cause: Int)] {
        var removed: [(kind: Aggregation, turn: Turn, cause: Int)] = []
        for kind in Aggregation.allCases {
            turns[kind.rawValue].removeAll { turn in
                guard let cause = cause(turn) else { return false }
                let bit: UInt64 = 1 << UInt64(turn.place)
                if places[kind.rawValue][turn.site] & bit != 0 { removed.append((kind, turn, cause)) }
                places[kind.rawValue][turn.site] &= ~bit
                return true
            }
        }
        return removed
    }
}
