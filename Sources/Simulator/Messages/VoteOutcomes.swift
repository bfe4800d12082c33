import BeaconChain
import DistributedValidators

/// Works out, for an epoch's votes and one branch, who did not earn everything and why.
struct VoteOutcomes {
    let committees: EpochCommittees
    let history: ChainWindow
    let chain: LiveChain
    let lane: Lane
    /// Blocks of the votes' epoch, and of the one after it.
    let blocksBefore: BlockPresence
    let blocks: BlockPresence
    let actorOfValidator: [Int32]

    private struct Key: Hashable {
        var row: Int
        var flags: UInt8
        var cause: Int
        var wasCast: Bool
        var failure: DutyFailure?
    }

    /// In order of rows.
    ///
    /// - Complexity: O(members of committees in which somebody did not earn everything).
    func list() -> [AttestationClass] {
        var result: [AttestationClass] = []
        var positions: [Key: Int] = [:]
        let population = lane.branch.world.population
        // Of a cohort one after the other has the same key.
        var last: (key: Key, position: Int)?
        func add(_ validator: Int, flags: UInt8, cause: Int, wasCast: Bool, failure: DutyFailure? = nil) {
            let key = Key(
                row: population.row(of: validator), flags: flags, cause: cause, wasCast: wasCast, failure: failure)
            if let last, last.key == key {
                result[last.position].count += 1
            } else if let known = positions[key] {
                result[known].count += 1
                last = (key, known)
            } else {
                last = (key, result.count)
                positions[key] = result.count
                result.append(
                    AttestationClass(
                        row: key.row, flags: flags, cause: cause, wasCast: wasCast, count: 1, failure: failure))
            }
        }
        for place in 0..<committees.slots {
            let slot = committees.epoch * UInt64(committees.slots) + UInt64(place)
            guard let votes = chain.votes(of: slot, committees) else {
                for member in committees.members(slot: place) {
                    add(Int(committees.shuffled[member]), flags: 0, cause: Causes.otherBranch, wasCast: false)
                }
                continue
            }
            let outcomes = outcomes(of: votes, slotInEpoch: place)
            for committee in 0..<committees.committeesPerSlot {
                let members = committees.members(slot: place, committee: committee)
                let isFlawless = votes.kinds.indices.contains { kind in
                    votes.members(kind: kind, committee: committee) == members.count
                        && outcomes[kind * committees.committeesPerSlot + committee].flags == 7
                }
                if isFlawless { continue }
                for member in members {
                    let validator = Int(committees.shuffled[member])
                    let actor = Int(actorOfValidator[validator])
                    let kind = votes.kind(of: actor, committee: committee)
                    let ownCause = Int(votes.causeOfActor[actor])
                    guard kind != SlotVotes.none else {
                        add(
                            validator, flags: 0, cause: ownCause < 0 ? Causes.othersVotes : ownCause, wasCast: false,
                            failure: votes.failure(of: actor))
                        continue
                    }
                    let outcome = outcomes[Int(kind) * committees.committeesPerSlot + committee]
                    if outcome.flags == 7 { continue }
                    add(
                        validator, flags: outcome.flags, cause: ownCause < 0 ? outcome.cause : ownCause,
                        wasCast: outcome.isIncluded)
                }
            }
        }
        return result.sorted {
            ($0.row, $0.flags, $0.cause, $0.wasCast ? 1 : 0) < ($1.row, $1.flags, $1.cause, $1.wasCast ? 1 : 0)
        }
    }

    private struct Outcome {
        var flags: UInt8
        var cause: Int
        /// Whether a block of the branch holds the vote: for the chain, any other vote was never cast.
        var isIncluded = false
    }

    /// By kind and committee, what a vote earned on this branch. Spec: `get_attestation_participation_flag_indices`.
    private func outcomes(of votes: SlotVotes, slotInEpoch place: Int) -> [Outcome] {
        let perSlot = committees.committeesPerSlot
        let spec = chain.spec
        let target = history.head(at: committees.epoch * spec.slotsPerEpoch)
        let head = history.head(at: votes.slot)
        // Of the first block that could have taken the votes.
        let next = place + 1
        let nextCause =
            next < committees.slots
            ? blocksBefore.causes[next] : next - committees.slots < blocks.causes.count ? blocks.causes[0] : -1
        var result = Array(
            repeating: Outcome(flags: 0, cause: nextCause >= 0 ? nextCause : Causes.notIncluded),
            count: votes.kinds.count * perSlot)
        for entry in history.included where entry.votes === votes {
            let kind = votes.kinds[entry.kind]
            let delay = Int(entry.at - votes.slot)
            var flags: UInt8 = 0
            if delay <= Int(spec.slotsPerEpoch.squareRoot) { flags |= ParticipationFlag.source.bit }
            if kind.target == target, spec.fork >= .deneb || delay <= Int(spec.slotsPerEpoch) {
                flags |= ParticipationFlag.target.bit
                if kind.head == head, delay == 1 { flags |= ParticipationFlag.head.bit }
            }
            let isRightButLate = kind.head == head && delay > 1
            let cause = isRightButLate ? (nextCause >= 0 ? nextCause : Causes.lateVote) : Causes.otherBranch
            for committee in 0..<perSlot where entry.committees >> UInt64(committee) & 1 == 1 {
                result[entry.kind * perSlot + committee] = Outcome(
                    flags: flags, cause: cause, isIncluded: true)
            }
        }
        return result
    }
}
