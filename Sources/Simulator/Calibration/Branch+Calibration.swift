import BeaconChain
import EventEngine
import Staking

extension Branch {
    /// Takes blocks out of an epoch that the chain passes by as often as the scenario's calibration says.
    mutating func drawOrphans(_ blocks: inout BlockPresence, proposers: [Int], epoch: Epoch, offset: Int) {
        guard let share = world.calibration?.share(.orphaned), share > 0 else { return }
        for slot in proposers.indices where blocks.proposed >> UInt64(slot) & 1 == 1 {
            var stream = world.random.stream(.orphanedBlock, entity: epoch * UInt64(proposers.count) + UInt64(slot))
            guard stream.next(below: 1_000_000) < share else { continue }
            blocks.proposed &= ~(1 << UInt64(slot))
            blocks.causes[slot] = Causes.lateBlock
            let node = Int(world.population.nodeOfRow[world.population.row(of: proposers[slot])])
            series.miss(.proposal, .missed, node: node, epoch: offset, cause: Causes.lateBlock, count: 1)
        }
    }

    /// Adds those whose votes come too late for the block that they should have named, as often as the scenario's
    /// calibration says.
    ///
    /// Each vote by itself: a slot whose block is late for many is no likelier than its share.
    ///
    /// - Parameter classes: everyone whose attestation did not earn everything otherwise, by row.
    /// - Complexity: O(rows).
    func addLateVotes(_ classes: inout [AttestationClass], epoch: Epoch, active: ActiveSet) throws(SimulationError) {
        guard let table = world.calibration else { return }
        var taken = classes[...]
        var late: [AttestationClass] = []
        let registry = world.state.registry
        for row in 0..<world.population.rowCount {
            var left = world.population.members[row]
            while let first = taken.first, first.row <= row {
                if first.row == row { left -= first.count }
                taken = taken.dropFirst()
            }
            guard left > 0, active.contains(world.population.virtualStart[row]), !registry.slashed[row] else {
                continue
            }
            let link = link(of: Int(world.population.nodeOfRow[row]))
            var stream = world.random.stream(
                .lateVotes, entity: UInt64(world.population.virtualStart[row]) << 32 ^ epoch)
            let unheld = try draw(table.share(.noBlock), 1_000_000, of: left, &stream)
            let share = table.share(.lateHead, of: link)
            let wrong = try draw(share, 1_000_000, of: left - unheld, &stream)
            let wrongTarget = try draw(min(share, table.share(.lateTarget, of: link)), share, of: wrong, &stream)
            func add(_ count: Int, _ flags: UInt8, wasCast: Bool) {
                guard count > 0 else { return }
                let cause = wasCast ? Causes.lateBlock : Causes.notIncluded
                late.append(AttestationClass(row: row, flags: flags, cause: cause, wasCast: wasCast, count: count))
            }
            let source = ParticipationFlag.source.bit
            add(unheld, 0, wasCast: false)
            add(wrongTarget, source, wasCast: true)
            add(wrong - wrongTarget, source | ParticipationFlag.target.bit, wasCast: true)
        }
        guard !late.isEmpty else { return }
        classes = (classes + late).sorted { $0.row < $1.row }
    }

    /// Whether a member of the sync committee signs too late for a slot's block.
    func signsLate(_ member: Int, node: Int, slot: Slot) -> Bool {
        guard let share = world.calibration?.share(.lateHead, of: link(of: node)), share > 0 else { return false }
        var stream = world.random.stream(.lateSignature, entity: UInt64(member) << 32 ^ slot)
        return stream.next(below: 1_000_000) < share
    }

    /// The kind of connection of a node; nil where it stands for many.
    private func link(of node: Int) -> String? {
        let node = world.nodes[node]
        return node.link ?? (node.isPopulation ? nil : node.provider == nil ? "home" : "data-centre")
    }

    /// How many of some votes are hit.
    private func draw(
        _ part: UInt64, _ whole: UInt64, of count: Int, _ stream: inout RandomStream
    ) throws(SimulationError) -> Int {
        guard part > 0, count > 0 else { return 0 }
        if part >= whole { return count }
        if count == 1 { return stream.next(below: whole) < part ? 1 : 0 }
        do {
            return try CountDistribution.binomial(trials: count, probability: Probability(part, outOf: whole))
                .sample(&stream)
        } catch {
            throw .badChain("\(error)")
        }
    }
}
