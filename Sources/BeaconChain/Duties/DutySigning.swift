/// What validators sign for their duties, on one chain.
///
/// Source: the spec's `validator.md` of phase 0 and Altair, `get_domain` and `compute_signing_root`.
public struct DutySigning: Sendable {
    /// Tells chains apart.
    public let genesisValidatorsRoot: Root
    /// `SLOTS_PER_EPOCH`.
    public let slotsPerEpoch: UInt64
    /// The fork versions (four bytes each) with the epoch from which each is in force, ascending.
    private let versions: [(epoch: Epoch, version: [UInt8])]

    /// A chain that stays in one fork.
    ///
    /// - Parameter forkVersion: four bytes.
    public init(genesisValidatorsRoot: Root, forkVersion: [UInt8], slotsPerEpoch: UInt64) {
        self.genesisValidatorsRoot = genesisValidatorsRoot
        self.slotsPerEpoch = max(1, slotsPerEpoch)
        versions = [(0, forkVersion)]
    }

    /// The chain of a state, as far as that knows its forks: the last one and the one before.
    public init(_ state: BeaconState) {
        let record = state.chainRecord
        genesisValidatorsRoot = record.genesisValidatorsRoot
        slotsPerEpoch = state.spec.slotsPerEpoch
        versions = [(0, record.previousForkVersion), (record.forkEpoch, record.currentForkVersion)]
    }

    /// The domain of a kind of message at an epoch.
    public func domain(_ type: DomainType, at epoch: Epoch) -> SigningDomain {
        let version = versions.last { $0.epoch <= epoch }?.version ?? versions[0].version
        return SigningDomain(type, forkVersion: version, genesisValidatorsRoot: genesisValidatorsRoot)
    }

    /// An attestation's. Spec: `get_attestation_signature`.
    public func attestation(_ data: AttestationData) -> Root {
        domain(.beaconAttester, at: data.target.epoch).signingRoot(of: data.hashTreeRoot)
    }

    /// A block's; the header has the block's own root. Spec: `get_block_signature`.
    public func block(_ header: BlockHeader) -> Root {
        domain(.beaconProposer, at: header.slot / slotsPerEpoch).signingRoot(of: header.hashTreeRoot)
    }

    /// A proposer's contribution to the randomness. Spec: `get_epoch_signature`.
    public func randao(epoch: Epoch) -> Root {
        domain(.randao, at: epoch).signingRoot(of: epoch.hashTreeRoot)
    }

    /// The proof that decides who aggregates. Spec: `get_slot_signature`.
    public func selectionProof(slot: Slot) -> Root {
        domain(.selectionProof, at: slot / slotsPerEpoch).signingRoot(of: slot.hashTreeRoot)
    }

    /// An aggregate with its proof, whose SSZ root the caller knows. Spec: `get_aggregate_and_proof_signature`.
    public func aggregateAndProof(root: Root, slot: Slot) -> Root {
        domain(.aggregateAndProof, at: slot / slotsPerEpoch).signingRoot(of: root)
    }

    /// A sync-committee message for a head. Spec: `get_sync_committee_message`, Altair.
    public func syncCommitteeMessage(blockRoot: Root, slot: Slot) -> Root {
        domain(.syncCommittee, at: slot / slotsPerEpoch).signingRoot(of: blockRoot)
    }

    /// The proof that decides who contributes for a subcommittee. Spec: `SyncAggregatorSelectionData`, Altair.
    public func syncSelectionProof(slot: Slot, subcommittee: UInt64) -> Root {
        domain(.syncCommitteeSelectionProof, at: slot / slotsPerEpoch)
            .signingRoot(of: Merkleization.hash(slot.hashTreeRoot, subcommittee.hashTreeRoot))
    }

    /// A contribution with its proof, whose SSZ root the caller knows. Spec: `get_contribution_and_proof_signature`.
    public func contributionAndProof(root: Root, slot: Slot) -> Root {
        domain(.contributionAndProof, at: slot / slotsPerEpoch).signingRoot(of: root)
    }

    /// A voluntary exit's. Spec: `get_voluntary_exit_signature`, phase 0 (from Deneb on in Capella's domain, EIP-7044).
    ///
    /// - Parameter forkVersion: Capella's from Deneb on; nil takes the version in force.
    public func voluntaryExit(epoch: Epoch, validator: UInt64, forkVersion: [UInt8]? = nil) -> Root {
        let domain =
            forkVersion.map {
                SigningDomain(.voluntaryExit, forkVersion: $0, genesisValidatorsRoot: genesisValidatorsRoot)
            } ?? domain(.voluntaryExit, at: epoch)
        return domain.signingRoot(of: Merkleization.hash(epoch.hashTreeRoot, validator.hashTreeRoot))
    }
}
