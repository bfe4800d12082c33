import BeaconChain
import DistributedValidators
import PeerNetwork
import Scenario
import Staking

extension MessageSimulation {
    /// The hosts of a cluster's members, in the order of their shares.
    func memberHosts(of site: Int) -> [Int] { clusters.sites[site].members.map { hosts.hostsOfNode[$0].lowerBound } }

    /// A cluster's members at the start of a slot.
    func members(of site: Int, slot: Slot) -> [DutyMember] {
        let cluster = clusters.sites[site]
        let slotStart = start(ofSlot: Int(slot - live.startSlot))
        var members = cluster.members(cluster.memberSpans { nodes.cycles[$0].spans }, slotStart: slotStart)
        for (place, host) in memberHosts(of: site).enumerated() {
            members[place].clock = clockSkew(of: host, at: slotStart)
        }
        return members
    }

    /// A cluster's members as they are when a slot's block is due: who is too far behind has no beacon node that serves.
    private func proposingMembers(of site: Int, slot: Slot, at now: Int64) throws(SimulationError) -> [DutyMember] {
        var members = members(of: site, slot: slot)
        for (place, host) in memberHosts(of: site).enumerated() {
            members[place].value = UInt32(place) + 1
            guard let backlog = try backlog(of: host, slot: slot, at: now) else { continue }
            if backlog.isSyncing || !canBuild(on: backlog.head, in: slot) { members[place].beaconReady = .max }
        }
        return members
    }

    /// How long messages take between a cluster's members, where a fault slows them down or cuts them off; nil where none
    /// does.
    func ways(of site: Int, slot: Slot) -> [Int64]? {
        let connections = clusters.sites[site].connections
        let slotStart = start(ofSlot: Int(slot - live.startSlot))
        let relay = connections.relay.map { hosts.hostsOfNode[$0.node].lowerBound }
        let machines = memberHosts(of: site) + (relay.map { [$0] } ?? [])
        let isCut = sides.count > 1
        var found = MemberConnections.Conditions()
        found.isRelayUp = connections.relay.map { !isDark($0.node, at: slotStart) } ?? true
        guard
            isCut || !found.isRelayUp || connections.isHalfOpen(from: slotStart, to: slotStart + 1)
                || machines.contains(where: { conditions.extraLatency[$0] != 0 })
        else { return nil }
        found.extra = machines.map { conditions.extraLatency[$0] }
        found.relayExtra = relay.map { conditions.extraLatency[$0] } ?? 0
        let (sides, isGossip) = (sides, connections.isGossip)
        if isCut {
            found.hears = { from, to in
                let (sender, receiver) = (sides.sideOfHost[machines[from]], sides.sideOfHost[machines[to]])
                return isGossip
                    ? sides.hears(from: sender, at: receiver) : sides.hearsStraight(from: sender, at: receiver)
            }
        }
        let spans = clusters.sites[site].members.map { nodes.cycles[$0].spans }
        return connections.ways(at: slotStart, found) { place in
            !spans[place].contains { $0.isDark && $0.start < slotStart + slotLength && $0.end > slotStart }
        }
    }

    private func isDark(_ node: Int, at time: Int64) -> Bool {
        nodes.cycles[node].spans.contains { $0.isDark && $0.start <= time && $0.end > time }
    }

    // MARK: Votes

    /// The clusters attest and send their sync messages: members agree on what one of them sees, or do not agree.
    mutating func voteOfClusters(_ slot: Slot, at now: Int64, in found: [SlotVotes]) throws(SimulationError) {
        clusters.handOver(by: start(ofSlot: Int(slot - live.startSlot)))
        for group in clusters.groups.indices {
            let sites = clusters.groups[group]
            let ways = ways(of: sites.lowerBound, slot: slot)
            if ways == nil, let choice = commonChoice(of: sites.lowerBound, slot: slot, in: found),
                voteTogether(group, choice, slot: slot, in: found)
            {
                continue
            }
            var members = members(of: sites.lowerBound, slot: slot)
            let machines = memberHosts(of: sites.lowerBound)
            let choices = choices(of: machines, &members, group: group, in: found)
            guard !choices.isEmpty else { continue }
            let cause = causeOfClusterFailure(sites.lowerBound, at: now)
            let isHealthy =
                choices.count == 1 && ways == nil
                && members.allSatisfy {
                    $0.isUpAllTheWhile && $0.hasBeacon && $0.beaconAwayUntil == .min && $0.signs && $0.clock == 0
                        && $0.conduct == .honest
                }
            let outcome =
                isHealthy
                ? clusters.playHealthy(.attester, group: group, slot: slot, clusters: sites.count)
                : clusters.play(
                    .attester, group: group, slot: slot, members: members, ways: ways, clusters: sites.count)
            try cast(outcome, group, choices, machines, cause: cause, slot: slot, in: found)
            guard clusters.hasOwnSyncMessages(group) else {
                signer?.keep(outcome, .syncMessage, group: group)
                continue
            }
            for place in members.indices {
                // What counts is the head alone.
                let own = Int(members[place].value) - 1
                guard choices.indices.contains(own) else { continue }
                let head = found[choices[own].votes].kinds[Int(choices[own].kind)].head
                let same = choices.firstIndex { found[$0.votes].kinds[Int($0.kind)].head == head } ?? own
                members[place].value = UInt32(same) + 1
                members[place].targetValue = 0
            }
            let signed =
                isHealthy
                ? clusters.playHealthy(.syncMessage, group: group, slot: slot, clusters: sites.count)
                : clusters.play(
                    .syncMessage, group: group, slot: slot, members: members, ways: ways, clusters: sites.count)
            sign(signed, group, choices, cause: cause, slot: slot, in: found)
        }
    }

    /// Whether some member of a cluster is without duties at a moment or later, as far as is known, or listens for its keys.
    func isAnyAway(from site: Int, at time: Int64) -> Bool {
        let cluster = clusters.sites[site]
        guard cluster.doppelganger != nil else {
            return cluster.members.contains { nodes.cycles[$0].spans.last.map { $0.end > time } ?? false }
        }
        return cluster.memberSpans { nodes.cycles[$0].spans }.contains { $0.contains { $0.end > time } }
    }

    /// What all members of a cluster vote for, where all are up the whole slot, honest and of one mind.
    private func commonChoice(of site: Int, slot: Slot, in found: [SlotVotes]) -> (votes: Int, kind: UInt8)? {
        let cluster = clusters.sites[site]
        let slotStart = start(ofSlot: Int(slot - live.startSlot))
        if cluster.liars.contains(where: { $0.start <= slotStart && $0.end > slotStart }) { return nil }
        if isAnyAway(from: site, at: slotStart) { return nil }
        var choice: (votes: Int, kind: UInt8)?
        for node in cluster.members {
            let host = hosts.hostsOfNode[node].lowerBound
            if clockSkew(of: host, at: slotStart) != 0 { return nil }
            guard let votes = found.firstIndex(where: { $0.kindOfActor[host] != SlotVotes.none }) else { return nil }
            let own = (votes: votes, kind: found[votes].kindOfActor[host])
            if let choice, choice != own { return nil }
            choice = own
        }
        return choice
    }

    /// Lets clusters vote for what all their members see; false where that is not in time, or one is itself struck.
    private mutating func voteTogether(
        _ group: Int, _ choice: (votes: Int, kind: UInt8), slot: Slot, in found: [SlotVotes]
    ) -> Bool {
        let sites = clusters.groups[group]
        let hasSync = clusters.hasOwnSyncMessages(group)
        guard clusters.isHealthyInTime(.attester, group: group, slot: slot),
            !hasSync || clusters.isHealthyInTime(.syncMessage, group: group, slot: slot),
            sites.allSatisfy({ strike(of: $0, in: slot) == nil })
        else { return false }
        let outcome = clusters.playHealthy(.attester, group: group, slot: slot, clusters: sites.count)
        signer?.keep(outcome, .attester, group: group)
        let signed =
            hasSync ? clusters.playHealthy(.syncMessage, group: group, slot: slot, clusters: sites.count) : outcome
        signer?.keep(signed, .syncMessage, group: group)
        let votes = found[choice.votes]
        let leader = hosts.hostsOfNode[clusters.sites[sites.lowerBound].members[0]].lowerBound
        let cause = Int(votes.causeOfActor[leader])
        let leaves = start(ofSlot: Int(slot - live.startSlot)) + outcome.completedAt
        for site in sites {
            votes.cast(choice.kind, by: hosts.count + site, at: leaves, cause: cause)
            guard hasSync else { continue }
            votes.sign(
                choice.kind, by: hosts.count + site,
                at: start(ofSlot: Int(slot - live.startSlot)) + signed.completedAt,
                reason: cause < 0 ? nil : DutyReason(cause: cause))
        }
        return true
    }

    /// What members would vote for, each thing once; the members know by which number.
    private func choices(
        of machines: [Int], _ members: inout [DutyMember], group: Int, in found: [SlotVotes]
    ) -> [(votes: Int, kind: UInt8)] {
        let rules = clusters.sites[clusters.groups[group].lowerBound].rules
        var choices: [(votes: Int, kind: UInt8)] = []
        for (place, host) in machines.enumerated() {
            guard let votes = found.firstIndex(where: { $0.kindOfActor[host] != SlotVotes.none }) else {
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
                members[place].beaconReady =
                    rules.attestationDue.nanoseconds(of: slotLength) &- members[place].clock
            }
        }
        return choices
    }

    private mutating func cast(
        _ outcome: ClusterDutyOutcome, _ group: Int, _ choices: [(votes: Int, kind: UInt8)], _ machines: [Int],
        cause: Int, slot: Slot, in found: [SlotVotes]
    ) throws(SimulationError) {
        let timeliness = clusters.timeliness(outcome, .attester, group: group)
        if timeliness != .inTime {
            clusters.failed(outcome, isLate: timeliness == .late, group: group)
        }
        signer?.keep(outcome, .attester, group: group)
        if timeliness == .missed {
            for site in clusters.groups[group] {
                nodes.addClusterDark(clusters.sites[site].node)
                let own = strike(of: site, in: slot)
                for votes in found {
                    votes.miss(by: hosts.count + site, cause: own ?? cause, failure: own == nil ? outcome.failure : nil)
                }
            }
            return
        }
        let choice = choices[min(choices.count - 1, Int(max(1, outcome.value)) - 1)]
        let votes = found[choice.votes]
        let leader = machines.first { votes.kindOfActor[$0] == choice.kind }
        var own = leader.map { Int(votes.causeOfActor[$0]) } ?? -1
        var kind = choice.kind
        if timeliness == .late {
            var said = votes.kinds[Int(choice.kind)]
            said.isLate = true
            guard let number = votes.number(of: said) else {
                throw .badChain("more than 254 different votes in slot \(slot)")
            }
            (kind, own) = (number, cause)
        }
        let leaves = start(ofSlot: Int(slot - live.startSlot)) + outcome.completedAt
        for site in clusters.groups[group] {
            guard let struck = strike(of: site, in: slot) else {
                votes.cast(kind, by: hosts.count + site, at: leaves, cause: own)
                continue
            }
            nodes.addClusterDark(clusters.sites[site].node)
            for votes in found { votes.miss(by: hosts.count + site, cause: struck) }
        }
    }

    /// What strikes a cluster itself when votes are due in a slot.
    private func strike(of site: Int, in slot: Slot) -> Int? {
        let due =
            start(ofSlot: Int(slot - live.startSlot))
            + clusters.sites[site].rules.attestationDue.nanoseconds(of: slotLength)
        return nodes.causeOfAbsence(of: clusters.sites[site].node, at: due)
    }

    private mutating func sign(
        _ outcome: ClusterDutyOutcome, _ group: Int, _ choices: [(votes: Int, kind: UInt8)], cause: Int,
        slot: Slot, in found: [SlotVotes]
    ) {
        signer?.keep(outcome, .syncMessage, group: group)
        let isInTime = clusters.timeliness(outcome, .syncMessage, group: group) == .inTime
        if !isInTime { clusters.failed(outcome, isLate: outcome.isCompleted, group: group) }
        let choice = choices[min(choices.count - 1, Int(max(1, outcome.value)) - 1)]
        let leaves = start(ofSlot: Int(slot - live.startSlot)) + (isInTime ? outcome.completedAt : 0)
        for site in clusters.groups[group]
        where strike(of: site, in: slot) == nil {
            for (number, votes) in found.enumerated() {
                guard isInTime, number == choice.votes else {
                    votes.sign(
                        SlotVotes.none, by: hosts.count + site, at: leaves,
                        reason: DutyReason(cause: cause, failure: outcome.failure))
                    continue
                }
                let cause = Int(votes.causeOfActor[hosts.count + site])
                votes.sign(
                    choice.kind, by: hosts.count + site, at: leaves, reason: cause < 0 ? nil : DutyReason(cause: cause))
            }
        }
    }

    /// Really signs what clusters have just voted for.
    mutating func signVotes(of slot: Slot, _ found: [SlotVotes]) {
        guard var signer else { return }
        for votes in found {
            func root(_ block: BlockID) -> Root { live.root(block) }
            for committee in 0..<votes.committees.committeesPerSlot {
                for place in votes.committees.members(slot: votes.slotInEpoch, committee: committee) {
                    let validator = Int(votes.committees.shuffled[place])
                    let actor = Int(hosts.actorOfValidator[validator])
                    guard actor >= hosts.count, actor < hosts.count + clusters.sites.count,
                        votes.kindOfActor[actor] != SlotVotes.none
                    else { continue }
                    let said = votes.kinds[Int(votes.kindOfActor[actor])]
                    signer.attest(
                        validator,
                        AttestationData(
                            slot: slot, index: 0, beaconBlockRoot: root(said.head), source: said.source,
                            target: Checkpoint(epoch: votes.committees.epoch, root: root(said.target))),
                        committee: committee)
                }
            }
            for member in signer.seated(votes.committees.syncCommittee) {
                let kind = votes.syncMessage(of: Int(hosts.actorOfValidator[member])).kind
                guard kind != SlotVotes.none else { continue }
                signer.signSync(member, head: root(votes.kinds[Int(kind)].head), slot: slot)
            }
        }
        self.signer = signer
    }

    // MARK: Blocks

    /// The machine that broadcasts a cluster's block, and how long after the start of the slot; without it what went wrong.
    mutating func proposalOfCluster(
        _ site: Int, slot: Slot, proposer: Int, at now: Int64
    ) throws(SimulationError) -> (made: (host: Int, delay: Int64)?, failure: DutyFailure?) {
        if nodes.causeOfAbsence(of: clusters.sites[site].node, at: now) != nil { return (nil, nil) }
        let group = clusters.group(of: site)
        let members = try proposingMembers(of: site, slot: slot, at: now)
        let outcome = clusters.play(
            .proposer, group: group, slot: slot, members: members, ways: ways(of: site, slot: slot), clusters: 1)
        guard outcome.isCompleted, outcome.broadcaster >= 0 else {
            clusters.failed(outcome, isLate: false, group: group)
            return (nil, outcome.failure)
        }
        signer?.propose(outcome, by: proposer, slot: slot)
        // What the leader has asked its builder for is as late as anybody's; the rules know the usual delay.
        let offset = Int(slot - live.startSlot)
        let buildsLocally = world.nodes[clusters.sites[site].node].buildsLocally
        let drawn =
            publicationDelay(ofSlot: offset, buildsLocally: buildsLocally) - clusters.sites[site].rules.blockDelay
        guard let proofs = proofTime(ofCluster: site, members, slot: slot) else { return (nil, nil) }
        let machines = memberHosts(of: site)
        var host = machines[outcome.broadcaster]
        // The block stands on the head of the member that made it; it tells where one of them is behind.
        let leader = Int(outcome.value) - 1
        if machines.indices.contains(leader), isBehind(host, at: now) || isBehind(machines[leader], at: now) {
            host = machines[leader]
        }
        return ((host, max(0, outcome.completedAt + drawn + proofs)), nil)
    }

    /// What stands behind a cluster's failure: where enough members are up, what keeps these from working together; else what
    /// keeps its first absent member away, or whatever fault holds one.
    func causeOfClusterFailure(_ site: Int, at now: Int64) -> Int {
        let cluster = clusters.sites[site]
        if let cause = nodes.causeOfAbsence(of: cluster.node, at: now) { return cause }
        let absences = cluster.members.compactMap { nodes.causeOfAbsence(of: $0, at: now) }
        func strike(_ outage: Int) -> Int { causes.absence(outage: outage, isDark: true) }
        if cluster.isEnough(without: absences.count) {
            let relay = cluster.connections.relay.map { nodes.cycles[$0.node].spans } ?? []
            let outage =
                cluster.outageOfConnections(at: now - now % slotLength, relay: relay)
                ?? cluster.liars.first { $0.start <= now && $0.end > now }?.outage
                ?? outageOfFault(onMembersOf: site, at: now, where: \.partsMembers)
            if let outage { return strike(outage) }
        }
        if let first = absences.first { return first }
        if cluster.doppelganger != nil,
            let span = cluster.memberSpans({ nodes.cycles[$0].spans }).joined().first(where: {
                $0.start <= now && now < $0.end
            })
        {
            return causes.absence(outage: span.outage, isDark: span.isDark)
        }
        if let lie = cluster.liars.first(where: { $0.start <= now && $0.end > now }) { return strike(lie.outage) }
        if let host = memberHosts(of: site).first(where: { isBehind($0, at: now) }) {
            return causeOfBacklog(host, at: now)
        }
        return outageOfFault(onMembersOf: site, at: now).map(strike) ?? Causes.clusterTiming
    }

    private func outageOfFault(
        onMembersOf site: Int, at now: Int64, where isMeant: (Fault) -> Bool = { _ in true }
    ) -> Int? {
        for host in memberHosts(of: site) {
            for fault in faults where fault.holds(at: now) && isMeant(fault.fault) {
                if fault.hits[host] && fault.groupOfHost.isEmpty
                    || !fault.groupOfHost.isEmpty && fault.groupOfHost[host] != 0
                {
                    return fault.outage
                }
            }
        }
        return nil
    }
}

extension Fault {
    /// Whether it keeps members that are up from working together: messages that are lost, clocks that differ. Messages that
    /// are slow only add to what an absence costs.
    fileprivate var partsMembers: Bool {
        switch self {
        case .partition, .clockSkew, .halfOpen: true
        case .slowLink, .slowMachine, .clientBug, .byzantine, .doubleKeys: false
        }
    }
}
