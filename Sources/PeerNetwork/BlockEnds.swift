internal import EventEngine

/// One node's share of every link that it has, for copies of a block and of its columns; 64 bytes, a line of the cache.
struct BlockEnd: BitwiseCopyable {
    /// One-way nanoseconds to the backbone of the region.
    var access: Int64 = 0
    /// Nanoseconds that a copy of the block takes out of the node, and into it.
    var blockUpload: Int64 = 0
    var blockDownload: Int64 = 0
    /// Nanoseconds that a copy of a column takes out of the node, and into it.
    var columnUpload: Int64 = 0
    var columnDownload: Int64 = 0
    /// Mean jitter in nanoseconds.
    var jitter: Double = 0
    /// Loss as a share of 2⁶⁴.
    var loss: UInt64 = 0
    var region: Int32 = 0
    var isDown = false
}

extension GossipNetwork {
    /// The ends of all nodes for a block; O(nodes).
    /// - Precondition: `conditions` are for this number of nodes.
    func ends(for block: PublishedBlock, under conditions: LinkConditions, into ends: inout [BlockEnd]) {
        let columnBytes = ColumnCustody.bytes(blobs: block.blobs)
        ends.removeAll(keepingCapacity: true)
        var end = BlockEnd()
        var (upload, download): (Int64, Int64) = (0, 0)
        for link in self.ends(under: conditions) {
            // Most nodes are connected like one before them.
            if link.upload != upload || link.download != download {
                (upload, download) = (link.upload, link.download)
                end.blockUpload = transmissionTime(bytes: block.bytes, bitsPerSecond: upload)
                end.blockDownload = transmissionTime(bytes: block.bytes, bitsPerSecond: download)
                end.columnUpload = transmissionTime(bytes: columnBytes, bitsPerSecond: upload)
                end.columnDownload = transmissionTime(bytes: columnBytes, bitsPerSecond: download)
            }
            end.access = link.access
            end.jitter = link.jitter
            end.loss = link.loss
            end.region = link.region
            end.isDown = link.isDown
            ends.append(end)
        }
    }

    /// One-way nanoseconds between two ends, without jitter.
    @inline(__always)
    func latency(from sender: BlockEnd, to receiver: BlockEnd) -> Int64 {
        sender.access + receiver.access
            + regions.oneWay[Int(sender.region) &* regions.names.count &+ Int(receiver.region)]
    }

    /// Nanoseconds that no link undercuts.
    func shortestLatency(_ ends: [BlockEnd]) -> Int64 {
        2 * (ends.lazy.map(\.access).min() ?? 0) + (regions.oneWay.min() ?? 0)
    }
}
