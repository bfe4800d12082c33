internal import EventEngine

/// Passes on columns, many arrivals at a time.
///
/// A copy is under way for the shortest latency at least. So whatever arrives within such a span of the first event in the
/// queue is in the queue already, and none of it makes another of it stale. Such arrivals are taken from the queue
/// together, and go through one short loop after the other: in each the reads do not wait for one another, so that cache
/// misses overlap, and what cannot be a first arrival is dropped without a branch that nobody can foresee. Copies are
/// queued in the order in which one arrival after the other would have queued them.
struct ColumnRelay: ~Copyable {
    /// The most arrivals at a time: what they touch stays in the first level of the cache.
    private static let mostArrivals = 64

    private struct Arrival: BitwiseCopyable {
        var time: Int64
        var place: UInt32
        /// As in ``BlockPropagation/Copy``.
        var sender: UInt32
    }

    /// The first arrival of a column at a place.
    private struct First: BitwiseCopyable {
        var arrival: Arrival
        /// As it was when the column arrived.
        var place: ColumnPlace
        /// How many peers the place has, and at which of them it begins to send.
        var links: UInt32
        var turn: UInt32 = 0
    }

    private struct Sent: BitwiseCopyable {
        /// When the copy has left; later on, when it arrives without jitter and losses.
        var time: Int64
        /// The place that it goes to.
        var place: UInt32
        /// Which of the first arrivals is sent on.
        var first: UInt32
    }

    /// Copies that were sent.
    private(set) var copies = 0
    /// Copies that came first.
    private(set) var firstCopies = 0
    /// No copy is under way for less, in nanoseconds.
    let shortest: Int64

    private let links: [UInt32]
    private let mostLinks: Int
    private let ends: [BlockEnd]
    private let cuts: [Partition]
    private let network: GossipNetwork
    /// Of column 0; ``StreamDomain/columnJitter`` counts on from it.
    private let firstNumber: UInt64
    private let forwardDelay: Int64

    private var arrivalCount = 0
    private let arrivals: UnsafeMutablePointer<Arrival>
    private let firsts: UnsafeMutablePointer<First>
    /// Per first arrival, `mostLinks` links in the order of sending.
    private let rows: UnsafeMutablePointer<UInt32>
    private let sent: UnsafeMutablePointer<Sent>

    /// - Parameters:
    ///   - places: as they are prepared for the block.
    ///   - cuts: the partitions that may come in the way.
    init(
        _ block: PublishedBlock, through network: GossipNetwork, _ places: ColumnPlaces, ends: [BlockEnd],
        cuts: [Partition]
    ) {
        links = places.links
        mostLinks = places.mostLinks
        self.ends = ends
        self.cuts = cuts
        self.network = network
        shortest = network.shortestLatency(ends)
        firstNumber = BlockPropagation.columnNumber(block, 0)
        forwardDelay = block.columnForwardDelay.nanoseconds
        arrivals = .allocate(capacity: Self.mostArrivals)
        // The loops write where the next one would go before they know whether it goes there.
        firsts = .allocate(capacity: Self.mostArrivals + 1)
        rows = .allocate(capacity: Self.mostArrivals * mostLinks)
        sent = .allocate(capacity: Self.mostArrivals * mostLinks + 1)
    }

    deinit {
        arrivals.deallocate()
        firsts.deallocate()
        rows.deallocate()
        sent.deallocate()
    }

    /// Whether what was taken must be passed on before more is taken.
    var isFull: Bool { arrivalCount == Self.mostArrivals }

    /// Takes an arrival from the queue, less than ``shortest`` after the first since ``forward(_:_:_:)``.
    @inline(__always)
    mutating func take(place: Int, sender: UInt32, at time: Int64) {
        arrivals[arrivalCount] = Arrival(time: time, place: UInt32(truncatingIfNeeded: place), sender: sender)
        arrivalCount &+= 1
    }

    /// Passes on what was taken, and queues the copies that are earlier than all others under way to the same place.
    mutating func forward(
        _ places: inout [ColumnPlace], _ uploadFree: inout [Int64], _ queue: inout EventQueue<BlockPropagation.Copy>
    ) {
        guard arrivalCount > 0 else { return }
        places.withUnsafeMutableBufferPointer { places in
            guard let places = places.baseAddress else { return }
            ends.withUnsafeBufferPointer { ends in
                guard let ends = ends.baseAddress else { return }
                let firstCount = chooseFirst(places)
                turn(firstCount)
                gather(firstCount)
                let sentCount = send(firstCount, places, ends, &uploadFree)
                fly(dropLate(sentCount, places, ends), places, ends, &queue)
            }
        }
        arrivalCount = 0
    }
}

// MARK: - The steps

extension ColumnRelay {
    /// Drops the arrivals that an earlier copy has overtaken.
    private mutating func chooseFirst(_ places: UnsafeMutablePointer<ColumnPlace>) -> Int {
        var count = 0
        for index in 0..<arrivalCount {
            let arrival = arrivals[index]
            let place = places[Int(arrival.place)]
            let end = places[Int(arrival.place) &+ 1].firstLink
            firsts[count] = First(arrival: arrival, place: place, links: end &- place.firstLink)
            // An event is never before the earliest of its place.
            let isFirst = 1 &- Self.oneIfBefore(place.earliest, arrival.time)
            count &+= isFirst
            firstCopies &+= arrival.sender == BlockPropagation.Copy.fromNobody ? 0 : isFirst
        }
        return count
    }

    /// Draws at which peer each first arrival begins.
    private func turn(_ firstCount: Int) {
        for index in 0..<firstCount {
            let first = firsts + index
            let order = network.source.stream(.columnSendOrder, entity: UInt64(first.pointee.place.node))
                .word(at: firstNumber &+ UInt64(first.pointee.place.column))
            first.pointee.turn = UInt32(
                truncatingIfNeeded: order.multipliedFullWidth(by: UInt64(first.pointee.links)).high)
        }
    }

    /// Lists the links of all first arrivals in the order of sending, one row for each.
    private func gather(_ firstCount: Int) {
        links.withUnsafeBufferPointer { links in
            guard let links = links.baseAddress else { return }
            for index in 0..<firstCount {
                let first = firsts + index
                let own = links + Int(first.pointee.place.firstLink)
                let row = rows + index &* mostLinks
                let (count, turn) = (Int(first.pointee.links), Int(first.pointee.turn))
                for step in 0..<count &- turn { row[step] = own[turn &+ step] }
                for step in 0..<turn { row[count &- turn &+ step] = own[step] }
            }
        }
    }

    /// Sends each first arrival to the place's peers, one copy after another.
    private mutating func send(
        _ firstCount: Int, _ places: UnsafeMutablePointer<ColumnPlace>, _ ends: UnsafePointer<BlockEnd>,
        _ uploadFree: inout [Int64]
    ) -> Int {
        var count = 0
        let hasCuts = !cuts.isEmpty
        for index in 0..<firstCount {
            let first = firsts[index]
            let node = first.place.node
            let row = rows + index &* mostLinks
            let upload = ends[node].columnUpload
            let check = first.arrival.sender == BlockPropagation.Copy.fromNobody ? 0 : forwardDelay
            var leaves = max(uploadFree[node], first.arrival.time &+ check)
            for step in 0..<Int(first.links) {
                let link = row[step]
                // A link to a node that is down is none of the places, and above all of them.
                var isSent = link != first.arrival.sender && link < ColumnPlaces.down
                if isSent, hasCuts, cuts.stop(from: node, to: places[Int(link)].node, at: .init(nanoseconds: leaves)) {
                    isSent = false
                }
                leaves = isSent ? min(leaves &+ upload, Flood.endOfUploads) : leaves
                sent[count] = Sent(time: leaves, place: link, first: UInt32(truncatingIfNeeded: index))
                count &+= isSent ? 1 : 0
            }
            uploadFree[node] = leaves
        }
        copies &+= count
        return count
    }

    /// Drops the copies that come too late even without jitter and losses, which only ever delay.
    private func dropLate(
        _ sentCount: Int, _ places: UnsafeMutablePointer<ColumnPlace>, _ ends: UnsafePointer<BlockEnd>
    ) -> Int {
        var leaving = 0
        for index in 0..<sentCount {
            let copy = sent[index]
            sent[leaving] = copy
            leaving &+= Self.oneIfBefore(copy.time, places[Int(copy.place)].earliest)
        }
        var count = 0
        for index in 0..<leaving {
            var copy = sent[index]
            let place = places[Int(copy.place)]
            let (own, peer) = (ends + firsts[Int(copy.first)].place.node, ends + place.node)
            copy.time &+= max(0, peer.pointee.columnDownload &- own.pointee.columnUpload)
            copy.time &+= network.latency(from: own.pointee, to: peer.pointee)
            sent[count] = copy
            count &+= Self.oneIfBefore(copy.time, place.earliest)
        }
        return count
    }

    /// 1 where a time is before another, else 0; neither is negative. Written as a comparison it would become a branch.
    @inline(__always)
    private static func oneIfBefore(_ time: Int64, _ other: Int64) -> Int {
        Int(truncatingIfNeeded: UInt64(bitPattern: time &- other) &>> 63)
    }

    /// Adds jitter and losses, and queues what is still the earliest.
    private func fly(
        _ count: Int, _ places: UnsafeMutablePointer<ColumnPlace>, _ ends: UnsafePointer<BlockEnd>,
        _ queue: inout EventQueue<BlockPropagation.Copy>
    ) {
        for index in 0..<count {
            let copy = sent[index]
            let first = firsts[Int(copy.first)]
            let node = first.place.node
            let place = places + Int(copy.place)
            let peer = place.pointee.node
            let words = network.source.stream(.columnJitter, entity: UInt32(node), UInt32(peer))
                .words(atPair: firstNumber &+ UInt64(first.place.column))
            let (own, other) = (ends + node, ends + peer)
            let latency = network.latency(from: own.pointee, to: other.pointee)
            let arrival =
                copy.time
                &+ LinkChance.delay(
                    words, jitter: own.pointee.jitter + other.pointee.jitter,
                    loss: own.pointee.loss + other.pointee.loss, latency: latency)
            guard arrival < place.pointee.earliest else { continue }
            place.pointee.earliest = arrival
            queue.push(
                .init(position: UInt32(truncatingIfNeeded: self.ends.count) &+ copy.place, sender: first.arrival.place),
                at: SimulatedTime(nanoseconds: arrival))
        }
    }
}
