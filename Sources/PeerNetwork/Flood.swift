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
/// sent, and a node that is down publishes nothing. The last byte of a copy arrives when it has left, flown
/// (``GossipNetwork``) and passed the receiver's download, where that is the narrower end. With ``LazyGossip`` nodes also
/// announce what they have to nodes that are not their peers.
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
        public internal(set) var arrivals: [Int64]
        /// Per message and node, who sent the first copy; `UInt32.max` at the origin and where the message never came.
        public internal(set) var senders: [UInt32]
        /// Per message, copies that were sent.
        public internal(set) var copies: [Int]
        /// Per message, copies that came to a node that had the message.
        public internal(set) var duplicates: [Int]
        /// Per message, of these copies those that a node had asked for after an announcement.
        public internal(set) var requested: [Int]
        /// Per message, announcements (IHAVE) that were sent.
        public internal(set) var announcements: [Int]
        /// Bytes of copies sent by each node.
        public internal(set) var bytesSent: [Int]

        /// When a message first reached a node; `nil` where it never did.
        public func arrival(message: Int, node: Int) -> SimulatedTime? {
            let nanoseconds = arrivals[message * nodeCount + node]
            return nanoseconds == .max ? nil : SimulatedTime(nanoseconds: nanoseconds)
        }
    }

    /// 73 years: a backlog beyond it stays there, so that no input can reach the end of 64 bits.
    static let endOfUploads: Int64 = 1 << 61

    /// Floods messages, listed in any order.
    /// - Parameters:
    ///   - conditions: who is down or slow all the while; `nil` is nobody.
    ///   - lazyGossip: the announcements to nodes that are no peers; `nil` is none.
    /// - Returns: first arrivals, senders and counts, message by message in the order of the list.
    /// - Throws: ``NetworkDataError/badMessage(index:problem:)`` for an unknown origin, a time, size or number out of
    ///   range.
    public static func run(
        _ messages: [FloodedMessage], through network: GossipNetwork, under conditions: LinkConditions? = nil,
        lazyGossip: LazyGossip? = nil, resolution: Resolution = .firstArrivals
    ) throws(NetworkDataError) -> Result {
        try check(messages, network)
        let conditions = conditions ?? LinkConditions(nodes: network.mesh.nodeCount)
        var course = FloodCourse(messages, network, conditions, lazyGossip, resolution)
        return course.run()
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
