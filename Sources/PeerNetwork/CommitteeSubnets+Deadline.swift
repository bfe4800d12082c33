public import EventEngine

/// A member of a committee that collects its votes until its clock says that aggregates are due.
public struct CollectingAggregator: Hashable, Sendable {
    /// The node.
    public var node: Int
    /// Nanoseconds: what comes later is not in its aggregate.
    public var closes: Int64

    /// - Parameters:
    ///   - node: a node of the network.
    ///   - closes: nanoseconds, on the clock of the publishers' `leaves`.
    public init(node: Int, closes: Int64) {
        self.node = node
        self.closes = closes
    }
}

/// A node that sends its votes into a subnet.
public struct VotePublisher: Hashable, Sendable {
    /// The node.
    public var node: Int
    /// Nanoseconds at which its votes leave.
    public var leaves: Int64

    /// - Parameters:
    ///   - node: a node of the network.
    ///   - leaves: nanoseconds, zero to 50 years.
    public init(node: Int, leaves: Int64) {
        self.node = node
        self.leaves = leaves
    }
}

/// Which votes come too late for every aggregate of their committee.
extension CommitteeSubnets {
    /// Finds the publishers whose message no aggregator has in time.
    ///
    /// The same as asking ``delays(subnet:number:at:aggregators:publishers:_:into:)`` for every pair, and much cheaper
    /// where nearly all are in time: any way through the mesh that is quick enough is proof enough, so that shortest ways
    /// are worked out only for those for whom the first one found is not. Usually O(followers + publishers), at worst
    /// O(links · log + 8 · publishers).
    /// - Parameters:
    ///   - subnet: of those that there are.
    ///   - number: the slot, or whatever fixes the jitter; below 2⁴⁰.
    ///   - time: at which partitions are looked at; they are held as they stand.
    ///   - aggregators: each node once.
    ///   - publishers: nodes with the times at which they send.
    ///   - late: overwritten: the places among `publishers`, ascending, of those who come too late everywhere.
    public mutating func late(
        subnet: Int, number: UInt64, at time: SimulatedTime, aggregators: [CollectingAggregator],
        publishers: [VotePublisher], _ conditions: LinkConditions, into late: inout [Int]
    ) {
        take(conditions)
        late.removeAll(keepingCapacity: true)
        let open = aggregators.filter { !links.ends[$0.node].isDown }
        guard let latest = open.map(\.closes).max() else {
            late.append(contentsOf: publishers.indices)
            return
        }
        let flights = flights(subnet: subnet, number: number, at: time)
        let course = CommitteeCourse(
            mesh: graph(of: subnet, aggregators.map(\.node)), flights: flights, hop: hop, latest: latest,
            closings: open)
        let up = subnets[subnet].up
        course.boundWays(&toAggregator)
        for (place, publisher) in publishers.enumerated()
        where !course.isQuick(publisher, toAggregator, up: up, fanoutDraws(publisher.node, subnet)) {
            late.append(place)
        }
        guard !late.isEmpty else { return }
        course.settleWays(&toAggregator)
        var entries: [Int] = []
        late.removeAll { place in
            let publisher = publishers[place]
            course.mesh.entries(of: publisher.node, up: up, fanoutDraws(publisher.node, subnet), into: &entries)
            return course.isInTime(publisher, toAggregator, entries)
        }
    }
}

/// The ways of one committee's votes to its aggregators.
///
/// A way from a position is what passes from an arrival there until some aggregator has the vote, and what that
/// aggregator closes earlier than the last one.
private struct CommitteeCourse {
    let mesh: CommitteeMesh
    let flights: Flights
    let hop: Int64
    /// When the last aggregator closes.
    let latest: Int64
    private let roots: [ShortestDelays.Root]

    init(mesh: CommitteeMesh, flights: Flights, hop: Int64, latest: Int64, closings: [CollectingAggregator]) {
        self.mesh = mesh
        self.flights = flights
        self.hop = hop
        self.latest = latest
        roots = closings.map { .init(position: mesh.position(of: $0.node), delay: latest - $0.closes) }
    }

    /// Some way from each position, the first that is found; `Int64.max` where there is none.
    func boundWays(_ ways: inout [Int64]) {
        reset(&ways)
        var reached = roots.map(\.position)
        reached.reserveCapacity(mesh.nodes.count)
        for root in roots { ways[root.position] = root.delay }
        var next = 0
        while next < reached.count {
            let position = reached[next]
            next += 1
            let node = Int(mesh.nodes[position])
            for link in mesh.lists.starts[position]..<mesh.lists.starts[position + 1] {
                let peer = Int(mesh.lists.peers[link])
                guard ways[peer] == .max else { continue }
                let delay = flights.delay(from: Int(mesh.nodes[peer]), to: node)
                guard delay < Flights.never else { continue }
                ways[peer] = ways[position] + delay + hop
                reached.append(peer)
            }
        }
    }

    /// The shortest way from each position.
    func settleWays(_ ways: inout [Int64]) {
        ShortestDelays.settle(
            roots: roots, lists: mesh.lists, delays: &ways,
            bound: { position, _, peer in
                let delay = flights.delay(from: Int(mesh.nodes[peer]), to: Int(mesh.nodes[position]))
                return delay < Flights.never ? delay + hop : nil
            }, rest: { _, _, _ in 0 })
    }

    private func reset(_ ways: inout [Int64]) {
        if ways.count == mesh.lists.count {
            for index in ways.indices { ways[index] = .max }
        } else {
            ways = Array(repeating: .max, count: mesh.lists.count)
        }
    }

    /// Whether one of the first ways at hand is quick enough; false says nothing.
    func isQuick(_ publisher: VotePublisher, _ ways: [Int64], up: [UInt32], _ draws: RandomStream) -> Bool {
        if flights.links.ends[publisher.node].isDown { return false }
        if let own = mesh.member(publisher.node) {
            // Nobody checks a vote of its own; an aggregator's way is to have it.
            let isAggregator = roots.contains { $0.position == own }
            return ways[own] != .max && publisher.leaves + ways[own] - (isAggregator ? 0 : hop) <= latest
        }
        guard up.count >= 8 else { return false }
        var draws = draws
        for _ in 0..<2 where isInTime(publisher, ways, through: Int(up[draws.next(below: up.count)])) { return true }
        return false
    }

    /// Whether some aggregator has a publisher's vote in time, by the shortest ways.
    func isInTime(_ publisher: VotePublisher, _ ways: [Int64], _ entries: [Int]) -> Bool {
        if flights.links.ends[publisher.node].isDown { return false }
        guard let own = mesh.member(publisher.node) else {
            return entries.contains { isInTime(publisher, ways, through: $0) }
        }
        if roots.contains(where: { $0.position == own && publisher.leaves + $0.delay <= latest }) { return true }
        return mesh.lists.peers[mesh.lists.starts[own]..<mesh.lists.starts[own + 1]].contains {
            isInTime(publisher, ways, through: Int($0))
        }
    }

    private func isInTime(_ publisher: VotePublisher, _ ways: [Int64], through position: Int) -> Bool {
        guard ways[position] != .max else { return false }
        let delay = flights.delay(from: publisher.node, to: Int(mesh.nodes[position]))
        return delay < Flights.never && publisher.leaves + delay + ways[position] <= latest
    }
}
