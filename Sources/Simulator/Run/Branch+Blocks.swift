import BeaconChain
import Staking

extension Branch {
    /// Which of an epoch's blocks exist.
    mutating func blocks(ofEpoch offset: Int, proposers: [Int], absences: EpochAbsences) -> BlockPresence {
        var result = BlockPresence.full(slots: proposers.count)
        for (slot, proposer) in proposers.enumerated() {
            let row = world.population.row(of: proposer)
            let node = Int(world.population.nodeOfRow[row])
            let entity = Int(entityOfNode[node])
            series.assignedProposals[entity] += 1
            let reason = absences[node]?.reasonOfNotProposing(slot: slot)
            let isSlashed = world.state.registry.slashed[row]
            guard let cause = isSlashed ? slashingCause(row) : reason?.cause else { continue }
            result.proposed &= ~(1 << UInt64(slot))
            result.causes[slot] = causes.missingBlock(through: cause)
            series.miss(
                .proposal, .missed, node: node, epoch: offset, cause: cause, failure: isSlashed ? nil : reason?.failure,
                count: 1)
        }
        return result
    }

    /// Adds the chance that those who were away were to propose.
    mutating func expectMissedProposals(_ absences: EpochAbsences, _ active: ActiveSet) {
        guard active.increments > 0 else { return }
        for absence in absences.nodes {
            let away = (SlotAvailability.mask(world.slotsPerEpoch) & ~absence.proposes).nonzeroBitCount
            let weight = increments(ofNode: absence.node, active)
            series.expectedMissedProposals[world.nodes[absence.node].entity] +=
                Double(away) * Double(weight) / Double(active.increments)
        }
    }

    /// Effective balance that a node's active validators hold, in increments.
    func increments(ofNode node: Int, _ active: ActiveSet) -> UInt64 {
        var sum: UInt64 = 0
        for rows in world.population.rowsOfNode[node] {
            for row in rows where active.contains(world.population.virtualStart[row]) {
                sum +=
                    UInt64(world.state.registry.effectiveIncrements[row]) * UInt64(world.population.members[row])
            }
        }
        return sum
    }

    /// Pays the proposers of an epoch for the attestations and sync aggregates that they included.
    ///
    /// - Parameters:
    ///   - attestationRewards: by slot, what the block earned by its votes, or would have earned, Gwei.
    ///   - seatsPerSlot: by slot, signatures of the sync committee.
    ///   - causeOfMissing: why a node (by slot) did not propose.
    mutating func settleProposals(
        proposers: [Int], blocks: BlockPresence, attestationRewards: [Int64], seatsPerSlot: [Int],
        syncReward: SyncCommitteeReward, causeOfMissing: (_ node: Int, _ slot: Int) -> Int?
    ) {
        for (slot, proposer) in proposers.enumerated() {
            let reward = attestationRewards[slot] + Int64(syncReward.proposerPerSeat) * Int64(seatsPerSlot[slot])
            let row = world.population.row(of: proposer)
            let node = Int(world.population.nodeOfRow[row])
            let entity = Int(entityOfNode[node])
            ledger.addIdeal(reward, entity: entity, component: .proposal)
            if blocks.proposed >> UInt64(slot) & 1 == 1 {
                ledger.addToRow(row, ideal: reward)
                credit(row, reward)
            } else {
                let cause =
                    world.state.registry.slashed[row]
                    ? slashingCause(row) : causeOfMissing(node, slot) ?? Causes.othersVotes
                ledger.addMissed(reward, entity: entity, cause: cause, component: .proposal)
                ledger.addToRow(row, ideal: reward, missed: reward)
            }
        }
    }

    /// What each slot's block earns by the attestations that it includes, or would have earned, Gwei.
    ///
    /// All votes of one slot with one view of the chain travel in one on-chain aggregate, so the reward's division
    /// is made once for each slot that a block includes. Spec: `process_attestation`.
    mutating func attestationRewards(
        proposers: [Int], blocks: BlockPresence, current: inout EpochRecordOfDuties, baseRewardPerIncrement: Gwei
    ) -> [Int64] {
        let slots = world.slotsPerEpoch
        let isDark = !current.absences.isEmpty || !(previous?.absences.isEmpty ?? true)
        let rest = world.entities.count - 1
        let pays = proposers.contains {
            Int(entityOfNode[Int(world.population.nodeOfRow[world.population.row(of: $0)])]) != rest
        }
        let weightsNow = slotWeights(of: &current, exactly: isDark && pays)
        var before = previous
        let weightsBefore = before.map { _ in slotWeights(of: &before!, exactly: isDark && pays) }
        previous = before

        // Slots whose votes wait for a block: counted from the start of the previous epoch.
        var waiting: [Int] = []
        if let before {
            var slot = slots - 1
            while slot >= 0 {
                waiting.append(slot)
                if before.blocks.proposed >> UInt64(slot) & 1 == 1 { break }
                slot -= 1
            }
            waiting.reverse()
        }
        return (0..<slots).map { slot in
            let here = slots + slot
            let reward = proposalReward(
                for: waiting, at: here, weightsBefore ?? [], weightsNow, baseRewardPerIncrement: baseRewardPerIncrement)
            if blocks.proposed >> UInt64(slot) & 1 == 1 { waiting = [] }
            waiting.append(here)
            return reward
        }
    }

    /// Reward for including the votes of some slots, Gwei; slots count from the start of the previous epoch.
    private func proposalReward(
        for waiting: [Int], at block: Int, _ before: [UInt64], _ now: [UInt64], baseRewardPerIncrement: Gwei
    ) -> Int64 {
        let slots = world.slotsPerEpoch
        let sourceLimit = Int(world.spec.slotsPerEpoch.squareRoot)
        var sum: UInt64 = 0
        for slot in waiting {
            let delay = block - slot
            if world.spec.fork < .deneb, delay > slots { continue }
            let increments = slot < slots ? before[slot] : now[slot - slots]
            var weight = ParticipationFlag.target.weight
            if delay <= sourceLimit { weight += ParticipationFlag.source.weight }
            if delay == 1 { weight += ParticipationFlag.head.weight }
            // (WEIGHT_DENOMINATOR − PROPOSER_WEIGHT) · WEIGHT_DENOMINATOR / PROPOSER_WEIGHT
            sum += increments * baseRewardPerIncrement * weight / 448
        }
        return Int64(sum)
    }

    /// Effective balance of those who voted in each slot of an epoch, in increments.
    ///
    /// - Parameter exactly: follow those who were away to their slots; otherwise every slot has its share of them.
    private mutating func slotWeights(of record: inout EpochRecordOfDuties, exactly: Bool) -> [UInt64] {
        let slots = world.slotsPerEpoch
        let active = record.active
        guard active.count > 0 else { return Array(repeating: 0, count: slots) }
        var away = Array(repeating: UInt64(0), count: slots)
        for absence in record.absences.nodes {
            if exactly, absence.reasons.contains(where: { $0.cause != Causes.abandoned }) {
                let assignment = assignment(of: &record, everyone: false)
                for rows in world.population.rowsOfNode[absence.node] {
                    for row in rows {
                        let effective = UInt64(world.state.registry.effectiveIncrements[row])
                        if let counts = assignment.slotsOfCohort[row] {
                            for slot in 0..<slots where absence.causeOfNotAttesting(slot: slot) != nil {
                                away[slot] += effective * UInt64(counts[slot])
                            }
                        } else if assignment.slotOfRow[row] != SlotAssignment.unknown {
                            let slot = Int(assignment.slotOfRow[row])
                            if absence.causeOfNotAttesting(slot: slot) != nil { away[slot] += effective }
                        }
                    }
                }
            } else {
                let weight = increments(ofNode: absence.node, active)
                for slot in 0..<slots where absence.causeOfNotAttesting(slot: slot) != nil {
                    away[slot] +=
                        weight * UInt64(active.committeesSize(slot: slot, slots: slots)) / UInt64(active.count)
                }
            }
        }
        for replay in record.replayed {
            for slot in 0..<slots {
                away[slot] +=
                    replay.increments * UInt64(active.committeesSize(slot: slot, slots: slots)) / UInt64(active.count)
            }
        }
        return (0..<slots).map { slot in
            let whole =
                active.increments * UInt64(active.committeesSize(slot: slot, slots: slots)) / UInt64(active.count)
            return whole - min(whole, away[slot])
        }
    }
}
