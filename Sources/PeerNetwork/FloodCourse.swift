internal import EventEngine

/// A flood under way; see ``Flood`` for its rules.
struct FloodCourse {
    /// What happens next at a node, because of a message.
    struct Event: BitwiseCopyable {
        enum Kind: UInt8, BitwiseCopyable {
            /// A copy arrives from `other`, or is published there (`UInt32.max`).
            case copy
            /// The node announces the message to nodes that are no peers; `other` counts how many times it still will.
            case announce
            /// An announcement arrives from `other`.
            case announcement
            /// A request arrives from `other`.
            case request
        }

        var message: UInt32
        var node: UInt32
        var other: UInt32
        var kind: Kind
    }

    let messages: [FloodedMessage]
    let network: GossipNetwork
    let lazyGossip: LazyGossip?
    let resolution: Flood.Resolution
    let nodes: Int
    let lists: PeerLists
    let ends: [LinkEnd]
    var result: Flood.Result
    /// Per message and node, the earliest copy under way; empty in the reference.
    private var earliest: [Int64]
    private var uploadFree: [Int64]

    init(
        _ messages: [FloodedMessage], _ network: GossipNetwork, _ conditions: LinkConditions,
        _ lazyGossip: LazyGossip?, _ resolution: Flood.Resolution
    ) {
        self.messages = messages
        self.network = network
        self.lazyGossip = lazyGossip
        self.resolution = resolution
        nodes = network.mesh.nodeCount
        lists = network.peerLists(isDown: conditions.isDown)
        ends = network.ends(under: conditions)
        let none = Array(repeating: 0, count: messages.count)
        result = Flood.Result(
            nodeCount: nodes, arrivals: Array(repeating: .max, count: nodes * messages.count),
            senders: Array(repeating: .max, count: nodes * messages.count), copies: none, duplicates: none,
            requested: none, announcements: none, bytesSent: Array(repeating: 0, count: nodes))
        earliest = resolution == .firstArrivals ? result.arrivals : []
        uploadFree = Array(repeating: 0, count: nodes)
    }

    mutating func run() -> Flood.Result {
        var queue = EventQueue<Event>(minimumCapacity: nodes)
        for (index, message) in messages.enumerated() where !ends[message.origin].isDown {
            queue.push(
                Event(message: UInt32(index), node: UInt32(message.origin), other: .max, kind: .copy),
                at: message.published)
        }
        while let event = queue.popFirst() {
            switch event.payload.kind {
            case .copy: take(event.payload, at: event.time.nanoseconds, &queue)
            case .announce: announce(event.payload, at: event.time.nanoseconds, &queue)
            case .announcement: request(event.payload, at: event.time.nanoseconds, &queue)
            case .request: answer(event.payload, at: event.time.nanoseconds, &queue)
            }
        }
        for index in messages.indices {
            // Every copy that is sent arrives; all but the first at each node but the origin are duplicates.
            let reached = result.arrivals[index * nodes..<(index + 1) * nodes].count { $0 != .max }
            result.duplicates[index] = result.copies[index] - max(0, reached - 1)
        }
        return result
    }

    func place(_ message: UInt32, _ node: UInt32) -> Int { Int(message) * nodes + Int(node) }

    /// A first arrival is noted and passed on.
    private mutating func take(_ copy: Event, at time: Int64, _ queue: inout EventQueue<Event>) {
        let message = messages[Int(copy.message)]
        let place = place(copy.message, copy.node)
        guard result.arrivals[place] == .max else { return }
        result.arrivals[place] = time
        result.senders[place] = copy.other
        let node = Int(copy.node)
        uploadFree[node] = max(uploadFree[node], time + (copy.other == .max ? 0 : message.validation.nanoseconds))
        let start = lists.starts[node]
        let degree = lists.starts[node + 1] - start
        let order = network.source.stream(.sendOrder, entity: UInt64(node)).word(at: message.number)
        let first = Int(truncatingIfNeeded: order.multipliedFullWidth(by: UInt64(degree)).high)
        for step in 0..<degree {
            let peer = lists.peers[start + (first + step < degree ? first + step : first + step - degree)]
            if peer != copy.other { _ = send(copy.message, from: copy.node, to: peer, &queue) }
        }
        beginAnnouncing(copy, at: time, &queue)
    }

    /// Sends a copy as soon as the upload is free.
    /// - Returns: whether it was sent: not to a node that is down, nor across a cut.
    mutating func send(
        _ index: UInt32, from node: UInt32, to peer: UInt32, notBefore: Int64 = 0, _ queue: inout EventQueue<Event>
    ) -> Bool {
        let message = messages[Int(index)]
        let (own, other) = (ends[Int(node)], ends[Int(peer)])
        var leaves = max(uploadFree[Int(node)], notBefore)
        if other.isDown || network.isStopped(from: Int(node), to: Int(peer), at: leaves) { return false }
        let uploadTime = transmissionTime(bytes: message.bytes, bitsPerSecond: own.upload)
        let downloadTime = transmissionTime(bytes: message.bytes, bitsPerSecond: other.download)
        leaves = min(leaves + uploadTime, Flood.endOfUploads)
        uploadFree[Int(node)] = leaves
        result.copies[Int(index)] += 1
        result.bytesSent[Int(node)] += message.bytes
        // Jitter and losses only ever delay: often the copy is too late without them.
        let latency = network.latency(from: own, to: other)
        let soonest = leaves + max(0, downloadTime - uploadTime) + latency
        let place = place(index, peer)
        if resolution == .firstArrivals, soonest >= earliest[place] || result.arrivals[place] != .max { return true }
        let words = network.source.stream(.linkJitter, entity: node, peer).words(atPair: message.number)
        let arrival =
            soonest
            + LinkChance.delay(words, jitter: own.jitter + other.jitter, loss: own.loss + other.loss, latency: latency)
        if resolution == .firstArrivals {
            guard arrival < earliest[place] else { return true }
            earliest[place] = arrival
        }
        queue.push(
            Event(message: index, node: peer, other: node, kind: .copy), at: SimulatedTime(nanoseconds: arrival))
        return true
    }
}
