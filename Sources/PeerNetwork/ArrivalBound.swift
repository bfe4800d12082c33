public import EventEngine

/// How long a block takes at the very most: hop by hop, each at its worst.
///
/// A node that has something by time T sends its last copy of it by T + c + W: c is the longest check, W what its upload
/// needs for everything that it ever sends of this block, since the upload is never idle while something waits but for a
/// check. The copy then flies for the latency, ten means of jitter and five losses at most (``LinkChance``). Along any
/// fixed path those spans add up; the paths taken here lead through one node, the hub, so that two searches bound the way
/// from every node to every other.
extension BlockPropagation {
    /// An upper bound on the span from publication to the last arrival of a block and its columns at any node that is up,
    /// whoever of these publishes it.
    ///
    /// It holds for blocks that everybody passes on and nobody keeps back. It is a bound, not a forecast: several times
    /// what usually happens. O(links · log).
    /// - Parameters:
    ///   - bytes: the size of the block, up to 100 MB.
    ///   - blobs: those that go with it, up to 4,096.
    ///   - forwardDelay: how long a node checks the block.
    ///   - columnForwardDelay: how long it checks a column.
    ///   - time: the publication.
    ///   - conditions: as they stay until then.
    /// - Returns: `nil` where there is no bound: a partition is or comes in the way, or the mesh has fallen apart.
    public func worstArrival(
        bytes: Int, blobs: Int, forwardDelay: SimulatedTime, columnForwardDelay: SimulatedTime = .milliseconds(5),
        at time: SimulatedTime, _ conditions: LinkConditions
    ) -> SimulatedTime? {
        precondition(
            (0...100_000_000).contains(bytes) && (0...4_096).contains(blobs), "a bound for a block out of range")
        let columns = blobs > 0 ? columns : nil
        let ends = network.ends(under: conditions)
        let meshPeers = network.peerLists(isDown: conditions.isDown)
        let columnPeers = columns?.peerLists(isDown: conditions.isDown)
        let columnBytes = ColumnCustody.bytes(blobs: blobs)
        var work = ends.indices.map { node in
            let copies = meshPeers.starts[node + 1] - meshPeers.starts[node]
            return Int64(copies) * transmissionTime(bytes: bytes, bitsPerSecond: ends[node].upload)
        }
        var handout: Int64 = 0
        if let columns, let columnPeers {
            for node in ends.indices {
                let own = columns.nodeStarts[node]..<columns.nodeStarts[node + 1]
                let copies = columnPeers.starts[own.upperBound] - columnPeers.starts[own.lowerBound]
                let span = transmissionTime(bytes: columnBytes, bitsPerSecond: ends[node].upload)
                work[node] += Int64(copies) * span
                if !ends[node].isDown {
                    handout = max(handout, Int64(ColumnCustody.columnCount * Self.handoutPeers) * span)
                }
            }
        }
        let check = max(
            PublishedBlock.held(forwardDelay), blobs > 0 ? PublishedBlock.held(columnForwardDelay) : .zero
        ).nanoseconds
        func hop(from node: Int, to peer: Int, bytes: Int) -> Int64? {
            let (own, other) = (ends[node], ends[peer])
            if own.isDown || other.isDown { return nil }
            let latency = network.latency(from: own, to: other)
            return check + work[node] + transmissionTime(bytes: bytes, bitsPerSecond: other.download) + latency
                + LinkChance.worstDelay(
                    jitter: own.jitter + other.jitter, loss: own.loss + other.loss, latency: latency)
        }
        let block = Self.span(
            Array(ends.indices), meshPeers, isUp: { !ends[$0].isDown }, hop: { hop(from: $0, to: $1, bytes: bytes) })
        guard let block else { return nil }
        var worst = block
        if let columns, let columnPeers {
            // A column first has to come from its proposer to some subscriber: the worst link that there could be.
            let entry = worstLink(ends, bytes: columnBytes) + check + (work.max() ?? 0)
            for subscribers in columns.subscribers {
                guard
                    let spread = Self.span(
                        subscribers.map(Int.init), columnPeers, isUp: { !ends[Int(columns.nodes[$0])].isDown },
                        hop: { hop(from: Int(columns.nodes[$0]), to: Int(columns.nodes[$1]), bytes: columnBytes) })
                else { return nil }
                worst = max(worst, entry + spread)
            }
        }
        let bound = SimulatedTime(nanoseconds: worst + handout)
        let isCut = network.partitions.contains { $0.heal > time && $0.start < time.addingSaturated(bound) }
        return isCut ? nil : bound
    }

    /// From any position of a mesh to any other through a hub; zero in a mesh of one, `nil` where some cannot be reached.
    private static func span(
        _ positions: [Int], _ lists: PeerLists, isUp: (Int) -> Bool, hop: (Int, Int) -> Int64?
    ) -> Int64? {
        guard let hub = positions.first(where: isUp) else { return 0 }
        var toHub: [Int64] = []
        var fromHub: [Int64] = []
        let roots = [ShortestDelays.Root(position: hub, delay: 0)]
        ShortestDelays.settle(
            roots: roots, lists: lists, delays: &toHub, bound: { near, _, far in hop(far, near) },
            rest: { _, _, _ in 0 })
        ShortestDelays.settle(
            roots: roots, lists: lists, delays: &fromHub, bound: { near, _, far in hop(near, far) },
            rest: { _, _, _ in 0 })
        var (longestIn, longestOut): (Int64, Int64) = (0, 0)
        for position in positions where isUp(position) {
            longestIn = max(longestIn, toHub[position])
            longestOut = max(longestOut, fromHub[position])
        }
        return longestIn == .max || longestOut == .max ? nil : longestIn + longestOut
    }

    private func worstLink(_ ends: [LinkEnd], bytes: Int) -> Int64 {
        var (access, jitter, loss, download): (Int64, Double, UInt64, Int64) = (0, 0, 0, .max)
        for end in ends where !end.isDown {
            access = max(access, end.access)
            jitter = max(jitter, end.jitter)
            loss = max(loss, end.loss)
            download = min(download, end.download)
        }
        let latency = 2 * access + (network.regions.oneWay.max() ?? 0)
        return latency + LinkChance.worstDelay(jitter: 2 * jitter, loss: 2 * loss, latency: latency)
            + transmissionTime(bytes: bytes, bitsPerSecond: download)
    }
}
