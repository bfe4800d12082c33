import BeaconChain
import EventEngine
import Scenario
import Staking

extension World {
    /// Sum of the rows' balances times their members, Gwei.
    ///
    /// - Complexity: O(rows).
    var totalBalanceInRows: Int64 {
        let registry = state.registry
        if registry.multiplicity.isEmpty {
            return registry.balances.withUnsafeBufferPointer { balances in
                var sum: UInt64 = 0
                for balance in balances { sum &+= balance }
                return Int64(bitPattern: sum)
            }
        }
        var sum: UInt64 = 0
        for row in 0..<registry.count { sum &+= registry.balances[row] &* UInt64(registry.multiplicity[row]) }
        return Int64(bitPattern: sum)
    }
}

extension Branch {
    /// Compares what the ledger has booked for a transition with what the balances did.
    mutating func checkBalances(earned: Int64, epoch: Epoch) throws(SimulationError) {
        let after = world.totalBalanceInRows
        guard after - balanceInRows == earned else {
            throw .ledgerDoesNotBalance(
                "epoch \(epoch): balances moved by \(after - balanceInRows) gwei, the ledger says \(earned)")
        }
        balanceInRows = after
    }

    /// Keeps the chain's figures of the epoch whose attestations were settled.
    mutating func record(_ outcome: EpochOutcome) {
        leakEpochs = outcome.isLeaking ? leakEpochs + 1 : 0
        let increment = world.spec.effectiveBalanceIncrement
        let settled = outcome.epoch == 0 ? 0 : outcome.epoch - 1
        let blocks = previous?.blocks ?? .full(slots: world.slotsPerEpoch)
        let proposed = blocks.proposed.nonzeroBitCount
        series.epochs.append(
            EpochPoint(
                epoch: settled, activeBalance: outcome.totalActiveBalance,
                baseRewardPerIncrement: outcome.baseRewardPerIncrement,
                source: outcome.previousParticipation.source * increment,
                target: outcome.previousParticipation.target * increment,
                head: outcome.previousParticipation.head * increment, blocksProposed: proposed,
                blocksMissed: world.slotsPerEpoch - proposed, justified: outcome.justification.justifiedAfter.epoch,
                finalized: outcome.justification.finalizedAfter.epoch, isLeaking: outcome.isLeaking,
                leakEpochs: leakEpochs, transition: outcome.epoch,
                reference: replays.lazy.compactMap {
                    $0.participation(epoch: settled, total: outcome.totalActiveBalance)
                }.first))
    }

    /// Rows that the coming transition may eject, with their balances before it.
    func ejectableRows() -> [Int: Gwei] {
        let bound = world.spec.ejectionBalance / world.spec.effectiveBalanceIncrement
        guard UInt64(active.lowest) <= bound else { return [:] }
        let registry = world.state.registry
        var result: [Int: Gwei] = [:]
        for row in 0..<registry.count
        where UInt64(registry.effectiveIncrements[row]) <= bound && registry.exitEpochs[row] == .farFuture {
            result[row] = registry.balances[row]
        }
        return result
    }

    /// Keeps who was ejected.
    mutating func noteEjections(_ outcome: EpochOutcome, balances: [Int: Gwei]) {
        for row in outcome.registry.ejected where row < world.population.rowCount {
            series.ejections.append(
                RunSeries.Ejection(
                    entity: Int(entityOfNode[Int(world.population.nodeOfRow[row])]), epoch: outcome.epoch,
                    leakEpochs: leakEpochs, balance: balances[row] ?? world.state.registry.balances[row],
                    members: world.population.members[row]))
        }
    }

    /// Keeps the entities' balances where an expectation asks for them.
    mutating func sample(after epochs: Int) {
        let epochLength = world.slotLength * Int64(world.slotsPerEpoch)
        let isAsked =
            epochs == world.epochs
            || world.scenario.expectations.contains { expectation in
                expectation.metric.at.map { Int($0 / epochLength) == epochs } ?? false
            }
        guard isAsked else { return }
        for entity in world.entities.indices {
            var sample = RunSeries.BalanceSample(entity: entity, epochs: epochs)
            for node in world.entities[entity].nodes {
                for rows in world.population.rowsOfNode[node] {
                    for row in rows {
                        let members = Int64(world.population.members[row])
                        sample.balance +=
                            Int64(world.state.registry.balances[row]) * members
                            + (world.population.balanceAside[row] ?? 0)
                        sample.effectiveBalance +=
                            Int64(world.state.registry.effectiveIncrements[row]) * members
                            * Int64(world.spec.effectiveBalanceIncrement)
                        sample.validators += Int(members)
                        sample.highestScore = max(sample.highestScore, world.state.registry.inactivityScores[row])
                    }
                }
            }
            series.samples.append(sample)
        }
    }

    /// Rolls the epoch's state into the digest.
    mutating func absorb(into digest: inout TraceDigest) {
        let registry = world.state.registry
        digest.absorb(label: 1, list: registry.balances)
        digest.absorb(
            world.state.slot, world.state.finalized.epoch, world.state.currentJustified.epoch,
            UInt64(world.state.justificationBits))
        digest.absorb(UInt64(bitPattern: ledger.earnedInAll), UInt64(registry.count), 0, 0)
        if let last = series.epochs.indices.last { series.epochs[last].digest = digest.value.description }
    }
}
