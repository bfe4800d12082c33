/// What a signature is made over.
///
/// Spec: `compute_domain`, `get_domain`, `compute_signing_root`, phase 0.
public struct SigningDomain: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: Root

    /// The domain of a kind of message under a fork version and a chain.
    public init(_ type: DomainType, forkVersion: [UInt8], genesisValidatorsRoot: Root) {
        self.init((type.rawValue, 0, 0, 0), forkVersion, genesisValidatorsRoot)
    }

    /// The domain in which validators register with block builders: the same at every time of a chain.
    ///
    /// Builder specification: `DOMAIN_APPLICATION_BUILDER`.
    public static func applicationBuilder(genesisForkVersion: [UInt8]) -> SigningDomain {
        SigningDomain((0, 0, 0, 1), genesisForkVersion, .zero)
    }

    private init(_ type: (UInt8, UInt8, UInt8, UInt8), _ forkVersion: [UInt8], _ genesisValidatorsRoot: Root) {
        var version = Root.zero
        withUnsafeMutableBytes(of: &version.words) { target in
            for (offset, byte) in forkVersion.prefix(4).enumerated() { target[offset] = byte }
        }
        let dataRoot = Merkleization.hash(version, genesisValidatorsRoot)
        var domain = Root.zero
        withUnsafeMutableBytes(of: &domain.words) { target in
            (target[0], target[1], target[2], target[3]) = type
            withUnsafeBytes(of: dataRoot.words) { source in
                for offset in 0..<28 { target[4 + offset] = source[offset] }
            }
        }
        bytes = domain
    }

    /// The signing root of an object in this domain.
    public func signingRoot(of objectRoot: Root) -> Root {
        Merkleization.hash(objectRoot, bytes)
    }
}

extension BeaconState {
    /// The domain of the fork in force at an epoch. Spec: `get_domain`.
    public func domain(_ type: DomainType, at epoch: Epoch) -> SigningDomain {
        let version =
            epoch < chainRecord.forkEpoch ? chainRecord.previousForkVersion : chainRecord.currentForkVersion
        return SigningDomain(
            type, forkVersion: version, genesisValidatorsRoot: chainRecord.genesisValidatorsRoot)
    }
}

extension UInt64 {
    /// SSZ root of the integer.
    public var hashTreeRoot: Root { Root(words: (littleEndian, 0, 0, 0)) }
}

extension Checkpoint {
    /// SSZ root.
    public var hashTreeRoot: Root { Merkleization.hash(epoch.hashTreeRoot, root) }
}

extension AttestationData {
    /// SSZ root.
    public var hashTreeRoot: Root {
        Merkleization.root(ofLeaves: [
            slot.hashTreeRoot, index.hashTreeRoot, beaconBlockRoot, source.hashTreeRoot, target.hashTreeRoot,
        ])
    }
}

extension BlockHeader {
    /// SSZ root.
    public var hashTreeRoot: Root {
        Merkleization.root(ofLeaves: [
            slot.hashTreeRoot, proposerIndex.hashTreeRoot, parentRoot, stateRoot, bodyRoot,
        ])
    }
}

extension DepositData {
    /// SSZ root of the data with its signature, the leaf of the deposit tree.
    public var hashTreeRoot: Root {
        Merkleization.root(ofLeaves: [
            Merkleization.root(ofBytes: publicKey), Merkleization.root(ofBytes: withdrawalCredentials),
            amount.hashTreeRoot, Merkleization.root(ofBytes: signature),
        ])
    }

    /// What the depositor signs: `DepositMessage` in a domain that all forks share.
    ///
    /// Spec: `is_valid_deposit_signature`, Electra; `apply_deposit` before.
    public func signingRoot(_ preset: Preset) -> Root {
        signingRoot(genesisForkVersion: preset.genesisForkVersion)
    }

    /// The same on a chain with this genesis fork version of four bytes.
    public func signingRoot(genesisForkVersion: [UInt8]) -> Root {
        SigningDomain(.deposit, forkVersion: genesisForkVersion, genesisValidatorsRoot: .zero)
            .signingRoot(of: messageRoot)
    }

    /// SSZ root of the data without their signature. Spec: `DepositMessage`.
    public var messageRoot: Root {
        Merkleization.root(ofLeaves: [
            Merkleization.root(ofBytes: publicKey), Merkleization.root(ofBytes: withdrawalCredentials),
            amount.hashTreeRoot,
        ])
    }
}

extension PendingDeposit {
    /// The deposit's data as it was signed.
    public var data: DepositData {
        DepositData(
            publicKey: publicKey, withdrawalCredentials: withdrawalCredentials, amount: amount, signature: signature)
    }
}

extension SignedVoluntaryExit {
    /// SSZ root of the message.
    public var messageRoot: Root { Merkleization.hash(epoch.hashTreeRoot, validator.hashTreeRoot) }
}

extension SignedBLSToExecutionChange {
    /// SSZ root of the message.
    public var messageRoot: Root {
        Merkleization.root(ofLeaves: [
            validator.hashTreeRoot, Merkleization.root(ofBytes: fromKey), Merkleization.root(ofBytes: toAddress),
        ])
    }
}
