extension Fork {
    /// The fork's number in version bytes: Altair 1 to Fulu 6.
    private var versionNumber: UInt8 {
        switch self {
        case .altair: 1
        case .bellatrix: 2
        case .capella: 3
        case .deneb: 4
        case .electra: 5
        case .fulu: 6
        }
    }

    /// The four bytes of `ALTAIR_FORK_VERSION` to `FULU_FORK_VERSION` in the preset's own configuration.
    public func version(_ preset: Preset) -> [UInt8] {
        [versionNumber, 0, 0, preset == .minimal ? 1 : 0]
    }
}

extension Preset {
    /// The four bytes of `GENESIS_FORK_VERSION`.
    public var genesisForkVersion: [UInt8] { [0, 0, 0, self == .minimal ? 1 : 0] }
}

/// The kind of message a signature is for. Spec: `DOMAIN_*`.
public enum DomainType: UInt8, Sendable {
    case beaconProposer = 0
    case beaconAttester = 1
    case randao = 2
    case deposit = 3
    case voluntaryExit = 4
    case selectionProof = 5
    case aggregateAndProof = 6
    case syncCommittee = 7
    case syncCommitteeSelectionProof = 8
    case contributionAndProof = 9
    case blsToExecutionChange = 10
}

extension ChainSpec {
    /// `DEPOSIT_CONTRACT_TREE_DEPTH`.
    static let depositContractTreeDepth = 32

    /// Most blobs that a block of the epoch may carry.
    ///
    /// Spec: `get_blob_parameters` (Fulu, EIP-7892) with the `BLOB_SCHEDULE` of the preset's configuration; before
    /// Fulu `MAX_BLOBS_PER_BLOCK`.
    public func blobLimit(at epoch: Epoch) -> UInt64 {
        guard fork >= .fulu, preset == .mainnet else { return maxBlobsPerBlock }
        if epoch >= 419_072 { return 21 }
        if epoch >= 412_672 { return 15 }
        return maxBlobsPerBlock
    }
}
