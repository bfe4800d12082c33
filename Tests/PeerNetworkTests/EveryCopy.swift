import EventEngine
import PeerNetwork

/// A block and its columns, copy by copy, as the rules say it: nothing left out, nothing kept, for small networks.
struct EveryCopy {
    private struct Event: BitwiseCopyable {
        var item: Int32
        var node: UInt32
        var sender: UInt32
    }

    let network: GossipNetwork
    let custody: ColumnCustody
    let conditions: LinkConditions
    let block: PublishedBlock
    let source: RandomSource
    private let blockPeers: [[Int]]
    /// Item 0 is the block, item 1 + c column c; per item and node, the first arrival.
    private var arrivals: [[Int64]]
    private var uploadFree: [Int64]
    private(set) var copies = 0
    private(set) var duplicates = 0
    private(set) var bytes = 0

    init(
        _ block: PublishedBlock, _ network: GossipNetwork, _ custody: ColumnCustody, _ conditions: LinkConditions,
        source: RandomSource
    ) {
        self.block = block
        self.network = network
        self.custody = custody.healed(isDown: conditions.isDown)
        self.conditions = conditions
        self.source = source
        let nodes = network.mesh.nodeCount
        blockPeers = (0..<nodes).map { network.peers(of: $0, isDown: conditions.isDown) }
        arrivals = Array(repeating: Array(repeating: .max, count: nodes), count: 129)
        uploadFree = Array(repeating: 0, count: nodes)
        run()
    }

    var blockArrivals: [Int64] { arrivals[0] }

    var complete: [Int64] {
        arrivals[0].indices.map { node in
            custody.columns(of: node).reduce(arrivals[0][node]) { max($0, arrivals[Int($1) + 1][node]) }
        }
    }

    private mutating func run() {
        var queue = EventQueue<Event>()
        for origin in [block.origin] + block.alsoAt where !conditions.isDown[origin] {
            for column in custody.columns(of: origin) {
                arrivals[Int(column) + 1][origin] = block.published.nanoseconds
            }
            queue.push(Event(item: 0, node: UInt32(origin), sender: .max), at: block.published)
        }
        while let event = queue.popFirst() {
            let (item, node) = (Int(event.payload.item), Int(event.payload.node))
            guard arrivals[item][node] == .max else {
                duplicates += event.payload.sender == .max ? 0 : 1
                continue
            }
            arrivals[item][node] = event.time.nanoseconds
            forward(item, at: node, from: event.payload.sender, event.time.nanoseconds, &queue)
        }
    }

    private mutating func forward(
        _ item: Int, at node: Int, from sender: UInt32, _ time: Int64, _ queue: inout EventQueue<Event>
    ) {
        let isSource = sender == .max
        if item > 0 {
            let number = block.number * 128 + UInt64(item - 1)
            let check = isSource ? 0 : block.columnForwardDelay.nanoseconds
            uploadFree[node] = max(uploadFree[node], time + check)
            let peers = custody.peers(of: node, column: item - 1)
            for (_, peer) in Self.turned(peers, source.stream(.columnSendOrder, entity: UInt64(node)).word(at: number))
            where UInt32(peer) != sender {
                send(item, from: node, to: peer, &queue)
            }
            return
        }
        if isSource || block.forwards?[node] ?? true {
            let check = isSource ? 0 : block.forwardDelay.nanoseconds
            uploadFree[node] = max(uploadFree[node], time + check)
            let word = source.stream(.sendOrder, entity: UInt64(node)).word(at: block.number)
            let peers = blockPeers[node]
            for (place, peer) in Self.turned(peers, word) where UInt32(peer) != sender {
                if isSource, let share = block.firstPeers, !share.contains(place * 100 / peers.count) { continue }
                send(0, from: node, to: peer, &queue)
            }
            if isSource, !block.withholdsColumns { handOut(from: node, &queue) }
        }
        let pool = source.stream(.blobPool, entity: UInt64(node)).word(at: 0)
        guard !isSource, pool.multipliedFullWidth(by: 100).high < UInt64(block.blobPoolPercent) else { return }
        for column in custody.columns(of: node) {
            queue.push(
                Event(item: Int32(column) + 1, node: UInt32(node), sender: .max),
                at: .nanoseconds(time) + block.columnBuild)
        }
    }

    private mutating func handOut(from origin: Int, _ queue: inout EventQueue<Event>) {
        let targets = (0..<128).map { column in
            if custody.columns(of: origin).contains(UInt8(column)) {
                return Array(
                    custody.peers(of: origin, column: column).filter { !conditions.isDown[$0] }.prefix(8))
            }
            let members = custody.subscribers(of: column)
            var draws = draws(origin, column)
            var chosen: [Int] = []
            for _ in 0..<min(members.count, 8) * 8 where chosen.count < 8 {
                let member = members[draws.next(below: members.count)]
                if !conditions.isDown[member], !chosen.contains(member) { chosen.append(member) }
            }
            return chosen.isEmpty ? Array(members.filter { !conditions.isDown[$0] }.prefix(1)) : chosen
        }
        var turn = draws(origin, 128)
        let first = turn.next(below: 128)
        for round in 0..<8 where block.firstPeers?.contains(round * 100 / 8) ?? true {
            for step in 0..<128 {
                let column = (first + step) % 128
                if round < targets[column].count {
                    send(column + 1, from: origin, to: targets[column][round], &queue)
                }
            }
        }
    }

    private func draws(_ origin: Int, _ column: Int) -> RandomStream {
        var stream = source.stream(.columnHandout, entity: UInt32(origin), UInt32(column))
        stream.position = block.number << 8
        return stream
    }

    private mutating func send(
        _ item: Int, from node: Int, to peer: Int, _ queue: inout EventQueue<Event>
    ) {
        if conditions.isDown[peer] || network.isStopped(from: node, to: peer, at: uploadFree[node]) { return }
        let size = item == 0 ? block.bytes : ColumnCustody.bytes(blobs: block.blobs)
        func span(_ bits: Int64, _ node: Int) -> Int64 {
            let width = min(bits, conditions.bitsPerSecondCap[node])
            return (Int64(size) * 8_000_000_000 + width - 1) / width
        }
        let upload = span(network.classes[network.classOfNode[node]].uploadBitsPerSecond, node)
        let download = span(network.classes[network.classOfNode[peer]].downloadBitsPerSecond, peer)
        uploadFree[node] += upload
        copies += 1
        bytes += size
        let flight = network.flight(
            message: item == 0 ? block.number : block.number * 128 + UInt64(item - 1), from: node, to: peer,
            under: conditions, domain: item == 0 ? .linkJitter : .columnJitter)
        queue.push(
            Event(item: Int32(item), node: UInt32(peer), sender: UInt32(node)),
            at: .nanoseconds(uploadFree[node] + max(0, download - upload) + flight))
    }

    /// A list from a random place on, with the places of its entries.
    private static func turned(_ peers: [Int], _ word: UInt64) -> [(Int, Int)] {
        let first = Int(word.multipliedFullWidth(by: UInt64(peers.count)).high)
        return peers.indices.map { step in
            let place = (first + step) % peers.count
            return (place, peers[place])
        }
    }
}
