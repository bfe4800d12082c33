internal import EventEngine

/// What the nodes' links suffer at a time beyond the mesh: who is down, slowed or squeezed.
///
/// Build it when something changes and hand the same value to every message until the next change. Cuts between groups
/// of nodes are not here: a ``Partition`` of the ``GossipNetwork`` knows its own times.
public struct LinkConditions: Hashable, Sendable {
    /// Per node, whether it neither receives nor forwards. Its peers know, send it nothing, and graft others in its place.
    public var isDown: [Bool]
    /// Per node, nanoseconds that its end adds to the latency of every link, both ways; 0 to 10¹⁴, held there.
    public var extraLatency: [Int64]
    /// Per node, bits per second that its upload and its download do not exceed; from 1,000 on, held there.
    public var bitsPerSecondCap: [Int64]

    /// All nodes up, no link slower than its class.
    public init(nodes: Int) {
        isDown = Array(repeating: false, count: nodes)
        extraLatency = Array(repeating: 0, count: nodes)
        bitsPerSecondCap = Array(repeating: .max, count: nodes)
    }

    /// The number of nodes that the conditions are for.
    public var nodeCount: Int { isDown.count }
}

/// One node's share of every link that it has, under the conditions of the time.
struct LinkEnd: BitwiseCopyable {
    /// One-way nanoseconds to the backbone of the region.
    var access: Int64
    /// Mean jitter in nanoseconds.
    var jitter: Double
    /// Loss as a share of 2⁶⁴.
    var loss: UInt64
    var region: Int32
    var isDown: Bool
    var upload: Int64
    var download: Int64
}

extension GossipNetwork {
    /// The ends of all nodes; O(nodes).
    /// - Precondition: `conditions` are for this number of nodes.
    func ends(under conditions: LinkConditions) -> [LinkEnd] {
        precondition(
            conditions.nodeCount == mesh.nodeCount && conditions.extraLatency.count == mesh.nodeCount
                && conditions.bitsPerSecondCap.count == mesh.nodeCount, "link conditions for another number of nodes")
        return (0..<mesh.nodeCount).map { end(of: $0, under: conditions) }
    }

    func end(of node: Int, under conditions: LinkConditions) -> LinkEnd {
        let own = classes[classOfNode[node]]
        let cap = max(1_000, conditions.bitsPerSecondCap[node])
        return LinkEnd(
            access: own.accessLatency.nanoseconds + min(max(0, conditions.extraLatency[node]), 100_000_000_000_000),
            jitter: Double(own.meanJitter.nanoseconds),
            loss: UInt64(own.lossPerMillion) * (.max / 1_000_000), region: Int32(regionOfNode[node]),
            isDown: conditions.isDown[node], upload: min(own.uploadBitsPerSecond, cap),
            download: min(own.downloadBitsPerSecond, cap))
    }

    /// One-way nanoseconds between two ends, without jitter.
    @inline(__always)
    func latency(from sender: LinkEnd, to receiver: LinkEnd) -> Int64 {
        sender.access
            + regions.oneWay[Int(sender.region) &* regions.names.count &+ Int(receiver.region)] + receiver.access
    }
}

/// All links under the conditions of a time, for copies of one size that never wait for each other.
struct LinkTable: Sendable {
    let ends: [LinkEnd]
    /// Per node, what a copy takes through its upload, and through its download.
    private let spans: [(upload: Int64, download: Int64)]
    private let oneWay: [Int64]
    private let regionCount: Int
    private let source: RandomSource

    init(_ network: GossipNetwork, under conditions: LinkConditions, bytes: Int) {
        ends = network.ends(under: conditions)
        spans = ends.map { end in
            (
                transmissionTime(bytes: bytes, bitsPerSecond: end.upload),
                transmissionTime(bytes: bytes, bitsPerSecond: end.download)
            )
        }
        oneWay = network.regions.oneWay
        regionCount = network.regions.names.count
        source = network.source
    }

    @inline(__always)
    private func latency(from sender: LinkEnd, to receiver: LinkEnd) -> Int64 {
        sender.access + oneWay[Int(sender.region) &* regionCount &+ Int(receiver.region)] + receiver.access
    }

    /// What a single copy takes from one node to another without jitter: the narrower of upload and download, and the
    /// latency.
    @inline(__always)
    func passage(from node: Int, to peer: Int) -> Int64 {
        max(spans[node].upload, spans[peer].download) + latency(from: ends[node], to: ends[peer])
    }

    /// The jitter and the losses of a copy of a message.
    @inline(__always)
    func chance(_ domain: StreamDomain, _ number: UInt64, from node: Int, to peer: Int) -> Int64 {
        let (sender, receiver) = (ends[node], ends[peer])
        return LinkChance.delay(
            source.stream(domain, entity: UInt32(node), UInt32(peer)).words(atPair: number),
            jitter: sender.jitter + receiver.jitter, loss: sender.loss + receiver.loss,
            latency: latency(from: sender, to: receiver))
    }
}
