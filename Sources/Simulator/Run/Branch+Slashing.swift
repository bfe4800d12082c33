import BeaconChain
import Scenario

extension Branch {
    /// Slashes members of a row in the current epoch, with the books.
    ///
    /// Members of a cohort are parted from it first. What they lose then and later is booked under the cause; what the
    /// evidence is worth goes to the proposer that includes it.
    /// Spec: `slash_validator`, of the fork in force.
    ///
    /// - Parameters:
    ///   - members: how many; of a cohort the last ones.
    ///   - includer: virtual index of the proposer whose block holds the evidence; nil where nobody is paid.
    ///   - cause: why it came to this.
    /// - Returns: how many were slashed: none where the row cannot be slashed any more.
    @discardableResult
    mutating func slash(
        _ row: Int, members: Int = 1, includedBy includer: Int?, cause: Int
    ) throws(SimulationError) -> Int {
        let epoch = world.state.currentEpoch
        let count = min(members, world.population.members[row])
        guard count > 0, world.state.isSlashable(row, at: epoch) else { return 0 }
        let parts: [SlashedPart]
        do {
            parts = try world.state.slash(
                row, members: UInt64(count),
                totalActiveBalance: max(1, active.increments) * world.spec.effectiveBalanceIncrement,
                .attesterSlashing)
        } catch {
            throw .badChain("epoch \(epoch): \(error)")
        }
        var worth: Int64 = 0
        for part in parts {
            if part.isNewRow { world.population.split(row: row, into: part.row, count: Int(part.members)) }
            causeOfSlashing[part.row] = cause
            charge(part.row, Int64(part.penalty), cause: cause, component: .slashing)
            balanceInRows -= Int64(part.penalty) * Int64(part.members)
            worth += Int64(part.reward) * Int64(part.members)
        }
        world.population.settle()
        if let includer {
            let row = world.population.row(of: includer)
            let entity = Int(entityOfNode[Int(world.population.nodeOfRow[row])])
            ledger.addIdeal(worth, entity: entity, component: .slashing)
            ledger.addToRow(row, ideal: worth)
            credit(row, worth)
        }
        hasSlashed = true
        hasExits = true
        registryChanged = true
        return count
    }

    /// Under which cause a slashed row's losses are booked.
    func slashingCause(_ row: Int) -> Int { causeOfSlashing[row] ?? Causes.slashing }

    /// Puts the evidence of conflicts from before a slot into the slot's block.
    ///
    /// A block takes all that there is: no operator has more keys than its few operations can name.
    /// - Parameter proposer: virtual index of the block's proposer.
    /// - Returns: how many were slashed.
    mutating func includeEvidence(at slot: Slot, by proposer: Int) throws(SimulationError) -> Int {
        let included = openConflicts.filter { $0.slot < slot }
        guard !included.isEmpty else { return 0 }
        openConflicts.removeAll { $0.slot < slot }
        var count = 0
        for conflict in included {
            let cause = causes.absence(outage: conflict.outage, isDark: true)
            count += try slash(conflict.row, members: conflict.members, includedBy: proposer, cause: cause)
        }
        return count
    }

    /// Goes through an epoch's blocks with the evidence, and takes out those of proposers who are slashed before their
    /// turn.
    mutating func includeEvidence(
        ofEpoch offset: Int, proposers: [Int], in blocks: inout BlockPresence
    ) throws(SimulationError) {
        guard !openConflicts.isEmpty else { return }
        let first = world.state.currentEpoch * world.spec.slotsPerEpoch
        var slashed = 0
        for (slot, proposer) in proposers.enumerated() where blocks.proposed >> UInt64(slot) & 1 == 1 {
            let row = world.population.row(of: proposer)
            guard world.state.registry.slashed[row] else {
                slashed += try includeEvidence(at: first + UInt64(slot), by: proposer)
                continue
            }
            let cause = slashingCause(row)
            blocks.proposed &= ~(1 << UInt64(slot))
            blocks.causes[slot] = causes.missingBlock(through: cause)
            series.miss(
                .proposal, .missed, node: Int(world.population.nodeOfRow[row]), epoch: offset, cause: cause, count: 1)
        }
        if slashed > 0 { prepareEpoch(world.state.currentEpoch) }
    }

    /// Goes through the blocks that messages have brought about with the evidence.
    ///
    /// What the slashed did in the rest of the epoch is done: their later blocks of the epoch stay.
    /// - Parameter classes: of the epoch before, by rows as they were; a row that was parted has fewer members.
    mutating func includeEvidence(
        ofEpoch proposers: [Int], blocks: BlockPresence, limiting classes: inout [AttestationClass]
    ) throws(SimulationError) {
        guard !openConflicts.isEmpty else { return }
        let first = world.state.currentEpoch * world.spec.slotsPerEpoch
        var slashed = 0
        for (slot, proposer) in proposers.enumerated() where blocks.proposed >> UInt64(slot) & 1 == 1 {
            slashed += try includeEvidence(at: first + UInt64(slot), by: proposer)
        }
        guard slashed > 0 else { return }
        prepareEpoch(world.state.currentEpoch)
        var left = (row: -1, members: 0)
        for index in classes.indices {
            let row = classes[index].row
            if left.row != row { left = (row, world.population.members[row]) }
            classes[index].count = min(classes[index].count, left.members)
            left.members -= classes[index].count
        }
        classes.removeAll { $0.count == 0 }
    }

    /// Effective balance of a node's slashed validators that are still active, in increments; nil = of all nodes.
    ///
    /// They count as stake and have duties, but nothing that they vote for counts.
    func slashedIncrements(ofNode node: Int? = nil, _ active: ActiveSet) -> UInt64 {
        guard hasSlashed else { return 0 }
        let registry = world.state.registry
        var sum: UInt64 = 0
        func add(_ row: Int) {
            guard registry.slashed[row], active.contains(world.population.virtualStart[row]) else { return }
            sum += UInt64(registry.effectiveIncrements[row]) * UInt64(world.population.members[row])
        }
        if let node {
            for rows in world.population.rowsOfNode[node] { for row in rows { add(row) } }
        } else {
            for row in 0..<world.population.rowCount { add(row) }
        }
        return sum
    }
}
