/// How an epoch's active validators are dealt out to slots and committees.
///
/// Spec: `get_committee_count_per_slot`, `compute_committee`, phase 0.
public struct CommitteeLayout: Sendable, Equatable {
    /// Number of active validators.
    public let activeCount: Int
    /// Committees of each slot (`get_committee_count_per_slot`).
    public let committeesPerSlot: Int
    /// `SLOTS_PER_EPOCH`.
    public let slotsPerEpoch: Int

    /// - Parameter activeCount: number of validators active in the epoch.
    public init(activeCount: Int, spec: ChainSpec) {
        self.activeCount = activeCount
        let share = UInt64(max(0, activeCount)) / max(1, spec.slotsPerEpoch) / max(1, spec.targetCommitteeSize)
        committeesPerSlot = Int(clamping: max(1, min(spec.maxCommitteesPerSlot, share)))
        slotsPerEpoch = Int(clamping: max(1, spec.slotsPerEpoch))
    }

    /// Committees of the epoch.
    public var committeeCount: Int { committeesPerSlot * slotsPerEpoch }

    /// The seats of a committee in the epoch's shuffled order; nil if there is no such committee.
    ///
    /// - Parameters:
    ///   - slot: within the epoch.
    public func seats(slot: Int, committee: Int) -> Range<Int>? {
        guard (0..<slotsPerEpoch).contains(slot), (0..<committeesPerSlot).contains(committee) else { return nil }
        let number = slot * committeesPerSlot + committee
        return activeCount * number / committeeCount..<activeCount * (number + 1) / committeeCount
    }

    /// Whose seat it is; nil beyond the seats.
    public func assignment(ofSeat seat: Int) -> CommitteeAssignment? {
        guard (0..<activeCount).contains(seat) else { return nil }
        let number = ((seat + 1) * committeeCount + activeCount - 1) / activeCount - 1
        return CommitteeAssignment(
            slot: number / committeesPerSlot, committee: number % committeesPerSlot,
            place: seat - activeCount * number / committeeCount)
    }

    /// When and where one active validator attests, without dealing out the others.
    ///
    /// Complexity: one inverse single-index shuffle.
    /// - Parameters:
    ///   - position: active position.
    ///   - shuffling: over `activeCount` positions, with the epoch's attester seed.
    public func assignment(ofActive position: Int, _ shuffling: Shuffling) -> CommitteeAssignment? {
        shuffling.position(of: position).flatMap { assignment(ofSeat: $0) }
    }
}

/// A validator's place among the committees of an epoch.
public struct CommitteeAssignment: Sendable, Hashable {
    /// Slot within the epoch.
    public let slot: Int
    /// Committee within the slot.
    public let committee: Int
    /// Place within the committee.
    public let place: Int
}

/// The committees of one epoch of a state.
///
/// Spec: `get_beacon_committee`, phase 0.
public struct Committees: Sendable {
    /// The epoch whose committees these are.
    public let epoch: Epoch
    /// How many committees there are and where their seats lie.
    public let layout: CommitteeLayout
    /// Registry rows by seat.
    private let rows: [UInt32]

    /// Shuffles all active validators.
    ///
    /// Complexity: a whole-list shuffle.
    /// - Throws: `EpochError.vectorLength` where the randomness is missing.
    public init(_ state: BeaconState, epoch: Epoch) throws(EpochError) {
        let active = ActiveRows(state.registry, in: epoch)
        let seed = try state.seed(.attester, epoch: epoch)
        self.epoch = epoch
        layout = CommitteeLayout(activeCount: active.count, spec: state.spec)
        rows = Shuffling(seed: seed, count: active.count, rounds: state.spec.shuffleRoundCount).permutation()
            .map { UInt32(truncatingIfNeeded: active.row(at: Int($0))) }
    }

    /// Registry rows of a committee in order; nil if there is no such committee.
    ///
    /// - Parameter slot: within the epoch.
    public func members(slot: Int, committee: Int) -> [ValidatorIndex]? {
        layout.seats(slot: slot, committee: committee).map { seats in rows[seats].map { Int($0) } }
    }
}
