public import EventEngine

extension StreamDomain {
    /// Jitter and loss of small messages on a topic that all nodes follow; the entity is (sender, receiver), the pair of
    /// words the message's number.
    public static var topicJitter: StreamDomain { StreamDomain(rawValue: 0x0120) }
}

/// Delays over the mesh of a topic that all nodes follow and whose messages are small, such as aggregates.
///
/// Copies are too small to wait for each other in an upload, so a first arrival is a shortest path over links whose delays
/// are fixed by the message's number: all messages of one number (those of a slot, say) meet the same jitter. It is what
/// ``Flood`` finds for each message by itself when uploads take no time. One call costs about 150 ns a node.
public struct TopicDelays: Sendable {
    private let network: GossipNetwork
    private let hop: Int64
    private let bytes: Int
    private let domain: StreamDomain
    private var conditions: LinkConditions?
    private var lists: PeerLists
    private var links: LinkTable

    /// - Parameters:
    ///   - network: mesh, links and partitions.
    ///   - hop: how long a node checks a message before it forwards; zero to a day, held there.
    ///   - bytes: the size of a message, up to 100 MB; every copy takes its time through upload and download, alone.
    ///   - domain: the purpose of the jitter; topics with domains of their own meet luck of their own.
    public init(
        network: GossipNetwork, hop: SimulatedTime, bytes: Int = 0, domain: StreamDomain = .topicJitter
    ) {
        precondition((0...100_000_000).contains(bytes), "a message of a topic out of range")
        self.network = network
        self.hop = PublishedBlock.held(hop).nanoseconds
        self.bytes = bytes
        self.domain = domain
        links = LinkTable(network, under: LinkConditions(nodes: network.mesh.nodeCount), bytes: bytes)
        lists = PeerLists(starts: network.mesh.starts, peers: network.mesh.peers)
    }

    /// From every node to one.
    /// - Parameters:
    ///   - receiver: the node that waits.
    ///   - number: fixes the jitter; below 2⁴⁷.
    ///   - time: at which partitions are looked at; they are held as they stand.
    ///   - delays: per sender, nanoseconds from publication to first arrival; `Int64.max` where nothing comes.
    public mutating func toReceiver(
        _ receiver: Int, number: UInt64, at time: SimulatedTime, _ conditions: LinkConditions,
        into delays: inout [Int64]
    ) {
        settle(receiver, number, time, conditions, &delays, isReversed: true)
    }

    /// From one node to every other; as ``toReceiver(_:number:at:_:into:)``, per receiver.
    public mutating func fromSender(
        _ sender: Int, number: UInt64, at time: SimulatedTime, _ conditions: LinkConditions,
        into delays: inout [Int64]
    ) {
        settle(sender, number, time, conditions, &delays, isReversed: false)
    }

    private mutating func settle(
        _ root: Int, _ number: UInt64, _ time: SimulatedTime, _ conditions: LinkConditions,
        _ delays: inout [Int64], isReversed: Bool
    ) {
        precondition(root >= 0 && root < network.mesh.nodeCount, "delays of a node that does not exist")
        if self.conditions != conditions {
            if self.conditions?.isDown != conditions.isDown { lists = network.peerLists(isDown: conditions.isDown) }
            links = LinkTable(network, under: conditions, bytes: bytes)
            self.conditions = conditions
        }
        let cuts = network.partitions.filter { $0.isActive(at: time) }
        let links = links
        let (hop, domain) = (hop, domain)
        let roots: [ShortestDelays.Root] = links.ends[root].isDown ? [] : [.init(position: root, delay: 0)]
        ShortestDelays.settle(
            roots: roots, lists: lists, delays: &delays,
            bound: { position, _, peer in
                let (from, to) = isReversed ? (peer, position) : (position, peer)
                if links.ends[peer].isDown || cuts.stop(from: from, to: to, at: time) { return nil }
                return links.passage(from: from, to: to) + (position == root ? 0 : hop)
            },
            rest: { position, _, peer in
                let (from, to) = isReversed ? (peer, position) : (position, peer)
                return links.chance(domain, number, from: from, to: to)
            })
    }
}
