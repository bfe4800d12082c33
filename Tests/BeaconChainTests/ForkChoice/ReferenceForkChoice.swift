import BeaconChain

/// The fork choice as the spec writes it: dictionaries by root, recursion, every weight counted anew.
struct ReferenceForkChoice {
    let spec: ChainSpec
    let weights: @Sendable (Checkpoint) -> (increments: [UInt32], total: Gwei)
    var milliseconds: UInt64 = 0
    var justified: Checkpoint
    var finalized: Checkpoint
    var unrealizedJustified: Checkpoint
    var unrealizedFinalized: Checkpoint
    var boost: Root?
    var equivocators: Set<Int> = []
    var blocks: [Root: TreeBlock] = [:]
    var isTimely: [Root: Bool] = [:]
    var latest: [Int: (epoch: Epoch, root: Root)] = [:]

    struct Rejected: Error {}

    init(
        anchor: TreeBlock, spec: ChainSpec,
        weights: @escaping @Sendable (Checkpoint) -> (increments: [UInt32], total: Gwei)
    ) {
        self.spec = spec
        self.weights = weights
        let checkpoint = Checkpoint(epoch: 0, root: anchor.root)
        justified = checkpoint
        finalized = checkpoint
        unrealizedJustified = checkpoint
        unrealizedFinalized = checkpoint
        blocks[anchor.root] = anchor
    }

    var slot: Slot { milliseconds / spec.slotDurationMilliseconds }
    var epoch: Epoch { slot / spec.slotsPerEpoch }
    func epoch(of slot: Slot) -> Epoch { slot / spec.slotsPerEpoch }

    private func require(_ condition: Bool) throws { if !condition { throw Rejected() } }

    private func block(_ root: Root) throws -> TreeBlock {
        guard let block = blocks[root] else { throw Rejected() }
        return block
    }

    func ancestor(_ root: Root, _ slot: Slot) throws -> Root {
        let block = try block(root)
        return block.slot > slot ? try ancestor(block.parentRoot, slot) : root
    }

    func checkpointBlock(_ root: Root, _ epoch: Epoch) throws -> Root {
        try ancestor(root, epoch * spec.slotsPerEpoch)
    }

    // MARK: Weights

    func attestationScore(_ root: Root) throws -> Gwei {
        let slot = try block(root).slot
        var sum: Gwei = 0
        for (voter, increments) in weights(justified).increments.enumerated() where !equivocators.contains(voter) {
            guard let vote = latest[voter], try ancestor(vote.root, slot) == root else { continue }
            sum += Gwei(increments) * spec.effectiveBalanceIncrement
        }
        return sum
    }

    func fraction(_ percent: UInt64) -> Gwei { weights(justified).total / spec.slotsPerEpoch * percent / 100 }

    func weight(_ root: Root) throws -> Gwei {
        let score = try attestationScore(root)
        guard let boost, try ancestor(boost, block(root).slot) == root else { return score }
        return score + fraction(spec.proposerScoreBoost)
    }

    // MARK: Head

    func children(_ root: Root, _ among: [Root: TreeBlock]) -> [Root] {
        among.values.filter { $0.parentRoot == root }.map(\.root).sorted()
    }

    func filter(_ root: Root, _ kept: inout [Root: TreeBlock]) throws -> Bool {
        let block = try block(root)
        let children = children(root, blocks)
        if !children.isEmpty {
            var isViable = false
            for child in children where try filter(child, &kept) { isViable = true }
            if isViable { kept[root] = block }
            return isViable
        }
        let source = epoch > epoch(of: block.slot) ? block.unrealizedJustified : block.justified
        let agreesOnJustified =
            justified.epoch == 0 || source.epoch == justified.epoch || source.epoch + 2 >= epoch
        let agreesOnFinalized =
            try finalized.epoch == 0 || finalized.root == checkpointBlock(root, finalized.epoch)
        if agreesOnJustified && agreesOnFinalized { kept[root] = block }
        return agreesOnJustified && agreesOnFinalized
    }

    func filteredTree() throws -> [Root: TreeBlock] {
        var kept: [Root: TreeBlock] = [:]
        _ = try filter(justified.root, &kept)
        return kept
    }

    func head() throws -> Root {
        let kept = try filteredTree()
        var head = justified.root
        while true {
            var best: (weight: Gwei, root: Root)?
            for child in children(head, kept) {
                let rival = (weight: try weight(child), root: child)
                if let known = best, known >= rival { continue }
                best = rival
            }
            guard let best else { return head }
            head = best.root
        }
    }

    /// Leaves of the filtered tree with their weights, by root.
    func tips() throws -> [Root: Gwei] {
        let kept = try filteredTree()
        var pending = [justified.root]
        var tips: [Root: Gwei] = [:]
        while let root = pending.popLast() {
            let next = children(root, kept)
            if next.isEmpty { tips[root] = try weight(root) } else { pending += next }
        }
        return tips
    }

    // MARK: Handlers

    mutating func update(_ justified: Checkpoint, _ finalized: Checkpoint) {
        if justified.epoch > self.justified.epoch { self.justified = justified }
        if finalized.epoch > self.finalized.epoch { self.finalized = finalized }
    }

    mutating func onTick(_ time: UInt64) {
        while slot < time / spec.slotDurationMilliseconds { tickSlot((slot + 1) * spec.slotDurationMilliseconds) }
        tickSlot(time)
    }

    private mutating func tickSlot(_ time: UInt64) {
        let before = slot
        milliseconds = time
        guard slot > before else { return }
        boost = nil
        if slot % spec.slotsPerEpoch == 0 { update(unrealizedJustified, unrealizedFinalized) }
    }

    func dependentRoot(_ root: Root) throws -> Root {
        epoch <= 1 ? .zero : try ancestor(root, (epoch - 1) * spec.slotsPerEpoch - 1)
    }

    mutating func onBlock(_ block: TreeBlock) throws {
        if blocks[block.root] != nil { return }
        _ = try self.block(block.parentRoot)
        try require(slot >= block.slot)
        try require(block.slot > finalized.epoch * spec.slotsPerEpoch)
        try require(finalized.root == checkpointBlock(block.parentRoot, finalized.epoch))
        let head = try head()
        blocks[block.root] = block
        let into = milliseconds % spec.slotDurationMilliseconds
        let timely =
            slot == block.slot && into < spec.attestationDueBasisPoints * spec.slotDurationMilliseconds / 10_000
        isTimely[block.root] = timely
        if try timely && boost == nil && dependentRoot(head) == dependentRoot(block.root) { boost = block.root }
        update(block.justified, block.finalized)
        if block.unrealizedJustified.epoch > unrealizedJustified.epoch {
            unrealizedJustified = block.unrealizedJustified
        }
        if block.unrealizedFinalized.epoch > unrealizedFinalized.epoch {
            unrealizedFinalized = block.unrealizedFinalized
        }
        if epoch(of: block.slot) < epoch { update(block.unrealizedJustified, block.unrealizedFinalized) }
    }

    mutating func onAttestation(_ data: AttestationData, _ voters: [Int], isFromBlock: Bool) throws {
        let target = data.target
        if !isFromBlock { try require(target.epoch == epoch || target.epoch + 1 == epoch) }
        try require(target.epoch == epoch(of: data.slot))
        _ = try block(target.root)
        try require(try block(data.beaconBlockRoot).slot <= data.slot)
        try require(target.root == checkpointBlock(data.beaconBlockRoot, target.epoch))
        try require(slot >= data.slot + 1)
        for voter in voters where !equivocators.contains(voter) {
            if let known = latest[voter], target.epoch <= known.epoch { continue }
            latest[voter] = (target.epoch, data.beaconBlockRoot)
        }
    }

    func proposerHead(_ head: Root, _ slot: Slot, discounted: Gwei) throws -> Root {
        let block = try block(head)
        let parent = try self.block(block.parentRoot)
        try require(boost != head)
        let isHeadWeak = try attestationScore(head) + discounted < fraction(spec.reorgHeadWeightThreshold)
        let isParentStrong = try attestationScore(parent.root) > fraction(spec.reorgParentWeightThreshold)
        let into = milliseconds % spec.slotDurationMilliseconds
        let isOnTime = into <= spec.proposerReorgCutoffBasisPoints * spec.slotDurationMilliseconds / 10_000
        let isCurrent = block.slot + 1 == slot
        let isSingle = parent.slot + 1 == block.slot && isCurrent
        let isFinalizing = epoch(of: slot) >= finalized.epoch && epoch(of: slot) - finalized.epoch <= 2
        let twins = blocks.values.filter { $0.slot == block.slot && $0.proposer == block.proposer }.count
        let isWeakAndLate =
            isTimely[head] == false && slot % spec.slotsPerEpoch != 0
            && block.unrealizedJustified == parent.unrealizedJustified && isFinalizing && isOnTime && isSingle
            && isHeadWeak && isParentStrong
        return isWeakAndLate || isHeadWeak && isCurrent && twins > 1 ? parent.root : head
    }
}
