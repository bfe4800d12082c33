import BeaconChain
import EventEngine
import PeerNetwork
import Scenario

// Machines that are short of CPU: blocks wait for them, and they act on the head that they have got to.
extension MessageSimulation {
    /// Takes over how fast machines check blocks, as the faults in force have it.
    mutating func refreshPaces(at now: Int64) {
        var changes: [BlockQueues.Change] = []
        for host in 0..<hosts.count {
            var steps: [BlockQueues.Pace.Step] = []
            for (index, fault) in faults.enumerated() where fault.holds(at: now) && fault.hits[host] {
                switch fault.fault {
                case .slowMachine(let percent): steps.append(.percent(percent))
                case .clientBug(.stall(let delay)): steps.append(.longer(delay))
                default: continue
                }
                if slowedBy[host] < 0 { slowedHosts.append(host) }
                slowedBy[host] = Int32(index)
            }
            queues.set(BlockQueues.Pace(steps), of: host, at: now, changes: &changes)
        }
        apply(changes)
    }

    /// Blocks are checked at other times than was thought.
    mutating func apply(_ changes: [BlockQueues.Change]) {
        for change in changes where change.block < seenAt.count && !seenAt[change.block].isEmpty {
            seenAt[change.block][change.host] = change.finish
        }
    }

    // MARK: Behind

    /// Whether a block that came a slot ago or more still waits to be checked.
    func isBehind(_ host: Int, at time: Int64) -> Bool {
        queues.unfinished(host, at: time).contains { $0.arrival <= time - slotLength }
    }

    /// What a host that is behind has of its view's chain.
    struct Backlog {
        /// The last block that it has checked.
        var head: BlockID
        /// Whether its consensus client reports itself syncing, which serves no duties.
        var isSyncing: Bool
        /// What made it fall behind.
        var cause: Int
    }

    /// Where a host stands that lacks blocks which its view no longer tells apart; nil for all others.
    ///
    /// It follows the branch that its view has chosen, as far as it has come.
    ///
    /// - Parameters:
    ///   - recent: blocks that are told apart by themselves.
    ///   - line: the view's chain.
    /// - Complexity: constant for a host that is not behind; else linear in what waits.
    func backlog(
        of host: Int, slot: Slot, recent: [BlockID], line: inout ChainLine, at time: Int64
    ) -> Backlog? {
        guard queues.isBusy(host, at: time) else { return nil }
        let waiting = queues.unfinished(host, at: time).map { UInt32($0.block) }
        guard waiting.contains(where: { number in !recent.contains { $0.number == number } }),
            let first = line.first(of: waiting, live), let head = live.parent(of: first)
        else { return nil }
        let isSyncing = live.record(head).slot + hosts.syncTolerance[host] < slot
        return Backlog(head: head, isSyncing: isSyncing, cause: causeOfBacklog(host, at: time))
    }

    /// The same in the host's own view.
    func backlog(of host: Int, slot: Slot, at time: Int64) throws(SimulationError) -> Backlog? {
        guard queues.isBusy(host, at: time) else { return nil }
        let view = views[viewOfHost[host]]
        var line = ChainLine(head: try view.head(without: [], boosted: nil, live))
        return backlog(of: host, slot: slot, recent: view.recent, line: &line, at: time)
    }

    /// Why blocks wait for a host: the fault that slows it down, or what is left of the work when that is over.
    func causeOfBacklog(_ host: Int, at now: Int64) -> Int {
        guard slowedBy[host] >= 0 else { return Causes.shortOfCPU }
        let fault = faults[Int(slowedBy[host])]
        return causes.absence(outage: fault.outage, isDark: fault.holds(at: now))
    }

    /// Whether a block on a head could still become the chain's: the head's epoch is the slot's or the one before.
    func canBuild(on head: BlockID, in slot: Slot) -> Bool {
        live.record(head).slot / world.spec.slotsPerEpoch + 1 >= slot / world.spec.slotsPerEpoch
    }

    /// What a host that is behind votes for: the checkpoints of its head's state, brought to the vote's epoch.
    ///
    /// - Parameter lane: of the view's chain, on which the head lies.
    /// - Returns: nil where the chain has finalized a block after its head, so that nobody takes the vote.
    func voteKind(on head: BlockID, epoch: Epoch, lane: Lane, side: UInt8) -> VoteKind? {
        guard let block = live.tree[head] else { return nil }
        let isOfEpoch = block.slot / world.spec.slotsPerEpoch >= epoch
        return VoteKind(
            head: head, target: live.checkpointBlock(epoch, of: head),
            source: isOfEpoch ? lane.branch.world.state.currentJustified : block.unrealizedJustified, side: side,
            era: era)
    }

    /// Where partitions end: what the other sides sent comes now to a host that is behind, and waits with the rest.
    mutating func queueOthersBlocks(_ recent: [BlockID], for host: Int, at now: Int64) {
        var changes: [BlockQueues.Change] = []
        for id in recent {
            let number = Int(id.number)
            guard number < seenAt.count, !seenAt[number].isEmpty, seenAt[number][host] == .max else { continue }
            let work = hosts.validation(of: live.numberInRun(number), at: host, world.random)
            seenAt[number][host] = queues.add(
                number, arrival: now, work: work, to: host, at: now, changes: &changes)
        }
        apply(changes)
    }

    // MARK: Figures

    /// Keeps how many blocks wait for whom when a slot begins.
    ///
    /// - Complexity: O(hosts), and linear in what waits.
    mutating func noteBacklogs(at now: Int64) {
        closeBacklogs(at: now)
        for host in slowedHosts
        where !faults[Int(slowedBy[host])].holds(at: now) && !isBehind(host, at: now)
            && !openBacklogs.contains(where: { $0.host == host })
        { slowedBy[host] = -1 }
        slowedHosts.removeAll { slowedBy[$0] < 0 }
        for host in 0..<hosts.count where queues.isBusy(host, at: now) && !conditions.isDown[host] {
            let waiting = queues.unfinished(host, at: now).filter { $0.arrival <= now }
            guard waiting.contains(where: { $0.arrival <= now - slotLength }) else { continue }
            if let open = openBacklogs.firstIndex(where: { $0.host == host }) {
                openBacklogs[open].most = max(openBacklogs[open].most, waiting.count)
            } else {
                openBacklogs.append(OpenBacklog(host: host, since: now, most: waiting.count))
            }
        }
    }

    /// Keeps what is known of those who have caught up.
    mutating func closeBacklogs(at now: Int64) {
        guard !openBacklogs.isEmpty else { return }
        for open in openBacklogs where !queues.isBusy(open.host, at: now) {
            close(open, at: queues.idle(open.host), isBehind: false)
        }
        openBacklogs.removeAll { !queues.isBusy($0.host, at: now) }
    }

    /// The run is over.
    mutating func closeAllBacklogs(at end: Int64) {
        closeBacklogs(at: end)
        for open in openBacklogs { close(open, at: end, isBehind: true) }
        openBacklogs = []
    }

    private mutating func close(_ open: OpenBacklog, at time: Int64, isBehind: Bool) {
        let fault = slowedBy[open.host] < 0 ? nil : faults[Int(slowedBy[open.host])]
        figures.add(
            NetworkFigures.Backlog(
                node: Int(hosts.nodeOfHost[open.host]), outage: fault?.outage, most: open.most,
                recovery: max(0, time - max(open.since, fault?.end ?? open.since)), whole: time - open.since,
                isBehindAtEnd: isBehind))
    }
}

/// A host that blocks wait for.
struct OpenBacklog: Sendable {
    var host: Int
    /// The start of the slot in which it was found to be behind, nanoseconds.
    var since: Int64
    /// Blocks that had come to it unchecked, at most.
    var most: Int
}

/// The blocks from a head back, looked up as far as somebody asks.
struct ChainLine {
    /// From the head back.
    private var blocks: [BlockID]

    init(head: BlockID) { blocks = [head] }

    var head: BlockID { blocks[0] }

    /// The earliest block on the line among some, by number.
    ///
    /// - Complexity: O(length of the line from its head to the earliest of the blocks), once for all who ask.
    mutating func first(of numbers: [UInt32], _ live: borrowing LiveChain) -> BlockID? {
        guard let earliest = numbers.min() else { return nil }
        while let lowest = blocks.last, lowest.number > earliest, let parent = live.parent(of: lowest) {
            blocks.append(parent)
        }
        return numbers.compactMap(block).min()
    }

    /// The block on the line with a number: numbers fall from the head back.
    private func block(_ number: UInt32) -> BlockID? {
        var (low, high) = (0, blocks.count)
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle].number > number { low = middle + 1 } else { high = middle }
        }
        return low < blocks.count && blocks[low].number == number ? blocks[low] : nil
    }
}
