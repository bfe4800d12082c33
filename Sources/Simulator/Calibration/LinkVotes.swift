import BeaconChain
import PeerNetwork

/// The votes of each slot by the voters' kind of connection, until the chain is known that judges them.
struct LinkVotes: Sendable {
    struct Entry: Sendable {
        var slot: Slot
        var head: BlockID
        var target: BlockID
        /// By kind of connection, validators.
        var voters: [Int]
    }

    let kinds: Int
    private(set) var entries: [Entry] = []

    init(kinds: Int) { self.kinds = kinds }

    /// - Parameter voters: validators by kind of vote.
    mutating func add(_ votes: SlotVotes, voters: [[Int]], kindOfActor: [Int], actorOfValidator: [Int32]) {
        for (kind, who) in voters.enumerated() where !who.isEmpty {
            var count = Array(repeating: 0, count: kinds)
            for voter in who { count[kindOfActor[Int(actorOfValidator[voter])]] += 1 }
            entries.append(
                Entry(
                    slot: votes.slot, head: votes.kinds[kind].head, target: votes.kinds[kind].target, voters: count))
        }
    }
}

extension NetworkCalibration {
    /// What a run has measured, judged by its chain at the end.
    init(_ simulation: MessageSimulation, _ branch: Branch) {
        let live = simulation.live
        let chain = Set(simulation.chainAtEnd)
        let slotsPerEpoch = live.spec.slotsPerEpoch
        // A block is the head of its slot and of the empty ones after it.
        let blocks = simulation.chainAtEnd.reversed().map { (id: $0, slot: live.record($0).slot) }
        func head(at slot: Slot) -> BlockID? {
            var (low, high) = (0, blocks.count)
            while low < high {
                let middle = (low + high) / 2
                if blocks[middle].slot <= slot { low = middle + 1 } else { high = middle }
            }
            return low > 0 ? blocks[low - 1].id : nil
        }
        let kinds = simulation.hosts.classes.map(\.name)
        var (all, wrongHead, wrongTarget) = (kinds.map { _ in 0 }, kinds.map { _ in 0 }, kinds.map { _ in 0 })
        for entry in simulation.linkVotes?.entries ?? [] {
            let isHeadWrong = head(at: entry.slot) != entry.head
            let isTargetWrong = head(at: entry.slot / slotsPerEpoch * slotsPerEpoch) != entry.target
            for kind in kinds.indices {
                all[kind] += entry.voters[kind]
                if isHeadWrong { wrongHead[kind] += entry.voters[kind] }
                if isTargetWrong { wrongTarget[kind] += entry.voters[kind] }
            }
        }
        func share(_ part: Int, _ whole: Int) -> Int64 { whole > 0 ? Int64(part) * 1_000_000 / Int64(whole) : 0 }
        let cast = all.reduce(0, +)
        for (measure, wrong) in [(Measure.lateHead, wrongHead), (.lateTarget, wrongTarget)] {
            for kind in kinds.indices where all[kind] > 0 {
                add(measure, of: kinds[kind], share(wrong[kind], all[kind]))
            }
            add(measure, of: Self.all, share(wrong.reduce(0, +), cast))
        }
        let unheld = branch.series.misses.reduce(0) { sum, miss in
            miss.duty == .attestation && branch.causes.all[miss.cause].kind == .network ? sum + miss.count : sum
        }
        add(.noBlock, of: Self.all, min(1_000_000, share(unheld, cast)))
        let made = live.blocksMade
        add(.orphaned, of: Self.all, share(made.count { !chain.contains($0) }, made.count))
        for percent in [5, 25, 50, 75, 90, 95, 99] {
            guard let delay = simulation.figures.arrivals.quantile(Double(percent) / 100) else { continue }
            add(.arrival, of: "p\(percent)", delay / 1_000_000)
        }
        var bins: [(votes: Int, headVotes: Int)] = []
        for block in simulation.figures.blocks where block.votes > 0 {
            let bin = Int(max(0, block.medianArrival) / 500_000_000)
            while bins.count <= min(bin, 60) { bins.append((0, 0)) }
            bins[min(bin, 60)].votes += block.votes
            bins[min(bin, 60)].headVotes += block.headVotes
        }
        for (bin, sum) in bins.enumerated() where sum.votes > 0 {
            add(.headShare, of: "\(bin * 500)", share(sum.headVotes, sum.votes))
        }
        add(.count, of: "votes", Int64(cast))
        add(.count, of: "blocks", Int64(made.count))
    }
}
