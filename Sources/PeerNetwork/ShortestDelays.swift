internal import EventEngine

/// Shortest delays from one position of a mesh, or to it: Dijkstra's algorithm on the event queue.
enum ShortestDelays {
    /// Where a search begins.
    struct Root {
        var position: Int
        var delay: Int64
    }

    private struct Step: BitwiseCopyable {
        var position: UInt32
    }

    /// Settles every position that can be reached. O(links).
    /// - Parameters:
    ///   - roots: where the search begins.
    ///   - lists: who is whose peer.
    ///   - delays: per position; overwritten, `Int64.max` where the search never came.
    ///   - bound: from a settled position along a link (an index into the peers) to a peer, what the link costs at least;
    ///     `nil` where it carries nothing.
    ///   - rest: what it costs beyond that; asked only where the bound alone would be an improvement.
    @inline(__always)
    static func settle(
        roots: [Root], lists: PeerLists, delays: inout [Int64],
        bound: (_ position: Int, _ link: Int, _ peer: Int) -> Int64?,
        rest: (_ position: Int, _ link: Int, _ peer: Int) -> Int64
    ) {
        if delays.count == lists.count {
            for index in delays.indices { delays[index] = .max }
        } else {
            delays = Array(repeating: .max, count: lists.count)
        }
        var queue = EventQueue<Step>(minimumCapacity: lists.count)
        for root in roots where root.delay < delays[root.position] {
            delays[root.position] = root.delay
            queue.push(Step(position: UInt32(root.position)), at: .init(nanoseconds: root.delay))
        }
        while let event = queue.popFirst() {
            let position = Int(event.payload.position)
            let delay = event.time.nanoseconds
            guard delay == delays[position] else { continue }
            for link in lists.starts[position]..<lists.starts[position + 1] {
                let peer = Int(lists.peers[link])
                guard delay < delays[peer], let bound = bound(position, link, peer), delay + bound < delays[peer] else {
                    continue
                }
                let total = delay + bound + rest(position, link, peer)
                guard total < delays[peer] else { continue }
                delays[peer] = total
                queue.push(Step(position: UInt32(peer)), at: .init(nanoseconds: total))
            }
        }
    }
}
