import BeaconChain
import ClusterSigning
import DistributedValidators
import EventEngine
import Scenario
import Staking

/// Really signs what the clusters with `signing: real` perform, and holds it against what the duties' flow said.
///
/// Nothing of the run depends on it: each signature has to verify and exactly the liars have to be caught, otherwise the
/// run stops. Signatures are made an epoch at a time on all cores.
struct ClusterSigner: Sendable {
    private var batch: SigningBatch
    private let threads: Int
    private let signing: DutySigning
    private let random: RandomSource
    private let sites: [ClusterSite]
    private let nodes: [Node]
    private let hasCommitteeIndex: Bool
    /// By virtual index of a validator. Looked up, never walked through.
    private let keys: [Int: Key]
    /// By signing validator, in order of indices.
    let validators: [Int]
    /// Of the duties that wait in the batch, in order.
    private var expected: [Expected] = []
    /// Where no epoch is kept: outcomes of the slot at hand, by group and kind.
    private var slot: [[ClusterDutyOutcome?]]

    private struct Key: Sendable {
        var site: Int
        var group: Int
        /// Position in the batch, and of the validator in its cluster.
        var cluster: Int
        var number: Int
    }

    private struct Expected: Sendable {
        var site: Int
        var duty: StaticString
        var slot: Slot
        var liars: UInt64
    }

    /// Runs the key ceremonies; nil where no cluster signs for real.
    ///
    /// - Parameter threads: how many share the work; nothing but time depends on it.
    /// - Throws: `SimulationError.badCluster`.
    static func make(_ world: World, threads: Int) throws(SimulationError) -> ClusterSigner? {
        let clusters = ClusterDuties(world.clusters, world.random)
        var keys: [Int: Key] = [:]
        var validators: [Int] = []
        var plans: [ClusterKeys.Plan] = []
        for (group, sites) in clusters.groups.enumerated() {
            let cluster = world.scenario.clusters[world.clusters[sites.lowerBound].cluster]
            guard cluster.signing == .real else { continue }
            for site in sites {
                let node = world.clusters[site].node
                var count = 0
                for rows in world.population.rowsOfNode[node] {
                    for row in rows {
                        let index = world.population.virtualStart[row]
                        keys[index] = Key(site: site, group: group, cluster: plans.count, number: count)
                        validators.append(index)
                        count += 1
                    }
                }
                do {
                    plans.append(
                        try ClusterKeys.Plan(
                            name: world.nodes[node].name, threshold: cluster.threshold, members: cluster.members.count,
                            operatorIDs: world.clusters[site].operatorIDs, validators: count))
                } catch {
                    throw .badCluster("cluster '\(cluster.name)': \(error)", location: cluster.location)
                }
            }
        }
        guard !plans.isEmpty else { return nil }
        do {
            return ClusterSigner(
                world, try ClusterKeys.make(plans, seed: world.scenario.seed, threads: threads), keys: keys,
                validators: validators.sorted(), groups: clusters.groups.count, threads: threads)
        } catch {
            throw .signingFailed("the clusters' keys: \(error)")
        }
    }

    private init(
        _ world: World, _ clusters: [ClusterKeys], keys: [Int: Key], validators: [Int], groups: Int, threads: Int
    ) {
        batch = SigningBatch(clusters: clusters)
        self.threads = threads
        self.keys = keys
        self.validators = validators
        sites = world.clusters
        nodes = world.nodes
        random = world.random
        hasCommitteeIndex = world.spec.fork < .electra
        signing =
            world.scenario.chain.stateFile != nil
            ? DutySigning(world.state)
            : DutySigning(
                genesisValidatorsRoot: world.state.chainRecord.genesisValidatorsRoot,
                forkVersion: world.spec.fork.version(world.spec.preset), slotsPerEpoch: world.spec.slotsPerEpoch)
        slot = Array(repeating: Array(repeating: nil, count: ClusterDuties.kinds.count), count: groups)
    }

    /// What a duty of the slot at hand came to in a group's clusters.
    mutating func keep(_ outcome: ClusterDutyOutcome, _ kind: ClusterDutyKind, group: Int) {
        guard let row = ClusterDuties.kinds.firstIndex(of: kind) else { return }
        slot[group][row] = outcome
    }

    // MARK: Duties

    /// An attestation of a cluster's validator; others' are none of its business.
    ///
    /// - Parameters:
    ///   - data: what is attested.
    ///   - committee: of the validator; only before Electra it is part of what is signed (EIP-7549).
    ///   - outcome: what the duty came to; nil = what was kept of the slot at hand.
    mutating func attest(
        _ validator: Int, _ data: AttestationData, committee: Int = 0, outcome: ClusterDutyOutcome? = nil
    ) {
        guard let key = keys[validator], let outcome = outcome ?? slot[key.group][0] else { return }
        var data = data
        if hasCommitteeIndex { data.index = UInt64(committee) }
        add(key, outcome, "attestation", data.slot, signing.attestation(data))
    }

    /// A block of a cluster's validator and its share in the randomness.
    mutating func propose(_ outcome: ClusterDutyOutcome, by validator: Int, slot: Slot) {
        guard let key = keys[validator] else { return }
        add(key, outcome, "randao", slot, signing.randao(epoch: slot / signing.slotsPerEpoch))
        var header = BlockHeader()
        header.slot = slot
        header.proposerIndex = UInt64(validator)
        header.parentRoot = root(.signedBlock, slot > 0 ? slot - 1 : 0)
        header.stateRoot = root(.signedState, slot)
        header.bodyRoot = root(.signedBody, slot)
        add(key, outcome, "block", slot, signing.block(header))
    }

    /// A sync message of a cluster's validator.
    mutating func signSync(_ validator: Int, head: Root, slot: Slot, outcome: ClusterDutyOutcome? = nil) {
        guard let key = keys[validator],
            let outcome = outcome ?? self.slot[key.group][ClusterDuties.kinds.count - 1]
        else { return }
        add(key, outcome, "sync message", slot, signing.syncCommitteeMessage(blockRoot: head, slot: slot))
    }

    /// The proofs that it is the turn of clusters' validators, and the aggregates and contributions with them.
    ///
    /// An aggregate holds the signatures of validators who are not signed for here, so its root comes from a stream.
    mutating func sign(_ found: ClusterAggregators, _ clusters: ClusterDuties, first: Slot) {
        for kind in Aggregation.allCases {
            for turn in found.turns(kind) {
                let slot = first + UInt64(turn.place)
                guard let key = keys[turn.validator],
                    let done = clusters.aggregations[kind, group: key.group, slot: slot]
                else { continue }
                var stream = random.stream(
                    .signedAggregate, entity: UInt32(truncatingIfNeeded: turn.validator),
                    UInt32(truncatingIfNeeded: slot))
                stream.position = UInt64(turn.subcommittee) * 4
                let object = Root(words: (stream.next(), stream.next(), stream.next(), stream.next()))
                switch kind {
                case .aggregate:
                    add(key, done.proofs, "selection proof", slot, signing.selectionProof(slot: slot))
                    add(key, done.duty, "aggregate", slot, signing.aggregateAndProof(root: object, slot: slot))
                case .contribution:
                    add(
                        key, done.proofs, "contribution's selection proof", slot,
                        signing.syncSelectionProof(slot: slot, subcommittee: UInt64(turn.subcommittee)))
                    add(key, done.duty, "contribution", slot, signing.contributionAndProof(root: object, slot: slot))
                }
            }
        }
    }

    private mutating func add(
        _ key: Key, _ outcome: ClusterDutyOutcome, _ duty: StaticString, _ slot: Slot, _ root: Root
    ) {
        guard outcome.isCompleted else { return }
        let liars = outcome.liars.bits & ~outcome.firstSigners.bits
        batch.add(
            SigningTask(
                cluster: key.cluster, validator: key.number,
                signers: ClusterSigning.MemberSet(rawValue: outcome.firstSigners.bits | liars),
                liars: ClusterSigning.MemberSet(rawValue: liars), signingRoot: root))
        expected.append(Expected(site: key.site, duty: duty, slot: slot, liars: liars))
    }

    /// Signs all duties of an epoch in which only it is known who was up.
    mutating func sign(_ record: EpochRecordOfDuties, _ clusters: ClusterDuties, _ branch: Branch) {
        let population = branch.world.population
        let slots = branch.world.slotsPerEpoch
        let first = record.epoch * UInt64(slots)
        let assignment = SlotAssignment(
            rows: validators.map { population.row(of: $0) }, population: population, active: record.active,
            permutation: branch.sampler.permutation(of: record.epoch, record.active), slots: slots)
        let source = branch.world.state.previousJustified
        let target = Checkpoint(epoch: record.epoch, root: root(.signedBlock, first))
        for validator in validators {
            let place = Int(assignment.slotOfRow[population.row(of: validator)])
            guard place < slots, let key = keys[validator] else { continue }
            let slot = first + UInt64(place)
            attest(
                validator,
                AttestationData(
                    slot: slot, index: 0, beaconBlockRoot: root(.signedBlock, slot), source: source, target: target),
                outcome: clusters.outcome(.attester, group: key.group, place: place))
        }
        for (place, proposer) in record.proposers.enumerated() {
            guard let key = keys[proposer], record.blocks.proposed >> UInt64(place) & 1 == 1,
                let outcome = clusters.outcome(.proposer, group: key.group, place: place)
            else { continue }
            propose(outcome, by: proposer, slot: first + UInt64(place))
        }
        for member in seated(record.syncCommittee) {
            guard let key = keys[member] else { continue }
            for place in 0..<slots {
                let slot = first + UInt64(place)
                guard let outcome = clusters.outcome(.syncMessage, group: key.group, place: place) else { continue }
                signSync(member, head: root(.signedBlock, slot), slot: slot, outcome: outcome)
            }
        }
    }

    /// The clusters' validators among a sync committee's members, each once, in order of indices.
    func seated(_ committee: [Int]) -> [Int] {
        let own = committee.filter { keys[$0] != nil }.sorted()
        return own.indices.filter { $0 == 0 || own[$0] != own[$0 - 1] }.map { own[$0] }
    }

    /// A root where the run has none: the same for all who sign it.
    private func root(_ domain: StreamDomain, _ entity: UInt64) -> Root {
        var stream = random.stream(domain, entity: entity)
        return Root(words: (stream.next(), stream.next(), stream.next(), stream.next()))
    }

    // MARK: Signing

    /// Signs and checks what waits.
    ///
    /// - Throws: `SimulationError.signingFailed` where a signature does not verify, or others are caught than lied: a
    ///   defect of the simulator.
    mutating func run() throws(SimulationError) {
        let results = batch.run(threads: threads)
        for (result, claim) in zip(results, expected)
        where !result.isSigned || result.caught.rawValue != claim.liars {
            let site = sites[claim.site]
            func names(_ bits: UInt64) -> String { bits == 0 ? "nobody" : site.names(bits, among: nodes) }
            throw .signingFailed(
                "\(nodes[site.node].name), slot \(claim.slot), \(claim.duty): "
                    + (result.isSigned ? "" : "the combined signature does not verify; ")
                    + "caught \(names(result.caught.rawValue)), expected \(names(claim.liars))")
        }
        expected.removeAll(keepingCapacity: true)
    }

    /// What was done, for the reader.
    var note: String {
        let counts = batch.counts
        return "clusters signed for real: \(counts.partials) partial signatures, \(counts.combinations) combined, "
            + "\(counts.verifications) verified"
    }
}
