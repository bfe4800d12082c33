import BeaconChain
import EventEngine
import Scenario
import Staking

// Epochs in which nothing begins, ends or is under way need no messages: they are settled as a whole, as at `duties`.
extension MessageSimulation {
    /// How many epochs from one on, which begins now, can be settled as a whole.
    ///
    /// The epoch before was quiet already, and so is the one after: every change has at least one whole epoch of messages
    /// on either side. The chain finalizes, all hosts follow one line of blocks, and nobody is about to be slashed.
    func quietEpochs(from epoch: Int) -> Int {
        guard world.calibration != nil, linkVotes == nil, signer == nil, epoch >= 2, views.count == 1, sides.count == 1,
            doubleProposals.isEmpty, slowedHosts.isEmpty
        else { return 0 }
        let (before, now) = (world.grid(ofEpoch: epoch - 1).start, world.grid(ofEpoch: epoch).start)
        let over = world.grid(ofEpoch: world.epochs - 1).end
        // Who never comes back changes nothing any more.
        guard !faults.contains(where: { $0.start < now && $0.end > before }),
            !world.halfOpenPeers.contains(where: { $0.start < now && $0.end > before }),
            !world.strikes.contains(where: { $0.start < now && $0.end > before && ($0.end < over || $0.start > before) }
            ),
            !nodes.cycles.contains(where: { $0.spans.last.map { $0.end > before && $0.end != .max } ?? false })
        else { return 0 }
        var next = Int64.max
        for change in changes where change > before && change < over { next = min(next, change) }
        let length = world.grid(ofEpoch: 0).end
        let end = next == .max ? world.epochs : min(world.epochs, Int(next / length) - 1)
        return max(0, end - epoch)
    }

    /// For the reader: how much of the run had no messages; nil where it was not to have such epochs.
    var noteOfQuietEpochs: String? {
        guard let table = settings.quietFile?.name else { return nil }
        guard signer == nil else {
            return "messages were followed all the time, as clusters sign for real: \(table) was not used"
        }
        return "\(figures.quietEpochs) of \(world.epochs) epochs were quiet and settled as a whole, by \(table)"
    }

    /// When something begins or ends by plan, nanoseconds from the start of the run.
    private var changes: [Int64] {
        var times: [Int64] = []
        for strike in world.strikes { times += [strike.start, strike.end] }
        for fault in faults { times += [fault.start, fault.end] }
        for peer in world.halfOpenPeers { times += [peer.start, peer.end] }
        for copy in nodes.backups.copies { times += [copy.start, copy.end] }
        for shift in world.operated.flatMap(\.shifts) { times += [shift.from, shift.signsFrom] }
        for site in clusters.sites {
            if let successors = site.successors { times.append(successors.from) }
            for lie in site.liars { times += [lie.start, lie.end] }
            for strike in site.equivocations { times += [strike.start, strike.end] }
        }
        return times
    }

    /// Settles epochs as a whole where the chain is final up to them, and lets the network go on after them.
    ///
    /// - Returns: whether it has.
    mutating func settle(quiet epochs: Range<Int>, _ digest: inout TraceDigest) throws(SimulationError) -> Bool {
        let first = live.startEpoch + UInt64(epochs.lowerBound)
        let head = try views[0].head(without: [], boosted: nil, live)
        let lane = try live.lane(epoch: first, tip: head)
        var branch = live.lane(lane).branch
        let state = branch.world.state
        let slot = first * world.spec.slotsPerEpoch
        let now = start(ofSlot: epochs.lowerBound * slots)
        // Blocks that were passed by are no matter; one that may still win is.
        guard state.currentJustified.epoch + 1 == first, state.finalized.epoch + 2 == first,
            branch.openConflicts.isEmpty, live.records.allSatisfy({ $0.published <= now }),
            views[0].tips.allSatisfy({ $0 == head || live.record($0).slot + 2 < slot })
        else { return false }
        figures.orphans += live.records.count - chain(of: head).count
        nodes.exchangeClusters(&clusters)
        var absences: [EpochAbsences] = []
        for epoch in epochs {
            let slot = (live.startEpoch + UInt64(epoch)) * world.spec.slotsPerEpoch
            absences.append(nodes.absences(in: world.grid(ofEpoch: epoch), first: slot))
            try branch.settleEpoch(
                epoch, absences: absences[absences.count - 1], backups: nodes.backups,
                doubles: nodes.clusters.doubleSignings)
            if let record = branch.previous, !nodes.clusters.sites.isEmpty {
                _ = nodes.aggregateOfClusters(record, epoch, world)
            }
            branch.absorb(into: &digest)
            if !progress(epoch + 1, world.epochs) { throw .interrupted }
        }
        nodes.exchangeClusters(&clusters)
        try resume(branch, absences, at: epochs.upperBound)
        figures.quietEpochs += epochs.count
        return true
    }

    /// Lets the network go on from a state at the start of an epoch, with one block for all before, as it began the run.
    private mutating func resume(
        _ branch: Branch, _ absences: [EpochAbsences], at epoch: Int
    ) throws(SimulationError) {
        guard let record = branch.previous else { throw .badChain("no epoch has been settled") }
        guard case .spec(let shuffling) = branch.sampler.permutation(of: record.epoch, record.active) else {
            throw .badChain("'resolution: messages' needs 'sampling: spec'")
        }
        let committees = EpochCommittees(
            epoch: record.epoch, shuffling: shuffling, active: record.active, proposers: record.proposers,
            syncCommittee: record.syncCommittee, spec: world.spec)
        live = try live.resumed(from: branch, absences: absences, committees: committees) {
            anchor, lane throws(SimulationError) in
            try lastVotes(committees, record.absences, for: anchor, lane, at: epoch)
        }
        let lane = live.lane(0)
        views[0] = NetworkView(
            side: views[0].side, bugs: views[0].bugs,
            chain: ChainView(
                anchorOf: live.tree, slot: live.record(0).slot, weights: lane.weights, voters: world.population.total,
                spec: world.spec), anchor: live.anchor)
        (seenAt, isSeenByAll, firstRecent) = ([[]], [true], 1)
        for host in 0..<hosts.count { queues.clear(host, at: start(ofSlot: epoch * slots)) }
        publishedAt = [start(ofSlot: epoch * slots) - slotLength]
        let state = lane.branch.world.state
        highestSource = Array(repeating: state.previousJustified.epoch, count: hosts.count)
        highestTarget = Array(repeating: record.epoch, count: hosts.count)
        (conditionsOfVotes, sidesOfVotes) = (conditions, sides)
    }

    /// The votes of the last slot before, of all who were there: the next block includes them.
    private func lastVotes(
        _ committees: EpochCommittees, _ absences: EpochAbsences, for anchor: BlockID, _ lane: Lane, at epoch: Int
    ) throws(SimulationError) -> SlotVotes {
        let offset = epoch * slots - 1
        let votes = SlotVotes(slot: live.startSlot + UInt64(offset), committees: committees, actors: actors)
        let said = VoteKind(
            head: anchor, target: anchor, source: lane.branch.world.state.previousJustified, side: views[0].side,
            era: era)
        guard let kind = votes.number(of: said) else { throw .badChain("a vote of no kind") }
        let due = start(ofSlot: offset) + due(world.spec.attestationDueBasisPoints)
        for actor in 0..<actors {
            if let reason = absences[node(of: actor)]?.reasonOfAttestation(slot: slots - 1) {
                votes.miss(by: actor, cause: reason.cause, failure: reason.failure)
            } else {
                votes.cast(kind, by: actor, at: due)
            }
        }
        _ = votes.tally(actorOfValidator: hosts.actorOfValidator, stake: lane.stake)
        votes.aggregated = [SlotAvailability.mask(committees.committeesPerSlot)]
        votes.settledSides = [views[0].side]
        return votes
    }

    /// The world's node behind a host, a cluster or validators that others operate.
    private func node(of actor: Int) -> Int {
        if actor < hosts.count { return Int(hosts.nodeOfHost[actor]) }
        let site = actor - hosts.count
        return site < clusters.sites.count
            ? clusters.sites[site].node : world.operated[site - clusters.sites.count].node
    }
}
