import BeaconChain
import PeerNetwork
import Scenario
import Staking

/// What is known of second machines while messages run: who listens, who signs, and which double signatures nobody has
/// found yet.
struct KeyWatch: Sendable {
    /// By copy and owner: when the owner's keys were last heard, nanoseconds.
    var lastHeard: [[Int64]]
    /// By copy and owner: since when a backup that listens first has been signing; nil while it listens.
    var signsSince: [[Int64?]]
    /// Double signatures of which nobody hears both.
    var hidden: [Found] = []
    /// Per host, the outage after which its slashing protection was emptied; −1 where it never was.
    var wipedBy: [Int]
    /// Per host, its votes with the highest source, whatever its slashing protection has forgotten.
    var farthest: [FarthestVote]
    /// Virtual indices of validators whose surrounding votes are known.
    var surrounding: Set<Int> = []

    /// Votes of a host: the highest source that it ever named, and the first target that it named with it.
    struct FarthestVote: Sendable {
        var source: Epoch = 0
        var target: Epoch = 0
        /// The side of a partition on which they were cast.
        var side: UInt8 = 0
        /// In which the side has this number.
        var era: Int32 = 0
    }

    /// Validators that signed twice, and the sides of a partition to which the signatures were sent.
    struct Found: Sendable {
        var validators: [Int]
        var duty: SigningConflict.Duty
        var outage: Int
        var sides: (UInt8, UInt8)
        /// In which the sides have these numbers.
        var era: Int32
    }

    init(_ copies: [KeyCopy], hosts: Int) {
        wipedBy = Array(repeating: -1, count: hosts)
        farthest = Array(repeating: FarthestVote(), count: hosts)
        lastHeard = copies.map { Array(repeating: .min, count: $0.owners.count) }
        signsSince = copies.map { Array(repeating: nil, count: $0.owners.count) }
    }
}

extension MessageSimulation {
    /// Backups vote for owners that did not, and against owners that did; evidence comes to light.
    ///
    /// Comes after the hosts' and clusters' own votes of a slot.
    mutating func signTwice(_ slot: Slot, at now: Int64, _ found: [SlotVotes]) throws(SimulationError) {
        signPartialsTwice(slot, at: now, found)
        signAsBackups(slot, at: now, found)
        if !watch.hidden.isEmpty { try reveal(in: slot) }
    }

    /// Keeps the source of a host's vote, and finds out whether the vote surrounds an earlier one.
    ///
    /// Only a host that no longer remembers what it signed casts such a vote (EIP-3076).
    /// Spec: `is_slashable_attestation_data`, the surround rule.
    mutating func noteSource(of host: Int, _ source: Epoch, target: Epoch, side: UInt8, in votes: SlotVotes) {
        let earlier = watch.farthest[host]
        if source > earlier.source {
            watch.farthest[host] = KeyWatch.FarthestVote(source: source, target: target, side: side, era: era)
        }
        guard source < earlier.source, earlier.target < target, watch.wipedBy[host] >= 0 else { return }
        var caught: [Int] = []
        for place in votes.committees.members(slot: votes.slotInEpoch) {
            let validator = Int(votes.committees.shuffled[place])
            if Int(hosts.actorOfValidator[validator]) == host, watch.surrounding.insert(validator).inserted {
                caught.append(validator)
            }
        }
        guard !caught.isEmpty else { return }
        watch.hidden.append(
            KeyWatch.Found(
                validators: caught, duty: .attestation, outage: watch.wipedBy[host], sides: (earlier.side, side),
                era: earlier.era))
    }

    private mutating func signAsBackups(_ slot: Slot, at now: Int64, _ found: [SlotVotes]) {
        for (position, copy) in nodes.backups.copies.enumerated() where copy.start <= now && now < copy.end {
            guard let (second, machine) = second(copy.backup, at: now) else { continue }
            for (place, owner) in copy.owners.enumerated() {
                let isSigning = isSigning(position, place, second: machine, slot: slot, at: now)
                for actor in actors(of: owner) {
                    let own = found.first { $0.kindOfActor[actor] != SlotVotes.none }
                    if let own,
                        sides.hears(from: own.kinds[Int(own.kindOfActor[actor])].side, at: sides.sideOfHost[machine])
                    {
                        watch.lastHeard[position][place] = now
                    }
                    if isSigning { sign(slot, copy: copy, actor: actor, second: second, own, found) }
                }
            }
        }
    }

    /// The actor and the machine by which a node signs with keys of others; nil while it is down. A cluster speaks
    /// through the first of its members that is up.
    private func second(_ node: Int, at now: Int64) -> (actor: Int, machine: Int)? {
        let own = hosts.hostsOfNode[node].first
        guard let actor = own ?? clusters.sites.firstIndex(where: { $0.node == node }).map({ hosts.count + $0 }) else {
            return nil
        }
        let machine = host(of: actor, at: now)
        return conditions.isDown[machine] ? nil : (actor, machine)
    }

    /// Actors that hold a node's keys: its hosts, or the cluster.
    private func actors(of node: Int) -> [Int] {
        let own = hosts.hostsOfNode[node]
        if !own.isEmpty { return Array(own) }
        return world.population.rowsOfNode[node].first.map {
            [Int(hosts.actorOfValidator[world.population.virtualStart[$0.lowerBound]])]
        } ?? []
    }

    /// Whether a backup signs: at once, or after two whole epochs in which it was up and did not hear its keys.
    private mutating func isSigning(_ copy: Int, _ owner: Int, second: Int, slot: Slot, at now: Int64) -> Bool {
        guard nodes.backups.copies[copy].doppelganger else { return true }
        let began = max(nodes.backups.copies[copy].start, upSince[second])
        if let since = watch.signsSince[copy][owner], since >= began { return true }
        let epochLength = Int64(slots) * slotLength
        let epoch = start(ofSlot: Int(slot - live.startSlot)) / epochLength * epochLength
        let isSigning = epoch - 2 * epochLength >= max(began, watch.lastHeard[copy][owner])
        watch.signsSince[copy][owner] = isSigning ? epoch : nil
        return isSigning
    }

    private mutating func sign(
        _ slot: Slot, copy: KeyCopy, actor: Int, second: Int, _ own: SlotVotes?, _ found: [SlotVotes]
    ) {
        guard let other = found.first(where: { $0.kindOfActor[second] != SlotVotes.none }) else { return }
        let kind = other.kindOfActor[second]
        guard let own else {
            other.cast(kind, by: actor, at: other.leavesOfActor[second], cause: Int(other.causeOfActor[second]))
            return
        }
        guard copy.protection != .shared else { return }
        let (mine, theirs) = (own.kinds[Int(own.kindOfActor[actor])], other.kinds[Int(kind)])
        var caught: [Int] = []
        if mine.head != theirs.head || mine.target != theirs.target || mine.source != theirs.source {
            for place in other.committees.members(slot: other.slotInEpoch) {
                let validator = Int(other.committees.shuffled[place])
                if Int(hosts.actorOfValidator[validator]) == actor { caught.append(validator) }
            }
        }
        let sides = (mine.side, theirs.side)
        if !caught.isEmpty {
            watch.hidden.append(
                KeyWatch.Found(validators: caught, duty: .attestation, outage: copy.outage, sides: sides, era: era))
        }
        // The owner's block is the one that the network keeps; the other one is evidence.
        let proposer = other.committees.proposers[other.slotInEpoch]
        if Int(hosts.actorOfValidator[proposer]) == actor {
            watch.hidden.append(
                KeyWatch.Found(validators: [proposer], duty: .proposal, outage: copy.outage, sides: sides, era: era))
        }
    }

    /// Hands double signatures of which somebody hears both to the chain.
    private mutating func reveal(in slot: Slot) throws(SimulationError) {
        let (sides, era) = (sides, era)
        func isSeen(_ found: KeyWatch.Found) -> Bool {
            found.sides.0 == found.sides.1 || found.era != era
                || sides.hears(from: found.sides.0, at: found.sides.1)
                || sides.hears(from: found.sides.1, at: found.sides.0)
        }
        for found in watch.hidden where isSeen(found) {
            live.accuse(found.validators, found.duty, slot: slot, outage: found.outage)
            guard found.duty == .attestation else { continue }
            for view in views.indices {
                do {
                    try views[view].chain.discount(found.validators)
                } catch {
                    throw .badChain("\(error)")
                }
            }
        }
        watch.hidden.removeAll(where: isSeen)
    }

    /// The backup that proposes for an actor whose own machine is down; nil where there is none.
    func backup(for actor: Int, at now: Int64) -> Int? {
        for (position, copy) in nodes.backups.copies.enumerated() where copy.start <= now && now < copy.end {
            guard let second = second(copy.backup, at: now)?.machine else { continue }
            for (place, owner) in copy.owners.enumerated() where actors(of: owner).contains(actor) {
                if !copy.doppelganger || watch.signsSince[position][place].map({ $0 >= upSince[second] }) == true {
                    return second
                }
            }
        }
        return nil
    }
}
