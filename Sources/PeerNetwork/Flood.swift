public import EventEngine

/// A message that floods the mesh.
public struct FloodedMessage: Hashable, Sendable {
    /// The number that fixes its jitter and losses: unique in a run, below 2⁴⁷.
    public let number: UInt64
    /// The node that publishes it.
    public let origin: Int
    /// When.
    public let published: SimulatedTime
    /// Its size on the wire.
    public let bytes: Int
    /// How long a node takes to check it before it forwards.
    public let validation: SimulatedTime

    /// A message.
    public init(number: UInt64, origin: Int, published: SimulatedTime, bytes: Int, validation: SimulatedTime) {
        self.number = number
        self.origin = origin
        self.published = published
        self.bytes = bytes
        self.validation = validation
    }
}

/// A flood of messages through a ``GossipNetwork``: when each message first reaches each node, from whom, and how many
/// copies that took.
///
/// A node that receives a message for the first time checks it, then sends it to its peers except the one it came from,
/// one copy after another through its upload, beginning at a peer that the message's number decides. All messages of a
/// flood share the uploads. A copy that would leave while a partition cuts its way, or to a node that is down, is not
/// sent, and a node that is down publishes nothing. The last byte of a copy
/// arrives when it has left, flown (``GossipNetwork``) and passed the receiver's download, where that is the narrower end.
///
/// The reference queues every copy. The fast way queues a copy only if it is earlier than all copies of the message that
/// are under way to the same node: the others are duplicates, which change nothing but counts. Whether a copy is sent and
/// when it arrives is fixed when it leaves, and both ways handle first arrivals in the same order, so that they agree in
/// every arrival, sender and count.
public struct Flood: Sendable {
    /// Which copies become events.
    public enum Resolution: Sendable, CaseIterable {
        /// All: the reference.
        case everyCopy
        /// Those that may be first.
        case firstArrivals
    }

    /// What a flood did.
    public struct Result: Hashable, Sendable {
        /// Nodes of the network.
        public let nodeCount: Int
        /// Per message and node, the first arrival in nanoseconds; the publication at the origin, `Int64.max` where the
        /// message never came.
        public fileprivate(set) var arrivals: [Int64]
        /// Per message and node, who sent the first copy; `UInt32.max` at the origin and where the message never came.
        public fileprivate(set) var senders: [UInt32]
        /// Per message, copies that were sent.
        public fileprivate(set) var copies: [Int]
        /// Per message, copies that came to a node that had the message.
        public fileprivate(set) var duplicates: [Int]
        /// Bytes sent by each node.
        public fileprivate(set) var bytesSent: [Int]

        /// When a message first reached a node; `nil` where it never did.
        public func arrival(message: Int, node: Int) -> SimulatedTime? {
            let nanoseconds = arrivals[message * nodeCount + node]
            return nanoseconds == .max ? nil : SimulatedTime(nanoseconds: nanoseconds)
        }
    }

    /// 73 years: a backlog beyond it stays there, so that no input can reach the end of 64 bits.
    static let endOfUploads: Int64 = 1 << 61

    private struct Copy: BitwiseCopyable {
        var message: UInt32
        var node: UInt32
        var sender: UInt32
    }

    /// Floods messages, listed in any order.
    /// - Returns: first arrivals, senders and counts, message by message in the order of the list.
    /// - Throws: ``NetworkDataError/badMessage(index:problem:)`` for an unknown origin, a time, size or number out of
    ///   range.
    public static func run(
        _ messages: [FloodedMessage], through network: GossipNetwork, under conditions: LinkConditions? = nil,
        resolution: Resolution = .firstArrivals
    ) throws(NetworkDataError) -> Result {
        try check(messages, network)
        let nodes = network.mesh.nodeCount
        let conditions = conditions ?? LinkConditions(nodes: nodes)
        let lists = network.peerLists(isDown: conditions.isDown)
        let ends = network.ends(under: conditions)
        var result = Result(
            nodeCount: nodes, arrivals: Array(repeating: .max, count: nodes * messages.count),
            senders: Array(repeating: .max, count: nodes * messages.count),
            copies: Array(repeating: 0, count: messages.count),
            duplicates: Array(repeating: 0, count: messages.count), bytesSent: Array(repeating: 0, count: nodes))
        var earliest = resolution == .firstArrivals ? result.arrivals : []
        var uploadFree = [Int64](repeating: 0, count: nodes)
        var queue = EventQueue<Copy>(minimumCapacity: nodes)
        for (index, message) in messages.enumerated() where !ends[message.origin].isDown {
            queue.push(
                Copy(message: UInt32(index), node: UInt32(message.origin), sender: .max), at: message.published)
        }
        while let event = queue.popFirst() {
            let copy = event.payload
            let message = messages[Int(copy.message)]
            let place = Int(copy.message) * nodes + Int(copy.node)
            guard result.arrivals[place] == .max else { continue }
            result.arrivals[place] = event.time.nanoseconds
            result.senders[place] = copy.sender
            let node = Int(copy.node)
            let own = ends[node]
            let uploadTime = transmissionTime(bytes: message.bytes, bitsPerSecond: own.upload)
            let isOrigin = copy.sender == .max
            var leaves = max(
                uploadFree[node], event.time.nanoseconds + (isOrigin ? 0 : message.validation.nanoseconds))
            let start = lists.starts[node]
            let degree = lists.starts[node + 1] - start
            let order = network.source.stream(.sendOrder, entity: UInt64(node)).word(at: message.number)
            let first = Int((UInt128(order) * UInt128(degree)) >> 64)
            for step in 0..<degree {
                let link = start + (first + step < degree ? first + step : first + step - degree)
                let peer = lists.peers[link]
                let other = ends[Int(peer)]
                if peer == copy.sender || other.isDown || network.isStopped(from: node, to: Int(peer), at: leaves) {
                    continue
                }
                leaves = min(leaves + uploadTime, Self.endOfUploads)
                let downloadTime = transmissionTime(bytes: message.bytes, bitsPerSecond: other.download)
                let latency = network.latency(from: own, to: other)
                result.copies[Int(copy.message)] += 1
                result.bytesSent[node] += message.bytes
                let target = Int(copy.message) * nodes + Int(peer)
                // Jitter and losses only ever delay: often the copy is too late without them.
                let soonest = leaves + max(0, downloadTime - uploadTime) + latency
                if resolution == .firstArrivals,
                    soonest >= earliest[target] || result.arrivals[target] != .max
                {
                    continue
                }
                let words = network.source.stream(.linkJitter, entity: copy.node, peer).words(atPair: message.number)
                let arrival =
                    soonest
                    + LinkChance.delay(
                        words, jitter: own.jitter + other.jitter, loss: own.loss + other.loss, latency: latency)
                if resolution == .firstArrivals {
                    guard arrival < earliest[target] else { continue }
                    earliest[target] = arrival
                }
                queue.push(
                    Copy(message: copy.message, node: peer, sender: copy.node),
                    at: SimulatedTime(nanoseconds: arrival))
            }
            uploadFree[node] = leaves
        }
        for index in messages.indices {
            // Every copy that is sent arrives; all but the first at each node but the origin are duplicates.
            let reached = result.arrivals[index * nodes..<(index + 1) * nodes].count { $0 != .max }
            result.duplicates[index] = result.copies[index] - max(0, reached - 1)
        }
        return result
    }

    private static func check(_ messages: [FloodedMessage], _ network: GossipNetwork) throws(NetworkDataError) {
        let lastTime = SimulatedTime.seconds(1_577_880_000)
        for (index, message) in messages.enumerated() {
            guard message.origin >= 0, message.origin < network.mesh.nodeCount else {
                throw .badMessage(
                    index: index,
                    problem: "origin is node \(message.origin): nodes are 0 to \(network.mesh.nodeCount - 1)")
            }
            guard message.published >= .zero, message.published < lastTime else {
                throw .badMessage(index: index, problem: "published at \(message.published): keep it within 50 years")
            }
            guard (0...100_000_000).contains(message.bytes) else {
                throw .badMessage(index: index, problem: "\(message.bytes) bytes: give 0 to 100000000")
            }
            guard message.validation >= .zero, message.validation <= .seconds(86_400) else {
                throw .badMessage(index: index, problem: "validation of \(message.validation): give up to a day")
            }
            guard message.number < 1 << 47 else {
                throw .badMessage(index: index, problem: "number \(message.number): keep it below 2^47")
            }
        }
    }
}
