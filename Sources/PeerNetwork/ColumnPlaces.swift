internal import EventEngine

/// One column at one node that takes it, as a flood needs it: all in 16 bytes, so that a copy costs one line of the cache.
struct ColumnPlace: BitwiseCopyable {
    /// When the earliest copy under way or arrived comes, nanoseconds; `Int64.max` without one.
    var earliest: Int64
    /// The node · 128 + the column.
    private var nodeAndColumn: UInt32
    /// Where its peers begin among ``ColumnPlaces/links``; they end where those of the next place begin.
    var firstLink: UInt32

    init(node: UInt32, column: UInt8, firstLink: Int) {
        earliest = .max
        nodeAndColumn = node &<< 7 | UInt32(column)
        self.firstLink = UInt32(firstLink)
    }

    @inline(__always) var node: Int { Int(nodeAndColumn &>> 7) }
    @inline(__always) var column: UInt8 { UInt8(truncatingIfNeeded: nodeAndColumn & 127) }
}

/// The places of all columns at all nodes that take them, in the order of ``ColumnCustody/nodeStarts``, and one more that
/// ends the links of the last.
struct ColumnPlaces: Sendable {
    /// Marks a link to a node that is down: above all places.
    static let down: UInt32 = 1 << 31

    var places: [ColumnPlace] = []
    /// Per place, the places of its peers in the column's mesh.
    private(set) var links: [UInt32] = []
    /// The most links of a place.
    private(set) var mostLinks = 0
    private var downNow: [Bool] = []

    /// Forgets every copy, and takes the meshes as they are while some nodes are down. O(places); O(links) where others
    /// are down than before.
    mutating func prepare(_ custody: ColumnCustody, isDown: [Bool]) {
        if downNow != isDown {
            downNow = isDown
            take(custody)
        } else {
            for index in places.indices { places[index].earliest = .max }
        }
    }

    private mutating func take(_ custody: ColumnCustody) {
        let lists = downNow.contains(true) ? custody.peerLists(isDown: downNow) : custody.lists
        links = lists.peers
        mostLinks = 0
        places.removeAll(keepingCapacity: true)
        places.reserveCapacity(lists.count + 1)
        for (position, node) in custody.nodes.enumerated() {
            places.append(
                ColumnPlace(node: node, column: custody.columns[position], firstLink: lists.starts[position]))
            mostLinks = max(mostLinks, lists.starts[position + 1] - lists.starts[position])
        }
        places.append(ColumnPlace(node: 0, column: 0, firstLink: links.count))
        guard downNow.contains(true) else { return }
        for index in links.indices where downNow[places[Int(links[index])].node] { links[index] |= Self.down }
    }

    /// The links of a place.
    func links(of place: Int) -> ArraySlice<UInt32> {
        links[Int(places[place].firstLink)..<Int(places[place + 1].firstLink)]
    }
}
