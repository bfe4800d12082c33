public import EventEngine

extension StreamDomain {
    /// The first attestation subnet of a node; the entity is the node.
    public static var attestationSubnet: StreamDomain { StreamDomain(rawValue: 0x0121) }
    /// Whom a node grafts in a subnet's mesh; the entity is (node, subnet).
    public static var subnetGrafting: StreamDomain { StreamDomain(rawValue: 0x0122) }
    /// Whom it grafts there in place of peers that are down; the entity is (node, subnet).
    public static var subnetHealing: StreamDomain { StreamDomain(rawValue: 0x0123) }
    /// To whom a node outside a subnet's mesh is joined; the entity is (node, subnet).
    public static var subnetFanout: StreamDomain { StreamDomain(rawValue: 0x0124) }
    /// Jitter and loss of attestations; the entity is (sender, receiver), the pair of words number · 64 + subnet.
    public static var subnetJitter: StreamDomain { StreamDomain(rawValue: 0x0125) }
    /// Whom a node grafts in the mesh of a sync committee's subnet; the entity is (node, subnet).
    public static var syncSubnetGrafting: StreamDomain { StreamDomain(rawValue: 0x0126) }
    /// Whom it grafts there in place of peers that are down; the entity is (node, subnet).
    public static var syncSubnetHealing: StreamDomain { StreamDomain(rawValue: 0x0127) }
    /// To whom a node outside such a mesh is joined; the entity is (node, subnet).
    public static var syncSubnetFanout: StreamDomain { StreamDomain(rawValue: 0x0128) }
    /// Jitter and loss of sync messages; the entity is (sender, receiver), the pair of words number · 4 + subnet.
    public static var syncSubnetJitter: StreamDomain { StreamDomain(rawValue: 0x0129) }
}

/// Subnets over which a committee's members send what they sign to its aggregators: who follows which, and how long a
/// message takes.
///
/// An aggregator that does not follow its committee's subnet joins the mesh for the occasion, with links to eight
/// followers; a publisher hands its message to eight followers of the mesh (fanout). Where fewer than eight followers are
/// up, each is joined to all of them and to the aggregators.
public struct CommitteeSubnets: Sendable {
    /// `ATTESTATION_SUBNET_COUNT`.
    public static let attestationSubnetCount = 64
    /// `SUBNETS_PER_NODE`.
    public static let subnetsPerNode = 2
    /// `SYNC_COMMITTEE_SUBNET_COUNT`.
    public static let syncSubnetCount = 4

    /// Purposes of what is drawn for a kind of subnets; each kind has luck of its own.
    struct Draws: Sendable {
        var grafting: StreamDomain
        var healing: StreamDomain
        var fanout: StreamDomain
        var jitter: StreamDomain

        static let attestation = Draws(
            grafting: .subnetGrafting, healing: .subnetHealing, fanout: .subnetFanout, jitter: .subnetJitter)
        static let sync = Draws(
            grafting: .syncSubnetGrafting, healing: .syncSubnetHealing, fanout: .syncSubnetFanout,
            jitter: .syncSubnetJitter)
    }

    struct Subnet: Sendable {
        /// Ascending.
        var members: [UInt32]
        /// By index into `members`.
        var wholeLists: PeerLists
        var lists: PeerLists
        /// The indices of the members that are up.
        var up: [UInt32]
    }

    let network: GossipNetwork
    let hop: Int64
    private let bytes: Int
    private let draws: Draws
    private(set) var subnets: [Subnet]
    private var conditions: LinkConditions?
    private(set) var links: LinkTable
    private var fromMembers: [Int64] = []
    /// By position of a committee's mesh; kept from committee to committee (`late`).
    var toAggregator: [Int64] = []

    /// The 64 attestation subnets.
    ///
    /// Each node follows two neighbouring ones (consensus-specs, Phase 0, `validator.md`, `compute_subscribed_subnets`:
    /// `SUBNETS_PER_NODE` 2); the spec derives the first from the node's identity and moves it every 256 epochs, here it
    /// is drawn for the node's number and stays.
    /// - Parameters:
    ///   - network: links and partitions.
    ///   - hop: how long a node checks an attestation before it forwards; zero to a day, held there.
    ///   - bytes: the size of an attestation (232 bytes of `SingleAttestation`, and the frame around it).
    public static func attestation(
        _ network: GossipNetwork, hop: SimulatedTime, bytes: Int = 300
    ) -> CommitteeSubnets {
        var followers = Array(repeating: [UInt32](), count: attestationSubnetCount)
        for node in 0..<network.mesh.nodeCount {
            var stream = network.source.stream(.attestationSubnet, entity: UInt64(node))
            let first = stream.next(below: attestationSubnetCount)
            for next in 0..<subnetsPerNode {
                followers[(first + next) % attestationSubnetCount].append(UInt32(node))
            }
        }
        return CommitteeSubnets(network, followers: followers, hop: hop, bytes: bytes, draws: .attestation)
    }

    /// The subnets of a sync committee, which the nodes of its members follow while it is in office, each that of the
    /// subcommittees in which it has seats (consensus-specs, Altair, `validator.md`, "Sync committee subnet stability").
    /// - Parameters:
    ///   - network: links and partitions.
    ///   - followers: by subnet, nodes in ascending order, each once.
    ///   - hop: how long a node checks a message before it forwards; zero to a day, held there.
    ///   - bytes: the size of a message (144 bytes of `SyncCommitteeMessage`, and the frame around it).
    public static func sync(
        _ network: GossipNetwork, followers: [[Int]], hop: SimulatedTime, bytes: Int = 200
    ) -> CommitteeSubnets {
        CommitteeSubnets(
            network, followers: followers.map { $0.map { UInt32($0) } }, hop: hop, bytes: bytes, draws: .sync)
    }

    private init(
        _ network: GossipNetwork, followers: [[UInt32]], hop: SimulatedTime, bytes: Int, draws: Draws
    ) {
        precondition((0...100_000_000).contains(bytes), "a message of a topic out of range")
        self.network = network
        self.hop = PublishedBlock.held(hop).nanoseconds
        self.bytes = bytes
        self.draws = draws
        links = LinkTable(network, under: LinkConditions(nodes: network.mesh.nodeCount), bytes: bytes)
        subnets = followers.enumerated().map { subnet, members in
            let all = (0..<UInt32(members.count)).map(\.self)
            let lists = PeerLists(meshes: [all], positions: members.count) { member, _ in
                network.source.stream(
                    draws.grafting, entity: member.map { members[Int($0)] } ?? .max, UInt32(subnet))
            }
            return Subnet(members: members, wholeLists: lists, lists: lists, up: all)
        }
    }

    /// The nodes that follow a subnet, ascending.
    public func followers(of subnet: Int) -> [Int] { subnets[subnet].members.map(Int.init) }

    /// From each publisher to each aggregator of a committee.
    /// - Parameters:
    ///   - subnet: of those that there are.
    ///   - number: the slot, or whatever fixes the jitter; below 2⁴⁰.
    ///   - time: at which partitions are looked at; they are held as they stand.
    ///   - aggregators: nodes, each once.
    ///   - publishers: nodes.
    ///   - delays: overwritten, row by row: nanoseconds to aggregator *a* from publisher *p* at
    ///     `a * publishers.count + p`, zero from itself, `Int64.max` where nothing comes.
    public mutating func delays(
        subnet: Int, number: UInt64, at time: SimulatedTime, aggregators: [Int], publishers: [Int],
        _ conditions: LinkConditions, into delays: inout [Int64]
    ) {
        take(conditions)
        let flights = flights(subnet: subnet, number: number, at: time)
        let graph = graph(of: subnet, aggregators)
        // Beside each peer in a list, what it takes from the peer.
        var inward: [Int64] = []
        inward.reserveCapacity(graph.lists.peers.count)
        for position in 0..<graph.lists.count {
            let node = Int(graph.nodes[position])
            for peer in graph.lists.peers[graph.lists.starts[position]..<graph.lists.starts[position + 1]] {
                inward.append(flights.delay(from: Int(graph.nodes[Int(peer)]), to: node))
            }
        }
        var entries = Entries(publishers: publishers.count)
        var places: [Int] = []
        let up = subnets[subnet].up
        for publisher in publishers {
            graph.entries(of: publisher, up: up, fanoutDraws(publisher, subnet), into: &places)
            entries.append(publisher, at: places, graph, flights)
        }
        delays.removeAll(keepingCapacity: true)
        let hop = hop
        for aggregator in aggregators {
            let place = graph.position(of: aggregator)
            let roots: [ShortestDelays.Root] = links.ends[aggregator].isDown ? [] : [.init(position: place, delay: 0)]
            ShortestDelays.settle(
                roots: roots, lists: graph.lists, delays: &fromMembers,
                bound: { position, link, _ in
                    inward[link] == Flights.never ? nil : inward[link] + (position == place ? 0 : hop)
                }, rest: { _, _, _ in 0 })
            entries.write(to: &delays, fromMembers, aggregatorAt: place, hop: hop)
        }
    }

    func flights(subnet: Int, number: UInt64, at time: SimulatedTime) -> Flights {
        Flights(
            links: links, cuts: network.partitions.filter { $0.isActive(at: time) }, time: time,
            number: number &* UInt64(subnets.count) &+ UInt64(subnet), jitter: draws.jitter)
    }

    mutating func take(_ new: LinkConditions) {
        guard conditions != new else { return }
        links = LinkTable(network, under: new, bytes: bytes)
        if conditions?.isDown != new.isDown {
            for subnet in subnets.indices {
                let members = subnets[subnet].members
                let all = (0..<UInt32(members.count)).map(\.self)
                subnets[subnet].up = all.filter { !new.isDown[Int(members[Int($0)])] }
                subnets[subnet].lists = subnets[subnet].wholeLists.healed(
                    meshes: [all], isDown: { new.isDown[Int(members[$0])] }, degree: .ethereum,
                    stream: { network.source.stream(draws.healing, entity: members[$0], UInt32(subnet)) })
            }
        }
        conditions = new
    }

    func fanoutDraws(_ node: Int, _ subnet: Int) -> RandomStream {
        network.source.stream(draws.fanout, entity: UInt32(node), UInt32(subnet))
    }
}

// MARK: - The mesh of one committee

/// A subnet's mesh with the aggregators that joined it for a slot.
struct CommitteeMesh {
    /// Per position, the node: first the followers, ascending, then the guests.
    var nodes: [UInt32]
    var followers: Int
    var lists: PeerLists

    func position(of node: Int) -> Int { member(node) ?? 0 }

    /// Where a node stands; nil outside the mesh.
    func member(_ node: Int) -> Int? {
        // Guests are few.
        Self.follower(node, in: nodes[..<followers]) ?? nodes[followers...].firstIndex(of: UInt32(node))
    }

    /// Binary search.
    static func follower(_ node: Int, in followers: ArraySlice<UInt32>) -> Int? {
        var (low, high) = (followers.startIndex, followers.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if followers[middle] < UInt32(node) { low = middle + 1 } else { high = middle }
        }
        return low < followers.endIndex && followers[low] == UInt32(node) ? low : nil
    }

    /// Where a publisher's message enters: at the node itself, or at the followers that it hands it to.
    func entries(of publisher: Int, up: [UInt32], _ draws: RandomStream, into places: inout [Int]) {
        places.removeAll(keepingCapacity: true)
        if let own = member(publisher) {
            places.append(own)
        } else {
            Self.choose(among: up, others: followers..<nodes.count, draws, into: &places)
        }
    }

    /// Eight of the followers that are up; where there are not so many, all of them and the others.
    static func choose(
        among up: [UInt32], others: Range<Int>, _ draws: RandomStream, into places: inout [Int]
    ) {
        guard up.count >= 8 else {
            for place in up { places.append(Int(place)) }
            places.append(contentsOf: others)
            return
        }
        var draws = draws
        while places.count < 8 {
            let next = Int(up[draws.next(below: up.count)])
            if !places.contains(next) { places.append(next) }
        }
    }
}

/// What a message of one committee takes over any link.
struct Flights {
    /// What cannot be passed; three of them together are still a number.
    static let never: Int64 = 1 << 61

    let links: LinkTable
    let cuts: [Partition]
    let time: SimulatedTime
    let number: UInt64
    let jitter: StreamDomain

    @inline(__always)
    func delay(from node: Int, to peer: Int) -> Int64 {
        if links.ends[node].isDown || links.ends[peer].isDown || cuts.stop(from: node, to: peer, at: time) {
            return Self.never
        }
        return links.passage(from: node, to: peer)
            + links.chance(jitter, number, from: node, to: peer)
    }
}

/// How publishers reach the members of the mesh that they hand their messages to.
private struct Entries {
    private struct Entry {
        var position: Int32
        var delay: Int64
    }

    private struct Publisher {
        var end: Int
        /// Where the publisher itself stands in the mesh; -1 outside.
        var own: Int32
    }

    private var entries: [Entry] = []
    private var publishers: [Publisher] = []

    init(publishers count: Int) {
        entries.reserveCapacity(count * 8)
        publishers.reserveCapacity(count)
    }

    mutating func append(_ publisher: Int, at places: [Int], _ mesh: CommitteeMesh, _ flights: Flights) {
        var own: Int32 = -1
        for position in places {
            let node = Int(mesh.nodes[position])
            if node == publisher {
                own = Int32(position)
            } else {
                entries.append(Entry(position: Int32(position), delay: flights.delay(from: publisher, to: node)))
            }
        }
        publishers.append(Publisher(end: entries.count, own: own))
    }

    /// Appends each publisher's least delay, where `rest` is what remains from each member.
    func write(to delays: inout [Int64], _ rest: [Int64], aggregatorAt place: Int, hop: Int64) {
        var onward = rest.map { min($0, Flights.never) + hop }
        if rest[place] == 0 { onward[place] = 0 }
        onward.withUnsafeBufferPointer { onward in
            entries.withUnsafeBufferPointer { entries in
                var index = 0
                for publisher in publishers {
                    var least = Flights.never
                    while index < publisher.end {
                        let entry = entries[index]
                        least = min(least, entry.delay &+ onward[Int(entry.position)])
                        index &+= 1
                    }
                    if publisher.own >= 0 { least = min(rest[Int(publisher.own)], Flights.never) }
                    delays.append(least == Flights.never ? .max : least)
                }
            }
        }
    }
}

extension CommitteeSubnets {
    /// The mesh of a committee, for references: its nodes, and by place in that list the places of each one's peers.
    package mutating func mesh(
        subnet: Int, aggregators: [Int], _ conditions: LinkConditions
    ) -> (nodes: [Int], peers: [[Int]]) {
        take(conditions)
        let graph = graph(of: subnet, aggregators)
        let peers = (0..<graph.lists.count).map { position in
            graph.lists.peers[graph.lists.starts[position]..<graph.lists.starts[position + 1]].map(Int.init)
        }
        return (graph.nodes.map(Int.init), peers)
    }

    /// Where a publisher's message enters that mesh: places in the list of its nodes.
    package mutating func entries(
        of publisher: Int, subnet: Int, aggregators: [Int], _ conditions: LinkConditions
    ) -> [Int] {
        take(conditions)
        var places: [Int] = []
        graph(of: subnet, aggregators).entries(
            of: publisher, up: subnets[subnet].up, fanoutDraws(publisher, subnet), into: &places)
        return places
    }

    func graph(of subnet: Int, _ aggregators: [Int]) -> CommitteeMesh {
        let own = subnets[subnet]
        let guests = aggregators.filter { CommitteeMesh.follower($0, in: own.members[...]) == nil }
        var mesh = CommitteeMesh(
            nodes: own.members + guests.map { UInt32($0) }, followers: own.members.count, lists: own.lists)
        guard !guests.isEmpty else { return mesh }
        var links: [(UInt32, UInt32)] = []
        var peers: [Int] = []
        for (index, guest) in guests.enumerated() {
            let position = own.members.count + index
            peers.removeAll(keepingCapacity: true)
            CommitteeMesh.choose(
                among: own.up, others: own.members.count..<position, fanoutDraws(guest, subnet), into: &peers)
            for peer in peers { links.append((UInt32(position), UInt32(peer))) }
        }
        mesh.lists = own.lists.joined(by: links, positions: mesh.nodes.count)
        return mesh
    }
}
