import BeaconChain
import Staking

// Validators that others operate do what their operator of the moment does.
extension MessageSimulation {
    /// The host or cluster that acts for an actor; nil in the grace between two operators.
    func operatingActor(of actor: Int, at now: Int64) -> Int? {
        let position = actor - hosts.count - clusters.sites.count
        guard position >= 0 else { return actor }
        guard let node = world.operated[position].operatorNode(at: now) else { return nil }
        if let site = clusters.sites.firstIndex(where: { $0.node == node }) { return hosts.count + site }
        return hosts.hostsOfNode[node].lowerBound
    }

    /// Comes after the hosts' and clusters' own votes of a slot.
    mutating func voteOfOperated(at now: Int64, in found: [SlotVotes]) {
        for position in world.operated.indices {
            let actor = hosts.count + clusters.sites.count + position
            let by = operatingActor(of: actor, at: now)
            for votes in found {
                guard let by else {
                    votes.miss(by: actor, cause: Causes.changingHands)
                    continue
                }
                let (kind, cause) = (votes.kindOfActor[by], Int(votes.causeOfActor[by]))
                if kind != SlotVotes.none {
                    votes.cast(kind, by: actor, at: votes.leavesOfActor[by], cause: cause)
                } else if cause >= 0 {
                    votes.miss(by: actor, cause: cause, failure: votes.failure(of: by))
                }
                let message = votes.syncMessage(of: by)
                votes.sign(message.kind, by: actor, at: votes.leavesOfSyncMessage(by), reason: message.reason)
            }
        }
    }
}
