internal import BeaconChain

/// Versions 1.0 to 1.2, which hash texts as they stand, without lengths: an absent text is no leaf at all.
struct LegacyClusterHashing {
    /// The last version of this kind.
    static let lastVersion = 2

    /// 2 for version 1.2.
    let minor: Int

    func definition(
        _ definition: ClusterDocument.Definition, isConfigOnly: Bool
    ) throws(ClusterFieldError) -> Root {
        var operators: [Root] = []
        for member in definition.operators {
            var fields = leaf(member.address)
            if !isConfigOnly {
                fields += leaf(member.enr)
                if minor <= 1 { fields.append((member.nonce ?? 0).hashTreeRoot) }
                fields += leaf(member.configSignature) + leaf(member.enrSignature)
            }
            operators.append(Merkleization.root(ofLeaves: fields))
        }
        var fields = leaf(definition.uuid) + leaf(definition.name) + leaf(definition.version)
        fields.append(UInt64(clamping: definition.validatorCount ?? 0).hashTreeRoot)
        fields.append(UInt64(clamping: definition.threshold).hashTreeRoot)
        fields += leaf(definition.feeRecipient) + leaf(definition.withdrawalAddress)
        fields += leaf(definition.dkgAlgorithm) + leaf(definition.forkVersion)
        fields.append(try list(operators, "operators"))
        // Version 1.0 left the time out of the definition's hash, though not out of the configuration's.
        if isConfigOnly || minor > 0 { fields += leaf(definition.timestamp) }
        return Merkleization.root(ofLeaves: fields)
    }

    func lock(_ document: ClusterDocument) throws(ClusterFieldError) -> Root {
        var validators: [Root] = []
        for (position, validator) in document.validators.enumerated() {
            let shares = (validator.shareKeys ?? []).flatMap { leaf($0) }
            validators.append(
                Merkleization.root(
                    ofLeaves: leaf(validator.publicKey) + [
                        try list(shares, "distributed_validators[\(position)].public_shares")
                    ]))
        }
        return Merkleization.root(ofLeaves: [
            try definition(document.definition, isConfigOnly: false),
            try list(validators, "distributed_validators"),
        ])
    }

    private func leaf(_ text: String?) -> [Root] { leaf(HexBytes(Array((text ?? "").utf8))) }

    private func leaf(_ bytes: HexBytes?) -> [Root] {
        guard let bytes = bytes?.bytes, !bytes.isEmpty else { return [] }
        return [Merkleization.root(ofBytes: bytes)]
    }

    private func list(_ roots: [Root], _ field: String) throws(ClusterFieldError) -> Root {
        guard let root = Merkleization.root(ofList: roots, limit: roots.count) else {
            throw ClusterFieldError(field: field, problem: "is longer than the format allows")
        }
        return root
    }
}
