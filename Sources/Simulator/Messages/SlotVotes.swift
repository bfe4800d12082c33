import BeaconChain
import DistributedValidators

/// What a vote says: head, target and source, and from which side of a partition it comes.
struct VoteKind: Equatable, Sendable {
    var head: BlockID
    /// The checkpoint block of the vote's epoch on the voter's branch.
    var target: BlockID
    var source: Checkpoint
    /// Side of a partition on which it was cast; votes travel to who hears that side.
    var side: UInt8
    /// Counts the partitions and heals before it: sides have numbers of their own in each era.
    var era: Int32
    /// Whether it came too late for its slot's aggregates: the next block lacks it.
    var isLate = false
}

/// The attestations of one slot: who voted for what, how much stake that is, and which of them were aggregated.
final class SlotVotes {
    let slot: Slot
    let committees: EpochCommittees
    private(set) var kinds: [VoteKind] = []
    /// Per actor (a host or a cluster), the kind of its vote; `none` where there is none.
    private(set) var kindOfActor: [UInt8]
    /// Per actor, when its votes leave, nanoseconds from the start of the run.
    private(set) var leavesOfActor: [Int64]
    /// Per actor, the committees of which no aggregate in time has its votes; bit = committee. Empty where nobody's were.
    private var lateCommittees: [UInt64] = []
    /// Per kind, the kind of the same votes where they are late; `none` where none are.
    private var lateKinds: [UInt8] = []
    /// Who collects the votes, in the order of committees.
    var aggregators: [SlotAggregator] = []
    /// Sides of which it is known whose votes are late.
    var settledSides: [UInt8] = []
    /// Per actor, why there is no vote, or why it is not the one that the network was waiting for; −1 where all is well.
    private(set) var causeOfActor: [Int32]
    /// By actor, what went wrong in a cluster that did not vote.
    private var failures: [Int: DutyFailure] = [:]
    /// By actor, sync messages that are not those of its vote.
    private var syncMessages: [Int: (kind: UInt8, leaves: Int64, reason: DutyReason?)] = [:]
    /// Per kind and committee, increments and members.
    private(set) var increments: [UInt64] = []
    private(set) var members: [Int32] = []
    /// Per kind, the committees whose votes an aggregator has published in time; bit = committee.
    var aggregated: [UInt64] = []

    static let none = UInt8.max

    init(slot: Slot, committees: EpochCommittees, actors: Int) {
        self.slot = slot
        self.committees = committees
        kindOfActor = Array(repeating: Self.none, count: actors)
        causeOfActor = Array(repeating: -1, count: actors)
        leavesOfActor = Array(repeating: 0, count: actors)
    }

    /// Place of the slot in its epoch.
    var slotInEpoch: Int { Int(slot % UInt64(committees.slots)) }

    /// The number of a kind, which is added if it is new; nil where no more can be told apart.
    func number(of kind: VoteKind) -> UInt8? {
        if let known = kinds.firstIndex(of: kind) { return UInt8(known) }
        guard kinds.count < Int(Self.none) else { return nil }
        kinds.append(kind)
        return UInt8(kinds.count - 1)
    }

    /// - Parameter time: when the votes leave, nanoseconds from the start of the run.
    func cast(_ kind: UInt8, by actor: Int, at time: Int64, cause: Int = -1) {
        kindOfActor[actor] = kind
        causeOfActor[actor] = Int32(cause)
        leavesOfActor[actor] = time
    }

    /// Keeps that an actor's votes are in none of a committee's aggregates that came in time.
    ///
    /// - Returns: false where no more kinds of votes can be told apart.
    func postpone(_ actor: Int, committee: Int) -> Bool {
        let kind = Int(kindOfActor[actor])
        var said = kinds[kind]
        said.isLate = true
        guard let late = number(of: said) else { return false }
        while lateKinds.count < kinds.count { lateKinds.append(Self.none) }
        while aggregated.count < kinds.count { aggregated.append(0) }
        aggregated[Int(late)] |= aggregated[kind] & 1 << UInt64(committee)
        lateKinds[kind] = late
        if lateCommittees.isEmpty { lateCommittees = Array(repeating: 0, count: kindOfActor.count) }
        lateCommittees[actor] |= 1 << UInt64(committee)
        return true
    }

    /// The kind of an actor's votes in a committee; `none` where there are none.
    func kind(of actor: Int, committee: Int) -> UInt8 {
        let kind = kindOfActor[actor]
        guard !lateCommittees.isEmpty, lateCommittees[actor] >> UInt64(committee) & 1 == 1 else { return kind }
        return lateKinds[Int(kind)]
    }

    func miss(by actor: Int, cause: Int, failure: DutyFailure? = nil) {
        causeOfActor[actor] = Int32(cause)
        failures[actor] = failure
    }

    /// What went wrong in a cluster that did not vote; nil for hosts.
    func failure(of actor: Int) -> DutyFailure? { failures[actor] }

    /// Keeps a sync message whose head is that of a kind, or why there is none.
    ///
    /// - Parameter time: when it leaves, nanoseconds from the start of the run.
    func sign(_ kind: UInt8, by actor: Int, at time: Int64, reason: DutyReason?) {
        syncMessages[actor] = (kind, time, reason)
    }

    /// When an actor's sync message leaves, nanoseconds from the start of the run.
    func leavesOfSyncMessage(_ actor: Int) -> Int64 { syncMessages[actor]?.leaves ?? leavesOfActor[actor] }

    /// The kind of vote whose head an actor's sync message is for, and why there is none, or not the expected one.
    func syncMessage(of actor: Int) -> (kind: UInt8, reason: DutyReason?) {
        if let own = syncMessages[actor] { return (own.kind, own.reason) }
        let cause = Int(causeOfActor[actor])
        return (kindOfActor[actor], cause < 0 ? nil : DutyReason(cause: cause, failure: failures[actor]))
    }

    /// Adds up the stake behind each kind, and lists who cast it.
    ///
    /// - Parameters:
    ///   - actorOfValidator: by virtual index.
    ///   - stake: effective balance of a validator, in increments; 0 where its vote does not count.
    /// - Returns: voters by kind.
    /// - Complexity: O(members of the slot's committees).
    func tally(actorOfValidator: [Int32], stake: (Int) -> UInt64) -> [[Int]] {
        let perSlot = committees.committeesPerSlot
        increments = Array(repeating: 0, count: kinds.count * perSlot)
        members = Array(repeating: 0, count: kinds.count * perSlot)
        var voters = Array(repeating: [Int](), count: kinds.count)
        if let most = voters.indices.first { voters[most].reserveCapacity(committees.members(slot: slotInEpoch).count) }
        let (shuffled, kindOfActor) = (committees.shuffled, kindOfActor)
        let hasLate = !lateCommittees.isEmpty
        for committee in 0..<perSlot {
            for place in committees.members(slot: slotInEpoch, committee: committee) {
                let validator = Int(shuffled[place])
                let actor = Int(actorOfValidator[validator])
                let kind = hasLate ? kind(of: actor, committee: committee) : kindOfActor[actor]
                guard kind != Self.none else { continue }
                let weight = stake(validator)
                guard weight > 0 else { continue }
                increments[Int(kind) * perSlot + committee] += weight
                members[Int(kind) * perSlot + committee] += 1
                voters[Int(kind)].append(validator)
            }
        }
        return voters
    }

    func increments(kind: Int, committee: Int) -> UInt64 { increments[kind * committees.committeesPerSlot + committee] }
    func members(kind: Int, committee: Int) -> Int { Int(members[kind * committees.committeesPerSlot + committee]) }

    /// Increments behind a kind in some committees.
    func increments(kind: Int, committees mask: UInt64) -> UInt64 {
        var sum: UInt64 = 0
        for committee in 0..<committees.committeesPerSlot where mask >> UInt64(committee) & 1 == 1 {
            sum += increments(kind: kind, committee: committee)
        }
        return sum
    }
}

/// A member of a committee that publishes an aggregate of its votes.
struct SlotAggregator {
    var host: Int
    var committee: Int
    /// When it has what will be in the aggregate, nanoseconds from the start of the run.
    var closes: Int64
    /// When the aggregate leaves: at once, or when a cluster has agreed on it and signed it.
    var publishes: Int64
}

/// Votes that a block includes.
struct IncludedVotes {
    var votes: SlotVotes
    var kind: Int
    /// Bit = committee.
    var committees: UInt64
    /// Slot of the block.
    var at: Slot
}
