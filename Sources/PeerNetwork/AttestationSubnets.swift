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
}

/// The 64 attestation subnets: who follows which, and how long an attestation takes to the aggregators of its committee.
///
/// Each node follows two neighbouring subnets (consensus-specs, Phase 0, `validator.md`, `compute_subscribed_subnets`:
/// `SUBNETS_PER_NODE` 2); the spec derives the first from the node's identity and moves it every 256 epochs, here it is
/// drawn for the node's number and stays. An aggregator that does not follow its committee's subnet joins the mesh for the
/// occasion, with links to eight followers; a publisher hands its attestation to eight followers of the mesh (fanout).
/// Where fewer than eight followers are up, each is joined to all of them and to the aggregators.
public struct AttestationSubnets: Sendable {
    /// `ATTESTATION_SUBNET_COUNT`.
    public static let subnetCount = 64
    /// `SUBNETS_PER_NODE`.
    public static let subnetsPerNode = 2

    private struct Subnet: Sendable {
        /// Ascending.
        var members: [UInt32]
        /// By index into `members`.
        var wholeLists: PeerLists
        var lists: PeerLists
        /// The indices of the members that are up.
        var up: [UInt32]
    }

    private let network: GossipNetwork
    private let hop: Int64
    private let bytes: Int
    private var subnets: [Subnet]
    private var conditions: LinkConditions?
    private var ends: [LinkEnd] = []
    private var fromMembers: [Int64] = []

    /// - Parameters:
    ///   - network: links and partitions.
    ///   - hop: how long a node checks an attestation before it forwards.
    ///   - bytes: the size of an attestation (232 bytes of `SingleAttestation`, and the frame around it).
    public init(network: GossipNetwork, hop: SimulatedTime, bytes: Int = 300) {
        precondition(hop >= .zero && (0...100_000_000).contains(bytes), "a topic out of range")
        self.network = network
        self.hop = hop.nanoseconds
        self.bytes = bytes
        var members = Array(repeating: [UInt32](), count: Self.subnetCount)
        for node in 0..<network.mesh.nodeCount {
            var stream = network.source.stream(.attestationSubnet, entity: UInt64(node))
            let first = stream.next(below: Self.subnetCount)
            for next in 0..<Self.subnetsPerNode { members[(first + next) % Self.subnetCount].append(UInt32(node)) }
        }
        subnets = members.enumerated().map { subnet, members in
            let all = (0..<UInt32(members.count)).map(\.self)
            let lists = PeerLists(meshes: [all], positions: members.count) { member, _ in
                network.source.stream(
                    .subnetGrafting, entity: member.map { members[Int($0)] } ?? .max, UInt32(subnet))
            }
            return Subnet(members: members, wholeLists: lists, lists: lists, up: all)
        }
    }

    /// The nodes that follow a subnet, ascending.
    public func followers(of subnet: Int) -> [Int] { subnets[subnet].members.map(Int.init) }

    /// From each publisher to each aggregator of a committee.
    /// - Parameters:
    ///   - subnet: below 64.
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
        let jitterNumber = number &* UInt64(Self.subnetCount) &+ UInt64(subnet)
        let cuts = network.partitions.filter { $0.isActive(at: time) }
        func delay(from node: Int, to peer: Int) -> Int64? {
            let (own, other) = (ends[node], ends[peer])
            if own.isDown || other.isDown
                || cuts.contains(where: { $0.stops(from: node, to: peer, at: time.nanoseconds) })
            {
                return nil
            }
            return network.passage(from: own, to: other, bytes: bytes)
                + network.chance(.subnetJitter, jitterNumber, from: node, own, to: peer, other)
        }
        let graph = graph(of: subnet, aggregators)
        // Beside each peer in a list, what it takes from the peer.
        var inward: [Int64] = []
        inward.reserveCapacity(graph.lists.peers.count)
        for position in 0..<graph.lists.count {
            for peer in graph.lists.peers[graph.lists.starts[position]..<graph.lists.starts[position + 1]] {
                inward.append(delay(from: Int(graph.nodes[Int(peer)]), to: Int(graph.nodes[position])) ?? .max)
            }
        }
        let entries = publishers.map { publisher in
            graph.entries(of: publisher, up: subnets[subnet].up) { fanoutDraws($0, subnet) }.map { position in
                let node = Int(graph.nodes[position])
                return (position, node == publisher ? 0 : delay(from: publisher, to: node) ?? .max)
            }
        }
        delays.removeAll(keepingCapacity: true)
        for aggregator in aggregators {
            let place = graph.position(of: aggregator)
            let roots: [ShortestDelays.Root] = ends[aggregator].isDown ? [] : [.init(position: place, delay: 0)]
            ShortestDelays.settle(
                roots: roots, lists: graph.lists, delays: &fromMembers,
                bound: { position, link, _ in
                    inward[link] == .max ? nil : inward[link] + (position == place ? 0 : hop)
                }, rest: { _, _, _ in 0 })
            for (publisher, entries) in zip(publishers, entries) {
                var least = Int64.max
                for (position, entry) in entries where entry != .max && fromMembers[position] != .max {
                    let isOwn = Int(graph.nodes[position]) == publisher || position == place
                    least = min(least, entry + (isOwn ? 0 : hop) + fromMembers[position])
                }
                delays.append(ends[publisher].isDown ? .max : least)
            }
        }
    }

    private mutating func take(_ new: LinkConditions) {
        guard conditions != new else { return }
        ends = network.ends(under: new)
        if conditions?.isDown != new.isDown {
            for subnet in subnets.indices {
                let members = subnets[subnet].members
                let all = (0..<UInt32(members.count)).map(\.self)
                subnets[subnet].up = all.filter { !new.isDown[Int(members[Int($0)])] }
                subnets[subnet].lists = subnets[subnet].wholeLists.healed(
                    meshes: [all], isDown: { new.isDown[Int(members[$0])] }, degree: .ethereum,
                    stream: { network.source.stream(.subnetHealing, entity: members[$0], UInt32(subnet)) })
            }
        }
        conditions = new
    }

    private func fanoutDraws(_ node: Int, _ subnet: Int) -> RandomStream {
        network.source.stream(.subnetFanout, entity: UInt32(node), UInt32(subnet))
    }
}

// MARK: - The mesh of one committee

/// A subnet's mesh with the aggregators that joined it for a slot.
private struct CommitteeMesh {
    /// Per position, the node: first the followers, ascending, then the guests.
    var nodes: [UInt32]
    var followers: Int
    var lists: PeerLists

    func position(of node: Int) -> Int {
        // Guests are few.
        if let guest = nodes[followers...].firstIndex(of: UInt32(node)) { return guest }
        return Self.follower(node, in: nodes[..<followers]) ?? 0
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

    /// Where a publisher's attestation enters: at the node itself, or at the followers that it hands it to.
    func entries(of publisher: Int, up: [UInt32], draws: (Int) -> RandomStream) -> [Int] {
        if let own = Self.follower(publisher, in: nodes[..<followers])
            ?? nodes[followers...].firstIndex(of: UInt32(publisher))
        {
            return [own]
        }
        return Self.chosen(among: up, draws(publisher)) ?? up.map(Int.init) + (followers..<nodes.count).map(\.self)
    }

    /// Eight of the followers that are up; `nil` where there are not so many.
    static func chosen(among up: [UInt32], _ draws: RandomStream) -> [Int]? {
        guard up.count >= 8 else { return nil }
        var draws = draws
        var chosen: [Int] = []
        while chosen.count < 8 {
            let next = Int(up[draws.next(below: up.count)])
            if !chosen.contains(next) { chosen.append(next) }
        }
        return chosen
    }
}

extension AttestationSubnets {
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

    /// Where a publisher's attestation enters that mesh: places in the list of its nodes.
    package mutating func entries(
        of publisher: Int, subnet: Int, aggregators: [Int], _ conditions: LinkConditions
    ) -> [Int] {
        take(conditions)
        return graph(of: subnet, aggregators).entries(of: publisher, up: subnets[subnet].up) { fanoutDraws($0, subnet) }
    }

    private func graph(of subnet: Int, _ aggregators: [Int]) -> CommitteeMesh {
        let own = subnets[subnet]
        let guests = aggregators.filter { CommitteeMesh.follower($0, in: own.members[...]) == nil }
        var mesh = CommitteeMesh(
            nodes: own.members + guests.map { UInt32($0) }, followers: own.members.count, lists: own.lists)
        guard !guests.isEmpty else { return mesh }
        var links: [(UInt32, UInt32)] = []
        for (index, guest) in guests.enumerated() {
            let position = own.members.count + index
            let peers =
                CommitteeMesh.chosen(among: own.up, fanoutDraws(guest, subnet))
                ?? own.up.map(Int.init) + (own.members.count..<position).map(\.self)
            for peer in peers { links.append((UInt32(position), UInt32(peer))) }
        }
        mesh.lists = own.lists.joined(by: links, positions: mesh.nodes.count)
        return mesh
    }
}
