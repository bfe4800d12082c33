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
    /// One-way nanoseconds beside `mesh.peers`, without jitter.
    let latencies: [Int64]
    /// Mean jitter in nanoseconds beside `mesh.peers`.
    let jitters: [Double]
    /// Loss of both ends beside `mesh.peers`, as a share of 2⁶⁴.
    let losses: [UInt64]
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
        var latencies: [Int64] = []
        var jitters: [Double] = []
        var losses: [UInt64] = []
        for node in 0..<mesh.nodeCount {
            let own = classes[classOfNode[node]]
            for peer in mesh.peers[mesh.starts[node]..<mesh.starts[node + 1]] {
                let other = classes[classOfNode[Int(peer)]]
                let backbone = regions.latency(from: regionOfNode[node], to: regionOfNode[Int(peer)])
                latencies.append((own.accessLatency + backbone + other.accessLatency).nanoseconds)
                jitters.append(Double((own.meanJitter + other.meanJitter).nanoseconds))
                losses.append(UInt64(own.lossPerMillion + other.lossPerMillion) * (.max / 1_000_000))
            }
        }
        self.latencies = latencies
        self.jitters = jitters
        self.losses = losses
    }

    /// How much later than the link's latency a copy arrives: jitter, and a round trip for every loss; never negative.
    ///
    /// A pure function of the message's number and the two ends, so that it does not matter in which order, or whether,
    /// anybody asks.
    func delay(message: UInt64, link: Int, from node: UInt32, to peer: UInt32) -> Int64 {
        guard jitters[link] > 0 || losses[link] > 0 else { return 0 }
        let words = source.stream(.linkJitter, entity: node, peer).words(atPair: message)
        let unit = (Double(words.0 >> 12) + 0.5) * 0x1p-52
        var delay = Int64(-ElementaryFunctions.log(unit) * jitters[link])
        // The second word lies below pᵏ where the copy was lost k times in a row.
        var threshold = losses[link]
        while words.1 < threshold {
            delay += 2 * latencies[link]
            threshold = threshold.multipliedFullWidth(by: losses[link]).high
        }
        return delay
    }

    func isStopped(from node: Int, to peer: Int, at time: Int64) -> Bool {
        for partition in partitions where partition.stops(from: node, to: peer, at: time) { return true }
        return false
    }
}
