/// The work on a block's blobs before it can go out, done by one node, by each member of a cluster for itself, or shared.
///
/// No client shares this work today; the flow is the one that Charon's parts would allow. Rows (blobs) or columns are
/// dealt to members by (slot + index) mod n without consensus, since anyone can check the result; each member sends its
/// part to all, a part that is missing or wrong when the timer runs out is dealt to the next member.
public struct BlobWork: Hashable, Sendable {
    /// Who does what.
    public enum Sharing: String, Sendable, CaseIterable {
        /// Every member does everything, as if it were alone.
        case none
        /// Proofs of rows are shared; every member publishes all columns.
        case rows
        /// Proofs of rows are shared, and each column is published by one member.
        case rowsAndColumns = "rows-and-columns"
    }

    /// A member's machine and line.
    public struct Member: Hashable, Sendable {
        /// Whether it runs.
        public var isUp: Bool
        /// Whether its part is right.
        public var isHonest: Bool
        /// Bytes a second that it can send.
        public var uplink: Int64
        /// How fast it computes, in thousandths of the data file's machine.
        public var speed: Int64

        /// A member; by default one that runs, with 50 Mbit/s.
        public init(isUp: Bool = true, isHonest: Bool = true, uplink: Int64 = 6_250_000, speed: Int64 = 1_000) {
            self.isUp = isUp
            self.isHonest = isHonest
            self.uplink = max(uplink, 1)
            self.speed = max(speed, 1)
        }
    }

    /// What became of it. Times are nanoseconds from when the blobs were there.
    public struct Outcome: Hashable, Sendable {
        /// When the first honest member had all proofs, checked; nil if none ever did.
        public var provenAt: Int64?
        /// When every column had left a member whole; nil if that never happened.
        public var publishedAt: Int64?
        /// Rounds that it took: one, and one more for each time that parts were dealt again.
        public var rounds = 0
        /// Members whose parts were wrong.
        public var liars = MemberSet()
        /// Bytes that each member sent, to the cluster and to the network.
        public var sent: [Int64]
    }

    /// Blobs of the block.
    public var blobs: Int
    /// Whether proofs have to be computed; those of blobs from the public mempool come with them.
    public var needsProofs: Bool
    /// Who does what.
    public var sharing: Sharing
    /// What it costs.
    public var costs: BlobCosts

    /// Work on a block.
    public init(
        blobs: Int, needsProofs: Bool = true, sharing: Sharing = .rowsAndColumns, costs: BlobCosts = .shipped
    ) {
        self.blobs = min(max(blobs, 0), 4_096)
        self.needsProofs = needsProofs
        self.sharing = sharing
        self.costs = costs
    }

    /// Deals the work out and adds the times up. O(n · (blobs + columns) + rounds · n · blobs).
    ///
    /// - Parameters:
    ///   - slot: says who begins.
    ///   - members: one for each member; a single one is a node by itself.
    ///   - latency: nanoseconds one way, from *i* to *j* at *i*·n + *j*.
    /// - Precondition: `latency` has n² elements.
    public func outcome(slot: UInt64, members: [Member], latency: [Int64]) -> Outcome {
        precondition(latency.count == members.count * members.count, "one latency for each pair of members")
        var outcome = Outcome(sent: Array(repeating: 0, count: members.count))
        let workers = members.indices.filter { members[$0].isUp && members[$0].isHonest }
        guard !workers.isEmpty else { return outcome }
        let ready = provenTimes(slot, members, latency, &outcome)
        outcome.provenAt = workers.map { ready[$0] }.min()
        publish(slot, members, workers, ready, &outcome)
        return outcome
    }

    // MARK: - Proofs

    /// When each member has all proofs.
    private func provenTimes(
        _ slot: UInt64, _ members: [Member], _ latency: [Int64], _ outcome: inout Outcome
    ) -> [Int64] {
        let count = members.count
        outcome.rounds = 1
        guard needsProofs, blobs > 0 else { return Array(repeating: cells(blobs, by: nil), count: count) }
        if sharing == .none || count == 1 {
            return members.map { scaled(costs.cellProofsPerBlob &* Int64(blobs), $0) }
        }
        var ready = [Int64](repeating: 0, count: count)
        var pending = Array(0..<blobs)
        var begin: Int64 = 0
        // A row that every member has failed goes round for ever; n rounds show it.
        for round in 0..<count where !pending.isEmpty {
            outcome.rounds = round + 1
            var left: [Int] = []
            var longest: Int64 = 0
            for member in members.indices {
                let rows = pending.filter { assignee(slot, $0, round, count) == member }
                guard !rows.isEmpty else { continue }
                let own = Int64(rows.count)
                longest = max(longest, costs.cellProofsPerBlob &* own)
                guard members[member].isUp else {
                    left += rows
                    continue
                }
                let done = begin &+ scaled(costs.cellProofsPerBlob &* own, members[member])
                let bytes = own &* costs.columns &* costs.proofBytes
                outcome.sent[member] &+= bytes &* Int64(count - 1)
                let transfer = time(bytes &* Int64(count - 1), members[member])
                if !members[member].isHonest {
                    outcome.liars.insert(member)
                    left += rows
                    continue
                }
                for receiver in members.indices {
                    let arrival =
                        receiver == member
                        ? done
                        : done &+ transfer &+ latency[member * count + receiver]
                            &+ scaled(costs.verification(blobs: own), members[receiver])
                    ready[receiver] = max(ready[receiver], arrival)
                }
            }
            pending = left.sorted()
            begin = begin &+ longest &+ costs.reassignAfter
        }
        return ready.map { $0 &+ cells(blobs, by: nil) }
    }

    private func assignee(_ slot: UInt64, _ index: Int, _ round: Int, _ count: Int) -> Int {
        Int((slot % UInt64(count) &+ UInt64(index) &+ UInt64(round)) % UInt64(count))
    }

    private func cells(_ blobs: Int, by member: Member?) -> Int64 {
        let time = costs.cellsPerBlob &* Int64(blobs)
        return member.map { scaled(time, $0) } ?? time
    }

    // MARK: - Columns

    private func publish(
        _ slot: UInt64, _ members: [Member], _ workers: [Int], _ ready: [Int64], _ outcome: inout Outcome
    ) {
        let bytes = costs.columnBytes(blobs: Int64(blobs)) &* costs.meshPeers
        guard sharing == .rowsAndColumns, members.count > 1 else {
            // Each sends everything; the first to end has published.
            for member in workers { outcome.sent[member] &+= bytes &* costs.columns }
            outcome.publishedAt = workers.map { ready[$0] &+ time(bytes &* costs.columns, members[$0]) }.min()
            return
        }
        var loads = [Int64](repeating: 0, count: members.count)
        var late = [Int64](repeating: 0, count: members.count)
        for column in 0..<Int(costs.columns) {
            // The first member from the assigned one on that works; each that does not costs a timer.
            for round in 0..<members.count {
                let member = assignee(slot, column, round, members.count)
                guard workers.contains(member) else { continue }
                loads[member] &+= 1
                late[member] = max(late[member], costs.reassignAfter &* Int64(round))
                break
            }
        }
        var published: Int64 = 0
        for member in workers {
            outcome.sent[member] &+= bytes &* loads[member]
            let end = ready[member] &+ late[member] &+ time(bytes &* loads[member], members[member])
            if loads[member] > 0 { published = max(published, end) }
        }
        outcome.publishedAt = published
    }

    private func scaled(_ time: Int64, _ member: Member) -> Int64 {
        time.multipliedReportingOverflow(by: 1_000).partialValue / member.speed
    }

    /// Nanoseconds that a member's line needs for so many bytes.
    private func time(_ bytes: Int64, _ member: Member) -> Int64 {
        let (whole, rest) = bytes.quotientAndRemainder(dividingBy: member.uplink)
        return whole &* 1_000_000_000 &+ Int64(Double(rest) * 1e9 / Double(member.uplink))
    }
}
