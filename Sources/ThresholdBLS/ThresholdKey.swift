public import BLS12381

/// The public side of a shared key: the committee, the group key that signatures verify against, and each member's
/// share key that its partial signatures verify against.
///
/// Every value of this type is consistent: all share keys lie on one polynomial of the threshold's degree whose value
/// at zero is the group key. So any m valid partial signatures give the same valid signature.
public struct ThresholdKey: Hashable, Sendable {
    /// The threshold and the members' indices.
    public let committee: Committee
    /// The key of combined signatures.
    public let groupKey: PublicKey
    /// The members' keys, in the committee's order.
    public let shareKeys: [PublicKey]

    /// The key behind a commitment.
    ///
    /// - Throws: `wrongCommitmentLength`, `identityGroupKey`; `identityPoint` for members whose share is zero.
    public init(committee: Committee, commitment: FeldmanCommitment) throws(ThresholdError) {
        try commitment.checkLength(committee.threshold)
        guard let groupKey = try? PublicKey(commitment.constantTerm) else { throw .identityGroupKey }
        let points = committee.indices.map { commitment.value(at: $0) }
        self.committee = committee
        self.groupKey = groupKey
        shareKeys = try ThresholdKey.keys(points, committee)
    }

    /// The key given by group key and share keys, as in a cluster's lock file.
    ///
    /// - Throws: `wrongMemberCount`; `shareKeysOfAnother` when all share keys fit each other and another group key;
    ///   `inconsistentShareKeys` with the fewest members without whom the others fit the group key, or with the first m
    ///   members where no m fit it.
    public init(
        committee: Committee, groupKey: PublicKey, shareKeys: [PublicKey]
    ) throws(ThresholdError) {
        guard shareKeys.count == committee.indices.count else {
            throw .wrongMemberCount(expected: committee.indices.count, found: shareKeys.count)
        }
        if let error = ShareKeyFaults(committee: committee, groupKey: groupKey, shareKeys: shareKeys).error {
            throw error
        }
        self.committee = committee
        self.groupKey = groupKey
        self.shareKeys = shareKeys
    }

    /// Decodes group key and share keys, then checks them as `init(committee:groupKey:shareKeys:)` does.
    ///
    /// - Throws: `badEncoding` (with no member named when it is the group key), `identityPoint`.
    public init(
        committee: Committee, groupKey: [UInt8], shareKeys: [[UInt8]]
    ) throws(ThresholdError) {
        guard shareKeys.count == committee.indices.count else {
            throw .wrongMemberCount(expected: committee.indices.count, found: shareKeys.count)
        }
        guard let group = try? PublicKey(compressed: groupKey) else { throw .badEncoding([]) }
        var points: [G1] = []
        var undecodable: [ShareIndex] = []
        for (index, bytes) in zip(committee.indices, shareKeys) {
            if let point = try? G1(compressed: bytes) { points.append(point) } else { undecodable.append(index) }
        }
        guard undecodable.isEmpty else { throw .badEncoding(undecodable.sorted()) }
        try self.init(
            committee: committee, groupKey: group, shareKeys: ThresholdKey.keys(points, committee))
    }

    private static func keys(_ points: [G1], _ committee: Committee) throws(ThresholdError) -> [PublicKey] {
        var keys: [PublicKey] = []
        var zeros: [ShareIndex] = []
        for (index, point) in zip(committee.indices, points) {
            if let key = try? PublicKey(point) { keys.append(key) } else { zeros.append(index) }
        }
        guard zeros.isEmpty else { throw .identityPoint(zeros.sorted()) }
        return keys
    }

    /// A member's share key.
    ///
    /// - Throws: `indexOutOfRange` for an index that is no member's.
    public func shareKey(of index: ShareIndex) throws(ThresholdError) -> PublicKey {
        shareKeys[try committee.position(of: index)]
    }
}
