public import EventEngine

extension StreamDomain {
    /// Which peers a node grafts; the entity is the node.
    public static var meshGrafting: StreamDomain { StreamDomain(rawValue: 0x0100) }
    /// Jitter and loss of copies; the entity is (sender, receiver), the pair of words that of the message's number.
    public static var linkJitter: StreamDomain { StreamDomain(rawValue: 0x0101) }
    /// At which peer a node begins to send; the entity is the node, the position the message's number.
    public static var sendOrder: StreamDomain { StreamDomain(rawValue: 0x0102) }
    /// Which peers a node grafts in place of peers that are down; the entity is the node.
    public static var meshHealing: StreamDomain { StreamDomain(rawValue: 0x0103) }
}

/// Who forwards to whom: an undirected random graph in which each node has about `degree` peers.
///
/// The figures of Ethereum's gossip (consensus-specs, `p2p-interface.md`): D = 8, at least 6, at most 12.
public struct GossipMesh: Hashable, Sendable {
    /// The aim and the bounds of a node's number of peers.
    public struct Degree: Hashable, Sendable {
        /// Peers that a node grafts up to.
        public let aim: Int
        /// Fewer are an error.
        public let low: Int
        /// A node with as many takes no more.
        public let high: Int

        /// - Throws: ``NetworkDataError/badMesh(_:)`` unless 1 ≤ `low` ≤ `aim` ≤ `high`.
        public init(aim: Int = 8, low: Int = 6, high: Int = 12) throws(NetworkDataError) {
            guard low >= 1, aim >= low, high >= aim else {
                throw .badMesh("degree \(aim) with bounds \(low) to \(high): give 1 ≤ low ≤ degree ≤ high")
            }
            self.aim = aim
            self.low = low
            self.high = high
        }

        /// D = 8, D_low = 6, D_high = 12 (consensus-specs, `p2p-interface.md`).
        public static let ethereum = Degree()

        private init() { (aim, low, high) = (8, 6, 12) }
    }

    /// The peers of node *n* stand at `starts[n] ..< starts[n + 1]` of ``peers``.
    public let starts: [Int]
    /// Peers, node by node.
    public let peers: [UInt32]

    /// The number of nodes.
    public var nodeCount: Int { starts.count - 1 }

    /// Lets each node in turn graft random peers that still have room, up to the aim. O(nodes · degree).
    /// - Throws: ``NetworkDataError/badMesh(_:)`` where there are too few nodes for the degree, or the mesh came out
    ///   disconnected or with a node below the lower bound (only likely for meshes as sparse as trees).
    public init(nodes: Int, degree: Degree, source: RandomSource) throws(NetworkDataError) {
        guard nodes > degree.aim, nodes <= 1 << 24 else {
            throw .badMesh("degree \(degree.aim) among \(nodes) nodes: have more nodes than the degree, up to 2^24")
        }
        var adjacent = Array(repeating: [UInt32](), count: nodes)
        for node in 0..<nodes {
            var stream = source.stream(.meshGrafting, entity: UInt64(node))
            // First among peers that want more themselves, then among those that take more: so most end at the aim.
            for room in [degree.aim, degree.high] {
                var attempts = 32 * degree.aim
                while adjacent[node].count < degree.aim, attempts > 0 {
                    attempts -= 1
                    let peer = stream.next(below: nodes)
                    guard peer != node, adjacent[peer].count < room, !adjacent[node].contains(UInt32(peer)) else {
                        continue
                    }
                    adjacent[node].append(UInt32(peer))
                    adjacent[peer].append(UInt32(node))
                }
            }
            guard adjacent[node].count >= degree.low else {
                throw .badMesh(
                    "node \(node) found \(adjacent[node].count) peers, fewer than \(degree.low): "
                        + "raise the upper bound or lower the lower one")
            }
        }
        try self.init(adjacent: adjacent)
    }

    /// The mesh of Ethereum's gossip for as many nodes as there are: everybody with everybody among nine or fewer.
    /// - Throws: ``NetworkDataError/badMesh(_:)`` for no nodes, or more than 2²⁴.
    public init(fitting nodes: Int, source: RandomSource) throws(NetworkDataError) {
        guard (1...Degree.ethereum.aim + 1).contains(nodes) else {
            try self.init(nodes: nodes, degree: .ethereum, source: source)
            return
        }
        try self.init(
            adjacent: (0..<UInt32(nodes)).map { node in (0..<UInt32(nodes)).filter { $0 != node } })
    }

    /// A mesh by its lists of peers.
    /// - Throws: ``NetworkDataError/badMesh(_:)`` where a peer does not exist, is the node itself or listed twice, does not
    ///   list the node in turn, or the mesh is not connected.
    public init(adjacent: [[UInt32]]) throws(NetworkDataError) {
        for (node, list) in adjacent.enumerated() {
            for (index, peer) in list.enumerated() {
                guard peer < adjacent.count, Int(peer) != node, !list[..<index].contains(peer),
                    adjacent[Int(peer)].contains(UInt32(node))
                else {
                    throw .badMesh("node \(node) lists peer \(peer): peers must exist, differ, and list each other")
                }
            }
        }
        var starts = [0]
        for list in adjacent { starts.append(starts[starts.count - 1] + list.count) }
        self.starts = starts
        peers = adjacent.flatMap(\.self)
        guard isConnected else { throw .badMesh("the mesh falls apart: raise the degree") }
    }

    private var isConnected: Bool {
        guard nodeCount > 0 else { return false }
        var reached = Array(repeating: false, count: nodeCount)
        reached[0] = true
        var frontier = [0]
        var count = 1
        while let node = frontier.popLast() {
            for peer in peers[starts[node]..<starts[node + 1]] where !reached[Int(peer)] {
                reached[Int(peer)] = true
                count += 1
                frontier.append(Int(peer))
            }
        }
        return count == nodeCount
    }
}
