import BeaconChain
import Testing

@Suite("What is signed for a duty")
struct DutySigningTests {
    private let chain = DutySigning(
        genesisValidatorsRoot: Root(words: (1, 2, 3, 4)), forkVersion: [6, 0, 0, 0], slotsPerEpoch: 32)

    @Test("every duty signs its own root under its own domain, so no signature can serve for another")
    func domains() {
        var header = BlockHeader()
        header.slot = 64
        let data = AttestationData(
            slot: 64, index: 0, beaconBlockRoot: .zero, source: Checkpoint(epoch: 1, root: .zero),
            target: Checkpoint(epoch: 2, root: .zero))
        let roots = [
            chain.attestation(data), chain.block(header), chain.randao(epoch: 64), chain.selectionProof(slot: 64),
            chain.aggregateAndProof(root: .zero, slot: 64), chain.syncCommitteeMessage(blockRoot: .zero, slot: 64),
            chain.syncSelectionProof(slot: 64, subcommittee: 0), chain.contributionAndProof(root: .zero, slot: 64),
            chain.voluntaryExit(epoch: 64, validator: 0),
        ]
        #expect(Set(roots).count == roots.count)
    }

    @Test("a root is the hash of the object's root and the domain: type, then the fork data's first 28 bytes")
    func attestation() {
        let data = AttestationData(
            slot: 3, index: 0, beaconBlockRoot: Root(words: (9, 9, 9, 9)), source: Checkpoint(epoch: 0, root: .zero),
            target: Checkpoint(epoch: 0, root: .zero))
        let forkData = Merkleization.hash(
            Root([6] + [UInt8](repeating: 0, count: 31)) ?? .zero, Root(words: (1, 2, 3, 4)))
        let domain = Root([1, 0, 0, 0] + forkData.bytes.prefix(28)) ?? .zero
        #expect(chain.attestation(data) == Merkleization.hash(data.hashTreeRoot, domain))
    }

    @Test("a state's domains follow its fork epoch, as the state's own do")
    func state() {
        var state = BeaconState(
            spec: ChainSpec(preset: .minimal, fork: .fulu), slot: 0, registry: Registry())
        state.chainRecord.previousForkVersion = [5, 0, 0, 1]
        state.chainRecord.currentForkVersion = [6, 0, 0, 1]
        state.chainRecord.forkEpoch = 10
        state.chainRecord.genesisValidatorsRoot = Root(words: (1, 0, 0, 0))
        let signing = DutySigning(state)
        for epoch: Epoch in [0, 9, 10, 11] {
            #expect(signing.domain(.beaconAttester, at: epoch) == state.domain(.beaconAttester, at: epoch))
        }
        #expect(signing.randao(epoch: 9) != signing.randao(epoch: 10))
    }
}
