import EventEngine
import PeerNetwork

/// How votes come to aggregators, and aggregates to a proposer, on one side of the partitions in force.
struct VoteTravel: Sendable {
    var subnets: AttestationSubnets
    var topic: TopicDelays

    /// How long a node checks a vote or an aggregate before it passes it on. Assumption: as long as a block's first checks.
    private static let check: SimulatedTime = .milliseconds(10)
    /// Bytes of an aggregate with its selection proof (consensus-specs, `SignedAggregateAndProof`: 96 + 8 + 96, and an
    /// attestation of 236 bytes and a bit for each of up to 500 members) and its frame.
    private static let aggregateBytes = 550

    init(_ network: GossipNetwork) {
        subnets = AttestationSubnets(network: network, hop: Self.check)
        topic = TopicDelays(network: network, hop: Self.check, bytes: Self.aggregateBytes)
    }
}
