internal import EventEngine

/// Lazy gossip of a block, as in ``Flood``; its events share the queue with the copies.
extension BlockPropagation {
    /// What a place beyond the last column stands for.
    private enum Gossip: Int {
        /// A node announces; the sender counts how many times it still will.
        case announce
        /// An announcement of the sender arrives.
        case announcement
        /// A request of the sender arrives.
        case request
    }

    /// Places from here on stand for gossip: one for each node and each ``Gossip``.
    var firstOfGossip: Int { nodes + columnPlaces.places.count }

    private func event(_ kind: Gossip, at node: Int, _ other: UInt32) -> Copy {
        Copy(position: UInt32(firstOfGossip + kind.rawValue * nodes + node), sender: other)
    }

    /// A node that has the block for the first time will announce it at its next heartbeats.
    ///
    /// Whoever got one of two different blocks announces neither: who has the other one asks for none.
    mutating func beginAnnouncing(
        _ block: PublishedBlock, at node: Int, _ time: Int64, _ queue: inout EventQueue<Copy>
    ) {
        guard let lazyGossip, lazyGossip.announcedBeats > 0, block.firstPeers == nil, reached < nodesUp else { return }
        let next = lazyGossip.nextBeat(of: node, after: time, network.source)
        queue.push(
            event(.announce, at: node, UInt32(lazyGossip.announcedBeats)), at: SimulatedTime(nanoseconds: next.time))
    }

    mutating func gossip(
        _ block: PublishedBlock, _ event: Copy, at time: Int64, _ queue: inout EventQueue<Copy>
    ) {
        guard let lazyGossip else { return }
        let place = Int(event.position) - firstOfGossip
        let (kind, node) = place.quotientAndRemainder(dividingBy: nodes)
        let number = block.number & Self.numberMask
        switch Gossip(rawValue: kind) {
        case .announce:
            // Once everybody has the block nobody asks for it.
            if reached < nodesUp { announce(lazyGossip, number, at: node, left: event.sender, time, &queue) }
        case .announcement:
            let announcer = Int(event.sender)
            guard !isReached[node], !cuts.stop(from: node, to: announcer, at: .init(nanoseconds: time)) else { return }
            tell(.request, .requestJitter, number, from: node, to: announcer, at: time, &queue)
        case .request:
            guard time - earliest[node] <= (lazyGossip.heartbeat * Int64(lazyGossip.keptBeats)).nanoseconds else {
                return
            }
            var leaves = max(uploadFree[node], time)
            sendBlock(number, from: node, to: Int(event.sender), &leaves, &queue)
            uploadFree[node] = leaves
        case nil: return
        }
    }

    private mutating func announce(
        _ lazyGossip: LazyGossip, _ number: UInt64, at node: Int, left: UInt32, _ time: Int64,
        _ queue: inout EventQueue<Copy>
    ) {
        let audience = lazyGossip.audience(
            of: node, at: time, peers: lists.peers[lists.starts[node]..<lists.starts[node + 1]], nodes: nodes,
            isDown: { ends[$0].isDown }, network.source)
        for peer in audience where !isReached[Int(peer)] {
            if cuts.stop(from: node, to: Int(peer), at: .init(nanoseconds: time)) { continue }
            tell(.announcement, .announcementJitter, number, from: node, to: Int(peer), at: time, &queue)
        }
        if left > 1 {
            queue.push(
                event(.announce, at: node, left - 1), at: SimulatedTime(nanoseconds: time) + lazyGossip.heartbeat)
        }
    }

    private func tell(
        _ kind: Gossip, _ domain: StreamDomain, _ number: UInt64, from node: Int, to peer: Int, at time: Int64,
        _ queue: inout EventQueue<Copy>
    ) {
        let latency = network.latency(from: ends[node], to: ends[peer])
        let words = network.source.stream(domain, entity: UInt32(node), UInt32(peer)).words(atPair: number)
        let delay = LinkChance.delay(
            words, jitter: ends[node].jitter + ends[peer].jitter, loss: ends[node].loss + ends[peer].loss,
            latency: latency)
        queue.push(event(kind, at: peer, UInt32(node)), at: SimulatedTime(nanoseconds: time + latency + delay))
    }
}
