import BeaconChain
import EventEngine
import Scenario
import Staking

extension Branch {
    /// Settles an epoch that is over, where whoever is up performs in time: its blocks and sync committee, then the
    /// chain's epoch transition, which pays the attestations of the epoch before.
    mutating func settleEpoch(
        _ offset: Int, absences: EpochAbsences, backups: BackupRoster, doubles: [DoubleSigning]
    ) throws(SimulationError) {
        let epoch = world.scenario.chain.startEpoch + UInt64(offset)
        prepareEpoch(epoch)
        let proposers = sampler.proposers(of: epoch, active, effectiveBalances)
        var blocks = blocks(ofEpoch: offset, proposers: proposers, absences: absences)
        drawOrphans(&blocks, proposers: proposers, epoch: epoch, offset: offset)
        collectConflicts(backups, doubles, proposers: proposers)
        try includeEvidence(ofEpoch: offset, proposers: proposers, in: &blocks)
        expectMissedProposals(absences, active)
        let committee = sampler.syncCommittee(of: epoch, active, effectiveBalances)
        var current = EpochRecordOfDuties(
            epoch: epoch, absences: absences, blocks: blocks, active: active, proposers: proposers,
            syncCommittee: committee, assignment: nil, replayed: replays.flatMap { $0.offline(in: epoch) })
        let prices = blockPrices
        let before = previous?.absences
        let signatures = settleSyncCommittee(
            ofEpoch: offset, committee: committee, blocks: blocks, reward: prices.sync,
            isFlawless: { [isCalibrated = world.calibration != nil] in
                !isCalibrated && absences[$0] == nil && before?[$0] == nil
            },
            causeOfMissing: { [slots = world.slotsPerEpoch, self] node, _, member, slot in
                let found =
                    slot == 0
                    ? before?[node]?.reasonOfNoSyncMessage(slot: slots - 1)
                    : absences[node]?.reasonOfNoSyncMessage(slot: slot - 1)
                if let found { return DutyReason(cause: found.cause, failure: found.failure) }
                return signsLate(member, node: node, slot: epoch * UInt64(slots) + UInt64(slot))
                    ? DutyReason(cause: Causes.lateBlock) : nil
            })
        let rewards = attestationRewards(
            proposers: proposers, blocks: blocks, current: &current, baseRewardPerIncrement: prices.baseReward)
        settleProposals(
            proposers: proposers, blocks: blocks, attestationRewards: rewards, seatsPerSlot: signatures,
            syncReward: prices.sync
        ) { node, slot in
            absences[node]?.causeOfNotProposing(slot: slot) ?? (blocks.causes[slot] < 0 ? nil : blocks.causes[slot])
        }
        let classes = try classesOfPrevious(current: &current)
        let target = currentTarget(&current)
        try settleAttestations(offset, epoch: epoch, classes: classes, currentTarget: target)
        previous = current
        try closeEpoch(epoch, offset: offset)
    }

    /// What votes and signatures are worth to a block of this epoch.
    var blockPrices: (baseReward: Gwei, sync: SyncCommitteeReward) {
        let increment = world.spec.effectiveBalanceIncrement
        let totalActive = max(1, active.increments) * increment
        let baseReward = increment * world.spec.baseRewardFactor / totalActive.squareRoot
        return (
            baseReward,
            SyncCommitteeReward(
                totalActiveIncrements: active.increments, baseRewardPerIncrement: baseReward, spec: world.spec)
        )
    }

    /// Goes on to the next epoch and draws what the spec draws there.
    mutating func closeEpoch(_ epoch: Epoch, offset: Int) throws(SimulationError) {
        world.state.slot += world.spec.slotsPerEpoch
        prepareEpoch(epoch + 1)
        let ahead =
            hasExits
            ? ActiveSet(world.population, world.state.registry, epoch: epoch + sampler.lookahead) : active
        sampler.epochEnded(epoch, ahead, EffectiveBalances(ahead, world.population, world.state.registry))
        sample(after: offset + 1)
    }

    /// Brings what is derived from the registry up to date.
    mutating func prepareEpoch(_ epoch: Epoch) {
        guard registryChanged else { return }
        weightsChanged = true
        world.population.settle()
        active = ActiveSet(world.population, world.state.registry, epoch: epoch)
        flawless.regroup(
            world.state.registry, world.population, entityOfNode: entityOfNode, activeIn: epoch > 0 ? epoch - 1 : 0,
            ledger: &ledger)
        registryChanged = false
    }

    var effectiveBalances: EffectiveBalances {
        EffectiveBalances(active, world.population, world.state.registry)
    }

    /// Slots of an epoch's attesters, worked out once and as far as needed.
    mutating func assignment(of record: inout EpochRecordOfDuties, everyone: Bool) -> SlotAssignment {
        // A cohort that parted since has other rows now.
        if let known = record.assignment, known.slotOfRow.count == world.population.rowCount,
            known.coverage == .everyone || !everyone
        {
            return known
        }
        let rows =
            everyone
            ? nil
            : record.absences.nodes.flatMap { absence in
                absence.reasons.allSatisfy { $0.cause == Causes.abandoned }
                    ? [] : world.population.rowsOfNode[absence.node].flatMap(Array.init)
            }
        let found = SlotAssignment(
            rows: rows, population: world.population, active: record.active,
            permutation: sampler.permutation(of: record.epoch, record.active), slots: world.slotsPerEpoch)
        record.assignment = found
        return found
    }

    /// Everyone whose attestation of the epoch before did not earn everything.
    mutating func classesOfPrevious(
        current: inout EpochRecordOfDuties
    ) throws(SimulationError) -> [AttestationClass] {
        guard var before = previous else { return classesBeforeTheRun() }
        let outcome = InclusionOutcome(epoch: before.blocks, next: current.blocks, spec: world.spec)
        let needsEveryone = !outcome.isPerfect
        var classes = before.absences.classes(
            population: world.population, active: before.active, outcome: outcome,
            slots: { assignment(of: &before, everyone: needsEveryone) })
        // Who is slashed is settled apart: nothing that it does or leaves undone counts.
        if hasSlashed { classes.removeAll { world.state.registry.slashed[$0.row] } }
        for replay in replays {
            try replay.add(
                epoch: before.epoch, to: &classes, active: before.active, population: world.population,
                registry: world.state.registry, outages: world.scenario.outages)
        }
        classes.sort { $0.row < $1.row }
        try addLateVotes(&classes, epoch: before.epoch, active: before.active)
        previous = before
        return classes
    }

    /// Runs the epoch transition and books what it pays and takes.
    ///
    /// - Parameters:
    ///   - classes: everyone whose attestation of the epoch before did not earn everything, by row.
    ///   - currentTarget: increments whose votes for this epoch's target are in its blocks.
    mutating func settleAttestations(
        _ offset: Int, epoch: Epoch, classes: [AttestationClass], currentTarget: UInt64
    ) throws(SimulationError) {
        countDuties(classes, offset: offset)

        var settlement = AttestationSettlementPlan(classes, population: world.population)
        settlement.apply(to: &world.state.registry)
        let slashed = slashedRows()
        let exceptional = settlement.parts.map { part in
            (part: part, balance: world.state.registry.balances[part.row])
        }
        let effectiveBefore = world.state.registry.effectiveIncrements
        let ejectable = ejectableRows()

        let outcome: EpochOutcome
        do {
            transition.currentTargetIncrements = currentTarget
            outcome = try transition.run(&world.state)
        } catch {
            throw .badChain("epoch \(epoch): \(error)")
        }
        let earnedBefore = ledger.earnedInAll
        // The genesis epoch pays no attestations.
        if let prices = outcome.rewardTable.map(AttestationPrices.init) {
            flawless.settle(prices, ledger: &ledger)
            for (part, balance) in exceptional { try book(part, balanceBefore: balance, prices) }
            for (row, increments, balance) in slashed {
                try bookSlashed(row, increments: increments, balanceBefore: balance, prices)
            }
        }
        for (row, penalty) in outcome.slashingPenalties {
            charge(row, Int64(penalty), cause: slashingCause(row), component: .slashing)
        }
        try checkBalances(earned: ledger.earnedInAll - earnedBefore, epoch: epoch)
        if outcome.rewardTable != nil { record(outcome) }
        noteEjections(outcome, balances: ejectable)
        settlement.melt(
            into: &world.population, registry: &world.state.registry, splits: outcome.rowSplits,
            increment: world.spec.effectiveBalanceIncrement
        ) { note in
            series.note(note)
        }
        // Melting moves differences between rows and what lies beside them.
        if !world.population.cohortRows.isEmpty { balanceInRows = world.totalBalanceInRows }
        hasExits = hasExits || !outcome.registry.ejected.isEmpty
        registryChanged =
            hasExits || world.population.runsAreStale
            || world.state.registry.effectiveIncrements != effectiveBefore
    }

    /// Books one part of a row that did not earn everything: out of the flawless, into its own causes.
    private mutating func book(
        _ part: AttestationSettlementPlan.Part, balanceBefore: Gwei, _ prices: AttestationPrices
    ) throws(SimulationError) {
        let row = part.row
        let increments = part.increments
        let entity = Int(entityOfNode[Int(world.population.nodeOfRow[part.origin])])
        let settled: AttestationSettlement
        do {
            settled = try prices.table.settle(
                balance: balanceBefore, increments: increments, flags: part.flags,
                score: world.state.registry.inactivityScores[row])
        } catch {
            throw .badChain("\(error)")
        }
        let general = prices.table.isLeaking ? Causes.leak : Causes.othersVotes
        for (cause, count) in part.causes {
            let members = Int64(count)
            for flag in ParticipationFlag.allCases {
                let ideal = prices.ideal(increments, flag)
                let reward = prices.reward(increments, flag)
                ledger.addMissed(
                    -(ideal - reward) * members, entity: entity, cause: general, component: flag.component)
                if part.flags & flag.bit != 0 {
                    ledger.addMissed(
                        (ideal - reward) * members, entity: entity, cause: general, component: flag.component)
                } else {
                    let forgone = prices.forgone(increments, flag)
                    ledger.addMissed(forgone * members, entity: entity, cause: cause, component: flag.component)
                    ledger.addMissed(
                        (ideal - forgone) * members, entity: entity, cause: general, component: flag.component)
                    ledger.addPenalty(
                        Int64(settled.penalties[flag]) * members, entity: entity, cause: cause,
                        component: flag.component)
                }
            }
            ledger.addPenalty(
                Int64(settled.inactivityPenalty) * members, entity: entity, cause: cause, component: .leak)
        }
        if part.isWholeRow, !world.population.isCohort(row) {
            let rewards = ParticipationFlag.allCases.reduce(Int64(0)) { $0 + Int64(settled.rewards[$1]) }
            let penalties = ParticipationFlag.allCases.reduce(Int64(settled.inactivityPenalty)) {
                $0 + Int64(settled.penalties[$1])
            }
            let ideal = prices.idealOfAll(increments)
            ledger.addToRow(
                row, missed: (ideal - rewards) - (ideal - prices.rewardOfAll(increments)), penalties: penalties)
        }
    }

    /// Increments with a timely target in the epoch that ends, as far as blocks have already included them.
    ///
    /// Votes of the last slots wait for the next epoch's blocks and do not count towards justification yet. Followed to
    /// the last vote only where that can decide; elsewhere every slot has its share.
    private mutating func currentTarget(_ current: inout EpochRecordOfDuties) -> UInt64 {
        let slots = world.slotsPerEpoch
        let proposed = current.blocks.proposed
        var included: UInt64 = 0
        for slot in 0..<slots where slot + 1 < slots && proposed >> UInt64(slot + 1) != 0 {
            included |= 1 << UInt64(slot)
        }
        let active = current.active
        let all = (active.increments - slashedIncrements(active)) * UInt64(included.nonzeroBitCount) / UInt64(slots)
        var away: UInt64 = 0
        for absence in current.absences.nodes {
            let bits = (included & ~absence.attests).nonzeroBitCount
            let increments = increments(ofNode: absence.node, active) - slashedIncrements(ofNode: absence.node, active)
            away += increments * UInt64(bits) / UInt64(slots)
        }
        for replay in current.replayed {
            away += replay.increments * UInt64(included.nonzeroBitCount) / UInt64(slots)
        }
        return all - min(all, away)
    }

    private mutating func countDuties(_ classes: [AttestationClass], offset: Int) {
        guard previous != nil else { return }
        for group in flawless.groups { series.assignedAttestations[group.entity] += group.members }
        for found in classes {
            let node = Int(world.population.nodeOfRow[found.row])
            if found.wasCast {
                series.miss(.headVote, .late, node: node, epoch: offset - 1, cause: found.cause, count: found.count)
            } else {
                series.miss(
                    .attestation, .missed, node: node, epoch: offset - 1, cause: found.cause, failure: found.failure,
                    count: found.count)
            }
        }
    }
}
