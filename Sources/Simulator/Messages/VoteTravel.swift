import EventEngine
import PeerNetwork

/// How votes and sync messages come to aggregators, and what those make of them to a proposer, on one side of the
/// partitions in force.
struct VoteTravel: Sendable {
    var subnets: CommitteeSubnets
    /// Of the sync committee that was asked for last.
    private(set) var syncSubnets: CommitteeSubnets
    private var topic: TopicDelays
    private let network: GossipNetwork
    /// By sync subnet, the nodes that follow it.
    private var followers: [[Int]]
    /// Whose seats `followers` were made of.
    private var seated: EpochCommittees?
    /// By sender, to the proposer of `delaysTo`.
    private var delays: [Int64] = []
    private var delaysTo: (receiver: Int, number: UInt64, side: UInt8)?

    /// How long a node checks a vote or an aggregate before it passes it on. Assumption: as long as a block's first checks.
    private static let check: SimulatedTime = .milliseconds(10)
    /// Bytes of an aggregate with its selection proof (consensus-specs, `SignedAggregateAndProof`: 96 + 8 + 96, and an
    /// attestation of 236 bytes and a bit for each of up to 500 members) and its frame. A contribution (360 bytes) is
    /// taken to be as long: on this way latency alone counts.
    private static let aggregateBytes = 550

    init(_ network: GossipNetwork) {
        self.network = network
        subnets = .attestation(network, hop: Self.check)
        topic = TopicDelays(network: network, hop: Self.check, bytes: Self.aggregateBytes)
        followers = Array(repeating: [], count: CommitteeSubnets.syncSubnetCount)
        syncSubnets = .sync(network, followers: followers, hop: Self.check)
    }

    /// How long an aggregate or a contribution of a slot takes from a host to a proposer, nanoseconds; `Int64.max` where it
    /// never comes.
    ///
    /// Both are small messages that leave at the same time over meshes that all nodes follow, so they share their luck.
    ///
    /// - Parameters:
    ///   - number: the slot.
    ///   - side: on which the host stood when votes were due.
    ///   - reach: what the side reached then.
    /// - Complexity: O(hosts · links) when asked about a proposer of a slot for the first time, then O(1).
    mutating func delay(
        from host: Int, toProposer proposer: Int, number: UInt64, side: UInt8, at time: SimulatedTime,
        _ reach: LinkConditions
    ) -> Int64 {
        if delaysTo.map({ $0 != (proposer, number, side) }) ?? true {
            topic.toReceiver(proposer, number: number, at: time, reach, into: &delays)
            delaysTo = (proposer, number, side)
        }
        return delays[host]
    }

    /// Lets the hosts of a sync committee's members follow its subnets; asked once an epoch, so that whoever takes over a
    /// seat follows from the next epoch on.
    ///
    /// - Parameter hosts: of a seat.
    /// - Complexity: O(seats), and the meshes' links where the followers are new.
    mutating func seat(_ committees: EpochCommittees, hosts: (_ seat: Int) -> [Int]) {
        guard seated !== committees else { return }
        seated = committees
        let size = max(1, committees.syncCommittee.count / CommitteeSubnets.syncSubnetCount)
        var found = Array(repeating: [Int](), count: CommitteeSubnets.syncSubnetCount)
        for seat in committees.syncCommittee.indices { found[min(found.count - 1, seat / size)] += hosts(seat) }
        for subnet in found.indices {
            found[subnet].sort()
            var before = -1
            found[subnet].removeAll { host in
                defer { before = host }
                return host == before
            }
        }
        guard found != followers else { return }
        followers = found
        syncSubnets = .sync(network, followers: found, hop: Self.check)
    }

    /// The sync messages that come too late for the aggregators of a subcommittee; see
    /// ``CommitteeSubnets/late(subnet:number:at:aggregators:publishers:_:into:)``.
    mutating func lateSyncMessages(
        subnet: Int, number: UInt64, at time: SimulatedTime, aggregator: CollectingAggregator,
        publishers: [VotePublisher], _ reach: LinkConditions, into late: inout [Int]
    ) {
        syncSubnets.late(
            subnet: subnet, number: number, at: time, aggregators: [aggregator], publishers: publishers, reach,
            into: &late)
    }
}
