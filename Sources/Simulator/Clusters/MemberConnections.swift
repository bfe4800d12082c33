/// How messages get from one member of a cluster to another.
///
/// Charon sends each message straight to each member, so what is cut between two is lost to these two, unless a relay
/// carries it. SSV gossips: what does not come from its sender comes from whoever else has got it.
package struct MemberConnections: Sendable {
    let count: Int
    /// Nanoseconds one way from member *i* to member *j* at *i*·n + *j*, with nothing cut.
    package let latency: [Int64]
    /// Whether members pass on what they hear.
    let isGossip: Bool
    /// What stands between members that cannot call each other.
    var relay: Relay?
    /// Members that take others for down.
    package var halfOpen: [HalfOpen] = []

    package init(_ count: Int, latency: [Int64], isGossip: Bool, relay: Relay? = nil) {
        self.count = count
        self.latency = latency
        self.isGossip = isGossip
        self.relay = relay
    }

    /// A relay of a Charon cluster that stands somewhere and can fail.
    package struct Relay: Sendable {
        /// The world's node that it is.
        var node: Int
        /// Pairs that have no other connection, as in `latency`.
        var pairs: [Bool]
        /// Nanoseconds to the relay and from it, by member.
        var inbound: [Int64]
        var outbound: [Int64]

        package init(node: Int, pairs: [Bool], inbound: [Int64], outbound: [Int64]) {
            self.node = node
            self.pairs = pairs
            self.inbound = inbound
            self.outbound = outbound
        }
    }

    /// A member that sends nothing to another, by place.
    package struct HalfOpen: Sendable {
        var from: Int
        var to: Int
        var outage: Int
        /// Nanoseconds from the start of the run.
        var start: Int64
        var end: Int64

        package init(from: Int, to: Int, outage: Int, start: Int64, end: Int64) {
            self.from = from
            self.to = to
            self.outage = outage
            self.start = start
            self.end = end
        }

        func holds(at time: Int64) -> Bool { start <= time && time < end }
    }

    /// What the network does to messages, beside what is the cluster's own.
    package struct Conditions {
        package var isRelayUp = true
        /// Nanoseconds that a member's own link adds; empty for none.
        package var extra: [Int64] = []
        /// What the relay's link adds, each time.
        package var relayExtra: Int64 = 0
        /// Whether what one sends straight comes to another, the relay being the member after the last.
        package var hears: (_ from: Int, _ to: Int) -> Bool = { _, _ in true }

        /// Nothing is the matter.
        package init() {}
    }

    /// Whether a half-open connection touches a stretch of time.
    func isHalfOpen(from start: Int64, to end: Int64) -> Bool {
        halfOpen.contains { $0.start < end && $0.end > start }
    }

    /// The ways at a moment, `Int64.max` where nothing comes through. O(n²), and O(n³) where members gossip around a cut.
    ///
    /// - Parameters:
    ///   - time: nanoseconds from the start of the run.
    ///   - carries: whether a member can pass messages on.
    package func ways(at time: Int64, _ conditions: Conditions, carries: (Int) -> Bool) -> [Int64] {
        var ways = latency
        for from in 0..<count {
            for to in 0..<count where from != to {
                let place = from * count + to
                if relay?.pairs[place] == true || !conditions.hears(from, to) {
                    ways[place] = wayThroughRelay(from, to, conditions)
                }
                if ways[place] != .max, !conditions.extra.isEmpty {
                    ways[place] += conditions.extra[from] + conditions.extra[to]
                }
            }
        }
        for pair in halfOpen where pair.holds(at: time) { ways[pair.from * count + pair.to] = .max }
        return isGossip ? gossiped(ways, carries) : ways
    }

    private func wayThroughRelay(_ from: Int, _ to: Int, _ conditions: Conditions) -> Int64 {
        guard let relay, conditions.isRelayUp, conditions.hears(from, count), conditions.hears(count, to) else {
            return .max
        }
        return relay.inbound[from] + relay.outbound[to] + 2 * conditions.relayExtra
    }

    /// Fills what is cut with the shortest way through others, one after the other as in Floyd's algorithm.
    private func gossiped(_ ways: [Int64], _ carries: (Int) -> Bool) -> [Int64] {
        guard ways.contains(.max) else { return ways }
        var found = ways
        for through in 0..<count where carries(through) {
            for place in ways.indices where ways[place] == .max {
                let (first, second) = (
                    found[place / count * count + through], found[through * count + place % count]
                )
                if first != .max, second != .max { found[place] = min(found[place], first + second) }
            }
        }
        return found
    }
}
