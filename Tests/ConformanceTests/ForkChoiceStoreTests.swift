import BeaconChain
import Conformance
import Foundation
import Testing

@Suite("the spec's fork choice store on official cases")
struct ForkChoiceStoreTests {
    /// An anchor and signed blocks in order of their slots.
    private struct Chain {
        let anchorState: BeaconState
        let anchorBlock: BeaconBlock
        let blocks: [SignedBeaconBlock]
        let packed: [[UInt8]]

        func store() throws -> ForkChoiceStore {
            try ForkChoiceStore(anchorState: anchorState, anchorBlock: anchorBlock, signatures: .trusting)
        }
    }

    private static func chain(_ name: String) throws -> Chain {
        try OfficialSource.withCases(at: OfficialPacks.path("minimal-fulu")) { cases in
            let one = try #require(cases.first { $0.runner == "fork_choice" && $0.name == name })
            let spec = try OfficialPacks.spec(one)
            let schema = BeaconSchema(spec)
            let state = try BeaconState(ssz: #require(try OfficialPacks.ssz(one, "anchor_state")), spec: spec)
            let anchor = try SSZView(schema.beaconBlock, #require(try OfficialPacks.ssz(one, "anchor_block")))
            let names = try FileManager.default.contentsOfDirectory(atPath: one.directory).sorted()
            let packed = try names.filter { $0.hasPrefix("block_") }.map {
                try #require(try OfficialPacks.ssz(one, String($0.prefix { $0 != "." })))
            }
            let blocks = try packed.map { try SignedBeaconBlock(ssz: $0, spec: spec) }
            return Chain(
                anchorState: state, anchorBlock: try BeaconBlock(anchor, schema: schema),
                blocks: blocks.sorted { $0.message.slot < $1.message.slot }, packed: packed)
        }
    }

    @Test("a store that forgets what is final answers as one that forgets nothing")
    func pruning() throws {
        let chain = try Self.chain("justification_update_end_of_epoch")
        var (whole, pruned) = (try chain.store(), try chain.store())
        var forgotten = 0
        for block in chain.blocks {
            let time = whole.genesisTime + block.message.slot * 6
            try whole.onTick(time)
            try pruned.onTick(time)
            try whole.onBlock(block)
            try pruned.onBlock(block)
            for vote in block.message.body.attestations {
                // Votes for what is final already are of no use to the one who has forgotten it.
                try whole.onAttestation(vote, isFromBlock: true)
                try? pruned.onAttestation(vote, isFromBlock: true)
            }
            #expect(try whole.head() == pruned.head())
            let (all, left) = (try whole.viableTips(), try pruned.viableTips())
            #expect(all.map(\.root) == left.map(\.root) && all.map(\.weight) == left.map(\.weight))
            forgotten += pruned.prune()
        }
        #expect(whole.view.finalized.epoch > 0)
        #expect(forgotten > 0 && pruned.tree.count + forgotten == whole.tree.count)
        let isAnchorForgotten = pruned.state(after: chain.anchorBlock.hashTreeRoot) == nil
        #expect(isAnchorForgotten)
    }

    @Test("a foreign anchor, a time before genesis, missing data and an invalid block are refused without a trace")
    func refusals() throws {
        let chain = try Self.chain("on_block_checkpoints")
        var wrong = chain.anchorBlock
        wrong.stateRoot = .zero
        #expect(throws: ForkChoiceError.self) {
            try ForkChoiceStore(anchorState: chain.anchorState, anchorBlock: wrong, signatures: .trusting)
        }
        var store = try chain.store()
        if store.genesisTime > 0 {
            #expect(throws: ForkChoiceError.beforeGenesis(time: 0, genesis: store.genesisTime)) { try store.onTick(0) }
        }
        var block = chain.blocks[0]
        #expect(throws: ForkChoiceError.futureBlock(slot: block.message.slot, current: 0)) { try store.onBlock(block) }
        try store.onTick(store.genesisTime + 6 * block.message.slot)
        let root = block.message.hashTreeRoot
        #expect(throws: ForkChoiceError.dataUnavailable(root)) { try store.onBlock(block, isDataAvailable: false) }
        block.message.stateRoot = .zero
        #expect(throws: BlockError(.block, .wrongStateRoot)) { try store.onBlock(block) }
        #expect(store.tree.count == 1)
        try store.onBlock(chain.blocks[0])
        try store.onBlock(chain.blocks[0])
        #expect(store.tree.count == 2)
    }

    @Test("damaged blocks and votes never trap")
    func damage() throws {
        let chain = try Self.chain("on_block_checkpoints")
        let spec = chain.anchorState.spec
        var dice = Dice(seed: 4)
        var store = try chain.store()
        try store.onTick(store.genesisTime + 6 * 20)
        for block in chain.blocks.prefix(8) { try store.onBlock(block) }
        let before = store.tree.count
        var readable = 0
        for round in 0..<300 {
            let bytes = dice.damage(chain.packed[round % chain.packed.count])
            guard let block = try? SignedBeaconBlock(ssz: bytes, spec: spec) else { continue }
            readable += 1
            try? store.onBlock(block)
            for vote in block.message.body.attestations {
                try? store.onAttestation(vote)
                try? store.onAttestation(vote, isFromBlock: true)
            }
            for slashing in block.message.body.attesterSlashings { try? store.onAttesterSlashing(slashing) }
            _ = try? store.head()
            _ = try? store.proposerHead(store.head(), slot: store.view.currentSlot)
        }
        #expect(readable > 25)
        #expect(store.tree.count >= before)
    }
}
