import BeaconChain
import DistributedValidators
import PeerNetwork
import Scenario
import Staking

extension MessageSimulation {
    /// The hosts of a cluster's members, in the order of their shares.
    func memberHosts(of site: Int) -> [Int] { clusters.sites[site].members.map { hosts.hostsOfNode[$0].lowerBound } }

    /// A cluster's members at the start of a slot: dark ones are off, those that resync run without data and do not sign.
    private func members(of site: Int, slot: Slot) -> [DutyMember] {
        let cluster = clusters.sites[site]
        let slotStart = start(ofSlot: Int(slot - live.startSlot))
        return cluster.members.enumerated().map { place, node in
            var member = DutyMember()
            for span in nodes.cycles[node].spans where span.start < slotStart + slotLength && span.end > slotStart {
                if span.isDark {
                    let until = span.end == .max ? Int64.max : span.end - slotStart
                    if span.start > slotStart {
                        member.upUntil = min(member.upUntil, span.start - slotStart)
                    } else if until >= slotLength {
                        member.isUp = false
                    } else {
                        member.upFrom = max(member.upFrom, until)
                    }
                } else {
                    member.beaconReady = .max
                    member.signs = false
                }
            }
            for lie in cluster.liars
            where lie.members >> UInt64(place) & 1 == 1 && lie.start <= slotStart && lie.end > slotStart {
                member.conduct = .wrongPartial
            }
            return member
        }
    }

    /// A cluster attests: its members agree on what one of them sees, or do not agree.
    mutating func voteOfCluster(_ site: Int, slot: Slot, at now: Int64, in found: [SlotVotes]) {
        let actor = hosts.count + site
        if let cause = nodes.causeOfAbsence(of: clusters.sites[site].node, at: now) {
            for votes in found { votes.miss(by: actor, cause: cause) }
            return
        }
        var members = members(of: site, slot: slot)
        let machines = memberHosts(of: site)
        var choices: [(votes: Int, kind: UInt8)] = []
        for (place, host) in machines.enumerated() {
            let votes = found.firstIndex { $0.kindOfActor[host] != SlotVotes.none }
            guard let votes else {
                // Its beacon node has nothing to sign.
                members[place].beaconReady = .max
                continue
            }
            let choice = (votes: votes, kind: found[votes].kindOfActor[host])
            let number = choices.firstIndex { $0 == choice } ?? choices.count
            if number == choices.count { choices.append(choice) }
            let kind = found[votes].kinds[Int(choice.kind)]
            members[place].value = UInt32(number) + 1
            members[place].targetValue =
                UInt32(truncatingIfNeeded: UInt64(kind.target.number) &* 31 &+ kind.source.epoch) & 0x3FFF_FFFF
            if members[place].beaconReady != .max {
                members[place].beaconReady = clusters.sites[site].rules.attestationDue.nanoseconds(of: slotLength)
            }
        }
        guard let first = choices.first else { return }
        let isHealthy =
            choices.count == 1 && members.allSatisfy { $0.isUp && $0.hasBeacon && $0.signs && $0.conduct == .honest }
        let outcome =
            isHealthy
            ? clusters.playHealthy(.attester, site: site, slot: slot)
            : clusters.play(.attester, site: site, slot: slot, members: members)
        guard clusters.isInTime(outcome, .attester, site: site) else {
            let cause = causeOfClusterFailure(site, at: now)
            for votes in found { votes.miss(by: actor, cause: cause) }
            return
        }
        let choice = isHealthy ? first : choices[min(choices.count - 1, Int(max(1, outcome.value)) - 1)]
        let votes = found[choice.votes]
        let leader = machines.first { votes.kindOfActor[$0] == choice.kind }
        votes.cast(choice.kind, by: actor, cause: leader.map { Int(votes.causeOfActor[$0]) } ?? -1)
    }

    /// The machine that broadcasts a cluster's block, and how long after the start of the slot; nil where they do not get
    /// that far.
    mutating func proposalOfCluster(_ site: Int, slot: Slot, at now: Int64) -> (host: Int, delay: Int64)? {
        if nodes.causeOfAbsence(of: clusters.sites[site].node, at: now) != nil { return nil }
        var members = members(of: site, slot: slot)
        for place in members.indices { members[place].value = UInt32(place) + 1 }
        let outcome = clusters.play(.proposer, site: site, slot: slot, members: members)
        guard outcome.isCompleted, outcome.broadcaster >= 0 else { return nil }
        // What the leader has asked its builder for is as late as anybody's; the rules know the usual delay.
        let offset = Int(slot - live.startSlot)
        let drawn = publicationDelay(ofSlot: offset) - clusters.sites[site].rules.blockDelay
        return (memberHosts(of: site)[outcome.broadcaster], max(0, outcome.completedAt + drawn))
    }

    /// What stands behind a cluster's failure: what keeps its first absent member away, or a fault that holds one.
    func causeOfClusterFailure(_ site: Int, at now: Int64) -> Int {
        for node in [clusters.sites[site].node] + clusters.sites[site].members {
            if let cause = nodes.causeOfAbsence(of: node, at: now) { return cause }
        }
        for lie in clusters.sites[site].liars where lie.start <= now && lie.end > now {
            return causes.absence(outage: lie.outage, isDark: true)
        }
        for host in memberHosts(of: site) {
            for fault in faults where fault.holds(at: now) {
                if fault.hits[host] && fault.groupOfHost.isEmpty
                    || !fault.groupOfHost.isEmpty && fault.groupOfHost[host] != 0
                {
                    return causes.absence(outage: fault.outage, isDark: true)
                }
            }
        }
        return Causes.clusterTiming
    }
}
