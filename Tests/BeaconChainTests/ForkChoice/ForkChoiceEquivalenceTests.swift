import BeaconChain
import Testing

@Suite("fork choice: the flat tree against the spec's own shape")
struct ForkChoiceEquivalenceTests {
    static let voters = 40

    /// One observer, both ways.
    private struct Observer {
        var view: ChainView
        var reference: ReferenceForkChoice

        mutating func weigh(_ tree: BlockTree) throws {
            guard view.needsWeights else { return }
            try view.adopt(
                try ForkChoiceEquivalenceTests.weights(view.justified, view.spec), of: view.justified, in: tree)
        }

        /// Whether both take, or both refuse, a message.
        func agree(_ fast: Result<Void, any Error>, _ plain: Result<Void, any Error>) -> Bool {
            switch (fast, plain) {
            case (.success, .success), (.failure, .failure): true
            default: false
            }
        }

        mutating func compare(_ tree: BlockTree, _ note: Comment) throws {
            try weigh(tree)
            #expect(view.justified == reference.justified, note)
            #expect(view.finalized == reference.finalized, note)
            #expect(view.unrealizedJustified == reference.unrealizedJustified, note)
            #expect(view.boosted.flatMap { tree[$0]?.root } == reference.boost, note)
            let head = try view.head(in: tree)
            let root = try #require(tree[head]?.root)
            let plainHead = try reference.head()
            try #require(root == plainHead, note)
            var tips: [Root: Gwei] = [:]
            for tip in try view.viableTips(in: tree) { tips[try #require(tree[tip.block]?.root)] = tip.weight }
            let plainTips = try reference.tips()
            #expect(tips == plainTips, note)
            for slot in [view.currentSlot, view.currentSlot + 1] {
                let fast = try? view.proposerHead(head, slot: slot, discountedWeight: 32, in: tree)
                let plain = try? reference.proposerHead(root, slot, discounted: 32)
                #expect(fast.flatMap { tree[$0]?.root } == plain, note)
            }
        }
    }

    /// Balances that differ from checkpoint to checkpoint; every seventh or so does not count.
    private static func balances(_ checkpoint: Checkpoint) -> (increments: [UInt32], total: Gwei) {
        var dice = ChainDice(seed: checkpoint.epoch ^ checkpoint.root.words.0)
        let all = (0..<voters).map { _ in UInt32(16 + dice.roll(17)) }
        let total = all.reduce(0) { $0 + Gwei($1) } * 1_000_000_000
        return (all.map { dice.chance(15) ? 0 : $0 }, total)
    }

    private static func weights(_ checkpoint: Checkpoint, _ spec: ChainSpec) throws -> VoteWeights {
        let balances = balances(checkpoint)
        return try VoteWeights(increments: balances.increments, totalActiveBalance: balances.total, spec: spec)
    }

    private static let spec: ChainSpec = {
        var spec = ChainSpec(preset: .minimal, fork: .fulu)
        // Short epochs, so that many of them fit into a run.
        _ = spec.set("SLOTS_PER_EPOCH", to: 4)
        return spec
    }()

    private static func start(_ chain: RandomChain) throws -> (BlockTree, Observer) {
        let anchor = chain.blocks[0]
        let tree = BlockTree(anchor: anchor)
        let checkpoint = Checkpoint(epoch: 0, root: anchor.root)
        let view = ChainView(
            anchorOf: tree, slot: 0, weights: try weights(checkpoint, spec), voters: voters, spec: spec)
        return (
            tree, Observer(view: view, reference: ReferenceForkChoice(anchor: anchor, spec: spec, weights: balances))
        )
    }

    @Test("three views of one tree see what three plain stores see", arguments: 1...30)
    func threeViews(seed: Int) throws {
        var dice = ChainDice(seed: UInt64(seed))
        var chain = RandomChain(spec: Self.spec, dice: &dice)
        var (tree, first) = try Self.start(chain)
        first.view.grow(toVoters: Self.voters)
        var observers = [first, first, first]
        var time: UInt64 = 0
        var (accepted, refused, epochs) = (0, 0, Set<Epoch>())
        for step in 0..<220 {
            let note: Comment = "seed \(seed), step \(step)"
            let slot = time / Self.spec.slotDurationMilliseconds
            switch dice.roll(20) {
            case 0..<7:
                time += UInt64(
                    dice.chance(60) ? 6000 - time % 6000 : dice.chance(95) ? UInt64(dice.roll(4000)) : 40_000)
                for index in observers.indices {
                    observers[index].view.tick(to: time, in: tree)
                    observers[index].reference.onTick(time)
                }
            case 7..<12:
                guard let block = chain.grow(upTo: slot + (dice.chance(5) ? 1 : 0), dice: &dice) else { continue }
                _ = try tree.insert(block)
            case 12..<15:
                // Blocks come late, twice, and not to everybody.
                for index in [0, 1, 2, 0, 1, 2] where dice.chance(80) {
                    let known = observers[index].reference.blocks
                    let next = chain.blocks.suffix(12).first { known[$0.root] == nil && known[$0.parentRoot] != nil }
                    let any = chain.blocks[max(0, chain.blocks.count - 1 - dice.roll(5))]
                    let block = dice.chance(85) ? next ?? any : any
                    let id = try #require(tree.id(block.root))
                    try observers[index].weigh(tree)
                    let fast = Result { try observers[index].view.receive(id, in: tree) }
                    let plain = Result { try observers[index].reference.onBlock(block) }
                    try #require(observers[index].agree(fast, plain), note)
                    if case .success = fast { accepted += 1 } else { refused += 1 }
                }
            case 15..<19:
                let block = chain.blocks[max(0, chain.blocks.count - 1 - dice.roll(6))]
                let age = UInt64(dice.roll(4))
                let data = chain.vote(block, slot: max(block.slot, slot >= age ? slot - age : 0), dice: &dice)
                let voters = (0..<Self.voters).filter { _ in dice.chance(30) }
                let isFromBlock = dice.chance(30)
                for index in observers.indices where dice.chance(80) {
                    let fast = Result {
                        let id = try observers[index].view.checkVote(data, isFromBlock: isFromBlock, in: tree)
                        try observers[index].view.count(voters, for: id, epoch: data.target.epoch, in: tree)
                    }
                    let plain = Result {
                        try observers[index].reference.onAttestation(data, voters, isFromBlock: isFromBlock)
                    }
                    try #require(observers[index].agree(fast, plain), note)
                    if case .success = fast { accepted += 1 } else { refused += 1 }
                }
            default:
                let index = dice.roll(3)
                if dice.chance(50) {
                    let liar = dice.roll(Self.voters)
                    try observers[index].view.discount([liar])
                    observers[index].reference.equivocators.insert(liar)
                } else {
                    // Whoever shares a view copies it.
                    observers[index] = observers[dice.roll(3)]
                }
            }
            for index in observers.indices {
                try observers[index].compare(tree, note)
                epochs.insert(observers[index].view.justified.epoch)
            }
        }
        #expect(accepted > 50, "too quiet to prove anything")
        #expect(refused > 5)
        #expect(epochs.count > 1, "nothing was justified")
    }

    @Test("a pruned tree gives the same heads and weights", arguments: 1...20)
    func pruning(seed: Int) throws {
        var dice = ChainDice(seed: UInt64(1000 + seed))
        var chain = RandomChain(spec: Self.spec, dice: &dice)
        var (tree, observer) = try Self.start(chain)
        var time: UInt64 = 0
        var pruned = 0
        for step in 0..<400 {
            time += 6000 * UInt64(dice.chance(40) ? 1 : 0)
            observer.view.tick(to: time, in: tree)
            observer.reference.onTick(time)
            if let block = chain.grow(upTo: time / 6000, dice: &dice) {
                try observer.weigh(tree)
                let fast = Result { try observer.view.receive(try tree.insert(block), in: tree) }
                let plain = Result { try observer.reference.onBlock(block) }
                try #require(observer.agree(fast, plain))
            }
            let block = chain.blocks[max(0, chain.blocks.count - 1 - dice.roll(3))]
            if let id = tree.id(block.root), observer.view.hasSeen(id) {
                let data = chain.vote(block, slot: block.slot, dice: &dice)
                let voters = (0..<Self.voters).filter { _ in dice.chance(30) }
                let vote = Result {
                    let id = try observer.view.checkVote(data, isFromBlock: false, in: tree)
                    try observer.view.count(voters, for: id, epoch: data.target.epoch, in: tree)
                }
                if case .success = vote {
                    try observer.reference.onAttestation(data, voters, isFromBlock: false)
                }
            }
            if let id = observer.view.seen(observer.view.finalized.root, in: tree) { pruned += tree.prune(before: id) }
            try observer.compare(tree, "seed \(seed), step \(step)")
        }
        #expect(tree.count < chain.blocks.count)
        #expect(pruned > 0)
    }
}
