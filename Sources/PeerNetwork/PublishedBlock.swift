public import EventEngine

/// A block that floods a network, with its data columns.
public struct PublishedBlock: Hashable, Sendable {
    /// Fixes its jitter and losses; two blocks of one number meet the same luck. Only the low 40 bits count.
    public var number: UInt64
    /// The node that publishes it.
    public var origin: Int
    /// Further nodes that publish it at the same time (a relay, a second copy of a key).
    public var alsoAt: [Int] = []
    /// When; from zero on, within 50 years.
    public var published: SimulatedTime
    /// Size of the block on the wire, up to 100 MB.
    public var bytes: Int
    /// Blobs whose columns go with it, up to 4,096; with none there are no columns.
    public var blobs: Int
    /// How long a node checks the block before it forwards. Like the other spans, from zero to a day, held there.
    public var forwardDelay: SimulatedTime
    /// How long a node checks a column before it forwards.
    public var columnForwardDelay: SimulatedTime = .milliseconds(5)
    /// The percentiles of the origin's peers that get block and columns from it; `nil` is all. `0..<50` for one block and
    /// `50..<100` for its twin of the same number and size is an equivocation: a node passes on only the first of the two
    /// that it sees, which is the one with the earlier arrival, flooded each by itself.
    public var firstPeers: Range<Int>?
    /// Per node, whether it passes the block on; a node that holds it for invalid, or has another block of the same
    /// proposer, does not. `nil` is everyone. The arrival counts all the same.
    public var forwards: [Bool]?
    /// Whether the origin keeps its columns back.
    public var withholdsColumns = false
    /// Nodes per 100 that know the blobs from the public pool, and so make and publish the columns that they take when
    /// the block arrives, without waiting for them (`engine_getBlobsV2`).
    public var blobPoolPercent: Int
    /// How long that takes.
    public var columnBuild: SimulatedTime = .milliseconds(100)

    /// A block that one node publishes to all its peers.
    public init(
        number: UInt64, origin: Int, published: SimulatedTime, bytes: Int, blobs: Int = 0,
        forwardDelay: SimulatedTime = .milliseconds(10), blobPoolPercent: Int = 0
    ) {
        self.number = number
        self.origin = origin
        self.published = published
        self.bytes = bytes
        self.blobs = blobs
        self.forwardDelay = forwardDelay
        self.blobPoolPercent = blobPoolPercent
    }

    /// The block with all spans from zero to a day, so that no path adds up to the end of 64 bits.
    var withDelaysHeld: PublishedBlock {
        var block = self
        block.forwardDelay = Self.held(forwardDelay)
        block.columnForwardDelay = Self.held(columnForwardDelay)
        block.columnBuild = Self.held(columnBuild)
        return block
    }

    static func held(_ span: SimulatedTime) -> SimulatedTime { min(max(span, .zero), .seconds(86_400)) }
}

/// When a block came to each node; reusable.
public struct BlockArrivals: Hashable, Sendable {
    /// Per node, nanoseconds at which the block arrived; the publication at its origin, `Int64.max` where it never came.
    public fileprivate(set) var block: [Int64] = []
    /// Per node, nanoseconds at which the block and all columns that the node takes were there.
    public fileprivate(set) var complete: [Int64] = []
    /// Copies of block and columns that were sent.
    public internal(set) var copies = 0
    /// Of these, those of columns.
    public internal(set) var columnCopies = 0
    /// Copies that came to a node that had what they carried.
    public internal(set) var duplicates = 0
    /// Bytes of all copies.
    public internal(set) var bytes = 0

    /// Nothing arrived yet anywhere.
    public init() {}

    /// Takes the first arrivals by node, and those of the columns by place; without columns the block is all.
    mutating func take(_ earliest: [Int64], columns: [ColumnPlace], columnStarts: [Int]) {
        block.removeAll(keepingCapacity: true)
        block.append(contentsOf: earliest)
        complete.removeAll(keepingCapacity: true)
        complete.append(contentsOf: earliest)
        guard !columns.isEmpty else { return }
        for node in complete.indices {
            var last = complete[node]
            for position in columnStarts[node]..<columnStarts[node + 1] { last = max(last, columns[position].earliest) }
            complete[node] = last
        }
    }
}
