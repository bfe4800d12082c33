internal import EventEngine

/// Floods one block after another, with its data columns: when they first reach each node, and what that costs.
///
/// The block travels as in ``Flood``, and so does every column through the mesh of its subscribers (``ColumnCustody``):
/// whoever receives something for the first time checks it, then sends it to its peers except the one it came from, one
/// copy after another. Block and columns share each node's upload, in the order in which they came. The origin sends the
/// block to all its peers first, then every column to one subscriber each, then to a second one each, and so on to eight.
/// Uploads are idle when a block is published.
///
/// With ``LazyGossip`` nodes announce the block, not its columns, and who lacks it asks for it.
///
/// Only a copy that is earlier than all others under way to the same place becomes an event; the rest are counted and
/// change nothing. First arrivals and counts are those of the flood of every copy, message for message. Memory is kept
/// from block to block. Cost is linear in copies: 20 to 40 ns each.
public struct BlockPropagation: Sendable {
    /// The most subscribers of a column that the origin hands it to.
    static let handoutPeers = 8
    /// Numbers of blocks use so many bits: ``PublishedBlock/number``.
    static let numberMask: UInt64 = 1 << 40 - 1

    /// A copy under way to where it may be the first.
    struct Copy: BitwiseCopyable {
        /// Below the number of nodes the block at that node, from there on the places of the columns.
        var position: UInt32
        /// The node that sent the block, or the place that sent the column: ``fromNobody`` where the node made it itself,
        /// ``fromOutside`` where a proposer that does not take the column handed it in.
        var sender: UInt32

        static let fromNobody = UInt32.max
        static let fromOutside = UInt32.max - 1
    }

    let network: GossipNetwork
    let columns: ColumnCustody?
    let lazyGossip: LazyGossip?
    let nodes: Int
    /// The peers by node while all are up, and as they are with those down of `downNow`.
    private let wholeLists: PeerLists
    private(set) var lists: PeerLists
    private var downNow: [Bool]
    /// Every column at every node that takes it; empty before the first block with blobs.
    private(set) var columnPlaces = ColumnPlaces()

    private(set) var ends: [BlockEnd] = []
    /// By node, the earliest copy of the block under way or arrived.
    private(set) var earliest: [Int64] = []
    var uploadFree: [Int64] = []
    /// By node, whether it has the block; only where somebody asks.
    private(set) var isReached: [Bool] = []
    /// How many have it, of how many that are up.
    private(set) var reached = 0
    private(set) var nodesUp = 0
    private(set) var cuts: [Partition] = []
    private var handout: [UInt32] = []
    private var pendingPeak = 0
    private var copies = 0
    private var columnCopies = 0
    private var firstCopies = 0

    /// Takes up a network; blocks with blobs need `columns`, without them they flood alone, without `lazyGossip` they come
    /// over the mesh alone.
    /// - Precondition: `columns` are for the network's number of nodes.
    public init(network: GossipNetwork, columns: ColumnCustody?, lazyGossip: LazyGossip? = nil) {
        precondition(columns.map { $0.nodeCount == network.mesh.nodeCount } ?? true, "columns of another network")
        self.network = network
        self.columns = columns
        self.lazyGossip = lazyGossip
        nodes = network.mesh.nodeCount
        wholeLists = PeerLists(starts: network.mesh.starts, peers: network.mesh.peers)
        lists = wholeLists
        downNow = Array(repeating: false, count: nodes)
    }

    /// Floods a block.
    /// - Parameters:
    ///   - conditions: as they stay while it floods; a partition of the network may begin or heal meanwhile.
    ///   - result: is overwritten.
    /// - Precondition: nodes, sizes and times lie in the ranges that ``PublishedBlock`` names.
    public mutating func publish(
        _ block: PublishedBlock, _ conditions: LinkConditions, into result: inout BlockArrivals
    ) {
        precondition(
            block.published >= .zero && block.published < .seconds(1_577_880_000)
                && (0...100_000_000).contains(block.bytes) && (0...4_096).contains(block.blobs)
                && block.forwards?.count ?? nodes == nodes, "a block out of range")
        let block = block.withDelaysHeld
        prepare(block, conditions)
        var queue = EventQueue<Copy>(minimumCapacity: pendingPeak)
        begin(block, at: block.origin, &queue)
        for origin in block.alsoAt { begin(block, at: origin, &queue) }
        var relay = ColumnRelay(block, through: network, columnPlaces, ends: ends, cuts: cuts)
        let firstOfGossip = firstOfGossip
        while var event = queue.popFirst() {
            // Columns that arrive before anything that is sent now can are passed on together.
            let horizon = SimulatedTime(nanoseconds: event.time.nanoseconds + relay.shortest - 1)
            var isColumn = Int(event.payload.position) >= nodes && Int(event.payload.position) < firstOfGossip
            while isColumn {
                relay.take(
                    place: Int(event.payload.position) - nodes, sender: event.payload.sender,
                    at: event.time.nanoseconds)
                guard !relay.isFull, let next = queue.popFirst(notAfter: horizon) else { break }
                event = next
                isColumn = Int(event.payload.position) >= nodes && Int(event.payload.position) < firstOfGossip
            }
            relay.forward(&columnPlaces.places, &uploadFree, &queue)
            if !isColumn {
                if Int(event.payload.position) < nodes {
                    takeBlock(block, event.payload, at: event.time.nanoseconds, &queue)
                } else {
                    gossip(block, event.payload, at: event.time.nanoseconds, &queue)
                }
            }
            pendingPeak = max(pendingPeak, queue.count)
        }
        copies += relay.copies
        columnCopies += relay.copies
        firstCopies += relay.firstCopies
        result.take(
            earliest, columns: block.blobs > 0 ? columnPlaces.places : [], columnStarts: columns?.nodeStarts ?? [])
        result.copies = copies
        result.columnCopies = columnCopies
        result.duplicates = copies - firstCopies
        result.bytes = (copies - columnCopies) * block.bytes + columnCopies * ColumnCustody.bytes(blobs: block.blobs)
    }
}

// MARK: - Before the flood

extension BlockPropagation {
    private mutating func prepare(_ block: PublishedBlock, _ conditions: LinkConditions) {
        if conditions.isDown != downNow {
            downNow = conditions.isDown
            lists = downNow.contains(true) ? network.peerLists(isDown: downNow) : wholeLists
        }
        if block.blobs > 0, let columns { columnPlaces.prepare(columns, isDown: downNow) }
        network.ends(for: block, under: conditions, into: &ends)
        refill(&earliest, with: .max, count: nodes)
        refill(&uploadFree, with: 0, count: nodes)
        reached = 0
        if lazyGossip != nil {
            isReached = Array(repeating: false, count: nodes)
            nodesUp = ends.count { !$0.isDown }
        }
        cuts.removeAll(keepingCapacity: true)
        for partition in network.partitions where partition.heal > block.published { cuts.append(partition) }
        copies = 0
        columnCopies = 0
        firstCopies = 0
    }

    private func refill(_ list: inout [Int64], with value: Int64, count: Int) {
        if list.count == count {
            for index in list.indices { list[index] = value }
        } else {
            list = Array(repeating: value, count: count)
        }
    }

    private mutating func begin(_ block: PublishedBlock, at origin: Int, _ queue: inout EventQueue<Copy>) {
        precondition(origin >= 0 && origin < nodes, "a block from a node that does not exist")
        guard !ends[origin].isDown, earliest[origin] == .max else { return }
        earliest[origin] = block.published.nanoseconds
        queue.push(Copy(position: UInt32(origin), sender: Copy.fromNobody), at: block.published)
        guard block.blobs > 0, let columns else { return }
        for position in columns.nodeStarts[origin]..<columns.nodeStarts[origin + 1] {
            columnPlaces.places[position].earliest = block.published.nanoseconds
        }
    }
}

// MARK: - The flood

extension BlockPropagation {
    private mutating func takeBlock(
        _ block: PublishedBlock, _ copy: Copy, at time: Int64, _ queue: inout EventQueue<Copy>
    ) {
        let node = Int(copy.position)
        // A copy is stale once an earlier one is under way or has come.
        guard time == earliest[node] else { return }
        let isOrigin = copy.sender == Copy.fromNobody
        if lazyGossip != nil {
            isReached[node] = true
            reached += 1
        }
        if !isOrigin { firstCopies += 1 }
        if isOrigin || block.forwards?[node] ?? true {
            let number = block.number & Self.numberMask
            let order = network.source.stream(.sendOrder, entity: UInt64(node)).word(at: number)
            var leaves = max(uploadFree[node], time + (isOrigin ? 0 : block.forwardDelay.nanoseconds))
            let start = lists.starts[node]
            let degree = lists.starts[node + 1] - start
            let first = Int(truncatingIfNeeded: order.multipliedFullWidth(by: UInt64(degree)).high)
            let share = isOrigin ? block.firstPeers : nil
            for step in 0..<degree {
                let place = first + step < degree ? first + step : first + step - degree
                if let share, !share.contains(place * 100 / degree) { continue }
                let peer = lists.peers[start + place]
                if peer == copy.sender { continue }
                sendBlock(number, from: node, to: Int(peer), &leaves, &queue)
            }
            uploadFree[node] = leaves
            beginAnnouncing(block, at: node, time, &queue)
            if isOrigin, block.blobs > 0, !block.withholdsColumns {
                handOutColumns(block, from: node, at: time, &queue)
            }
        }
        guard block.blobs > 0, !isOrigin, block.blobPoolPercent > 0, let columns, knowsBlobs(block, node) else {
            return
        }
        let built = time + block.columnBuild.nanoseconds
        for position in columns.nodeStarts[node]..<columns.nodeStarts[node + 1]
        where built < columnPlaces.places[position].earliest {
            columnPlaces.places[position].earliest = built
            queue.push(
                Copy(position: UInt32(nodes + position), sender: Copy.fromNobody), at: SimulatedTime(nanoseconds: built)
            )
        }
    }

    private func knowsBlobs(_ block: PublishedBlock, _ node: Int) -> Bool {
        let word = network.source.stream(.blobPool, entity: UInt64(node)).word(at: 0)
        return Int(truncatingIfNeeded: word.multipliedFullWidth(by: 100).high) < block.blobPoolPercent
    }

    static func columnNumber(_ block: PublishedBlock, _ column: UInt8) -> UInt64 {
        (block.number & numberMask) &* UInt64(ColumnCustody.columnCount) &+ UInt64(column)
    }

    /// The origin's columns: one subscriber of each, then a second one of each, and so on.
    private mutating func handOutColumns(
        _ block: PublishedBlock, from origin: Int, at time: Int64, _ queue: inout EventQueue<Copy>
    ) {
        guard let columns else { return }
        chooseHandout(block, from: origin, columns)
        var draws = handoutDraws(block, from: origin, ColumnCustody.columnCount)
        var leaves = max(uploadFree[origin], time)
        let firstColumn = draws.next(below: ColumnCustody.columnCount)
        for round in 0..<Self.handoutPeers {
            if let share = block.firstPeers, !share.contains(round * 100 / Self.handoutPeers) { continue }
            for step in 0..<ColumnCustody.columnCount {
                let column = (firstColumn + step) % ColumnCustody.columnCount
                let peer = handout[column * Self.handoutPeers + round]
                guard peer != .max else { continue }
                let number = Self.columnNumber(block, UInt8(column))
                let own = columns.position(of: origin, column: column).map { UInt32($0) }
                sendColumn(number, from: origin, at: own ?? Copy.fromOutside, to: Int(peer), &leaves, &queue)
            }
        }
        uploadFree[origin] = leaves
    }

    private func handoutDraws(_ block: PublishedBlock, from origin: Int, _ column: Int) -> RandomStream {
        var draws = network.source.stream(.columnHandout, entity: UInt32(origin), UInt32(column))
        draws.position = (block.number & Self.numberMask) &<< 8
        return draws
    }

    /// Up to eight subscribers of each column that are up: the origin's own peers where it takes the column, else random.
    private mutating func chooseHandout(_ block: PublishedBlock, from origin: Int, _ columns: ColumnCustody) {
        handout.removeAll(keepingCapacity: true)
        for column in 0..<ColumnCustody.columnCount {
            let end = handout.count + Self.handoutPeers
            if let own = columns.position(of: origin, column: column) {
                for peer in columnPlaces.links(of: own) where handout.count < end && peer < ColumnPlaces.down {
                    handout.append(peer)
                }
            } else {
                let members = columns.subscribers[column]
                var draws = handoutDraws(block, from: origin, column)
                var attempts = min(members.count, Self.handoutPeers) * 8
                while handout.count < end, attempts > 0 {
                    attempts -= 1
                    let member = members[draws.next(below: members.count)]
                    if ends[Int(columns.nodes[Int(member)])].isDown
                        || handout[(end - Self.handoutPeers)...].contains(member)
                    {
                        continue
                    }
                    handout.append(member)
                }
                if handout.count == end - Self.handoutPeers,
                    let member = members.first(where: { !ends[Int(columns.nodes[Int($0)])].isDown })
                {
                    handout.append(member)
                }
            }
            while handout.count < end { handout.append(.max) }
        }
    }
}

// MARK: - Copies

extension BlockPropagation {
    @inline(__always)
    mutating func sendBlock(
        _ number: UInt64, from node: Int, to peer: Int, _ leaves: inout Int64, _ queue: inout EventQueue<Copy>
    ) {
        if ends[peer].isDown || cuts.stop(from: node, to: peer, at: .init(nanoseconds: leaves)) { return }
        leaves = min(leaves + ends[node].blockUpload, Flood.endOfUploads)
        copies += 1
        let narrower = max(0, ends[peer].blockDownload - ends[node].blockUpload)
        queueCopy(
            .linkJitter, number, from: node, to: peer, Copy(position: UInt32(peer), sender: UInt32(node)),
            sent: leaves + narrower, &queue)
    }

    /// Sends a copy of a column from its origin; all others send theirs in a ``ColumnRelay``.
    @inline(__always)
    private mutating func sendColumn(
        _ number: UInt64, from node: Int, at position: UInt32, to target: Int, _ leaves: inout Int64,
        _ queue: inout EventQueue<Copy>
    ) {
        let peer = columnPlaces.places[target].node
        if ends[peer].isDown || cuts.stop(from: node, to: peer, at: .init(nanoseconds: leaves)) { return }
        leaves = min(leaves + ends[node].columnUpload, Flood.endOfUploads)
        copies += 1
        columnCopies += 1
        let narrower = max(0, ends[peer].columnDownload - ends[node].columnUpload)
        queueCopy(
            .columnJitter, number, from: node, to: peer, Copy(position: UInt32(nodes + target), sender: position),
            sent: leaves + narrower, &queue)
    }

    @inline(__always)
    private mutating func queueCopy(
        _ domain: StreamDomain, _ number: UInt64, from node: Int, to peer: Int, _ copy: Copy, sent: Int64,
        _ queue: inout EventQueue<Copy>
    ) {
        let latency = network.latency(from: ends[node], to: ends[peer])
        // Jitter and losses only ever delay: often the copy is too late without them.
        let soonest = sent + latency
        let place = Int(copy.position) - nodes
        let limit = place < 0 ? earliest[peer] : columnPlaces.places[place].earliest
        guard soonest < limit else { return }
        let words = network.source.stream(domain, entity: UInt32(node), UInt32(peer)).words(atPair: number)
        let arrival =
            soonest
            + LinkChance.delay(
                words, jitter: ends[node].jitter + ends[peer].jitter, loss: ends[node].loss + ends[peer].loss,
                latency: latency)
        guard arrival < limit else { return }
        if place < 0 { earliest[peer] = arrival } else { columnPlaces.places[place].earliest = arrival }
        queue.push(copy, at: SimulatedTime(nanoseconds: arrival))
    }
}
