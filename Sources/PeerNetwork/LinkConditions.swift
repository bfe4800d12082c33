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

/// Chance on a link: a pure function of two random words, so that it does not matter who asks, in which order or whether.
enum LinkChance {
    /// Means of the exponential law at which jitter is held: one copy in 22,000 would have had more.
    static let jitterCeiling = 10.0
    /// Losses in a row that a copy suffers at most.
    static let lossCeiling = 5

    /// How much later than the latency a copy arrives: jitter, and a round trip for every loss; never negative.
    /// - Parameters:
    ///   - words: two uniform words.
    ///   - jitter: the mean in nanoseconds.
    ///   - loss: the share of 2⁶⁴ that is lost.
    ///   - latency: one way, in nanoseconds.
    @inline(__always)
    static func delay(_ words: (UInt64, UInt64), jitter: Double, loss: UInt64, latency: Int64) -> Int64 {
        let unit = (Double(words.0 >> 12) + 0.5) * 0x1p-52
        var delay = Int64(min(jitterCeiling, -ElementaryFunctions.log(unit)) * jitter)
        // The second word lies below pᵏ where the copy was lost k times in a row.
        var threshold = loss
        var losses = 0
        while words.1 < threshold, losses < lossCeiling {
            delay += 2 * latency
            losses += 1
            threshold = threshold.multipliedFullWidth(by: loss).high
        }
        return delay
    }

    /// The most that ``delay(_:jitter:loss:latency:)`` can give.
    static func worstDelay(jitter: Double, loss: UInt64, latency: Int64) -> Int64 {
        Int64(jitterCeiling * jitter) + (loss > 0 ? 2 * Int64(lossCeiling) * latency : 0)
    }
}
