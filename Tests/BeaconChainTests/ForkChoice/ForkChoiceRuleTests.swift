import BeaconChain
import Testing

@Suite("fork choice: one rule at a time")
struct ForkChoiceRuleTests {
    private static let spec = ChainSpec(preset: .minimal, fork: .fulu)

    private static func root(_ byte: UInt8) -> Root { Root(words: (UInt64(byte), 0, 0, UInt64(byte))) }

    private static let genesis = Checkpoint(epoch: 0, root: root(1))

    private static func block(
        _ byte: UInt8, on parent: UInt8, slot: Slot, proposer: UInt64 = 0, justified: Checkpoint = genesis
    ) -> TreeBlock {
        TreeBlock(
            root: root(byte), parentRoot: root(parent), slot: slot, proposer: proposer, justified: justified,
            finalized: genesis, unrealizedJustified: justified, unrealizedFinalized: genesis)
    }

    /// 80 voters of 32 increments each.
    private static func weights(voters: Int = 80) throws -> VoteWeights {
        try VoteWeights(
            increments: [UInt32](repeating: 32, count: voters), totalActiveBalance: 32_000_000_000 * Gwei(voters),
            spec: spec)
    }

    private static func start() throws -> (tree: BlockTree, view: ChainView) {
        let tree = BlockTree(anchor: block(1, on: 0, slot: 0))
        return (tree, ChainView(anchorOf: tree, slot: 0, weights: try weights(), voters: 80, spec: spec))
    }

    private static func vote(_ byte: UInt8, slot: Slot, target: UInt8 = 1, epoch: Epoch? = nil) -> AttestationData {
        AttestationData(
            slot: slot, index: 0, beaconBlockRoot: root(byte), source: genesis,
            target: Checkpoint(epoch: epoch ?? slot / spec.slotsPerEpoch, root: root(target)))
    }

    private static func head(_ view: inout ChainView, _ tree: BlockTree) throws -> Root? {
        tree[try view.head(in: tree)]?.root
    }

    @Test("between equal branches the higher root is the head, compared byte by byte from the first")
    func tie() throws {
        var (tree, view) = try Self.start()
        view.tick(to: 8000, in: tree)
        // In memory order the first of these words is the smaller number; as bytes it is the higher.
        let high = Root(words: (0x00FF, 0, 0, 0))
        let low = Root(words: (0xFF00, 0, 0, 0))
        for root in [high, low] {
            var block = Self.block(0, on: 1, slot: 1)
            block.root = root
            try view.receive(try tree.insert(block), in: tree)
        }
        #expect(low < high)
        #expect(try Self.head(&view, tree) == high)
    }

    @Test(
        "only a block before the attestation deadline of its own slot is timely and boosted",
        arguments: [(6000, true), (7998, true), (7999, false), (11_999, false), (12_000, false)])
    func deadline(milliseconds: UInt64, isTimely: Bool) throws {
        var (tree, view) = try Self.start()
        view.tick(to: milliseconds, in: tree)
        let id = try tree.insert(Self.block(2, on: 1, slot: 1))
        try view.receive(id, in: tree)
        #expect(view.wasTimely(id) == isTimely)
        #expect(view.boosted == (isTimely ? id : nil))
        // 40 % of an eighth of 80 × 32 ETH.
        #expect(try view.weight(of: id, in: tree) == (isTimely ? 128_000_000_000 : 0))
        #expect(try view.attestationScore(of: id, in: tree) == 0)
    }

    @Test("the first timely block keeps the boost until the next slot begins")
    func firstBoost() throws {
        var (tree, view) = try Self.start()
        view.tick(to: 6000, in: tree)
        let first = try tree.insert(Self.block(2, on: 1, slot: 1))
        let second = try tree.insert(Self.block(3, on: 1, slot: 1))
        try view.receive(first, in: tree)
        try view.receive(second, in: tree)
        #expect(view.wasTimely(second))
        #expect(try view.head(in: tree) == first)
        view.tick(to: 11_999, in: tree)
        #expect(view.boosted == first)
        view.tick(to: 12_000, in: tree)
        #expect(view.boosted == nil)
        #expect(try view.head(in: tree) == second, "without a vote the higher root wins")
    }

    @Test("a voter's later epoch replaces the earlier vote, the same epoch does not, and equivocators count no more")
    func votes() throws {
        var (tree, view) = try Self.start()
        view.tick(to: 6000 * 9, in: tree)
        let left = try tree.insert(Self.block(2, on: 1, slot: 1))
        let right = try tree.insert(Self.block(3, on: 1, slot: 2))
        for id in [left, right] { try view.receive(id, in: tree) }
        try view.count([4, 5, 6], for: left, epoch: 0, in: tree)
        #expect(try view.weight(of: left, in: tree) == 96_000_000_000)
        try view.count([4], for: right, epoch: 0, in: tree)
        #expect(try view.head(in: tree) == left)
        try view.count([4, 5], for: right, epoch: 1, in: tree)
        #expect(try view.head(in: tree) == right)
        #expect(view.latestVote(of: 4, in: tree)?.block == right)
        try view.discount([4, 5, 5])
        #expect(view.discountedCount == 2)
        #expect(try view.head(in: tree) == left)
        try view.count([4, 5], for: right, epoch: 2, in: tree)
        #expect(try view.weight(of: right, in: tree) == 0)
        #expect(view.isDiscounted(4) && !view.isDiscounted(6) && view.latestVote(of: 4, in: tree) == nil)
    }

    @Test("copies of a view go their own ways from the moment they are made")
    func copies() throws {
        var (tree, here) = try Self.start()
        here.tick(to: 6000 * 3, in: tree)
        let left = try tree.insert(Self.block(2, on: 1, slot: 1))
        let right = try tree.insert(Self.block(3, on: 1, slot: 2))
        for id in [left, right] { try here.receive(id, in: tree) }
        try here.count(0..<10, for: left, epoch: 0, in: tree)
        var there = here
        try there.count(10..<30, for: right, epoch: 0, in: tree)
        #expect(try here.head(in: tree) == left)
        #expect(try there.head(in: tree) == right)
        #expect(try there.weight(of: left, in: tree) == 320_000_000_000)
    }

    @Test("a late block with few votes is built around, a timely or a voted one is not")
    func lateHead() throws {
        func answer(arrival: UInt64, headVotes: Int, parentVotes: Int, proposalTime: UInt64) throws -> UInt8? {
            var (tree, view) = try Self.start()
            view.tick(to: 6000, in: tree)
            let parent = try tree.insert(Self.block(2, on: 1, slot: 1))
            let head = try tree.insert(Self.block(3, on: 2, slot: 2))
            try view.receive(parent, in: tree)
            view.tick(to: arrival, in: tree)
            try view.receive(head, in: tree)
            view.tick(to: proposalTime, in: tree)
            try view.count(0..<parentVotes, for: parent, epoch: 0, in: tree)
            try view.count(60..<60 + headVotes, for: head, epoch: 0, in: tree)
            let built = try view.proposerHead(view.head(in: tree), slot: 3, discountedWeight: 0, in: tree)
            return tree[built].map { UInt8($0.root.words.0) }
        }
        // A slot's committees weigh ten votes: weak is below two, strong is above sixteen.
        #expect(try answer(arrival: 15_000, headVotes: 1, parentVotes: 17, proposalTime: 18_000) == 2)
        #expect(try answer(arrival: 12_000, headVotes: 1, parentVotes: 17, proposalTime: 18_000) == 3)
        #expect(try answer(arrival: 15_000, headVotes: 2, parentVotes: 17, proposalTime: 18_000) == 3)
        #expect(try answer(arrival: 15_000, headVotes: 1, parentVotes: 15, proposalTime: 18_000) == 3)
        #expect(try answer(arrival: 15_000, headVotes: 1, parentVotes: 17, proposalTime: 19_001) == 3)
        #expect(try answer(arrival: 15_000, headVotes: 1, parentVotes: 17, proposalTime: 19_000) == 2)
    }

    @Test("a cohort's row weighs as much as its members")
    func cohorts() throws {
        var registry = Registry()
        for multiplicity in [UInt32(10), 3] {
            registry.effectiveIncrements.append(32)
            registry.balances.append(32_000_000_000)
            registry.slashed.append(false)
            registry.activationEpochs.append(CompactEpoch(bits: 0))
            registry.exitEpochs.append(.farFuture)
            registry.multiplicity.append(multiplicity)
        }
        let weights = try VoteWeights(BeaconState(spec: Self.spec, slot: 0, registry: registry))
        #expect(weights.totalActiveBalance == 13 * 32_000_000_000)
        var tree = BlockTree(anchor: Self.block(1, on: 0, slot: 0))
        var view = ChainView(anchorOf: tree, slot: 0, weights: weights, voters: 2, spec: Self.spec)
        view.tick(to: 12_000, in: tree)
        let id = try tree.insert(Self.block(2, on: 1, slot: 1))
        try view.receive(id, in: tree)
        try view.count([0], for: id, epoch: 0, in: tree)
        #expect(try view.weight(of: id, in: tree) == 320_000_000_000)
        try view.discount([0])
        try view.count([0, 1], for: id, epoch: 0, in: tree)
        #expect(try view.weight(of: id, in: tree) == 96_000_000_000)
    }

    @Test("a moved justified checkpoint asks for its weights, and for no others")
    func newWeights() throws {
        var (tree, view) = try Self.start()
        let parent = try tree.insert(Self.block(2, on: 1, slot: 8))
        let justified = Checkpoint(epoch: 1, root: Self.root(2))
        let child = try tree.insert(Self.block(3, on: 2, slot: 16, justified: justified))
        view.tick(to: 17 * 6000, in: tree)
        try view.receive(parent, in: tree)
        try view.count(0..<5, for: parent, epoch: 1, in: tree)
        try view.receive(child, in: tree)
        #expect(view.justified == justified && view.needsWeights)
        #expect(throws: ForkChoiceError.weightsMissing(justified)) { try view.head(in: tree) }
        #expect(throws: ForkChoiceError.weightsOfOther(Self.genesis, justified: justified)) {
            try view.adopt(Self.weights(), of: Self.genesis, in: tree)
        }
        var half = [UInt32](repeating: 0, count: 80)
        half[0] = 7
        try view.adopt(
            VoteWeights(increments: half, totalActiveBalance: 7_000_000_000, spec: Self.spec), of: justified, in: tree)
        #expect(try view.head(in: tree) == child)
        #expect(try view.weight(of: parent, in: tree) == 7_000_000_000)
    }

    @Test("every refusal names its reason")
    func refusals() throws {
        var (tree, view) = try Self.start()
        view.tick(to: 6000 * 2, in: tree)
        let known = try tree.insert(Self.block(2, on: 1, slot: 1))
        let unseen = try tree.insert(Self.block(3, on: 1, slot: 2))
        try view.receive(known, in: tree)
        func refused(_ data: AttestationData, isFromBlock: Bool = false) -> ForkChoiceError? {
            do throws(ForkChoiceError) {
                _ = try view.checkVote(data, isFromBlock: isFromBlock, in: tree)
                return nil
            } catch { return error }
        }
        #expect(refused(Self.vote(2, slot: 1)) == nil)
        #expect(refused(Self.vote(2, slot: 2)) == .voteTooEarly(slot: 2, current: 2))
        #expect(refused(Self.vote(2, slot: 1, epoch: 1)) == .targetEpoch(1, current: 0))
        #expect(refused(Self.vote(2, slot: 1, epoch: 1), isFromBlock: true) == .targetNotOfSlot(target: 1, slot: 1))
        #expect(refused(Self.vote(2, slot: 1, target: 9)) == .unknownTarget(Self.root(9)))
        #expect(refused(Self.vote(3, slot: 2)) == .unknownBlock(Self.root(3)), "not seen yet")
        #expect(refused(Self.vote(2, slot: 0)) == .blockAfterVote(block: 1, vote: 0))
        #expect(
            refused(Self.vote(2, slot: 1, target: 2))
                == .targetNotAncestor(target: Checkpoint(epoch: 0, root: Self.root(2))))

        #expect(throws: ForkChoiceError.unknownParent(Self.root(9))) { try tree.insert(Self.block(4, on: 9, slot: 3)) }
        #expect(throws: ForkChoiceError.slotNotAfterParent(slot: 1, parentSlot: 1)) {
            try tree.insert(Self.block(4, on: 2, slot: 1))
        }
        let future = try tree.insert(Self.block(5, on: 2, slot: 3))
        #expect(throws: ForkChoiceError.futureBlock(slot: 3, current: 2)) { try view.receive(future, in: tree) }
        let orphan = try tree.insert(Self.block(6, on: 5, slot: 4))
        #expect(throws: ForkChoiceError.unknownParent(Self.root(5))) { try view.receive(orphan, in: tree) }
        for voter in [-1, 80, Int.max] {
            #expect(throws: ForkChoiceError.unknownVoter(voter)) {
                try view.count([0, voter], for: known, epoch: 0, in: tree)
            }
            #expect(throws: ForkChoiceError.unknownVoter(voter)) { try view.discount([voter]) }
        }
        #expect(throws: ForkChoiceError.unknownBlock(Self.root(3))) {
            try view.count([0], for: unseen, epoch: 0, in: tree)
        }
        #expect(throws: ForkChoiceError.targetEpoch(1 << 40, current: 0)) {
            try view.count([0], for: known, epoch: 1 << 40, in: tree)
        }
        #expect(view.latestVote(of: 0, in: tree) == nil, "a refused message leaves no trace")
        #expect(throws: ForkChoiceError.unknownParent(.zero)) {
            try view.proposerHead(tree.first, slot: 1, discountedWeight: 0, in: tree)
        }
    }

    @Test("a block beside the finalized chain is refused, also where the finalized epoch began with empty slots")
    func finality() throws {
        var (tree, view) = try Self.start()
        let finalized = Checkpoint(epoch: 2, root: Self.root(2))
        var tip = Self.block(3, on: 2, slot: 17, justified: finalized)
        tip.finalized = finalized
        // Slot 15 is after the finalized block and before its epoch's start at slot 16.
        let blocks = [
            Self.block(2, on: 1, slot: 14), Self.block(4, on: 2, slot: 15), tip, Self.block(5, on: 4, slot: 18),
            Self.block(6, on: 1, slot: 18), Self.block(7, on: 2, slot: 18),
        ]
        let ids = try blocks.map { try tree.insert($0) }
        view.tick(to: 6000 * 20, in: tree)
        for id in ids[..<3] { try view.receive(id, in: tree) }
        #expect(view.finalized == finalized)
        for id in ids[3..<5] {
            #expect(throws: ForkChoiceError.notDescendedFromFinalized(finalized)) { try view.receive(id, in: tree) }
        }
        try view.receive(ids[5], in: tree)
        let early = try tree.insert(Self.block(8, on: 2, slot: 16))
        #expect(throws: ForkChoiceError.notAfterFinalized(slot: 16, finalizedSlot: 16)) {
            try view.receive(early, in: tree)
        }
    }

    @Test("weights that no chain can have are refused, clocks and slots at the end of time are not a trap")
    func extremes() throws {
        #expect(throws: ForkChoiceError.weightOverflow) {
            try VoteWeights(
                increments: [UInt32](repeating: .max, count: 5), totalActiveBalance: 1_000_000_000, spec: Self.spec)
        }
        #expect(throws: ForkChoiceError.weightOverflow) {
            try VoteWeights(increments: [], totalActiveBalance: .max, spec: Self.spec)
        }
        var (tree, view) = try Self.start()
        view.tick(to: .max, in: tree)
        let last = try tree.insert(Self.block(2, on: 1, slot: .max))
        #expect(throws: ForkChoiceError.futureBlock(slot: .max, current: view.currentSlot)) {
            try view.receive(last, in: tree)
        }
        #expect(try view.head(in: tree) == tree.first)
        var odd = Self.spec
        for name in ["SLOTS_PER_EPOCH", "SLOT_DURATION_MS"] {
            let isSet = odd.set(name, to: 0)
            #expect(isSet)
        }
        var strange = ChainView(anchorOf: tree, slot: .max, weights: try Self.weights(), voters: 1, spec: odd)
        strange.tick(to: 5, in: tree)
        #expect(try strange.head(in: tree) == tree.first)
    }

    @Test("pruning keeps the younger blocks' numbers and forgets the older blocks")
    func pruning() throws {
        var (tree, view) = try Self.start()
        let ids = try (2...6).map { try tree.insert(Self.block($0, on: $0 - 1, slot: Slot($0))) }
        view.tick(to: 6000 * 7, in: tree)
        for id in ids { try view.receive(id, in: tree) }
        try view.count(0..<9, for: ids[0], epoch: 0, in: tree)
        try view.count(20..<24, for: ids[4], epoch: 0, in: tree)
        let anchor = tree.first
        #expect(tree.prune(before: ids[2]) == 3)
        #expect(tree.prune(before: ids[2]) == 0)
        #expect(tree.first == ids[2] && tree.count == 3 && tree.id(Self.root(2)) == nil)
        #expect(tree[anchor] == nil)
        #expect(tree[ids[3]]?.root == Self.root(5) && tree.parent(of: ids[2]) == nil)
        #expect(tree.ancestor(of: ids[4], at: 4) == ids[2] && tree.ancestor(of: ids[4], at: 3) == nil)
        #expect(try view.weight(of: ids[2], in: tree) == 128_000_000_000)
        #expect(view.latestVote(of: 0, in: tree) == nil)
        try view.count(0..<9, for: ids[4], epoch: 1, in: tree)
        #expect(try view.weight(of: ids[2], in: tree) == 13 * 32_000_000_000)
    }
}
