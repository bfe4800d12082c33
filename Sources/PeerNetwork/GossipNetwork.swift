public import EventEngine

/// Nodes in regions behind connections, joined by a mesh: everything that fixes when a copy arrives.
public struct GossipNetwork: Sendable {
    /// Where the nodes are.
    public let regions: RegionMap
    /// How they are connected.
    public let classes: [NodeClass]
    /// Per node, its region.
    public let regionOfNode: [Int]
    /// Per node, its class.
    public let classOfNode: [Int]
    /// Who forwards to whom.
    public let mesh: GossipMesh
    /// Cuts, past and future.
    public let partitions: [Partition]
    let source: RandomSource

    /// - Throws: ``NetworkDataError`` where a node's region or class does not exist, or lists and mesh differ in length.
    public init(
        regions: RegionMap, classes: [NodeClass], regionOfNode: [Int], classOfNode: [Int], mesh: GossipMesh,
        partitions: [Partition] = [], source: RandomSource
    ) throws(NetworkDataError) {
        guard regionOfNode.count == mesh.nodeCount, classOfNode.count == mesh.nodeCount else {
            throw .badMesh(
                "\(mesh.nodeCount) nodes, but \(regionOfNode.count) regions and \(classOfNode.count) classes: "
                    + "give each node one")
        }
        if let region = regionOfNode.first(where: { !regions.names.indices.contains($0) }) {
            throw .unknownName(kind: "region", name: "\(region)", known: regions.names)
        }
        if let index = classOfNode.first(where: { !classes.indices.contains($0) }) {
            throw .unknownName(kind: "node class", name: "\(index)", known: classes.map(\.name))
        }
        for partition in partitions where partition.nodeCount != mesh.nodeCount {
            throw .badPartition(
                name: partition.name,
                problem: "made for \(partition.nodeCount) nodes, the network has \(mesh.nodeCount)")
        }
        self.regions = regions
        self.classes = classes
        self.regionOfNode = regionOfNode
        self.classOfNode = classOfNode
        self.mesh = mesh
        self.partitions = partitions
        self.source = source
    }

    /// The peers of each node as they are while some nodes are down; see ``PeerLists/healed(meshes:isDown:degree:stream:)``.
    func peerLists(isDown: [Bool]) -> PeerLists {
        let lists = PeerLists(starts: mesh.starts, peers: mesh.peers)
        guard isDown.contains(true) else { return lists }
        return lists.healed(
            meshes: [(0..<UInt32(mesh.nodeCount)).map(\.self)], isDown: { isDown[$0] },
            degree: .ethereum, stream: { source.stream(.meshHealing, entity: UInt64($0)) })
    }

    /// The peers of a node while some nodes are down, those that are down included.
    package func peers(of node: Int, isDown: [Bool]) -> [Int] {
        let lists = peerLists(isDown: isDown)
        return lists.peers[lists.starts[node]..<lists.starts[node + 1]].map(Int.init)
    }

    /// Nanoseconds that a copy of a message flies from its last byte's departure to its last byte's arrival at a peer that
    /// takes it as fast as it is sent: latency, jitter and losses. A pure function of message, ends and conditions.
    package func flight(
        message: UInt64, from node: Int, to peer: Int, under conditions: LinkConditions,
        domain: StreamDomain = .linkJitter
    ) -> Int64 {
        let ends = (own: end(of: node, under: conditions), other: end(of: peer, under: conditions))
        let latency = latency(from: ends.own, to: ends.other)
        let words = source.stream(domain, entity: UInt32(node), UInt32(peer)).words(atPair: message)
        return latency
            + LinkChance.delay(
                words, jitter: ends.own.jitter + ends.other.jitter, loss: ends.own.loss + ends.other.loss,
                latency: latency)
    }

    package func isStopped(from node: Int, to peer: Int, at time: Int64) -> Bool {
        for partition in partitions where partition.stops(from: node, to: peer, at: time) { return true }
        return false
    }
}
