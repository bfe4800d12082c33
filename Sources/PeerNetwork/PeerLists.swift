internal import EventEngine

/// Lists of peers, one after another: position *p* has `peers[starts[p] ..< starts[p + 1]]`.
///
/// A position is a node's place in one mesh; several meshes may share the lists. Peers list each other.
struct PeerLists: Hashable, Sendable {
    private(set) var starts: [Int]
    private(set) var peers: [UInt32]

    init(starts: [Int], peers: [UInt32]) {
        self.starts = starts
        self.peers = peers
    }

    /// Joins each mesh: a ring in random order, then random peers up to gossipsub's aim; all with all where there are few.
    /// - Parameters:
    ///   - meshes: the positions of each mesh, none in two of them.
    ///   - positions: how many positions there are.
    ///   - stream: the draws of a position, or with `nil` of the ring, in a mesh by its index.
    init(meshes: [[UInt32]], positions: Int, stream: (UInt32?, Int) -> RandomStream) {
        var adjacent = Array(repeating: [UInt32](), count: positions)
        for (index, members) in meshes.enumerated() {
            Self.join(members, in: &adjacent) { stream($0, index) }
        }
        var starts = [0]
        starts.reserveCapacity(positions + 1)
        for list in adjacent { starts.append(starts[starts.count - 1] + list.count) }
        self.starts = starts
        peers = adjacent.flatMap(\.self)
    }

    private static func join(
        _ members: [UInt32], in adjacent: inout [[UInt32]], stream: (UInt32?) -> RandomStream
    ) {
        let degree = GossipMesh.Degree.ethereum
        func link(_ one: UInt32, _ other: UInt32) {
            adjacent[Int(one)].append(other)
            adjacent[Int(other)].append(one)
        }
        guard members.count > degree.aim + 1 else {
            for (index, member) in members.enumerated() {
                for other in members[..<index] { link(member, other) }
            }
            return
        }
        var ring = members
        var order = stream(nil)
        order.shuffle(&ring)
        for (index, member) in ring.enumerated() { link(member, ring[index + 1 < ring.count ? index + 1 : 0]) }
        for member in members {
            var draws = stream(member)
            // As in the mesh of blocks: first among those that want more themselves, then among those that take more.
            for room in [degree.aim, degree.high] {
                var attempts = 32 * degree.aim
                while adjacent[Int(member)].count < degree.aim, attempts > 0 {
                    attempts -= 1
                    let peer = members[draws.next(below: members.count)]
                    guard peer != member, adjacent[Int(peer)].count < room, !adjacent[Int(member)].contains(peer) else {
                        continue
                    }
                    link(member, peer)
                }
            }
        }
    }

    var count: Int { starts.count - 1 }

    /// What gossipsub's heartbeat makes of the meshes when peers are down: whoever is left with fewer than the lower bound
    /// grafts others that are up and have room, up to the aim.
    ///
    /// It depends on who is down, not on what was before, so that a mesh is the same after an outage as before it. Nobody
    /// seeks more peers than the mesh gave. O(links).
    /// - Parameters:
    ///   - meshes: the positions of each mesh.
    ///   - isDown: per position.
    ///   - degree: the aim and the bounds.
    ///   - stream: the draws of a position.
    func healed(
        meshes: [[UInt32]], isDown: (Int) -> Bool, degree: GossipMesh.Degree, stream: (Int) -> RandomStream
    ) -> PeerLists {
        var room = (0..<count).map { position in
            isDown(position)
                ? 0 : degree.high - peers[starts[position]..<starts[position + 1]].count { !isDown(Int($0)) }
        }
        var grafts = Grafts(positions: count)
        for mesh in meshes {
            let up = mesh.filter { !isDown(Int($0)) }
            guard up.count > 1 else { continue }
            for position in up {
                let own = starts[Int(position)]..<starts[Int(position) + 1]
                let wanted = min(degree.aim, own.count)
                guard degree.high - room[Int(position)] < min(degree.low, own.count) else { continue }
                var draws = stream(Int(position))
                var attempts = 32 * degree.aim
                while degree.high - room[Int(position)] < wanted, attempts > 0 {
                    attempts -= 1
                    let peer = up[draws.next(below: up.count)]
                    guard peer != position, room[Int(peer)] > 0, !peers[own].contains(peer),
                        !grafts.contain(peer, of: position)
                    else { continue }
                    grafts.join(position, peer)
                    room[Int(position)] -= 1
                    room[Int(peer)] -= 1
                }
            }
        }
        return grafts.isEmpty ? self : adding(grafts)
    }

    /// The lists with further links between two positions each, and empty lists for positions beyond the last.
    func joined(by links: [(UInt32, UInt32)], positions: Int) -> PeerLists {
        var wider = self
        while wider.count < positions { wider.starts.append(wider.peers.count) }
        var grafts = Grafts(positions: positions)
        for (one, other) in links { grafts.join(one, other) }
        return wider.adding(grafts)
    }

    private func adding(_ grafts: Grafts) -> PeerLists {
        var starts = [0]
        var peers: [UInt32] = []
        starts.reserveCapacity(self.starts.count)
        peers.reserveCapacity(self.peers.count + grafts.count)
        for position in 0..<count {
            peers.append(contentsOf: self.peers[self.starts[position]..<self.starts[position + 1]])
            grafts.forEachPeer(of: position) { peers.append($0) }
            starts.append(peers.count)
        }
        return PeerLists(starts: starts, peers: peers)
    }
}

/// New links of a few positions among many: linked lists in two arrays.
private struct Grafts {
    private var first: [Int32]
    private var links: [(peer: UInt32, next: Int32)] = []

    init(positions: Int) { first = Array(repeating: -1, count: positions) }

    var isEmpty: Bool { links.isEmpty }
    var count: Int { links.count }

    mutating func join(_ one: UInt32, _ other: UInt32) {
        add(other, to: one)
        add(one, to: other)
    }

    private mutating func add(_ peer: UInt32, to position: UInt32) {
        links.append((peer, first[Int(position)]))
        first[Int(position)] = Int32(links.count - 1)
    }

    func forEachPeer(of position: Int, _ body: (UInt32) -> Void) {
        var link = first[position]
        while link >= 0 {
            body(links[Int(link)].peer)
            link = links[Int(link)].next
        }
    }

    func contain(_ peer: UInt32, of position: UInt32) -> Bool {
        var found = false
        forEachPeer(of: Int(position)) { found = found || $0 == peer }
        return found
    }
}
