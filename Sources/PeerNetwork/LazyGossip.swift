public import EventEngine

extension StreamDomain {
    /// When a node's heartbeats beat, and to whom it announces; the entity is the node, position 0 the phase, from
    /// (beat + 1) · 64 on the nodes of a beat.
    public static var lazyGossip: StreamDomain { StreamDomain(rawValue: 0x0130) }
    /// Jitter and loss of announcements; the entity is (sender, receiver), the pair of words the message's number.
    public static var announcementJitter: StreamDomain { StreamDomain(rawValue: 0x0131) }
    /// Jitter and loss of requests; likewise.
    public static var requestJitter: StreamDomain { StreamDomain(rawValue: 0x0132) }
}

/// Lazy gossip (gossipsub 1.1): at every heartbeat a node announces what came lately to some nodes outside its mesh, and
/// who misses it asks.
///
/// The figures of Ethereum (consensus-specs, `p2p-interface.md`): `heartbeat_interval` 0.7 s, `D_lazy` 6, `mcache_gossip`
/// 3 heartbeats of announcing, `mcache_len` 6 heartbeats of answering. The nodes of a beat are drawn from all that are up
/// and not peers, as if everybody were connected with everybody. Announcements and requests take latency, jitter and
/// losses but no bandwidth; the copies asked for go through the upload like any other. A message alone whose copies weigh
/// nothing never comes later for it; heavy copies that are asked for may delay others.
public struct LazyGossip: Hashable, Sendable {
    /// The time between two heartbeats of a node.
    public var heartbeat: SimulatedTime
    /// Nodes that get the announcements of one heartbeat.
    public var fanout: Int
    /// Heartbeats at which a message is announced.
    public var announcedBeats: Int
    /// Heartbeats for which a message can be asked for.
    public var keptBeats: Int

    /// - Throws: ``NetworkDataError/badMesh(_:)`` for a heartbeat under a millisecond or over a day, or counts outside
    ///   0 to 50.
    public init(
        heartbeat: SimulatedTime = .milliseconds(700), fanout: Int = 6, announcedBeats: Int = 3, keptBeats: Int = 6
    ) throws(NetworkDataError) {
        guard heartbeat >= .milliseconds(1), heartbeat <= .seconds(86_400) else {
            throw .badMesh("a heartbeat of \(heartbeat): give a millisecond to a day")
        }
        guard [fanout, announcedBeats, keptBeats].allSatisfy({ (0...50).contains($0) }) else {
            throw .badMesh(
                "lazy gossip to \(fanout) nodes, announced for \(announcedBeats) and kept for \(keptBeats) heartbeats: "
                    + "give 0 to 50 of each")
        }
        self.heartbeat = heartbeat
        self.fanout = fanout
        self.announcedBeats = announcedBeats
        self.keptBeats = keptBeats
    }
}

extension LazyGossip {
    /// The beat of a node that follows a time, and when it is, nanoseconds.
    func nextBeat(of node: Int, after time: Int64, _ source: RandomSource) -> (beat: Int64, time: Int64) {
        let span = heartbeat.nanoseconds
        let word = source.stream(.lazyGossip, entity: UInt64(node)).word(at: 0)
        let phase = Int64(word.multipliedFullWidth(by: UInt64(span)).high)
        let beat = time < phase ? 0 : (time - phase) / span + 1
        return (beat, phase + beat * span)
    }

    /// The nodes to which a node announces at a beat: up, not its peers, the same for all messages.
    func audience(
        of node: Int, at time: Int64, peers: ArraySlice<UInt32>, nodes: Int, isDown: (Int) -> Bool,
        _ source: RandomSource
    ) -> [UInt32] {
        let beat = nextBeat(of: node, after: time - 1, source).beat
        var draws = source.stream(.lazyGossip, entity: UInt64(node))
        draws.position = (UInt64(beat) + 1) * 64
        var chosen: [UInt32] = []
        for _ in 0..<64 where chosen.count < fanout {
            let other = UInt32(draws.next(below: nodes))
            if other != UInt32(node), !isDown(Int(other)), !peers.contains(other), !chosen.contains(other) {
                chosen.append(other)
            }
        }
        return chosen
    }
}

extension FloodCourse {
    mutating func beginAnnouncing(_ copy: Event, at time: Int64, _ queue: inout EventQueue<Event>) {
        guard let lazyGossip, lazyGossip.announcedBeats > 0 else { return }
        let next = lazyGossip.nextBeat(of: Int(copy.node), after: time, network.source)
        queue.push(
            Event(
                message: copy.message, node: copy.node, other: UInt32(lazyGossip.announcedBeats), kind: .announce),
            at: SimulatedTime(nanoseconds: next.time))
    }

    mutating func announce(_ event: Event, at time: Int64, _ queue: inout EventQueue<Event>) {
        guard let lazyGossip else { return }
        let node = Int(event.node)
        let audience = lazyGossip.audience(
            of: node, at: time, peers: lists.peers[lists.starts[node]..<lists.starts[node + 1]], nodes: nodes,
            isDown: { ends[$0].isDown }, network.source)
        for peer in audience
        where !network.isStopped(from: Int(event.node), to: Int(peer), at: time) {
            result.announcements[Int(event.message)] += 1
            tell(.announcement, .announcementJitter, event.message, from: event.node, to: peer, at: time, &queue)
        }
        if event.other > 1 {
            var next = event
            next.other -= 1
            queue.push(next, at: SimulatedTime(nanoseconds: time) + lazyGossip.heartbeat)
        }
    }

    /// Who misses what is announced asks the announcer.
    mutating func request(_ event: Event, at time: Int64, _ queue: inout EventQueue<Event>) {
        guard result.arrivals[place(event.message, event.node)] == .max,
            !network.isStopped(from: Int(event.node), to: Int(event.other), at: time)
        else { return }
        tell(.request, .requestJitter, event.message, from: event.node, to: event.other, at: time, &queue)
    }

    mutating func answer(_ event: Event, at time: Int64, _ queue: inout EventQueue<Event>) {
        guard let lazyGossip else { return }
        let kept = lazyGossip.heartbeat * Int64(lazyGossip.keptBeats)
        guard time - result.arrivals[place(event.message, event.node)] <= kept.nanoseconds else { return }
        if send(event.message, from: event.node, to: event.other, notBefore: time, &queue) {
            result.requested[Int(event.message)] += 1
        }
    }

    private mutating func tell(
        _ kind: Event.Kind, _ domain: StreamDomain, _ message: UInt32, from node: UInt32, to peer: UInt32,
        at time: Int64, _ queue: inout EventQueue<Event>
    ) {
        let (own, other) = (ends[Int(node)], ends[Int(peer)])
        let latency = network.latency(from: own, to: other)
        let words = network.source.stream(domain, entity: node, peer).words(atPair: messages[Int(message)].number)
        let delay = LinkChance.delay(
            words, jitter: own.jitter + other.jitter, loss: own.loss + other.loss, latency: latency)
        queue.push(
            Event(message: message, node: peer, other: node, kind: kind),
            at: SimulatedTime(nanoseconds: time + latency + delay))
    }
}
