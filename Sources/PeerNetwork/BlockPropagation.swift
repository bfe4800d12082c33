internal import EventEngine

/// Floods one block after another, with its data columns: when they first reach each node, and what that costs.
///
/// The block travels as in ``Flood``, and so does every column through the mesh of its subscribers (``ColumnCustody``):
/// whoever receives something for the first time checks it, then sends it to its peers except the one it came from, one
/// copy after another. Block and columns share each node's upload, in the order in which they came. The origin sends the
/// block to all its peers first, then every column to one subscriber each, then to a second one each, and so on to eight.
/// Uploads are idle when a block is published.
///
/// Only a copy that is earlier than all others under way to the same place becomes an event; the rest are counted and
/// change nothing. First arrivals and counts are those of the flood of every copy, message for message. Memory is kept
/// from block to block. Cost is linear in copies: about 20 ns each.
public struct BlockPropagation: Sendable {
    /// The most subscribers of a column that the origin hands it to.
    static let handoutPeers = 8
    /// Numbers of blocks use so many bits: ``PublishedBlock/number``.
    static let numberMask: UInt64 = 1 << 40 - 1

    private struct Copy: BitwiseCopyable {
        /// Below the number of nodes the block at that node, from there on the places of `columns`.
        var position: UInt32
        /// The position of the sender: ``fromNobody`` where the node made it itself, ``fromOutside`` where a proposer that
        /// does not take the column handed it in.
        var sender: UInt32

        static let fromNobody = UInt32.max
        static let fromOutside = UInt32.max - 1
    }

    private struct End: BitwiseCopyable {
        var link: LinkEnd
        var blockUpload: Int64
        var blockDownload: Int64
        var columnUpload: Int64
        var columnDownload: Int64
    }

    let network: GossipNetwork
    let columns: ColumnCustody?
    private let nodes: Int
    /// The peers by position while all are up, and as they are with those down of `downNow`.
    private let wholeLists: PeerLists
    private var lists: PeerLists
    private var downNow: [Bool]

    private var ends: [End] = []
    /// By position, the earliest copy under way or arrived.
    private var earliest: [Int64] = []
    private var uploadFree: [Int64] = []
    private var cuts: [Partition] = []
    private var handout: [UInt32] = []
    private var pendingPeak = 0
    private var copies = 0
    private var columnCopies = 0
    private var firstCopies = 0

    /// Takes up a network; blocks with blobs need `columns`, without them they flood alone.
    /// - Precondition: `columns` are for the network's number of nodes.
    public init(network: GossipNetwork, columns: ColumnCustody?) {
        precondition(columns.map { $0.nodeCount == network.mesh.nodeCount } ?? true, "columns of another network")
        self.network = network
        self.columns = columns
        nodes = network.mesh.nodeCount
        let meshLists = PeerLists(starts: network.mesh.starts, peers: network.mesh.peers)
        wholeLists = columns.map { meshLists.followed(by: $0.lists) } ?? meshLists
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
        while let event = queue.popFirst() {
            let copy = event.payload
            // A copy is stale once an earlier one is under way or has come.
            guard event.time.nanoseconds == earliest[Int(copy.position)] else { continue }
            if copy.sender != Copy.fromNobody { firstCopies += 1 }
            if Int(copy.position) < nodes {
                takeBlock(block, copy, at: event.time.nanoseconds, &queue)
            } else {
                forwardColumn(block, copy, at: event.time.nanoseconds, &queue)
            }
            pendingPeak = max(pendingPeak, queue.count)
        }
        result.take(earliest, nodes: nodes, columnStarts: block.blobs > 0 ? columns?.nodeStarts : nil)
        result.copies = copies
        result.columnCopies = columnCopies
        result.duplicates = copies - firstCopies
        result.bytes = (copies - columnCopies) * block.bytes + columnCopies * ColumnCustody.bytes(blobs: block.blobs)
    }
}

// MARK: - Before the flood

extension BlockPropagation {
    private mutating func prepare(_ block: PublishedBlock, _ conditions: LinkConditions) {
        let links = network.ends(under: conditions)
        if conditions.isDown != downNow {
            downNow = conditions.isDown
            lists = downNow.contains(true) ? healedLists() : wholeLists
        }
        let columnBytes = ColumnCustody.bytes(blobs: block.blobs)
        ends.removeAll(keepingCapacity: true)
        for link in links {
            // Most nodes are connected like one before them.
            if let last = ends.last, last.link.upload == link.upload, last.link.download == link.download {
                var end = last
                end.link = link
                ends.append(end)
                continue
            }
            ends.append(
                End(
                    link: link,
                    blockUpload: transmissionTime(bytes: block.bytes, bitsPerSecond: link.upload),
                    blockDownload: transmissionTime(bytes: block.bytes, bitsPerSecond: link.download),
                    columnUpload: transmissionTime(bytes: columnBytes, bitsPerSecond: link.upload),
                    columnDownload: transmissionTime(bytes: columnBytes, bitsPerSecond: link.download)))
        }
        refill(&earliest, with: .max, count: block.blobs > 0 ? lists.count : nodes)
        refill(&uploadFree, with: 0, count: nodes)
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

    private func healedLists() -> PeerLists {
        let healed = network.peerLists(isDown: downNow)
        return columns.map { healed.followed(by: $0.peerLists(isDown: downNow)) } ?? healed
    }

    private mutating func begin(_ block: PublishedBlock, at origin: Int, _ queue: inout EventQueue<Copy>) {
        precondition(origin >= 0 && origin < nodes, "a block from a node that does not exist")
        guard !ends[origin].link.isDown, earliest[origin] == .max else { return }
        earliest[origin] = block.published.nanoseconds
        queue.push(Copy(position: UInt32(origin), sender: Copy.fromNobody), at: block.published)
        guard block.blobs > 0, let columns else { return }
        for position in columns.nodeStarts[origin]..<columns.nodeStarts[origin + 1] {
            earliest[nodes + position] = block.published.nanoseconds
        }
    }
}

// MARK: - The flood

extension BlockPropagation {
    private mutating func takeBlock(
        _ block: PublishedBlock, _ copy: Copy, at time: Int64, _ queue: inout EventQueue<Copy>
    ) {
        let node = Int(copy.position)
        let isOrigin = copy.sender == Copy.fromNobody
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
            if isOrigin, block.blobs > 0, !block.withholdsColumns {
                handOutColumns(block, from: node, at: time, &queue)
            }
        }
        guard block.blobs > 0, !isOrigin, block.blobPoolPercent > 0, let columns, knowsBlobs(block, node) else {
            return
        }
        let built = time + block.columnBuild.nanoseconds
        for position in columns.nodeStarts[node]..<columns.nodeStarts[node + 1]
        where built < earliest[nodes + position] {
            earliest[nodes + position] = built
            queue.push(
                Copy(position: UInt32(nodes + position), sender: Copy.fromNobody), at: SimulatedTime(nanoseconds: built)
            )
        }
    }

    private func knowsBlobs(_ block: PublishedBlock, _ node: Int) -> Bool {
        let word = network.source.stream(.blobPool, entity: UInt64(node)).word(at: 0)
        return Int(truncatingIfNeeded: word.multipliedFullWidth(by: 100).high) < block.blobPoolPercent
    }

    private mutating func forwardColumn(
        _ block: PublishedBlock, _ copy: Copy, at time: Int64, _ queue: inout EventQueue<Copy>
    ) {
        guard let columns else { return }
        let position = Int(copy.position)
        let node = Int(columns.nodes[position - nodes])
        let number = Self.columnNumber(block, columns.columns[position - nodes])
        let order = network.source.stream(.columnSendOrder, entity: UInt64(node)).word(at: number)
        var leaves = max(
            uploadFree[node], time + (copy.sender == Copy.fromNobody ? 0 : block.columnForwardDelay.nanoseconds))
        let start = lists.starts[position]
        let degree = lists.starts[position + 1] - start
        let first = Int(truncatingIfNeeded: order.multipliedFullWidth(by: UInt64(degree)).high)
        for step in 0..<degree {
            let peer = lists.peers[start + (first + step < degree ? first + step : first + step - degree)]
            if peer == copy.sender { continue }
            sendColumn(number, from: node, at: copy.position, to: Int(peer), columns, &leaves, &queue)
        }
        uploadFree[node] = leaves
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
                let own = columns.position(of: origin, column: column).map { UInt32(nodes + $0) }
                sendColumn(
                    number, from: origin, at: own ?? Copy.fromOutside, to: Int(peer), columns, &leaves, &queue)
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
                for peer in lists.peers[lists.starts[nodes + own]..<lists.starts[nodes + own + 1]]
                where handout.count < end && !ends[Int(columns.nodes[Int(peer) - nodes])].link.isDown {
                    handout.append(peer)
                }
            } else {
                let members = columns.subscribers[column]
                var draws = handoutDraws(block, from: origin, column)
                var attempts = min(members.count, Self.handoutPeers) * 8
                while handout.count < end, attempts > 0 {
                    attempts -= 1
                    let member = members[draws.next(below: members.count)]
                    let peer = member + UInt32(nodes)
                    if ends[Int(columns.nodes[Int(member)])].link.isDown
                        || handout[(end - Self.handoutPeers)...].contains(peer)
                    {
                        continue
                    }
                    handout.append(peer)
                }
                if handout.count == end - Self.handoutPeers,
                    let member = members.first(where: { !ends[Int(columns.nodes[Int($0)])].link.isDown })
                {
                    handout.append(member + UInt32(nodes))
                }
            }
            while handout.count < end { handout.append(.max) }
        }
    }
}

// MARK: - Copies

extension BlockPropagation {
    @inline(__always)
    private mutating func sendBlock(
        _ number: UInt64, from node: Int, to peer: Int, _ leaves: inout Int64, _ queue: inout EventQueue<Copy>
    ) {
        if ends[peer].link.isDown || cuts.stop(from: node, to: peer, at: .init(nanoseconds: leaves)) { return }
        leaves = min(leaves + ends[node].blockUpload, Flood.endOfUploads)
        copies += 1
        let narrower = max(0, ends[peer].blockDownload - ends[node].blockUpload)
        queueCopy(
            .linkJitter, number, from: node, to: peer, Copy(position: UInt32(peer), sender: UInt32(node)),
            sent: leaves + narrower, &queue)
    }

    @inline(__always)
    private mutating func sendColumn(
        _ number: UInt64, from node: Int, at position: UInt32, to target: Int, _ columns: ColumnCustody,
        _ leaves: inout Int64, _ queue: inout EventQueue<Copy>
    ) {
        let peer = Int(columns.nodes[target - nodes])
        if ends[peer].link.isDown || cuts.stop(from: node, to: peer, at: .init(nanoseconds: leaves)) { return }
        leaves = min(leaves + ends[node].columnUpload, Flood.endOfUploads)
        copies += 1
        columnCopies += 1
        let narrower = max(0, ends[peer].columnDownload - ends[node].columnUpload)
        queueCopy(
            .columnJitter, number, from: node, to: peer, Copy(position: UInt32(target), sender: position),
            sent: leaves + narrower, &queue)
    }

    @inline(__always)
    private mutating func queueCopy(
        _ domain: StreamDomain, _ number: UInt64, from node: Int, to peer: Int, _ copy: Copy, sent: Int64,
        _ queue: inout EventQueue<Copy>
    ) {
        let latency = network.latency(from: ends[node].link, to: ends[peer].link)
        // Jitter and losses only ever delay: often the copy is too late without them.
        let soonest = sent + latency
        let place = Int(copy.position)
        guard soonest < earliest[place] else { return }
        let words = network.source.stream(domain, entity: UInt32(node), UInt32(peer)).words(atPair: number)
        let arrival =
            soonest
            + LinkChance.delay(
                words, jitter: ends[node].link.jitter + ends[peer].link.jitter,
                loss: ends[node].link.loss + ends[peer].link.loss, latency: latency)
        guard arrival < earliest[place] else { return }
        earliest[place] = arrival
        queue.push(copy, at: SimulatedTime(nanoseconds: arrival))
    }
}
