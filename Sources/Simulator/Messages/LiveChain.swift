import BeaconChain
import DistributedValidators
import EventEngine
import Staking

/// All branches of the chain that somebody still builds on: blocks, the states they stand on, the votes they include.
struct LiveChain {
    private(set) var tree: BlockTree
    private(set) var records: [BlockRecord]
    private(set) var lanes: [Lane]
    /// By slot since the run began: attestations, one value for each set of committees.
    private(set) var votes: [[SlotVotes]] = []
    let spec: ChainSpec
    /// First epoch of the run, and its first slot.
    let startEpoch: Epoch
    let startSlot: Slot
    /// First epoch whose blocks are in the tree: that of the run, or the one after epochs that were settled as a whole.
    let firstEpoch: Epoch
    /// Blocks that were made before the tree's.
    let blocksBefore: Int
    private let slots: Int
    private let actorOfValidator: [Int32]
    private let causes: Causes
    private var nextLane = 0
    /// By epoch of the run: who was away.
    private var absences: [EpochAbsences] = []
    /// Blocks below this number have their votes behind them.
    private var firstWithVotes = 0
    private var weightsOf: [(checkpoint: Checkpoint, weights: VoteWeights)] = []

    /// - Parameter branch: the state at the start of the run, an epoch's first slot, slot 1 at the earliest.
    init(_ branch: Branch, actorOfValidator: [Int32]) throws(SimulationError) {
        try self.init(
            branch, actorOfValidator: actorOfValidator, startEpoch: branch.world.state.currentEpoch, blocksBefore: 0)
    }

    private init(
        _ branch: Branch, actorOfValidator: [Int32], startEpoch: Epoch, blocksBefore: Int
    ) throws(SimulationError) {
        spec = branch.world.spec
        slots = branch.world.slotsPerEpoch
        self.startEpoch = startEpoch
        startSlot = startEpoch * spec.slotsPerEpoch
        self.blocksBefore = blocksBefore
        firstEpoch = branch.world.state.currentEpoch
        let last = firstEpoch * spec.slotsPerEpoch - 1
        self.actorOfValidator = actorOfValidator
        causes = branch.causes
        let root = Self.root(of: UInt64(blocksBefore), branch.world)
        var branch = branch
        branch.world.state.currentJustified.root = root
        branch.world.state.previousJustified.root = root
        branch.world.state.finalized.root = root
        let state = branch.world.state
        tree = BlockTree(
            anchor: TreeBlock(
                root: root, parentRoot: .zero, slot: last, proposer: 0, justified: state.currentJustified,
                finalized: state.finalized, unrealizedJustified: state.currentJustified,
                unrealizedFinalized: state.finalized))
        lanes = []
        records = []
        let lane = try Lane(number: 0, tip: tree.first, branch: branch, after: nil, shared: [])
        nextLane = 1
        lanes = [lane]
        let active = lane.committees.active.increments
        records = [
            BlockRecord(
                id: tree.first, parent: tree.first, slot: last, lane: 0, proposer: -1, published: 0,
                votes: TargetVotes(previous: active, current: active, active: active), cause: Causes.othersVotes)
        ]
        // Where the first slot has no block, the anchor is the checkpoint block of that epoch too.
        weightsOf = [firstEpoch - 1, firstEpoch].map { (Checkpoint(epoch: $0, root: root), lane.weights) }
    }

    /// The same run's chain after epochs that were settled as a whole: one block stands for all before.
    ///
    /// - Parameters:
    ///   - branch: the state at the start of the first epoch that is followed again.
    ///   - absences: of the epochs between.
    ///   - committees: of the last of them.
    ///   - votes: of its last slot, which the next block includes; told which block they are for.
    func resumed(
        from branch: Branch, absences between: [EpochAbsences], committees: EpochCommittees,
        votes: (_ anchor: BlockID, _ lane: Lane) throws(SimulationError) -> SlotVotes
    ) throws(SimulationError) -> LiveChain {
        var next = try LiveChain(
            branch, actorOfValidator: actorOfValidator, startEpoch: startEpoch,
            blocksBefore: blocksBefore + records.count - 1)
        next.absences = absences + between
        next.lanes[0].before = committees
        next.votes = Array(repeating: [], count: Int(next.firstEpoch - startEpoch) * slots)
        next.votes[next.votes.count - 1] = [try votes(next.anchor, next.lanes[0])]
        return next
    }

    private static func root(of block: UInt64, _ world: World) -> Root {
        var stream = world.random.stream(.blockRoot, entity: block)
        return Root(words: (stream.next(), stream.next(), stream.next(), stream.next()))
    }

    /// All blocks but the anchor.
    var blocksMade: [BlockID] { records.dropFirst().map(\.id) }

    var anchor: BlockID { records[0].id }

    /// A block's number among all that the run has made, by which its luck is drawn.
    func numberInRun(_ block: Int) -> UInt64 { UInt64(blocksBefore + block) }

    func record(_ id: BlockID) -> BlockRecord { records[Int(id.number)] }
    func record(_ number: Int) -> BlockRecord { records[number] }

    func lane(_ number: Int) -> Lane { lanes[position(of: number)] }

    private func position(of number: Int) -> Int {
        lanes.lastIndex { $0.number == number } ?? 0
    }

    /// The block before another, whether or not the tree still holds it; nil for the anchor.
    func parent(of id: BlockID) -> BlockID? { id.number == 0 ? nil : records[Int(id.number)].parent }

    /// Votes of a slot with a set of committees.
    func votes(of slot: Slot, _ committees: EpochCommittees) -> SlotVotes? {
        guard slot >= startSlot, Int(slot - startSlot) < votes.count else { return nil }
        return votes[Int(slot - startSlot)].first { $0.committees === committees }
    }

    /// Votes of a slot.
    func votes(of slot: Slot) -> [SlotVotes] {
        guard slot >= startSlot, Int(slot - startSlot) < votes.count else { return [] }
        return votes[Int(slot - startSlot)]
    }

    mutating func add(_ slotVotes: [SlotVotes]) {
        votes.append(slotVotes)
        // Votes can be included until the end of the epoch after theirs, and are settled then.
        let old = votes.count - 1 - 3 * slots
        if old >= 0 { votes[old] = [] }
    }

    mutating func addAbsences(_ found: EpochAbsences) { absences.append(found) }

    /// Keeps evidence of double signatures for the blocks after a slot, on every branch.
    mutating func accuse(_ validators: [Int], _ duty: SigningConflict.Duty, slot: Slot, outage: Int) {
        for lane in lanes.indices where lanes[lane].epoch == slot / spec.slotsPerEpoch {
            for validator in validators {
                let row = lanes[lane].branch.world.population.row(of: validator)
                lanes[lane].branch.openConflicts.append(
                    SigningConflict(duty: duty, slot: slot, row: row, members: 1, outage: outage))
            }
        }
    }

    /// Keeps evidence of a double proposal for a lane's blocks from a slot on, once on each branch.
    ///
    /// - Returns: whether the branch has it already.
    @discardableResult
    mutating func accuse(_ found: DoubleProposal, lane number: Int, before slot: Slot) -> Bool {
        let lane = position(of: number)
        guard slot > 0, !lanes[lane].branch.knownEvidence.contains(found.blocks.1.number) else { return true }
        let row = lanes[lane].branch.world.population.row(of: found.proposer)
        lanes[lane].branch.knownEvidence.append(found.blocks.1.number)
        lanes[lane].branch.openConflicts.append(
            SigningConflict(duty: .proposal, slot: slot - 1, row: row, members: 1, outage: found.outage))
        return false
    }

    mutating func miss(lane number: Int, slot: Slot, _ proposal: MissedProposal) {
        let lane = position(of: number)
        let place = Int(slot % UInt64(slots))
        if lanes[lane].missed[place] == nil { lanes[lane].missed[place] = proposal }
    }

    /// The last block at or before a slot on the way back from a block.
    func ancestor(of id: BlockID, at slot: Slot) -> BlockID { tree.ancestor(of: id, at: slot) ?? anchor }

    /// The checkpoint block of an epoch on a block's branch.
    func checkpointBlock(_ epoch: Epoch, of id: BlockID) -> BlockID {
        ancestor(of: id, at: epoch * spec.slotsPerEpoch)
    }

    func root(_ id: BlockID) -> Root { tree[id]?.root ?? .zero }

    /// Weights of votes in the state of a checkpoint.
    func weights(_ checkpoint: Checkpoint) -> VoteWeights? {
        weightsOf.last { $0.checkpoint == checkpoint }?.weights
    }

    // MARK: Lanes

    /// The state at the start of an epoch behind a last block, worked out where it is new.
    mutating func lane(epoch: Epoch, tip: BlockID) throws(SimulationError) -> Int {
        if let known = lanes.last(where: { $0.epoch == epoch && $0.tip == tip }) { return known.number }
        let record = records[Int(tip.number)]
        var lane = lanes[position(of: record.lane)]
        while lane.epoch < epoch {
            if let known = lanes.last(where: { $0.epoch == lane.epoch + 1 && $0.tip == tip }) {
                lane = known
                continue
            }
            var branch = lane.branch
            try branch.settleEpoch(
                Int(lane.epoch - startEpoch), evidence: evidence(of: lane, tip: tip))
            lane = try Lane(
                number: nextLane, tip: tip, branch: branch, after: lane, shared: lanes.map(\.committees))
            nextLane += 1
            lanes.append(lane)
            register(lane, checkpoint: tip)
        }
        return lane.number
    }

    private mutating func register(_ lane: Lane, checkpoint block: BlockID) {
        let checkpoint = Checkpoint(epoch: lane.epoch, root: root(block))
        if weights(checkpoint) == nil { weightsOf.append((checkpoint, lane.weights)) }
    }

    /// Forgets states that nobody needs: those of old epochs on which no tip stands.
    ///
    /// - Parameters:
    ///   - heads: of all views.
    ///   - finalized: the oldest of the views' finalized checkpoints.
    mutating func prune(heads: [BlockID], currentEpoch: Epoch, finalized checkpoint: Checkpoint) {
        let finalized = checkpoint.epoch
        if let block = tree.id(checkpoint.root) { tree.prune(before: block) }
        let live = heads.map { records[Int($0.number)].lane }
        lanes.removeAll { $0.epoch + 2 <= currentEpoch && !live.contains($0.number) }
        weightsOf.removeAll { $0.checkpoint.epoch + 1 < finalized }
        // Nothing that was included so long ago can be included again.
        let settled = currentEpoch > 3 ? (currentEpoch - 3) * spec.slotsPerEpoch : 0
        while firstWithVotes < records.count, records[firstWithVotes].slot < settled {
            records[firstWithVotes].included = []
            firstWithVotes += 1
        }
    }

    // MARK: Blocks

    /// Votes that a block on a parent would include, best first, and what they earn.
    ///
    /// Spec: `process_attestation`; at most `MAX_ATTESTATIONS` aggregates, each of all committees of a slot from Electra
    /// on (EIP-7549), of one committee before.
    ///
    /// - Parameter available: of which committees the proposer has an aggregate with a kind of vote; bit = committee.
    func packed(
        on parent: BlockID, slot: Slot, lane number: Int, available: (SlotVotes, _ kind: Int) -> UInt64
    ) -> (included: [IncludedVotes], reward: Int64, votes: TargetVotes) {
        let lane = lane(number)
        let epoch = slot / spec.slotsPerEpoch
        var done: [IncludedVotes] = []
        let first = (epoch > 0 ? epoch - 1 : 0) * spec.slotsPerEpoch
        var walk = parent
        while records[Int(walk.number)].slot >= max(first, firstEpoch * spec.slotsPerEpoch) {
            done += records[Int(walk.number)].included
            guard let next = tree.parent(of: walk) else { break }
            walk = next
        }
        let baseReward = lane.branch.blockPrices.baseReward
        var candidates: [(entry: IncludedVotes, reward: UInt64, target: UInt64)] = []
        let oldest = spec.fork < .deneb ? max(first, slot > spec.slotsPerEpoch ? slot - spec.slotsPerEpoch : 0) : first
        var voteSlot = max(oldest, startSlot)
        while voteSlot < slot {
            for found in votes(of: voteSlot)
            where found.committees === lane.committees || found.committees === lane.before {
                for kind in found.kinds.indices {
                    let said = found.kinds[kind]
                    guard isSourceRight(said, epoch: found.committees.epoch, lane) else { continue }
                    var open = available(found, kind)
                    for entry in done where entry.votes === found && entry.kind == kind { open &= ~entry.committees }
                    if open == 0 { continue }
                    let delay = Int(slot - voteSlot)
                    let flags = flags(of: said, votes: found, delay: delay, on: parent)
                    let stake = found.increments(kind: kind, committees: open)
                    if stake == 0 { continue }
                    var weight: UInt64 = 0
                    for flag in ParticipationFlag.allCases where flags & flag.bit != 0 { weight += flag.weight }
                    candidates.append(
                        (
                            IncludedVotes(votes: found, kind: kind, committees: open, at: slot),
                            // (WEIGHT_DENOMINATOR − PROPOSER_WEIGHT) · WEIGHT_DENOMINATOR / PROPOSER_WEIGHT
                            stake * baseReward * weight / 448, flags & ParticipationFlag.target.bit != 0 ? stake : 0
                        ))
                }
            }
            voteSlot += 1
        }
        candidates.sort {
            ($1.reward, $0.entry.votes.slot, $0.entry.kind) < ($0.reward, $1.entry.votes.slot, $1.entry.kind)
        }
        let perSlot = spec.fork < .electra ? lane.committees.committeesPerSlot : 1
        let chosen = candidates.prefix(max(1, Int(spec.maxAttestations) / perSlot))
        let record = records[Int(parent.number)]
        let isSameEpoch = record.slot / spec.slotsPerEpoch == epoch
        var sums = TargetVotes(
            previous: isSameEpoch
                ? record.votes.previous : record.slot / spec.slotsPerEpoch + 1 == epoch ? record.votes.current : 0,
            current: isSameEpoch ? record.votes.current : 0, active: lane.committees.active.increments)
        for candidate in chosen {
            if candidate.entry.votes.committees.epoch == epoch {
                sums.current += candidate.target
            } else {
                sums.previous += candidate.target
            }
        }
        return (chosen.map(\.entry), Int64(chosen.reduce(0) { $0 + $1.reward }), sums)
    }

    /// Spec: an attestation with another source than the state's justified checkpoint is no valid one.
    private func isSourceRight(_ kind: VoteKind, epoch: Epoch, _ lane: Lane) -> Bool {
        let state = lane.branch.world.state
        return kind.source == (epoch == lane.epoch ? state.currentJustified : state.previousJustified)
    }

    /// Spec: `get_attestation_participation_flag_indices`.
    private func flags(of kind: VoteKind, votes: SlotVotes, delay: Int, on tip: BlockID) -> UInt8 {
        let isTargetRight = checkpointBlock(votes.committees.epoch, of: tip) == kind.target
        let isHeadRight = isTargetRight && ancestor(of: tip, at: votes.slot) == kind.head
        var flags: UInt8 = 0
        if delay <= Int(spec.slotsPerEpoch.squareRoot) { flags |= ParticipationFlag.source.bit }
        if isTargetRight, spec.fork >= .deneb || delay <= Int(spec.slotsPerEpoch) {
            flags |= ParticipationFlag.target.bit
        }
        if isHeadRight, delay == 1 { flags |= ParticipationFlag.head.bit }
        return flags
    }

    /// Adds a block; its state's checkpoints follow from its lane and the votes that it includes.
    mutating func insert(
        on parent: BlockID, slot: Slot, lane number: Int, proposer: Int, published: Int64, cause: Int,
        available: (SlotVotes, _ kind: Int) -> UInt64
    ) throws(SimulationError) -> BlockID {
        let lane = lane(number)
        let (included, reward, sums) = packed(on: parent, slot: slot, lane: number, available: available)
        let state = lane.branch.world.state
        let root = Self.root(of: numberInRun(records.count), lane.branch.world)
        let epoch = lane.epoch
        do {
            let ahead = try state.unrealizedCheckpoints(votes: sums) { wanted in
                wanted * spec.slotsPerEpoch == slot ? root : self.root(checkpointBlock(wanted, of: parent))
            }
            let id = try tree.insert(
                TreeBlock(
                    root: root, parentRoot: self.root(parent), slot: slot, proposer: UInt64(proposer),
                    justified: state.currentJustified, finalized: state.finalized,
                    unrealizedJustified: ahead.justified, unrealizedFinalized: ahead.finalized))
            records.append(
                BlockRecord(
                    id: id, parent: parent, slot: slot, lane: number, proposer: proposer, published: published,
                    included: included,
                    attestationReward: reward, votes: sums, cause: cause))
            if slot == epoch * spec.slotsPerEpoch { register(lane, checkpoint: id) }
            return id
        } catch {
            throw .badChain("\(error)")
        }
    }

    mutating func change(_ id: BlockID, _ edit: (inout BlockRecord) -> Void) { edit(&records[Int(id.number)]) }

    // MARK: Settlement

    /// What the messages of a lane's epoch left on the branch that ends in a tip.
    private func evidence(of lane: Lane, tip: BlockID) -> EpochEvidence {
        let offset = Int(lane.epoch - startEpoch)
        let history = ChainWindow(tip: tip, epoch: lane.epoch, chain: self)
        var blocks = BlockPresence.full(slots: slots)
        var proposalCauses = Array(repeating: -1, count: slots)
        var proposalFailures = [DutyFailure?](repeating: nil, count: slots)
        var rewards = Array(repeating: Int64(0), count: slots)
        for place in 0..<slots {
            let slot = lane.epoch * spec.slotsPerEpoch + UInt64(place)
            if let id = history.block(in: slot) {
                rewards[place] = records[Int(id.number)].attestationReward
                continue
            }
            let (cause, reward) = absentBlock(slot: slot, lane)
            blocks.proposed &= ~(1 << UInt64(place))
            blocks.causes[place] = causes.missingBlock(through: cause)
            proposalCauses[place] = cause
            proposalFailures[place] = lane.missed[place]?.failure
            rewards[place] = reward
        }
        let (before, current) = (lane.before, lane.committees)
        let actors = actorOfValidator
        let epochStart = lane.epoch * spec.slotsPerEpoch
        let previousBlocks = lane.branch.previous?.blocks
        return EpochEvidence(
            epoch: lane.epoch, proposers: current.proposers, syncCommittee: current.syncCommittee, blocks: blocks,
            proposalCauses: proposalCauses, proposalFailures: proposalFailures, attestationRewards: rewards,
            classes: (lane.epoch == firstEpoch ? nil : before).map { committees in
                VoteOutcomes(
                    committees: committees, history: history, chain: self, lane: lane,
                    blocksBefore: previousBlocks ?? .full(slots: slots), blocks: blocks,
                    actorOfValidator: actors
                ).list()
            },
            currentTarget: records[Int(tip.number)].slot >= epochStart ? records[Int(tip.number)].votes.current : 0,
            causeOfMissingSignature: { seat, member, place in
                let slot = epochStart + UInt64(place)
                guard slot > startSlot else { return nil }
                let committees = place == 0 ? before : current
                guard let committees, let found = votes(of: slot - 1, committees) else {
                    return DutyReason(cause: Causes.othersVotes)
                }
                let actor = Int(actors[member])
                let (kind, reason) = found.syncMessage(of: actor)
                guard kind != SlotVotes.none else { return reason ?? DutyReason(cause: Causes.othersVotes) }
                if found.kinds[Int(kind)].head == history.head(at: slot - 1) {
                    guard let block = history.block(in: slot),
                        records[Int(block.number)].lateSeats.contains(seat)
                    else { return nil }
                    return reason ?? DutyReason(cause: Causes.lateVote)
                }
                return reason ?? DutyReason(cause: Causes.otherBranch)
            },
            absences: offset < absences.count
                ? absences[offset] : EpochAbsences(nodeCount: lane.branch.world.nodes.count),
            checkpointRoot: { root(history.head(at: $0 * spec.slotsPerEpoch)) })
    }

    /// Why a slot has no block on a branch, and what the block would have earned.
    private func absentBlock(slot: Slot, _ lane: Lane) -> (cause: Int, reward: Int64) {
        if let missed = lane.missed[Int(slot % UInt64(slots))] { return (missed.cause, missed.attestationReward) }
        // A block was made, but this branch passed it by.
        var index = records.count - 1
        while index > 0, records[index].slot >= slot || index >= records.count - 4 {
            if records[index].slot == slot { return (records[index].cause, records[index].attestationReward) }
            index -= 1
        }
        return (Causes.otherBranch, 0)
    }
}

/// The blocks of one branch in an epoch and the one before, by slot.
struct ChainWindow {
    private let first: Slot
    private let heads: [BlockID]
    private let isBlock: [Bool]
    /// Votes that the branch includes, by block.
    let included: [IncludedVotes]

    init(tip: BlockID, epoch: Epoch, chain: borrowing LiveChain) {
        let slots = chain.spec.slotsPerEpoch
        let first = (epoch > 0 ? epoch - 1 : 0) * slots
        let count = Int((epoch + 1) * slots - first)
        var heads = Array(repeating: tip, count: count)
        var isBlock = Array(repeating: false, count: count)
        var included: [IncludedVotes] = []
        var walk = tip
        var place = count - 1
        while place >= 0 {
            let slot = first + UInt64(place)
            while chain.record(walk).slot > slot, let parent = chain.tree.parent(of: walk) { walk = parent }
            heads[place] = walk
            if chain.record(walk).slot == slot {
                isBlock[place] = true
                included += chain.record(walk).included
            }
            place -= 1
        }
        self.first = first
        self.heads = heads
        self.isBlock = isBlock
        self.included = included
    }

    /// The branch's last block at or before a slot of the window.
    func head(at slot: Slot) -> BlockID {
        slot < first ? heads[0] : heads[min(Int(slot - first), heads.count - 1)]
    }

    /// The branch's block in a slot; nil where there is none.
    func block(in slot: Slot) -> BlockID? {
        guard slot >= first, Int(slot - first) < heads.count, isBlock[Int(slot - first)] else { return nil }
        return heads[Int(slot - first)]
    }
}
