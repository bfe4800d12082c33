import BeaconChain
import Scenario
import Staking

/// Chain data of a real outage: how much balance was offline in which epoch.
///
/// The data say nothing of who it was. Members of the largest part of the rest are taken to have been offline, as many
/// as their effective balance makes up.
struct ReplayedOutage: Sendable {
    /// Balance offline in one epoch for one reason.
    struct Offline: Sendable {
        var epoch: Epoch
        var cause: Int
        /// Whole validators of the row.
        var members: Int
        /// Their effective balance, in increments.
        var increments: UInt64
    }

    /// Position of the outage in the scenario.
    let outage: Int
    /// Registry row of the largest part of the rest, whose members are offline.
    let row: Int
    private let offline: [Offline]
    private let reference: [(epoch: Epoch, offlineGwei: Gwei)]

    static func all(in world: World, causes: Causes) throws(SimulationError) -> [ReplayedOutage] {
        var result: [ReplayedOutage] = []
        for (position, outage) in world.scenario.outages.enumerated() {
            guard case .offlineBalances(let trace) = outage.timing else { continue }
            let rest = world.entities.count - 1
            let rows = world.population.cohortRows.filter {
                world.nodes[Int(world.population.nodeOfRow[$0])].entity == rest
                    && !world.abandonedNodes.contains(Int(world.population.nodeOfRow[$0]))
            }
            guard let row = rows.max(by: { world.population.members[$0] < world.population.members[$1] }) else {
                throw .replayNeedsCohorts(outage: outage.name, location: outage.location)
            }
            let effective =
                Gwei(world.state.registry.effectiveIncrements[row]) * world.spec.effectiveBalanceIncrement
            var offline: [Offline] = []
            var reference: [(epoch: Epoch, offlineGwei: Gwei)] = []
            for line in trace.rows {
                let members = Int((line.offline + effective / 2) / effective)
                offline.append(
                    Offline(
                        epoch: line.epoch, cause: causes.replay(outage: position, bucket: line.bucket),
                        members: members,
                        increments: UInt64(members) * UInt64(world.state.registry.effectiveIncrements[row])))
                if let known = reference.firstIndex(where: { $0.epoch == line.epoch }) {
                    reference[known].offlineGwei += line.offline
                } else {
                    reference.append((line.epoch, line.offline))
                }
            }
            for epoch in reference.map(\.epoch) {
                let members = offline.reduce(0) { $0 + ($1.epoch == epoch ? $1.members : 0) }
                if members > world.population.members[row] {
                    throw .replayExceedsTheRest(outage: outage.name, epoch: epoch, location: outage.location)
                }
            }
            result.append(ReplayedOutage(outage: position, row: row, offline: offline, reference: reference))
        }
        return result
    }

    /// What was offline in an epoch, by reason.
    func offline(in epoch: Epoch) -> [Offline] {
        offline.filter { $0.epoch == epoch && $0.members > 0 }
    }

    /// Adds who was offline in an epoch, by reason.
    ///
    /// A leak parts the rest into rows by inactivity score. Those with the highest score are taken first: who was
    /// offline before is so again. Nobody is taken whose attestation is missing anyway; votes that were late give way.
    ///
    /// - Throws: `SimulationError.replayExceedsTheRest` where too few are left.
    func add(
        epoch: Epoch, to classes: inout [AttestationClass], active: ActiveSet, population: Population,
        registry: Registry, outages: [Outage]
    ) throws(SimulationError) {
        let demand = offline(in: epoch)
        guard !demand.isEmpty else { return }
        let rows = population.rowsOfNode[Int(population.nodeOfRow[row])].joined()
            .filter { active.contains(population.virtualStart[$0]) }
            .sorted { (registry.inactivityScores[$1], $0) < (registry.inactivityScores[$0], $1) }
        var left = rows.map { row in
            population.members[row] - classes.reduce(0) { $0 + ($1.row == row && !$1.wasCast ? $1.count : 0) }
        }
        for offline in demand {
            var wanted = offline.members
            for (index, row) in rows.enumerated() where wanted > 0 && left[index] > 0 {
                let count = min(wanted, left[index])
                wanted -= count
                left[index] -= count
                classes.append(
                    AttestationClass(row: row, flags: 0, cause: offline.cause, wasCast: false, count: count))
            }
            if wanted > 0 {
                throw .replayExceedsTheRest(
                    outage: outages[outage].name, epoch: epoch, location: outages[outage].location)
            }
        }
        for (index, row) in rows.enumerated() {
            for position in classes.indices where classes[position].row == row && classes[position].wasCast {
                classes[position].count = min(classes[position].count, left[index])
                left[index] -= classes[position].count
            }
        }
        classes.removeAll { $0.count == 0 }
    }

    /// First and last epoch with data, counted from the first of the run; nil if the run has none of them.
    func span(from start: Epoch, epochs: Int) -> ClosedRange<Int>? {
        let inside = reference.map(\.epoch).filter { $0 >= start && $0 < start + UInt64(epochs) }
        guard let first = inside.min(), let last = inside.max() else { return nil }
        return Int(first - start)...Int(last - start)
    }

    /// Sum over the run's epochs of the validators that were offline.
    func members(from start: Epoch, epochs: Int) -> Int {
        offline.filter { $0.epoch >= start && $0.epoch < start + UInt64(epochs) }.reduce(0) { $0 + $1.members }
    }

    /// The most validators that were offline in one epoch.
    var mostMembers: Int {
        reference.map { entry in offline.reduce(0) { $0 + ($1.epoch == entry.epoch ? $1.members : 0) } }.max() ?? 0
    }

    /// Share of the stake that was online in an epoch; nil where the data say nothing.
    func participation(epoch: Epoch, total: Gwei) -> Double? {
        reference.first { $0.epoch == epoch }.map { 1 - Double($0.offlineGwei) / Double(total) }
    }
}
